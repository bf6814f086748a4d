"""Assembly: what the model wrote becomes the shots of a film that is as long as asked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from converter.document.model import Figure
from converter.match import picture
from converter.script import cues
from converter.script.cut import LONGEST, MOST_SENTENCES, cut, film, voiced
from converter.script.model import Card, Picture, Sentence, Shot
from converter.script.narration import Task
from converter.script.narrators.chat.answer import Draft, Take
from converter.script.narrators.chat.brief import MOST, Brief
from converter.script.narrators.chat.cutting import shortened
from converter.script.pauses import PAUSE, even, paused, silent

_OVERLONG = 0.05
"""Share of the length by which an answer may be too long before the document speaks."""
_ROUNDS = 3
"""Cuts by sentence, each after the whole was measured."""


class Assembly:
    """Puts the chapters of one task together, each from its draft.

    `chosen` passages stand in for a chapter whose draft has no takes.
    """

    def __init__(
        self, task: Task, chosen: Sequence[int], told: Sequence[Brief], drafts: Sequence[Draft]
    ) -> None:
        self._task = task
        self._chosen = chosen
        self._told = told
        self._figures = {figure.id: figure for figure in task.document.figures}
        self.drafts = list(drafts)

    def fitted(self) -> list[Shot]:
        """Return the film with its pauses; `drafts` are then what was used of them."""
        self.drafts = list(map(self._limited, self._told, self.drafts))
        for _ in range(_ROUNDS):
            before = [draft.takes for draft in self.drafts]
            shorter = shortened(before, self._excess(), self._seconds)
            if shorter == before:
                break
            self.drafts = list(map(_taken, self.drafts, shorter))
        self._give_up()
        shots, pause, between = self._film(), PAUSE, self._task.pace.between
        if self._task.target is not None:
            silence = self._task.target - voiced(shots, self._task.pace)
            pause, _ = even(shots, silence, between)
        return paused(shots, pause, between)

    def sections(self) -> set[int]:
        """Return the sections of the document that something is said of."""
        found: set[int] = set()
        for brief, draft in zip(self._told, self.drafts, strict=True):
            found.update(s for take in draft.takes for line in take.lines for s in line.sections)
            if not draft.takes:
                found.update(self._task.plan.passages[i].section for i in self._own(brief))
        return found

    def _limited(self, brief: Brief, draft: Draft) -> Draft:
        """Cut what a chapter took of the time of others."""
        over = self._said(draft) - MOST * brief.seconds
        return _taken(draft, shortened([draft.takes], over, self._seconds)[0])

    def _give_up(self) -> None:
        """Let the document tell chapters whose one sentence is too long, while it matters."""
        while self._excess() > _OVERLONG * (self._task.target or math.inf):
            over = [
                self._said(draft) - brief.seconds if draft.takes else 0.0
                for brief, draft in zip(self._told, self.drafts, strict=True)
            ]
            if max(over) <= 0:
                break
            self.drafts[over.index(max(over))] = Draft(faults=("there is no room for the answer",))

    def _said(self, draft: Draft) -> float:
        return sum(self._seconds(line.sentence) for take in draft.takes for line in take.lines)

    def _excess(self) -> float:
        """Return the seconds by which the film, with pauses as usual, is too long."""
        if self._task.target is None:
            return 0.0
        shots, pace = self._film(), self._task.pace
        return voiced(shots, pace) + silent(shots, PAUSE, pace.between) - self._task.target

    def _seconds(self, sentence: Sentence) -> float:
        return self._task.pace.measure(sentence.spoken)

    def _film(self) -> list[Shot]:
        body: list[Shot] = []
        for brief, draft in zip(self._told, self.drafts, strict=True):
            body += self._shots(brief, draft.takes) if draft.takes else self._plain(brief)
        return film(self._task.document, body, self._task.pace, self._task.diction)

    def _shots(self, brief: Brief, takes: Sequence[Take]) -> Iterator[Shot]:
        heading = cues.plain(brief.heading)
        for take in takes:
            figure = self._figures.get(take.figure)
            for part in self._parts([line.sentence for line in take.lines]):
                yield Shot(id="", section=heading, sentences=part, show=_show(figure, heading))
                figure = None

    def _parts(self, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, ...]]:
        """Divide what is too long for one shot into parts about as long as each other."""
        seconds = sum(map(self._seconds, sentences))
        parts = max(math.ceil(len(sentences) / MOST_SENTENCES), math.ceil(seconds / LONGEST))
        parts = min(parts, len(sentences))
        bounds = [round(n * len(sentences) / parts) for n in range(parts + 1)] if parts else []
        for begin, end in pairwise(bounds):
            yield tuple(sentences[begin:end])

    def _plain(self, brief: Brief) -> list[Shot]:
        return cut(self._task.plan, self._own(brief), self._task.diction)

    def _own(self, brief: Brief) -> list[int]:
        return [i for i in self._chosen if self._task.plan.chapter[i] == brief.chapter]


def _taken(draft: Draft, takes: Sequence[Take]) -> Draft:
    return replace(draft, takes=tuple(takes))


def _show(figure: Figure | None, heading: str) -> Picture | Card:
    return picture(figure) if figure else Card(kind="points", heading=heading)
