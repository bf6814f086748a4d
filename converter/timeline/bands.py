"""Bands of an AEqualize item: which frequencies are lifted or lowered, and how far.

The service documents the keys Peak and Gain and no shape for them. Read here are:
Peak and Gain side by side (numbers, lists, or texts with commas), one list of objects
with Frequency (or Peak), Gain and perhaps Q, and ten gains alone, which are octaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from converter.timeline.clips import EffectTrackItem
from converter.timeline.values import number

OCTAVES = (31.25, 62.5, 125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0, 16_000.0)
"""Hertz that ten gains without a Peak belong to."""

OCTAVE_WIDE = 1.414
"""Q of a band one octave wide."""

LOWEST, HIGHEST = 10.0, 20_000.0
STRONGEST = 40.0


@dataclass(frozen=True, slots=True)
class Band:
    """A bell: `decibels` at `hertz`, fading to both sides as `q` says."""

    hertz: float
    decibels: float
    q: float = OCTAVE_WIDE


def bands(item: EffectTrackItem) -> tuple[Band, ...]:
    """Return the bands of an item, none where it says nothing. Raises ValueError."""
    peak, gain = item.peak, item.gain
    if peak is None and gain is None:
        return ()
    listed = next((part for part in (peak, gain) if _objects(part)), None)
    found = tuple(_described(listed) if listed else _paired(peak, gain))
    for band in found:
        _expect("Peak", band.hertz, LOWEST, HIGHEST, "Hz")
        _expect("Gain", band.decibels, -STRONGEST, STRONGEST, "dB")
        _expect("Q", band.q, 0.1, 100, "")
    return found


def _objects(part: Any) -> list[Mapping[str, Any]]:
    """Return the objects of a list of objects, or of one alone."""
    parts = part if isinstance(part, list | tuple) else [part]
    return list(parts) if parts and all(isinstance(one, Mapping) for one in parts) else []


def _described(part: Any) -> Iterator[Band]:
    for one in _objects(part):
        hertz = one.get("Frequency", one.get("Peak"))
        yield Band(_figure(hertz), _figure(one.get("Gain", 0)), _figure(one.get("Q", OCTAVE_WIDE)))


def _paired(peak: Any, gain: Any) -> Iterator[Band]:
    gains = _figures(gain)
    peaks = list(OCTAVES) if peak is None else _figures(peak)
    if len(peaks) != len(gains):
        raise ValueError(f"has {len(gains)} gains, expected one for each of {len(peaks)} peaks")
    for hertz, decibels in zip(peaks, gains, strict=True):
        yield Band(hertz, decibels)


def _figures(part: Any) -> list[float]:
    if isinstance(part, str):
        return [_figure(text) for text in part.strip("[] ").split(",")]
    if isinstance(part, Sequence):
        return [_figure(one) for one in part]
    return [_figure(part)]


def _figure(value: Any) -> float:
    try:
        return float(number(value))
    except ValueError:
        raise ValueError(f"has {value!r} in it, expected numbers for Peak and Gain") from None


def _expect(what: str, value: float, low: float, high: float, unit: str) -> None:
    if not low <= value <= high:
        raise ValueError(f"has {what} {value:g}, expected {low:g} to {high:g} {unit}".rstrip())
