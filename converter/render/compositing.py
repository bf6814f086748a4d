"""Compositing: scaling pictures and laying one over another.

Pictures are uint8 arrays, (height, width, 3) opaque or (height, width, 4) with
straight alpha. Colours are weighted by alpha wherever pixels mix, so that the
invisible colour of transparent pixels leaves no fringe.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from converter.render.placement import Size

Pixels = npt.NDArray[np.uint8]


def opaque(picture: Pixels) -> Pixels:
    """Return the picture without an alpha channel that says nothing."""
    if picture.shape[2] == 4 and int(picture[..., 3].min()) == 255:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGBA2RGB), dtype=np.uint8)
    return picture


def resized(
    picture: Pixels, size: Size, part: tuple[float, float, float, float] | None = None
) -> Pixels:
    """Scale a still, or a part of it (left, top, right, bottom), to width and height.

    Lanczos when it gets smaller, cubic when larger: sharp, without steps.
    """
    height, width = picture.shape[:2]
    part = part or (0.0, 0.0, float(width), float(height))
    if round(part[2] - part[0]) == size[0] and round(part[3] - part[1]) == size[1]:
        # To move a picture by less than a pixel would only soften it.
        left, top = round(part[0]), round(part[1])
        return np.ascontiguousarray(picture[top : top + size[1], left : left + size[0]])
    shrinks = part[2] - part[0] > size[0] or part[3] - part[1] > size[1]
    filter_ = Image.Resampling.LANCZOS if shrinks else Image.Resampling.BICUBIC
    scaled = Image.fromarray(picture).resize(size, filter_, box=part, reducing_gap=3.0)
    return np.asarray(scaled)


def resized_quickly(
    picture: Pixels, size: Size, part: tuple[float, float, float, float] | None = None
) -> Pixels:
    """Scale a picture of a video: a few milliseconds, edges to whole pixels."""
    if part:
        left, top, right, bottom = (round(edge) for edge in part)
        picture = picture[top:bottom, left:right]
    height, width = picture.shape[:2]
    if (width, height) == size:
        return picture
    shrinks = width > size[0] or height > size[1]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    if picture.shape[2:] != (4,):
        return np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8)
    return unweighted(np.asarray(cv2.resize(weighted(picture), size, interpolation=way), np.uint8))


def weighted(picture: Pixels) -> Pixels:
    """Return RGBA with its colours multiplied by its opacity, as they may be averaged."""
    alpha = np.ascontiguousarray(picture[..., 3])
    colours = [cv2.multiply(picture[..., i], alpha, scale=1 / 255) for i in range(3)]
    return np.asarray(cv2.merge([*colours, alpha]), np.uint8)


def unweighted(picture: Pixels) -> Pixels:
    """Return RGBA with straight colours, what `weighted` did undone."""
    alpha = np.ascontiguousarray(picture[..., 3])
    colours = [cv2.divide(picture[..., i], alpha, scale=255) for i in range(3)]
    return np.asarray(cv2.merge([*colours, alpha]), np.uint8)


def faded(picture: Pixels, opacity: float) -> Pixels:
    """Return the picture with its opacity multiplied."""
    if opacity >= 1:
        return picture
    faint = np.empty((*picture.shape[:2], 4), np.uint8)
    faint[..., :3] = picture[..., :3]
    alpha = picture[..., 3] if picture.shape[2] == 4 else np.uint8(255)
    faint[..., 3] = np.rint(alpha * opacity)
    return faint


def paste(canvas: Pixels, picture: Pixels, x: int, y: int) -> None:
    """Lay a picture over the opaque canvas, in place; what is outside is cut off."""
    height, width = canvas.shape[:2]
    left, top = max(0, x), max(0, y)
    right = min(width, x + picture.shape[1])
    bottom = min(height, y + picture.shape[0])
    if left >= right or top >= bottom:
        return
    shown = picture[top - y : bottom - y, left - x : right - x]
    region = canvas[top:bottom, left:right]
    region[...] = shown if shown.shape[2] == 3 else _over(region, shown)


def mixed(a: Pixels, b: Pixels, amount: float) -> Pixels:
    """Return `amount` of b and the rest of a."""
    return np.asarray(cv2.addWeighted(a, 1 - amount, b, amount, 0), dtype=np.uint8)


def masked(a: Pixels, b: Pixels, mask: npt.NDArray[np.floating]) -> Pixels:
    """Return b where the mask (height, width), 0 to 1, is 1, and a where it is 0."""
    weight = np.ascontiguousarray(mask, np.float32)
    return np.asarray(cv2.blendLinear(a, b, 1 - weight, weight), dtype=np.uint8)


def _over(below: Pixels, above: Pixels) -> Pixels:
    weight = above[..., 3].astype(np.float32) / 255
    return masked(np.ascontiguousarray(below), np.ascontiguousarray(above[..., :3]), weight)
