"""What is drawn on a page beside its text: pictures, plots, tints and rules.

The page is looked at, not parsed: it is rastered, its lines of text are wiped out,
and what ink is left falls into connected patches. So clipped, white, hidden and
off-page drawing operators need no thought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pymupdf

from converter.document.pdf.geometry import Box, grown, height, width
from converter.document.pdf.page import Line

Gray = npt.NDArray[np.uint8]

CONTRAST = 10
"""Grey levels (of 255) by which ink differs from the paper."""
REACH = 2
"""Points by which patches are widened to see which belong together."""
THIN = 3.5
"""Points up to which a patch is a rule."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Connected ink; `filled` is the share of its box that is inked.

    A `frame` has nearly all its ink along its edges: a box around words, or the axes
    of a plot.
    """

    box: Box
    filled: float
    frame: bool = False

    @property
    def rule(self) -> bool:
        """Whether it is no more than a line across or down."""
        return min(width(self.box), height(self.box)) <= THIN


def patches(page: Any, lines: Sequence[Line]) -> list[Patch]:
    """Find the connected patches of ink on a page that are not text."""
    gray = raster(page, 1.0)
    mask = (np.abs(gray.astype(np.int16) - _paper(gray)) > CONTRAST).astype(np.uint8)
    for line in lines:
        for run in line.runs:
            x0, y0, x1, y1 = (round(value) for value in grown(run.box, 0.5))
            mask[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = 0
    kernel = np.ones((2 * REACH + 1, 2 * REACH + 1), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(mask, kernel))
    inked = np.bincount((labels * mask).ravel(), minlength=count)
    return [
        _patch(stats[i], int(inked[i]), mask & (labels == i) if _large(stats[i]) else mask[:0])
        for i in range(1, count)
        if inked[i] > 2
    ]


def rules(gray: Gray, zoom: float) -> tuple[list[Box], list[Box]]:
    """Find the straight lines of a raster: those across and those down, in points."""
    mask = (np.abs(gray.astype(np.int16) - _paper(gray)) > 3 * CONTRAST).astype(np.uint8)
    across = _opened(mask, (round(24 * zoom), 1))
    down = _opened(mask, (1, round(9 * zoom)))
    return _thin(across, zoom), _thin(down, zoom)


def raster(page: Any, zoom: float, clip: Box | None = None) -> Gray:
    """Render a page, or a box of it, to grey levels of shape (height, width)."""
    matrix = pymupdf.Matrix(zoom, zoom)
    pixmap = page.get_pixmap(
        matrix=matrix, clip=clip, colorspace=pymupdf.csGRAY, alpha=False, annots=False
    )
    samples = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    return samples[:, : pixmap.width]


def _paper(gray: Gray) -> int:
    return int(np.bincount(gray.ravel(), minlength=256).argmax())


def _large(stat: npt.NDArray[np.int32]) -> bool:
    return bool(stat[2] > 60 and stat[3] > 20)


def _patch(stat: npt.NDArray[np.int32], inked: int, ink: Gray) -> Patch:
    left, top, wide, high = (int(value) for value in stat[:4])
    box = (
        float(left + REACH),
        float(top + REACH),
        float(left + wide - REACH),
        float(top + high - REACH),
    )
    inner = ink[
        top + 3 * REACH : top + high - 3 * REACH, left + 3 * REACH : left + wide - 3 * REACH
    ]
    frame = bool(inner.size) and int(inner.sum()) < 0.08 * inked
    return Patch(box, inked / max(1.0, (wide - 2 * REACH) * (high - 2 * REACH)), frame)


def _opened(mask: Gray, size: tuple[int, int]) -> Gray:
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((size[1], size[0]), np.uint8))
    return np.asarray(opened, np.uint8)


def _thin(mask: Gray, zoom: float) -> list[Box]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    boxes = [tuple(float(v) / zoom for v in (x, y, x + w, y + h)) for x, y, w, h, _ in stats[1:]]
    return [box for box in boxes if min(box[2] - box[0], box[3] - box[1]) < THIN]  # type: ignore[misc]
