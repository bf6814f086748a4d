"""Pace: how long words take with the real voice, and how long a document deserves."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from converter.speech import rehearsed, speak

SAMPLE = 24
"""Texts spoken to learn a voice's pace; a slow engine bears that many."""
ENTIRE = 135.0
"""A document that is read in less is read wholly."""
LONGEST = 300.0
_GROWTH = 55.0


class Pace:
    """The pace of one voice: exact where a text has been spoken, estimated elsewhere."""

    def __init__(self, voice: str | None, rate: int, language: str) -> None:
        self.voice = rehearsed(voice)
        self.rate = rate
        self.language = language
        self._spoken: dict[str, float] = {}

    def measure(self, text: str) -> float:
        """Return the seconds the voice takes for a text. Raises SpeechError."""
        if text not in self._spoken:
            speech = speak(text, voice=self.voice, language=self.language, rate=self.rate)
            self._spoken[text] = speech.seconds
        return self._spoken[text]

    def estimate(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """Return about how many seconds each text takes, after speaking a sample of them.

        The sample is spread evenly over the lengths, so that it is the same each time.
        """
        lengths = np.array([len(text) for text in texts], dtype=np.float64)
        by_length = np.argsort(lengths, kind="stable")
        chosen = by_length[
            np.linspace(0, len(texts) - 1, min(SAMPLE, len(texts))).round().astype(int)
        ]
        known = np.array([self.measure(texts[i]) for i in chosen])
        spread = np.stack([lengths[chosen], np.ones(len(chosen))], axis=1)
        slope, start = np.linalg.lstsq(spread, known, rcond=None)[0]
        if slope <= 0 or start < 0:
            slope, start = known.sum() / max(1.0, lengths[chosen].sum()), 0.0
        found: npt.NDArray[np.float64] = slope * lengths + start
        found[chosen] = known
        return found


def natural(seconds: float) -> float:
    """Return how long a narration should be for a document that takes `seconds` to read out.

    All of it up to about 300 words, some three minutes for a paper of ten pages, four
    to five for a book: it grows with the logarithm.
    """
    if seconds <= ENTIRE:
        return seconds
    return min(LONGEST, ENTIRE + _GROWTH * math.log10(seconds / ENTIRE))
