"""Split screens: copies of the picture side by side."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from converter.render.compositing import Pixels, resized_quickly
from converter.render.effects.blurring import blurred
from converter.render.effects.grading import Grade, graded
from converter.render.effects.parameters import Params
from converter.render.effects.vfx.registry import vfx
from converter.render.effects.warping import filmed
from converter.render.placement import covering


@vfx("splitstill2", "two copies, one above the other", "still")
def split_2(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the middle of the picture twice."""
    return tiled(picture, 1, 2)


@vfx("splitstill3", "three copies, one above the other", "still")
def split_3(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the middle of the picture three times."""
    return tiled(picture, 1, 3)


@vfx("splitstill4", "four copies", "still")
def split_4(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the picture two by two times."""
    return tiled(picture, 2, 2)


@vfx("splitstill6", "six copies", "still")
def split_6(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the picture three by two times."""
    wide = picture.shape[1] >= picture.shape[0]
    return tiled(picture, 3, 2) if wide else tiled(picture, 2, 3)


@vfx("splitstill9", "nine copies", "still")
def split_9(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the picture three by three times."""
    return tiled(picture, 3, 3)


@vfx("blurthreesplit", "sharp middle, blurred top and bottom", "still")
def blur_three_split(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the picture sharp in the middle third, enlarged and blurred above and below."""
    height, third = picture.shape[0], round(picture.shape[0] / 3)
    shown = filmed(blurred(picture, 0.02), 1.25)
    shown[third : height - third] = picture[third : height - third]
    return shown


@vfx("blackwhitesplit", "a coloured middle between two grey parts", "still")
def black_white_split(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show the middle third in colour, above and below it in grey."""
    height, third = picture.shape[0], round(picture.shape[0] / 3)
    shown = graded(picture, Grade(contrast=0.15, saturation=-1))
    shown[third : height - third] = picture[third : height - third]
    return shown


@vfx("livesplit", "four copies, lit one after another")
def live_split(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Show four copies of which one at a time is in colour."""
    shown, lit = tiled(picture, 2, 2), int(t * 2) % 4
    grey = graded(shown, Grade(saturation=-1, brightness=-0.1))
    rows = slice(0, picture.shape[0] // 2) if lit < 2 else slice(picture.shape[0] // 2, None)
    left = lit in (0, 3)
    columns = slice(0, picture.shape[1] // 2) if left else slice(picture.shape[1] // 2, None)
    grey[rows, columns] = shown[rows, columns]
    return grey


@vfx("marquee", "a row of copies passes by")
def marquee(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Pass three rows of copies by, the middle one against the others."""
    height, width = picture.shape[:2]
    rows = tiled(picture, 3, 3)
    edges = [round(height * part / 3) for part in range(4)]
    for row, (top, bottom) in enumerate(pairwise(edges)):
        shift = round(t * 0.12 * width) * (1 if row == 1 else -1)
        rows[top:bottom] = np.roll(rows[top:bottom], shift, axis=1)
    return rows


def tiled(picture: Pixels, columns: int, rows: int) -> Pixels:
    """Return a grid of copies, each cut to the aspect of its tile."""
    height, width = picture.shape[:2]
    size = -(-width // columns), -(-height // rows)
    tile = resized_quickly(picture, size, covering((width, height), size))
    whole = np.tile(tile, (rows, columns, 1))[:height, :width]
    return np.ascontiguousarray(whole)
