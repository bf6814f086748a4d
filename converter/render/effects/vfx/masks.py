"""Masks: shapes that cut the picture out of what lies below it.

All take `x`, `y` (the middle), `angle` in degrees clockwise, `antialias` (0 for a hard
edge), `blur_intensity` (how much of the inside is a soft edge, 0 to 1) and `outer_alpha`
(the opacity outside). Lengths up to 1 are shares of the picture, above it pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from converter.render.compositing import Pixels
from converter.render.effects import parameters
from converter.render.effects.fields import Field, grid
from converter.render.effects.parameters import Params, number
from converter.render.effects.vfx.registry import vfx

Shape = Callable[[Field, Field, Params], tuple[Field, float]]
"""From x and y of the pixels along the axes of a mask and its parameters to the distance
to its edge, in pixels, positive inside, and the greatest one there is."""


@vfx("mask_circle", "a circle or an ellipse stays", "still")
def mask_circle(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Keep an ellipse of `width` and `height`, or a circle of `radius`."""
    return _cut(picture, _ellipse, params)


@vfx("mask_rec", "a rectangle stays", "still")
def mask_rectangle(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Keep a rectangle of `width` and `height`, its corners rounded by `radius`."""
    return _cut(picture, _rectangle, params)


@vfx("mask_linear", "one side of a line stays", "still")
def mask_linear(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Keep what is above a line through the middle point."""
    return _cut(picture, _half, params)


@vfx("mask_minor", "a band between two lines stays", "still")
def mask_band(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Keep a band of `size` around a line through the middle point."""
    return _cut(picture, _band, params)


def _ellipse(x: Field, y: Field, params: Params) -> tuple[Field, float]:
    height, width = x.shape
    radius = _length(params, "radius", 0.4, min(width, height))
    half = _length(params, "width", 2 * radius, width) / 2
    upright = _length(params, "height", 2 * radius, height) / 2
    reach = min(half, upright)
    reached = np.hypot(x / np.float32(half), y / np.float32(upright))
    return (1 - reached) * np.float32(reach), reach


def _rectangle(x: Field, y: Field, params: Params) -> tuple[Field, float]:
    height, width = x.shape
    half = _length(params, "width", 0.6, width) / 2
    upright = _length(params, "height", 0.6, height) / 2
    corner = min(max(0.0, parameters.length(params, "radius", 0.0, min(x.shape))), half, upright)
    beyond = np.abs(x) - np.float32(half - corner), np.abs(y) - np.float32(upright - corner)
    rounded = np.hypot(np.maximum(beyond[0], 0), np.maximum(beyond[1], 0))
    inside = np.float32(corner) - rounded - np.minimum(np.maximum(*beyond), 0)
    return inside, min(half, upright)


def _half(x: Field, y: Field, params: Params) -> tuple[Field, float]:
    return -y, x.shape[0] / 2


def _band(x: Field, y: Field, params: Params) -> tuple[Field, float]:
    half = _length(params, "size", 0.4, x.shape[0]) / 2
    return np.float32(half) - np.abs(y), half


def _cut(picture: Pixels, shape: Shape, params: Params) -> Pixels:
    return np.dstack((picture, _alpha(shape, *picture.shape[:2], tuple(params.items()))))


@lru_cache(maxsize=4)
def _alpha(
    shape: Shape, height: int, width: int, given: tuple[tuple[str, float | str], ...]
) -> Pixels:
    """Return the opacity of a picture of a size under a mask."""
    params = dict(given)
    inside, reach = shape(*_turned(height, width, params), params)
    blur = max(0.0, min(1.0, number(params, "blur_intensity", 0.0)))
    if blur == 0 and number(params, "antialias", 1.0) == 0:
        share = (inside > 0).astype(np.float32)
    else:
        soft = max(1.0, blur * reach)
        # The soft edge lies inside: the shape keeps its size.
        share = np.clip((inside + np.float32(0.5)) * np.float32(1 / soft), 0, 1)
    outer = max(0.0, min(1.0, number(params, "outer_alpha", 0.0)))
    return np.asarray(np.rint((outer + (1 - outer) * share) * 255), np.uint8)


def _turned(height: int, width: int, params: Params) -> tuple[Field, Field]:
    """Return x and y of the pixels from the middle of the mask, along its own axes."""
    x, y = grid(height, width)
    x = x - np.float32(parameters.length(params, "x", 0.5, width) - width / 2)
    y = y - np.float32(parameters.length(params, "y", 0.5, height) - height / 2)
    angle = np.deg2rad(number(params, "angle", 0.0))
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    return x * cos + y * sin, y * cos - x * sin


def _length(params: Params, name: str, default: float, side: int) -> float:
    return max(1.0, parameters.length(params, name, default, side))
