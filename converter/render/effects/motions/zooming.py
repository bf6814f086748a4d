"""Zooming: motions in which the whole text changes its size."""

from __future__ import annotations

from math import cos, exp, pi

from converter.render.cel import Cel
from converter.render.effects.motions.registry import between, entrance, slowing
from converter.render.lettering import Drawn
from converter.render.plates import about, moved, scale, shift


@entrance("zoom", "grows from a point")
def zoom(text: Cel, p: float) -> Drawn:
    """Grow from nothing."""
    return _scaled(text, slowing(p))


@entrance("zoomin", "grows from half its size")
def zoomin(text: Cel, p: float) -> Drawn:
    """Grow from half the size and become opaque."""
    return _scaled(text, 0.5 + 0.5 * slowing(p), opacity=p)


@entrance("zoomout", "shrinks from a large size")
def zoomout(text: Cel, p: float) -> Drawn:
    """Shrink from two and a half times the size and become opaque."""
    return _scaled(text, 2.5 - 1.5 * slowing(p), opacity=p)


@entrance("zoomslightout", "shrinks from a slightly larger size")
def zoomslightout(text: Cel, p: float) -> Drawn:
    """Shrink from a fifth more and become opaque."""
    return _scaled(text, 1.2 - 0.2 * slowing(p), opacity=p)


@entrance("growth", "grows out of its lower edge")
def growth(text: Cel, p: float) -> Drawn:
    """Become higher while the lower edge stands."""
    left, _, right, bottom = text.box
    grown = about((left + right) / 2, bottom, scale(0.6 + 0.4 * slowing(p), slowing(p)))
    return moved(text.whole, grown, text.frame)


@entrance("elasticzoom", "grows beyond its size and swings back")
def elasticzoom(text: Cel, p: float) -> Drawn:
    """Swing around the full size, ever less."""
    return _scaled(text, _swing(p))


@entrance("spring", "is squeezed and stretched like a spring")
def spring(text: Cel, p: float) -> Drawn:
    """Become high when narrow and wide when low."""
    strain = _swing(p) - 1
    return _scaled(text, 1 + strain, 1 - 0.6 * strain * (1 - p), opacity=between(p, 0.0, 0.2))


@entrance("slingshot", "is shot in from the left, beyond its place and back")
def slingshot(text: Cel, p: float) -> Drawn:
    """Fly in small, overshoot, and be pulled back."""
    left, top, right, bottom = text.box
    overshoot = 1 + 2.7 * (p - 1) ** 3 + 1.7 * (p - 1) ** 2
    size = 0.3 + 0.7 * overshoot
    way = shift((overshoot - 1) * max(right - left, 3 * text.em), 0)
    grown = about((left + right) / 2, (top + bottom) / 2, scale(size, size))
    return moved(text.whole, way @ grown, text.frame, between(p, 0.0, 0.2))


def _scaled(text: Cel, across: float, down: float | None = None, opacity: float = 1.0) -> Drawn:
    left, top, right, bottom = text.box
    factors = scale(max(across, 1e-3), max(across if down is None else down, 1e-3))
    return moved(
        text.whole, about((left + right) / 2, (top + bottom) / 2, factors), text.frame, opacity
    )


def _swing(p: float) -> float:
    """Return a size that overshoots and swings, from 0 to 1."""
    return 1 - (1 - p) * exp(-3 * p) * cos(3.5 * pi * p)
