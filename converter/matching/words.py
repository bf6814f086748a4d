"""Matching by words: those of a slot are found in what is known of a shot.

Okapi BM25, as a share of what a shot with all the words would get: rare words count
more, repeated ones hardly more, and long texts are no better for being long.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from converter.document.language import language_of
from converter.errors import FootageError
from converter.footage import Shot
from converter.matching.model import Scores, Slot
from converter.script.sentences import words

SATURATION, LENGTH = 1.2, 0.4
"""BM25's k1 and b: how soon more of a word counts no more, how much longer texts count less."""


class Words:
    """Needs nothing; file names, captions, subtitles and recognised letters are its source."""

    usage = "words: what is written of a clip, and what is said and read in it"

    def __init__(self, argument: str = "") -> None:
        """Take no argument; FootageError for one."""
        self._known: dict[tuple[str, str], Counter[str]] = {}
        if argument:
            raise FootageError(f"matcher words takes nothing after its name, not {argument!r}")

    def scores(self, slots: Sequence[Slot], shots: Sequence[Shot]) -> Scores:
        """Return which share of a slot's words, weighed by rarity, is known of each shot."""
        # Short texts do not tell their language; all that is asked for together does.
        language = language_of("\n".join(slot.text for slot in slots))
        known = [self._words(shot.text, language) for shot in shots]
        rarity, weights = _weighed(known)
        found = np.zeros((len(slots), len(shots)))
        for row, slot in enumerate(slots):
            terms = set(words(slot.text, language))
            whole = sum(rarity(term) for term in terms)
            for term in terms & weights.keys():
                columns, values = weights[term]
                found[row, columns] += rarity(term) * values / whole
        return found

    def _words(self, text: str, language: str) -> Counter[str]:
        """Count the words of a text, once for all videos that are matched."""
        if (text, language) not in self._known:
            self._known[text, language] = Counter(words(text, language))
        return self._known[text, language]


class _Rarity:
    """How much a word tells, by how many shots know it; more than 0."""

    def __init__(self, known: Sequence[Counter[str]]) -> None:
        self._count = len(known)
        self._spread = Counter(term for terms in known for term in terms)

    def __call__(self, term: str) -> float:
        spread = self._spread[term]
        return math.log(1 + (self._count - spread + 0.5) / (spread + 0.5))


def _weighed(
    known: Sequence[Counter[str]],
) -> tuple[_Rarity, dict[str, tuple[list[int], Scores]]]:
    """Return how rare words are, and for each the shots that know it and how well, up to 1."""
    sizes = np.array([max(1, terms.total()) for terms in known], np.float64)
    slower = SATURATION * (1 - LENGTH + LENGTH * sizes / sizes.mean())
    places: dict[str, list[int]] = defaultdict(list)
    for column, terms in enumerate(known):
        for term in terms:
            places[term].append(column)
    weights = {}
    for term, columns in places.items():
        times = np.array([known[column][term] for column in columns], np.float64)
        weights[term] = columns, times / (times + slower[columns])
    return _Rarity(known), weights
