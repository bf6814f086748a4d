"""Noise: what looks random and is the same in every rendering."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import cv2
import numpy as np

from converter.render.compositing import Pixels
from converter.render.effects.fields import Field

BEAT = 24
"""Changes a second of what is random: noise, jolts."""
_TILE = 64


def chance(name: str, t: float = 0.0) -> np.random.Generator:
    """Return the random numbers of an effect at a time, always the same ones."""
    return np.random.default_rng((crc32(name.encode()), int(t * BEAT + 1e-6)))


@lru_cache(maxsize=4)
def grain(height: int, width: int, seed: int = 1) -> Pixels:
    """Return noise around 128, larger than a picture, to be cut from at random."""
    noise = np.random.default_rng(seed).normal(128, 40, (height * 5 // 4, width * 5 // 4))
    return np.clip(noise, 0, 255).astype(np.uint8)


def grainy(picture: Pixels, strength: float, random: np.random.Generator) -> Pixels:
    """Return the picture with film grain, another one each time."""
    height, width = picture.shape[:2]
    noise = grain(height, width)
    top = int(random.integers(noise.shape[0] - height + 1))
    left = int(random.integers(noise.shape[1] - width + 1))
    part = noise[top : top + height, left : left + width]
    grey = cv2.merge([part, part, part])
    return np.asarray(cv2.addWeighted(picture, 1, grey, strength, -128 * strength), np.uint8)


def clouds(height: int, width: int, lumps: float, shift: tuple[float, float] = (0.0, 0.0)) -> Field:
    """Return soft noise of three octaves, about 0 to 1, with some `lumps` from top to bottom.

    It is moved by shares of its height, and repeats itself after a while.
    """
    noise = np.zeros((height, width), np.float32)
    for octave, weight in ((1, 0.55), (2, 0.3), (4, 0.15)):
        noise += np.float32(weight) * _lumps(height, width, lumps * octave, shift)
    return noise


def _lumps(height: int, width: int, lumps: float, shift: tuple[float, float]) -> Field:
    """Return noise of one octave: a tile that repeats, enlarged."""
    step = lumps / height
    across = np.arange(width) * step - shift[0] * lumps
    down = np.arange(height) * step - shift[1] * lumps
    x, y = np.meshgrid((across % _TILE).astype(np.float32), (down % _TILE).astype(np.float32))
    return np.asarray(cv2.remap(_tile(), x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_WRAP))


@lru_cache(maxsize=1)
def _tile() -> Field:
    return np.random.default_rng(3).random((_TILE, _TILE), np.float32)
