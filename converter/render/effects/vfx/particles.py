"""Particles: snow, rain, fog and stars over the picture.

Where every particle is follows from its number and the second alone, so that any
frame can be drawn without the ones before it.
"""

from __future__ import annotations

import cv2
import numpy as np

from converter.render.compositing import Pixels
from converter.render.effects.vfx_registry import Params, vfx


@vfx("snow", "snow falls")
def snow(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let two hundred flakes of three sizes sink and sway."""
    chance = np.random.default_rng(1)
    x, y, size = chance.random(220), chance.random(220), chance.integers(1, 4, 220)
    x = (x + 0.02 * np.sin(2 * t + 9 * y)) % 1
    y = (y + t * (0.06 + 0.05 * size)) % 1
    height, width = picture.shape[:2]
    veil = np.zeros((height, width), np.uint8)
    for left, top, flake in zip(x, y, size, strict=True):
        radius = max(1, round(flake * height / 400))
        cv2.circle(veil, (int(left * width), int(top * height)), radius, 235, -1, cv2.LINE_AA)
    return _lit(picture, cv2.GaussianBlur(veil, (0, 0), max(0.6, height / 900)))


@vfx("rainy", "rain falls")
def rainy(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Draw slanted streaks that fall fast, over a slightly darker picture."""
    chance = np.random.default_rng(2)
    x, y, speed = chance.random(260), chance.random(260), 1.2 + chance.random(260)
    y = (y + t * speed) % 1.2 - 0.1
    height, width = picture.shape[:2]
    veil = np.zeros((height, width), np.uint8)
    for left, top, fast in zip(x, y, speed, strict=True):
        start = int(left * width), int(top * height)
        end = start[0] - round(0.012 * height), start[1] + round(0.04 * fast * height)
        cv2.line(veil, start, end, 120, max(1, height // 720), cv2.LINE_AA)
    darker = cv2.convertScaleAbs(picture, alpha=0.88)
    return _lit(np.asarray(darker, np.uint8), veil)


@vfx("foggy", "fog drifts over the picture")
def foggy(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Blend in soft clouds of grey that drift to the right."""
    height, width = picture.shape[:2]
    coarse = np.random.default_rng(3).random((12, 96)).astype(np.float32)
    moved = np.roll(coarse, int(t * 3), axis=1)[:, :22]
    fog = cv2.resize(moved, (width, height), interpolation=cv2.INTER_CUBIC)
    fog = np.clip(cv2.GaussianBlur(fog, (0, 0), width / 40), 0, 1)[..., None] * 0.75
    return np.asarray(picture * (1 - fog) + 222 * fog, np.uint8)


@vfx("starfieldshinee", "stars twinkle over the picture")
def starfieldshinee(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let ninety stars with four rays shine up and fade, each in its own time."""
    chance = np.random.default_rng(4)
    x, y, phase = chance.random(90), chance.random(90), chance.random(90)
    height, width = picture.shape[:2]
    veil = np.zeros((height, width), np.uint8)
    for left, top, own in zip(x, y, phase, strict=True):
        shine = np.sin(np.pi * ((t * (0.4 + 0.4 * own) + own) % 1))
        ray, light = round(shine * height * (0.008 + 0.018 * own)), int(255 * shine)
        middle = int(left * width), int(top * height)
        cv2.line(veil, (middle[0] - ray, middle[1]), (middle[0] + ray, middle[1]), light, 1)
        cv2.line(veil, (middle[0], middle[1] - ray), (middle[0], middle[1] + ray), light, 1)
        cv2.circle(veil, middle, max(1, ray // 4), light, -1, cv2.LINE_AA)
    return _lit(picture, cv2.GaussianBlur(veil, (0, 0), max(0.5, height / 1200)))


def _lit(picture: Pixels, veil: object) -> Pixels:
    """Add white light, as bright as `veil`, to the picture."""
    return np.asarray(cv2.add(picture, cv2.merge([np.asarray(veil, np.uint8)] * 3)), np.uint8)
