"""Alignment: when the words of a known text are heard in a sound of which nothing is known.

No recogniser: the pauses of the voice are matched with the punctuation of the text, such
that the pace between them stays as even as it can; words between two matches share the
voiced time by their weights. Without a pause that fits, all words share the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from converter.speech.model import Samples, Speech, Word
from converter.speech.words import AUDIBLE, Span, is_word, share, tokens, weight

PAUSE = 0.12
"""Seconds of silence that part two stretches of voice; shorter ones are inside of words."""
BLIP = 0.04
"""Seconds of sound that are no voice."""

_STEP = 0.01
_NOISE = 1.25
"""How much louder than the steady noise a voice is."""
_SENTENCE, _CLAUSE = ".!?。！？…；", ",;:，、：—–"
_UNEVEN, _JITTER = 0.12, 0.12
"""How far a stretch may stray from the mean pace: as a share, and in seconds."""
_DIGIT = 0.7
"""What a digit weighs beyond a letter: figures are spoken out."""
_ODD = 0.25
"""Seconds of a pause that nothing in the text explains and that costs 1."""
_REACH = 8
"""Breaks in a row that may have no pause."""

Floats = npt.NDArray[np.float64]


class _Break(NamedTuple):
    """A place between words at which one may pause, and what it costs not to."""

    word: int
    cost: float


@dataclass(frozen=True, slots=True)
class _Clock:
    """Voiced time: the samples of a sound without its pauses."""

    begin: int
    stop: int
    pauses: tuple[Span, ...]

    def at_pauses(self) -> Floats:
        """Return when each pause begins, in voiced samples."""
        lengths = [stop - begin for begin, stop in self.pauses]
        silent = np.cumsum([0, *lengths])[:-1]
        begins = np.array([begin for begin, _ in self.pauses], float)
        return np.asarray(begins - self.begin - silent)

    @property
    def length(self) -> int:
        """All voiced samples."""
        return self.stop - self.begin - sum(stop - begin for begin, stop in self.pauses)

    def sample(self, voiced_time: float, *, after: bool) -> int:
        """Return the sample of a voiced time; at a pause, `after` it or before it."""
        place = self.begin + round(voiced_time)
        for begin, stop in self.pauses:
            if place < begin or (place == begin and not after):
                break
            place += stop - begin
        return min(place, self.stop)


def align(text: str, samples: Samples, rate: int) -> Speech:
    """Return a sound with each word of a text where it is probably heard.

    The `timing` says whether pauses told where, or the weights of the words alone.
    """
    spans = [span for span in tokens(text) if is_word(text[slice(*span)])]
    stretches = voices(samples, rate)
    if not spans or not stretches:
        return Speech(text, samples, rate, tuple(share(text, spans, 0, len(samples))), "estimate")
    pauses = tuple((stop, begin) for (_, stop), (begin, _) in pairwise(stretches))
    clock = _Clock(stretches[0][0], stretches[-1][1], pauses)
    weights = np.array([_size(text[start:end]) for start, end in spans])
    edges = np.concatenate(([0.0], np.cumsum(weights))) * (clock.length / weights.sum())
    matches = _matches(_breaks(text, spans), edges, clock, rate)
    if matches:
        edges = _bent(edges, matches, clock)
    begins = (clock.sample(edge, after=True) for edge in edges[:-1])
    stops = (clock.sample(edge, after=False) for edge in edges[1:])
    words = (Word(*span, *when) for span, *when in zip(spans, begins, stops, strict=True))
    return Speech(text, samples, rate, tuple(words), "alignment" if matches else "estimate")


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


def _size(word: str) -> float:
    """Estimate how long a word takes; a digit is a word of its own, or nearly."""
    return weight(word) + _DIGIT * sum(map(str.isdigit, word)) or 0.1


def _breaks(text: str, spans: Sequence[tuple[int, int]]) -> list[_Break]:
    """Return the places behind a full stop or a comma; all but the last word's."""
    found = []
    for index, ((_, end), (start, _)) in enumerate(pairwise(spans)):
        tail = text[max(end - 2, 0) : start].rstrip("\"'”’)]）」』 ")
        if tail and (tail[-1] in _SENTENCE or "\n" in text[end:start]):
            found.append(_Break(index + 1, 4.0))
        elif tail and tail[-1] in _CLAUSE:
            found.append(_Break(index + 1, 0.7))
    return found


def _matches(
    breaks: Sequence[_Break], edges: Floats, clock: _Clock, rate: int
) -> list[tuple[int, float]]:
    """Return pairs of a word and the voiced time of the pause before it.

    The cheapest path through all pairs of a break and a pause (dynamic programming).
    """
    if not breaks or not clock.pauses:
        return []
    grid = _Grid.of(breaks, edges, clock, rate)
    size = len(grid.wanted), len(grid.heard)
    costs = np.full(size, np.inf)
    before = np.zeros((*size, 2), int)
    costs[0, 0] = 0
    for here in range(1, size[0]):
        for there in range(max(0, here - _REACH), here):
            ways = costs[there][:, None] + grid.steps(there, here)
            best, cheapest = ways.argmin(axis=0), ways.min(axis=0)
            better = cheapest < costs[here]
            costs[here, better] = cheapest[better]
            before[here, better, 0], before[here, better, 1] = there, best[better]
    if not np.isfinite(costs[-1, -1]):
        return []
    path = _path(before, size[0] - 1, size[1] - 1)
    return [(breaks[one - 1].word, float(grid.heard[other] * rate)) for one, other in path]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Breaks against pauses, start and end included; all in voiced seconds.

    `wanted` says where a break is expected, `heard` where a pause is; the other two sum
    up what it costs to pass over those before it.
    """

    wanted: Floats
    heard: Floats
    unpaused: Floats
    unexplained: Floats

    @classmethod
    def of(cls, breaks: Sequence[_Break], edges: Floats, clock: _Clock, rate: int) -> _Grid:
        end = clock.length / rate
        lengths = [(stop - begin) / rate for begin, stop in clock.pauses]
        odd = [min(length / _ODD, 2.0) for length in lengths]
        return cls(
            np.array([0.0, *(edges[one.word] / rate for one in breaks), end]),
            np.array([0.0, *(clock.at_pauses() / rate), end]),
            np.cumsum([0.0, 0.0, *(one.cost for one in breaks), 0.0]),
            np.cumsum([0.0, 0.0, *odd, 0.0]),
        )

    def steps(self, there: int, here: int) -> Floats:
        """Return what it costs to go from each pause to each, from one break to another.

        Paid for are an uneven pace, breaks without a pause, and long pauses passed over.
        """
        expected = self.wanted[here] - self.wanted[there]
        actual = self.heard[None, :] - self.heard[:, None]
        stray = np.square((actual - expected) / (_UNEVEN * expected + _JITTER))
        passed = self.unexplained[None, :-1] - self.unexplained[1:, None]
        costs = stray + passed + self.unpaused[here] - self.unpaused[there + 1]
        return np.where(np.triu(np.ones_like(costs, bool), 1), costs, np.inf)


def _path(before: npt.NDArray[np.int_], here: int, place: int) -> list[tuple[int, int]]:
    """Follow the cheapest path back from the end; both ends are left out."""
    found: list[tuple[int, int]] = []
    here, place = before[here, place]
    while here:
        found.append((here, place))
        here, place = before[here, place]
    return found[::-1]


def _bent(edges: Floats, matches: Sequence[tuple[int, float]], clock: _Clock) -> Floats:
    """Stretch the edges of words so that those with a pause before them begin after it."""
    words, times = zip(*matches, strict=True)
    known = [edges[0], *(edges[word] for word in words), edges[-1]]
    return np.asarray(np.interp(edges, known, [0.0, *times, float(clock.length)]))
