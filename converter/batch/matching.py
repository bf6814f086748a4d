"""Matching: which shots are seen with which words.

A Matcher says how well every shot fits every slot; `cover` then gives shots to all slots
at once, so that the whole fits best, whoever the Matcher was.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt

from converter.batch.footage import Shot
from converter.speech.casting import language_of

LONGER = Fraction(11, 10)
"""How much longer than it is a shot may be shown before another one is added."""

Scores = npt.NDArray[np.float64]
"""How well shots fit, shape (slots, shots): 1 for what is meant, 0 for not at all."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a video that wants shots: what it should show, and for how long."""

    text: str
    seconds: Fraction


class Matcher(Protocol):
    """A way to tell which shots fit."""

    def scores(self, slots: Sequence[Slot], shots: Sequence[Shot]) -> Scores:
        """Return how well each shot fits each slot; there is at least one of both."""
        ...


class ByWords:
    """Compares the words of a slot with those known of a shot; rare ones count more."""

    def scores(self, slots: Sequence[Slot], shots: Sequence[Shot]) -> Scores:
        """Return the cosine between the words of each slot and of each shot."""
        from converter.script.sentences import words

        texts = [*(slot.text for slot in slots), *(shot.text for shot in shots)]
        sides = [set(words(text, language_of(text))) for text in texts]
        spread = Counter(term for side in sides for term in side)
        rarity = {term: math.log(1 + len(sides) / count) for term, count in spread.items()}
        shown = sides[len(slots) :]
        return np.array(
            [[_alike(slot, shot, rarity) for shot in shown] for slot in sides[: len(slots)]]
        )


def _alike(left: set[str], right: set[str], rarity: dict[str, float]) -> float:
    common = sum(rarity[term] ** 2 for term in left & right)
    if not common:
        return 0.0
    sizes = (sum(rarity[term] ** 2 for term in side) for side in (left, right))
    return common / math.sqrt(math.prod(sizes))


def match(scores: Scores, *, duplicates: bool, ordered: bool) -> list[int]:
    """Return the index of a shot for each slot, of greatest total score.

    Of shots that fit alike the first is taken. Without `duplicates` no shot comes twice,
    unless there are fewer shots than slots. When `ordered`, no shot comes before that of
    the slot before.
    """
    slots, shots = scores.shape
    if ordered:
        return _in_order(scores, again=duplicates or shots < slots)
    if duplicates:
        return [int(column) for column in scores.argmax(axis=1)]
    return _one_to_one(scores)


def cover(
    slots: Sequence[Slot],
    shots: Sequence[Shot],
    scores: Scores,
    *,
    duplicates: bool,
    ordered: bool,
) -> list[list[int]]:
    """Return the indices of shots that fill each slot, the best one first.

    A slot that its shots do not fill gets more of them, but a picture is rather shown
    longer than followed by one that has nothing to do with the words. Shots are used
    again when none is left.
    """
    chosen: list[list[int]] = [[] for _ in slots]
    wanting = list(range(len(slots)))
    while wanting:
        left = _unused(chosen, len(shots))
        part = scores[np.ix_(wanting, left)]
        first = not any(chosen)
        picks = match(part, duplicates=duplicates and first, ordered=ordered and first)
        found = [(at, left[pick]) for at, pick in zip(wanting, picks, strict=True)]
        # Whom nothing fits comes last, after what others still need.
        fitting = [(at, index) for at, index in found if scores[at, index] > 0]
        for at, index in found if ordered and first else fitting or found:
            useless = scores[at, index] <= 0 or index in chosen[at]
            if chosen[at] and useless and _still(chosen[at], shots):
                wanting.remove(at)
            else:
                chosen[at].append(index)
        wanting = [at for at in wanting if not _filled(slots[at], chosen[at], shots)]
    return chosen


def _unused(chosen: Sequence[Sequence[int]], count: int) -> list[int]:
    """Return the shots that nobody has, or all when there are no others."""
    used = {index for taken in chosen for index in taken}
    return [index for index in range(count) if index not in used] or list(range(count))


def _filled(slot: Slot, taken: Sequence[int], shots: Sequence[Shot]) -> bool:
    return bool(taken) and LONGER * sum(shots[index].length for index in taken) >= slot.seconds


def _still(taken: Iterable[int], shots: Sequence[Shot]) -> bool:
    return all(shots[index].still for index in taken)


def _one_to_one(scores: Scores) -> list[int]:
    from scipy.optimize import linear_sum_assignment

    slots, shots = scores.shape
    # Where shots run out, each may come once more for every time that they do.
    _, columns = linear_sum_assignment(np.tile(scores, -(-slots // shots)), maximize=True)
    return [int(column) % shots for column in columns]


def _in_order(scores: Scores, *, again: bool) -> list[int]:
    """Return the columns of greatest total score that never go back."""
    rows, columns = scores.shape
    step = 0 if again else 1
    total = np.full((rows, columns), -np.inf)
    before = np.zeros((rows, columns), dtype=int)
    total[0] = scores[0]
    for row in range(1, rows):
        best = 0
        for column in range(step, columns):
            if total[row - 1, column - step] > total[row - 1, best]:
                best = column - step
            before[row, column] = best
            total[row, column] = total[row - 1, best] + scores[row, column]
    found = [int(total[-1].argmax())]
    for row in range(rows - 1, 0, -1):
        found.append(int(before[row, found[-1]]))
    return found[::-1]
