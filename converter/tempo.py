"""Tempo: play a sound faster or slower at its own pitch, or higher at its own tempo.

Overlapping frames are laid at a fixed distance; each is taken near the place the
tempo asks for, where it best continues the frame before (waveform similarity
overlap-add). All lengths are for 48 kHz.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt

Signal = npt.NDArray[np.float32]
"""Sound of shape (samples, channels)."""

FRAME = 1920
STEP = FRAME // 2
REACH = 480
"""Samples a frame may be shifted either way, 10 ms: a period of a low voice."""

COARSE = 4
"""Frames are compared by the means of so many samples."""


class Sound(Protocol):
    """A sound that can be read anywhere; outside of it there is silence."""

    def __len__(self) -> int:
        """Return how many samples there are."""
        ...

    def read(self, begin: int, end: int) -> Signal:
        """Return samples [begin, end), shape (end - begin, channels)."""
        ...


def changed(samples: Signal, *, speed: float, pitch: float) -> Signal:
    """Return mono samples, shape (n,), played at two factors that do not touch each other."""
    if pitch != 1:
        samples = _played_faster(samples, pitch)
    if speed != pitch:
        blocks = stretch(_Held(samples), speed / pitch)
        samples = np.concatenate([np.zeros((0, 1), np.float32), *blocks])[:, 0]
    return samples


def _played_faster(samples: Signal, factor: float) -> Signal:
    from scipy.signal import resample_poly

    ratio = Fraction(factor).limit_denominator(100)
    return np.asarray(resample_poly(samples, ratio.denominator, ratio.numerator), np.float32)


class _Held:
    """Mono samples in memory as a Sound."""

    def __init__(self, samples: Signal) -> None:
        self._samples = samples

    def __len__(self) -> int:
        return len(self._samples)

    def read(self, begin: int, end: int) -> Signal:
        first, last = (min(max(edge, 0), len(self)) for edge in (begin, end))
        heard = np.zeros((end - begin, 1), np.float32)
        heard[first - begin : last - begin, 0] = self._samples[first:last]
        return heard


def stretch(sound: Sound, factor: float) -> Iterator[Signal]:
    """Play `sound` at `factor` times its speed: yield round(len / factor) samples."""
    length = round(len(sound) / factor)
    window = np.hanning(FRAME + 1)[:-1, None].astype(np.float32)
    place = -STEP
    falling = sound.read(place, place + FRAME)[STEP:] * window[STEP:]
    for begin in range(0, length, STEP):
        place = _continuation(sound, place + STEP, round(begin * factor))
        frame = sound.read(place, place + FRAME) * window
        yield (falling + frame[:STEP])[: length - begin]
        falling = frame[STEP:]


def _continuation(sound: Sound, natural: int, wanted: int) -> int:
    """Find the place near `wanted` that sounds most like the one at `natural`."""
    pattern = _coarse(sound.read(natural, natural + FRAME))
    region = _coarse(sound.read(wanted - REACH, wanted + REACH + FRAME))
    likeness = np.correlate(region, pattern, mode="valid")
    sums = np.cumsum(np.square(np.pad(region, (1, 0))))
    energy = np.maximum(sums[len(pattern) :] - sums[: -len(pattern)], 1e-9)
    return wanted - REACH + COARSE * int(np.argmax(likeness / np.sqrt(energy)))


def _coarse(sound: Signal) -> npt.NDArray[np.float64]:
    return np.asarray(sound.reshape(-1, COARSE * sound.shape[1]).mean(axis=1), np.float64)
