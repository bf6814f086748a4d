"""Read: a Source becomes a Document, by the reader for its media type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from converter.document.excerpt import Pages, of_pages, of_sections
from converter.document.model import Document
from converter.errors import DocumentError

if TYPE_CHECKING:
    from converter.source import Source


def read(
    source: Source,
    *,
    assets: Path,
    allow_private: bool = False,
    password: str | None = None,
    picture_size: tuple[int, int] = (1920, 1080),
    pages: Pages = (),
    sections: Sequence[str] = (),
) -> Document:
    """Read a source into a Document; its pictures are written to the folder `assets`.

    `allow_private` lets a page show pictures from private networks, `password` opens an
    encrypted PDF, and `picture_size` (pixels) is the largest area a figure cut from a page
    has to fill. Of a long document only some `pages` (ranges of numbers from 1) or
    `sections` (headings, with all below them) may be asked for.

    Raises DocumentError for what cannot be read or holds nothing.
    """

    def web() -> Document:
        from converter.document.web import read_web

        return read_web(source, assets=assets, allow_private=allow_private)

    def pdf() -> Document:
        from converter.document.pdf import read_pdf

        return read_pdf(
            source, assets=assets, password=password, picture_size=picture_size, pages=pages
        )

    readers: dict[str, Callable[[], Document]] = {"text/html": web, "application/pdf": pdf}
    if source.media_type not in readers:
        raise DocumentError(
            f"{source.address}: {source.media_type} cannot be read, expected "
            + " or ".join(readers)
        )
    document = readers[source.media_type]()
    if not document.figures and not any(section.text for section in document.sections):
        raise DocumentError(f"{source.address}: neither words nor pictures found")
    if pages:
        document = of_pages(document, pages)
    return of_sections(document, sections) if sections else document
