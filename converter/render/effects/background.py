"""Background: what fills the frame where a clip's own picture does not."""

from __future__ import annotations

import cv2
import numpy as np

from converter.render.compositing import Pixels, opaque, paste, resized, resized_quickly
from converter.render.effects.colours import parse
from converter.render.placement import Size, covering

BLUR_SHARE = 0.25
"""Sigma of the blur at Radius 1, as a share of the frame's shorter side."""
_WORKING_SIGMA = 4.0
"""A blur this wide loses nothing by being computed on a smaller picture."""


def blurred(picture: Pixels, radius: float, frame: Size) -> Pixels:
    """Return the picture blurred and scaled to cover the frame, opaque."""
    sigma = radius * BLUR_SHARE * min(frame)
    reduction = max(1.0, sigma / _WORKING_SIGMA)
    small = (max(1, round(frame[0] / reduction)), max(1, round(frame[1] / reduction)))
    part = covering((picture.shape[1], picture.shape[0]), small)
    reduced = on_colour(resized_quickly(picture, small, part), "#000000")
    soft = cv2.GaussianBlur(reduced, (0, 0), sigma / reduction, borderType=cv2.BORDER_REPLICATE)
    return resized_quickly(np.asarray(soft, dtype=np.uint8), frame)


def covered(picture: Pixels, frame: Size) -> Pixels:
    """Return the picture scaled to cover the frame, what is too much cut off evenly."""
    height, width = picture.shape[:2]
    return resized(picture, frame, covering((width, height), frame))


def plain(colour: str, frame: Size) -> Pixels:
    """Return a frame of one colour."""
    return np.full((frame[1], frame[0], 3), parse(colour).rgb, np.uint8)


def on_colour(picture: Pixels, colour: str) -> Pixels:
    """Return the picture without transparency, the colour where there was some."""
    picture = opaque(picture)
    if picture.shape[2] == 3:
        return picture
    ground = plain(colour, (picture.shape[1], picture.shape[0]))
    paste(ground, picture, 0, 0)
    return ground
