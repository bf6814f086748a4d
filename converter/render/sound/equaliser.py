"""Equaliser: bells that lift or lower a part of the spectrum for a stretch of the output."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.signal import sosfilt

from converter.render.schedule import SAMPLE_RATE, Equalising
from converter.render.sound.envelope import Signal

Section = npt.NDArray[np.float64]
"""A second-order section as scipy takes it, shape (1, 6)."""

EDGE = SAMPLE_RATE // 100
"""Samples over which an equaliser sets in and goes, 10 ms."""


def peaking(hertz: float, decibels: float, q: float, rate: int = SAMPLE_RATE) -> Section:
    """Return the section of a bell (bilinear transform of the analogue one)."""
    amplitude = 10 ** (decibels / 40)
    angle = 2 * math.pi * hertz / rate
    width = math.sin(angle) / (2 * q)
    middle = -2 * math.cos(angle)
    above = [1 + width * amplitude, middle, 1 - width * amplitude]
    below = [1 + width / amplitude, middle, 1 - width / amplitude]
    return np.array([above + below]) / below[0]


class Equaliser:
    """Everything that equalises the sum of all sounds, applied block by block."""

    def __init__(self, wanted: Sequence[Equalising], channels: int) -> None:
        self._stages = [_Stage(one, channels) for one in wanted]

    def __call__(self, block: Signal, begin: int) -> Signal:
        """Return the block that begins at output sample `begin`; blocks follow each other."""
        for stage in self._stages:
            block = stage(block, begin)
        return block


class _Stage:
    """One Equalising; the filters run all the time, so that they are heard without a jolt."""

    def __init__(self, wanted: Equalising, channels: int) -> None:
        self._window = wanted.start, wanted.end
        bells = [peaking(band.hertz, band.decibels, band.q) for band in wanted.bands]
        self._sections = np.concatenate(bells)
        self._state = np.zeros((len(self._sections), 2, channels))

    def __call__(self, block: Signal, begin: int) -> Signal:
        start, end = self._window
        filtered, self._state = sosfilt(self._sections, block, axis=0, zi=self._state)
        place = np.arange(begin, begin + len(block))
        inside = np.minimum(place - start, end - 1 - place) / EDGE
        share = np.clip(inside + (start == 0), 0, 1)[:, None].astype(np.float32)
        return np.asarray(block + (filtered - block) * share, np.float32)
