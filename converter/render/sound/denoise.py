"""Denoise: takes steady noise out of a sound, by spectral gating.

Noise is what a frequency never falls below for long. Its power is read from a first
pass over the sound; in the second every part of the spectrum is turned down that does
not stand out from it. Nothing is turned down wholly: the hush that is left hides what
the gate does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.fft import irfft, rfft
from scipy.ndimage import gaussian_filter, uniform_filter

from converter.render.sound.envelope import Signal
from converter.render.sound.spool import Spool

FRAME = 2048
STEP = FRAME // 4
BINS = FRAME // 2 + 1
STRETCH = 800
"""Frames worked on at a time, 8.5 s."""

SMOOTH = 5, 5
"""Frames and bins over which power is averaged before it is judged."""
MARGIN = 8
"""Frames beside a stretch that its smoothing looks at."""

QUIETEST = 0.15
"""Share of the time in which there is only noise."""
LIFT = 1.68
"""From that quantile of smoothed noise to its mean."""

LOWEST_LEVEL, LEVELS, LEVELS_A_DECIBEL = -130.0, 400, 2
SILENCE = 1e-10
"""Mean square under which a frame is digital silence and says nothing about noise."""

Power = npt.NDArray[np.float32]


class _Strength(NamedTuple):
    """How far noise is turned down, in decibels, and how many times it is subtracted."""

    reduction: float
    excess: float


STRENGTHS = (
    _Strength(6, 1.0),
    _Strength(10, 1.1),
    _Strength(15, 1.25),
    _Strength(20, 1.5),
    _Strength(26, 1.8),
)
"""By Mode: 0 the gentlest, 4 the strongest."""


def denoise(sound: Spool, mode: int) -> Iterator[Signal]:
    """Yield a sound anew with its steady noise turned down by one of the five modes."""
    strength = STRENGTHS[mode]
    noise = _noise(sound) * np.float32(strength.excess)
    floor = np.float32(10 ** (-strength.reduction / 20))
    window = _window() * np.float32(2 / 3)  # Squared, four of them overlap to 1.5.
    tail = np.zeros((FRAME - STEP, sound.channels), np.float32)
    place = STEP - FRAME
    for frames in _stretches(sound):
        spectra = rfft(frames * _window()[:, None], axis=1)
        gains = _gains(_smoothed(spectra), noise, floor)
        cleaned = irfft(spectra * gains[..., None], FRAME, axis=1)[MARGIN:-MARGIN]
        joined = _overlapped(cleaned * window[:, None], tail)
        ready = joined[: len(cleaned) * STEP]
        tail = joined[len(cleaned) * STEP :]
        yield ready[max(-place, 0) : max(len(sound) - place, 0)]
        place += len(ready)


def _stretches(sound: Spool) -> Iterator[Signal]:
    """Yield frames of a sound, shape (frames, FRAME, channels), with MARGIN on both sides.

    The first frame ends with the first STEP of the sound.
    """
    count = -(-len(sound) // STEP) + FRAME // STEP - 1
    for first in range(0, count, STRETCH):
        last = min(first + STRETCH, count)
        begin = (first - MARGIN + 1) * STEP - FRAME
        heard = sound.read(begin, (last + MARGIN) * STEP)
        windows = np.lib.stride_tricks.sliding_window_view(heard, FRAME, axis=0)[::STEP]
        yield windows.swapaxes(1, 2)


def _window() -> Power:
    return np.hanning(FRAME + 1)[:-1].astype(np.float32)


def _overlapped(frames: Signal, tail: Signal) -> Signal:
    """Add frames that overlap to each other and to what the last ones left over."""
    count, _, channels = frames.shape
    joined = np.zeros((count * STEP + FRAME - STEP, channels), np.float32)
    joined[: len(tail)] = tail
    for part in range(FRAME // STEP):
        pieces = frames[:, part * STEP : (part + 1) * STEP].reshape(-1, channels)
        joined[part * STEP : part * STEP + len(pieces)] += pieces
    return joined


def _smoothed(spectra: npt.NDArray[np.complex64]) -> Power:
    """Return the power of each frame and bin, summed over channels and smoothed."""
    power = np.square(np.abs(spectra)).sum(axis=2, dtype=np.float32)
    smoothed = uniform_filter(power, SMOOTH, mode="nearest")
    return np.asarray(np.maximum(smoothed, 0), np.float32)  # Its running sums may fall below.


def _gains(power: Power, noise: Power, floor: np.float32) -> Power:
    standing_out = 1 - noise / np.maximum(power, np.float32(1e-20))
    gate = gaussian_filter(np.clip(standing_out, 0, 1), (1.0, 1.0), mode="nearest")
    return np.asarray(floor + (1 - floor) * gate, np.float32)


def _noise(sound: Spool) -> Power:
    """Return the power of the noise in each bin, 0 where all is silence."""
    counted = np.zeros(BINS * LEVELS, np.int64)
    for frames in _stretches(sound):
        audible = np.square(frames[MARGIN:-MARGIN]).mean(axis=(1, 2)) > SILENCE
        power = _smoothed(rfft(frames * _window()[:, None], axis=1))[MARGIN:-MARGIN][audible]
        levels = (10 * np.log10(power + 1e-20) - LOWEST_LEVEL) * LEVELS_A_DECIBEL
        levels = np.clip(levels, 0, LEVELS - 1).astype(np.int64)
        counted += np.bincount((levels + np.arange(BINS) * LEVELS).ravel(), minlength=len(counted))
    heard = counted.reshape(BINS, LEVELS).cumsum(axis=1)
    quiet = (heard < QUIETEST * heard[:, -1:]).sum(axis=1)
    power = 10 ** ((quiet / LEVELS_A_DECIBEL + LOWEST_LEVEL) / 10) * LIFT
    return np.asarray(np.where(heard[:, -1] > 0, power, 0), np.float32)
