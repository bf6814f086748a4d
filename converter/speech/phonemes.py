"""Phonemes: pronunciations asked for in IPA or pinyin, as espeak-ng takes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from converter.speech.model import Pronunciation

IPA = {
    **{"ɑː": "A:", "ɑ": "A:", "æ": "a", "ʌ": "V", "ɒ": "0", "ɔː": "O:", "ɔ": "O:", "ə": "@"},
    **{"ɜː": "3:", "ɝ": "3:", "ɜ": "3:", "ɚ": "3", "ɛ": "E", "e": "E", "ɪ": "I", "iː": "i:"},
    **{"i": "i", "ʊ": "U", "uː": "u:", "u": "u:", "aɪ": "aI", "aʊ": "aU", "eɪ": "eI"},
    **{"ɔɪ": "OI", "oʊ": "oU", "əʊ": "oU", "oː": "oU", "o": "oU", "ɪə": "i@", "eə": "e@"},
    **{"ɛə": "e@", "ʊə": "U@", "ɐ": "@", "a": "a", "aː": "A:", "p": "p", "b": "b", "t": "t"},
    **{"d": "d", "k": "k", "g": "g", "ɡ": "g", "f": "f", "v": "v", "θ": "T", "ð": "D"},
    **{"s": "s", "z": "z", "ʃ": "S", "ʒ": "Z", "tʃ": "tS", "dʒ": "dZ", "h": "h", "m": "m"},
    **{"n": "n", "ŋ": "N", "l": "l", "ɫ": "l", "ɹ": "r", "r": "r", "ɾ": "t#", "j": "j"},
    **{"w": "w", "x": "x", "ʔ": "?", "ˈ": "'", "ˌ": ",", " ": "||", "ː": "", ".": "", "͡": ""},
}
"""Sounds of English by their IPA symbol, as mnemonics of espeak's English voices."""

_SYMBOL = re.compile("|".join(sorted(map(re.escape, IPA), key=len, reverse=True)))
_PINYIN = re.compile(r"\s*(?:[a-zü:]+[1-5]\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Script:
    """A text with its pronunciations written in, and where its characters come from.

    `shifts` are pairs of a place in the new text and the one in the old that it stands
    for, in order.
    """

    text: str
    shifts: tuple[tuple[int, int], ...] = ((0, 0),)
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, said: Sequence[Pronunciation], voice: str) -> Script:
        """Write pronunciations into a text for a voice; notes name those it cannot follow."""
        whole, shifts, notes, done = "", [(0, 0)], [], 0
        for one in said:
            written = _written(one, voice)
            if written is None:
                told = f"{one.alphabet} {one.symbols!r} for {text[one.start : one.end]!r}"
                notes.append(f"{told} is read by the rules of voice {voice}")
                continue
            whole += text[done : one.start]
            shifts.append((len(whole), one.start))
            whole += written
            shifts.append((len(whole), one.end))
            done = one.end
        return cls(whole + text[done:], tuple(shifts), tuple(notes))

    def place(self, character: int) -> int:
        """Return which character of the old text stands at a place in the new one."""
        ends = [*self.shifts[1:], (len(self.text) + 1, 0)]
        for (new, old), (stop, limit) in zip(self.shifts, ends, strict=True):
            if new <= character < stop:
                inside = old + character - new
                return min(inside, limit - 1) if limit > old else inside
        return character


def _written(said: Pronunciation, voice: str) -> str | None:
    """Return what espeak reads as that sound, None for a voice that cannot."""
    if said.alphabet == "py" and voice.startswith("cmn"):
        # Its Chinese voice reads pinyin by itself.
        return said.symbols if _PINYIN.fullmatch(said.symbols) else None
    if said.alphabet == "ipa" and voice.startswith("en"):
        symbols = said.symbols.strip("/[] ")
        return f"[[{_mnemonics(symbols)}]]" if not _SYMBOL.sub("", symbols) else None
    return None


def _mnemonics(symbols: str) -> str:
    found = _SYMBOL.findall(symbols)
    marks = [IPA[symbol] for symbol in found]
    if not any(mark == "'" for mark in marks):
        marks.insert(0, "'")
    return "".join(marks)
