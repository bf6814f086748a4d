"""Turns: two voices share a shot, one for headings and questions, one for the rest.

A turn is a shot of fewer sentences, in one voice, under the same picture: what the
planner measures and what becomes one clip of the Timeline.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from converter.script.model import Card, Sentence, Shot

PAUSE = 0.15
"""Seconds between two voices in one shot, beside the breath each of them takes."""
_ASKS = re.compile(r"[?？؟][\"'”’»)\]」』）]*\s*$")


class Turn(NamedTuple):
    """Part of a shot in one voice; `presented` is the presenter's."""

    shot: Shot
    presented: bool


def turns(shot: Shot, *, presenter: bool) -> list[Turn]:
    """Divide a shot where the voice changes; without a presenter it is one turn.

    The first turn keeps the id of the shot, the last its pause.
    """
    if not presenter or not shot.sentences:
        return [Turn(shot, False)]
    runs = [
        (presented, tuple(run))
        for presented, run in groupby(shot.sentences, key=lambda said: _presented(said, shot))
    ]
    return [
        Turn(_part(shot, run, number, last=number == len(runs)), presented)
        for number, (presented, run) in enumerate(runs, 1)
    ]


def _presented(sentence: Sentence, shot: Shot) -> bool:
    heading = isinstance(shot.show, Card) and shot.show.kind == "title"
    return heading or _ASKS.search(sentence.text) is not None


def _part(shot: Shot, sentences: tuple[Sentence, ...], number: int, *, last: bool) -> Shot:
    return shot.model_copy(
        update={
            "id": shot.id if number == 1 else f"{shot.id}.{number}",
            "sentences": sentences,
            "pause": shot.pause if last else PAUSE,
        }
    )
