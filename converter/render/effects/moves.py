"""Moves: transitions in which a picture travels, grows or turns in the frame."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels, mixed
from converter.render.effects.fields import smooth
from converter.render.effects.registry import transition


@transition("directional", "the new picture pushes the old one up and away")
def directional(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Move both pictures up as one strip."""
    return _shifted(np.concatenate((a, b)), smooth(p) * a.shape[0], a.shape[0])


@transition("bounce_up", "the new picture comes in upward and bounces")
def bounce_up(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Let the new picture come up from the bottom over the old one."""
    return _stacked(a, b, _bounce(p), from_top=False)


@transition("bounce_down", "the new picture falls in and bounces")
def bounce_down(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Let the new picture fall from the top over the old one."""
    return _stacked(a, b, _bounce(p), from_top=True)


@transition("simplezoom", "the old picture rushes towards the viewer")
def simplezoom(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Enlarge the old picture and mix it into the new one in the second half."""
    near = _warped(a, 1 + 1.2 * p * p)
    return mixed(near, b, smooth(max(0.0, 2.5 * p - 1.5)))


@transition("dreamyzoom", "a turning, zooming cross-fade")
def dreamyzoom(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Turn and enlarge the old picture, and let the new one settle down."""
    old = _warped(a, 1 + 0.2 * min(1.0, 2 * p), 6 * p)
    new = _warped(b, 1 + 0.2 * min(1.0, 2 - 2 * p), -6 * (1 - p))
    return mixed(old, new, smooth(min(1.0, max(0.0, 2 * p - 0.5))))


@transition("rotatescalefade", "turn, shrink and fade")
def rotatescalefade(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Turn both pictures once around while they shrink and come back."""
    scale = 1 - 0.5 * np.sin(np.pi * p)
    return mixed(_warped(a, scale, 360 * smooth(p)), _warped(b, scale, 360 * smooth(p)), smooth(p))


@transition("squeeze", "the old picture is squeezed into the middle line")
def squeeze(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Press the old picture flat between halves of the new one."""
    height, width = a.shape[:2]
    flat = 1 - smooth(p)
    matrix = np.array([[1, 0, 0], [0, flat, (1 - flat) * (height - 1) / 2]], np.float32)
    if flat * height < 1:
        return b
    pressed = cv2.warpAffine(
        a, matrix, (width, height), dst=b.copy(), borderMode=cv2.BORDER_TRANSPARENT
    )
    return np.asarray(pressed, dtype=np.uint8)


@transition("doomscreentransition_up", "toothed columns leave upward")
def doomscreentransition_up(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Let the columns of the old picture leave at the top, each at its own speed."""
    return np.ascontiguousarray(_melted(a[::-1], b[::-1], p)[::-1])


@transition("doomscreentransition_down", "toothed columns leave downward")
def doomscreentransition_down(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Let the columns of the old picture leave at the bottom, each at its own speed."""
    return _melted(a, b, p)


def _shifted(strip: Pixels, offset: float, height: int) -> Pixels:
    """Cut a frame out of a tall strip at an offset that may lie between two rows."""
    top = min(int(offset), strip.shape[0] - height - 1)
    share = offset - top
    return mixed(strip[top : top + height], strip[top + 1 : top + 1 + height], share)


def _stacked(a: Pixels, b: Pixels, shown: float, *, from_top: bool) -> Pixels:
    rows = round(shown * a.shape[0])
    if from_top:
        return np.concatenate((b[a.shape[0] - rows :], a[rows:]))
    return np.concatenate((a[: a.shape[0] - rows], b[:rows]))


def _bounce(p: float) -> float:
    """Return how much has come in: down at 40, 75 and 95 hundredths, then at rest."""
    for start, end, height in ((0.4, 0.75, 0.25), (0.75, 0.95, 0.07)):
        if start < p < end:
            return 1 - height * (1 - (2 * (p - start) / (end - start) - 1) ** 2)
    return min(1.0, (p / 0.4) ** 2)


def _warped(picture: Pixels, scale: float, degrees: float = 0.0) -> Pixels:
    """Scale and turn around the middle; outside of the picture there is black."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, scale)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height)), dtype=np.uint8)


def _melted(a: Pixels, b: Pixels, p: float) -> Pixels:
    height, width = a.shape[:2]
    picture = b.copy()
    edges = np.linspace(0, width, _COLUMNS + 1).round().astype(int)
    for left, right, speed in zip(edges, edges[1:], _column_speeds(), strict=False):
        gone = min(height, round(height * p * p * speed))
        picture[gone:, left:right] = a[: height - gone, left:right]
    return picture


_COLUMNS = 40


@lru_cache(maxsize=1)
def _column_speeds() -> npt.NDArray[np.float64]:
    """Return a speed a column, at least 1 so that all are gone in time."""
    wobble = np.random.default_rng(3).random(_COLUMNS + 4)
    return 1 + 1.5 * np.convolve(wobble, np.ones(5) / 5, mode="valid")
