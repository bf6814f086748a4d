"""Warping: pictures sampled elsewhere than where they are shown.

Displacements are in pixels of the frame. Smooth ones are computed on the `coarse`
grid, a sixteenth of the work, and enlarged.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from converter.render.compositing import Pixels
from converter.render.effects.fields import Field, grid

_COARSENESS = 4


@lru_cache(maxsize=2)
def coarse(height: int, width: int) -> tuple[Field, Field]:
    """Return x and y from the middle, in pixels of the frame, on a grid of a quarter."""
    rows, columns = -(-height // _COARSENESS), -(-width // _COARSENESS)
    x, y = grid(rows, columns)
    return x * np.float32(width / columns), y * np.float32(height / rows)


def around(picture: Pixels, across: float, down: float) -> tuple[Field, Field]:
    """Return x and y on the coarse grid, in shorter sides of the picture.

    They are measured from a place that is given in shares of the picture.
    """
    height, width = picture.shape[:2]
    x, y = coarse(height, width)
    shorter = np.float32(min(height, width))
    left, top = np.float32((across - 0.5) * width), np.float32((down - 0.5) * height)
    return (x - left) / shorter, (y - top) / shorter


def bent(picture: Pixels, across: Field, down: Field) -> Pixels:
    """Show at each place what is `across` and `down` from it, mirrored at the borders.

    A displacement smaller than the picture is enlarged to it.
    """
    height, width = picture.shape[:2]
    x, y = places(height, width)
    return sampled(picture, x + enlarged(across, picture), y + enlarged(down, picture))


def enlarged(field: Field, picture: Pixels) -> Field:
    """Return a field at the size of a picture."""
    height, width = picture.shape[:2]
    if field.shape == (height, width):
        return field
    return np.asarray(cv2.resize(field, (width, height)), dtype=np.float32)


def sampled(picture: Pixels, x: Field, y: Field) -> Pixels:
    """Show at each place what is at x and y, from the left top, mirrored at the borders."""
    bends = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(bends, dtype=np.uint8)


def filmed(
    picture: Pixels,
    zoom: float = 1.0,
    *,
    shift: tuple[float, float] = (0.0, 0.0),
    degrees: float = 0.0,
) -> Pixels:
    """Return the picture magnified around its middle, turned, shifted by shares of its size.

    What lies beyond its edges is its mirror image.
    """
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, zoom)
    matrix[:, 2] += shift[0] * width, shift[1] * height
    return np.asarray(
        cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REFLECT_101),
        np.uint8,
    )


def twisted(x: Field, y: Field, angle: Field) -> tuple[Field, Field]:
    """Return the displacement that turns each place around the origin, by radians."""
    sine, cosine = np.sin(angle), np.cos(angle)
    return x * cosine - y * sine - x, x * sine + y * cosine - y


@lru_cache(maxsize=2)
def places(height: int, width: int) -> tuple[Field, Field]:
    """Return x and y of the pixel centres, from the left top, in pixels."""
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    across, down = np.meshgrid(x, y)
    return across, down
