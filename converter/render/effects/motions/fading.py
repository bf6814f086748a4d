"""Fading: motions in which the text stays where it is and becomes visible."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from converter.render.cel import Cel
from converter.render.compositing import faded
from converter.render.effects.motions.registry import entrance
from converter.render.lettering import Drawn
from converter.render.plates import faint, masked, straight, weighted

_GRAIN = 1 / 24
"""Size of a grain in em."""


@entrance("fade", "becomes opaque")
def fade(text: Cel, p: float) -> Drawn:
    """Raise the opacity."""
    return faint(text.whole, p)


@entrance("dissovle", "appears grain by grain")
@entrance("dissolve", "appears grain by grain")
def dissolve(text: Cel, p: float) -> Drawn:
    """Show grain after grain, in an order that is always the same."""
    height, width = text.whole.patch.shape[:2]
    side = max(1, round(text.em * _GRAIN))
    rows, columns = -(-height // side), -(-width // side)
    grains = np.random.default_rng(7).random((rows, columns))
    order = np.kron(grains, np.ones((side, side)))[:height, :width]
    return masked(text.whole, (p * 1.1 - order) * 10)


@entrance("blur", "turns from blurred to sharp")
def blur(text: Cel, p: float) -> Drawn:
    """Blur less and less while the opacity rises."""
    sigma = text.em * 0.4 * (1 - p) ** 2
    margin = int(3 * sigma) + 1
    padded = np.pad(text.whole.patch, ((margin, margin), (margin, margin), (0, 0)))
    soft = cv2.GaussianBlur(weighted(padded), (0, 0), max(sigma, 0.01))
    picture = faded(straight(np.asarray(soft, np.float32)), min(1.0, 1.5 * p))
    return replace(text.whole, patch=picture, x=text.whole.x - margin, y=text.whole.y - margin)
