"""Matte: what of a picture is opaque, by another picture or by the colour behind it.

A coloured screen is known by its chroma: how far that of a pixel lies inside a wedge
around the screen's tells the share of the screen in it. Where a pixel is near to both,
the colours beside it say what is mixed there, and so how much of each: edges are soft,
and have no rim of the screen's colour.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels
from converter.render.effects.fields import Field

SCREENS = {"green": (0, 177, 64), "blue": (0, 71, 187)}
"""What screens are painted with; the one in the picture is looked for around it."""

_SOLID, _CLEAR = 0.08, 0.5
"""Share of the screen up to which a pixel is solid, and from which it is clear: spill
is below, shadows and folds of the screen are above."""
_EDGE = 1 / 150
"""Width of an edge, as a share of the picture's shorter side."""
_LEAST_REST = 0.2
"""Less than this share of a pixel is too little to tell its own colour from."""
_LEAST_SCREEN = 0.01
"""Share of the picture that must be screen for its colour to be measured there."""
_STEP = 4
"""A measured colour is rounded to this, so that one table serves many frames."""

_Mask = npt.NDArray[np.bool_]
_Places = npt.NDArray[np.intp]
_Colours = npt.NDArray[np.floating]


def masked_by(picture: Pixels, mask: Pixels) -> Pixels:
    """Return the picture as opaque as a mask is bright, seen over black."""
    height, width = picture.shape[:2]
    bright = cv2.cvtColor(np.ascontiguousarray(mask[..., :3]), cv2.COLOR_RGB2GRAY)
    if mask.shape[2] == 4:
        bright = cv2.multiply(bright, mask[..., 3], scale=1 / 255)
    if bright.shape != (height, width):
        way = cv2.INTER_AREA if bright.shape[0] > height else cv2.INTER_LINEAR
        bright = cv2.resize(bright, (width, height), interpolation=way)
    return _cut(picture, np.asarray(bright, np.uint8))


def keyed(picture: Pixels, colour: str) -> Pixels:
    """Return the picture as RGBA, without a screen of a colour of SCREENS behind it."""
    colours = np.ascontiguousarray(picture[..., :3])
    ycc = np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2YCrCb), np.uint8)
    luma, *chroma = _screen(ycc, SCREENS[colour])
    place = ycc[..., 1].astype(np.uint16) << 8 | ycc[..., 2]
    share, alpha, cr, cb = cv2.split(_table(*chroma)[place])
    mixed = share.astype(np.float32) * np.float32(1 / 255)
    own = (ycc[..., 0] - mixed * luma) / np.maximum(1 - mixed, np.float32(_LEAST_REST))
    unmixed = cv2.merge((np.clip(own, 0, 255).astype(np.uint8), cr, cb))
    rgb = np.asarray(cv2.cvtColor(unmixed, cv2.COLOR_YCrCb2RGB), np.uint8)
    _despill(rgb, alpha, int(np.argmax(SCREENS[colour])))
    _refine(colours, rgb, alpha)
    return _cut(rgb if picture.shape[2] == 3 else np.dstack((rgb, picture[..., 3])), alpha)


def _refine(colours: Pixels, rgb: Pixels, alpha: Pixels) -> None:
    """Set colour and opacity anew, in place, where solid and clear are near each other."""
    side = 2 * max(2, round(min(alpha.shape) * _EDGE)) + 1
    near = np.ones((side, side), np.uint8)
    clear, solid = cv2.dilate(alpha, near) == 0, cv2.erode(alpha, near) == 255
    beside = cv2.dilate(solid.view(np.uint8), np.ones((2 * side + 1, 2 * side + 1), np.uint8))
    places = np.nonzero((beside == 1) & ~solid & ~clear)
    ours, theirs = _means(colours, solid, places, side), _means(colours, clear, places, side)
    way = ours - theirs
    gone = ((colours[places] - theirs) * way).sum(axis=1)
    share = np.clip(gone / np.maximum((way * way).sum(axis=1), 1), 0, 1)
    known = np.isfinite(share)
    rows, columns = (axis[known] for axis in places)
    alpha[rows, columns] = np.rint(share[known] * 255)
    rgb[rows, columns] = np.rint(ours[known])


def _despill(rgb: Pixels, alpha: Pixels, screen: int) -> None:
    """Let no pixel that is partly clear be more of the screen's channel than of another."""
    others = [np.ascontiguousarray(rgb[..., i]) for i in range(3) if i != screen]
    most = cv2.min(np.ascontiguousarray(rgb[..., screen]), cv2.max(*others))
    np.copyto(rgb[..., screen], most, where=alpha < 255)


def _means(colours: Pixels, where: _Mask, places: tuple[_Places, ...], side: int) -> _Colours:
    """Return the mean colour of what of a mask is near to places, nan where none is."""
    step = max(1, side // 6)
    thin = np.ascontiguousarray(where[::step, ::step])
    box = 2 * (side // step) + 1, 2 * (side // step) + 1
    seen = colours[::step, ::step] * thin[..., None]
    rows, columns = (axis // step for axis in places)
    total = cv2.boxFilter(seen, cv2.CV_32F, box, normalize=False)[rows, columns]
    count = cv2.boxFilter(thin.view(np.uint8), cv2.CV_32F, box, normalize=False)[rows, columns]
    with np.errstate(invalid="ignore"):
        return np.asarray(total / np.where(count >= 0.5, count, np.nan)[:, None])


def _screen(ycc: Pixels, nominal: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return Y, and Cr and Cb from grey, of the screen: the median of what may be it."""
    luma, cr, cb = (int(value) for value in _ycc(nominal))
    seen = cv2.resize(ycc, (96, 54), interpolation=cv2.INTER_NEAREST).reshape(-1, 3)
    reds, blues = seen[:, 1:].T.astype(np.float32) - 128
    along, across = _turned(reds, blues, cr - 128, cb - 128)
    screen = seen[(along > _CLEAR / 2) & (np.abs(across) < along / 2)]
    if len(screen) >= _LEAST_SCREEN * len(seen):
        luma, cr, cb = (round(float(m) / _STEP) * _STEP for m in np.median(screen, axis=0))
    return luma, cr - 128, cb - 128


def _ycc(colour: tuple[int, int, int]) -> Pixels:
    pixel = cv2.cvtColor(np.array([[colour]], np.uint8), cv2.COLOR_RGB2YCrCb)
    return np.asarray(pixel[0, 0], np.uint8)


def _turned(cr: Field, cb: Field, screen_cr: int, screen_cb: int) -> tuple[Field, Field]:
    """Return chroma along and across that of a screen, whose length is 1."""
    squared = np.float32(screen_cr**2 + screen_cb**2)
    along = (cr * screen_cr + cb * screen_cb) / squared
    across = (cr * screen_cb - cb * screen_cr) / squared
    return along, across


@lru_cache(maxsize=16)
def _table(screen_cr: int, screen_cb: int) -> Pixels:
    """Return for each Cr * 256 + Cb: share of the screen, opacity, own Cr and own Cb."""
    cr, cb = (axis.astype(np.float32) for axis in np.mgrid[-128:128, -128:128])
    along, across = _turned(cr, cb, screen_cr, screen_cb)
    share = np.clip(along - np.abs(across), 0, 1)
    alpha = 1 - np.clip((share - _SOLID) / (_CLEAR - _SOLID), 0, 1)
    rest = np.maximum(1 - share, _LEAST_REST)
    own = [(c - share * screen) / rest + 128 for c, screen in ((cr, screen_cr), (cb, screen_cb))]
    table = np.stack((share * 255, alpha * 255, *own), axis=-1).reshape(-1, 4)
    return np.asarray(np.clip(np.rint(table), 0, 255), np.uint8)


def _cut(picture: Pixels, alpha: Pixels) -> Pixels:
    """Return the picture with its opacity multiplied by an alpha channel."""
    if picture.shape[2] == 4:
        alpha = np.asarray(cv2.multiply(alpha, picture[..., 3], scale=1 / 255), np.uint8)
    return np.dstack((picture[..., :3], alpha))
