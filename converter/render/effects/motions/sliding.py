"""Sliding: motions in which the whole text moves in a direction."""

from __future__ import annotations

from converter.render.cel import Cel
from converter.render.effects.motions.registry import between, entrance, slowing
from converter.render.lettering import Drawn
from converter.render.plates import moved, shift

_SHORTEST = 3.0
"""Way of a slide in em, where the text is smaller than that."""


@entrance("slide_left", "moves in to the left", opposite="slide_right")
def slide_left(text: Cel, p: float) -> Drawn:
    """Come from the right."""
    return _slid(text, 1, 0, p)


@entrance("slide_right", "moves in to the right", opposite="slide_left")
def slide_right(text: Cel, p: float) -> Drawn:
    """Come from the left."""
    return _slid(text, -1, 0, p)


@entrance("slide_up", "moves in upwards", opposite="slide_down")
def slide_up(text: Cel, p: float) -> Drawn:
    """Come from below."""
    return _slid(text, 0, 1, p)


@entrance("slide_down", "moves in downwards", opposite="slide_up")
def slide_down(text: Cel, p: float) -> Drawn:
    """Come from above."""
    return _slid(text, 0, -1, p)


def _slid(text: Cel, across: int, down: int, p: float) -> Drawn:
    left, top, right, bottom = text.box
    away = 1 - slowing(p)
    x = across * away * max(_SHORTEST * text.em, right - left)
    y = down * away * max(_SHORTEST * text.em, bottom - top)
    return moved(text.whole, shift(x, y), text.frame, between(p, 0.0, 0.4))
