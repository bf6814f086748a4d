"""Chapters: the sections of a document as they are told, fewer the less time there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from converter.document.model import Document
from converter.script import cues
from converter.script.passages import Passage

SECONDS_A_CHAPTER = 12.0
"""Less than this is no chapter; smaller sections are told under their parent."""
_OPENING = 1.3
"""Weight of a heading such as Introduction."""
_FORMALITY = 0.2


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sections told together, under the heading of the first."""

    heading: str
    sections: frozenset[int]
    weight: float
    opens: bool = False


def chapters(document: Document, passages: Sequence[Passage], budget: float) -> list[Chapter]:
    """Group sections: each on its own, or under its parent while there are too many."""
    spoken = sorted({passage.section for passage in passages})
    above = [_telling(document, top) for top in parents(document)]
    head = {section: section for section in spoken}
    most = max(1, round(budget / SECONDS_A_CHAPTER))
    level = max((document.sections[s].level for s in spoken), default=0)
    while len(set(head.values())) > most and level > 1:
        for section, top in head.items():
            if document.sections[top].level >= level and above[top] is not None:
                head[section] = above[top]  # type: ignore[assignment]
        level -= 1
    groups: dict[int, list[int]] = {}
    for section in spoken:
        groups.setdefault(head[section], []).append(section)
    front = _front(document)
    told = [
        _chapter(document, top, members, passages, front) for top, members in sorted(groups.items())
    ]
    return sorted(told, key=lambda chapter: not chapter.opens)


def _telling(document: Document, top: int | None) -> int | None:
    """Return a section, but None where its heading says nothing of what is told under it."""
    heading = "" if top is None else document.sections[top].heading or ""
    return None if cues.is_apart(heading, last=False) else top


def _front(document: Document) -> int:
    """Return the section of an early introduction or summary; before it are formalities."""
    headings = [section.heading or "" for section in document.sections]
    opening = (i for i, heading in enumerate(headings) if cues.weight(heading) >= _OPENING)
    first = next(opening, 0)
    return first if first <= len(headings) / 3 else 0


def _chapter(
    document: Document,
    top: int,
    members: Sequence[int],
    passages: Sequence[Passage],
    front: int,
) -> Chapter:
    heading = document.sections[top].heading or ""
    size = sum(passage.section in members for passage in passages)
    weight = cues.weight(heading) if heading else 1.2
    weight *= 1.3 if top == front else _FORMALITY if heading and top < front else 1.0
    lead = not heading and top == 0
    return Chapter(
        heading, frozenset(members), weight * size**0.5, opens=lead or cues.is_summary(heading)
    )


def parents(document: Document) -> list[int | None]:
    """Return for each section the one it stands under."""
    found: list[int | None] = []
    path: list[int] = []
    for index, section in enumerate(document.sections):
        while path and document.sections[path[-1]].level >= section.level:
            path.pop()
        found.append(path[-1] if path and document.sections[path[-1]].level > 0 else None)
        path.append(index)
    return found
