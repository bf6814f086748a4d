"""Legibility: how fast captions must be read, and how far they are from the voice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction

from converter.render.captions import Cue
from converter.render.schedule import SAMPLE_RATE, Schedule, Sounding
from converter.speech import Speech
from converter.speech.words import tokens


def speeds(cues: Sequence[Cue]) -> tuple[float, ...]:
    """Return the characters a second of each caption, spaces counted, line ends as one."""
    return tuple(round(len(" ".join(cue.lines)) / float(cue.end - cue.begin), 2) for cue in cues)


def lags(plan: Schedule) -> tuple[float, ...]:
    """Return by how many seconds each caption comes after its first word; before is negative.

    Captions are laid beside the words of the voice anew, where these sound in the mix.
    What cannot be found there, such as a sign that is said otherwise, is left out.
    """
    spoken = [s for s in plan.soundings if isinstance(s.sound, Speech)]
    return tuple(
        round(float(cue - word), 4) + 0.0  # no negative zero
        for sounding in spoken
        for cue, word in _together(sounding, _during(plan, sounding))
    )


def _during(plan: Schedule, sounding: Sounding) -> list[Cue]:
    begin, end = Fraction(sounding.start, SAMPLE_RATE), Fraction(sounding.end, SAMPLE_RATE)
    return [cue for cue in plan.cues if begin <= cue.begin < end]


def _together(sounding: Sounding, cues: Sequence[Cue]) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield when a caption begins and when its first word does."""
    heard = list(_heard(sounding))
    shown: list[str] = []
    firsts: dict[int, Fraction] = {}
    for cue in cues:
        firsts[len(shown)] = cue.begin
        text = " ".join(cue.lines)
        shown += [_key(text[start:end]) for start, end in tokens(text)]
    keys = [key for key, _ in heard]
    for block in SequenceMatcher(None, shown, keys, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            if block.a + step in firsts:
                yield firsts[block.a + step], heard[block.b + step][1]


def _heard(sounding: Sounding) -> Iterator[tuple[str, Fraction]]:
    """Yield the words of a sounding and the seconds they begin at in the mix."""
    speech = sounding.sound
    if not isinstance(speech, Speech):
        return
    for word in speech.words:
        offset = (Fraction(word.begin, speech.rate) - sounding.source_in) / sounding.speed
        yield (
            _key(speech.text[word.start : word.end]),
            Fraction(sounding.start, SAMPLE_RATE) + offset,
        )


def _key(word: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", word)).casefold() or word
