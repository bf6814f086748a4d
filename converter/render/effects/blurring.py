"""Blurring: pictures out of focus, at a cost that does not grow with the blur."""

from __future__ import annotations

import cv2
import numpy as np

from converter.render.compositing import Pixels, resized_quickly

_WORKING_SIGMA = 3.0
"""A blur this wide loses nothing by being computed on a smaller picture."""


def blurred(picture: Pixels, share: float) -> Pixels:
    """Return the picture blurred by a sigma that is a share of its shorter side."""
    sigma = share * min(picture.shape[:2])
    if sigma < 0.3:
        return picture
    reduction = max(1.0, sigma / _WORKING_SIGMA)
    size = picture.shape[1], picture.shape[0]
    small = max(1, round(size[0] / reduction)), max(1, round(size[1] / reduction))
    soft = cv2.GaussianBlur(resized_quickly(picture, small), (0, 0), sigma / reduction)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR), np.uint8)
