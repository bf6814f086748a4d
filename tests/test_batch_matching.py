"""Which shots are seen with which words."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from converter.batch.footage import Shot
from converter.batch.matching import LONGER, ByWords, Scores, Slot, cover, match
from converter.media import Media
from tests.timelines import FEW

IMAGE = Media(Path("a.png"), "image", 160, 90, None, None, False, 0)
VIDEO = Media(Path("a.mp4"), "video", 160, 90, Fraction(60), Fraction(25), True, 0)


def picture(text: str = "", length: int = 2) -> Shot:
    return Shot(f"{text}.png", IMAGE, Fraction(length), text=text)


def clip(text: str = "", length: int = 3) -> Shot:
    return Shot(f"{text}.mp4", VIDEO, Fraction(length), text=text, limit=Fraction(60))


def slot(text: str = "", length: float = 3) -> Slot:
    return Slot(text, Fraction(length))


TABLES = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(0, 8).map(lambda n: n / 8))
)


def total(scores: Scores, chosen: list[int]) -> float:
    return float(sum(scores[row, column] for row, column in enumerate(chosen)))


@FEW
@given(TABLES)
def test_no_shot_comes_twice_while_there_are_enough(scores: Scores) -> None:
    chosen = match(scores, duplicates=False, ordered=False)
    slots, shots = scores.shape
    most = -(-slots // shots)
    assert max(chosen.count(column) for column in chosen) <= most


@FEW
@given(TABLES)
def test_with_duplicates_every_slot_gets_its_best(scores: Scores) -> None:
    chosen = match(scores, duplicates=True, ordered=False)
    assert total(scores, chosen) == scores.max(axis=1).sum()


@FEW
@given(TABLES, st.booleans())
def test_in_order_no_shot_goes_back(scores: Scores, duplicates: bool) -> None:
    chosen = match(scores, duplicates=duplicates, ordered=True)
    strict = not duplicates and scores.shape[0] <= scores.shape[1]
    assert all(a < b if strict else a <= b for a, b in pairwise(chosen))


@FEW
@given(TABLES)
def test_in_order_the_best_whole_is_found(scores: Scores) -> None:
    def best(row: int, least: int) -> float:
        if row == len(scores):
            return 0.0
        rest = (scores[row, at] + best(row + 1, at) for at in range(least, scores.shape[1]))
        return max(rest)

    chosen = match(scores, duplicates=True, ordered=True)
    assert total(scores, chosen) == best(0, 0)


def test_the_whole_fits_best_and_not_the_first_slot() -> None:
    scores = np.array([[0.9, 0.8], [0.8, 0.1]])
    assert match(scores, duplicates=False, ordered=False) == [1, 0]


@FEW
@given(
    TABLES,
    st.lists(st.integers(1, 12), min_size=6, max_size=6),
    st.lists(st.tuples(st.booleans(), st.integers(1, 4)), min_size=6, max_size=6),
    st.booleans(),
    st.booleans(),
)
def test_every_slot_is_filled_by_videos_or_by_pictures_shown_longer(
    scores: Scores,
    lengths: list[int],
    kinds: list[tuple[bool, int]],
    duplicates: bool,
    ordered: bool,
) -> None:
    slots = [slot(length=length) for length in lengths[: scores.shape[0]]]
    shots = [picture("", n) if still else clip("", n) for still, n in kinds[: scores.shape[1]]]
    chosen = cover(slots, shots, scores, duplicates=duplicates, ordered=ordered)
    for wanted, taken in zip(slots, chosen, strict=True):
        seen = [shots[index] for index in taken]
        assert seen
        enough = sum(shot.length for shot in seen) * LONGER >= wanted.seconds
        assert enough or all(shot.still for shot in seen)


def test_6_4_words_find_the_picture_that_shows_them() -> None:
    slots = [slot("Long queues at every till."), slot("Bread and apples are cheap.")]
    shots = [clip("shelves with cheap bread"), clip("people in a queue at the till")]
    scores = ByWords().scores(slots, shots)
    assert cover(slots, shots, scores, duplicates=False, ordered=False) == [[1], [0]]


def test_chinese_words_are_matched_without_spaces() -> None:
    scores = ByWords().scores(
        [slot("港口的游客很多")], [clip("便宜的面包"), clip("港口有许多游客")]
    )
    assert scores.argmax() == 1


def test_6_4_a_slot_longer_than_its_shot_takes_further_ones_that_fit() -> None:
    slots = [slot("bread and apples", 6)]
    shots = [clip("the street"), clip("bread"), clip("apples")]
    scores = ByWords().scores(slots, shots)
    (taken,) = cover(slots, shots, scores, duplicates=False, ordered=False)
    assert sorted(taken) == [1, 2]


def test_6_5_a_picture_is_shown_longer_when_only_one_fits() -> None:
    slots = [slot("the till", 9)]
    shots = [picture("the street"), picture("the till"), clip("bread")]
    scores = ByWords().scores(slots, shots)
    assert cover(slots, shots, scores, duplicates=False, ordered=False) == [[1]]


def test_whom_nothing_fits_takes_nothing_that_others_need() -> None:
    slots = [slot("bread and apples", 6), slot("Come and see!")]
    shots = [clip("bread"), clip("apples"), clip("the street")]
    scores = ByWords().scores(slots, shots)
    chosen = cover(slots, shots, scores, duplicates=False, ordered=False)
    assert [sorted(taken) for taken in chosen] == [[0, 1], [2]]


def test_6_4_when_nothing_is_left_shots_come_again() -> None:
    slots = [slot("a street")] * 3
    shots = [clip("the street")]
    scores = ByWords().scores(slots, shots)
    assert cover(slots, shots, scores, duplicates=False, ordered=False) == [[0], [0], [0]]
