"""Turning: motions in which the whole text turns, in the plane or in space."""

from __future__ import annotations

from converter.render.cel import Cel
from converter.render.effects.motions.registry import between, entrance, slowing
from converter.render.lettering import Drawn
from converter.render.plates import about, moved, tilt

_DISTANCE = 2.5
"""How far the viewer is from a turning text, in widths of it."""


@entrance("rotateup", "turns up around its lower edge")
def rotateup(text: Cel, p: float) -> Drawn:
    """Stand up from lying flat."""
    left, _, right, bottom = text.box
    turned = tilt(88 * (1 - slowing(p)), 0, _away(text))
    return moved(
        text.whole,
        about((left + right) / 2, bottom, turned),
        text.frame,
        between(p, 0.0, 0.3),
    )


@entrance("rotateflip", "flips around its upright axis")
def rotateflip(text: Cel, p: float) -> Drawn:
    """Turn around the middle, from a quarter turn away."""
    left, top, right, bottom = text.box
    turned = tilt(0, 88 * (1 - slowing(p)), _away(text))
    middle = (left + right) / 2, (top + bottom) / 2
    return moved(text.whole, about(*middle, turned), text.frame, between(p, 0.0, 0.2))


def _away(text: Cel) -> float:
    left, top, right, bottom = text.box
    return _DISTANCE * max(right - left, bottom - top, text.em)
