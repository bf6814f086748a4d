"""Chapters: the files of a book as pieces, their headings ranked by the table of contents."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from converter.document.epub.package import Book, Entry
from converter.document.model import Span
from converter.document.web import Spans
from converter.document.web.article import tokens
from converter.document.web.blocks import Piece, pieces
from converter.document.web.page import Page, parse
from converter.document.web.xhtml import as_html
from converter.errors import DocumentError
from converter.source import Source


class Places:
    """Where elements stood: the file in the book and the path in it."""

    def __init__(self) -> None:
        self._files: dict[HtmlElement, tuple[str, Spans]] = {}

    def add(self, name: str, page: Page) -> None:
        """Remember the file a page is."""
        self._files[page.root] = name, Spans(page)

    def of(self, element: HtmlElement) -> Span:
        """Return the span of an element of any page added."""
        name, spans = self._files[element.getroottree().getroot()]
        return Span(element=f"{name} {spans.of(element).element}")


def chapters(source: Source, book: Book, places: Places) -> Iterator[Piece]:
    """Yield the pieces of a book, in reading order, its cover first."""
    if book.cover:
        shown = html.escape(posixpath.basename(book.cover))
        yield from _pieces(source, book.cover, f'<figure><img src="{shown}"></figure>', places)
    rank = _Rank(book.contents())
    for name in book.spine():
        markup = as_html(book.archive.read(name))
        try:
            found = _pieces(source, name, markup, places)
        except DocumentError:
            book.warnings.append(f"{name}: nothing in it that can be read")
        else:
            yield from rank.ranked(name, found)


def _pieces(source: Source, name: str, markup: str, places: Places) -> list[Piece]:
    page = parse(replace(source, content=markup.encode(), charset="utf-8", final_address=name))
    places.add(name, page)
    return pieces(page)


class _Rank:
    """Gives headings the levels of the table of contents, and titles to chapters without."""

    def __init__(self, contents: Sequence[Entry]) -> None:
        self._contents = contents
        self._shift = 0
        """What is added to the level of headings not listed."""

    def ranked(self, name: str, found: list[Piece]) -> Iterator[Piece]:
        """Yield the pieces of a file, with a heading for every line of the contents."""
        entries = {_stand(entry, found): entry for entry in self._contents if entry.file == name}
        for index, piece in enumerate(found):
            entry = entries.get(index)
            if entry and piece.kind == "heading" and _alike(piece.text, entry.label):
                self._shift = entry.level - piece.level
            elif entry and entry.label:
                yield Piece("heading", piece.element, entry.label, level=entry.level)
                self._shift = entry.level + 1 - _highest(found)
            yield self._shifted(piece)

    def _shifted(self, piece: Piece) -> Piece:
        if piece.kind != "heading":
            return piece
        return replace(piece, level=max(1, piece.level + self._shift))


def _highest(found: Sequence[Piece]) -> int:
    return min((piece.level for piece in found if piece.kind == "heading"), default=1)


def _stand(entry: Entry, found: Sequence[Piece]) -> int:
    """Return the index of the piece an entry leads to: of its name, at its anchor, or the first."""
    for index, piece in enumerate(found):
        if piece.kind == "heading" and _alike(piece.text, entry.label):
            return index
    for index, piece in enumerate(found):
        line = (piece.element, *piece.element.iterancestors(), *piece.element.iterdescendants())
        if entry.anchor and any(element.get("id") == entry.anchor for element in line):
            return index
    return 0


def _alike(heading: str, label: str) -> bool:
    """Tell whether a heading is the one that is listed, with or without its number."""
    one, other = tokens(heading), tokens(label)
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) > 1 and long[-len(short) :] == short)
