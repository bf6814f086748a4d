"""Speech: what every voice engine takes and gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""Mono sound in -1..1, shape (n,)."""


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
class Word:
    """One spoken word: characters [start, end) of the text, samples [begin, stop)."""

    start: int
    end: int
    begin: int
    stop: int


@dataclass(frozen=True, slots=True)
class Speech:
    """Spoken text: `samples` at `rate` Hz and when each word of `text` is heard."""

    text: str
    samples: Samples
    rate: int
    words: tuple[Word, ...] = ()

    @property
    def seconds(self) -> float:
        """Length of the sound."""
        return len(self.samples) / self.rate


class Engine(Protocol):
    """A way to turn text into sound; one file in `converter/speech` each."""

    name: str

    def voices(self) -> Sequence[Voice]:
        """Return the voices that can be used now, without any download."""
        ...

    def speak(self, text: str, voice: str, *, speed: float = 1.0, pitch: float = 1.0) -> Speech:
        """Speak plain text with a voice of this engine (the part after `ENGINE:`).

        `speed` and `pitch` are factors. Raises SpeechError for a voice it does not
        have or text it cannot speak.
        """
        ...
