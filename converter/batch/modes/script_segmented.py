"""Script-to-video, segmented: every group is a section with its own words or length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from converter.batch.draft import Draft, Material
from converter.batch.inputs import MediaGroup
from converter.batch.plan import Scene
from converter.timeline.values import exact

SECTION = Fraction(5)
"""Seconds of a section that says neither words nor length."""


def lists(material: Material) -> Mapping[str, Sequence[Any]]:
    """Return the numbers of scripts, and the pieces of each group.

    Where all groups that speak have as many scripts, those of one number go together;
    else each group's are dealt alone.
    """
    groups = material.request.input.media_group_array
    counts = {len(group.speech_text_array) for group in groups if group.speech_text_array}
    scripts = (
        {"script": range(*counts)}
        if len(counts) == 1
        else {f"script {index}": range(len(g.speech_text_array)) for index, g in enumerate(groups)}
    )
    pieces = {f"piece {index}": shots for index, shots in enumerate(material.groups)}
    return {**scripts, **pieces}


def scenes(draft: Draft) -> list[Scene]:
    """Return a scene for every group."""
    groups = draft.request.input.media_group_array
    found = []
    for index, (group, shots) in enumerate(zip(groups, draft.material.groups, strict=True)):
        content = _content(draft, index, group)
        narration = draft.speak(content) if content else None
        silent = exact(group.duration) if group.duration else SECTION
        seconds = narration.seconds if narration else silent
        pool = draft.shuffled(shots, first=draft.hand[f"piece {index}"])
        found.append(draft.scene(seconds, draft.filled(seconds, pool), narration))
    return found


def _content(draft: Draft, index: int, group: MediaGroup) -> str | None:
    if not group.speech_text_array:
        return None
    number: int = draft.hand.get("script", draft.hand.get(f"script {index}"))
    return group.speech_text_array[number]
