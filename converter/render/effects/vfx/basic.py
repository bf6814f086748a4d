"""Basic effects: blur, shake, zoom, letterbox, frames and shutters."""

from __future__ import annotations

import cv2
import numpy as np

from converter.render.compositing import Pixels, masked, mixed
from converter.render.effects.blurring import blurred
from converter.render.effects.fields import distance, grid, reveal, smooth
from converter.render.effects.lighting import dimmed
from converter.render.effects.noise import chance
from converter.render.effects.parameters import Params, length
from converter.render.effects.vfx.registry import progress, vfx
from converter.render.effects.warping import filmed

_BLUR = 0.02
"""Sigma of a blur, as a share of the shorter side."""


@vfx("blur", "the whole picture, or a region of it, is blurred", "still")
def blur(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Blur the rectangle X, Y, Width, Height, which is the whole picture by default."""
    return within(picture, blurred(picture, _BLUR), params)


@vfx("h_blur", "blur along the horizontal", "still")
def horizontal_blur(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Smear the picture to the sides."""
    return _smeared(picture, across=True)


@vfx("v_blur", "blur along the vertical", "still")
def vertical_blur(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Smear the picture up and down."""
    return _smeared(picture, across=False)


@vfx("blurring", "the rim is blurred", "still")
def blurring(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Blur towards the rim, the middle stays sharp."""
    height, width = picture.shape[:2]
    inside = np.float32(0.42 * np.hypot(height, width)) - distance(height, width)
    return reveal(blurred(picture, 0.025), picture, inside, 0.25 * width)


@vfx("slightshake", "a light shake of the camera")
def slight_shake(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Move the picture as a hand-held camera does."""
    return filmed(picture, 1.04, shift=_unrest(t, 0.008), degrees=0.4 * float(np.sin(7.3 * t)))


@vfx("shock", "jolts")
def shock(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Push the picture out of place every half second; it swings back."""
    since = t % 0.5
    force = float(np.exp(-since * 9))
    side = float(np.cos(since * 50)) * force * 0.03
    return filmed(picture, 1.02 + 0.06 * force, shift=(side, -side / 2))


@vfx("zoominout", "the lens goes in and out")
def zoom_in_out(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Magnify and back, once in two seconds."""
    return filmed(picture, 1.15 - 0.15 * float(np.cos(np.pi * t)))


@vfx("zoomslight", "a slow, slight push-in")
def zoom_slight(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Magnify by a twelfth over the length."""
    return filmed(picture, 1 + 0.08 * progress(t, length))


@vfx("zoom", "a steady push-in")
def zoom(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Magnify by a third over the length."""
    return filmed(picture, 1 + 0.35 * progress(t, length))


@vfx("movie", "letterbox bars", "still")
def movie(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Cover the top and the bottom as a wide cinema frame does."""
    height, width = picture.shape[:2]
    bar = max(round((height - width / 2.39) / 2), round(height * 0.08))
    shown = picture.copy()
    shown[:bar] = shown[height - bar :] = 0
    return shown


@vfx("color_difference", "the colour channels come apart")
def colour_difference(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Shift red and blue to opposite sides, back and forth."""
    return parted(picture, 0.006 + 0.006 * float(np.sin(2 * np.pi * t)))


@vfx("withcircleshake", "a circle that shakes")
def circle_shake(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the shaking picture in a circle on black."""
    height, width = picture.shape[:2]
    inside = np.float32(0.46 * min(height, width)) - distance(height, width)
    shaken = filmed(picture, 1.06, shift=_unrest(t, 0.02))
    return reveal(np.zeros_like(picture), shaken, inside, 3)


@vfx("withcircleflashlight", "a torch circle wanders")
def circle_flashlight(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Light a circle that wanders over the dark picture."""
    height, width = picture.shape[:2]
    x, y = grid(height, width)
    away_x = x - np.float32(0.28 * width * np.sin(1.1 * t))
    away_y = y - np.float32(0.22 * height * np.sin(1.7 * t + 0.6))
    inside = np.float32(0.3 * height) - np.hypot(away_x, away_y)
    return reveal(dimmed(picture, 0.08), picture, inside, 0.12 * height)


@vfx("photograph", "a shutter clicks", "entrance")
def photograph(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Flash, then hold the picture in a white frame for a moment."""
    flash = max(0.0, 1 - t / 0.25)
    inset = smooth(min(1.0, max(0.0, (t - 0.15) / 0.2))) * (
        1 - smooth(max(0.0, min(1, (t - 0.8) / 0.2)))
    )
    framed = _in_frame(picture, inset) if inset > 0 else picture
    return mixed(framed, np.full_like(picture, 255), flash) if flash > 0 else framed


@vfx("image_in_image", "a small sharp copy over an enlarged blur", "still")
def image_in_image(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Lay the picture, smaller, on its own enlarged blur."""
    height, width = picture.shape[:2]
    ground = filmed(blurred(picture, 0.03), 1.3)
    size = round(width * 0.72), round(height * 0.72)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    inset = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    ground[top : top + size[1], left : left + size[0]] = inset
    return ground


def within(picture: Pixels, changed: Pixels, params: Params) -> Pixels:
    """Return the changed picture inside of a region given in shares, the old one around it."""
    if not {"x", "y", "width", "height"} & params.keys():
        return changed
    left, top, right, bottom = region(picture, params)
    shown = picture.copy()
    shown[top:bottom, left:right] = changed[top:bottom, left:right]
    return shown


def region(picture: Pixels, params: Params) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom in pixels of a region; shares up to 1, above it pixels."""
    height, width = picture.shape[:2]

    def edge(name: str, side: int, default: float) -> int:
        return round(length(params, name, default, side))

    left, top = max(0, edge("x", width, 0)), max(0, edge("y", height, 0))
    right = min(width, left + edge("width", width, 1))
    return left, top, right, min(height, top + edge("height", height, 1))


def parted(picture: Pixels, share: float) -> Pixels:
    """Return the picture with red moved to the right and blue to the left."""
    shift = round(share * picture.shape[1])
    red, green, blue = (picture[..., channel] for channel in range(3))
    return np.dstack((_moved(red, shift), green, _moved(blue, -shift)))


def _moved(channel: Pixels, shift: int) -> Pixels:
    """Shift a channel to the right; the edge is drawn out."""
    if shift == 0:
        return channel
    width = channel.shape[1]
    columns = np.clip(np.arange(width) - shift, 0, width - 1)
    return channel[:, columns]


def _smeared(picture: Pixels, *, across: bool) -> Pixels:
    size = max(3, round(0.05 * min(picture.shape[:2])) | 1)
    kernel = (size, 1) if across else (1, size)
    once = cv2.blur(picture, kernel)
    return np.asarray(cv2.blur(once, kernel), np.uint8)


def _unrest(t: float, share: float) -> tuple[float, float]:
    """Return a shift that wanders without repeating soon."""
    x = np.sin(11.0 * t) + 0.6 * np.sin(17.3 * t + 1.0)
    y = np.sin(13.0 * t + 2.0) + 0.6 * np.sin(19.1 * t)
    return float(x) * share / 1.6, float(y) * share / 1.6


def _in_frame(picture: Pixels, inset: float) -> Pixels:
    """Return the picture smaller in a white frame on black."""
    height, width = picture.shape[:2]
    small = filmed_small(picture, 1 - 0.12 * inset)
    x, y = grid(height, width)
    edge = np.float32((1 - 0.12 * inset) / 2)
    outward = np.maximum(np.abs(x) - width * edge, np.abs(y) - height * edge)
    border = np.float32(0.02 * height * inset)
    white = reveal(np.zeros_like(picture), np.full_like(picture, 255), border - outward)
    return masked(white, small, (outward < 0).astype(np.float32))


def filmed_small(picture: Pixels, share: float) -> Pixels:
    """Return the picture reduced around its middle, black beside it."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), 0, share)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height)), np.uint8)


def jolt(name: str, t: float, share: float) -> tuple[float, float]:
    """Return a random shift, another one each beat."""
    x, y = chance(name, t).uniform(-share, share, 2)
    return float(x), float(y)
