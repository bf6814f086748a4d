"""Meter: how loud a sound is and how high it peaks, by ITU-R BS.1770."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt

from converter.render.sound.envelope import HOP, Envelope, Signal, power
from converter.render.sound.filters import Filter

OVERSAMPLING = 4
TAPS = 24
"""Length of the interpolation filter, in samples of the signal."""

K_WEIGHTING = np.array(
    [
        [
            1.53512485958697,
            -2.69169618940638,
            1.19839281085285,
            1,
            -1.69065929318241,
            0.73248077421585,
        ],
        [1, -2, 1, 1, -1.99004745483398, 0.99007225036621],
    ]
)
"""Second-order sections at 48 kHz: the head's shelf, then the low cut."""

ABSOLUTE_GATE = -70.0
RELATIVE_GATE = -10.0
HOPS_A_STEP = 75
STEPS_A_BLOCK = 4


class Meter:
    """Measures sound at 48 kHz, fed block by block in whole hops.

    `powers` are the K-weighted power of each hop, `peaks` its true peak, late by
    TAPS / 2 samples. One channel counts as the two it is heard on.
    """

    def __init__(self, hops: int, channels: int = 2) -> None:
        """Make room for the figures of so many hops."""
        self.powers: Envelope = np.zeros(hops, np.float32)
        self.peaks: Envelope = np.zeros(hops, np.float32)
        self._fed = 0
        self._weigh = Filter(K_WEIGHTING, channels)
        self._tail = np.zeros((TAPS, channels), np.float32)
        self._heard_on = 2 // channels

    def feed(self, block: Signal) -> None:
        """Measure the next samples, shape (hops * HOP, channels)."""
        now = slice(self._fed, self._fed + len(block) // HOP)
        self.powers[now] = power(self._weigh(block)) * self._heard_on
        joined = np.concatenate([self._tail, block])
        self._tail = joined[-TAPS:]
        self.peaks[now] = np.maximum.reduce([true_peaks(channel) for channel in joined.T])
        self._fed = now.stop


def integrated(powers: Envelope) -> float | None:
    """Return the gated loudness in LUFS of K-weighted powers, None where all is silent.

    Less than one gating block of 0.4 s counts as silent.
    """
    steps = powers[: len(powers) // HOPS_A_STEP * HOPS_A_STEP].reshape(-1, HOPS_A_STEP)
    if len(steps) < STEPS_A_BLOCK:
        return None
    means = steps.mean(axis=1, dtype=np.float64)
    blocks = np.convolve(means, np.full(STEPS_A_BLOCK, 1 / STEPS_A_BLOCK), mode="valid")
    audible = blocks[blocks > _power_at(ABSOLUTE_GATE)]
    if not len(audible):
        return None
    gate = _power_at(_loudness(audible.mean()) + RELATIVE_GATE)
    return _loudness(audible[audible > gate].mean())


def true_peaks(channel: npt.NDArray[np.float32]) -> Envelope:
    """Return the highest of the interpolated samples of each hop.

    `channel` has shape (TAPS + hops * HOP,). All hops are interpolated by one matrix
    product, which beats a filter by far.
    """
    windows = np.lib.stride_tricks.sliding_window_view(channel, HOP + TAPS)[::HOP]
    interpolated = windows @ _interpolator()
    highest: Envelope = np.maximum(interpolated.max(axis=1), -interpolated.min(axis=1))
    return highest


@cache
def _interpolator() -> npt.NDArray[np.float32]:
    """Build the matrix from HOP + TAPS samples to OVERSAMPLING * HOP points between."""
    length = TAPS * OVERSAMPLING
    points = np.arange(-length // 2, length // 2 + 1) / OVERSAMPLING
    prototype = np.sinc(points) * np.kaiser(length + 1, 6.0)
    prototype *= OVERSAMPLING / prototype.sum()
    matrix = np.zeros((HOP + TAPS, HOP * OVERSAMPLING), np.float32)
    for point in range(HOP * OVERSAMPLING):
        sample, phase = divmod(point, OVERSAMPLING)
        taps = prototype[phase:length:OVERSAMPLING][::-1]
        matrix[sample + 1 : sample + 1 + TAPS, point] = taps
    return matrix


def _loudness(power: float) -> float:
    return -0.691 + 10 * math.log10(power)


def _power_at(loudness: float) -> float:
    return float(10 ** ((loudness + 0.691) / 10))
