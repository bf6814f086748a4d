"""Dynamics: a voice made steady and near, and music that steps back while it speaks."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d
from scipy.signal import butter, sosfilt

from converter.render.sound.envelope import Envelope, Signal, decibels, gain
from converter.render.sound.equaliser import peaking

RUMBLE = 70.0
"""Hertz below which a voice has nothing to say."""

PRESENCE_HERTZ, PRESENCE_DECIBELS, PRESENCE_Q = 3500.0, 2.0, 0.8

FLOOR = -60.0
RANGE = 30.0
"""Decibels under its loud moments to which a voice is heard as speaking."""

RATIO = 2.0
KNEE = -3.0
"""Compression starts this many decibels under the voice's own mean level."""

ATTACK, HOLD, RELEASE = 200, 250, 600
"""Hops the music takes to step back before a word, waits after it, and takes to return."""

PAUSE = 1200
"""Hops of silence between words in which music does not return, or it would breathe."""


class Polish:
    """Clears a voice of rumble and lifts its presence, block by block."""

    def __init__(self, rate: int, channels: int) -> None:
        presence = peaking(PRESENCE_HERTZ, PRESENCE_DECIBELS, PRESENCE_Q, rate)
        rumble = butter(2, RUMBLE, "highpass", fs=rate, output="sos")
        self._sections = np.vstack([rumble, presence])
        self._state = np.zeros((len(self._sections), 2, channels))

    def __call__(self, block: Signal) -> Signal:
        """Return the next block, polished."""
        polished, self._state = sosfilt(self._sections, block, axis=0, zi=self._state)
        return np.asarray(polished, np.float32)


def speaking(powers: Envelope) -> npt.NDArray[np.bool_]:
    """Tell of each hop whether the voice of these powers speaks."""
    levels = decibels(uniform_filter1d(powers, 10, mode="nearest"))
    audible = levels[levels > FLOOR]
    if not len(audible):
        return np.zeros(len(powers), np.bool_)
    loud = float(np.percentile(audible, 95))
    return np.asarray(levels > max(loud - RANGE, FLOOR))


def compress(powers: Envelope) -> Envelope:
    """Return gains that even out a voice and keep its power on the whole."""
    active = speaking(powers)
    if not active.any():
        return np.ones(len(powers), np.float32)
    levels = decibels(uniform_filter1d(powers, 30, mode="nearest"))
    mean = decibels(powers[active].mean(keepdims=True))
    reduction = np.clip(levels - mean - KNEE, 0, None) * (1 - 1 / RATIO)
    gains = gain(-uniform_filter1d(reduction, 60, mode="nearest"))
    kept = (powers[active] * np.square(gains[active])).sum() / powers[active].sum()
    return gains / np.float32(math.sqrt(kept))


def duck(speech: npt.NDArray[np.bool_], depth: float) -> Envelope:
    """Return the gains of music that steps back by `depth` decibels around speech."""
    hops = np.arange(len(speech), dtype=np.float32)
    since = hops - np.maximum.accumulate(np.where(speech, hops, np.float32(-np.inf)))
    until = np.where(speech, hops, np.float32(np.inf))[::-1]
    until = np.minimum.accumulate(until)[::-1] - hops
    near = np.maximum(1 - until / ATTACK, 1 - (since - HOLD) / RELEASE)
    share = np.where(since + until < PAUSE, 1, np.clip(near, 0, 1))
    return gain(depth * share * share * (3 - 2 * share))
