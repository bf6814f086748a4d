"""Draws: which item of each list a video gets.

Lists are dealt, not thrown: every item of a list comes once before any comes again, and
no two videos get the same hand before all hands have been given out. Whoever asks for
the hand of a video need not know the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm
from random import Random
from typing import Any


class Deal:
    """Lists by name, shuffled by a seed."""

    def __init__(self, lists: Mapping[str, Sequence[Any]], seed: str) -> None:
        self._lists = {name: _shuffled(items, f"{seed}/{name}") for name, items in lists.items()}

    def hand(self, index: int) -> dict[str, Any]:
        """Return one item of each list for a video; of an empty list, None.

        After `lcm` videos two lists together begin anew, so from then on one of them
        steps by one more: this way all pairs come, and so on with every further list.
        """
        hand: dict[str, Any] = {}
        hands = 1
        for name, items in self._lists.items():
            if not items:
                hand[name] = None
                continue
            step = index % (hands * len(items))
            hand[name] = items[(step + step // lcm(hands, len(items))) % len(items)]
            hands *= len(items)
        return hand


def _shuffled(items: Sequence[Any], seed: str) -> list[Any]:
    return Random(seed).sample(items, len(items))
