"""Colours: what the `effect` of a `<speak>` does to a voice, here by our own filters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np

from converter.errors import SpeechError
from converter.speech.model import Samples

LOLITA = 1.3
"""Factor of the pitch."""

BELLS = (40, 100, 200, 400, 800, 1600, 4000, 12_000)
"""Hertz of the eight gains of `eq`."""

Colour = Callable[[Samples, int, str | None], Samples]


def coloured(samples: Samples, rate: int, effect: str, value: str | None) -> Samples:
    """Return a voice with an effect, as long as before. Raises SpeechError for a bad value."""
    return np.clip(COLOURS[effect](samples, rate, value), -1, 1).astype(np.float32)


def _figures(effect: str, value: str | None, default: str) -> list[float]:
    try:
        return [float(part) for part in re.split(r"[\s,]+", (value or default).strip())]
    except ValueError as error:
        raise SpeechError(f"effectValue of {effect} is {value!r}, expected numbers") from error


def _robot(samples: Samples, rate: int, value: str | None) -> Samples:
    """Add the voice to itself five times, a hundredth of a second apart: one flat pitch."""
    period = rate // 110
    copies = [np.pad(samples, (period * n, 0))[: len(samples)] for n in range(5)]
    return np.asarray(np.sum(copies, axis=0) / 3, np.float32)


def _echo(samples: Samples, rate: int, value: str | None) -> Samples:
    delay = rate // 5
    echoes = [np.pad(samples, (delay * n, 0))[: len(samples)] * 0.4**n for n in range(4)]
    return np.asarray(np.sum(echoes, axis=0) * 0.8, np.float32)


def _pass(kind: str, default: str) -> Colour:
    def filtered(samples: Samples, rate: int, value: str | None) -> Samples:
        from scipy.signal import butter, sosfilt

        hertz = _figures(f"{kind} filter", value, default)[0]
        if not 0 < hertz < rate / 2:
            raise SpeechError(f"effectValue {value!r} is no frequency under {rate / 2:g} Hz")
        return np.asarray(sosfilt(butter(4, hertz, kind, fs=rate, output="sos"), samples))

    return filtered


def _equalised(samples: Samples, rate: int, value: str | None) -> Samples:
    """Draw eight gains in decibels through the spectrum, on a scale of octaves."""
    gains = _figures("eq", value, "1 1 1 1 1 1 1 1")
    if len(gains) != len(BELLS):
        raise SpeechError(f"effectValue of eq has {len(gains)} gains, expected {len(BELLS)}")
    size = 1 << (len(samples) + rate // 10).bit_length()
    octaves = np.log2(np.maximum(np.fft.rfftfreq(size, 1 / rate), 1))
    decibels = np.interp(octaves, np.log2(BELLS), np.clip(gains, -20, 20))
    spectrum = np.fft.rfft(samples, size) * 10 ** (decibels / 20)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(samples)], np.float32)


COLOURS: Mapping[str, Colour] = {
    "robot": _robot,
    "lolita": lambda samples, rate, value: samples,  # Spoken at LOLITA times the pitch.
    "echo": _echo,
    "eq": _equalised,
    "lowpass": _pass("lowpass", "3000"),
    "lpfilter": _pass("lowpass", "800"),
    "hpfilter": _pass("highpass", "1200"),
}
