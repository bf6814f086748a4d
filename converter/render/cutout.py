"""Cutout: frames with alpha, where what nothing covers can be seen through."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from converter.render.compositing import Pixels
from converter.render.moments import Stretch
from converter.render.picture import Painter
from converter.render.schedule import Schedule

BLEED = 9
"""Pixels around what is seen that take its colour, lest an encoder mixes black into it."""


class Cutout:
    """Draws every frame over black and over white: where the two differ, nothing covers.

    So all that paints, paints on an opaque ground. Exact wherever pictures are mixed; a
    filter over the whole frame tints what it should leave clear, and says so.
    """

    def __init__(self, schedule: Schedule) -> None:
        self._dark, self._light = Painter(schedule), Painter(schedule, ground=255)
        self._filtered = bool(schedule.looks)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is drawn otherwise than asked for, one line each."""
        told = "effects over the whole frame also change what is transparent"
        return (*self._dark.notes, *((told,) if self._filtered else ()))

    def stretches(self) -> Iterator[Stretch]:
        """Yield the longest runs of frames with equal pictures, and the fades between."""
        return self._dark.stretches()

    def draw(self, frame: int) -> Pixels:
        """Draw a frame as RGBA with straight alpha, shape (height, width, 4)."""
        return cut_out(self._dark.draw(frame), self._light.draw(frame))

    def close(self) -> None:
        """Close the videos that are open."""
        self._dark.close()
        self._light.close()


def cut_out(dark: Pixels, light: Pixels) -> Pixels:
    """Return the RGBA picture that looks like `dark` over black and like `light` over white."""
    apart = light.astype(np.float32) - dark
    alpha = np.clip(1 - apart.mean(axis=2) / 255, 0, 1)
    weight = alpha[..., np.newaxis]
    around = cv2.blur(dark, (BLEED, BLEED)) / np.maximum(
        cv2.blur(alpha, (BLEED, BLEED))[..., np.newaxis], 1 / 255
    )
    colour = np.where(weight > 0, dark / np.maximum(weight, 1 / 255), around)
    picture = np.dstack((colour.clip(0, 255), 255 * alpha))
    return np.asarray(np.rint(picture), np.uint8)
