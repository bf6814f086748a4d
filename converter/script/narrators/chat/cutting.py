"""Cutting: a narration that is too long loses whole sentences, those first that may go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from converter.script.model import Sentence
from converter.script.narrators.chat.answer import Line, Take

_ESSENTIAL = 3.0
"""Seconds of missing the length that a sentence is worth which should stay."""


class _Kept(NamedTuple):
    chapter: int
    take: int
    line: Line


def shortened(
    chapters: Sequence[Sequence[Take]], excess: float, seconds: Callable[[Sentence], float]
) -> list[tuple[Take, ...]]:
    """Leave out sentences that last about `excess` seconds together, of no chapter all.

    What goes is optional or the last of its chapter, so that nothing hangs in the air.
    """
    kept = [
        _Kept(chapter, take, line)
        for chapter, takes in enumerate(chapters)
        for take, one in enumerate(takes)
        for line in one.lines
    ]
    while loose := _loose(kept):
        lengths = {at: seconds(kept[at].line.sentence) for at in loose}
        best = min(
            loose,
            key=lambda at: abs(excess - lengths[at]) + _ESSENTIAL * (not kept[at].line.optional),
        )
        if abs(excess - lengths[best]) >= abs(excess):
            break
        excess -= lengths[best]
        del kept[best]
    return [
        tuple(
            replace(
                one, lines=tuple(k.line for k in kept if (k.chapter, k.take) == (chapter, take))
            )
            for take, one in enumerate(takes)
        )
        for chapter, takes in enumerate(chapters)
    ]


def _loose(kept: Sequence[_Kept]) -> list[int]:
    """Return the places of what could go next."""
    left = Counter(one.chapter for one in kept)
    last = {one.chapter: at for at, one in enumerate(kept)}
    return [
        at
        for at, one in enumerate(kept)
        if left[one.chapter] > 1 and (one.line.optional or last[one.chapter] == at)
    ]
