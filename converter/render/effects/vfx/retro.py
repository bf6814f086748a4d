"""Retro effects: old television sets, film and cameras."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from converter.render.compositing import Pixels
from converter.render.effects.blurring import blurred
from converter.render.effects.fields import distance
from converter.render.effects.grading import Grade, graded
from converter.render.effects.lighting import added, dimmed, edges, tinted
from converter.render.effects.noise import chance, grainy
from converter.render.effects.parameters import Params
from converter.render.effects.vfx.basic import parted
from converter.render.effects.vfx.registry import vfx

_FADED = Grade(contrast=0.1, saturation=-0.3, temperature=0.15, lift=0.05, vignette=0.5)
_GREY = Grade(contrast=0.2, saturation=-1, lift=0.03, vignette=0.6)
_NIGHT = Grade(contrast=0.25, saturation=-1, brightness=0.05, vignette=0.9)


@vfx("oldtv", "an old television: lines, parted colours, a rolling bar")
def old_tv(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the picture on a worn colour tube."""
    shown = _rolling(parted(graded(picture, _FADED), 0.003), t)
    return _lined(grainy(shown, 0.25, chance("oldtv", t)))


@vfx("oldtvshine", "an old television that glows")
def old_tv_shine(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the picture on a worn tube, its light spreading and flickering."""
    glow = blurred(picture, 0.03)
    return added(old_tv(picture, t, length, params), glow, 0.3 + 0.12 * float(np.sin(9 * t)))


@vfx("blackwhitetv", "a black and white television")
def black_white_tv(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the picture on a grey tube with noise."""
    return _lined(grainy(_rolling(graded(picture, _GREY), t), 0.35, chance("blackwhitetv", t)))


@vfx("tvshow", "a picture tube with strong lines")
def tv_show(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the picture in coarse lines that creep upward."""
    height = picture.shape[0]
    pitch = max(4, height // 90)
    line = (np.arange(height) + int(t * 3 * pitch)) % pitch < pitch / 2
    shade = np.where(line, 255, 150).astype(np.uint8)[:, None, None]
    full = np.ascontiguousarray(np.broadcast_to(shade, picture.shape))
    vivid = graded(picture, Grade(contrast=0.15, saturation=0.25, brightness=0.08))
    return np.asarray(cv2.multiply(vivid, full, scale=1 / 255), np.uint8)


@vfx("nightvision", "a night vision device")
def night_vision(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the picture green and grainy in a round view."""
    height, width = picture.shape[:2]
    grey = grainy(graded(picture, _NIGHT), 0.4, chance("nightvision", t))
    green = tinted(np.ascontiguousarray(grey[..., 1]), (60, 255, 90))
    view = np.clip((np.float32(0.62 * height) - distance(height, width)) / (0.12 * height), 0, 1)
    shade = cv2.merge([np.rint(view * 255).astype(np.uint8)] * 3)
    return _lined(np.asarray(cv2.multiply(green, shade, scale=1 / 255), np.uint8))


@vfx("edgescan", "a line scans and draws the edges")
def edge_scan(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Draw the edges in green above a line of light that passes downward."""
    height = picture.shape[0]
    at = int((t / 2 % 1.0) * height)
    lines = tinted(edges(picture), (70, 255, 160))
    lines[at:] = 0
    lines[max(0, at - 2) : at + 2] = (120, 255, 200)
    dark = dimmed(picture[:at], 0.5) if at else picture[:0]
    return added(np.vstack((dark, picture[at:])), lines)


def _rolling(picture: Pixels, t: float) -> Pixels:
    """Return the picture with a faint bright bar that rolls down."""
    height = picture.shape[0]
    away = (np.arange(height) / height - t * 0.35) % 1.0
    bar = np.rint(22 * np.exp(-(((away - 0.5) / 0.08) ** 2))).astype(np.uint8)
    light = np.ascontiguousarray(np.broadcast_to(bar[:, None, None], picture.shape))
    return np.asarray(cv2.add(picture, light), np.uint8)


def _lined(picture: Pixels) -> Pixels:
    return np.asarray(cv2.multiply(picture, _lines(*picture.shape[:2]), scale=1 / 255), np.uint8)


@lru_cache(maxsize=2)
def _lines(height: int, width: int) -> Pixels:
    """Return the dark lines of a tube, about 240 of them."""
    phase = np.arange(height, dtype=np.float32) * np.float32(2 * np.pi / max(2.0, height / 240))
    shade = np.rint(255 - 55 * (0.5 + 0.5 * np.cos(phase))).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(shade[:, None, None], (height, width, 3)))
