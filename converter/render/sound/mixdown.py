"""Mixdown: the whole sound of a Schedule, in memory that does not grow with its length.

The voice is laid down first, since what is done to it and to the music depends on
where it speaks. Then everything is summed and measured, and the gains that make it
as loud as wanted are known before the first finished block is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from converter.render.schedule import SAMPLE_RATE, Schedule, Sounding
from converter.render.sound.bus import Bus
from converter.render.sound.clip import muted
from converter.render.sound.dynamics import compress, duck, polish, speaking
from converter.render.sound.envelope import HOP, Envelope, Signal, applied, blocks, power, ramp
from converter.render.sound.equaliser import Equaliser
from converter.render.sound.limiter import limit
from converter.render.sound.loudness import level
from converter.render.sound.meter import Meter, integrated
from converter.render.sound.spool import Spool

Side = Literal["left", "right"]
SIDES: Mapping[Side, int] = {"left": 0, "right": 1}

GRID = 1024
"""Samples of a frame of AAC."""

CEILING = -1.0
"""Decibels no sound passes, mastered or not."""


@dataclass(frozen=True, slots=True)
class Mastering:
    """What is done to the sound beyond what the Timeline says (the cloud does none of it).

    `loudness` in LUFS, `true_peak` and `ducking` in decibels, `ending` in seconds: the
    fade of music that would be cut off. The peak leaves a decibel for what an
    encoder adds, so that the coded sound stays under -1 dBTP.
    """

    loudness: float = -16.0
    true_peak: float = -2.0
    ducking: float = -12.0
    ending: float = 1.5


@dataclass(frozen=True, eq=False)
class Mix:
    """A finished sound of `samples` at SAMPLE_RATE, and its figures.

    `loudness` in LUFS and `true_peak` in dBTP are None when all is silent; `ducking` is
    the lowest gain of the music under the voice, in decibels.
    """

    samples: int
    loudness: float | None
    true_peak: float | None
    ducking: float
    _spool: Spool = field(repr=False)
    _gains: Envelope = field(repr=False)

    def blocks(self) -> Iterator[Signal]:
        """Yield the sound in order, as float32 blocks of shape (n, channels) in -1..1.

        There is one channel where all is heard alike on both.
        """
        for begin, end in blocks(len(self._gains)):
            if begin < self.samples:
                block = self._spool.read(begin, end) * ramp(self._gains, begin, end)
                yield block[: self.samples - begin]


def mix(
    schedule: Schedule,
    *,
    mastering: Mastering | None = Mastering(),
    channel_copy: Side | None = None,
) -> Mix:
    """Mix the sound of a Schedule and, unless told not to, master it.

    Without mastering all sounds are summed as they are, and only limited to CEILING.
    With `channel_copy` one side of the sum is heard on both (AudioChannelCopy).
    Raises RenderError when a medium cannot be decoded or a fade's curve is unknown.
    """
    samples = round(schedule.frames / schedule.fps * SAMPLE_RATE)
    hops = -(-samples // HOP) + 1
    spool = Spool(channels=Bus(_audible(schedule)).channels)
    voice = _lay_voice(schedule, spool, hops, mastering)
    steady, aside = _steering(voice, mastering)
    meter = _lay_rest(
        schedule, spool, steady, aside, mastering=mastering, channel_copy=channel_copy
    )
    if mastering is None:
        gains = limit(meter.peaks, CEILING)
    else:
        gains = level(meter.powers, meter.peaks, mastering.loudness, mastering.true_peak)
    highest = float((meter.peaks * gains).max())
    return Mix(
        samples=samples,
        loudness=integrated(applied(meter.powers, gains)),
        true_peak=20 * math.log10(highest) if highest else None,
        ducking=20 * math.log10(aside.min()) if _heard(schedule, "music") else 0.0,
        _spool=spool,
        _gains=gains,
    )


def _lay_voice(
    schedule: Schedule, spool: Spool, hops: int, mastering: Mastering | None
) -> Envelope:
    """Write the voice and return its power."""
    powers = np.zeros(hops, np.float32)
    bus = Bus(map(_on_grid, _heard(schedule, "voice")))
    if bus.silent:
        return powers
    polished = polish(SAMPLE_RATE, bus.channels)
    for begin, end in blocks(hops):
        block = bus.read(begin, end)
        if mastering is not None:
            block = polished(block)
        powers[begin // HOP : end // HOP] = power(block)
        spool.write(begin, block)
    return powers


def _steering(voice: Envelope, mastering: Mastering | None) -> tuple[Envelope, Envelope]:
    """Return the gains of the voice and of the music."""
    if mastering is None:
        untouched = np.ones(len(voice), np.float32)
        return untouched, untouched
    return compress(voice), duck(speaking(voice), mastering.ducking)


def _lay_rest(
    schedule: Schedule,
    spool: Spool,
    steady: Envelope,
    aside: Envelope,
    *,
    mastering: Mastering | None,
    channel_copy: Side | None,
) -> Meter:
    """Add music and other sounds to the voice, equalise and measure the sum."""
    ending = round(mastering.ending * SAMPLE_RATE) if mastering else 0
    music = Bus(_heard(schedule, "music"), ending=ending)
    others = Bus(_heard(schedule, "sound"))
    equalise = Equaliser(schedule.equalisings, spool.channels)
    meter = Meter(len(steady), spool.channels)
    for begin, end in blocks(len(steady)):
        block = spool.read(begin, end) * ramp(steady, begin, end)
        if not music.silent:
            block += music.read(begin, end) * ramp(aside, begin, end)
        if not others.silent:
            block += others.read(begin, end)
        block = equalise(block, begin)
        if channel_copy and spool.channels == 2:
            block = block[:, [SIDES[channel_copy]] * 2]
        meter.feed(block)
        spool.write(begin, block)
    return meter


def _on_grid(voice: Sounding) -> Sounding:
    """Return a voice from the nearest of the GRID on, at most 11 ms early or late.

    Its samples are then the same wherever it speaks, and so is what they are coded into.
    """
    shift = round(voice.start / GRID) * GRID - voice.start
    return replace(voice, start=voice.start + shift, end=voice.end + shift)


def _heard(schedule: Schedule, role: Literal["voice", "music", "sound"]) -> list[Sounding]:
    return [s for s in _audible(schedule) if s.role == role]


def _audible(schedule: Schedule) -> list[Sounding]:
    return [s for s in schedule.soundings if not muted(s)]
