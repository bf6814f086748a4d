"""Tempo: play a sound faster or slower at its own pitch, by WSOLA.

Overlapping frames are laid at a fixed distance; each is taken near the place the
tempo asks for, where it best continues the frame before (waveform similarity
overlap-add).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from converter.render.sound.envelope import Signal
from converter.render.sound.spool import Spool

FRAME = 1920
STEP = FRAME // 2
REACH = 480
"""Samples a frame may be shifted either way, 10 ms: a period of a low voice."""

COARSE = 4
"""Frames are compared by the means of so many samples."""


def stretch(sound: Spool, factor: float) -> Iterator[Signal]:
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


def _continuation(sound: Spool, natural: int, wanted: int) -> int:
    """Find the place near `wanted` that sounds most like the one at `natural`."""
    pattern = _coarse(sound.read(natural, natural + FRAME))
    region = _coarse(sound.read(wanted - REACH, wanted + REACH + FRAME))
    likeness = np.correlate(region, pattern, mode="valid")
    sums = np.cumsum(np.square(np.pad(region, (1, 0))))
    energy = np.maximum(sums[len(pattern) :] - sums[: -len(pattern)], 1e-9)
    return wanted - REACH + COARSE * int(np.argmax(likeness / np.sqrt(energy)))


def _coarse(sound: Signal) -> npt.NDArray[np.float64]:
    return np.asarray(sound.reshape(-1, COARSE * sound.shape[1]).mean(axis=1), np.float64)
