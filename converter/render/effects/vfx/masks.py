"""Masks: shapes that cut the picture out of what lies below it.

All take `x`, `y` (the middle), `angle` in degrees clockwise, `blur_intensity` (how much
of the inside is a soft edge, 0 to 1) and `outer_alpha` (the opacity outside). Lengths up
to 1 are shares of the picture, above it pixels.
"""

from __future__ import annotations

import numpy as np

from converter.render.compositing import Pixels
from converter.render.effects.fields import Field, grid
from converter.render.effects.vfx_registry import Params, number, vfx


@vfx("mask_circle", "a circle or an ellipse stays", "still")
def mask_circle(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Keep an ellipse of `width` and `height`, or a circle of `radius`."""
    height, width = picture.shape[:2]
    radius = _length(params, "radius", 0.4, min(width, height))
    half = _length(params, "width", 2 * radius, width) / 2
    upright = _length(params, "height", 2 * radius, height) / 2
    x, y = _turned(picture, params)
    reached = np.hypot(x / np.float32(half), y / np.float32(upright))
    return _cut(picture, (1 - reached) * np.float32(min(half, upright)), min(half, upright), params)


@vfx("mask_rec", "a rectangle stays", "still")
def mask_rectangle(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Keep a rectangle of `width` and `height`, its corners rounded by `radius`."""
    height, width = picture.shape[:2]
    half = _length(params, "width", 0.6, width) / 2
    upright = _length(params, "height", 0.6, height) / 2
    corner = min(_length(params, "radius", 0.0, min(width, height)), half, upright)
    x, y = _turned(picture, params)
    beyond = np.abs(x) - np.float32(half - corner), np.abs(y) - np.float32(upright - corner)
    round_ = np.hypot(np.maximum(beyond[0], 0), np.maximum(beyond[1], 0))
    inside = corner - round_ - np.minimum(np.maximum(*beyond), 0)
    return _cut(picture, inside.astype(np.float32), min(half, upright), params)


@vfx("mask_linear", "one side of a line stays", "still")
def mask_linear(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Keep what is above a line through the middle point."""
    _, y = _turned(picture, params)
    return _cut(picture, -y, picture.shape[0] / 2, params)


@vfx("mask_minor", "a band between two lines stays", "still")
def mask_band(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Keep a band of `size` around a line through the middle point."""
    half = _length(params, "size", 0.4, picture.shape[0]) / 2
    _, y = _turned(picture, params)
    return _cut(picture, np.float32(half) - np.abs(y), half, params)


def _turned(picture: Pixels, params: Params) -> tuple[Field, Field]:
    """Return x and y of the pixels from the middle of the mask, along its own axes."""
    height, width = picture.shape[:2]
    x, y = grid(height, width)
    across = np.float32(_length(params, "x", 0.5, width) - width / 2)
    down = np.float32(_length(params, "y", 0.5, height) - height / 2)
    angle = np.deg2rad(number(params, "angle", 0.0))
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    x, y = x - across, y - down
    return x * cos + y * sin, y * cos - x * sin


def _cut(picture: Pixels, inside: Field, reach: float, params: Params) -> Pixels:
    """Return the picture with alpha; `inside` is the distance to the edge in pixels."""
    soft = max(1.0, number(params, "blur_intensity", 0.0) * reach)
    # The soft edge lies inside: the shape keeps its size.
    share = np.clip(inside * np.float32(1 / soft) + np.float32(0.5 / soft), 0, 1)
    if number(params, "antialias", 1.0) == 0 and soft == 1.0:
        share = (inside > 0).astype(np.float32)
    outer = max(0.0, min(1.0, number(params, "outer_alpha", 0.0)))
    alpha = np.rint((outer + (1 - outer) * share) * 255).astype(np.uint8)
    return np.dstack((picture, alpha))


def _length(params: Params, name: str, default: float, side: float) -> float:
    value = number(params, name, default)
    return (
        max(1.0, value * side if value <= 1 else value)
        if name not in "xy"
        else (value * side if abs(value) <= 1 else value)
    )
