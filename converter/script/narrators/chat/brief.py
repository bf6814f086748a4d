"""Brief: what a model is told of one chapter, and how much it may say.

The document's words reach the model as data: each in a JSON string, with all marks
escaped by which models tell who speaks, between two lines that the document cannot
contain. Templates never see them in any other form.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from converter.document.model import Document, Figure
from converter.errors import TemplateError
from converter.match import showable
from converter.script.extractive import Outline
from converter.script.flow import Flow
from converter.script.narration import Task
from converter.script.passages import Passage, word_count
from converter.script.sentences import is_cjk
from converter.templating import TEMPLATES, fill

PROMPTS = TEMPLATES / "prompts"
LONGEST = 24_000
"""Letters of a chapter that are sent; of a longer one, the weightiest sentences."""
GENEROUS = 1.1
"""More is asked for than there is room, since what is optional may be left out."""
FEWEST, MOST = 0.8, 1.25
"""Shares of the room that an answer should fill."""
SLACK = 8
"""Words more or less that are no fault: a short sentence."""
_ESCAPED = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>[]"})
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
"""Categories of characters people do not see, but models do."""
_JOINERS = "\u200c\u200d"
"""They are of that kind too, but Persian and many scripts of India are written with them."""


@dataclass(frozen=True)
class Brief:
    """One chapter to be told: its source sentences, numbered from 1, and what it may show.

    `least`, `amount` and `most` say how long an answer should be: in words; in Chinese
    and Japanese, in characters (`unit` says which).
    """

    number: int
    """Counts the chapters that are told, from 1."""
    chapter: int
    """Index among the chapters of the outline."""
    heading: str
    passages: Sequence[Passage]
    figures: Mapping[str, Figure]
    seconds: float
    least: int
    amount: int
    most: int
    unit: str

    def size(self, text: str) -> int:
        """Count a text in the unit of this brief."""
        return _size(text, self.unit)

    def source(self, number: int) -> Passage | None:
        """Return a source sentence by its number."""
        return self.passages[number - 1] if 1 <= number <= len(self.passages) else None


def briefs(task: Task, chosen: Sequence[int]) -> list[Brief]:
    """Share the time out as a choice of passages does that fills it."""
    home = task.plan.chapter
    unit = "characters" if is_cjk("".join(p.text for p in task.plan.passages)) else "words"
    return [
        _brief(task, number, chapter, [i for i in chosen if home[i] == chapter], unit)
        for number, chapter in enumerate(sorted({home[i] for i in chosen}), 1)
    ]


def _brief(task: Task, number: int, chapter: int, chosen: Sequence[int], unit: str) -> Brief:
    """Ask for as much as the chosen passages of a chapter say; of a short document, at most."""
    plan, tight = task.plan, task.target is not None
    room = sum(_size(plan.passages[i].text, unit) for i in chosen)
    sources = _sources(plan, chapter)
    there = sum(_size(passage.text, unit) for passage in sources)
    return Brief(
        number,
        chapter,
        heading=plan.chapters[chapter].heading,
        passages=sources,
        figures=_figures(task.document, plan, chapter),
        seconds=float(plan.seconds[list(chosen)].sum()),
        least=max(1, round(min(FEWEST * room, room - SLACK))) if tight else 1,
        amount=max(1, min(round(GENEROUS * room), there)),
        most=round(max(MOST * room, room + SLACK)),
        unit=unit,
    )


def _size(text: str, unit: str) -> int:
    return sum(c.isalnum() for c in text) if unit == "characters" else word_count(text)


def _sources(plan: Outline, chapter: int) -> list[Passage]:
    """Return the sentences of a chapter, of one too long those that weigh most."""
    members = [i for i, home in enumerate(plan.chapter) if home == chapter]
    kept: set[int] = set()
    length = 0
    for i in sorted(members, key=lambda i: -plan.scores[i]):
        length += len(plan.passages[i].text)
        if length > LONGEST and kept:
            break
        kept.add(i)
    return [plan.passages[i] for i in members if i in kept]


def _figures(document: Document, plan: Outline, chapter: int) -> dict[str, Figure]:
    sections = plan.chapters[chapter].sections
    stands = Flow(document).figures
    here = [
        figure
        for figure in document.figures
        if showable(figure) and figure.id in stands and stands[figure.id].section in sections
    ]
    return {f"F{number}": figure for number, figure in enumerate(here, 1)}


class Prompts:
    """The words a model is asked with: ours, or a user's own file or folder of them."""

    def __init__(self, given: Path | None, document: Document, told: Sequence[Brief]) -> None:
        """Use the templates of a folder, each where it is there, or a file as `system`.

        Raises TemplateError for a folder that has none of them.
        """
        names = {path.name for path in PROMPTS.iterdir()}
        if given and given.is_dir() and not any((given / name).is_file() for name in names):
            raise TemplateError(f"{given}: no prompts; expected one of {', '.join(sorted(names))}")
        self._given = given
        self._document = document
        self._told = told

    def opening(self, brief: Brief, language: str) -> list[dict[str, str]]:
        """Return the messages that ask for a chapter."""
        material = "\n".join(self._lines(brief))
        values = {
            **self._room(brief, language),
            "fence": f"=== {hashlib.sha256(material.encode()).hexdigest()[:16]} ===",
            "material": material,
            "figures": list(brief.figures),
            "number": brief.number,
            "count": len(self._told),
        }
        return [
            {"role": "system", "content": self._filled("system", values)},
            {"role": "user", "content": self._filled("section", values)},
        ]

    def again(self, brief: Brief, faults: Sequence[str], language: str) -> dict[str, str]:
        """Return the message that says what was wrong."""
        values = {**self._room(brief, language), "faults": faults}
        return {"role": "user", "content": self._filled("again", values)}

    def _room(self, brief: Brief, language: str) -> dict[str, Any]:
        return {
            "language": _named(language),
            "amount": brief.amount,
            "most": brief.most,
            "unit": brief.unit,
        }

    def _filled(self, name: str, values: Mapping[str, Any]) -> str:
        return fill(self._path(name), **values).strip()

    def _path(self, name: str) -> Path:
        own = self._given
        if own and own.is_dir():
            own = own / f"{name}.txt.j2"
            return own if own.is_file() else PROMPTS / own.name
        return own if own and name == "system" else PROMPTS / f"{name}.txt.j2"

    def _lines(self, brief: Brief) -> Iterator[str]:
        """Yield title, chapters, sentences and figures as one flat JSON object a line."""
        yield _line(title=self._document.title)
        for told in self._told:
            yield _line(chapter=told.heading, now=told is brief)
        section = None
        for number, passage in enumerate(brief.passages, 1):
            if passage.section != section:
                section = passage.section
                yield _line(heading=self._document.sections[section].heading or "")
            yield _line(id=number, text=passage.text)
        for id, figure in brief.figures.items():
            label = f"{figure.label or figure.kind}: {figure.caption or figure.alt}"
            yield _line(figure=id, shows=label)


def _line(**values: object) -> str:
    seen = {key: _seen(value) if isinstance(value, str) else value for key, value in values.items()}
    return json.dumps(seen, ensure_ascii=False).translate(_ESCAPED)


def _seen(text: str) -> str:
    """Return a text without the characters that only a machine reads."""
    line = " ".join(text.split())
    return "".join(c for c in line if c in _JOINERS or unicodedata.category(c) not in _UNSEEN)


def _named(language: str) -> str:
    """Return a language as English calls it, with its tag."""
    from babel import Locale, UnknownLocaleError

    try:
        return f"{Locale.parse(language, sep='-').english_name} ({language})"
    except (UnknownLocaleError, ValueError):
        return language
