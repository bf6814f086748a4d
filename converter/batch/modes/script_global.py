"""Script-to-video, global: a piece of every group in their order, under one narration.

What the pieces leave of the narration is filled from all groups but the first and the
last, which make the opening and the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from converter.batch.material import Material
from converter.batch.plan import Scene, total
from converter.batch.sketch import Sketch
from converter.footage import Shot
from converter.matching import LONGER
from converter.timeline.values import exact


def lists(material: Material) -> Mapping[str, Sequence[Any]]:
    """Return narrations, and the pieces of each group, of which each video shows one."""
    pieces = {f"piece {index}": shots for index, shots in enumerate(material.groups)}
    return {"narration": material.request.input.narrations, **pieces}


def scenes(sketch: Sketch) -> list[Scene]:
    """Return the only scene: as long as its narration, or as the output says."""
    content = sketch.hand["narration"]
    narration = sketch.speak(content) if content else None
    groups = sketch.material.groups
    seconds = narration.seconds if narration else _silent(sketch, len(groups))
    shown = _pieces(sketch, groups, seconds)
    volumes = [
        group.volume
        for group, shots in zip(sketch.request.input.media_group_array, shown, strict=True)
        for _ in shots
    ]
    pieces = [shot for shots in shown for shot in shots]
    return [sketch.scene(seconds, pieces, narration, volumes=volumes)]


def _silent(sketch: Sketch, groups: int) -> Fraction:
    output = sketch.request.output
    if output.fixed_duration:
        return exact(output.fixed_duration)
    return min(sketch.single * groups, exact(output.max_duration))


def _pieces(
    sketch: Sketch, groups: Sequence[Sequence[Shot]], seconds: Fraction
) -> list[list[Shot]]:
    """Return a piece of each group, and what else is needed, by their groups."""
    shown = [[sketch.hand[f"piece {index}"]] for index in range(len(groups))]
    lacking = seconds - total(first for (first,) in shown)
    if lacking * LONGER > seconds * (LONGER - 1):
        middle = range(1, len(groups) - 1) or range(len(groups))
        pool = {shot: index for index in middle for shot in groups[index]}
        unseen = [shot for shot in pool if [shot] not in shown]
        for shot in sketch.filled(lacking, sketch.shuffled(unseen or pool)):
            shown[pool[shot]].append(shot)
    return shown
