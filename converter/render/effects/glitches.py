"""Glitches: transitions that look like a signal breaking up.

They jump: a transition has sixteen disturbances, each the same in every rendering.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from converter.render.compositing import Pixels, mixed
from converter.render.effects.fields import smooth
from converter.render.effects.registry import transition

_DISTURBANCES = 16


@transition("glitchmemories", "broken blocks with split colours")
def glitchmemories(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Scatter blocks of both pictures over their mix, red and blue slipped apart."""
    random, amount = _random(p, 17), _amount(p)
    width = a.shape[1]
    picture = _split(mixed(a, b, smooth(p)), round(0.008 * width * amount))
    for _ in range(round(30 * amount)):
        source = b if random.random() < p else a
        _misplace(picture, source, random, amount)
    return picture


@transition("glitchdisplace", "strips slip sideways")
def glitchdisplace(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Cut the picture into strips that slip, and change over in no order."""
    random, amount = _random(p, 23), _amount(p)
    height, width = a.shape[:2]
    order = np.random.default_rng(29).random(64)
    edges = _edges(random, height)
    picture = np.empty_like(a)
    for number, (top, bottom) in enumerate(pairwise(edges)):
        source = b if order[number % 64] < 1.2 * p - 0.1 else a
        slip = round(float(random.standard_normal()) ** 3 * 0.07 * width * amount)
        picture[top:bottom] = np.roll(source[top:bottom], slip, axis=1)
    return picture


def _random(p: float, seed: int) -> np.random.Generator:
    return np.random.default_rng((seed, int(p * _DISTURBANCES)))


def _amount(p: float) -> float:
    return min(1.0, 3 * min(p, 1 - p))


def _edges(random: np.random.Generator, height: int) -> list[int]:
    """Return where strips of very different heights begin and end, over all rows."""
    heights = np.cumsum(random.exponential(size=24) + 0.1)
    return [0, *np.rint(heights * height / heights[-1]).astype(int).tolist()]


def _split(picture: Pixels, slip: int) -> Pixels:
    """Slip red to the left and blue to the right; the border is repeated."""
    columns = np.arange(picture.shape[1])
    slipped = picture.copy()
    for channel, way in ((0, slip), (2, -slip)):
        places = np.clip(columns + way, 0, columns[-1])
        slipped[..., channel] = picture[..., channel][:, places]
    return slipped


def _misplace(picture: Pixels, source: Pixels, random: np.random.Generator, amount: float) -> None:
    """Copy a random block of the source into the picture, somewhat beside its place."""
    height, width = picture.shape[:2]
    wide = max(1, int(width * random.uniform(0.05, 0.45)))
    high = max(1, int(height * random.uniform(0.01, 0.12)))
    left, top = random.integers(0, width - wide + 1), random.integers(0, height - high + 1)
    slip, apart = random.normal(0, 0.08 * width * amount), 0.012 * width * amount
    for channel in range(3):
        start = round(min(max(left + slip + (channel - 1) * apart, 0), width - wide))
        block = source[top : top + high, start : start + wide, channel]
        picture[top : top + high, left : left + wide, channel] = block
