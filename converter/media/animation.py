"""Animation: the pictures of a GIF, PNG or WebP that moves, by time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import gcd
from pathlib import Path

from PIL import Image

from converter.errors import RenderError
from converter.media.picture import decoding, opened, upright
from converter.media.video import Picture

MOVING_FORMATS = ("GIF", "PNG", "WEBP", "AVIF")
# Milliseconds: a picture that asks for so little gets what browsers give it.
HASTY, PATIENT = 10, 100
FINEST_RATE = 100
KEPT_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Pace:
    """When the pictures of an animation are shown: `numbers`, each so many `milliseconds`."""

    numbers: tuple[int, ...]
    milliseconds: tuple[int, ...]

    @property
    def duration(self) -> Fraction:
        """Seconds of one turn."""
        return Fraction(sum(self.milliseconds), 1000)

    @property
    def fps(self) -> Fraction:
        """Pictures a second, on average."""
        return len(self.numbers) / self.duration

    @property
    def finest(self) -> Fraction:
        """The rate that all changes fall on, at most 100 a second."""
        return min(Fraction(1000, gcd(*self.milliseconds)), Fraction(FINEST_RATE))

    def number(self, seconds: Fraction) -> int:
        """Return the picture shown at a second; the last one stays."""
        ends = zip(self.numbers, accumulate(self.milliseconds), strict=True)
        return next((number for number, end in ends if seconds * 1000 < end), self.numbers[-1])


def pace(image: Image.Image) -> Pace | None:
    """Return how an open image moves, None when it stands still; it is used up then."""
    if image.format not in MOVING_FORMATS or not getattr(image, "is_animated", False):
        return None
    shown = dict(_shown(image))
    return Pace(tuple(shown), tuple(shown.values())) if len(shown) > 1 else None


def _shown(image: Image.Image) -> Iterator[tuple[int, int]]:
    # A PNG may begin with a picture for programs that show only one.
    for number in range(int(getattr(image, "default_image", False)), getattr(image, "n_frames", 1)):
        image.seek(number)
        image.load()  # Only then does a WebP say how long.
        asked = round(image.info.get("duration") or 0)
        yield number, asked if asked > HASTY else PATIENT


class Animation:
    """The pictures of an animated image by time, as uint8 RGBA, upright.

    `within` is a box (width, height) in pixels they are reduced to fit, never enlarged.
    """

    def __init__(self, path: Path, *, within: tuple[int, int] | None = None) -> None:
        """Open the file; RenderError where it is no image that moves."""
        self.path = Path(path)
        self._within = within
        with opened(self.path) as image:
            found = pace(image)
        if found is None:
            raise RenderError(f"{self.path}: does not move")
        self._pace = found
        self._files = ExitStack()
        self._image = self._files.enter_context(opened(self.path))
        self._kept: dict[int, Picture] = {}

    def at(self, seconds: Fraction) -> Picture:
        """Return the picture shown at a second of the file; after the last, the last."""
        number = self._pace.number(seconds)
        picture = self._kept.get(number)
        if picture is None:
            picture = self._loaded(number)
            if picture.nbytes * (len(self._kept) + 1) <= KEPT_BYTES:
                self._kept[number] = picture
        return picture

    def close(self) -> None:
        """Close the file."""
        self._files.close()

    def _loaded(self, number: int) -> Picture:
        with decoding(self.path):
            self._image.seek(number)
            picture = upright(self._image.copy(), self._within)
        picture.flags.writeable = False
        return picture
