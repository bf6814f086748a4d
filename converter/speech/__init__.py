"""Speech: Content of an IMS AI_TTS clip to sound, with the time of every word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from converter import engines
from converter.errors import SpeechError
from converter.speech.casting import Role, cast, catalogue, default_voice, language_of, runs
from converter.speech.model import Engine, Samples, Speech, Voice, Word
from converter.speech.ssml import Pause, Text, Utterance, glue, parse, visible
from converter.speech.words import voiced

__all__ = [
    "Engine",
    "Samples",
    "Speech",
    "Voice",
    "Word",
    "default_voice",
    "speak",
    "visible",
    "voices",
]

LEAD = 0.05
TAIL = 0.2
"""Seconds of silence kept before the first and after the last word."""

JOIN = 0.04
"""Seconds between two voices inside a sentence."""

CHUNK = 500
"""Characters an engine gets at once, cut at the end of a sentence."""

SILENCE_RATE = 48_000


@lru_cache(maxsize=64)
def speak(
    content: str,
    *,
    voice: str | None = None,
    language: str | None = None,
    rate: int = 0,
    pitch: int = 0,
) -> Speech:
    """Speak plain text, or one `<speak>` document.

    `voice` is an IMS id or `ENGINE:NAME`; without one the language decides. `language`
    is that of Latin text (`de`); other scripts tell by themselves. `rate` and `pitch`
    are IMS SpeechRate and PitchRate, -500 to 500. Equal input gives equal samples.

    Raises SpeechError for an unknown voice, a language the voice lacks, malformed
    SSML, and text with nothing in it to say.
    """
    asked = parse(content)
    identity = asked.voice or voice
    text = " ".join(part.spoken for part in asked.parts if isinstance(part, Text))
    role = cast(identity or default_voice(language_of(text, language)))
    if asked.emotional and identity and not identity.endswith("_emo"):
        raise SpeechError(f"voice {identity!r} takes no <emotion>; only `*_emo` voices do")
    speed = role.speed * _speed(asked.rate if asked.rate is not None else rate)
    height = role.pitch * _pitch(asked.pitch if asked.pitch is not None else pitch)
    tape = _Tape(role, language_of(text, language or role.language), speed, height)
    speech = tape.record(asked)
    if not len(speech.samples):
        raise SpeechError(f"there is nothing to say in {content[:60]!r}")
    return speech


def voices() -> list[Voice]:
    """Return all voices that can be used now: the IMS ids, then those of each engine."""
    found = list(catalogue())
    for name in engines.names("speech"):
        try:
            found += _engine(name).voices()
        except SpeechError:
            continue  # A broken plug-in matters to those who ask for it by name.
    return found


def _speed(rate: int) -> float:
    """Return the factor of an IMS SpeechRate: -500 is half speed, 500 double."""
    held = min(max(rate, -500), 500)
    return 1 / (1 - held * (0.001 if held >= 0 else 0.002))


def _pitch(rate: int) -> float:
    """Return the factor of an IMS PitchRate: 500 is six semitones up."""
    return float(2 ** (min(max(rate, -500), 500) / 1000))


@lru_cache(maxsize=16)
def _engine(name: str) -> Engine:
    engine: Engine = engines.load("speech", name, SpeechError)()
    return engine


class _Piece(NamedTuple):
    """Text from `start` of the whole, in one voice, and the sound of it."""

    start: int
    speech: Speech


class _Tape:
    """Puts spoken pieces and silences one after another."""

    def __init__(self, role: Role, language: str, speed: float, pitch: float) -> None:
        self._role = role
        self._language = language
        self._factors = {"speed": speed, "pitch": pitch}
        self._rate = 0
        self._text = ""
        self._track: list[_Piece | Pause] = []

    def record(self, asked: Utterance) -> Speech:
        """Speak all parts and return them as one."""
        for part in asked.parts:
            if isinstance(part, Pause):
                self._track.append(part)
            else:
                self._say(part.spoken)
        samples, words = self._cut()
        loud = np.clip(samples * asked.gain, -1, 1) if asked.gain != 1 else samples
        loud.flags.writeable = False
        return Speech(self._text, loud, self._rate or SILENCE_RATE, tuple(words))

    def _say(self, text: str) -> None:
        offset = len(self._text) + len(glue(self._text, text))
        self._text += glue(self._text, text) + text
        for start, end, language in self._voices(text):
            for first, last in _chunks(text, start, end):
                spoken = self._speak(text[first:last], language)
                if spoken.words:
                    self._track.append(_Piece(offset + first, spoken))

    def _voices(self, text: str) -> list[tuple[int, int, str]]:
        if self._role.speaks_all:
            return runs(text, self._language)
        return [(0, len(text), self._language)]

    def _speak(self, text: str, language: str) -> Speech:
        engine = _engine(self._role.engine)
        spoken = engine.speak(text, self._role.name(language), **self._factors)
        self._rate = spoken.rate
        return spoken

    def _cut(self) -> tuple[Samples, list[Word]]:
        """Join the track; silence is trimmed at both ends, at breaks and between voices."""
        blocks: list[Samples] = []
        words: list[Word] = []
        position = 0
        for index, item in enumerate(self._track):
            if isinstance(item, Pause):
                block = self._silence(item.seconds)
            else:
                first, last = self._kept(index, item.speech)
                block = item.speech.samples[first:last]
                words += _moved(item, position - first)
            blocks.append(block)
            position += len(block)
        return np.concatenate(blocks) if blocks else np.zeros(0, np.float32), words

    def _silence(self, seconds: Fraction) -> Samples:
        return np.zeros(round(seconds * (self._rate or SILENCE_RATE)), np.float32)

    def _kept(self, index: int, speech: Speech) -> tuple[int, int]:
        """Return which samples of a piece are used."""
        begin, stop = voiced(speech.samples, 0, len(speech.samples))
        lead = self._margin(index - 1, LEAD)
        tail = self._margin(index + 1, TAIL)
        if tail is None and speech.text.rstrip()[-1:].isalnum():
            tail = JOIN
        first = 0 if lead is None else begin - round(lead * speech.rate)
        last = len(speech.samples) if tail is None else stop + round(tail * speech.rate)
        return max(first, 0), min(last, len(speech.samples))

    def _margin(self, neighbour: int, outside: float) -> float | None:
        """Return the seconds of silence to keep beside a neighbour; None keeps all."""
        if not 0 <= neighbour < len(self._track):
            return outside
        return 0.0 if isinstance(self._track[neighbour], Pause) else None


def _moved(piece: _Piece, samples: int) -> Iterator[Word]:
    for word in piece.speech.words:
        yield Word(
            word.start + piece.start,
            word.end + piece.start,
            max(word.begin + samples, 0),
            max(word.stop + samples, 0),
        )


CUTS = (
    re.compile(r"[.!?…]+[\"'”’)\]]*\s+|[。！？；…]+[”’」』）]*|\n+"),
    re.compile(r"[,;:，、：]\s*|\s"),
)
"""Where a text may be cut, the better places first."""


def _chunks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut [start, end) into pieces of at most CHUNK characters, at sentence ends."""
    while end - start > CHUNK:
        places = (list(cut.finditer(text, start, start + CHUNK)) for cut in CUTS)
        best = next((found[-1].end() for found in places if found), start + CHUNK)
        yield start, best
        start = best
    if start < end:
        yield start, end
