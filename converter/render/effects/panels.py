"""Panels: pictures as flat panels in space, seen by a camera in front of the frame.

Space is measured in heights of the frame, from its middle: x to the right, y down,
z away from the viewer. A panel at z = 0 that faces the viewer appears as it is.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels, masked

Points = npt.NDArray[np.float64]
_CAMERA = 2.2
"""Distance of the camera to the frame, in heights of it."""
_NEAREST = -0.9 * _CAMERA
_SUBPIXELS = 4


def panel(left: float, top: float, right: float, bottom: float) -> Points:
    """Return the corners of a panel in the plane of the frame, clockwise, shape (4, 3)."""
    corners = ((left, top, 0), (right, top, 0), (right, bottom, 0), (left, bottom, 0))
    return np.array(corners, np.float64)


def turned(corners: Points, radians: float, x: float = 0.0, z: float = 0.0) -> Points:
    """Turn corners around an upright axis at x and z, the right side away first."""
    sine, cosine = np.sin(radians), np.cos(radians)
    beside, behind = corners[:, 0] - x, corners[:, 2] - z
    out = corners.copy()
    out[:, 0] = x + beside * cosine - behind * sine
    out[:, 2] = z + beside * sine + behind * cosine
    return out


def moved(corners: Points, *, x: float = 0.0, z: float = 0.0) -> Points:
    """Move corners to the right and away."""
    return np.asarray(corners + np.array((x, 0.0, z)))


def draw(canvas: Pixels, picture: Pixels, corners: Points) -> None:
    """Draw a picture as a panel into the canvas, in place; its back is not seen."""
    seen = _projected(corners, canvas.shape[0], canvas.shape[1])
    if _area(seen) < 1:
        return
    (left, top), (right, bottom) = _bounds(seen, canvas.shape[0], canvas.shape[1])
    if left >= right or top >= bottom:
        return
    seen -= (left, top)
    size = (right - left, bottom - top)
    region = canvas[top:bottom, left:right]
    region[...] = masked(
        np.ascontiguousarray(region), _laid(picture, seen, size), _inside(seen, size)
    )


def _projected(corners: Points, height: int, width: int) -> Points:
    """Return the corners in pixels of the frame, pixel centres at whole numbers."""
    depth = _CAMERA / (_CAMERA + np.maximum(corners[:, 2:], _NEAREST))
    middle = np.array([width - 1, height - 1]) / 2
    return np.asarray(corners[:, :2] * depth * height + middle)


def _area(seen: Points) -> float:
    """Return the area, negative when the corners run counter-clockwise."""
    x, y = seen.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def _bounds(seen: Points, height: int, width: int) -> tuple[tuple[int, int], tuple[int, int]]:
    low = np.clip(np.floor(seen.min(axis=0)), 0, (width, height)).astype(int)
    high = np.clip(np.ceil(seen.max(axis=0)) + 1, 0, (width, height)).astype(int)
    return (int(low[0]), int(low[1])), (int(high[0]), int(high[1]))


def _laid(picture: Pixels, seen: Points, size: tuple[int, int]) -> Pixels:
    height, width = picture.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    laid = cv2.warpPerspective(picture, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(laid, dtype=np.uint8)


def _inside(seen: Points, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Return how much of each pixel is inside of the corners, 0 to 1."""
    cover = np.zeros((size[1], size[0]), np.uint8)
    outline = np.rint(seen * (1 << _SUBPIXELS)).astype(np.int32)
    cv2.fillConvexPoly(cover, outline, 255, cv2.LINE_AA, _SUBPIXELS)
    return cover.astype(np.float32) * np.float32(1 / 255)
