"""Dynamics: a voice made steady and near, and music that steps back while it speaks."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from converter.render.sound.envelope import Envelope, decibels, gain, smoothed, stepped
from converter.render.sound.filters import Filter, low_cut, peaking

RUMBLE = 70.0
"""Hertz below which a voice has nothing to say."""

PRESENCE_HERTZ, PRESENCE_DECIBELS, PRESENCE_Q = 3500.0, 2.0, 0.8

FLOOR = -60.0
RANGE = 30.0
"""Decibels under its loud moments to which a voice is heard as speaking."""

RATIO = 2.0
KNEE = -3.0
"""Compression starts this many decibels under the voice's own mean level."""

MEAN_STEP, KEPT_STEP = 0.5, 0.1
"""Decibels: steps of a voice's mean level and of what compression leaves of it."""

ATTACK, HOLD, RELEASE = 150, 188, 450
"""Hops the music takes to step back before a word, waits after it, and takes to return."""

PAUSE = 900
"""Hops of silence between words in which music does not return, or it would breathe."""


def polish(rate: int, channels: int) -> Filter:
    """Return what clears a voice of rumble and lifts its presence."""
    presence = peaking(PRESENCE_HERTZ, PRESENCE_DECIBELS, PRESENCE_Q, rate)
    return Filter(np.vstack([low_cut(RUMBLE, rate), presence]), channels)


def speaking(powers: Envelope) -> npt.NDArray[np.bool_]:
    """Tell of each hop whether the voice of these powers speaks."""
    levels = decibels(smoothed(powers, np.ones(8)))
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
    levels = decibels(smoothed(powers, np.ones(22)))
    mean = stepped(float(decibels(powers[active].mean(keepdims=True))[0]), MEAN_STEP)
    reduction = np.clip(levels - mean - KNEE, 0, None) * (1 - 1 / RATIO)
    gains = gain(-smoothed(reduction, np.ones(45)))
    kept = (powers[active] * np.square(gains[active])).sum() / powers[active].sum()
    return gains * np.float32(10 ** (-stepped(10 * math.log10(kept), KEPT_STEP) / 20))


def duck(speech: npt.NDArray[np.bool_], depth: float) -> Envelope:
    """Return the gains of music that steps back by `depth` decibels around speech."""
    hops = np.arange(len(speech), dtype=np.float32)
    since = hops - np.maximum.accumulate(np.where(speech, hops, np.float32(-np.inf)))
    until = np.where(speech, hops, np.float32(np.inf))[::-1]
    until = np.minimum.accumulate(until)[::-1] - hops
    near = np.maximum(1 - until / ATTACK, 1 - (since - HOLD) / RELEASE)
    share = np.where(since + until < PAUSE, 1, np.clip(near, 0, 1))
    return gain(depth * share * share * (3 - 2 * share))
