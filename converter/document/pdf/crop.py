"""A region of a page as a picture file, at the resolution a video needs."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pymupdf
from PIL import Image

from converter.document.pdf.geometry import Box, area, grown, height, intersection, share, width
from converter.document.pdf.page import Page

Rgb = npt.NDArray[np.uint8]

BORDER = 0.012
"""Border left around the trimmed picture, as a share of its longer side."""
ENLARGED = 2.0
"""How far beyond its own pixels an embedded raster may be drawn."""
SHARPEST = 10.0
"""Largest zoom, pixels a point: a line of 8-point type stays a line, not a wall."""
FLAT = 0.45
"""Share of points like their neighbour up to which a picture may be a photograph."""
TOLERANCE = 6
"""Levels (of 255) by which a pixel may differ from the margin's colour."""


@dataclass(frozen=True, slots=True)
class Cropped:
    """A picture file and its pixels; `photo` when it has a photograph's many tones."""

    path: Path
    width: int
    height: int
    photo: bool


def crop(
    fitz_page: Any,
    page: Page,
    box: Box,
    *,
    hidden: Sequence[Box],
    assets: Path,
    size: tuple[int, int],
    trim: bool = True,
) -> Cropped | None:
    """Render a box of a page to a PNG named by its content; None when it is empty.

    The picture fills `size` (width, height) in one direction and exceeds it in none,
    except that a raster is never drawn beyond twice its own pixels. `hidden` boxes,
    text that only strays in, are painted over.
    """
    box = intersection(box, page.box)
    if min(width(box), height(box)) < 2:
        return None
    room = 1 - 2 * BORDER if trim else 1.0
    zoom = _zoom(page, box, (room * size[0], room * size[1]))
    picture = _rendered(fitz_page, box, zoom)
    for other in hidden:
        _paint_over(picture, other, box, zoom)
    if trim:
        picture = _trimmed(picture)
    if min(picture.shape[:2]) < 2 or picture.std() < 0.5:
        return None
    return _saved(picture, assets)


def _zoom(page: Page, box: Box, size: tuple[float, float]) -> float:
    fitting = min(size[0] / width(box), size[1] / height(box), SHARPEST)
    shown = [photo for photo in page.photos if share(photo.box, box) > 0.5]
    if sum(area(intersection(photo.box, box)) for photo in shown) < 0.7 * area(box):
        return fitting
    finest = max(
        max(photo.pixels[0] / width(photo.box), photo.pixels[1] / height(photo.box))
        for photo in shown
    )
    return min(fitting, ENLARGED * finest)


def _rendered(fitz_page: Any, box: Box, zoom: float) -> Rgb:
    matrix = pymupdf.Matrix(zoom, zoom)
    pixmap = fitz_page.get_pixmap(
        matrix=matrix, clip=box, colorspace=pymupdf.csRGB, alpha=False, annots=False
    )
    samples = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    return samples[:, : pixmap.width * 3].reshape(pixmap.height, pixmap.width, 3).copy()


def _paint_over(picture: Rgb, hidden: Box, box: Box, zoom: float) -> None:
    x0, y0, x1, y1 = (
        max(0, round((value - origin) * zoom))
        for value, origin in zip(grown(hidden, 0.5), (*box[:2], *box[:2]), strict=True)
    )
    if x1 > x0 and y1 > y0:
        picture[y0:y1, x0:x1] = _margin(picture)


def _margin(picture: Rgb) -> Rgb:
    """The commonest colour of the outermost pixels."""
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    colours, counts = np.unique(edge, axis=0, return_counts=True)
    return np.asarray(colours[counts.argmax()], np.uint8)


def _trimmed(picture: Rgb) -> Rgb:
    """Cut away the empty margin and give all sides the same small one back."""
    paper = _margin(picture)
    inked = (np.abs(picture.astype(np.int16) - paper) > TOLERANCE).any(axis=2)
    down, across = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(down) or paper.min() < 200:
        return picture
    inner = picture[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    border = max(2, round(BORDER * max(inner.shape[:2])))
    whole = np.empty((inner.shape[0] + 2 * border, inner.shape[1] + 2 * border, 3), np.uint8)
    whole[:] = paper
    whole[border:-border, border:-border] = inner
    return whole


def _saved(picture: Rgb, assets: Path) -> Cropped:
    data = io.BytesIO()
    Image.fromarray(picture).save(data, "PNG", compress_level=4)
    content = data.getvalue()
    path = assets / f"{hashlib.sha256(content).hexdigest()[:20]}.png"
    if not path.exists():
        assets.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Cropped(path, picture.shape[1], picture.shape[0], _is_photo(picture))


def _is_photo(picture: Rgb) -> bool:
    """A photograph has many tones, and few of its points have a neighbour just like them."""
    step = max(2, max(picture.shape[:2]) // 200)
    coarse = picture[::step, ::step].astype(np.int16)
    alike = (np.abs(np.diff(coarse, axis=1)).max(axis=2) <= 1).mean()
    tones = len(np.unique(coarse.mean(axis=2).astype(np.uint8)))
    return bool(alike < FLAT and tones > 90)
