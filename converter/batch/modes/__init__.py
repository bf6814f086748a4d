"""Modes: the ways in which a batch video is planned, one module each.

Each says which `lists` of its own are dealt to the videos, and which `scenes` a video
has that was dealt its hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from converter.batch.material import Material
from converter.batch.modes import (
    general_global,
    highlights_global,
    script_global,
    script_segmented,
    storyboard,
)
from converter.batch.plan import Scene
from converter.batch.request import Mode
from converter.batch.sketch import Sketch


class Planner(Protocol):
    """What every mode can do."""

    def lists(self, material: Material) -> Mapping[str, Sequence[Any]]:
        """Return the lists of which every video gets one item, those heard most first."""
        ...

    def scenes(self, sketch: Sketch) -> list[Scene]:
        """Return what is seen and said in a video. Raises TimelineError, SpeechError."""
        ...


PLANNERS: Mapping[Mode, Planner] = {
    Mode.script_global: script_global,
    Mode.script_segmented: script_segmented,
    Mode.general_global: general_global,
    Mode.general_storyboard: storyboard,
    Mode.highlights_global: highlights_global,
    Mode.highlights_storyboard: storyboard,
}
