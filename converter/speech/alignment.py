"""Alignment: when the words of a known text are heard in a sound of which nothing is known.

No recogniser: pauses of the voice are brought together with the ends of sentences and
clauses, and what is said between two pauses shares its time by how long it takes to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from converter.speech.model import Samples, Speech, Word
from converter.speech.words import AUDIBLE, Span, share, tokens, weight

PAUSE = 0.12
"""Seconds of silence that part two stretches of voice; shorter ones are inside of words."""
BLIP = 0.04
"""Seconds of sound that are no voice."""

_STEP = 0.01
_NOISE = 1.25
"""How much louder than the steady noise a voice is."""
_ENDS = re.compile(r"[.!?…。！？；;][\"'”’)\]」』）》]*$")
_CLAUSES = re.compile(r"[,:，、：—–][\"'”’)\]」』）》]*$")
_UNMARKED = 1.5
"""Cost of a pause where the text has no mark, and of marks where there is no pause."""
_SILENT_END, _SILENT_CLAUSE = 0.7, 0.2
_SPREAD = 40
"""Words by which a stretch may be away from where its share of the time says."""

Line = npt.NDArray[np.float64]


def align(text: str, samples: Samples, rate: int) -> Speech:
    """Return a sound with each word of a text where it is probably heard."""
    spans = tokens(text)
    stretches = voices(samples, rate)
    if not spans or not stretches:
        return Speech(text, samples, rate, tuple(share(text, spans, 0, len(samples))))
    edges = _Fit(text, spans, stretches, rate).edges()
    words: list[Word] = []
    for (begin, stop), (first, last) in zip(stretches, pairwise(edges), strict=True):
        words += share(text, spans[first:last], begin, stop)
    return Speech(text, samples, rate, tuple(words))


def voices(samples: Samples, rate: int) -> list[Span]:
    """Return the stretches [begin, stop) of samples between pauses."""
    size = max(1, round(_STEP * rate))
    count = len(samples) // size
    if not count:
        return []
    power = np.mean(np.square(samples[: count * size].reshape(count, size)), axis=1)
    loud = np.sqrt(np.convolve(power, np.full(3, 1 / 3), "same"))
    floor, level = (float(value) for value in np.percentile(loud, (10, 95)))
    heard = loud > max(AUDIBLE / 4, 0.05 * level, min(_NOISE * floor, 0.4 * level))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], heard, [False])).astype(int)))
    found: list[Span] = []
    for begin, stop in edges.reshape(-1, 2).tolist():
        if found and (begin - found[-1][1]) * _STEP < PAUSE:
            found[-1] = found[-1][0], stop
        else:
            found.append((begin, stop))
    return [(a * size, b * size) for a, b in found if (b - a) * _STEP >= BLIP]


class _Fit:
    """Divides words among stretches of voice, at the least cost."""

    def __init__(
        self, text: str, spans: Sequence[Span], stretches: Sequence[Span], rate: int
    ) -> None:
        words = [text[slice(*span)] for span in spans]
        lengths = [max(weight("".join(filter(str.isalnum, word))), 0.05) for word in words]
        self._said = np.concatenate(([0.0], np.cumsum(lengths)))
        self._lasting = [(stop - begin) / rate for begin, stop in stretches]
        self._pace = sum(self._lasting) / self._said[-1]
        marks = [bool(_ENDS.search(word)) + 2 * bool(_CLAUSES.search(word)) for word in words]
        silent = [(0.0, _SILENT_END, _SILENT_CLAUSE, _SILENT_END)[mark] for mark in marks]
        self._silent = np.concatenate(([0.0], np.cumsum(silent)))
        self._pauses = np.array([0.0, *(0.0 if mark else _UNMARKED for mark in marks)])

    def edges(self) -> list[int]:
        """Return the numbers of the words between which stretches meet, the ends included."""
        costs, before = self._start(), list[npt.NDArray[np.int64]]()
        for number in range(len(self._lasting)):
            costs, origin = self._step(costs, number)
            before.append(origin)
        edges = [len(self._said) - 1]
        for origin in reversed(before):
            edges.append(int(origin[edges[-1]]))
        return edges[::-1]

    def _start(self) -> Line:
        costs = np.full(len(self._said), np.inf)
        costs[0] = 0.0
        return costs

    def _step(self, costs: Line, number: int) -> tuple[Line, npt.NDArray[np.int64]]:
        """Return the cost of each number of words said after a stretch, and where it began."""
        first, last = self._range(number), self._range(number + 1)
        said = (self._said[last][None, :] - self._said[first][:, None]) * self._pace
        error = np.square(self._lasting[number] - said) / (0.05 + 0.1 * np.maximum(said, 0.0))
        marks = self._silent[np.maximum(np.arange(last.start, last.stop) - 1, 0)]
        passed = np.maximum(marks[None, :] - self._silent[first][:, None], 0.0)
        final = number + 1 == len(self._lasting)
        pauses = 0.0 if final else self._pauses[last][None, :]
        total = costs[first][:, None] + error + passed + pauses
        total[np.arange(first.start, first.stop)[:, None] > np.arange(last.start, last.stop)] = (
            np.inf
        )
        best = np.full(len(self._said), np.inf)
        origin = np.zeros(len(self._said), np.int64)
        best[last] = total.min(axis=0)
        origin[last] = total.argmin(axis=0) + first.start
        return best, origin

    def _range(self, number: int) -> slice:
        """Return how many words may have been said before a stretch."""
        count = len(self._said) - 1
        if number in (0, len(self._lasting)):
            here = 0 if number == 0 else count
            return slice(here, here + 1)
        expected = sum(self._lasting[:number]) / self._pace
        middle = int(np.searchsorted(self._said, expected))
        spread = _SPREAD + count // 20
        return slice(max(0, middle - spread), min(count, middle + spread) + 1)
