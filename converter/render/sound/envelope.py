"""Envelope: figures, 750 a second, that a signal is measured or steered by."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

HOP = 64
"""Samples a figure stands for: 4/3 ms at 48 kHz. A frame of AAC has 16 times as many."""

BLOCK = 7_500 * HOP
"""Samples worked on at a time, 10 s."""

Signal = npt.NDArray[np.float32]
"""Sound of shape (samples, channels), channels 1 or 2."""

Envelope = npt.NDArray[np.float32]
"""Figures of shape (hops,)."""


def blocks(hops: int) -> Iterator[tuple[int, int]]:
    """Yield where each block of a sound of so many hops begins and ends, in samples."""
    for begin in range(0, hops * HOP, BLOCK):
        yield begin, min(begin + BLOCK, hops * HOP)


def power(signal: Signal) -> Envelope:
    """Return the mean square of each hop, summed over channels; whole hops only."""
    squares = np.square(signal).reshape(-1, HOP, signal.shape[1])
    return np.asarray(squares.mean(axis=1).sum(axis=1), np.float32)


def smoothed(figures: Envelope, weights: npt.NDArray[np.float64]) -> Envelope:
    """Return the weighted mean of what is around each figure."""
    width = len(weights)
    longer = np.pad(figures, (width // 2, (width - 1) // 2), mode="edge")
    return np.convolve(longer, weights / weights.sum(), mode="valid").astype(np.float32)


def decibels(powers: Envelope) -> Envelope:
    """Turn powers into decibels, silence into -120."""
    return 10 * np.log10(np.maximum(powers, np.float32(1e-12)))


def gain(decibel: Envelope) -> Envelope:
    """Turn decibels into factors of amplitude."""
    return np.power(10, decibel / 20, dtype=np.float32)


def stepped(decibel: float, step: float) -> float:
    """Return the nearest of some steps.

    What is measured over a whole sound changes a little with every word of it; in steps it
    seldom does, and what was coded before a change stays as it was.
    """
    return round(decibel / step) * step


def ramp(gains: Envelope, begin: int, end: int) -> Signal:
    """Draw samples [begin, end) of an envelope, shape (end - begin, 1).

    Both ends are whole hops. The line runs between hop borders and never above the
    figure of the hop it crosses, so a limit kept by the figures is kept by the samples.
    """
    edges = _edges(gains, begin // HOP, end // HOP)
    steps = np.arange(HOP, dtype=np.float32) / HOP
    lines = edges[:-1, None] + (edges[1:] - edges[:-1])[:, None] * steps
    return np.asarray(lines.reshape(-1, 1), np.float32)


def applied(powers: Envelope, gains: Envelope) -> Envelope:
    """Return the powers of hops after gains were applied as `ramp` draws them."""
    edges = _edges(gains, 0, len(gains))
    before, after = edges[:-1], edges[1:]
    return np.asarray(powers * (before * before + before * after + after * after) / 3, np.float32)


def _edges(gains: Envelope, begin: int, end: int) -> Envelope:
    """Return the gain at each border of the hops [begin, end)."""
    nearby = gains.take(np.arange(begin - 1, end + 1), mode="clip")
    return np.minimum(nearby[:-1], nearby[1:])
