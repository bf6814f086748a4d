"""Plain text: paragraphs, lists and headings by the conventions of people who type.

A blank line ends a paragraph. A short line of its own is a heading when it is
underlined, in capitals, or numbered as chapters are.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from converter.document.model import Document, Span
from converter.source import Source, fetch_pictures

HEADING_WORDS = 12
_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,}|\*{3,})\s*")
_CHAPTER = re.compile(
    r"(?:chapter|part|section|book|act|scene|appendix|kapitel|teil|abschnitt|chapitre|partie|"
    r"capítulo|parte)\s+(?:\d+|[ivxlcdm]+|[a-z])\b.*|第[\d一二三四五六七八九十百]+[章节回部].*",
    re.I,
)
_NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)*)\.?\s+[^\W\d_].*[^.,;:!?]")
_BYLINE = re.compile(r"(?:by|von|par|por)\s+(?P<names>.{3,100})", re.I)
_ITEM = re.compile(r"\s*(?:[-*•–+]|\(?\d{1,3}[.)])\s+(?=\S)")
_INDENT = re.compile(r"(?:\t| {2,})\S")


def read_text(source: Source, *, assets: Path) -> Document:
    """Read plain text, whatever its encoding; DocumentError when there are no words."""
    from converter.document.web.metadata import stated
    from converter.document.web.whole import read_whole

    chunks = list(_chunks(decoded(source).split("\n")))
    facts = stated(authors=_authors(chunks))
    markup = "\n".join(_markup(chunks[:1], top=1)) + "\n".join(_markup(chunks[1:]))
    fetch = partial(fetch_pictures, referrer=source)
    return read_whole(source, markup, facts, assets=assets, fetch=fetch)


def decoded(source: Source) -> str:
    """Return the text of a source: as marked, as declared, as UTF-8, or as its bytes suggest."""
    content = source.content
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _lined(content.decode(encoding, "replace"))
    for candidate in ("utf-8", source.charset, _guessed(content)):
        try:
            return _lined(content.decode(candidate or "utf-8"))
        except (UnicodeDecodeError, LookupError):
            continue
    return _lined(content.decode("cp1252", "replace"))


def lines(first: int, last: int) -> str:
    """Return the attribute that says which lines an element is made of, counted from 1."""
    span = Span(element=f"L{first}-L{last}" if last > first else f"L{first}")
    return f"data-span='{span.model_dump_json(exclude_defaults=True)}'"


def _guessed(content: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:100_000]).best()
    return None if best is None else best.encoding


def _lined(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")


class _Chunk(NamedTuple):
    """Lines between blank ones; `first` counts from 1."""

    first: int
    lines: list[str]

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1


def _authors(chunks: Sequence[_Chunk]) -> list[str]:
    """Return whom a line below the title names."""
    second = " ".join(chunks[1].lines) if len(chunks) > 1 else ""
    found = _BYLINE.fullmatch(second.strip())
    return re.split(r"\s*,\s*|\s+(?:and|und|et|y)\s+", found["names"]) if found else []


def _markup(chunks: Iterable[_Chunk], top: int = 2) -> Iterator[str]:
    """Yield HTML; `top` is the level of a heading whose rank nothing tells."""
    for chunk in chunks:
        level, heading, used = _heading(chunk, top)
        if level:
            where = lines(chunk.first, chunk.first + used - 1)
            yield f"<h{level} {where}>{html.escape(heading)}</h{level}>"
        rest = _Chunk(chunk.first + used, chunk.lines[used:])
        if rest.lines and any(map(_ITEM.match, rest.lines)):
            yield from _list(rest)
        elif rest.lines:
            yield from map(_paragraph, _indented(rest))


def _chunks(found: list[str]) -> Iterator[_Chunk]:
    begin: int | None = None
    for number, line in enumerate([*found, ""]):
        if line.strip() and begin is None:
            begin = number
        elif not line.strip() and begin is not None:
            yield _Chunk(begin + 1, found[begin:number])
            begin = None


def _heading(chunk: _Chunk, top: int) -> tuple[int, str, int]:
    """Return level and words of the heading a chunk begins with, and how many lines it takes."""
    first = chunk.lines[0].strip()
    if len(first.split()) > HEADING_WORDS or len(first) > 80 or not re.search(r"\w", first):
        return 0, "", 0
    if len(chunk.lines) > 1 and _UNDERLINE.fullmatch(chunk.lines[1].strip()):
        return 1 if chunk.lines[1].strip()[0] in "=*" else 2, first, 2
    if len(chunk.lines) > 1:
        return 0, "", 0
    if _CHAPTER.fullmatch(first):
        return 2, first, 1
    if numbered := _NUMBERED.fullmatch(first):
        return 2 + min(3, numbered["number"].count(".")), first, 1
    shouted = first.isupper() and sum(c.isalpha() for c in first) >= 3
    return (top, first, 1) if shouted else (0, "", 0)


def _indented(chunk: _Chunk) -> Iterator[_Chunk]:
    """Divide at indented lines, where only the first lines of paragraphs are indented."""
    begins = [i for i, line in enumerate(chunk.lines) if i and _INDENT.match(line)]
    if len(begins) > len(chunk.lines) / 2:
        begins = []
    for begin, end in pairwise([0, *begins, len(chunk.lines)]):
        yield _Chunk(chunk.first + begin, chunk.lines[begin:end])


def _paragraph(chunk: _Chunk) -> str:
    text = " ".join(line.strip() for line in chunk.lines)
    text = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)
    return f"<p {lines(chunk.first, chunk.last)}>{html.escape(text)}</p>"


def _list(chunk: _Chunk) -> Iterator[str]:
    """Yield the words before the first item, then the items, with the lines they run on to."""
    begins = [i for i, line in enumerate(chunk.lines) if _ITEM.match(line)]
    if begins[0]:
        yield _paragraph(_Chunk(chunk.first, chunk.lines[: begins[0]]))
    items = [
        " ".join([_ITEM.sub("", chunk.lines[a], count=1), *map(str.strip, chunk.lines[a + 1 : b])])
        for a, b in pairwise([*begins, len(chunk.lines)])
    ]
    inner = "".join(f"<li>{html.escape(item.strip())}</li>" for item in items)
    yield f"<ul {lines(chunk.first + begins[0], chunk.last)}>{inner}</ul>"
