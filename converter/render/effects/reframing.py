"""Reframing: the effects that change a source picture before it is placed.

Crop, Scale, Pad, Rotate and Flip, in this order whatever the order in the clip.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from converter.render.compositing import Pixels, resized
from converter.render.effects.colours import parse
from converter.render.placement import length, offset
from converter.timeline.effects import Crop, Flip, Pad, Rotate, Scale


def reframed(picture: Pixels, effects: Sequence[object], scale: float = 1.0) -> Pixels:
    """Apply the effects of a clip that change its picture as such.

    `scale` is the share of its full size that the picture has, and so have pixels.
    """
    for kind, change in _CHANGES:
        for effect in effects:
            if isinstance(effect, kind):
                picture = change(picture, effect, scale)
    return picture


def reframes(effects: Sequence[object]) -> bool:
    """Tell whether any effect of a clip changes its picture as such."""
    return any(isinstance(effect, kind) for effect in effects for kind, _ in _CHANGES)


def _cropped(picture: Pixels, effect: Crop, scale: float) -> Pixels:
    height, width = picture.shape[:2]
    left = min(width - 1, max(0, round(offset(effect.x, width, scale))))
    top = min(height - 1, max(0, round(offset(effect.y, height, scale))))
    across = round(length(effect.width or 1.0, width, scale))
    down = round(length(effect.height or 1.0, height, scale))
    return picture[top : top + max(1, down), left : left + max(1, across)]


def _scaled(picture: Pixels, effect: Scale, scale: float) -> Pixels:
    height, width = picture.shape[:2]
    if not effect.width and not effect.height:
        return picture
    across = length(effect.width, width, scale) if effect.width else 0.0
    down = length(effect.height, height, scale) if effect.height else across * height / width
    across = across or down * width / height
    return resized(picture, (max(1, round(across)), max(1, round(down))))


def _padded(picture: Pixels, effect: Pad, scale: float) -> Pixels:
    height, width, channels = picture.shape
    left, right = (round(offset(side, width, scale)) for side in (effect.left, effect.right))
    top, bottom = (round(offset(side, height, scale)) for side in (effect.top, effect.bottom))
    colour = parse(effect.color)
    canvas = np.empty((height + top + bottom, width + left + right, channels), np.uint8)
    canvas[...] = (*colour.rgb, round(colour.alpha * 255))[:channels]
    canvas[top : top + height, left : left + width] = picture
    return canvas


def _rotated(picture: Pixels, effect: Rotate, _: float) -> Pixels:
    return np.ascontiguousarray(np.rot90(picture, -effect.degree // 90))


def _flipped(picture: Pixels, effect: Flip, _: float) -> Pixels:
    axis = 1 if effect.direction == "horizontal" else 0
    return np.ascontiguousarray(np.flip(picture, axis))


_CHANGES: tuple[tuple[type, Callable[[Pixels, Any, float], Pixels]], ...] = (
    (Crop, _cropped),
    (Scale, _scaled),
    (Pad, _padded),
    (Rotate, _rotated),
    (Flip, _flipped),
)
