"""Overlay: a layer of sprites over a picture, some of them light, some of them things.

Where every particle is follows from its number and the second alone, so that any frame
can be drawn without the ones before it. Lengths are in shorter sides of the picture,
from its left top. Everything on it is soft, so that it is drawn at `_FINEST` lines at
most and enlarged.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels
from converter.render.effects.fields import Field
from converter.render.effects.lighting import added, screened, shaded, tinted
from converter.render.effects.vfx.sprites import Shape, levels

_FINEST = 720
WHITE = (255, 255, 255)
Numbers = float | npt.NDArray[np.floating]
Colours = tuple[int, int, int] | npt.NDArray[np.integer]


class Overlay:
    """Takes sprites, then lays them over the picture of its size."""

    def __init__(self, picture: Pixels) -> None:
        rows, columns = picture.shape[:2]
        shorter = min(rows, columns)
        self.width, self.height = columns / shorter, rows / shorter
        self._unit = min(shorter, _FINEST)
        size = round(self.height * self._unit), round(self.width * self._unit), 4
        # Red, green and blue times the opacity, and how much of what is below is hidden.
        self._paint = np.zeros(size, np.float32)

    def draw(
        self,
        shape: Shape,
        x: Numbers,
        y: Numbers,
        radius: Numbers,
        colour: Colours = WHITE,
        *,
        strength: Numbers = 1.0,
        cover: float = 0.0,
        degrees: Numbers = 0.0,
        stretch: Numbers = 1.0,
    ) -> None:
        """Draw a shape at one or many places; all arguments may be arrays of one length.

        `radius` is half the side of its square, `stretch` makes it longer along its own x.
        With `cover` 0 it is light, with 1 a thing that hides what is behind it.
        """
        numbers = (x, y, radius, strength, degrees, stretch)
        places = np.stack(np.broadcast_arrays(*numbers), axis=-1).reshape(-1, 6)
        colours = np.broadcast_to(np.asarray(colour, np.float32) / 255, (len(places), 3))
        for place, tone in zip(places.tolist(), colours, strict=True):
            if place[3] > 0.004 and place[2] > 0:
                self._stamp(levels(shape), place, np.append(tone, cover).astype(np.float32))

    def light(self) -> Pixels:
        """Return what is drawn as light, RGB, not larger than the picture."""
        return np.ascontiguousarray(self._bytes()[..., :3])

    def over(self, picture: Pixels) -> Pixels:
        """Return the picture under the overlay."""
        paint = self._bytes()
        colours = np.ascontiguousarray(paint[..., :3])
        if not paint[..., 3].any():
            return screened(picture, colours)
        kept = np.asarray(cv2.bitwise_not(paint[..., 3]), np.uint8)
        return added(shaded(picture, tinted(kept, WHITE)), colours)

    def _bytes(self) -> Pixels:
        return np.asarray(cv2.convertScaleAbs(self._paint, alpha=255), np.uint8)

    def _stamp(self, sprites: tuple[Field, ...], place: list[float], paint: Field) -> None:
        x, y, radius, strength, degrees, stretch = place
        x, y, radius = x * self._unit - 0.5, y * self._unit - 0.5, radius * self._unit
        reach = radius * (max(1.0, stretch) if degrees % 180 == 0 else np.hypot(1, stretch)) + 1
        left, right = _clipped(x, reach, self._paint.shape[1])
        top, bottom = _clipped(y, reach, self._paint.shape[0])
        if left >= right or top >= bottom:
            return
        sprite = _fitting(sprites, radius)
        matrix = _into(sprite.shape[0], radius, degrees, stretch, (x - left, y - top))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = right - left, bottom - top
        patch = cv2.warpAffine(sprite, matrix, size, flags=flags)[..., None] * np.float32(strength)
        region = self._paint[top:bottom, left:right]
        if paint[3] > 0:
            region *= 1 - patch * paint[3]
        region += patch * paint


def _clipped(middle: float, reach: float, side: int) -> tuple[int, int]:
    return max(0, int(middle - reach)), min(side, int(middle + reach) + 2)


def _fitting(sprites: tuple[Field, ...], radius: float) -> Field:
    """Return the smallest size of a sprite that has a pixel for every one on the overlay."""
    for smaller in reversed(sprites):
        if smaller.shape[0] >= 2 * radius:
            return smaller
    return sprites[0]


def _into(
    side: int, radius: float, degrees: float, stretch: float, middle: tuple[float, float]
) -> npt.NDArray[np.float64]:
    """Return the map from places around a middle to those of a sprite."""
    angle, scale = np.deg2rad(degrees), side / 2 / radius
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    turned = np.array([[cos / stretch, sin / stretch], [-sin, cos]])
    return np.column_stack((turned, (side - 1) / 2 - turned @ middle))
