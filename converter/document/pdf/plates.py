"""Plates: the pages of a PDF as pictures, for people to look at."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pymupdf

from converter.document.pdf.opening import open_pdf, sound_pages

if TYPE_CHECKING:
    from converter.source import Source

LONGER_SIDE = 1100
"""Pixels: small print can just be read, and a page takes some hundred kilobytes at most."""
QUALITY = 60


@dataclass(frozen=True, slots=True)
class Plate:
    """A page: its number from 1, its size in points, its picture as a data address."""

    number: int
    width: float
    height: float
    picture: str


def plates(source: Source, password: str | None = None) -> Iterator[Plate]:
    """Yield the pages of a PDF that can be loaded, in order."""
    with open_pdf(source, password) as pdf:
        for page in sound_pages(pdf)[0]:
            width, height = page.rect.width, page.rect.height
            zoom = LONGER_SIDE / max(width, height, 1)
            drawn = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)
            data = b64encode(drawn.tobytes("jpeg", jpg_quality=QUALITY)).decode("ascii")
            yield Plate(page.number + 1, width, height, f"data:image/jpeg;base64,{data}")
