"""OCR: lines of text in a picture, by RapidOCR with the models in its wheel.

The only door to RapidOCR, which comes with the extra `ocr`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

SURE = 0.5
"""Confidence below which a line is not believed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, its box (left, top, right, bottom) in pixels, and how sure it is, 0 to 1."""

    text: str
    box: tuple[float, float, float, float]
    score: float


def available() -> bool:
    """Tell whether the extra is installed."""
    return find_spec("rapidocr") is not None


def recognise(picture: NDArray[np.uint8]) -> Iterator[Line]:
    """Yield the lines of text in a picture: uint8 BGR, shape (height, width, 3)."""
    result = _engine()(np.ascontiguousarray(picture))
    lines = zip(result.boxes, result.txts, result.scores, strict=True) if result.txts else ()
    for corners, text, score in lines:
        if score >= SURE and text.strip():
            (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
            box = float(left), float(top), float(right), float(bottom)
            yield Line(text, box, float(score))


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").disabled = True
    return RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False})
