"""Tape: an Order spoken piece by piece, cut and joined into one Speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from converter.errors import RenderError
from converter.speech.casting import runs
from converter.speech.colours import coloured
from converter.speech.model import Pronunciation, Samples, Speech, Word, least_sure
from converter.speech.order import File, Order, engine
from converter.speech.ssml import Pause, glue
from converter.speech.words import voiced

LEAD = 0.05
TAIL = 0.2
"""Seconds of silence kept before the first and after the last word."""

JOIN = 0.04
"""Seconds between two voices inside a sentence."""

SEAM = 0.05
"""Seconds over which the end of looped music passes into its beginning."""

SILENCE_RATE = 48_000


def record(order: Order) -> Speech:
    """Speak an order. Raises SpeechError for what its engine cannot say."""
    return _Tape(order).record()


class _Piece(NamedTuple):
    """Text from `start` of the whole, in one voice, and the sound of it."""

    start: int
    speech: Speech


class _Tape:
    """Puts spoken pieces, sounds and silences one after another."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._engine = engine(order.role.engine)
        self._rate = 0
        self._text = ""
        self._track: list[_Piece | Pause | File] = []
        self._notes = list(order.notes)

    def record(self) -> Speech:
        """Speak all parts and return them as one."""
        for part in self._order.parts:
            if isinstance(part, Pause | File):
                self._track.append(part)
            else:
                self._say(part.spoken, part.said)
        samples, words = self._cut()
        timing = least_sure(item.speech.timing for item in self._track if isinstance(item, _Piece))
        loud = self._finished(samples)
        loud.flags.writeable = False
        notes = tuple(dict.fromkeys(self._notes))
        return Speech(self._text, loud, self._sounding_rate, tuple(words), timing, notes)

    @property
    def _sounding_rate(self) -> int:
        return self._rate or SILENCE_RATE

    def _say(self, text: str, said: Sequence[Pronunciation]) -> None:
        offset = len(self._text) + len(glue(self._text, text))
        self._text += glue(self._text, text) + text
        for start, end, language in self._voices(text):
            for first, last in _chunks(text, start, end, self._engine.longest):
                spoken = self._speak(text, first, last, language, said)
                if spoken.words:
                    self._track.append(_Piece(offset + first, spoken))

    def _voices(self, text: str) -> list[tuple[int, int, str]]:
        if self._order.role.speaks_all:
            return runs(text, self._order.language)
        return [(0, len(text), self._order.language)]

    def _speak(
        self, text: str, first: int, last: int, language: str, said: Sequence[Pronunciation]
    ) -> Speech:
        spoken = self._engine.speak(
            text[first:last],
            self._order.role.name(language),
            speed=self._order.speed,
            pitch=self._order.pitch,
            said=[
                replace(one, start=one.start - first, end=one.end - first)
                for one in said
                if first <= one.start and one.end <= last
            ],
        )
        self._rate = spoken.rate
        self._notes += spoken.notes
        return spoken

    def _cut(self) -> tuple[Samples, list[Word]]:
        """Join the track; silence is trimmed at both ends, at breaks and between voices."""
        blocks: list[Samples] = []
        words: list[Word] = []
        position = 0
        for index, item in enumerate(self._track):
            if isinstance(item, Pause):
                block = self._silence(item.seconds)
            elif isinstance(item, File):
                block = self._played(item)
            else:
                first, last = self._kept(index, item.speech)
                block = item.speech.samples[first:last]
                words += _moved(item, position - first)
            blocks.append(block)
            position += len(block)
        return np.concatenate(blocks) if blocks else np.zeros(0, np.float32), words

    def _silence(self, seconds: Fraction) -> Samples:
        return np.zeros(round(seconds * self._sounding_rate), np.float32)

    def _played(self, file: File) -> Samples:
        """Return the sound of a file; one that is broken is a note, and nothing."""
        from converter.media import load_sound

        try:
            return load_sound(file.path, rate=self._sounding_rate, channels=1)[:, 0]
        except RenderError as error:
            self._notes.append(f"is not played: {error}")
            return np.zeros(0, np.float32)

    def _finished(self, samples: Samples) -> Samples:
        """Colour the voice, set its volume and lay music under it."""
        order = self._order
        if order.effect and len(samples):
            samples = coloured(samples, self._sounding_rate, *order.effect)
        if order.gain != 1:
            samples = np.clip(samples * order.gain, -1, 1)
        if order.music and len(music := self._played(order.music)):
            music = _looped(music, len(samples), round(SEAM * self._sounding_rate))
            samples = np.clip(samples + music * order.music_gain, -1, 1)
        return np.asarray(samples, np.float32)

    def _kept(self, index: int, speech: Speech) -> tuple[int, int]:
        """Return which samples of a piece are used."""
        begin, stop = voiced(speech.samples[:], 0, len(speech.samples))
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
        return None if isinstance(self._track[neighbour], _Piece) else 0.0


def _looped(music: Samples, length: int, seam: int) -> Samples:
    """Return so much of music that starts again; its end passes into its beginning."""
    if len(music) > 2 * seam and len(music) < length:
        way = np.linspace(0, np.pi / 2, seam)
        meeting = music[-seam:] * np.cos(way) + music[:seam] * np.sin(way)
        turn = np.concatenate([music[seam:-seam], meeting])
        music = np.concatenate([music[:seam], np.resize(turn, length)])
    return np.asarray(np.resize(music, length), np.float32)


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


def _chunks(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Cut [start, end) into pieces of at most `longest` characters, at sentence ends."""
    while end - start > longest:
        places = (list(cut.finditer(text, start, start + longest)) for cut in CUTS)
        best = next((found[-1].end() for found in places if found), start + longest)
        yield start, best
        start = best
    if start < end:
        yield start, end
