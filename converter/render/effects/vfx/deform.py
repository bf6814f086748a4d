"""Deforming effects: lenses, frosted glass, coarse pixels."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from converter.render.compositing import Pixels
from converter.render.effects.fields import Field, distance, grid, turn
from converter.render.effects.parameters import Params, number
from converter.render.effects.vfx.basic import region
from converter.render.effects.vfx.registry import vfx
from converter.render.effects.warping import sampled


@vfx("fisheye", "a fisheye lens", "still")
def fisheye(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Bulge the picture towards the viewer."""
    return sampled(picture, *_bulge(*picture.shape[:2]))


@vfx("planet", "a little planet that turns")
def planet(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Roll the picture into a small planet whose ground is the picture's lower edge."""
    height, width = picture.shape[:2]
    across = (turn(height, width) + np.float32(t * 0.03)) % 1.0
    # There and back again, so that the two ends meet.
    x = (1 - np.abs(2 * across - 1)) * np.float32(width - 1)
    up = distance(height, width) / np.float32(np.hypot(height, width) / 2)
    y = (1 - up**0.7) * np.float32(height - 1)
    return sampled(picture, x.astype(np.float32), y.astype(np.float32))


@vfx("glass", "frosted glass", "still")
def glass(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Scatter the pixels as rough glass does."""
    return sampled(picture, *_frost(*picture.shape[:2]))


@vfx("mosaic_rect", "a pixelated rectangle", "still")
def mosaic(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Make the pixels of X, Y, Width, Height coarse; without them all of the picture."""
    left, top, right, bottom = region(picture, params)
    if left >= right or top >= bottom:
        return picture
    block = max(2.0, number(params, "size", min(picture.shape[:2]) / 36))
    part = picture[top:bottom, left:right]
    small = max(1, round((right - left) / block)), max(1, round((bottom - top) / block))
    shown = picture.copy()
    coarse = cv2.resize(part, small, interpolation=cv2.INTER_AREA)
    full = cv2.resize(coarse, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
    shown[top:bottom, left:right] = full
    return shown


@lru_cache(maxsize=2)
def _bulge(height: int, width: int) -> tuple[Field, Field]:
    x, y = grid(height, width)
    reach = np.float32(np.hypot(height, width) / 2)
    nearer = (distance(height, width) / reach) ** np.float32(0.75)
    factor = np.float32(0.35) + np.float32(0.65) * nearer
    return (x * factor + np.float32((width - 1) / 2), y * factor + np.float32((height - 1) / 2))


@lru_cache(maxsize=2)
def _frost(height: int, width: int) -> tuple[Field, Field]:
    x, y = grid(height, width)
    random, reach = np.random.default_rng(5), 0.012 * min(height, width)
    rough = random.uniform(-reach, reach, (2, height // 2 + 1, width // 2 + 1)).astype(np.float32)
    away = [cv2.resize(side, (width, height), interpolation=cv2.INTER_LINEAR) for side in rough]
    return (
        x + np.float32((width - 1) / 2) + np.asarray(away[0], np.float32),
        y + np.float32((height - 1) / 2) + np.asarray(away[1], np.float32),
    )
