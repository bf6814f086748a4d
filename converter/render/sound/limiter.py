"""Limiter: gains that keep peaks under a ceiling without a click or a dull moment."""

from __future__ import annotations

import numpy as np

from converter.render.sound.envelope import Envelope, gain, smoothed

LOOKAHEAD = 3
"""Hops on both sides over which a reduction sets in."""

RELEASE = 0.08
"""Decibels a reduction fades by each hop."""

MEMORY = 1500
"""Hops after which no reduction is felt any more."""

CHUNK = 45_000


def limit(peaks: Envelope, ceiling: float) -> Envelope:
    """Return the gain of each hop, at most 1, that keeps `peaks` under `ceiling` dB.

    The reduction of a hop reaches one hop further than it is smoothed, so peaks may
    be known late by less than a hop.
    """
    gains = np.empty_like(peaks)
    for begin in range(0, len(peaks), CHUNK):
        before = min(begin, MEMORY)
        nearby = peaks[begin - before : begin + CHUNK + 2 * LOOKAHEAD]
        gains[begin : begin + CHUNK] = _limit(nearby, ceiling)[before : before + CHUNK]
    return gains


def _limit(peaks: Envelope, ceiling: float) -> Envelope:
    over = 20 * np.log10(np.maximum(peaks, 1e-6)) - ceiling
    wide = np.pad(np.maximum(over, 0), LOOKAHEAD, mode="edge")
    held = np.maximum.reduce([wide[n : n + len(over)] for n in range(2 * LOOKAHEAD + 1)])
    fall = RELEASE * np.arange(len(held))
    released = np.maximum.accumulate(held + fall) - fall
    return gain(-smoothed(released, np.hanning(2 * LOOKAHEAD + 1)[1:-1]))
