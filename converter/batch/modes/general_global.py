"""General, global scripts: shots that fit the sentences of a narration, else any shots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from converter.batch.draft import Draft, Material
from converter.batch.footage import Shot
from converter.batch.plan import Scene, total
from converter.timeline.values import exact


def lists(material: Material) -> Mapping[str, Sequence[Any]]:
    """Return narrations; where there are none, the shots to open with."""
    narrations = material.request.input.narrations
    return {"narration": narrations, "opening": [] if narrations else material.all}


def scenes(draft: Draft) -> list[Scene]:
    """Return a scene for every sentence, or one of shots drawn by chance."""
    content = draft.hand["narration"]
    return narrated(draft, content) if content else [_silent(draft)]


def narrated(draft: Draft, content: str) -> list[Scene]:
    """Return a scene for every sentence of a narration, which begins with the first."""
    narration = draft.speak(content)
    slots = narration.slots()
    matched = draft.matched(slots, draft.material.all)
    pairs = zip(slots, matched, strict=True)
    first, *others = (draft.scene(slot.seconds, shots) for slot, shots in pairs)
    return [Scene(first.cuts, narration), *others]


def _silent(draft: Draft) -> Scene:
    pool = draft.shuffled(draft.material.all, first=draft.hand["opening"])
    seconds = _length(draft, pool)
    return draft.scene(seconds, draft.filled(seconds, pool))


def _length(draft: Draft, pool: Sequence[Shot]) -> Fraction:
    """Return the length asked for; up to MaxDuration there is no more than there is."""
    output = draft.request.output
    if output.fixed_duration:
        return exact(output.fixed_duration)
    return min(total(pool), exact(output.max_duration))
