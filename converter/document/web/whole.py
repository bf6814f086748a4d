"""Whole: markup that is nothing but a document, into which other formats are turned.

There is no furniture to be told from the article here: all of it is in. Its elements
say in `data-span` where they stood in the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from converter.document.model import Document, Span
from converter.document.web import Placing, assemble, below_title
from converter.document.web.article import keep
from converter.document.web.blocks import Piece, pieces
from converter.document.web.gallery import Fetch
from converter.document.web.metadata import Metadata
from converter.document.web.page import parse
from converter.errors import DocumentError
from converter.source import Source

SPAN = "data-span"


def read_whole(
    source: Source,
    markup: str,
    facts: Metadata,
    *,
    assets: Path,
    fetch: Fetch,
    base: str = "",
    warnings: Sequence[str] = (),
) -> Document:
    """Read markup made of a source into a Document.

    Addresses of pictures are relative to `base` and given to `fetch`; without a base as
    they stand. Raises DocumentError when there is nothing in it.
    """
    content = f"<html><body>{markup}</body></html>".encode("utf-8", "replace")
    page = parse(replace(source, content=content, charset="utf-8", final_address=base))
    return write(
        source,
        pieces(page),
        facts,
        spans=_Stated(),
        assets=assets,
        fetch=fetch,
        warnings=warnings,
    )


def write(
    source: Source,
    found: list[Piece],
    facts: Metadata,
    *,
    spans: Placing,
    assets: Path,
    fetch: Fetch,
    warnings: Sequence[str] = (),
) -> Document:
    """Make a Document of all pieces; the title is as stated, the only top heading, or the name."""
    article = keep(found)
    if not article.pieces:
        raise DocumentError(f"{source.address}: neither words nor pictures found")
    title = facts.title or _top_heading(article.pieces) or _named(source)
    article.pieces = below_title(article.pieces, title)
    facts = replace(facts, title=title)
    return assemble(
        article, facts, source, spans=spans, assets=assets, fetch=fetch, warnings=warnings
    )


class _Stated:
    """Where elements stood, as they or what they stand in say."""

    def of(self, element: HtmlElement) -> Span:
        """Return the nearest stated span, inside first; an empty one where none is."""
        for near in (*element.iter(), *element.iterancestors()):
            if stated := near.get(SPAN):
                return Span.model_validate_json(stated)
        return Span()


def _top_heading(found: Sequence[Piece]) -> str:
    """Return the heading above all others, when there is only one of its level."""
    headings = [piece for piece in found if piece.kind == "heading"]
    top = [piece for piece in headings if piece.level == min(h.level for h in headings)]
    alone = len(top) == 1 and top[0] is headings[0] and (len(headings) > 1 or found[0] is top[0])
    return top[0].text if alone else ""


def _named(source: Source) -> str:
    """Return the name of the file as words; nothing for a name that is only numbers."""
    stem = PurePosixPath(unquote(urlsplit(source.final_address).path)).stem
    words = " ".join(re.sub(r"[_-]+", " ", stem).split())
    return words[:1].upper() + words[1:] if re.search(r"[^\W\d_]{2}", words) else ""
