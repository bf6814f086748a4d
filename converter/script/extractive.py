"""Extractive narration: weigh what each passage says.

A passage weighs what it has in common with the whole document (continuous LexRank),
with title and heading, where it stands, and what its wording promises. `choice` then
takes what fits the time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from converter.document.model import Document, Figure
from converter.match import Name, named, showable
from converter.script import cues
from converter.script.chapters import Chapter, chapters
from converter.script.flow import Flow
from converter.script.passages import Passage
from converter.script.sentences import words

Vector = npt.NDArray[np.float64]

MOST_CANDIDATES = 700
LEAST_MERIT = 0.1
"""A passage of less merit is never said."""
_RANK_STEPS = 12
_SUBSTANCE = 8
"""A passage with fewer content words says less."""


@dataclass(frozen=True)
class Outline:
    """All that can be chosen from, and what each choice costs and brings.

    Arrays run over `passages`; `seconds` are estimates of how long each is spoken.
    """

    passages: Sequence[Passage]
    chapters: Sequence[Chapter]
    scores: Vector
    vectors: npt.NDArray[np.float32]
    seconds: Vector

    @cached_property
    def chapter(self) -> list[int]:
        """The chapter of each passage."""
        home = {s: k for k, chapter in enumerate(self.chapters) for s in chapter.sections}
        return [home[passage.section] for passage in self.passages]

    @cached_property
    def leads(self) -> list[float]:
        """How much better each passage opens its chapter than another would."""
        tops = {min(chapter.sections): chapter.opens for chapter in self.chapters}
        return [
            1.0 + 0.2 * (p.section in tops) + 0.8 * (p.opens_section and tops.get(p.section, False))
            for p in self.passages
        ]

    @cached_property
    def concepts(self) -> npt.NDArray[np.bool_]:
        """Which words, of those several passages use, each passage has."""
        return np.asarray(self.vectors[:, self._shared] > 0)

    @cached_property
    def weights(self) -> Vector:
        """What each concept is worth: the passage richest in them covers 1."""
        use = self.concepts.sum(axis=0).astype(np.float64)
        return np.asarray(use / max(1.0, float((self.concepts @ use).max(initial=0.0))))

    @cached_property
    def _shared(self) -> npt.NDArray[np.bool_]:
        return np.asarray((self.vectors > 0).sum(axis=0) > 1)

    @cached_property
    def order(self) -> list[int]:
        """Indices of the passages as they would be told: chapter by chapter."""
        return sorted(range(len(self.passages)), key=lambda i: (self.chapter[i], i))

    def unit(self, index: int) -> tuple[int, ...]:
        """Return a passage with those it needs before it."""
        return _chain(self.passages, index)

    def adjoin(self, before: int, after: int) -> bool:
        """Say whether one passage directly follows another in the document."""
        if not 0 <= before < after < len(self.passages):
            return False
        first, second = self.passages[before], self.passages[after]
        return first.section == second.section and first.number + 1 == second.number

    def everything(self) -> list[int]:
        """Choose all that is worth saying, or simply all where nothing is."""
        worth = [i for i in self.order if self.passages[i].merit >= LEAST_MERIT]
        return worth or self.order


def outline(
    document: Document, passages: Sequence[Passage], estimates: Vector, budget: float, language: str
) -> Outline:
    """Weigh the passages and arrange them in as many chapters as the budget bears."""
    counts = _Counts([words(passage.text, language) for passage in passages])
    scores = _scores(document, passages, counts, language)
    kept = _best(passages, scores)
    renumbered = {old: new for new, old in enumerate(kept)}
    candidates = [_renumber(passages[i], renumbered) for i in kept]
    return Outline(
        candidates,
        chapters(document, candidates, budget),
        scores[kept],
        counts.dense(kept),
        estimates[kept],
    )


class _Counts:
    """Words of each passage as weighted counts (tf-idf), kept sparse."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.ids: dict[str, int] = {}
        entries = sorted(
            {
                (row, self.ids.setdefault(word, len(self.ids)))
                for row, text in enumerate(texts)
                for word in text
            }
        )
        self.size = len(texts)
        table = np.array(entries, dtype=np.int64).reshape(-1, 2)
        self.rows, self.columns = table[:, 0], table[:, 1]
        spread = np.bincount(self.columns, minlength=len(self.ids))
        self.rarity = np.log(1 + self.size / np.maximum(spread, 1))
        weights = self.rarity[self.columns]
        norms = np.sqrt(np.bincount(self.rows, weights**2, minlength=self.size))
        self.values = weights / np.maximum(norms[self.rows], 1e-9)

    def centrality(self) -> Vector:
        """Return continuous LexRank, without ever holding the matrix of similarities."""
        degree = np.maximum(self._alike(np.ones(self.size)), 1e-9)
        rank = np.ones(self.size)
        for _ in range(_RANK_STEPS):
            rank = 0.15 + 0.85 * self._alike(rank / degree)
        return np.asarray(rank / max(rank.max(), 1e-9), dtype=np.float64)

    def distinct(self) -> Vector:
        """Return how many words each passage has."""
        return np.asarray(np.bincount(self.rows, minlength=self.size), dtype=np.float64)

    def overlap(self, terms: Collection[str]) -> Vector:
        """Return for each passage which part of its weight the terms make up."""
        known = np.zeros(len(self.ids))
        known[[self.ids[term] for term in terms if term in self.ids]] = 1.0
        shares = known[self.columns] * self.values**2
        return np.asarray(np.sqrt(np.bincount(self.rows, shares, minlength=self.size)))

    def dense(self, kept: Sequence[int]) -> npt.NDArray[np.float32]:
        """Return unit vectors of some passages over the words they use."""
        place = np.full(self.size, -1)
        place[kept] = np.arange(len(kept))
        inside = place[self.rows] >= 0
        used, columns = np.unique(self.columns[inside], return_inverse=True)
        found = np.zeros((len(kept), len(used)), dtype=np.float32)
        found[place[self.rows[inside]], columns] = self.values[inside]
        return found

    def _alike(self, rank: Vector) -> Vector:
        terms = np.bincount(self.columns, self.values * rank[self.rows], minlength=len(self.ids))
        found = np.bincount(self.rows, self.values * terms[self.columns], minlength=self.size)
        return np.asarray(found, dtype=np.float64)


def _scores(
    document: Document, passages: Sequence[Passage], counts: _Counts, language: str
) -> Vector:
    content = counts.centrality() + 0.5 * counts.overlap(set(words(document.title, language)))
    shown = [figure for figure in document.figures if showable(figure)]
    names = {name for figure in shown for name in named(figure.label or "")}
    beside = _beside(document, shown)
    form = np.array([_promise(p, language, names) + 0.3 * (p.place in beside) for p in passages])
    headings = np.zeros(len(passages))
    for section in {passage.section for passage in passages}:
        heading = document.sections[section].heading
        if heading:
            here = np.array([passage.section == section for passage in passages])
            headings[here] = counts.overlap(set(words(heading, language)))[here]
    merit = np.array([passage.merit for passage in passages], dtype=np.float64)
    merit *= np.minimum(1.0, counts.distinct() / _SUBSTANCE) ** 0.5
    return np.asarray((content + 0.4 * headings + form) * merit, dtype=np.float64)


def _beside(document: Document, figures: Sequence[Figure]) -> set[int]:
    """Return the places next to figures with captions: what is said there can be shown."""
    stands = Flow(document).figures
    captioned = [stands[f.id].place for f in figures if f.caption and f.id in stands]
    return {place + step for place in captioned for step in (-1, 1)}


def _promise(passage: Passage, language: str, figures: set[Name]) -> float:
    """Add up what place and wording promise of a passage."""
    found = 0.7 * passage.opens_section + 0.4 * passage.opens_block
    found += 0.4 * cues.shows("key", passage.text, language)
    found += 0.3 * cues.shows("definition", passage.text, language)
    found += 0.15 * any(c.isdigit() for c in passage.text)
    missing = named(passage.text) - figures
    return found + 0.5 * bool(named(passage.raw) & figures) - 0.6 * bool(missing)


def _best(passages: Sequence[Passage], scores: Vector) -> list[int]:
    """Keep the best candidates of a long document, some of every section, with what they need."""
    if len(passages) <= MOST_CANDIDATES:
        return list(range(len(passages)))
    by_score = np.argsort(-scores, kind="stable")
    seen: dict[int, int] = {}
    kept = set(by_score[:MOST_CANDIDATES].tolist())
    for i in by_score.tolist():
        seen[passages[i].section] = seen.get(passages[i].section, 0) + 1
        if seen[passages[i].section] <= 2:
            kept.add(i)
    return sorted({needed for i in kept for needed in _chain(passages, i)})


def _chain(passages: Sequence[Passage], index: int) -> tuple[int, ...]:
    needs = passages[index].needs
    return (index,) if needs is None else (*_chain(passages, needs), index)


def _renumber(passage: Passage, numbers: dict[int, int]) -> Passage:
    return passage if passage.needs is None else replace(passage, needs=numbers[passage.needs])
