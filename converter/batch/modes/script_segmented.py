"""Script-to-video, segmented: every group is a section with its own words or length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from converter.batch.inputs import MediaGroup
from converter.batch.material import Material
from converter.batch.plan import Scene
from converter.batch.sketch import Sketch
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


def scenes(sketch: Sketch) -> list[Scene]:
    """Return a scene for every group."""
    groups = sketch.request.input.media_group_array
    found = []
    for index, (group, shots) in enumerate(zip(groups, sketch.material.groups, strict=True)):
        content = _content(sketch, index, group)
        narration = sketch.speak(content) if content else None
        silent = exact(group.duration) if group.duration else SECTION
        seconds = narration.seconds if narration else silent
        pool = sketch.shuffled(shots, first=sketch.hand[f"piece {index}"])
        taken = sketch.filled(seconds, pool)
        volumes = [group.volume] * len(taken)
        found.append(sketch.scene(seconds, taken, narration, volumes=volumes))
    return found


def _content(sketch: Sketch, index: int, group: MediaGroup) -> str | None:
    if not group.speech_text_array:
        return None
    number: int = sketch.hand.get("script", sketch.hand.get(f"script {index}"))
    return group.speech_text_array[number]
