"""Excerpt: the part of a Document that somebody asked for, by page or by heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from rapidfuzz import process

from converter.document.model import Document, Section
from converter.errors import DocumentError

_NUMBER = re.compile(r"^[\divx.]+[.)]?\s+")
Pages = Sequence[range]
"""Page numbers, from 1, in one or more ranges; `range(3, 6)` is pages 3 to 5."""


def is_among(page: int | None, pages: Pages) -> bool:
    """Tell whether a page is one of those."""
    return any(page in each for each in pages)


def of_pages(document: Document, pages: Pages) -> Document:
    """Return what stands on some pages or slides; DocumentError where there are none."""
    sections = [_on(section, pages) for section in document.sections]
    kept = [section for section in sections if section is not None]
    if not kept:
        raise DocumentError(f"{document.source}: nothing of it stands on the pages asked for")
    return _with(document, kept)


def of_sections(document: Document, wanted: Iterable[str]) -> Document:
    """Return the sections with those headings and all below them, in their own order.

    A heading is meant by its words or by their beginning, in any case of letters and
    with or without its number.
    Raises DocumentError, naming the nearest, for one that is not there.
    """
    chosen = {index for heading in wanted for index in _named(document, heading)}
    return _with(document, [document.sections[index] for index in sorted(chosen)])


def _on(section: Section, pages: Pages) -> Section | None:
    """Return the part of a section that stands on some pages, without its heading if need be."""
    blocks = tuple(block for block in section.blocks if is_among(block.span.page, pages))
    headed = is_among(section.span.page, pages)
    if not blocks and not headed:
        return None
    return section.model_copy(update={"blocks": blocks})


def _named(document: Document, heading: str) -> Iterator[int]:
    sections = document.sections
    first = _first(heading.strip().casefold(), [s.heading or "" for s in sections])
    if first is None:
        near = process.extractOne(heading, [s.heading for s in sections if s.heading])
        hint = f"; the nearest is {near[0]!r}" if near else ""
        raise DocumentError(f"{document.source}: has no section {heading!r}{hint}")
    yield first
    for index in range(first + 1, len(sections)):
        if sections[index].level <= sections[first].level:
            return
        yield index


def _first(words: str, headings: Sequence[str]) -> int | None:
    """Return the first heading that has those words, else one that begins with them."""
    names = [heading.casefold() for heading in headings]
    bare = [_NUMBER.sub("", name) for name in names]
    tests: tuple[Callable[[str], bool], ...] = (words.__eq__, lambda name: name.startswith(words))
    for test in tests if words else ():
        for index, both in enumerate(zip(names, bare, strict=True)):
            if any(map(test, both)):
                return index
    return None


def _with(document: Document, sections: Sequence[Section]) -> Document:
    """Return the Document with other sections, and only the figures that stand in them."""
    shown = {block.figure for section in sections for block in section.blocks}
    return document.model_copy(
        update={
            "sections": tuple(sections),
            "figures": tuple(figure for figure in document.figures if figure.id in shown),
        }
    )
