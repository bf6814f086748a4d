"""Outline: a Document in its plainest shape, sections with their words and pictures.

It is what a person looks at first, and what extractors are compared by. Nothing that
a viewer would not see is in it: decorative pictures are left out, footnotes and
references stand in a last section of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from converter.document.model import Block, Document, Model, Section

NOTES = {"footnote": "Notes", "reference": "References"}


class OutlineImage(Model):
    """A picture: where it came from, its alternative text and its caption."""

    src: str
    alt: str | None = None
    caption: str | None = None


class OutlineSection(Model):
    """A heading (None before the first), its level, and what stands under it."""

    heading: str | None
    level: int
    text: str
    images: tuple[OutlineImage, ...] = ()


class Outline(Model):
    """Title page and sections, in reading order; `author` is all of them, with commas."""

    title: str
    author: str | None
    date: str | None
    sections: tuple[OutlineSection, ...]
    pages: int | None = None
    """The last page that anything was read from; None where there are no pages."""


def outline(document: Document) -> Outline:
    """Return the outline of a Document."""
    sections = [_section(document, section) for section in document.sections]
    return Outline(
        title=document.title,
        author=", ".join(document.authors) or None,
        date=document.date,
        sections=(*sections, *_notes(document)),
        pages=max((page for page in _pages(document)), default=None),
    )


def _section(document: Document, section: Section) -> OutlineSection:
    return OutlineSection(
        heading=section.heading,
        level=section.level,
        text=section.text,
        images=tuple(_images(document, section.blocks)),
    )


def _images(document: Document, blocks: tuple[Block, ...]) -> Iterator[OutlineImage]:
    for block in blocks:
        figure = document.figure(block.figure) if block.figure else None
        if figure and not figure.decorative:
            yield OutlineImage(
                src=figure.src or figure.id,
                alt=figure.alt or None,
                caption=figure.caption or None,
            )


def _notes(document: Document) -> Iterator[OutlineSection]:
    if document.notes:
        ordered = sorted(document.notes, key=attrgetter("kind"))
        lines = [
            line
            for kind, notes in groupby(ordered, key=attrgetter("kind"))
            for line in (NOTES.get(kind, kind), *(note.text for note in notes))
        ]
        yield OutlineSection(heading=None, level=0, text="\n".join(lines))


def _pages(document: Document) -> Iterator[int]:
    for section in document.sections:
        for span in (section.span, *(block.span for block in section.blocks)):
            if span.page is not None:
                yield span.page
