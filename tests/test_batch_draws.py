"""What each video is dealt."""

from __future__ import annotations

from collections import Counter
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from converter.batch.draws import Deal
from tests.timelines import FEW

SIZES = st.lists(st.integers(1, 6), min_size=1, max_size=4)


def deal(sizes: list[int], seed: str = "s") -> Deal:
    return Deal({str(at): range(size) for at, size in enumerate(sizes)}, seed)


@FEW
@given(SIZES, st.text(max_size=3))
def test_no_two_videos_get_the_same_hand_while_there_are_others(
    sizes: list[int], seed: str
) -> None:
    dealt = deal(sizes, seed)
    hands = {tuple(dealt.hand(index).values()) for index in range(prod(sizes))}
    assert len(hands) == prod(sizes)


@FEW
@given(SIZES, st.integers(0, 20))
def test_6_1_4_every_item_comes_once_before_any_comes_again(sizes: list[int], turn: int) -> None:
    dealt = deal(sizes)
    for name, size in enumerate(sizes):
        turns = range(turn * size, (turn + 1) * size)
        drawn = Counter(dealt.hand(index)[str(name)] for index in turns)
        assert set(drawn.values()) == {1}


def test_6_1_4_three_scripts_for_five_videos_are_all_used() -> None:
    dealt = Deal({"script": ["a", "b", "c"]}, "s")
    assert {dealt.hand(index)["script"] for index in range(5)} == {"a", "b", "c"}


def test_an_empty_list_gives_nothing_and_does_not_change_the_others() -> None:
    assert Deal({"a": [], "b": [1]}, "s").hand(3) == {"a": None, "b": 1}


def test_another_seed_deals_otherwise() -> None:
    orders = {
        tuple(deal([6], str(seed)).hand(index)["0"] for index in range(6)) for seed in range(9)
    }
    assert len(orders) > 5
