"""Plates: drawn text as a picture that can be moved, turned and faded as a whole.

A place on the frame is moved by a matrix of homogeneous coordinates, shape (3, 3), in
pixels of the frame. Fractions of a pixel count: nothing shakes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels, faded
from converter.render.lettering import Drawn
from converter.render.placement import Box, Size

Matrix = npt.NDArray[np.float64]
Weighted = npt.NDArray[np.float32]
"""Colours multiplied by alpha, and alpha, each 0 to 255, shape (height, width, 4)."""

_NOTHING = np.zeros((0, 0, 4), np.uint8)


def shift(x: float, y: float) -> Matrix:
    """Return the matrix that moves everything by x and y."""
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def about(x: float, y: float, matrix: Matrix) -> Matrix:
    """Return a matrix that leaves x, y where it is and does around it what another does."""
    return shift(x, y) @ matrix @ shift(-x, -y)


def scale(across: float, down: float) -> Matrix:
    """Return the matrix that scales around the left top of the frame."""
    return np.diag([across, down, 1.0])


def turn(degrees: float) -> Matrix:
    """Return the matrix that turns clockwise around the left top of the frame."""
    angle = np.deg2rad(degrees)
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])


def tilt(around_x: float, around_y: float, distance: float) -> Matrix:
    """Return the view, from a distance in pixels, of a plane turned in space by degrees."""
    a, b = np.deg2rad(around_x), np.deg2rad(around_y)
    matrix = np.diag([np.cos(b), np.cos(a), 1.0])
    matrix[2, 0] = np.sin(b) / distance
    matrix[2, 1] = np.sin(a) / distance
    return matrix


def moved(drawn: Drawn, matrix: Matrix, frame: Size, opacity: float = 1.0) -> Drawn:
    """Return a picture moved by a matrix; what is more than a frame away is cut off."""
    step = matrix[:2, 2]
    if np.array_equal(matrix, shift(*step)) and np.array_equal(step, np.rint(step)):
        x, y = (int(value) for value in step)
        return replace(drawn, patch=faded(drawn.patch, opacity), x=drawn.x + x, y=drawn.y + y)
    area = _area(drawn, matrix, frame)
    if not drawn.patch.size or area.width <= 0 or area.height <= 0:
        return replace(drawn, patch=_NOTHING)
    # Centres of pixels, not corners, fall on each other.
    placed = shift(-area.x - 0.5, -area.y - 0.5) @ matrix @ shift(drawn.x + 0.5, drawn.y + 0.5)
    size = area.width, area.height
    taken = cv2.warpPerspective(weighted(drawn.patch), placed, size, flags=cv2.INTER_CUBIC)
    return replace(drawn, patch=straight(taken * np.float32(opacity)), x=area.x, y=area.y)


def within(drawn: Drawn, matrix: Matrix, frame: Size) -> Drawn:
    """Return the part of a picture that a shift brings onto the frame, and a pixel around it."""
    height, width = drawn.patch.shape[:2]
    x, y = drawn.x + matrix[0, 2], drawn.y + matrix[1, 2]
    left, top = max(0, floor(-x) - 1), max(0, floor(-y) - 1)
    right, bottom = min(width, ceil(frame[0] - x) + 1), min(height, ceil(frame[1] - y) + 1)
    if left >= right or top >= bottom:
        return replace(drawn, patch=_NOTHING)
    part = drawn.patch[top:bottom, left:right]
    return replace(drawn, patch=part, x=drawn.x + left, y=drawn.y + top)


def faint(drawn: Drawn, opacity: float) -> Drawn:
    """Return a picture with its opacity multiplied."""
    return replace(drawn, patch=faded(drawn.patch, opacity))


def masked(drawn: Drawn, mask: npt.NDArray[np.floating]) -> Drawn:
    """Return a picture with the opacity of its pixels multiplied by a mask, 0 to 1."""
    patch = drawn.patch.copy()
    patch[..., 3] = np.rint(patch[..., 3] * np.clip(mask, 0.0, 1.0))
    return replace(drawn, patch=patch)


def cut(drawn: Drawn, place: tuple[slice, ...], mask: npt.NDArray[np.bool_]) -> Drawn:
    """Return the part of a picture at rows and columns where a mask of them is true."""
    patch = drawn.patch[place].copy()
    patch[~mask] = 0
    return replace(drawn, patch=patch, x=drawn.x + place[1].start, y=drawn.y + place[0].start)


def stacked(plates: Sequence[Drawn], box: Box) -> Drawn:
    """Return pictures laid over each other as one, the first at the bottom."""
    shown = [plate for plate in plates if plate.patch.size]
    if not shown:
        return Drawn(_NOTHING, box.x, box.y, box)
    left, top = min(plate.x for plate in shown), min(plate.y for plate in shown)
    right = max(plate.x + plate.patch.shape[1] for plate in shown)
    bottom = max(plate.y + plate.patch.shape[0] for plate in shown)
    canvas = np.zeros((bottom - top, right - left, 4), np.float32)
    for plate in shown:
        height, width = plate.patch.shape[:2]
        y, x = plate.y - top, plate.x - left
        above = weighted(plate.patch)
        below = canvas[y : y + height, x : x + width]
        below *= 1 - above[..., 3:] / 255
        below += above
    return Drawn(straight(canvas), left, top, box, shown[0].overflow)


def weighted(patch: Pixels) -> Weighted:
    """Return a picture with its colours multiplied by alpha."""
    weights = patch.astype(np.float32)
    weights[..., :3] *= weights[..., 3:] / 255
    return weights


def straight(weights: Weighted) -> Pixels:
    """Return a picture whose colours were multiplied by alpha."""
    alpha = np.clip(weights[..., 3:], 0, 255)
    plain = np.empty(weights.shape, np.uint8)
    plain[..., :3] = np.rint(np.clip(weights[..., :3] * (255 / np.maximum(alpha, 0.5)), 0, 255))
    plain[..., 3:] = np.rint(alpha)
    return plain


def _area(drawn: Drawn, matrix: Matrix, frame: Size) -> Box:
    """Return the whole pixels that a moved picture may touch."""
    height, width = drawn.patch.shape[:2]
    across, down = np.array([-1, width + 1]) + drawn.x, np.array([-1, height + 1]) + drawn.y
    corners = np.array([[x, y, 1.0] for x in across for y in down]) @ matrix.T
    places = corners[:, :2] / np.maximum(corners[:, 2:], 1e-3)
    low = np.maximum(np.floor(places.min(axis=0)), [-frame[0], -frame[1]])
    high = np.minimum(np.ceil(places.max(axis=0)), [2 * frame[0], 2 * frame[1]])
    left, top = (int(value) for value in low)
    return Box(left, top, int(high[0]) - left, int(high[1]) - top)
