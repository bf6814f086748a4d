"""Stills: one picture that stands for a shot."""

from __future__ import annotations

from contextlib import closing
from fractions import Fraction

import numpy as np

from converter.footage.model import Shot
from converter.media import Picture, VideoFrames, load_picture

GROUND = 255
"""What shows through where a picture is not opaque: white, as on a page."""


def still(shot: Shot, side: int, place: Fraction = Fraction(1, 2)) -> Picture:
    """Return the picture at a share of a shot's time: uint8 RGB, upright, reduced to fit a square.

    Raises RenderError where nothing can be decoded.
    """
    box = (side, side)
    if shot.still:
        return _opaque(load_picture(shot.media.path, within=box))
    with closing(VideoFrames(shot.media.path, within=box)) as frames:
        return _opaque(frames.at(shot.begin + place * (shot.end - shot.begin)))


def _opaque(picture: Picture) -> Picture:
    if picture.shape[2] == 3:
        return picture
    opacity = picture[:, :, 3:].astype(np.float32) / 255
    colours = picture[:, :, :3] * opacity + GROUND * (1 - opacity)
    return np.asarray(colours.round(), np.uint8)
