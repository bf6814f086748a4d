"""Light: lamps, beams and projected shapes in a dimmed room."""

from __future__ import annotations

import cv2
import numpy as np

from converter.render.compositing import Pixels
from converter.render.effects.fields import Field
from converter.render.effects.grading import Grade, graded
from converter.render.effects.lighting import (
    light,
    mixed_colours,
    rainbow,
    screened,
    shaded,
)
from converter.render.effects.noise import chance
from converter.render.effects.parameters import Params
from converter.render.effects.vfx.overlay import Overlay
from converter.render.effects.vfx.registry import progress, vfx
from converter.render.effects.vfx.sprites import (
    bokeh,
    crescent,
    glow,
    heart,
    moon,
    pane,
    ring,
    star,
    twinkle,
)
from converter.render.effects.warping import around, coarse

_ROOM = 0.36
"""What can be seen where no lamp shines."""
_NIGHT = Grade(exposure=-1.8, saturation=-0.3, temperature=-0.4, shadows=(0.0, 0.01, 0.09))


@vfx("moon_projection", "a moon of light is projected")
def moon_projection(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Throw a warm crescent and two stars on the picture; they tilt slowly."""
    overlay, tilt = Overlay(picture), 8 * float(np.sin(0.8 * t))
    x, y = overlay.width / 2, overlay.height / 2
    overlay.draw(glow, x, y, 0.75, (90, 70, 40))
    overlay.draw(crescent, x - 0.08, y, 0.36, (255, 232, 178), degrees=tilt)
    overlay.draw(star, x + 0.2, y - 0.12, 0.075, (255, 232, 178), degrees=-tilt)
    overlay.draw(star, x + 0.3, y + 0.1, 0.045, (255, 232, 178), degrees=tilt)
    return _projected(picture, overlay.light())


@vfx("star_projection", "stars of light are projected")
def star_projection(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Throw the stars of a turning lamp on the picture."""
    overlay, random = Overlay(picture), chance("star_projection")
    angle, reach, size = random.random((3, 26))
    angle, reach = 2 * np.pi * angle + 0.14 * t, (0.15 + 0.95 * reach) * overlay.width / 2
    x, y = overlay.width / 2 + reach * np.cos(angle), overlay.height / 2 + reach * np.sin(angle)
    size = 0.03 + 0.1 * size**2
    overlay.draw(glow, x, y, 2 * size, (70, 60, 90))
    overlay.draw(star, x, y, size, (255, 240, 205), degrees=np.rad2deg(angle))
    return _projected(picture, overlay.light())


@vfx("heart_projection", "a heart of light is projected")
def heart_projection(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Throw a rosy heart on the picture, which swells a little."""
    overlay = Overlay(picture)
    x, y, size = overlay.width / 2, overlay.height / 2, 0.38 + 0.015 * float(np.sin(3 * t))
    overlay.draw(glow, x, y, 0.9, (110, 40, 60))
    overlay.draw(heart, x, y, size, (255, 190, 195))
    return _projected(picture, overlay.light())


@vfx("sunset_projection", "the disc of a sunset lamp")
def sunset_projection(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Throw the disc of a sunset lamp, yellow to red, on the picture; it rises slowly."""
    x, y = around(picture, 0.5, 0.56 - 0.05 * progress(t, length))
    reach = np.hypot(x, y) / np.float32(0.42)
    tones = ((255, 232, 150), (255, 190, 90), (255, 130, 55), (255, 70, 50), (215, 40, 90))
    inside = np.clip((1.02 - reach) * 14, 0, 1)
    spill = np.exp(-np.maximum(reach - 1, 0) * 2.2)[..., None] * np.array((120, 36, 40))
    disc = mixed_colours(tones, reach) * inside[..., None] + spill * (1 - inside[..., None])
    return _projected(picture, np.clip(disc, 0, 255).astype(np.uint8))


@vfx("carwindow_projection", "the light of a passing car through a window")
def car_window_projection(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let the panes of a window, drawn in light, pass over the picture."""
    overlay, way = Overlay(picture), (t / 2.6 + 0.25) % 1.0
    x = overlay.width * (1.35 - 1.7 * way)
    for beside, wide in ((-0.42, 0.8), (0.0, 1.0), (0.42, 0.8)):
        overlay.draw(
            pane,
            x + beside,
            overlay.height * 0.48 + 0.14 * beside,
            0.25,
            (255, 226, 170),
            degrees=14,
            stretch=0.78 * wide,
        )
    overlay.draw(glow, x, overlay.height * 0.48, 0.8, (90, 66, 36))
    return _projected(picture, overlay.light())


@vfx("shinningstar_light", "shining stars of light")
def shining_star_light(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let large stars with long rays flare up one after another."""
    overlay, random = Overlay(picture), chance("shinningstar_light")
    x, y, phase, near = random.random((4, 9))
    x, y = x * overlay.width, (0.08 + 0.62 * y) * overlay.height
    shine = np.clip(np.sin(2 * np.pi * (0.3 * t + phase)), 0, 1) ** 1.5
    size = (0.16 + 0.2 * near) * (0.5 + 0.5 * shine)
    overlay.draw(glow, x, y, 0.55 * size, (255, 214, 150), strength=0.8 * shine)
    overlay.draw(twinkle, x, y, size, (255, 246, 225), strength=shine)
    overlay.draw(twinkle, x, y, 0.5 * size, (255, 235, 200), strength=0.8 * shine, degrees=45)
    return overlay.over(graded(picture, Grade(exposure=-0.7)))


@vfx("anglelight", "light falls in from a corner")
def angle_light(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let beams of sunlight fall in from the left top and drift."""
    x, y = around(picture, -0.06, -0.12)
    angle, away = np.arctan2(y, x), np.hypot(x, y)
    beams = 0.5 + 0.28 * np.sin(23 * angle + np.float32(0.7 * t))
    beams += 0.22 * np.sin(41 * angle - np.float32(1.1 * t))
    strength = np.clip(beams, 0, 1) ** 1.6 * np.exp(-0.85 * away) * 0.85
    return screened(picture, light(strength, (255, 232, 180)))


@vfx("darknight_rainbow", "a rainbow in the dark night")
def dark_night_rainbow(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Span a faint, broad rainbow over the night; it comes and goes."""
    x, y = around(picture, 0.5, 1.12)
    across = 1 - (np.hypot(x / np.float32(1.25), y) - np.float32(0.72)) / np.float32(0.2)
    strength = np.exp(-(((across - 0.5) / 0.36) ** 4)) * (0.5 + 0.12 * np.sin(1.5 * t))
    return screened(graded(picture, _NIGHT), rainbow(0.78 * across, strength.astype(np.float32)))


@vfx("fallingcircle", "circles of light fall")
def falling_circle(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let rings and discs of light fall, near ones faster."""
    overlay, random = Overlay(picture), chance("fallingcircle")
    x, y, near = random.random((3, 34))
    y = (y + t * (0.12 + 0.3 * near)) % 1.3 * overlay.height - 0.15
    size, rings = 0.02 + 0.06 * near, np.arange(34) % 2 == 0
    colours = np.array([(255, 220, 160), (255, 180, 150), (190, 215, 255)])[np.arange(34) % 3]
    for shape, kind, strength in ((ring, rings, 0.7), (bokeh, ~rings, 0.4)):
        overlay.draw(
            shape, x[kind] * overlay.width, y[kind], size[kind], colours[kind], strength=strength
        )
    return overlay.over(graded(picture, Grade(exposure=-0.5)))


@vfx("lightcenter", "light in the middle")
def light_centre(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Light the middle with a warm lamp that breathes; the rim is dark."""
    reach = np.hypot(*around(picture, 0.5, 0.5)) / np.float32(0.5 + 0.05 * np.sin(2 * t))
    return _projected(picture, light(np.exp(-(reach**2)), (255, 236, 200)))


@vfx("lightsweep", "a beam sweeps over the picture")
def light_sweep(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Sweep the beam of a lamp at the left top over the picture, to and fro."""
    x, y = around(picture, 0.0, -0.05)
    at = 0.75 - 0.75 * float(np.cos(np.pi * t / 1.5))
    strength = _beam(np.arctan2(y, x) - np.float32(at), 0.2)
    return _projected(picture, light(strength, (255, 240, 205)))


@vfx("moon", "a moon in the night")
def moon_in_the_night(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Hang a full moon with its halo in the sky; it rises slowly."""
    overlay, rise = Overlay(picture), 0.06 * progress(t, length)
    x, y = 0.78 * overlay.width, (0.3 - rise) * overlay.height
    overlay.draw(glow, x, y, 0.85, (120, 135, 175), strength=0.55 + 0.05 * float(np.sin(2 * t)))
    overlay.draw(glow, x, y, 0.3, (225, 220, 200), strength=0.5)
    overlay.draw(moon, x, y, 0.13, (255, 248, 226), cover=1.0)
    return overlay.over(graded(picture, _NIGHT))


@vfx("rotationspotlight", "turning spotlights")
def rotation_spotlight(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Swing three coloured spotlights from above over the dimmed picture."""
    beams = np.zeros((*coarse(*picture.shape[:2])[0].shape, 3), np.uint8)
    lamps = ((0.15, (255, 120, 160)), (0.5, (255, 240, 190)), (0.85, (110, 170, 255)))
    for number, (place, colour) in enumerate(lamps):
        x, y = around(picture, place, -0.1)
        swing = 0.55 * float(np.sin(1.4 * t + 2.1 * number))
        beams = cv2.add(beams, light(_beam(np.arctan2(x, y) - np.float32(swing), 0.16), colour))
    return _projected(picture, np.asarray(beams, np.uint8))


def _projected(picture: Pixels, lamp: Pixels) -> Pixels:
    """Return the picture in a dim room, lit by a lamp, with some haze in its light."""
    falls = np.asarray(cv2.convertScaleAbs(lamp, alpha=1 - _ROOM, beta=255 * _ROOM), np.uint8)
    return screened(shaded(picture, falls), lamp, 0.3)


def _beam(angle: Field, width: float) -> Field:
    """Return a beam with a soft rim around angle 0, of half a width in radians."""
    return np.asarray(np.exp(-((angle / np.float32(width)) ** 4)), np.float32)
