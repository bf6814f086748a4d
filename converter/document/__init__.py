"""Read: a Source becomes a Document, by the reader for its media type."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from converter.document.excerpt import Pages, of_pages, of_sections
from converter.document.model import Document
from converter.errors import DocumentError

if TYPE_CHECKING:
    from converter.source import Source


OFFICE = "application/vnd.openxmlformats-officedocument"
READ = "HTML, PDF, Markdown, plain text, DOCX, PPTX or EPUB"
# By media type: where the reader is, its name, and the options it takes beside `assets`.
_READERS = {
    "text/html": ("web", "read_web", "allow_private"),
    "application/pdf": ("pdf", "read_pdf", "password picture_size pages"),
    "text/markdown": ("markdown", "read_markdown", "allow_private"),
    "text/plain": ("text", "read_text", ""),
    f"{OFFICE}.wordprocessingml.document": ("docx", "read_docx", ""),
    f"{OFFICE}.presentationml.presentation": ("pptx", "read_pptx", ""),
    "application/epub+zip": ("epub", "read_epub", ""),
}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


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
    if source.media_type not in _READERS:
        raise DocumentError(f"{source.address}: {_refusal(source)}")
    home, name, known = _READERS[source.media_type]
    reader = getattr(import_module(f"converter.document.{home}"), name)
    options = {
        "allow_private": allow_private,
        "password": password,
        "picture_size": picture_size,
        "pages": pages,
    }
    document: Document = reader(
        source, assets=assets, **{option: options[option] for option in known.split()}
    )
    if not document.figures and not any(section.text for section in document.sections):
        raise DocumentError(f"{source.address}: neither words nor pictures found")
    if pages:
        document = of_pages(document, pages)
    return of_sections(document, sections) if sections else document


def _refusal(source: Source) -> str:
    """Say why a source has no reader."""
    if source.media_type != "application/x-ole-storage":
        return f"{source.media_type} cannot be read, expected {READ}"
    if _ENCRYPTED in source.content:
        return "is encrypted; save it without a password"
    return "a file of an Office before 2007; save it as DOCX or PPTX"
