"""Looping: motions of a text that stands."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import exp, pi, sin

import cv2
import numpy as np

from converter.render.cel import Cel, Glyph
from converter.render.effects.motions.registry import between, loop
from converter.render.lettering import Drawn
from converter.render.plates import Matrix, about, moved, scale, shift, stacked, turn

_HOP = 0.4
"""Share of a turn that a letter is in the air."""


@loop("normal", "stands still", active=0.0)
def normal(text: Cel, phase: float) -> Drawn:
    """Change nothing."""
    return text.whole


@loop("heartbeat", "beats twice, like a heart", active=0.7)
def heartbeat(text: Cel, phase: float) -> Drawn:
    """Swell a tenth, and again a little less."""
    strength = 0.1 * _beat(phase, 0.0) + 0.07 * _beat(phase, 0.3)
    left, top, right, bottom = text.box
    swollen = scale(1 + strength, 1 + strength)
    return moved(text.whole, about((left + right) / 2, (top + bottom) / 2, swollen), text.frame)


@loop("naughty", "letters jump at their own times", period=Fraction(6, 5))
def naughty(text: Cel, phase: float) -> Drawn:
    """Let each letter hop once a turn, leaning to a side."""

    def hopping(glyph: Glyph) -> tuple[Matrix, float]:
        begin, lean = np.random.default_rng(glyph.number).random(2)
        height = sin(pi * between(phase, begin * (1 - _HOP), begin * (1 - _HOP) + _HOP))
        leaning = about(*glyph.middle, turn(16 * (lean - 0.5) * height))
        return shift(0, -0.35 * text.em * height) @ leaning, 1.0

    return text.spread(hopping)


@loop("rainbrush", "a rainbow is brushed over it", period=Fraction(2), active=0.8)
def rainbrush(text: Cel, phase: float) -> Drawn:
    """Colour the letters in a band of all hues that passes over them."""
    height, width = text.fill.patch.shape[:2]
    x = (np.arange(width) + 0.5) / max(1, width)
    middle = between(phase, 0.0, 0.8) * 2 - 0.5
    inside = np.clip((0.5 - np.abs(x - middle)) * 8, 0.0, 1.0)
    hues = np.zeros((1, width, 3), np.uint8)
    hues[0, :, 0] = ((x - middle + 0.5) * 160 % 180).astype(np.uint8)
    hues[0, :, 1:] = 255
    colours = cv2.cvtColor(hues, cv2.COLOR_HSV2RGB)
    brush = np.repeat(np.dstack((colours, np.rint(inside * 255)[None])), height, axis=0)
    brush[..., 3] *= text.fill.patch[..., 3] / 255
    brushed = replace(text.fill, patch=brush.astype(np.uint8))
    return stacked([text.whole, brushed], text.whole.box)


def _beat(phase: float, begin: float) -> float:
    """Return the strength of a beat: quickly up, slowly down, 0 to 1."""
    t = between(phase, begin, begin + 0.35)
    return t * exp(1 - 6 * t) * 6 * (1 - t)
