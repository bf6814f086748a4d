"""Webpages: HTML to a Document.

`page` parses, `blocks` lists all there is in reading order, `article` keeps what
belongs to the article, `gallery` gets the pictures, `metadata` the title page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from lxml.html import HtmlElement

from converter import browser
from converter.document.language import language_of
from converter.document.model import Block, Document, Figure, Section, Span
from converter.document.web.article import Article, choose, tokens
from converter.document.web.blocks import Piece, pieces
from converter.document.web.gallery import Fetch, hang
from converter.document.web.metadata import Metadata, metadata
from converter.document.web.page import Page, parse
from converter.errors import DocumentError
from converter.source import Source, fetch_pictures

JUDGED = 8_000_000
"""The longest markup, in characters, that trafilatura is asked about."""
_PLEA = re.compile(r"(?:enable|requires?|needs?|turn on|activate) JavaScript|JavaScript is", re.I)


def read_web(source: Source, *, assets: Path, allow_private: bool = False) -> Document:
    """Read a webpage; pictures are fetched and written to the folder `assets`.

    A page that its own scripts make is shown by a browser first, if there is one.
    Raises DocumentError when there is no article in the page.
    """
    try:
        return _document(source, assets, allow_private)
    except _ScriptedPageError:
        if not browser.available():
            raise
    shown = browser.rendered(source, allow_private=allow_private)
    return _document(shown, assets, allow_private)


class _ScriptedPageError(DocumentError):
    """A page without an article that may get one when its scripts run."""


def _document(source: Source, assets: Path, allow_private: bool) -> Document:
    page = parse(source)
    guess = _guess(page)
    facts = metadata(page, guess)
    article = choose(page, pieces(page), getattr(guess, "text", None) or "")
    article.pieces = below_title(article.pieces, facts.title)
    if not article.pieces or _is_plea(page, article.pieces):
        raise _refusal(page, source.address)
    fetch = partial(fetch_pictures, referrer=source, allow_private=allow_private)
    return assemble(article, facts, source, spans=Spans(page), assets=assets, fetch=fetch)


class Placing(Protocol):
    """Tells where elements stood in their source."""

    def of(self, element: HtmlElement) -> Span:
        """Return the span of an element."""


def assemble(
    article: Article,
    facts: Metadata,
    source: Source,
    *,
    spans: Placing,
    assets: Path,
    fetch: Fetch,
    warnings: Sequence[str] = (),
) -> Document:
    """Make a Document of an article's pieces; `fetch` gets its pictures by their addresses."""
    shown = [(p.picture, spans.of(p.element)) for p in article.pieces if p.picture is not None]
    figures, missing = hang(shown, source, assets=assets, fetch=fetch)
    text = " ".join(piece.text for piece in article.pieces)
    return Document(
        source=source.label,
        media_type=source.media_type,
        title=facts.title or _first_words(article.pieces),
        authors=facts.authors,
        date=facts.date,
        language=language_of(text, facts.language),
        site=facts.site,
        sections=_sections(article.pieces, figures, spans),
        figures=tuple(figures),
        notes=tuple(_block(piece, spans) for piece in article.notes),
        warnings=(*warnings, *missing),
    )


def _guess(page: Page) -> Any:
    """Ask trafilatura for text and metadata; None when it finds nothing."""
    import trafilatura

    if len(page.markup) > JUDGED:
        return None
    try:
        return trafilatura.bare_extraction(
            page.markup,
            url=page.address,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # what it raises on odd pages is not documented
        return None


def _refusal(page: Page, address: str) -> DocumentError:
    """Say why nothing was found: a page made by scripts looks different from an empty one."""
    scripts = len(page.whole.xpath("//script"))
    root = page.whole.xpath("//div[@id='root' or @id='app' or @id='__next' or @id='__nuxt']")
    if not (scripts and (root or _PLEA.search(page.markup) or scripts > 2)):
        return DocumentError(f"{address}: no article in it")
    advice = "" if browser.available() else ", which docreel[browser] runs"
    return _ScriptedPageError(f"{address}: no article in it; it may need JavaScript{advice}")


def _is_plea(page: Page, found: list[Piece]) -> bool:
    """Tell whether all the words there are ask for JavaScript."""
    text = " ".join(piece.text for piece in found)
    return len(tokens(text)) < 60 and bool(_PLEA.search(text)) and "<script" in page.markup


def below_title(found: list[Piece], title: str) -> list[Piece]:
    """Drop headings that only repeat the title, and headings and short lines above the first."""
    words = tokens(title)
    repeats = [index for index, piece in enumerate(found) if words and tokens(piece.text) == words]
    repeats = [i for i in repeats if found[i].kind == "heading" or i < 3]
    top = repeats[0] if repeats and repeats[0] < 12 else 0
    return [
        piece
        for index, piece in enumerate(found)
        if index not in repeats and not (index < top and _is_short(piece))
    ]


def _is_short(piece: Piece) -> bool:
    return piece.kind != "figure" and len(tokens(piece.text)) < 8


def _first_words(found: Iterable[Piece]) -> str:
    text = " ".join(next((piece.text for piece in found if piece.text), "Untitled").split())
    return text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + "…"


def _sections(found: list[Piece], figures: list[Figure], spans: Placing) -> tuple[Section, ...]:
    levels = sorted({piece.level for piece in found if piece.kind == "heading"})
    waiting = iter(figures)
    sections: list[Section] = []
    blocks: list[Block] = []
    for piece in found:
        if piece.kind == "heading":
            sections = _closed(sections, blocks)
            blocks = []
            level = levels.index(piece.level) + 1
            sections.append(Section(heading=piece.text, level=level, span=spans.of(piece.element)))
        elif piece.picture is not None:
            figure = next(waiting)
            blocks.append(Block(kind="figure", figure=figure.id, span=figure.span))
        else:
            blocks.append(_block(piece, spans))
    return tuple(_closed(sections, blocks))


def _closed(sections: list[Section], blocks: list[Block]) -> list[Section]:
    """Return the sections with blocks put into the last, or into one without a heading."""
    if not blocks:
        return sections
    last = sections[-1] if sections else Section(span=blocks[0].span)
    return [*sections[:-1], last.model_copy(update={"blocks": tuple(blocks)})]


def _block(piece: Piece, spans: Placing) -> Block:
    return Block(
        kind="paragraph" if piece.kind == "heading" else piece.kind,
        text=piece.text,
        items=tuple(piece.items),
        rows=tuple(map(tuple, piece.rows)),
        span=spans.of(piece.element),
    )


class Spans:
    """Where elements stand, as CSS paths from the root or the nearest unique id."""

    def __init__(self, page: Page) -> None:
        self._origin = page.origin
        self._ids = Counter(page.whole.xpath("//@id"))
        self._paths: dict[HtmlElement, str] = {}

    def of(self, element: HtmlElement) -> Span:
        """Return the span of an element of the cleaned tree, as a path in the whole one."""
        return Span(element=self._path(self._origin[element]))

    def _path(self, element: HtmlElement) -> str:
        name = element.get("id") or ""
        if re.fullmatch(r"[A-Za-z][\w-]*", name) and self._ids[name] == 1:
            return f"#{name}"
        parent = element.getparent()
        if parent is None:
            return str(element.tag)
        if element not in self._paths:
            self._number(parent, self._path(parent))
        return self._paths[element]

    def _number(self, parent: HtmlElement, before: str) -> None:
        counts: Counter[str] = Counter()
        for child in parent:
            tag = str(child.tag)
            counts[tag] += 1
            self._paths[child] = f"{before} > {tag}:nth-of-type({counts[tag]})"
