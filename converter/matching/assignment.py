"""Assignment: which shots are seen in which slot, as one optimum over all of them.

A shot that is too short for its slot fits it only in part; slots that one shot does not
fill get further ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from converter.footage import Shot
from converter.matching.model import Scores, Slot

LONGER = Fraction(11, 10)
"""How much longer than it is a shot may be shown before another one is added."""
_MOMENT = 0.01
"""Seconds that every slot and every shot has at least."""
_EARLIER = 1e-7
"""What being the first of all is worth, so that of shots that fit alike the first is taken."""
_AGAIN = 1e-3
"""What being seen again costs."""
_FILLS = 1e-4
"""What filling a slot is worth by itself, whatever is shown."""

Lengths = NDArray[np.float64]
Numbers = NDArray[np.int_]
Chosen = tuple[tuple[int, ...], ...]
"""For each slot the numbers of its shots."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which shots are seen in each slot, and what is not as asked."""

    chosen: Chosen
    notes: tuple[str, ...] = ()


def assign(
    slots: Sequence[Slot],
    shots: Sequence[Shot],
    scores: Scores,
    *,
    duplicates: bool = False,
    ordered: bool = False,
) -> Assignment:
    """Choose the shots of greatest total score that are long enough for each slot.

    Without `duplicates` no shot comes twice while there are enough; when `ordered`, shots
    come in the order they are given in, each slot's in one run. There is a shot at least.
    Of shots that fit alike, the first is taken.
    """
    if not slots:
        return Assignment(())
    wanted = np.array([max(_MOMENT, float(slot.seconds)) for slot in slots])
    longest = float(wanted.max())
    rooms = np.array([longest if shot.still else min(longest, _room(shot)) for shot in shots])
    values = scores - _EARLIER * np.arange(len(shots)) / len(shots)
    notes: tuple[str, ...] = ()
    if ordered:
        found = _in_order(values, wanted, rooms, duplicates)
        if found is not None:
            return Assignment(found)
        notes = ("there is too little footage to keep its order",)
    if duplicates:
        return Assignment(_each(values, wanted, rooms), notes)
    found, again = _once(values, wanted, rooms)
    if again:
        notes = (*notes, "there is too little footage, some is seen again")
    return Assignment(found, notes)


def _room(shot: Shot) -> float:
    """Return for how many seconds a video shot can be shown."""
    return max(_MOMENT, float(min(shot.length * LONGER, max(shot.limit, shot.end) - shot.begin)))


def _once(values: Scores, wanted: Lengths, rooms: Lengths) -> tuple[Chosen, bool]:
    """Take each shot once; also tell whether that was not enough.

    Slots are divided among more and more places until what is assigned to their places
    fills them.
    """
    places = np.ceil(wanted / rooms.max()).astype(int)
    while True:
        rows = np.repeat(np.arange(len(wanted)), places)
        rounds = math.ceil(len(rows) / len(rooms))
        columns = _best(_in_places(values, wanted, rooms, places)[rows], rounds)
        chosen = [columns[rows == slot] for slot in range(len(wanted))]
        filled = np.array([rooms[own].sum() for own in chosen]) >= wanted
        if filled.all():
            picked = zip(chosen, values, wanted, strict=True)
            return tuple(_needed(own, line, need, rooms) for own, line, need in picked), rounds > 1
        places[~filled] += 1


def _in_places(values: Scores, wanted: Lengths, rooms: Lengths, places: Numbers) -> Scores:
    """Return what a shot is worth in one place of each slot: as much as it fills."""
    fills = np.minimum(1, rooms / (wanted / places)[:, None])
    return np.asarray((values + _FILLS) * fills / places[:, None], np.float64)


def _best(values: Scores, rounds: int) -> Numbers:
    """Return the columns of greatest total value, none more than `rounds` times."""
    from scipy.optimize import linear_sum_assignment

    later = [values - _AGAIN * number for number in range(rounds)]
    _, columns = linear_sum_assignment(np.hstack(later), maximize=True)
    return np.asarray(columns % values.shape[1], int)


def _needed(own: Numbers, values: Scores, wanted: float, rooms: Lengths) -> tuple[int, ...]:
    """Leave out the shots of a slot that it is full without, those that fit least first."""
    kept = sorted(map(int, own), key=lambda column: -values[column])
    while len(kept) > 1 and rooms[kept[:-1]].sum() >= wanted:
        kept.pop()
    return tuple(sorted(kept))


def _each(values: Scores, wanted: Lengths, rooms: Lengths) -> Chosen:
    """Give every slot the shots that fit it best; those seen less often where they fit alike."""
    uses = np.zeros(len(rooms))
    chosen = []
    for line, need in zip(values, wanted, strict=True):
        worth = (line + _FILLS) * np.minimum(1, rooms / need) - _EARLIER * uses
        ranked = np.argsort(-worth, kind="stable")
        count = int(np.searchsorted(np.cumsum(np.tile(rooms[ranked], _turns(need, rooms))), need))
        own = np.resize(ranked, count + 1)
        np.add.at(uses, own, 1)
        chosen.append(_needed(own, line, need, rooms))
    return tuple(chosen)


def _turns(wanted: float, rooms: Lengths) -> int:
    """Return how often all shots must be shown to fill a time."""
    return math.ceil(wanted / float(rooms.sum())) + 1


def _in_order(values: Scores, wanted: Lengths, rooms: Lengths, duplicates: bool) -> Chosen | None:
    """Give each slot a run of shots, none before those of the slot before it.

    None where there is too little footage. `best[j]` is the greatest value of the slots
    so far that use no shot from number j on.
    """
    ends = np.concatenate([[0.0], np.cumsum(rooms)])
    best = np.zeros(len(ends))
    begins: list[tuple[Numbers, Numbers]] = []
    stops: list[Numbers] = []
    for line, need in zip(values, wanted, strict=True):
        # A run that ends before shot j begins at the last one from which it is long enough.
        begin = np.searchsorted(ends, ends - need + 1e-9, side="right") - 1
        sums = np.concatenate([[0.0], np.cumsum(line)])
        numbers = np.arange(len(ends))
        worth = (sums - sums[begin]) / np.maximum(1, numbers - begin)
        before = np.minimum(begin + 1, numbers) if duplicates and begins else begin
        total = np.where(begin >= 0, best[before] + worth, -np.inf)
        best = np.maximum.accumulate(total)
        stops.append(_first_of_best(total, best))
        begins.append((begin, before))
    if not np.isfinite(best[-1]):
        return None
    return _traced(begins, stops)


def _first_of_best(total: Lengths, best: Lengths) -> Numbers:
    """Return for each number the first one up to it that is as good as any up to it."""
    rises = np.flatnonzero(np.concatenate([[True], best[1:] > best[:-1]]))
    return np.asarray(rises[np.searchsorted(rises, np.arange(len(total)), side="right") - 1], int)


def _traced(begins: Sequence[tuple[Numbers, Numbers]], stops: Sequence[Numbers]) -> Chosen:
    """Walk back through the best choices."""
    chosen: list[tuple[int, ...]] = []
    last = len(stops[0]) - 1
    for (begin, before), stop in zip(reversed(begins), reversed(stops), strict=True):
        end = int(stop[last])
        chosen.append(tuple(range(int(begin[end]), end)))
        last = int(before[end])
    return tuple(reversed(chosen))
