"""Colour: rainbows, wandering hues and the lights of a dance floor."""

from __future__ import annotations

import cv2
import numpy as np

from converter.render.compositing import Pixels
from converter.render.effects.grading import Grade, graded
from converter.render.effects.lighting import dimmed, hue, rainbow, screened
from converter.render.effects.parameters import Params
from converter.render.effects.vfx.overlay import Overlay
from converter.render.effects.vfx.registry import entering, leaving, vfx
from converter.render.effects.vfx.sprites import bokeh, glow
from converter.render.effects.warping import coarse


@vfx("colorful", "all hues wander")
def colourful(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Turn every colour around the wheel, once in three seconds, and make it richer."""
    angle, third = 2 * np.pi * t / 3, 1 / 3
    cos, sin = float(np.cos(angle)), float(np.sin(angle)) / 3**0.5
    even, near, far = third + (1 - third) * cos, third * (1 - cos) - sin, third * (1 - cos) + sin
    turned = np.array([[even, near, far], [far, even, near], [near, far, even]], np.float32)
    return graded(np.asarray(cv2.transform(picture, turned), np.uint8), Grade(saturation=0.35))


@vfx("rainbowfilter", "the colours of the rainbow lie over the picture", "still")
def rainbow_filter(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Tone the picture in slanted bands of all colours."""
    return _under_rainbow(picture, 0.0)


@vfx("movingrainbow", "a rainbow moves over the picture")
def moving_rainbow(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let slanted bands of all colours pass over the picture."""
    return _under_rainbow(picture, t / 2.5)


@vfx("discolights", "the lights of a disco")
def disco_lights(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let the spots of a mirror ball and two coloured lamps wander over the dark picture."""
    overlay = Overlay(picture)
    for number in range(4):
        turn = 0.9 * t + number * np.pi / 2
        x = overlay.width * (0.5 + 0.42 * float(np.sin(turn)))
        y = overlay.height * (0.5 + 0.38 * float(np.cos(1.3 * turn)))
        overlay.draw(glow, x, y, 0.75, hue(0.25 * number + 0.1 * t), strength=0.55)
    row, column = (field.ravel() for field in np.mgrid[0:7, 0:13])
    turn = (column + 0.5 * (row % 2)) / 13 + 0.06 * t
    x = overlay.width * ((turn % 1) * 1.2 - 0.1)
    y = overlay.height * (row + 0.5 + 0.5 * np.sin(2 * np.pi * turn)) / 7
    colours = np.array([hue(h) for h in (column * 0.38 + row * 0.17) % 1]) // 2 + 127
    pulse = 0.45 + 0.4 * np.sin(6 * t + 2.4 * column + 1.7 * row)
    overlay.draw(bokeh, x, y, 0.028, colours, strength=pulse, degrees=15, stretch=1.25)
    return overlay.over(dimmed(picture, 0.4))


@vfx("blackfade", "fades in from black and out to it")
def black_fade(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Fade in from black and out to black at the ends."""
    shown = min(entering(t, length), 1 - leaving(t, length))
    return dimmed(picture, shown * shown * (3 - 2 * shown))


def _under_rainbow(picture: Pixels, turn: float) -> Pixels:
    x, y = coarse(*picture.shape[:2])
    bands = (x + y * np.float32(0.35)) / np.float32(picture.shape[1]) - np.float32(turn)
    return screened(dimmed(picture, 0.9), rainbow(bands, np.full_like(x, 0.5)))
