"""Lighting: light and shade upon pictures.

A light or a shade may be smaller than the picture: soft ones are computed on the `coarse`
grid of `warping` and enlarged.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels

Colour = tuple[int, int, int]
Strength = npt.NDArray[np.floating]
"""A number for each pixel, mostly 0 to 1."""


def added(picture: Pixels, light: Pixels, strength: float = 1.0) -> Pixels:
    """Return the picture with light upon it, as two projectors on one screen."""
    return np.asarray(cv2.add(picture, _sized(picture, dimmed(light, strength))), np.uint8)


def screened(picture: Pixels, light: Pixels, strength: float = 1.0) -> Pixels:
    """Return the picture with light upon it that never burns out what is bright already."""
    left = cv2.bitwise_not(_sized(picture, dimmed(light, strength)))
    dark = cv2.multiply(cv2.bitwise_not(picture), left, scale=1 / 255)
    return np.asarray(cv2.bitwise_not(dark), np.uint8)


def shaded(picture: Pixels, light: Pixels) -> Pixels:
    """Return the picture lit by nothing but a light, RGB: where it is black, nothing is seen."""
    return np.asarray(cv2.multiply(picture, _sized(picture, light), scale=1 / 255), np.uint8)


def veiled(picture: Pixels, colours: Pixels, density: Strength) -> Pixels:
    """Return the picture behind colours, RGB, that hide it where the density is 1."""
    veil = np.asarray(colours * density[..., None], np.uint8)
    return added(shaded(picture, light(1 - density)), veil)


def dimmed(picture: Pixels, light: float) -> Pixels:
    """Return the picture with all its values multiplied."""
    if light == 1:
        return picture
    return np.asarray(cv2.convertScaleAbs(picture, alpha=light), np.uint8)


def tinted(light: Pixels, colour: Colour) -> Pixels:
    """Return a light (height, width) as RGB of a colour."""
    ramps = np.arange(256, dtype=np.float32)[:, None] * (np.array(colour, np.float32) / 255)
    table = np.rint(ramps).astype(np.uint8)[None]
    return np.asarray(cv2.LUT(cv2.merge([light, light, light]), table), np.uint8)


def light(strength: Strength, colour: Colour = (255, 255, 255)) -> Pixels:
    """Return a light of a colour, RGB, as strong as a field of 0 to 1."""
    return tinted(np.asarray(cv2.convertScaleAbs(strength, alpha=255), np.uint8), colour)


def rainbow(turn: Strength, strength: Strength) -> Pixels:
    """Return a light in the colours of the rainbow: red at a whole `turn`, blue at two thirds."""
    channels = [
        np.clip(np.abs((turn + np.float32(start)) % 1 * 6 - 3) - 1, 0, 1) * strength
        for start in (0.0, 2 / 3, 1 / 3)
    ]
    return np.asarray(cv2.convertScaleAbs(cv2.merge(channels), alpha=255), np.uint8)


def edges(picture: Pixels) -> Pixels:
    """Return the outlines in a picture as light in one channel; gentle slopes are none."""
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 1.4)
    steep = cv2.convertScaleAbs(cv2.Laplacian(grey, cv2.CV_16S, ksize=3), alpha=9)
    return np.asarray(cv2.subtract(steep, np.full_like(steep, 30)), np.uint8)


def hue(turn: float) -> Colour:
    """Return a full colour of the rainbow: red at a whole turn, blue at two thirds."""
    pixel = rainbow(np.full((1, 1), turn, np.float32), np.ones((1, 1), np.float32))
    red, green, blue = pixel[0, 0].tolist()
    return red, green, blue


def mixed_colours(colours: Sequence[Colour], share: Strength) -> Pixels:
    """Return RGB that runs through the colours as a field goes from 0 to 1."""
    stops = np.linspace(0, 1, len(colours))
    channels = [np.interp(share, stops, [colour[i] for colour in colours]) for i in range(3)]
    return np.asarray(np.stack(channels, axis=2), np.uint8)


def _sized(picture: Pixels, light: Pixels) -> Pixels:
    if light.shape == picture.shape:
        return light
    size = picture.shape[1], picture.shape[0]
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_LINEAR), np.uint8)
