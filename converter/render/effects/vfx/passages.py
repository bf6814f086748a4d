"""Passages: effects by which a picture appears in the first second or goes in the last."""

from __future__ import annotations

import numpy as np

from converter.render.compositing import Pixels, mixed
from converter.render.effects.blurring import blurred
from converter.render.effects.fields import distance, grid, reveal, smooth
from converter.render.effects.grading import Grade, graded
from converter.render.effects.lighting import dimmed
from converter.render.effects.parameters import Params
from converter.render.effects.vfx.registry import entering, leaving, progress, vfx


@vfx("open", "bars part like a curtain", "entrance")
def opening(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Part two black bars from the middle to the top and the bottom."""
    return _between_bars(picture, smooth(entering(t, length)))


@vfx("close", "bars shut", "exit")
def closing(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Shut two black bars on the middle."""
    return _between_bars(picture, 1 - smooth(leaving(t, length)))


@vfx("withcircleopen", "an iris opens", "entrance")
def circle_opening(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Open a circle from the middle, black around it."""
    return _within_iris(picture, smooth(entering(t, length)))


@vfx("withcircleclose", "an iris closes", "exit")
def circle_closing(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Close a circle on the middle, black around it."""
    return _within_iris(picture, 1 - smooth(leaving(t, length)))


@vfx("bluropen", "a blurred picture sharpens", "entrance")
def blur_opening(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Sharpen the picture from a wide blur."""
    return blurred(picture, 0.05 * (1 - smooth(entering(t, length))))


@vfx("blurclose", "the picture blurs", "exit")
def blur_closing(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Blur the picture more and more."""
    return blurred(picture, 0.05 * smooth(leaving(t, length)))


@vfx("whiteshow", "fades in from white", "entrance")
def white_show(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Fade in from white."""
    return mixed(np.full_like(picture, 255), picture, smooth(entering(t, length)))


@vfx("slightshow", "a soft light reveals the picture", "entrance")
def slight_show(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Spread a soft round light from the middle over the dark picture."""
    height, width = picture.shape[:2]
    soft = 0.35 * width
    reached = smooth(entering(t, length)) * (float(np.hypot(height, width)) / 2 + soft) - soft / 2
    return reveal(
        dimmed(picture, 0.05), picture, np.float32(reached) - distance(height, width), soft
    )


@vfx("slightrectshow", "a soft rectangle of light reveals the picture", "entrance")
def slight_rect_show(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Spread a soft rectangle of light from the middle over the dark picture."""
    height, width = picture.shape[:2]
    x, y = grid(height, width)
    soft = np.float32(0.25)
    outward = np.maximum(np.abs(x) / (width / 2), np.abs(y) / (height / 2))
    reached = np.float32(smooth(entering(t, length)) * (1 + soft) - soft / 2)
    return reveal(dimmed(picture, 0.05), picture, reached - outward.astype(np.float32), float(soft))


@vfx("color_to_grey", "colour fades to grey")
def colour_to_grey(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Take the colour away over the whole length."""
    return graded(picture, Grade(saturation=-progress(t, length)))


@vfx("grey_to_color", "grey blooms into colour")
def grey_to_colour(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Bring the colour in over the whole length."""
    return graded(picture, Grade(saturation=progress(t, length) - 1))


@vfx("black", "exposure drops to black", "exit")
def black(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Darken the picture until it is black."""
    return dimmed(picture, 1 - smooth(leaving(t, length)))


@vfx("disappear", "slides away", "exit")
def disappear(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Slide the picture out to the left, black behind it."""
    width = picture.shape[1]
    gone = round(leaving(t, length) ** 2 * width)
    left = np.zeros_like(picture)
    left[:, : width - gone] = picture[:, gone:]
    return left


@vfx("wipecross", "a crossing wipe reveals the picture", "entrance")
def wipe_cross(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Widen a lying and an upright band from the middle until they cover all."""
    height, width = picture.shape[:2]
    x, y = grid(height, width)
    reached = np.float32(smooth(entering(t, length)) * (height / 2 + 1))
    inside = reached - np.minimum(np.abs(x) * np.float32(height / width), np.abs(y))
    return reveal(np.zeros_like(picture), picture, inside)


def _between_bars(picture: Pixels, opened: float) -> Pixels:
    height, width = picture.shape[:2]
    _, y = grid(height, width)
    return reveal(np.zeros_like(picture), picture, opened * (height / 2 + 1) - np.abs(y) - 0.5)


def _within_iris(picture: Pixels, opened: float) -> Pixels:
    height, width = picture.shape[:2]
    reach = opened * (float(np.hypot(height, width)) / 2 + 4)
    return reveal(
        np.zeros_like(picture), picture, np.float32(reach) - 2 - distance(height, width), 4
    )
