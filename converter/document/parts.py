"""Parts: several Documents become one, each a part under the title it had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from converter.document import read
from converter.document.excerpt import of_sections
from converter.document.model import Block, Document, Figure, Section, Span

if TYPE_CHECKING:
    from converter.source import Source

LONGEST_TITLE = 90
"""Letters up to which the titles of all parts make the title of the whole."""


def read_parts(
    sources: Sequence[Source], *, title: str = "", sections: Sequence[str] = (), **options: Any
) -> Document:
    """Read sources into one Document; `sections` are chosen from all of them.

    `options` are those of `read`, whose errors are raised.
    """
    document = join([read(source, **options) for source in sources], title=title)
    return of_sections(document, sections) if sections else document


def join(documents: Sequence[Document], *, title: str = "") -> Document:
    """Make one Document of several, in order; a single one stays as it is but for the title.

    Each becomes a section of level 1 with all its own below, and spans say in `source`
    which one they lead to. Figures are numbered `1-figure-2`: part, then figure.
    """
    if len(documents) == 1:
        return documents[0].model_copy(update={"title": title} if title else {})
    names = _names([document.source for document in documents])
    parts = [
        _part(n, one, name) for n, (one, name) in enumerate(zip(documents, names, strict=True), 1)
    ]
    authors = dict.fromkeys(name for one in documents for name in one.authors)
    return Document(
        source=", ".join(names),
        media_type="multipart/mixed",
        title=title or _title([document.title for document in documents]),
        authors=tuple(authors),
        date=_common(document.date for document in documents),
        language=_language(documents),
        site=_common(document.site for document in documents),
        sections=tuple(section for part in parts for section in part.sections),
        figures=tuple(figure for part in parts for figure in part.figures),
        notes=tuple(note for part in parts for note in part.notes),
        warnings=tuple(
            f"{name}: {warning}"
            for document, name in zip(documents, names, strict=True)
            for warning in document.warnings
        ),
    )


def _names(sources: Sequence[str]) -> list[str]:
    """Return names that differ: those given twice are numbered."""
    counts, seen = Counter(sources), Counter[str]()
    names = []
    for source in sources:
        seen[source] += 1
        names.append(f"{source} ({seen[source]})" if counts[source] > 1 else source)
    return names


def _title(titles: Sequence[str]) -> str:
    whole = " · ".join(titles)
    return whole if len(whole) <= LONGEST_TITLE else f"{titles[0]} +{len(titles) - 1}"


def _common(values: Iterable[str | None]) -> str | None:
    """Return what all have in common, None when they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _language(documents: Sequence[Document]) -> str:
    """Return the language most words are in."""
    words: Counter[str] = Counter()
    for document in documents:
        words[document.language] += sum(len(section.text) for section in document.sections)
    return words.most_common(1)[0][0]


def _part(number: int, document: Document, name: str) -> Document:
    """Return a document as a part: below its title, its spans and figures named by it."""
    sections = document.sections
    lead = sections[0].blocks if sections and sections[0].heading is None else ()
    head = Section(
        heading=document.title,
        level=1,
        blocks=tuple(_block(block, number, name) for block in lead),
        span=Span(source=name),
    )
    below = [
        section.model_copy(
            update={
                "level": section.level + 1,
                "blocks": tuple(_block(block, number, name) for block in section.blocks),
                "span": _placed(section.span, name),
            }
        )
        for section in (sections[1:] if lead else sections)
    ]
    return document.model_copy(
        update={
            "sections": (head, *below),
            "figures": tuple(_figure(figure, number, name) for figure in document.figures),
            "notes": tuple(_block(block, number, name) for block in document.notes),
        }
    )


def _placed(span: Span, name: str) -> Span:
    return span.model_copy(update={"source": name})


def _block(block: Block, number: int, name: str) -> Block:
    figure = block.figure and f"{number}-{block.figure}"
    return block.model_copy(update={"figure": figure, "span": _placed(block.span, name)})


def _figure(figure: Figure, number: int, name: str) -> Figure:
    return figure.model_copy(
        update={"id": f"{number}-{figure.id}", "span": _placed(figure.span, name)}
    )
