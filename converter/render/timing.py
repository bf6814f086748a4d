"""When a clip of a Timeline is seen or heard, in exact seconds.

`layout` finds it out, `ending` fits it to the length of the output. Nothing here knows
frames or samples; `schedule` rounds, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from converter.render.material import Material
from converter.timeline.clips import Clip

TOUCHING = Fraction(1, 1000)
"""Clips closer than this meet; audio clips that overlap by more are refused."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A transition into a clip: its name and when it runs."""

    name: str
    begin: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip with its window on the output.

    `enter` may begin before `start` and the clip may `linger` after `end`: then the
    picture stands still, so that two clips can blend without moving either.
    `open` means that `end` waits for the end of the output.
    """

    path: str
    clip: Clip
    material: Material
    start: Fraction
    end: Fraction
    speed: Fraction = Fraction(1)
    enter: Entrance | None = None
    linger: Fraction = Fraction(0)
    open: bool = False

    @property
    def free(self) -> Fraction:
        """Seconds that no transition has taken yet."""
        return self.end - max(self.start, self.enter.end if self.enter else self.start)

    def stretched(self, factor: Fraction) -> Placed:
        """Return the clip with all times multiplied and its speed to match."""
        enter = self.enter and replace(
            self.enter, begin=self.enter.begin * factor, end=self.enter.end * factor
        )
        return replace(
            self,
            start=self.start * factor,
            end=self.end * factor,
            speed=self.speed / factor,
            enter=enter,
            linger=self.linger * factor,
        )


@dataclass(frozen=True, slots=True)
class Timing:
    """Every clip in its place, by the JSON path of its track, and the length of all."""

    tracks: Mapping[str, tuple[Placed, ...]]
    length: Fraction
    notes: tuple[str, ...]

    def clips(self) -> Iterator[Placed]:
        """Yield every placed clip, track by track."""
        for placed in self.tracks.values():
            yield from placed
