"""Matching: shots for words. Every matcher scores all pairs; one assignment takes the best.

slots ─┐
shots ─┴─ scores (Matcher, and who is seen) ──assign──▶ the shots of each slot
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from converter import engines
from converter.errors import FootageError
from converter.footage import Shot
from converter.matching.assignment import LONGER, Assignment, assign
from converter.matching.model import Matcher, Scores, Slot
from converter.matching.words import Words

__all__ = [
    "LONGER",
    "Assignment",
    "Matcher",
    "Scores",
    "Slot",
    "Words",
    "assign",
    "match",
    "matcher",
    "usages",
]

PEOPLE = 0.5
"""Share of a score that who is seen decides, where people are asked for."""


def matcher(name: str = "words") -> Matcher:
    """Return the matcher of a name: `words`, `sentences:FOLDER`, `pictures:FOLDER`.

    Raises FootageError for one that is not installed or cannot be used.
    """
    engine, _, argument = name.partition(":")
    found: Matcher = engines.load("matcher", engine, FootageError)(argument)
    return found


def usages() -> list[str]:
    """Return how to name each matcher that is installed."""
    found = []
    for name in engines.names("matcher"):
        try:
            found.append(str(engines.load("matcher", name, FootageError).usage))
        except FootageError as error:
            found.append(f"{name}: {error}")
    return found


def match(
    slots: Sequence[Slot],
    shots: Sequence[Shot],
    by: Matcher | None = None,
    *,
    duplicates: bool = False,
    ordered: bool = False,
) -> Assignment:
    """Choose the shots for each slot: by words, unless another matcher is given.

    People asked for are looked for among those recognised; where nobody was recognised,
    their names are words like others. Raises FootageError where there are no shots.
    """
    if not shots:
        raise FootageError("there is nothing to show: no footage has a usable stretch")
    notes: list[str] = []
    asked = any(slot.people for slot in slots)
    by_face = asked and any(shot.people for shot in shots)
    if asked and not by_face:
        notes.append("nobody was recognised by face; people are looked for by their names")
        slots = [_with_names(slot) for slot in slots]
    scores = (by or Words()).scores(slots, shots)
    if by_face:
        scores = _with_people(scores, slots, shots)
    found = assign(slots, shots, scores, duplicates=duplicates, ordered=ordered)
    return replace(found, notes=(*notes, *found.notes, *_unmatched(slots, scores, found)))


def _with_names(slot: Slot) -> Slot:
    return replace(slot, text=" ".join((slot.text, *sorted(slot.people))))


def _with_people(scores: Scores, slots: Sequence[Slot], shots: Sequence[Shot]) -> Scores:
    seen = np.array(
        [
            [len(slot.people & shot.people) / max(1, len(slot.people)) for shot in shots]
            for slot in slots
        ]
    )
    asked = np.array([[bool(slot.people)] for slot in slots])
    return np.asarray(np.where(asked, (1 - PEOPLE) * scores + PEOPLE * seen, scores), np.float64)


def _unmatched(slots: Sequence[Slot], scores: Scores, found: Assignment) -> Sequence[str]:
    """Say which slots show shots that nothing speaks for."""
    blind = [
        slot.text
        for slot, line, own in zip(slots, scores, found.chosen, strict=True)
        if slot.text.strip() and not line[list(own)].any()
    ]
    if not blind:
        return ()
    told = ", ".join(repr(text[:40]) for text in blind[:3])
    more = f" and {len(blind) - 3} more" if len(blind) > 3 else ""
    return (f"{len(blind)} of {len(slots)} texts fit no footage: {told}{more}",)
