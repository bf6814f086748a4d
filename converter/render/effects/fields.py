"""Fields: one number a pixel, the material masks and shapes are made of.

All are float32, shape (height, width), and kept for the size last used.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels, masked

Field = npt.NDArray[np.float32]


@lru_cache(maxsize=2)
def grid(height: int, width: int) -> tuple[Field, Field]:
    """Return x and y of the pixel centres, from the middle of the frame, in pixels."""
    x = np.arange(width, dtype=np.float32) - np.float32((width - 1) / 2)
    y = np.arange(height, dtype=np.float32) - np.float32((height - 1) / 2)
    across, down = np.meshgrid(x, y)
    return across, down


@lru_cache(maxsize=2)
def distance(height: int, width: int) -> Field:
    """Return the distance to the middle of the frame, in pixels."""
    x, y = grid(height, width)
    return np.hypot(x, y)


@lru_cache(maxsize=2)
def turn(height: int, width: int) -> Field:
    """Return the clockwise angle from twelve o'clock around the middle, 0 to 1."""
    x, y = grid(height, width)
    return ((np.arctan2(x, -y) / np.float32(2 * np.pi)) % 1.0).astype(np.float32)


def reveal(a: Pixels, b: Pixels, inside: Field, softness: float = 1.0) -> Pixels:
    """Show b where `inside`, a distance to an edge in pixels, is positive.

    The edge is antialiased over one pixel, or as many as `softness` says.
    """
    scaled = inside * np.float32(1 / softness) + np.float32(0.5)
    return masked(a, b, np.clip(scaled, 0.0, 1.0))


def smooth(p: float) -> float:
    """Ease a progress in and out."""
    return p * p * (3 - 2 * p)
