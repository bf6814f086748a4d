"""Cells: transitions in which the picture falls into small pieces."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from converter.render.compositing import Pixels, mixed
from converter.render.effects.fields import Field, grid, reveal, smooth
from converter.render.effects.registry import transition
from converter.render.effects.warping import places, sampled

_ROW = np.sqrt(3) / 2
"""Distance of two rows of a hexagonal lattice whose neighbours are 1 apart."""


@transition("pixelize", "pixels grow and shrink")
def pixelize(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Mix both pictures behind a mosaic that is coarsest at the middle."""
    height, width = a.shape[:2]
    coarse = 1 + round(2 * min(p, 1 - p) * height / 22)
    small = (max(1, width // coarse), max(1, height // coarse))
    mosaic = cv2.resize(mixed(a, b, p), small, interpolation=cv2.INTER_AREA)
    large = cv2.resize(mosaic, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(large, dtype=np.uint8)


@transition("hexagonalize", "hexagonal cells grow and shrink")
def hexagonalize(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Mix both pictures behind a honeycomb that is coarsest at the middle."""
    height, width = a.shape[:2]
    pitch = 2 * min(p, 1 - p) * height / 11
    picture = mixed(a, b, smooth(p))
    if pitch < 2:
        return picture
    box = int(pitch * 0.8) | 1
    soft = np.asarray(cv2.blur(picture, (box, box)), dtype=np.uint8)
    even, odd = (_flat(soft, pitch, shift) for shift in (0.0, 0.5))
    return reveal(even, odd, _nearer_odd(height, width, pitch))


@transition("flyeye", "the many lenses of an insect's eye")
def flyeye(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Look through round lenses with coloured rims, strongest at the middle."""
    strength = smooth(min(1.0, 2.4 * min(p, 1 - p)))
    picture = mixed(a, b, smooth(p))
    bends = (strength * power for power in (1.05, 0.9, 0.75))
    lenses = (_lensed(picture[..., i], bend) for i, bend in enumerate(bends))
    return np.stack(tuple(lenses), axis=2)


@transition("squareswire", "the squares of a grid grow into the new picture")
def squareswire(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Grow a square in every cell of a grid, those at the left top first."""
    reach, late, half = _grown(*a.shape[:2])
    return reveal(a, b, np.clip(2.2 * p - late * np.float32(1.2), 0, 1) * (half + 1.5) - reach)


def _centres(length: int, pitch: float, shift: float) -> tuple[Field, Field]:
    """Return for each place of a line its cell's centre, and how far that is."""
    x = np.arange(length, dtype=np.float32) - np.float32((length - 1) / 2)
    centre = (np.rint(x / np.float32(pitch) - np.float32(shift)) + np.float32(shift)) * pitch
    return (centre + (length - 1) / 2).astype(np.float32), (x - centre).astype(np.float32)


def _flat(picture: Pixels, pitch: float, shift: float) -> Pixels:
    """Fill the rectangles of a lattice with the colour at their centres."""
    height, width = picture.shape[:2]
    column, _ = _centres(width, pitch, shift)
    row, _ = _centres(height, pitch * 2 * _ROW, shift)
    columns = np.clip(np.rint(column), 0, width - 1).astype(np.intp)
    rows = np.clip(np.rint(row), 0, height - 1).astype(np.intp)
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    lines = picture[rows[starts]][:, columns]
    return np.repeat(lines, np.diff(starts, append=height), axis=0)


def _nearer_odd(height: int, width: int, pitch: float) -> Field:
    """Return how many pixels the odd centres are nearer than the even ones."""
    even, odd = (_squared(height, width, pitch, shift) for shift in (0.0, 0.5))
    return np.asarray((even - odd) / np.float32(2 * pitch), dtype=np.float32)


def _squared(height: int, width: int, pitch: float, shift: float) -> Field:
    _, across = _centres(width, pitch, shift)
    _, down = _centres(height, pitch * 2 * _ROW, shift)
    return np.asarray((across**2)[None, :] + (down**2)[:, None], dtype=np.float32)


def _lensed(channel: Pixels, bend: float) -> Pixels:
    x, y, across, down = _lenses(*channel.shape)
    return sampled(channel, x + across * np.float32(bend), y + down * np.float32(bend))


@lru_cache(maxsize=2)
def _lenses(height: int, width: int) -> tuple[Field, Field, Field, Field]:
    """Return each place, and how much farther from its lens' centre it looks."""
    pitch = max(2.0, height / 14)
    odd = _nearer_odd(height, width, pitch) > 0
    columns = [_centres(width, pitch, shift)[1] for shift in (0.5, 0.0)]
    rows = [_centres(height, pitch * 2 * _ROW, shift)[1][:, None] for shift in (0.5, 0.0)]
    across, down = np.where(odd, *columns), np.where(odd, *rows)
    bulge = 6 * np.hypot(across, down) / pitch + 0.2
    x, y = places(height, width)
    return x, y, (across * bulge).astype(np.float32), (down * bulge).astype(np.float32)


@lru_cache(maxsize=2)
def _grown(height: int, width: int) -> tuple[Field, Field, float]:
    """Return the size at which a square reaches a pixel, how late it grows, half its cell."""
    x, y = grid(height, width)
    pitch = np.float32(height / 9)
    reach = np.maximum(np.abs(x % pitch - pitch / 2), np.abs(y % pitch - pitch / 2))
    late = (np.floor(x / pitch) + np.floor(y / pitch)).astype(np.float32)
    late -= late.min()
    return reach + np.float32(0.5), late / max(1.0, float(late.max())), float(pitch / 2)
