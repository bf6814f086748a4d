"""Particles: the ways of moving that effects of several families share.

Bursts, whose sparks fly apart, sink and go out, and stars that twinkle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from converter.render.effects.fields import Field
from converter.render.effects.noise import chance
from converter.render.effects.vfx.overlay import WHITE, Colours, Overlay
from converter.render.effects.vfx.sprites import glow, spark, twinkle

_TRAIL = 6


@dataclass(frozen=True, slots=True)
class Burst:
    """One of a row of bursts: how long ago it began, 0 to 1 of its life, and its own chance."""

    age: float
    random: np.random.Generator

    def flown(self, earlier: float = 0.0) -> float:
        """Return how far the sparks have come, 0 to 1, or had so much earlier."""
        return float(1 - np.exp(-4.5 * max(0.0, self.age - earlier)))

    @property
    def light(self) -> float:
        """How bright it still is."""
        return float((1 - self.age) ** 1.3)


def bursts(name: str, t: float, every: float, life: float) -> Iterator[Burst]:
    """Yield the bursts that are seen at a second, the oldest first."""
    newest = int(t / every)
    for number in range(max(0, newest - int(life / every)), newest + 1):
        age = (t - number * every) / life
        if age < 1:
            yield Burst(age, chance(f"{name} {number}"))


def scatter(
    overlay: Overlay,
    burst: Burst,
    middle: tuple[float, float],
    ways: tuple[Field, Field],
    colour: Colours,
) -> None:
    """Draw the sparks of a burst with their trails; `ways` is where each ends, from the middle."""
    x, y = middle
    flash = max(0.0, 1 - burst.age * 9)
    overlay.draw(glow, x, y, 0.3, colour, strength=0.8 * flash)
    for step in range(_TRAIL):
        flown, sunk = burst.flown(step * 0.028), 0.16 * burst.age**2
        faint = burst.light * (1 - step / _TRAIL) ** 2
        radius = 0.03 * (1 - 0.12 * step)
        overlay.draw(
            spark, x + ways[0] * flown, y + ways[1] * flown + sunk, radius, colour, strength=faint
        )


def place(burst: Burst, overlay: Overlay) -> tuple[float, float]:
    """Return where a burst is, in the upper part of the picture."""
    x, y = burst.random.uniform((0.15, 0.15), (0.85, 0.5))
    return x * overlay.width, y * overlay.height


def twinkling(
    overlay: Overlay, name: str, t: float, *, count: int, size: float, colours: Colours = WHITE
) -> None:
    """Draw stars of many sizes that shine up and fade, each in its own time."""
    x, y, phase, near = chance(name).random((4, count))
    shine = np.sin(np.pi * ((t * (0.3 + 0.4 * phase) + 7 * phase) % 1)) ** 2
    radius = size * (0.25 + 0.75 * near**2) * (0.6 + 0.4 * shine)
    overlay.draw(twinkle, x * overlay.width, y * overlay.height, radius, colours, strength=shine)
