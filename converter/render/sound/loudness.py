"""Loudness: gains that bring a sound to a target in LUFS under a ceiling of its peaks."""

from __future__ import annotations

import numpy as np

from converter.render.sound.envelope import HOP, Envelope, applied, blocks, ramp, stepped
from converter.render.sound.limiter import limit
from converter.render.sound.meter import Meter, integrated
from converter.render.sound.spool import Spool

MOST_BOOST = 30.0
"""Decibels beyond which a quiet sound is not lifted: there is only noise to lift."""

CLOSE = STEP = 0.1
"""Decibels within which a loudness is met, and by which a boost is set."""
ROUNDS = 8


def level(powers: Envelope, peaks: Envelope, loudness: float, ceiling: float) -> Envelope:
    """Return the gain of each hop that brings a sound to `loudness` LUFS under `ceiling` dB.

    `powers` are K-weighted. What the limiter takes is given back, so the loudness is
    met after it. Silence keeps its gain of 1.
    """
    measured = integrated(powers)
    boost = 0.0
    gains = limit(peaks, ceiling)
    for _ in range(ROUNDS if measured is not None else 0):
        missing = loudness - (integrated(applied(powers, gains)) or loudness)
        if abs(missing) < CLOSE:
            break
        boost = min(stepped(boost + missing, STEP), MOST_BOOST)
        factor = np.float32(10 ** (boost / 20))
        gains = limit(peaks * factor, ceiling) * factor
    return gains


def normalise(sound: Spool, loudness: float, ceiling: float) -> None:
    """Bring a kept sound to `loudness` LUFS with a true peak of at most `ceiling` dB."""
    hops = len(sound) // HOP + 2
    meter = Meter(hops, sound.channels)
    for begin, end in blocks(hops):
        meter.feed(sound.read(begin, end))
    gains = level(meter.powers, meter.peaks, loudness, ceiling)
    length = len(sound)
    for begin, end in blocks(hops):
        block = sound.read(begin, end) * ramp(gains, begin, end)
        sound.write(begin, block[: max(length - begin, 0)])
