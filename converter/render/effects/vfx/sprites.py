"""Sprites: the shapes that particles have, as fields of 0 to 1 over a square."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.effects.fields import Field
from converter.render.effects.noise import clouds

_SIDE = 256
_SMALLEST = 8
Shape = Callable[[], Field]


@cache
def levels(shape: Shape) -> tuple[Field, ...]:
    """Return a shape at its full size, at half of it, and so on, each with care."""
    made = [shape()]
    while made[-1].shape[0] > _SMALLEST:
        half = made[-1].shape[0] // 2
        made.append(np.asarray(cv2.resize(made[-1], (half, half), interpolation=cv2.INTER_AREA)))
    return tuple(made)


def glow() -> Field:
    """A soft light without an edge."""
    return _windowed(np.exp(-4 * _radius() ** 2))


def spark() -> Field:
    """A bright point in a faint light."""
    return _windowed(0.8 * np.exp(-((_radius() / 0.16) ** 2)) + 0.35 * np.exp(-6 * _radius() ** 2))


def flake() -> Field:
    """A round thing slightly out of focus."""
    return _edged(0.75 - _radius(), 0.25)


def bokeh() -> Field:
    """A point far out of focus: an even disc with a brighter rim."""
    return _edged(0.92 - _radius(), 0.06) * (0.55 + 0.45 * _radius() ** 6).astype(np.float32)


def ring() -> Field:
    """A thin ring."""
    return np.asarray(np.exp(-(((_radius() - 0.82) / 0.05) ** 2)), np.float32)


def bubble() -> Field:
    """A soap bubble: a bright rim, nearly nothing inside, two reflections."""
    x, y = _plane()
    inside = _edged(0.94 - _radius(), 0.05)
    body = 0.06 + 0.75 * np.clip(_radius() / 0.94, 0, 1) ** 7
    shine = np.exp(-(((x + 0.42) / 0.14) ** 2) - ((y + 0.45) / 0.1) ** 2)
    shine += 0.5 * np.exp(-(((x - 0.45) / 0.08) ** 2) - ((y - 0.48) / 0.06) ** 2)
    return np.asarray(inside * np.minimum(1, body + shine), np.float32)


def twinkle() -> Field:
    """A star with four thin rays."""
    x, y = np.abs(_plane()[0]), np.abs(_plane()[1])
    rays = _ray(x, y) + _ray(y, x)
    return _windowed(np.minimum(1, rays + 0.9 * np.exp(-((_radius() / 0.11) ** 2))))


def streak() -> Field:
    """A meteor: a head at the right end, a tail that thins out to the left."""
    x, y = _plane()
    along = np.clip((x + 1) / 1.9, 0, 1)
    tail = along**2.5 * np.exp(-((y / (0.04 + 0.3 * along)) ** 2)) * _edged(0.9 - x, 0.06)
    return np.asarray(tail, np.float32)


def star() -> Field:
    """A star with five points."""
    turns = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2, 0.42, 0.92)
    return _filled(reach * np.cos(turns), reach * np.sin(turns) + 0.05)


def heart() -> Field:
    """A heart."""
    x, y = heart_line(np.linspace(0, 1, 120))
    return _filled(0.9 * x, 0.9 * y)


def crescent() -> Field:
    """A waning moon."""
    x, y = _plane()
    inside = np.minimum(0.9 - _radius(), np.hypot(x - 0.42, y + 0.12) - 0.72)
    return _edged(inside.astype(np.float32), 0.03)


def moon() -> Field:
    """A full moon with its seas."""
    seas = np.clip((clouds(_SIDE, _SIDE, 3.0) - 0.42) * 3, 0, 1)
    return np.asarray(_edged(0.92 - _radius(), 0.03) * (1 - 0.3 * seas), np.float32)


def leaf() -> Field:
    """A pointed leaf that lies along its x."""
    x, y = _plane()
    return _edged((0.42 * (1 - x * x) - np.abs(y)).astype(np.float32), 0.1)


def pane() -> Field:
    """A window with rounded corners."""
    x, y = _plane()
    beyond = np.hypot(np.maximum(np.abs(x) - 0.6, 0), np.maximum(np.abs(y) - 0.6, 0))
    return _edged((0.3 - beyond).astype(np.float32), 0.08)


def heart_line(share: npt.NDArray[np.floating]) -> tuple[Field, Field]:
    """Return x and y, -1 to 1, of places on the outline of a heart, point down."""
    turn = share * 2 * np.pi
    x = np.sin(turn) ** 3
    y = 13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn)
    return x.astype(np.float32), (-(y + 2.5) / 15).astype(np.float32)


@cache
def _plane() -> tuple[Field, Field]:
    """Return x and y of the places of a sprite, -1 to 1."""
    line = ((np.arange(_SIDE) + 0.5) * (2 / _SIDE) - 1).astype(np.float32)
    x, y = np.meshgrid(line, line)
    return x, y


def _radius() -> Field:
    x, y = _plane()
    return np.hypot(x, y)


def _ray(along: Field, across: Field) -> Field:
    return np.clip(1 - along, 0, 1) ** 2 * np.exp(-across / (0.012 + 0.06 * (1 - along) ** 3))


def _edged(inside: Field, softness: float) -> Field:
    """Return 1 inside, 0 outside of an edge as soft as said."""
    share = np.clip(inside / softness + 0.5, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _windowed(light: npt.NDArray[np.floating]) -> Field:
    """Return a light that is nothing at the rim of its square."""
    return np.asarray(light * np.clip(1 - _radius() ** 2, 0, 1) ** 2, np.float32)


def _filled(x: npt.NDArray[np.floating], y: npt.NDArray[np.floating]) -> Field:
    """Return an outline, filled, with a smooth edge."""
    outline = np.rint((np.stack((x, y), axis=1) + 1) * (_SIDE / 2 * 16)).astype(np.int32)
    shape = np.zeros((_SIDE, _SIDE), np.uint8)
    cv2.fillPoly(shape, [outline], 255, cv2.LINE_AA, 4)
    return shape.astype(np.float32) / np.float32(255)
