"""Depth: transitions in which pictures turn and travel in space."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels, paste
from converter.render.effects.fields import smooth
from converter.render.effects.panels import Points, draw, moved, panel, turned
from converter.render.effects.registry import transition

_DOWN, _ACROSS = 4, 6


@transition("cube", "the faces of a turning cube")
def cube(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Turn a cube by a quarter, stepping back a little meanwhile."""
    canvas, face = np.zeros_like(a), _whole(a)
    half = face[1, 0]
    angle, back = smooth(p) * np.pi / 2, 0.55 * np.sin(np.pi * p)
    for picture, turn in ((a, angle), (b, angle - np.pi / 2)):
        draw(canvas, picture, moved(turned(face, turn, z=half), z=back))
    return canvas


@transition("swap", "the pictures swap places in depth")
def swap(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Carry the old picture to the back on the left, and the new one forward on the right."""
    canvas, face = np.zeros_like(a), _whole(a)
    way = np.pi * smooth(p)
    beside, back = 0.56 * face[1, 0] * 2 * np.sin(way), 0.8 * (1 - np.cos(way))
    lean = 0.5 * np.sin(way)
    old = moved(turned(face, lean), x=-beside, z=back)
    new = moved(turned(face, -lean), x=beside, z=1.6 - back)
    for picture, corners in ((b, new), (a, old)) if p < 0.5 else ((a, old), (b, new)):
        draw(canvas, picture, corners)
    return canvas


@transition("doorway", "the halves open like a door, the new picture comes forward")
def doorway(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Swing the halves of the old picture open before the new one, which approaches."""
    canvas, face = np.zeros_like(a), _whole(a)
    draw(canvas, b, moved(face, z=1.4 * (1 - smooth(p))))
    half, middle, swing = face[1, 0], a.shape[1] // 2, smooth(p) * np.pi / 2
    seam = middle / a.shape[0] - half
    draw(canvas, a[:, :middle], turned(panel(-half, -0.5, seam, 0.5), -swing, x=-half))
    draw(canvas, a[:, middle:], turned(panel(seam, -0.5, half, 0.5), swing, x=half))
    return canvas


@transition("gridflip", "the tiles of a grid flip over")
def gridflip(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Turn each tile around its upright axis, on black, those at the left top first."""
    canvas = np.zeros_like(a)
    for row in range(_DOWN):
        for column in range(_ACROSS):
            flipped = smooth(min(1.0, max(0.0, (p - _waits()[row, column]) / 0.45)))
            _flip(canvas, b if flipped > 0.5 else a, (row, column), flipped)
    return canvas


@transition("mosaic", "a flight over a wall of pictures")
def mosaic(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Step back from the old picture, fly along the wall, and come close to the new one."""
    height, width = a.shape[:2]
    distance = 1 + 2.2 * np.sin(np.pi * smooth(p)) ** 2
    size = max(1, round(width / distance)), max(1, round(height / distance))
    tiles = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in (a, b)]
    way = smooth(p)
    left = round((width - size[0]) / 2 - 3 * way * size[0])
    top = round((height - size[1]) / 2 + 2 * way * size[1])
    canvas = np.zeros_like(a)
    for column in range(-left // size[0], (width - left - 1) // size[0] + 1):
        for row in range(-top // size[1], (height - top - 1) // size[1] + 1):
            tile = np.asarray(tiles[(column + row) % 2], dtype=np.uint8)
            paste(canvas, tile, left + column * size[0], top + row * size[1])
    return canvas


def _whole(picture: Pixels) -> Points:
    """Return the panel that fills the frame."""
    half = picture.shape[1] / picture.shape[0] / 2
    return panel(-half, -0.5, half, 0.5)


@lru_cache(maxsize=1)
def _waits() -> npt.NDArray[np.float64]:
    """Return when each tile begins to flip, so that all are done in time."""
    row, column = np.mgrid[0:_DOWN, 0:_ACROSS]
    diagonal = (row + column) / (_DOWN + _ACROSS - 2)
    return np.asarray(0.4 * diagonal + 0.15 * np.random.default_rng(13).random(diagonal.shape))


def _flip(canvas: Pixels, shown: Pixels, place: tuple[int, int], flipped: float) -> None:
    height, width = canvas.shape[:2]
    top, bottom = (height * (place[0] + i) // _DOWN for i in range(2))
    left, right = (width * (place[1] + i) // _ACROSS for i in range(2))
    tile = shown[top:bottom, left:right]
    if flipped in (0.0, 1.0):
        canvas[top:bottom, left:right] = tile
        return
    # Each tile has a camera of its own: it never reaches over its neighbours.
    cell, angle = np.zeros_like(tile), np.pi * (flipped - (flipped > 0.5))
    draw(cell, tile, moved(turned(_whole(tile), angle), z=0.35 * np.sin(np.pi * flipped)))
    canvas[top:bottom, left:right] = cell
