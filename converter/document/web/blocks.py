"""Blocks: the whole page as a flat list of pieces, in reading order.

Every piece is a heading, a stretch of words or a picture, with the element it stood
in. Nothing is judged here; `article` decides which pieces belong to the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml.html import HtmlElement

from converter.document.model import BlockKind
from converter.document.web.page import Page
from converter.document.web.pictures import Picture, picture_at
from converter.document.web.text import BLOCKS, Run, is_mark, tex, text_of

PieceKind = Literal["heading"] | BlockKind
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
PICTURES = {"img", "picture", "svg", "video", "object", "embed", "amp-img", "amp-anim"}
CAPTION = re.compile(
    r"(?:^|[\s_-])(?:fig|figure|image|img|photo|picture|media|thumb|gallery)?-?_?"
    r"(?:captions?|figcaption|thumbcaption|legend|cutline|gallerytext)(?:$|[\s_-])|caption",
    re.I,
)
PICTURE_BOX = re.compile(
    r"fig|caption|image|img|photo|picture|thumb|media|illus|gallery|align(?:left|right|center|none)",
    re.I,
)
CAPTION_LENGTH = 400
NAMED = re.compile(
    r"^\s*(?:fig(?:ure|\.)|abb(?:ildung|\.)|image|photo|chart|exhibit|图|圖|图表|الشكل|شكل)\s*[\d:.]",
    re.I,
)


@dataclass
class Piece:
    """One thing on the page. `linked` counts the characters of `text` inside links."""

    kind: PieceKind
    element: HtmlElement
    text: str = ""
    linked: int = 0
    level: int = 0
    items: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    picture: Picture | None = None


@dataclass(frozen=True)
class _Place:
    """What a piece being gathered belongs to: a list and its item, a quote, a caption."""

    kind: BlockKind = "paragraph"
    group: HtmlElement | None = None
    item: HtmlElement | None = None
    caption: str = ""


def pieces(page: Page) -> list[Piece]:
    """Return the pieces of a page in reading order."""
    flow = _Flow(page)
    flow.block(page.body, _Place())
    return flow.pieces


class _Flow:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.pieces: list[Piece] = []
        self._run = Run()
        self._pictures: list[Picture] = []
        self._last_item: HtmlElement | None = None
        self._captions: set[HtmlElement] = set()
        self._holders = set(_holders(page.body))
        """Elements with a block or a picture somewhere inside."""

    def block(self, element: HtmlElement, place: _Place) -> None:
        """Add an element that stands on lines of its own."""
        tag = element.tag
        if tag in HEADINGS or element.get("role") == "heading":
            self._heading(element, place)
        elif tag == "pre" or tag in {"d-code", "dt-code"}:
            self._code(element)
        elif tag == "table" and (rows := _data_rows(element)):
            self._table(element, rows, place)
        elif tag in {"ul", "ol", "dl", "menu"}:
            self._inside(element, replace(place, kind="list", group=_outermost(element, place)))
        elif tag in {"li", "dt", "dd"}:
            self._inside(element, replace(place, item=element))
        elif tag == "blockquote":
            self._inside(element, replace(place, kind="quote", group=element))
        elif tag not in {"select", "textarea", "button", "iframe", "datalist"}:
            self._box(element, place)

    def _box(self, element: HtmlElement, place: _Place) -> None:
        """Add a container; with a caption when it is there to hold a picture."""
        caption = _caption(element) if element in self._holders else None
        if caption is None:
            self._inside(element, place)
            return
        words = text_of(caption)
        before = len(self.pieces)
        self._captions.add(caption)
        self._inside(element, replace(place, caption=words))
        if not any(piece.picture for piece in self.pieces[before:]) and words:
            self._append(Piece("paragraph", caption, words))

    def _inside(self, element: HtmlElement, place: _Place) -> None:
        self._run.add(element.text)
        for child in element:
            if child in self._captions:
                pass
            elif self._stands_alone(child):
                self._flush(element, place)
                self.block(child, place)
            else:
                self._inline(child, element, place)
            self._run.add(child.tail)
        self._flush(element, place)

    def _stands_alone(self, element: HtmlElement) -> bool:
        if element.tag in BLOCKS or element.tag in HEADINGS or element.get("role") == "heading":
            return True
        if element in self._holders:
            return any(child.tag in BLOCKS for child in element.iterdescendants())
        return element.tag in {"d-code", "dt-code"} and element.get("block") is not None

    def _inline(self, element: HtmlElement, parent: HtmlElement, place: _Place) -> None:
        if element.tag == "br" and _is_break(element):
            self._flush(parent, place)
        elif tex(element) is not None:
            self._run.element(element)
        elif element.tag in PICTURES:
            self._picture(element, place)
        elif element in self._holders:
            self._run.add(element.text, linked=element.tag == "a")
            for child in element:
                self._inline(child, parent, place)
                self._run.add(child.tail, linked=element.tag == "a")
        else:
            self._run.element(element)

    def _picture(self, element: HtmlElement, place: _Place) -> None:
        picture = picture_at(element, self.page, place.caption)
        if picture is None:
            return
        if self._run.text:
            self._pictures.append(replace(picture, inline=True))  # after the words around it
        else:
            self._append(Piece("figure", element, picture=picture))

    def _flush(self, element: HtmlElement, place: _Place) -> None:
        run, pictures = self._run, self._pictures
        self._run, self._pictures = Run(), []
        if run.text:
            self._words(run, element, place)
        for picture in pictures:
            self._append(Piece("figure", picture.element, picture=picture))
        for note in run.notes:
            self._append(Piece("footnote", note, text_of(note)))

    def _words(self, run: Run, element: HtmlElement, place: _Place) -> None:
        text = run.text
        if place.kind == "paragraph":
            alone = run.formula and re.fullmatch(r"\$[^$]+\$[.,;]?|\$\$.+\$\$", text, re.S)
            kind: BlockKind = "formula" if alone or text.startswith("$$") else "paragraph"
            self._append(Piece(kind, element, text, run.linked))
            return
        last = self.pieces[-1] if self.pieces else None
        if last is None or last.element is not place.group or last.kind != place.kind:
            last = Piece(place.kind, place.group if place.group is not None else element)
            self._append(last)
            self._last_item = None
        if place.kind == "list" and place.item is not None and place.item is self._last_item:
            last.items[-1] += " " + text.replace("\n", " ")
        else:
            last.items.append(text.replace("\n", " ") if place.kind == "list" else text)
        self._last_item = place.item
        last.text = "\n".join(last.items)
        last.linked += run.linked

    def _heading(self, element: HtmlElement, place: _Place) -> None:
        level = element.get("aria-level") or (element.tag[1] if element.tag in HEADINGS else "2")
        text = text_of(element)
        if text:
            number = int(level) if level.isdigit() else 2
            self._append(Piece("heading", element, text, _linked(element), level=number))
        self._pictures_of(element, place)

    def _code(self, element: HtmlElement) -> None:
        text = _listing(element)
        if re.sub(r"[\s\d]", "", text):  # a column of line numbers is no listing
            self._append(Piece("code", element, text))

    def _table(self, element: HtmlElement, rows: list[list[str]], place: _Place) -> None:
        caption = element.find("caption")
        if caption is not None and text_of(caption):
            self._append(Piece("paragraph", caption, text_of(caption)))
        text = "\n".join("\t".join(row) for row in rows)
        self._append(Piece("table", element, text, _linked(element), rows=rows))
        self._pictures_of(element, place)

    def _pictures_of(self, element: HtmlElement, place: _Place) -> None:
        for found in element.iter(*PICTURES):
            inner = next((a for a in found.iterancestors() if a.tag in PICTURES), None)
            if inner is None:
                self._picture(found, place)

    def _append(self, piece: Piece) -> None:
        self.pieces.append(piece)


def _holders(body: HtmlElement) -> Iterator[HtmlElement]:
    seen: set[HtmlElement] = set()
    for element in body.iter():
        if element.tag in BLOCKS or element.tag in PICTURES:
            for ancestor in element.iterancestors():
                if ancestor in seen:
                    break
                seen.add(ancestor)
                yield ancestor


def _outermost(element: HtmlElement, place: _Place) -> HtmlElement:
    return place.group if place.kind == "list" and place.group is not None else element


def _linked(element: HtmlElement) -> int:
    return sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))


def _is_break(element: HtmlElement) -> bool:
    """Tell whether a <br> is followed by another: together they part two paragraphs."""
    after = element.getnext()
    return after is not None and after.tag == "br" and not (element.tail or "").strip()


# Captions


def _caption(element: HtmlElement) -> HtmlElement | None:
    """Return the element with the caption of a picture box, None for other containers."""
    if element.tag in {"figcaption", "body", "main", "article"}:
        return None
    for own in element.iter("figcaption"):
        if _figure_around(own) is element:
            return own
    if element.tag == "figure" or len(list(_shown(element))) != 1:
        return None
    whole = text_of(element)
    if not 0 < len(whole) <= CAPTION_LENGTH:
        return None
    named = _caption_by_name(element)
    return _caption_by_place(element) if named is None else named


def _figure_around(caption: HtmlElement) -> HtmlElement | None:
    for ancestor in caption.iterancestors():
        if ancestor.tag == "figure" or "figure" in str(ancestor.tag):
            return ancestor
    return caption.getparent()


def _shown(element: HtmlElement) -> Iterator[HtmlElement]:
    for image in element.iter("img", "video", "object", "amp-img"):
        if not any(ancestor.tag == "object" for ancestor in image.iterancestors()):
            yield image


def _caption_by_name(element: HtmlElement) -> HtmlElement | None:
    for inner in element.iterdescendants():
        if CAPTION.search(inner.get("class") or "") and next(_shown(inner), None) is None:
            return inner if text_of(inner) else None
    return None


def _caption_by_place(element: HtmlElement) -> HtmlElement | None:
    """Take the only words beside a picture for its caption, in a box made for pictures."""
    beside = [
        child
        for child in element
        if next(_shown(child), None) is None and child.tag != "img" and text_of(child)
    ]
    if len(beside) != 1 or beside[0].tag in HEADINGS or is_mark(beside[0]):
        return None
    words = text_of(beside[0])
    if len(words) < 0.9 * len(text_of(element)):
        return None
    boxed = PICTURE_BOX.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    small = beside[0].tag in {"small", "em", "i", "cite"} or NAMED.match(words)
    return beside[0] if boxed or small else None


# Tables and listings


def _data_rows(table: HtmlElement) -> list[list[str]]:
    """Return the cells of a table of data, nothing for one that lays out the page."""
    if table.get("role") in {"presentation", "none"}:
        return []
    if any(True for _ in table.iter("h1", "h2", "h3", "h4", "pre", "blockquote", "figure")):
        return []
    rows = [
        [text_of(cell) for cell in row if cell.tag in {"td", "th"}]
        for row in table.iter("tr")
        if next(row.iterancestors("table")) is table
    ]
    rows = [row for row in rows if any(row)]
    cells = [cell for row in rows for cell in row if cell]
    headed = next(table.iter("th"), None) is not None
    nested = len(list(table.iter("table"))) > 1 and not headed
    if len(rows) < 2 or max(map(len, rows)) < 2 or nested:
        return []
    return rows if sum(map(len, cells)) / len(cells) < (400 if headed else 200) else []


def _listing(element: HtmlElement) -> str:
    parts: list[str] = []
    _code_text(element, parts)
    text = "".join(parts).replace("\r\n", "\n").replace("\u00a0", " ").replace("\u200b", "")
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip("\n")


def _code_text(element: HtmlElement, parts: list[str]) -> None:
    if re.search(
        r"\b(?:line-?no|line-?num(?:ber)?s?|gutter|copy|boring)\b", element.get("class") or ""
    ):
        return
    if element.tag in {"button", "svg"}:
        return
    if element.tag == "br":
        parts.append("\n")
    parts.append(element.text or "")
    for child in element:
        _code_text(child, parts)
        if child.tag in BLOCKS and parts and not parts[-1].endswith("\n"):
            parts.append("\n")
        parts.append(child.tail or "")
