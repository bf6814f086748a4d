"""Measures: what can be measured of a video, and the limits a viewer sets."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from converter.document.model import Model
from converter.render import Rendering
from converter.report.contrast import contrasts
from converter.timeline import Timeline

CLOSE = 0.03
"""Share by which a video may miss the length that was asked for."""
FASTEST = {"zh": 11.0, "ja": 11.0, "ko": 14.0}
FASTEST_LATIN = 20.0
"""Characters a second that grown-ups read with ease; Chinese says more in each."""
HURRIED = 0.1
"""Share of captions that may be faster: a short one between two long ones."""
IN_SYNC = 0.1
"""Seconds from which a caption is seen to miss its word."""
READABLE = 4.5
"""Contrast that WCAG 2 asks of text."""
LOUDNESS, LOUDNESS_RANGE, TRUE_PEAK = -16.0, 1.0, -1.0
"""LUFS of speech for small speakers, how far it may be off, and dBTP no peak may pass."""
OVERFLOWS = ("leaves the frame", "is wider than its TextWidth")


class Measure(Model):
    """Something measured: its value, the limits it should keep, and where it is worst.

    `low` and `high` are in `unit`; a missing one is no limit.
    """

    name: str
    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    note: str = ""

    @property
    def missed(self) -> bool:
        """Whether the value is outside its limits."""
        below = self.low is not None and self.value < self.low
        return below or (self.high is not None and self.value > self.high)

    @property
    def limits(self) -> str:
        """The limits in words."""
        if self.low is not None and self.high is not None:
            return f"{self.low:g} to {self.high:g}"
        if self.low is not None:
            return f"at least {self.low:g}"
        return f"at most {self.high:g}" if self.high is not None else ""

    def __str__(self) -> str:
        """Say it in one line."""
        limits = f", should be {self.limits}" if self.limits else ""
        note = f" ({self.note})" if self.note else ""
        return f"{self.name}: {self.value:g} {self.unit}".rstrip() + limits + note


def measures(
    rendering: Rendering | None, timeline: Timeline | None, seconds: float | None, language: str
) -> Iterator[Measure]:
    """Yield the measures there are data for; `seconds` is how long the video should be."""
    if rendering:
        yield from _length(rendering, seconds)
        yield from _captions(rendering, language)
        yield from _sound(rendering)
        yield _overflow(rendering)
    if timeline:
        yield from _contrast(timeline)


def _length(rendering: Rendering, seconds: float | None) -> Iterator[Measure]:
    if seconds:
        low, high = round(seconds * (1 - CLOSE), 1), round(seconds * (1 + CLOSE), 1)
        value = round(rendering.seconds, 1)
        yield Measure(name="length", value=value, unit="s", low=low, high=high)


def _captions(rendering: Rendering, language: str) -> Iterator[Measure]:
    speeds, unit = rendering.caption_speeds, "characters/s"
    if speeds:
        limit = FASTEST.get(language.partition("-")[0], FASTEST_LATIN)
        hurried = sum(speed > limit for speed in speeds)
        note = f"{hurried} of {len(speeds)} captions are faster, the fastest {max(speeds):.0f}"
        value = sorted(speeds)[int((1 - HURRIED) * (len(speeds) - 1))]
        yield Measure(name="caption speed", value=round(median(speeds), 1), unit=unit)
        yield Measure(
            name="caption speed, nine in ten",
            value=round(value, 1),
            unit=unit,
            high=limit,
            note=note,
        )
    if rendering.caption_lags:
        worst = max(map(abs, rendering.caption_lags))
        told = f"{len(rendering.caption_lags)} of {rendering.captions} captions compared"
        yield Measure(name="sync error", value=round(worst, 3), unit="s", high=IN_SYNC, note=told)


def _sound(rendering: Rendering) -> Iterator[Measure]:
    if rendering.loudness is not None:
        low, high = LOUDNESS - LOUDNESS_RANGE, LOUDNESS + LOUDNESS_RANGE
        value = round(rendering.loudness, 1)
        yield Measure(name="loudness", value=value, unit="LUFS", low=low, high=high)
    if rendering.true_peak is not None:
        value = round(rendering.true_peak, 1)
        yield Measure(name="true peak", value=value, unit="dBTP", high=TRUE_PEAK)


def _overflow(rendering: Rendering) -> Measure:
    notes = [note for note in rendering.notes if any(told in note for told in OVERFLOWS)]
    return Measure(
        name="texts that do not fit", value=len(notes), high=0, note="; ".join(notes[:3])
    )


def _contrast(timeline: Timeline) -> Iterator[Measure]:
    found = sorted(contrasts(timeline), key=lambda one: one[1])
    if found:
        path, value = found[0]
        note = f"lowest of {len(found)} texts, {path}"
        yield Measure(name="contrast of texts", value=value, unit=": 1", low=READABLE, note=note)
