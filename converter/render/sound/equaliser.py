"""Equaliser: bells that lift or lower a part of the spectrum for a stretch of the output."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from converter.render.schedule import SAMPLE_RATE, Equalising
from converter.render.sound.envelope import Signal
from converter.render.sound.filters import Filter, peaking

EDGE = SAMPLE_RATE // 100
"""Samples over which an equaliser sets in and goes, 10 ms."""


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
        bells = [peaking(band.hertz, band.decibels, band.q, SAMPLE_RATE) for band in wanted.bands]
        self._filter = Filter(np.concatenate(bells), channels)

    def __call__(self, block: Signal, begin: int) -> Signal:
        start, end = self._window
        filtered = self._filter(block)
        place = np.arange(begin, begin + len(block))
        inside = np.minimum(place - start, end - 1 - place) / EDGE
        share = np.clip(inside + (start == 0), 0, 1)[:, None].astype(np.float32)
        return block + (filtered - block) * share
