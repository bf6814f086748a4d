"""Blurring, magnifying and noise: what many picture effects are made of."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import cv2
import numpy as np

from converter.render.compositing import Pixels, resized_quickly

BEAT = 24
"""Changes a second of what is random: noise, jolts, flakes."""


def blurred(picture: Pixels, share: float) -> Pixels:
    """Return the picture blurred by a sigma that is a share of its shorter side."""
    sigma = share * min(picture.shape[:2])
    if sigma < 0.3:
        return picture
    reduction = max(1.0, sigma / 3)
    size = picture.shape[1], picture.shape[0]
    small = max(1, round(size[0] / reduction)), max(1, round(size[1] / reduction))
    soft = cv2.GaussianBlur(resized_quickly(picture, small), (0, 0), sigma / reduction)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def filmed(
    picture: Pixels,
    zoom: float = 1.0,
    *,
    shift: tuple[float, float] = (0.0, 0.0),
    degrees: float = 0.0,
) -> Pixels:
    """Return the picture magnified around its middle, turned, shifted by shares of its size.

    What lies beyond its edges is its mirror image.
    """
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, zoom)
    matrix[:, 2] += shift[0] * width, shift[1] * height
    return np.asarray(
        cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REFLECT_101),
        np.uint8,
    )


def chance(name: str, t: float) -> np.random.Generator:
    """Return the random numbers of an effect at a time, always the same ones."""
    return np.random.default_rng((crc32(name.encode()), int(t * BEAT + 1e-6)))


def added(picture: Pixels, light: Pixels, strength: float = 1.0) -> Pixels:
    """Return the picture with light upon it, as two projectors on one screen."""
    lit = cv2.convertScaleAbs(light, alpha=strength) if strength != 1 else light
    return np.asarray(cv2.add(picture, lit), np.uint8)


def tinted(light: Pixels, colour: tuple[int, int, int]) -> Pixels:
    """Return a light (height, width) as RGB of a colour."""
    ramps = np.arange(256, dtype=np.float32)[:, None] * (np.array(colour, np.float32) / 255)
    table = np.rint(ramps).astype(np.uint8)[None]
    return np.asarray(cv2.LUT(cv2.merge([light, light, light]), table), np.uint8)


@lru_cache(maxsize=4)
def grain(height: int, width: int, seed: int = 1) -> Pixels:
    """Return noise around 128, twice as large as a picture, to be cut from at random."""
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
