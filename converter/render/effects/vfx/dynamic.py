"""Dynamic effects: flashes, beats, ghosts and glitches."""

from __future__ import annotations

import cv2
import numpy as np

from converter.render.compositing import Pixels, masked, mixed
from converter.render.effects.blurring import blurred
from converter.render.effects.fields import distance, grid, turn
from converter.render.effects.lighting import added, dimmed, edges, light, screened, tinted
from converter.render.effects.noise import chance
from converter.render.effects.parameters import Params
from converter.render.effects.vfx.basic import jolt, parted
from converter.render.effects.vfx.registry import vfx
from converter.render.effects.warping import bent, coarse, filmed, sampled, twisted


@vfx("white", "white flashes")
def white(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Flash white once a second and let it die away."""
    flash = float(np.exp(-(t % 1.0) * 7))
    return mixed(picture, np.full_like(picture, 255), flash)


@vfx("minus_glitter", "negative flashes")
def minus_glitter(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Turn into the negative for two short moments a second."""
    return np.asarray(cv2.bitwise_not(picture)) if t % 0.5 < 0.12 else picture


@vfx("flashingscreen", "the screen flashes")
def flashing_screen(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Brighten and darken the picture four times a second."""
    return dimmed(picture, 1 + 0.55 * float(np.sin(8 * np.pi * t)))


@vfx("flashinglight", "coloured light flashes")
def flashing_light(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Throw red, green and blue light on the picture by turns."""
    colour = ((160, 30, 60), (30, 150, 60), (40, 60, 180))[int(t * 4) % 3]
    strength = 1 - (t * 4) % 1.0
    return added(picture, np.full_like(picture, colour), strength)


@vfx("jitter", "glitch: the picture jerks and its colours part")
def jitter(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Jerk the picture and part its colours, another way each beat."""
    force = 0.5 + 0.5 * float(np.sin(2 * np.pi * t * 1.5))
    return parted(filmed(picture, 1.05, shift=jolt("jitter", t, 0.03 * force)), 0.012 * force)


@vfx("smalljitter", "a small jitter")
def small_jitter(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Jerk the picture a little."""
    return filmed(picture, 1.02, shift=jolt("smalljitter", t, 0.007))


@vfx("soulout", "a ghost copy leaves")
def soul_out(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let a pale copy grow out of the picture, once in four fifths of a second."""
    gone = (t % 0.8) / 0.8
    return mixed(picture, filmed(picture, 1 + 0.5 * gone), 0.45 * (1 - gone))


@vfx("heartbeat", "a pulsing scale")
def heartbeat(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Swell twice in quick succession, once a second."""
    beat = t % 1.0
    swell = np.exp(-(((beat - 0.12) / 0.07) ** 2)) + 0.6 * np.exp(-(((beat - 0.36) / 0.09) ** 2))
    return filmed(picture, 1 + 0.09 * float(swell))


@vfx("swing", "the picture swings")
def swing(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Turn the picture to and fro like a pendulum."""
    angle = 4 * float(np.sin(np.pi * t))
    return filmed(picture, 1.12, degrees=angle)


@vfx("scanlight", "a bar of light scans the picture")
def scan_light(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Pass a bright slanted bar from left to right, once in a second and a half."""
    height, width = picture.shape[:2]
    x, y = grid(height, width)
    at = ((t / 1.5) % 1.0 * 1.6 - 0.8) * width
    away = (x + y * np.float32(0.4) - np.float32(at)) / np.float32(0.07 * width)
    return added(picture, light(np.exp(-away * away) * np.float32(0.67), (235, 245, 255)))


@vfx("shine", "the highlights glow")
def shine(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let the bright parts glow, now more, now less."""
    bright = np.asarray(cv2.subtract(picture, np.full_like(picture, 130)), np.uint8)
    return screened(picture, blurred(bright, 0.03), 2 + float(np.sin(4 * t)))


@vfx("illusion", "echo images")
def illusion(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Lay two shifted echoes over the picture, which wander around it."""
    x, y = 0.035 * float(np.cos(3 * t)), 0.035 * float(np.sin(3 * t))
    echo = mixed(filmed(picture, 1.05, shift=(x, y)), filmed(picture, 1.1, shift=(-x, -y)), 0.5)
    return mixed(picture, echo, 0.5)


@vfx("segmentation", "strips shift")
def segmentation(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Cut the picture into lying strips that are shifted, another way five times a second."""
    random, height = chance("segmentation", int(t * 5) / 5), picture.shape[0]
    edges = np.sort(random.integers(0, height + 1, 9)).tolist()
    shown = picture.copy()
    for top, bottom in zip([0, *edges], [*edges, height], strict=True):
        if random.random() < 0.6:
            shift = int(random.normal(0, 0.05) * picture.shape[1])
            shown[top:bottom] = np.roll(picture[top:bottom], shift, axis=1)
    return shown


@vfx("neolighting", "neon edges")
def neon(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Draw the edges as glowing lines on the darkened picture; their colour wanders."""
    hue = np.array([t * 0.4, t * 0.4 + 0.33, t * 0.4 + 0.67]) * 2 * np.pi
    red, green, blue = (150 + 105 * np.sin(hue)).astype(int).tolist()
    lines = tinted(edges(picture), (red, green, blue))
    return added(added(dimmed(picture, 0.25), lines), blurred(lines, 0.008), 1.6)


@vfx("kaleidoscope", "a kaleidoscope turns")
def kaleidoscope(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Mirror one sector of the turning picture six times around the middle."""
    height, width = picture.shape[:2]
    sector = np.float32(1 / 6)
    inside = np.abs((turn(height, width) + np.float32(t * 0.04)) % sector - sector / 2)
    angle = (inside + np.float32(t * 0.06)) * np.float32(2 * np.pi)
    radii = distance(height, width) * np.float32(0.85)
    x = np.float32(width / 2) + radii * np.cos(angle)
    y = np.float32(height / 2) + radii * np.sin(angle)
    return sampled(picture, x, y)


@vfx("windowblur", "blurred frame with a sharp window", "still")
def window_blur(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Keep a rectangle in the middle sharp and blur the rest."""
    return _windowed(picture, 0.3, 0.3)


@vfx("windowblur2", "blurred frame with a sharp upright window that wanders")
def window_blur_2(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Keep an upright window sharp, which wanders from side to side."""
    return _windowed(picture, 0.15, 0.42, 0.25 * float(np.sin(1.5 * t)))


@vfx("curl", "the picture curls around its middle")
def curl(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Twist the picture around its middle, to and fro."""
    x, y = coarse(*picture.shape[:2])
    near = np.clip(1 - np.hypot(x, y) / np.float32(0.7 * picture.shape[0]), 0, 1)
    return bent(
        picture, *twisted(x, y, (near * near * (1.6 * np.sin(np.pi * t))).astype(np.float32))
    )


def _windowed(picture: Pixels, across: float, down: float, shift: float = 0.0) -> Pixels:
    height, width = picture.shape[:2]
    x, y = grid(height, width)
    inside = np.minimum(
        np.float32(across * width) - np.abs(x - np.float32(shift * width)),
        np.float32(down * height) - np.abs(y),
    )
    soft = filmed(blurred(dimmed(picture, 0.75), 0.025), 1.15)
    return masked(soft, picture, np.clip(inside, 0, 1))
