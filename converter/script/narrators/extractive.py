"""The extractive narrator: the document's own sentences, and no model."""

from __future__ import annotations

from converter.script.announcing import opened
from converter.script.choice import adjust, choose
from converter.script.cut import CLOSING_SECONDS, cut, film, voiced
from converter.script.model import Shot
from converter.script.narration import Narration, Options, Task
from converter.script.pauses import PAUSE, even, paused, silent

_PAUSES_SHARE = 0.07
_TRIES = 12
_EASE = 0.15
"""Seconds of missed length and of bent pause that need no further change."""


class Extractive:
    """Says the weightiest sentences as they are; needs no options."""

    def __init__(self, options: Options) -> None:
        """Take the options of any narrator and use none."""

    def tell(self, task: Task) -> Narration:
        """Choose passages until the film, measured, is as long as it should be."""
        shots, chosen = fit(task)
        return Narration(shots, {task.plan.passages[i].section for i in chosen})


def fit(task: Task) -> tuple[list[Shot], list[int]]:
    """Return the film of the best choice of passages that lasts as asked, and the choice.

    What the pauses between shots can make up is left to them.
    """
    between = task.pace.between
    if task.target is None:
        chosen = task.plan.everything()
        return paused(_film(task, chosen), PAUSE, between), chosen
    chosen = choose(task.plan, (task.target - CLOSING_SECONDS) * (1 - _PAUSES_SHARE))
    best: tuple[float, list[Shot], list[int]] = (float("inf"), [], [])
    tried = set[frozenset[int]]()
    for _ in range(_TRIES):
        tried.add(frozenset(chosen))
        shots = _film(task, chosen)
        silence = task.target - voiced(shots, task.pace)
        pause, missed = even(shots, silence, between)
        strain = abs(missed) + abs(pause - PAUSE)
        if strain < best[0]:
            best = strain, paused(shots, pause, between), chosen
        changed = adjust(task.plan, chosen, silence - silent(shots, PAUSE, between), tried)
        if strain < _EASE or changed == chosen:
            break
        chosen = changed
    return best[1], best[2]


def _film(task: Task, chosen: list[int]) -> list[Shot]:
    shots = cut(task.plan, chosen, task.diction)
    if not task.pace.presenter:
        shots = list(opened(shots, task.document, task.diction))
    return film(task.document, shots, task.pace, task.diction)
