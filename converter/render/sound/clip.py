"""Clip: the sound of one Sounding, as it is heard in its window of the output."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from converter.media import change_rate, stream_sound
from converter.render.schedule import SAMPLE_RATE, Sounding
from converter.render.sound.envelope import Signal
from converter.render.sound.fades import Fade
from converter.render.sound.loudness import normalise
from converter.render.sound.spool import Spool
from converter.speech.model import Speech
from converter.tempo import stretch
from converter.timeline.effects import ADenoise, AFade, ALoudNorm, Volume

CLICK = SAMPLE_RATE // 200
"""Samples over which a cut through a sound is softened, 5 ms."""

SEAM = SAMPLE_RATE // 20
"""Samples over which the end of a loop passes into its beginning, 50 ms."""


class Clip:
    """A Sounding that is ready to be read, with its effects."""

    def __init__(self, sounding: Sounding, *, ending: int = 0) -> None:
        """Load the sound; music that is cut off fades out over `ending` samples."""
        self._sound = _prepared(sounding)
        length = sounding.end - sounding.start
        self._seam = 0
        self._looped = sounding.loop and 0 < len(self._sound) < length
        if self._looped:
            self._seam = _close_loop(self._sound)
        # One sample is lost to rounding.
        cut = self._looped or len(self._sound) > length + 1
        self._fades = _fades(sounding, length, cut, ending)

    def read(self, begin: int, end: int) -> Signal:
        """Return samples [begin, end) of the window; silence where the sound is over."""
        heard = self._turns(begin, end) if self._looped else self._sound.read(begin, end)
        for fade in self._fades:
            if (gains := fade(begin, end)) is not None:
                heard = heard * gains[:, None]
        return heard

    def _turns(self, begin: int, end: int) -> Signal:
        """Read a loop: its seam leads to where the beginning has already been heard."""
        pieces = []
        while begin < end:
            place = begin
            if begin >= len(self._sound):
                place = self._seam + (begin - self._seam) % (len(self._sound) - self._seam)
            count = min(end - begin, len(self._sound) - place)
            pieces.append(self._sound.read(place, place + count))
            begin += count
        return np.concatenate(pieces)


def muted(sounding: Sounding) -> bool:
    """Tell whether the clip's Volume leaves nothing to hear."""
    return any(
        volume.gain == 0 and volume.in_ is None and volume.out is None
        for volume in sounding.clip.all(Volume)
    )


def _prepared(sounding: Sounding) -> Spool:
    """Keep what the clip plays at 48 kHz: noise, volume, tempo, loudness, in this order."""
    channels = 1 if isinstance(sounding.sound, Speech) else 2
    source = _source(sounding)
    for noise in sounding.clip.all(ADenoise):
        source = _denoised(Spool(channels, source), noise)
    first = float(sounding.source_in)
    for volume in sounding.clip.all(Volume):
        source = _louder(source, volume, first)
    sound = Spool(channels, source)
    if sounding.speed != 1:
        sound = Spool(channels, stretch(sound, float(sounding.speed)))
    if norm := sounding.clip.first(ALoudNorm):
        normalise(sound, norm.loudness, norm.true_peak)
    return sound


def _source(sounding: Sounding) -> Iterable[Signal]:
    sound, first, last = sounding.sound, sounding.source_in, sounding.source_out
    if isinstance(sound, Speech):
        end = None if last is None else round(last * sound.rate)
        samples = sound.samples[round(first * sound.rate) : end]
        yield change_rate(samples[:, None], sound.rate, SAMPLE_RATE)
    else:
        yield from _seconds(
            stream_sound(sound.path, rate=SAMPLE_RATE, channels=2, start=first, end=last)
        )


def _seconds(blocks: Iterable[Signal]) -> Iterator[Signal]:
    """Gather the short blocks of a decoder into such of a second or more."""
    gathered: list[Signal] = []
    for block in blocks:
        gathered.append(block)
        if sum(map(len, gathered)) >= SAMPLE_RATE:
            yield np.concatenate(gathered)
            gathered.clear()
    if gathered:
        yield np.concatenate(gathered)


def _denoised(sound: Spool, noise: ADenoise) -> Iterable[Signal]:
    # It needs scipy, which takes longer to import than a minute of sound to mix.
    from converter.render.sound.denoise import denoise

    return denoise(sound, noise.mode)


def _louder(blocks: Iterable[Signal], volume: Volume, second: float) -> Iterator[Signal]:
    """Apply a Volume to a source that starts at `second`, its range softened at the edges."""
    first, last = volume.in_ or -math.inf, math.inf if volume.out is None else volume.out
    for block in blocks:
        place = second + np.arange(len(block)) / SAMPLE_RATE
        inside = np.minimum(place - first, last - place) * SAMPLE_RATE / CLICK + 0.5
        gains = 1 + (volume.gain - 1) * np.clip(inside, 0, 1)
        yield block * gains[:, None].astype(np.float32)
        second += len(block) / SAMPLE_RATE


def _close_loop(sound: Spool) -> int:
    """Pass the end of a sound into its beginning at equal power; return the seam's length."""
    seam = min(SEAM, len(sound) // 2)
    way = np.linspace(0, np.pi / 2, seam, dtype=np.float32)[:, None]
    leaving, entering = sound.read(len(sound) - seam, len(sound)), sound.read(0, seam)
    sound.write(len(sound) - seam, leaving * np.cos(way) + entering * np.sin(way))
    return seam


def _fades(sounding: Sounding, length: int, cut: bool, ending: int) -> list[Fade]:
    fades = [_named(fade, length) for fade in sounding.clip.all(AFade)]
    if sounding.source_in:
        fades.append(Fade(0, min(CLICK, length)))
    if cut and not any(fade.out for fade in fades):
        fades.append(Fade(length - min(max(ending, CLICK), length), length, "hsin", out=True))
    return fades


def _named(fade: AFade, length: int) -> Fade:
    duration = min(round(fade.duration * SAMPLE_RATE), length)
    if fade.sub_type == "In":
        return Fade(0, duration, fade.curve)
    return Fade(length - duration, length, fade.curve, out=True)
