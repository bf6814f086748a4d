"""Assembly: what the model wrote becomes the shots of a film that is as long as asked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
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
from converter.script.pauses import paused, share

_ROUNDS = 3
"""Cuts by sentence, each after the whole was measured."""

Chapters = Sequence[Sequence[Take]]


class Assembly:
    """Puts the chapters of one task together; `chosen` passages stand in for a missing one."""

    def __init__(self, task: Task, chosen: Sequence[int]) -> None:
        self._task = task
        self._chosen = chosen
        self._figures = {figure.id: figure for figure in task.document.figures}

    def fitted(self, told: Sequence[Brief], drafts: Sequence[Draft]) -> tuple[list[Shot], set[int]]:
        """Return the film with its pauses, and the sections that something is said of."""
        chapters: Chapters = [
            self._limited(draft, brief) for brief, draft in zip(told, drafts, strict=True)
        ]
        for _ in range(_ROUNDS):
            shots = self._film(told, chapters)
            shorter = shortened(chapters, self._excess(shots), self._seconds)
            if shorter == chapters:
                break
            chapters = shorter
        shots = self._film(told, chapters)
        if self._task.target is not None:
            shots, _ = share(shots, self._task.target - voiced(shots, self._task.pace))
        return shots, set(self._sections(told, chapters))

    def _limited(self, draft: Draft, brief: Brief) -> Sequence[Take]:
        """Cut what a chapter took of the time of others."""
        said = sum(self._seconds(line.sentence) for take in draft.takes for line in take.lines)
        return shortened([draft.takes], said - MOST * brief.seconds, self._seconds)[0]

    def _excess(self, shots: Sequence[Shot]) -> float:
        if self._task.target is None:
            return 0.0
        silence = sum(shot.pause for shot in shots)
        return voiced(shots, self._task.pace) + silence - self._task.target

    def _seconds(self, sentence: Sentence) -> float:
        return self._task.pace.measure(sentence.spoken)

    def _film(self, told: Sequence[Brief], chapters: Chapters) -> list[Shot]:
        body: list[Shot] = []
        for brief, takes in zip(told, chapters, strict=True):
            body += self._shots(brief, takes) if takes else self._plain(brief)
        return paused(film(self._task.document, body, self._task.language))

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
        return cut(self._task.plan, self._own(brief), self._task.language)

    def _own(self, brief: Brief) -> list[int]:
        return [i for i in self._chosen if self._task.plan.chapter[i] == brief.chapter]

    def _sections(self, told: Sequence[Brief], chapters: Chapters) -> Iterator[int]:
        for brief, takes in zip(told, chapters, strict=True):
            for take in takes:
                yield from (section for line in take.lines for section in line.sections)
            if not takes:
                yield from (self._task.plan.passages[i].section for i in self._own(brief))


def _show(figure: Figure | None, heading: str) -> Picture | Card:
    return picture(figure) if figure else Card(kind="points", heading=heading)
