"""Read a PDF: pages to lines, lines to regions, regions to sections and figures.

    opening    bytes to an open, readable file, or one clear line why not
    page       what stands on a page: lines of text in runs of one style
    furniture  what stands on every page and says nothing: heads, feet, numbers
    layout     lines to regions (text, heading, caption, table, ...), reading order
    ink        what is drawn on a page beside its text
    captions   what a caption looks like and which picture it names
    figures    pictures grouped whole and bound to their captions
    crop       a region of a page as a picture file
    tables     cells of a table
    headings   which regions are headings, and their levels
    front      title, authors, date and journal of the first page
    flow       regions to sections and notes
    slides     decks: one section a page
    reader     the walk through all of these

Only these modules, and the fonts of `typeset`, know PyMuPDF.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converter.document.excerpt import Pages
from converter.document.shelf import kept
from converter.store import maker

if TYPE_CHECKING:
    from converter.document.model import Document
    from converter.source import Source

_READ_BY = ("pymupdf", "numpy", "pillow", "rapidocr", "onnxruntime")


def read_pdf(
    source: Source,
    *,
    assets: Path,
    password: str | None = None,
    picture_size: tuple[int, int] = (1920, 1080),
    pages: Pages = (),
) -> Document:
    """Read a PDF into a Document, as `reader` does; one that was read before is kept.

    What needs a password is not: it would lie open.
    """

    def document() -> Document:
        # PyMuPDF and its layout model take two seconds to load.
        from converter.document.pdf import reader

        return reader.read_pdf(
            source, assets=assets, password=password, picture_size=picture_size, pages=pages
        )

    if password is not None:
        return document()
    name = Path(source.address).name
    asked = source.sha256, source.label, name, picture_size, tuple(pages), maker(*_READ_BY)
    return kept(f"pdf {asked!r}", assets, document)
