"""EPUB: a book's chapters in the order of its spine.

`package` finds them, `chapters` reads them as the webpages they are.
"""

from __future__ import annotations

from pathlib import Path

from converter.document.archive import Archive
from converter.document.model import Document
from converter.source import Source


def read_epub(source: Source, *, assets: Path) -> Document:
    """Read a book; its cover is the first figure.

    Raises DocumentError for a book that is protected, damaged, a bomb, or empty.
    """
    from converter.document.epub.chapters import Places, chapters
    from converter.document.epub.package import open_book
    from converter.document.web.whole import write

    archive = Archive(source)
    book = open_book(archive)
    places = Places()
    return write(
        source,
        list(chapters(source, book, places)),
        book.facts(),
        spans=places,
        assets=assets,
        fetch=archive.pictures,
        warnings=book.warnings,
    )
