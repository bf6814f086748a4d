"""OCR: words for pages that are only pictures.

What is recognised is written over the picture as invisible text, so that everything
after this reads a scan as it reads any other page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
import pymupdf

from converter.document.pdf.geometry import Box, height, width
from converter.ocr import available, recognise

__all__ = ["add_words", "available"]

RESOLUTION = 200
"""Dots an inch at which a page is looked at; small print needs no more."""
READABLE = 0.85
"""Mean confidence of letters that stand upright; upside down it is about 0.7."""
STEP = 1.25
"""Sizes of lines differ by this factor or not at all: boxes of one size vary by less."""
LETTERS = 0.72
"""Font size as a share of the height of a recognised line."""
_LATIN, _CJK = "helv", "china-s"
_INVISIBLE = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line of text, its box in points, and how sure the recognition is, 0 to 1."""

    text: str
    box: Box
    score: float


def add_words(page: Any) -> bool:
    """Write the words recognised on a page over it, unseen; False when there are none.

    A page that was scanned sideways or upside down is turned first.
    """
    found = _upright(page)
    for line, size in zip(found, _sizes(found), strict=True):
        _write(page, line, size)
    return bool(found)


def _upright(page: Any) -> list[Recognised]:
    """Return the lines of a page, turned the way it is read with most certainty.

    The recogniser reads lines that run downwards, and none that are upside down.
    """
    if page.rotation:
        page.remove_rotation()
    found = list(_recognised(page))
    sideways = sum(height(line.box) > width(line.box) for line in found) > len(found) / 2
    certain = _certainty(found) >= READABLE
    turn = (270 if certain else 90) if sideways else (0 if certain else 180)
    if not found or turn == 0:
        return found
    _turn(page, turn)
    turned = list(_recognised(page))
    if _certainty(turned) < _certainty(found) and not sideways:
        _turn(page, 180)
        return found
    return turned


def _turn(page: Any, degrees: int) -> None:
    page.set_rotation(degrees)
    page.remove_rotation()


def _certainty(found: Iterable[Recognised]) -> float:
    """Return the mean score of a letter."""
    lines = list(found)
    return sum(x.score * len(x.text) for x in lines) / max(1, sum(len(x.text) for x in lines))


def _recognised(page: Any) -> Iterator[Recognised]:
    drawn = page.get_pixmap(dpi=RESOLUTION, alpha=False, colorspace=pymupdf.csRGB)
    shape = drawn.height, drawn.width, 3
    bgr = np.frombuffer(drawn.samples, np.uint8).reshape(shape)[:, :, ::-1]
    points = 72 / RESOLUTION
    for line in recognise(bgr):
        left, top, right, bottom = (side * points for side in line.box)
        yield Recognised(line.text, (left, top, right, bottom), line.score)


def _sizes(found: Iterable[Recognised]) -> Iterator[float]:
    """Yield a font size for each line, in few steps around that of most."""
    heights = [max(1.0, height(line.box)) for line in found]
    usual = median(heights) if heights else 1.0
    for each in heights:
        yield LETTERS * usual * STEP ** round(math.log(each / usual, STEP))


def _write(page: Any, line: Recognised, size: float) -> None:
    """Write a line as wide as its box; a reader takes the mean of both scales as its size."""
    font = _LATIN if _is_latin(line.text) else _CJK
    natural = pymupdf.get_text_length(line.text, fontname=font, fontsize=size)
    wider = width(line.box) / max(natural, 1.0)
    start = pymupdf.Point(line.box[0], line.box[3] - 0.2 * height(line.box))
    page.insert_text(
        start,
        line.text,
        fontsize=size / wider,
        fontname=font,
        render_mode=_INVISIBLE,
        morph=(start, pymupdf.Matrix(wider * wider, 1)),
    )


def _is_latin(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
