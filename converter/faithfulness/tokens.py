"""Tokens: the words of a text with their places and stems; Chinese comes letter by letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from converter.script.sentences import CJK, words

_WORD = rf"[{CJK}]|(?:(?![{CJK}])[^\W_])+(?:['’](?:(?![{CJK}])[^\W_])+)*"
_ELIDED = r"(?i:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]"
_MARK = r"[^\w\s]"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark at [start, end)."""

    text: str
    start: int
    end: int
    language: str

    @property
    def stem(self) -> str:
        """The stem of a content word, nothing for function words and marks."""
        return _stem(self.text, self.language)

    @property
    def lower(self) -> str:
        """The word as it is looked up: lower-case, with a plain apostrophe."""
        return self.text.lower().replace("’", "'")

    @property
    def is_word(self) -> bool:
        """Whether it has letters or digits."""
        return self.text[0].isalnum()


@lru_cache(maxsize=4096)
def tokens(text: str, language: str) -> tuple[Token, ...]:
    """Return the words and marks of a text in order."""
    elided = f"{_ELIDED}|" if primary(language) == "fr" else ""
    return tuple(
        Token(found[0], found.start(), found.end(), language)
        for found in re.finditer(f"{elided}{_WORD}|{_MARK}", text)
    )


@lru_cache(maxsize=16384)
def _stem(word: str, language: str) -> str:
    if len(word) == 1 and re.match(f"[{CJK}]", word):
        return word
    found = words(word, language)
    return found[0] if found else ""


def alike(one: str, other: str) -> bool:
    """Say whether two stems are forms of one word: measured, measurement."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < 4 or one[:3] != other[:3]:
        return False
    common = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    return common >= max(4, round(0.75 * shorter)) and max(len(one), len(other)) - common <= 5


def primary(language: str) -> str:
    """Return the primary subtag of a language: `zh` of `zh-Hant`."""
    return re.split(r"[-_]", language)[0].lower()
