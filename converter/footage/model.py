"""Footage: stretches of films, and pictures, that can be shown by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from converter.media import Media

Origin = Literal["name", "caption", "subtitle", "screen"]
"""Where a text comes from: the file's name, a file beside it, speech, letters in the picture."""

Range = tuple[Fraction, Fraction]
"""Seconds [begin, end) of a file."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A text that tells what can be seen or heard in a file, or in a `stretch` of it."""

    text: str
    origin: Origin
    stretch: Range | None = None

    def is_about(self, stretch: Range) -> bool:
        """Tell whether more than a moment of what it tells falls into a stretch."""
        if self.stretch is None:
            return True
        least = min(self.stretch[1] - self.stretch[0], stretch[1] - stretch[0]) / 4
        return overlap(self.stretch, stretch) > least


@dataclass(frozen=True)
class Shot:
    """A picture, or the part [begin, end) of a video, in seconds; 0 and 0 for pictures.

    `source` is the address a Timeline names it by. `length` is how long it is shown when
    nothing else decides; up to `limit` the video goes on without a break. `remarks` tell
    what is known of it, `people` who was recognised.
    """

    source: str
    media: Media
    length: Fraction
    begin: Fraction = Fraction(0)
    end: Fraction = Fraction(0)
    limit: Fraction = Fraction(0)
    remarks: tuple[Remark, ...] = ()
    people: frozenset[str] = frozenset()

    @property
    def still(self) -> bool:
        """Whether it is a picture, which lasts as long as it is wanted."""
        return self.media.kind == "image"

    @cached_property
    def text(self) -> str:
        """All that is known of it in words, a line for each remark."""
        return "\n".join(remark.text for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class Footage:
    """Shots in the order of their files and times, and what had to be left out."""

    shots: tuple[Shot, ...]
    notes: tuple[str, ...] = ()


def places(shots: Iterable[Shot]) -> str:
    """Return where some shots of one file are in it, as a key."""
    return " ".join(f"{shot.begin}-{shot.end}" for shot in shots)


def overlap(one: Range, other: Range) -> Fraction:
    """Return how many seconds two stretches share."""
    return max(Fraction(0), min(one[1], other[1]) - max(one[0], other[0]))


def without(whole: Range, holes: Iterable[Range]) -> list[Range]:
    """Return what is left of a stretch when others are taken out of it."""
    left, begin = [], whole[0]
    for hole in sorted(holes):
        if overlap((begin, whole[1]), hole):
            left.append((begin, hole[0]))
            begin = hole[1]
    return [(start, end) for start, end in (*left, (begin, whole[1])) if start < end]


def within(whole: Range, parts: Iterable[Range]) -> list[Range]:
    """Return the parts of a stretch that others have in common with it."""
    common = ((max(whole[0], begin), min(whole[1], end)) for begin, end in parts)
    return [(begin, end) for begin, end in common if begin < end]
