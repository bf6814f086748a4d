"""Choice: which passages are said in the time there is.

One greedy cover under the whole budget: a passage counts for what it says that nothing
chosen says yet, words the document keeps coming back to above all, and for less when
its chapter has had its share. `benchmarks/condensing.py` compares this with others.
`adjust` then closes the gap that measuring with the voice has shown, one passage at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from converter.script.chapters import SECONDS_A_CHAPTER
from converter.script.extractive import LEAST_MERIT, Outline

_SAME = 0.6
"""Cosine from which two passages say the same."""
_LONGEST_CHAIN = 3
_SLIGHT = 0.3
"""A chapter that weighs less than this share of the mean is told only if room is left."""
_EMPTIED = 2.0
"""Seconds of missing the length that telling of a chapter is worth."""
_THRIFT = 0.2
"""How much the length of a passage counts against it: 0 not at all, 1 in full."""
_COVERAGE = 3.0
"""Points of score that the passage richest in concepts not yet said is worth."""
_FILLER = 0.3
"""Merit from which a passage may fill a gap, where most of a document has as much."""
_QUALITY = 0.6
"""Seconds of missing the length that a point of score is worth."""


def choose(plan: Outline, budget: float) -> list[int]:
    """Choose passages worth `budget` seconds, in the order they are told; at least one."""
    if plan.seconds.sum() <= budget:
        return plan.everything()
    choice = _Choice(plan, budget)
    choice.open_chapters()
    choice.fill()
    return choice.told() or _shortest(plan)


def _shortest(plan: Outline) -> list[int]:
    units = [list(plan.unit(i)) for i in plan.everything()]
    return min(units, key=lambda unit: float(plan.seconds[unit].sum()))


def adjust(
    plan: Outline, chosen: Sequence[int], gap: float, tried: Collection[frozenset[int]] = ()
) -> list[int]:
    """Add, drop or exchange one passage so that the choice grows by about `gap` seconds.

    Returns the choice unchanged when no change but those `tried` brings it nearer.
    """

    def told(choice: set[int]) -> int:
        return len({plan.chapter[i] for i in choice})

    here = set(chosen)
    best, result = float("inf"), here
    for change in _changes(plan, here):
        added, gone = sorted(change - here), sorted(here - change)
        growth = plan.seconds[added].sum() - plan.seconds[gone].sum()
        gain = plan.scores[added].sum() - plan.scores[gone].sum()
        miss = abs(gap - growth)
        loss = _EMPTIED * (told(here) - told(change)) - _QUALITY * gain
        if miss < abs(gap) and miss + loss < best and change not in tried:
            best, result = miss + loss, change
    return [i for i in plan.order if i in result]


class _Choice:
    """A choice in the making."""

    def __init__(self, plan: Outline, budget: float) -> None:
        self.plan = plan
        self.left = budget
        self.chosen: set[int] = set()
        self.alike = np.zeros(len(plan.passages), dtype=np.float32)
        self.said = np.zeros(len(plan.weights), dtype=np.bool_)
        self.used = [0.0] * len(plan.chapters)
        total = sum(chapter.weight for chapter in plan.chapters)
        self.share = [
            max(SECONDS_A_CHAPTER, budget * chapter.weight / total) for chapter in plan.chapters
        ]

    def open_chapters(self) -> None:
        """Give every chapter one unit, the weightiest first, while there is time."""
        chapters = self.plan.chapters
        mean = sum(chapter.weight for chapter in chapters) / len(chapters)
        ranks = sorted(
            range(len(chapters)), key=lambda k: (-chapters[k].opens, -chapters[k].weight)
        )
        for k in ranks:
            if chapters[k].weight < _SLIGHT * mean and not chapters[k].opens:
                continue
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
            self.said |= self.plan.concepts[i]
        return True

    def _joins(self, first: int, last: int) -> bool:
        plan = self.plan
        return (first - 1 in self.chosen and plan.adjoin(first - 1, first)) or (
            last + 1 in self.chosen and plan.adjoin(last, last + 1)
        )

    def _new(self, index: int) -> list[int]:
        return [i for i in self.plan.unit(index) if i not in self.chosen]

    def _news(self, new: Sequence[int]) -> float:
        """Return what a unit says that is not said yet, for each of its passages."""
        fresh = self.plan.concepts[new].any(axis=0) & ~self.said
        merit = sum(self.plan.passages[i].merit for i in new) / len(new)
        return merit * float(self.plan.weights @ fresh) / len(new)

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
        worth += _COVERAGE * self._news(new)
        k = self.plan.chapter[index]
        fair = 1 / (1 + (self.used[k] / self.share[k]) ** 2)
        near = 1.35 if self._joins(new[0], index) else 1.0
        lead = 1.0 if self.used[k] else self.plan.leads[index]
        return float(worth * fair * near * lead / (cost / len(new)) ** _THRIFT)


def _changes(plan: Outline, here: set[int]) -> Iterator[set[int]]:
    """Yield the choices one step away that leave nothing hanging."""
    members = sorted(here)
    needed = {plan.passages[i].needs for i in members}
    loose = [i for i in members if i not in needed]
    alike = (plan.vectors @ plan.vectors[members].T).max(axis=1)
    merits = np.array([passage.merit for passage in plan.passages])
    least = max(LEAST_MERIT, min(_FILLER, float(np.median(merits))))
    outside = [
        i for i in np.flatnonzero((merits >= least) & (alike < _SAME)).tolist() if i not in here
    ]
    for i in loose if len(here) > 1 else ():
        yield here - {i}
    for i in outside:
        yield here | set(plan.unit(i))
    for gone in loose:
        for i in outside:
            if plan.chapter[i] == plan.chapter[gone] and plan.passages[i].needs != gone:
                yield (here - {gone}) | set(plan.unit(i))
