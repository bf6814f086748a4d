"""Narration: words as they will be spoken, so that pictures can keep step with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from converter.batch.assets import Find
from converter.matching import Slot
from converter.speech import Speech, rehearsed, speak, visible
from converter.speech.casting import language_of
from converter.speech.words import IDEOGRAPHS
from converter.timeline.values import exact

SHORTEST = Fraction(1)
"""Seconds: a sentence that is over sooner shares its picture with the next one."""


@dataclass(frozen=True, slots=True)
class Narration:
    """A text and how it sounds."""

    content: str
    speech: Speech

    @property
    def seconds(self) -> Fraction:
        """How long it is, in ten-thousandths of a second."""
        return exact(self.speech.seconds)

    def masked(self, forbidden: Sequence[str]) -> str:
        """Return the words for the eye, with stars for the letters of some."""
        return phrases(forbidden).sub(lambda word: "*" * len(word[0]), visible(self.content))

    def heard(self, forbidden: Sequence[str]) -> Iterator[tuple[Fraction, Fraction]]:
        """Yield when some words are heard."""
        speech = self.speech
        for found in phrases(forbidden).finditer(speech.text):
            words = [w for w in speech.words if w.start < found.end() and found.start() < w.end]
            if words:
                yield exact(words[0].begin / speech.rate), exact(words[-1].stop / speech.rate)

    def slots(self) -> list[Slot]:
        """Return its sentences, each until the next one begins."""
        begun = [(Fraction(0), 0)]
        for time, start in self._sentences():
            if min(time - begun[-1][0], self.seconds - time) >= SHORTEST:
                begun.append((time, start))
        ends = [*begun[1:], (self.seconds, len(self.speech.text))]
        return [
            Slot(self.speech.text[start:stop], end - begin)
            for (begin, start), (end, stop) in zip(begun, ends, strict=True)
        ]

    def _sentences(self) -> Iterator[tuple[Fraction, int]]:
        """Yield when each sentence but the first is first heard, and where it stands."""
        from converter.script.sentences import split

        speech = self.speech
        for start, _ in split(speech.text, language_of(speech.text))[1:]:
            first = next((word for word in speech.words if word.start >= start), None)
            if first:
                yield exact(first.begin / speech.rate), start


def phrases(wanted: Sequence[str]) -> re.Pattern[str]:
    """Return what finds whole words and phrases, and nothing where there are none."""
    edged = (rf"(?<![^\W{IDEOGRAPHS}]){re.escape(p)}(?![^\W{IDEOGRAPHS}])" for p in wanted)
    return re.compile("|".join(edged) or r"(?!)", re.IGNORECASE)


def spoken(content: str, *, voice: str | None, rate: float, find: Find) -> Narration:
    """Speak a text as it will be in the video. Raises SpeechError."""
    return Narration(content, speak(content, voice=rehearsed(voice), rate=rate, find=find))
