"""Speech: what every voice engine takes and gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args, runtime_checkable

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""Mono sound in -1..1, shape (n,)."""


class Recording(Protocol):
    """Mono sound that is read in parts: an array, or what stands for one on disk."""

    def __len__(self) -> int:
        """Return how many samples there are."""
        ...

    def __getitem__(self, part: slice, /) -> Samples:
        """Return some of them."""
        ...


Timing = Literal["events", "marks", "alignment", "estimate"]
"""How the times of words were found, the surest first.

The engine says when each word begins; it says so of sentences or phonemes; pauses in
the sound were matched with the punctuation; the text's weights share the whole sound.
"""


def least_sure(timings: Iterable[Timing]) -> Timing:
    """Return the least sure of some timings, `events` where there are none."""
    return max(timings, key=get_args(Timing).index, default="events")


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice a person can name on the command line.

    `id` is unique over all engines: an IMS voice id (`zhichu`, `andy`) or
    `ENGINE:NAME` (`espeak:de`, `piper:/voices/thorsten.onnx`).
    """

    id: str
    engine: str
    language: str
    gender: Literal["female", "male", "unknown"] = "unknown"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How characters [start, end) of a text sound: `ipa`, or `py`, pinyin with tone digits."""

    start: int
    end: int
    alphabet: str
    symbols: str


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word: characters [start, end) of the text, samples [begin, stop)."""

    start: int
    end: int
    begin: int
    stop: int


@dataclass(frozen=True, slots=True)
class Speech:
    """Spoken text: `samples` at `rate` Hz and when each word of `text` is heard.

    `notes` say in one line each what was not spoken as asked.
    """

    text: str
    samples: Recording
    rate: int
    words: tuple[Word, ...] = ()
    timing: Timing = "events"
    notes: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Length of the sound."""
        return len(self.samples) / self.rate


@runtime_checkable
class Engine(Protocol):
    """A way to turn text into sound; one file in `converter/speech` each."""

    name: str

    usage: str
    """How a voice of it is named, and what that is, in one line."""

    longest: int
    """Characters it takes at once; longer texts are cut at the ends of sentences."""

    def voices(self) -> Sequence[Voice]:
        """Return the voices that can be used now, without any download."""
        ...

    def model(self, voice: str) -> str:
        """Return what speaks and in which version, so that equal answers sound alike."""
        ...

    def speak(
        self,
        text: str,
        voice: str,
        *,
        speed: float = 1.0,
        pitch: float = 1.0,
        said: Sequence[Pronunciation] = (),
    ) -> Speech:
        """Speak plain text with a voice of this engine (the part after `ENGINE:`).

        `speed` and `pitch` are factors. What is `said` otherwise than written and
        cannot be is named in the notes. Raises SpeechError for a voice it does not
        have or text it cannot speak.
        """
        ...
