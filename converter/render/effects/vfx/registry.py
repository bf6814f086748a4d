"""Registry of picture effects: every family enters its own here by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from converter.render.compositing import Pixels
from converter.render.effects.parameters import Params

Drawing = Callable[[Pixels, float, float, Params], Pixels]
"""From an RGB picture, the seconds since the effect began, its length in seconds and its
parameters to the picture as it is then; RGBA where the effect cuts something out."""

Motion = Literal["steady", "still", "entrance", "exit"]
"""When the picture changes: always, never, in the first or in the last second."""

PASSAGE = 1.0
"""Seconds an entrance or an exit takes, in an effect that is long enough."""


@dataclass(frozen=True, slots=True)
class Vfx:
    """A picture effect, named as IMS names it."""

    name: str
    description: str
    drawing: Drawing
    motion: Motion = "steady"

    @property
    def family(self) -> str:
        """The module it is drawn in."""
        return self.drawing.__module__.rpartition(".")[2]

    def moment(self, frame: int, frames: int, fps: Fraction) -> int:
        """Return a frame of the effect that looks as this one does, the same for all alike."""
        passage = round(PASSAGE * fps)
        if self.motion == "steady":
            return frame
        if self.motion == "entrance":
            return min(frame, passage, frames - 1)
        return max(frame, frames - 1 - passage) if self.motion == "exit" else 0


REGISTRY: dict[str, Vfx] = {}


def vfx(name: str, description: str, motion: Motion = "steady") -> Callable[[Drawing], Drawing]:
    """Enter a function as the picture effect of that name."""

    def enter(drawing: Drawing) -> Drawing:
        REGISTRY[name] = Vfx(name, description, drawing, motion)
        return drawing

    return enter


def progress(t: float, length: float) -> float:
    """Return how far an effect has come that takes all of its length, 0 to 1."""
    return min(1.0, t / max(length, 1e-6))


def entering(t: float, length: float) -> float:
    """Return how far an entrance has come, 0 to 1."""
    return min(1.0, t / min(PASSAGE, max(length, 1e-6)))


def leaving(t: float, length: float) -> float:
    """Return how far an exit has come, 0 to 1."""
    passage = min(PASSAGE, max(length, 1e-6))
    return max(0.0, min(1.0, (t - length + passage) / passage))
