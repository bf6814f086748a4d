"""Slides: neighbouring points of one section share a card that fills as they are told.

One sentence after the other in large type reads like a teleprompter. A heading under
which the points come one by one, each when it is spoken of, reads like a talk.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from converter.script.model import Card, Shot

MOST_POINTS = 3
MOST_LETTERS = 280
"""Letters on one slide; a Chinese character counts as two."""


def gather(shots: Sequence[Shot]) -> tuple[Shot, ...]:
    """Put consecutive cards of points under one heading onto common slides."""
    gathered: list[Shot] = []
    for heading, run in groupby(shots, key=_heading):
        members = list(run)
        for slide in _slides(members) if heading else [members]:
            gathered += _told(slide) if heading and len(slide) > 1 else slide
    return tuple(gathered)


def _heading(shot: Shot) -> tuple[str, str] | None:
    """Return what shots on one slide have in common; None for what stands alone."""
    card = shot.show
    if isinstance(card, Card) and card.kind == "points" and card.heading and card.now is None:
        return shot.section, card.heading
    return None


def _slides(run: list[Shot]) -> Iterator[list[Shot]]:
    """Divide a run into slides about equally full."""
    slides = max(
        1,
        math.ceil(sum(len(_card(shot).lines) for shot in run) / MOST_POINTS),
        math.ceil(sum(_letters(shot) for shot in run) / MOST_LETTERS),
    )
    size = len(run) / slides
    bounds = [round(n * size) for n in range(slides + 1)]
    for begin, end in pairwise(bounds):
        if begin < end:
            yield run[begin:end]


def _told(slide: list[Shot]) -> Iterator[Shot]:
    lines = tuple(line for shot in slide for line in _card(shot).lines)
    begin = 0
    for shot in slide:
        end = begin + len(_card(shot).lines)
        card = _card(shot).model_copy(update={"lines": lines, "now": (begin, end)})
        yield shot.model_copy(update={"show": card})
        begin = end


def _card(shot: Shot) -> Card:
    if not isinstance(shot.show, Card):
        raise TypeError(f"{shot.id}: shows no card")
    return shot.show


def _letters(shot: Shot) -> int:
    return sum(
        2 if "\u2e80" <= letter <= "\uffef" else 1 for line in _card(shot).lines for letter in line
    )
