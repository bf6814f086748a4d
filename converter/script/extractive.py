"""Extractive narration: weigh what each passage says, choose what fits the time.

A passage weighs what it has in common with the whole document (continuous LexRank),
with title and heading, where it stands, and what its wording promises. The choice is
one greedy cover under the whole budget: what repeats words already said counts less,
and so does more of a chapter that has had its share.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from converter.document.model import Document
from converter.match import named, showable
from converter.script import cues
from converter.script.passages import Passage
from converter.script.sentences import words

Vector = npt.NDArray[np.float64]

SECONDS_A_CHAPTER = 12.0
"""Less than this is no chapter; smaller sections are told under their parent."""
MOST_CANDIDATES = 700
LEAST_MERIT = 0.1
_RANK_STEPS = 12
_SUBSTANCE = 8
"""A passage with fewer content words says less."""
_SAME = 0.6
"""Cosine from which two passages say the same."""
_LONGEST_CHAIN = 3
_THRIFT = 0.2
"""How much the length of a passage counts against it: 0 not at all, 1 in full."""
_QUALITY = 0.6
"""Seconds of missing the length that a point of score is worth."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sections told together, under the heading of the first."""

    heading: str
    sections: frozenset[int]
    weight: float
    opens: bool = False


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
        """Choose all that can be said."""
        return [i for i in self.order if self.passages[i].merit >= LEAST_MERIT]


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


def choose(plan: Outline, budget: float) -> list[int]:
    """Choose passages worth `budget` seconds, in the order they are told."""
    if plan.seconds.sum() <= budget:
        return plan.everything()
    choice = _Choice(plan, budget)
    choice.open_chapters()
    choice.fill()
    return choice.told()


def adjust(plan: Outline, chosen: Sequence[int], gap: float) -> list[int]:
    """Add, drop or exchange one passage so that the choice grows by about `gap` seconds.

    Returns the choice unchanged when no change brings it nearer.
    """
    here = set(chosen)
    best, result = float("inf"), here
    for change in _changes(plan, here):
        added, gone = sorted(change - here), sorted(here - change)
        growth = plan.seconds[added].sum() - plan.seconds[gone].sum()
        gain = plan.scores[added].sum() - plan.scores[gone].sum()
        miss = abs(gap - growth)
        if miss < abs(gap) and miss - _QUALITY * gain < best:
            best, result = miss - _QUALITY * gain, change
    return [i for i in plan.order if i in result]


def chapters(document: Document, passages: Sequence[Passage], budget: float) -> list[Chapter]:
    """Group sections: each on its own, or under its parent while there are too many."""
    spoken = sorted({passage.section for passage in passages})
    above = parents(document)
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
    told = [_chapter(document, top, members, passages) for top, members in sorted(groups.items())]
    return sorted(told, key=lambda chapter: not chapter.opens)


def _chapter(
    document: Document, top: int, members: Sequence[int], passages: Sequence[Passage]
) -> Chapter:
    heading = document.sections[top].heading or ""
    size = sum(passage.section in members for passage in passages)
    weight = cues.weight(heading) if heading else 1.2
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
    figures = {
        showing
        for figure in document.figures
        if showable(figure)
        for showing in named(figure.label or "")
    }
    form = np.array([_promise(passage, language, figures) for passage in passages])
    headings = np.zeros(len(passages))
    for section in {passage.section for passage in passages}:
        heading = document.sections[section].heading
        if heading:
            here = np.array([passage.section == section for passage in passages])
            headings[here] = counts.overlap(set(words(heading, language)))[here]
    merit = np.array([passage.merit for passage in passages])
    merit *= np.minimum(1.0, counts.distinct() / _SUBSTANCE) ** 0.5
    return np.asarray((content + 0.4 * headings + form) * merit, dtype=np.float64)


def _promise(passage: Passage, language: str, figures: Collection[tuple[str, str]]) -> float:
    """Add up what place and wording promise of a passage."""
    found = 0.7 * passage.opens_section + 0.4 * passage.opens_block
    found += 0.4 * cues.shows("key", passage.text, language)
    found += 0.3 * cues.shows("definition", passage.text, language)
    found += 0.15 * any(c.isdigit() for c in passage.text)
    return found + 0.5 * any(name in figures for name in named(passage.raw))


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


class _Choice:
    """A choice in the making."""

    def __init__(self, plan: Outline, budget: float) -> None:
        self.plan = plan
        self.left = budget
        self.chosen: set[int] = set()
        self.alike = np.zeros(len(plan.passages), dtype=np.float32)
        self.used = [0.0] * len(plan.chapters)
        total = sum(chapter.weight for chapter in plan.chapters)
        self.share = [
            max(SECONDS_A_CHAPTER, budget * chapter.weight / total) for chapter in plan.chapters
        ]

    def open_chapters(self) -> None:
        """Give every chapter one unit, the weightiest first, while there is time."""
        ranks = sorted(
            range(len(self.plan.chapters)),
            key=lambda k: (-self.plan.chapters[k].opens, -self.plan.chapters[k].weight),
        )
        for k in ranks:
            members = [i for i, chapter in enumerate(self.plan.chapter) if chapter == k]
            self._take(members)

    def fill(self) -> None:
        """Spend what is left on the best of all."""
        everyone = range(len(self.plan.passages))
        while self._take(everyone):
            pass

    def told(self) -> list[int]:
        """Return the chosen passages in the order they are told."""
        return [i for i in self.plan.order if i in self.chosen]

    def _take(self, among: Collection[int]) -> bool:
        best, gain = None, 0.0
        for i in among:
            if i not in self.chosen and (found := self._gain(i)) > gain:
                best, gain = i, found
        if best is None:
            return False
        for i in self._new(best):
            self.chosen.add(i)
            self.left -= self.plan.seconds[i]
            self.used[self.plan.chapter[i]] += self.plan.seconds[i]
            self.alike = np.maximum(self.alike, self.plan.vectors @ self.plan.vectors[i])
        return True

    def _joins(self, first: int, last: int) -> bool:
        plan = self.plan
        return (first - 1 in self.chosen and plan.adjoin(first - 1, first)) or (
            last + 1 in self.chosen and plan.adjoin(last, last + 1)
        )

    def _new(self, index: int) -> list[int]:
        return [i for i in self.plan.unit(index) if i not in self.chosen]

    def _gain(self, index: int) -> float:
        """Return what a unit adds for each second, damped, it takes."""
        new = self._new(index)
        cost = float(self.plan.seconds[new].sum())
        if (
            cost > self.left
            or len(new) > _LONGEST_CHAIN
            or self.plan.passages[index].merit < LEAST_MERIT
        ):
            return 0.0
        worth = float((self.plan.scores[new] * (1 - self.alike[new])).mean())
        k = self.plan.chapter[index]
        fair = 1 / (1 + (self.used[k] / self.share[k]) ** 2)
        near = 1.35 if self._joins(new[0], index) else 1.0
        lead = 1.0 if self.used[k] else self.plan.leads[index]
        return float(worth * fair * near * lead / (cost / len(new)) ** _THRIFT)


def _changes(plan: Outline, here: set[int]) -> Iterator[set[int]]:
    """Yield the choices one step away that leave nothing hanging and no chapter empty."""
    needed = {plan.passages[i].needs for i in here}
    told = [plan.chapter[i] for i in here]
    loose = [i for i in here if i not in needed]
    spare = [i for i in loose if told.count(plan.chapter[i]) > 1]
    members = sorted(here)
    alike = (plan.vectors @ plan.vectors[members].T).max(axis=1)
    outside = [
        i
        for i, passage in enumerate(plan.passages)
        if i not in here and passage.merit >= LEAST_MERIT and alike[i] < _SAME
    ]
    for i in sorted(spare):
        yield here - {i}
    for i in outside:
        yield here | set(plan.unit(i))
    for gone in sorted(loose):
        for i in outside:
            if plan.chapter[i] == plan.chapter[gone] and plan.passages[i].needs != gone:
                yield (here - {gone}) | set(plan.unit(i))
