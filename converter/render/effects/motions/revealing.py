"""Revealing: motions in which the text stands and an edge passes over it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from converter.render.cel import Cel
from converter.render.effects.motions.registry import entrance
from converter.render.lettering import Drawn
from converter.render.plates import masked

Line = npt.NDArray[np.float64]

_SOFTNESS = 0.12
"""Width of an edge in em."""


@entrance("scroll_left", "unrolls to the left", opposite="scroll_right")
def scroll_left(text: Cel, p: float) -> Drawn:
    """Uncover from the right."""
    x, _ = _places(text)
    return _uncovered(text, x - (1 - p))


@entrance("scroll_right", "unrolls to the right", opposite="scroll_left")
def scroll_right(text: Cel, p: float) -> Drawn:
    """Uncover from the left."""
    x, _ = _places(text)
    return _uncovered(text, p - x)


@entrance("open", "opens from the middle")
def open_(text: Cel, p: float) -> Drawn:
    """Uncover from the middle to both sides."""
    x, _ = _places(text)
    return _uncovered(text, p / 2 - np.abs(x - 0.5))


@entrance("close", "closes in on the middle")
def close(text: Cel, p: float) -> Drawn:
    """Uncover from both sides to the middle."""
    x, _ = _places(text)
    return _uncovered(text, np.abs(x - 0.5) - (1 - p) / 2)


@entrance("angular", "is swept over by an angle")
def angular(text: Cel, p: float) -> Drawn:
    """Uncover as a hand of a clock passes, from twelve on."""
    x, y = _places(text)
    angle = (np.arctan2(x - 0.5, 0.5 - y) / (2 * np.pi)) % 1.0
    return masked(text.whole, (p * 1.02 - angle) * 50)


def _places(text: Cel) -> tuple[Line, Line]:
    """Return x, shape (1, width), and y, shape (height, 1), in shares of the picture."""
    height, width = text.whole.patch.shape[:2]
    return (np.arange(width)[None, :] + 0.5) / width, (np.arange(height)[:, None] + 0.5) / height


def _uncovered(text: Cel, inside: Line) -> Drawn:
    """Show what is inside of an edge, by its distance in shares of the width."""
    soft = max(1.0, _SOFTNESS * text.em) / text.whole.patch.shape[1]
    return masked(text.whole, inside / soft + 0.5)
