"""General, global scripts: shots that fit the sentences of a narration, else any shots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from converter.batch.material import Material
from converter.batch.plan import Scene, total
from converter.batch.sketch import Sketch
from converter.footage import Shot
from converter.timeline.values import exact


def lists(material: Material) -> Mapping[str, Sequence[Any]]:
    """Return narrations; where there are none, the shots to open with."""
    narrations = material.request.input.narrations
    return {"narration": narrations, "opening": [] if narrations else material.all}


def scenes(sketch: Sketch) -> list[Scene]:
    """Return a scene for every sentence, or one of shots drawn by chance."""
    content = sketch.hand["narration"]
    return narrated(sketch, content) if content else [_silent(sketch)]


def narrated(sketch: Sketch, content: str) -> list[Scene]:
    """Return a scene for every sentence of a narration, which begins with the first."""
    narration = sketch.speak(content)
    slots = narration.slots()
    matched = sketch.matched(slots, sketch.material.all)
    pairs = zip(slots, matched, strict=True)
    first, *others = (sketch.scene(slot.seconds, shots) for slot, shots in pairs)
    return [Scene(first.cuts, narration), *others]


def _silent(sketch: Sketch) -> Scene:
    pool = sketch.shuffled(sketch.material.all, first=sketch.hand["opening"])
    seconds = _length(sketch, pool)
    return sketch.scene(seconds, sketch.filled(seconds, pool))


def _length(sketch: Sketch, pool: Sequence[Shot]) -> Fraction:
    """Return the length asked for; up to MaxDuration there is no more than there is."""
    output = sketch.request.output
    if output.fixed_duration:
        return exact(output.fixed_duration)
    return min(total(pool), exact(output.max_duration))
