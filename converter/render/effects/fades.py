"""Fades: transitions in which every pixel stays where it is."""

from __future__ import annotations

import cv2
import numpy as np

from converter.render.compositing import Pixels, masked, mixed
from converter.render.effects.fields import smooth
from converter.render.effects.registry import transition


@transition("fade", "a cross-fade")
def fade(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Mix both pictures."""
    return mixed(a, b, p)


@transition("fadecolor", "through black")
def fadecolor(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Darken the old picture to black, then lighten the new one out of it."""
    shown, light = (a, 1 - 2 * p) if p < 0.5 else (b, 2 * p - 1)
    return _dimmed(shown, light)


@transition("fadegrayscale", "through grey")
def fadegrayscale(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Take the colour out of the old picture while the new one gets its own."""
    grey = min(1.0, 3 * min(p, 1 - p))
    return mixed(_greyed(a, grey), _greyed(b, grey), smooth(p))


@transition("multiplyblend", "a dark blend of both")
def multiplyblend(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Pass through the product of both pictures."""
    product = np.asarray(cv2.multiply(a, b, scale=1 / 255), dtype=np.uint8)
    return mixed(a, product, 2 * p) if p < 0.5 else mixed(product, b, 2 * p - 1)


@transition("burn", "a bright burn-through")
def burn(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Overexpose the old picture into a warm light that the new one cools out of."""
    glow = np.broadcast_to(np.array([255, 236, 196], np.uint8), a.shape)
    light = 0.8 * (1 - abs(2 * p - 1))
    return np.asarray(cv2.addWeighted(mixed(a, b, smooth(p)), 1, glow, light, 0), dtype=np.uint8)


@transition("colordistance", "a cross-fade ordered by how different the colours are")
def colordistance(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Change alike pixels late and different ones early."""
    apart = cv2.cvtColor(cv2.absdiff(a, b), cv2.COLOR_RGB2GRAY)
    shares = np.float32(p) ** np.linspace(1.2, 0.2, 256, dtype=np.float32)
    return masked(a, b, shares[apart])


@transition("colorphase", "one colour channel after another")
def colorphase(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Fade red first, then green, then blue."""
    shares = [min(1.0, max(0.0, 2 * p - start)) for start in (0.0, 0.5, 1.0)]
    channels = (mixed(a[..., i], b[..., i], share) for i, share in enumerate(shares))
    return np.stack(tuple(channels), axis=2)


@transition("linearblur", "a cross-fade through a strong straight blur")
def linearblur(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Smear the cross-fade along its lines, most at the middle."""
    return _smeared(mixed(a, b, smooth(p)), 0.4 * a.shape[1] * min(p, 1 - p))


def _dimmed(picture: Pixels, light: float) -> Pixels:
    return np.asarray(cv2.convertScaleAbs(picture, alpha=light), dtype=np.uint8)


def _greyed(picture: Pixels, amount: float) -> Pixels:
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return mixed(picture, np.asarray(grey, dtype=np.uint8), amount)


def _smeared(picture: Pixels, reach: float) -> Pixels:
    blurred = cv2.blur(picture, (int(reach) | 1, 1), borderType=cv2.BORDER_REFLECT)
    return np.asarray(blurred, dtype=np.uint8)
