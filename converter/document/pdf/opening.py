"""Open a PDF whatever its state, or say in one line why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pymupdf

from converter.errors import DocumentError

if TYPE_CHECKING:
    from converter.source import Source

FAULTS = (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError)
"""What the library raises over a file it cannot make sense of."""
Pdf = Any
"""An open `pymupdf.Document`; the library is typed loosely."""


@contextmanager
def open_pdf(source: Source, password: str | None = None) -> Iterator[Pdf]:
    """Open the PDF of a source for reading, upright, and close it afterwards.

    Encrypted files need the password. Damaged ones are repaired as far as pages can
    be found. Raises DocumentError, naming the file, for anything else, also for what
    the library trips over while the file is open.
    """
    name = file_name(source)
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        pdf: Pdf = pymupdf.open(stream=source.content, filetype="pdf")
    except FAULTS as error:
        raise DocumentError(f"{name}: is no PDF that can be opened") from error
    try:
        _decrypt(pdf, password, name)
        pdf = pdf if _has_pages(pdf) else _rebuilt(pdf, name)
        yield pdf
    except FAULTS as error:
        raise DocumentError(f"{name}: is damaged: {_first_line(error)}") from error
    finally:
        pdf.close()


def file_name(source: Source) -> str:
    """Return how messages name a source: the last part of its address."""
    return source.address.rstrip("/").rpartition("/")[2] or source.address


def _decrypt(pdf: Pdf, password: str | None, name: str) -> None:
    if not pdf.needs_pass:
        return
    if password is None:
        raise DocumentError(f"{name}: is encrypted; give the password")
    if not pdf.authenticate(password):
        raise DocumentError(f"{name}: is encrypted, and this is not its password")


def sound_pages(pdf: Pdf) -> tuple[list[Any], list[int]]:
    """Return the pages that can be loaded, and the numbers (from 1) of those that cannot."""
    pages, broken = [], []
    for index in range(pdf.page_count):
        try:
            pages.append(pdf[index])
        except FAULTS:
            broken.append(index + 1)
    return pages, broken


def _has_pages(pdf: Pdf) -> bool:
    try:
        return bool(sound_pages(pdf)[0])
    except FAULTS:
        return False


def _rebuilt(pdf: Pdf, name: str) -> Pdf:
    """Make a new page tree from the page objects that survived."""
    kids = [x for x in range(1, pdf.xref_length()) if _is_page(pdf, x)]
    if not kids:
        raise DocumentError(f"{name}: is damaged or cut short; no page could be recovered")
    tree, root = pdf.get_new_xref(), pdf.get_new_xref()
    references = " ".join(f"{kid} 0 R" for kid in kids)
    pdf.update_object(tree, f"<</Type/Pages/Count {len(kids)}/Kids[{references}]>>")
    pdf.update_object(root, f"<</Type/Catalog/Pages {tree} 0 R>>")
    for kid in kids:
        pdf.xref_set_key(kid, "Parent", f"{tree} 0 R")
    pdf.xref_set_key(-1, "Root", f"{root} 0 R")
    again: Pdf = pymupdf.open(stream=pdf.tobytes(), filetype="pdf")
    pdf.close()
    return again


def _is_page(pdf: Pdf, xref: int) -> bool:
    try:
        return bool(pdf.xref_get_key(xref, "Type") == ("name", "/Page"))
    except FAULTS:
        return False


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or ["unreadable content"])[0]
