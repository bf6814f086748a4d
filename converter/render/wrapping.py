"""Wrapping: where the lines of a lettering may break, by its AdaptMode.

Typst breaks lines as Unicode allows. What an AdaptMode allows beyond that, or
forbids, is written into the text as invisible characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

Measure = Callable[[Sequence[str]], list[float]]
"""From texts to their widths in pixels, each on a line of its own."""

IDEOGRAPHS = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
"""Inside of a character class: letters between which a line may break."""
WIDEST_LETTER = 1.2
"""In em. Words of so few letters that they must fit are not measured."""

_WORD = re.compile(rf"[^\s{IDEOGRAPHS}]+")
_BETWEEN_SPACES = re.compile(r"\S+")
_SEAM = re.compile(rf"(?<=[-/|\u2010\u2013\u2014{IDEOGRAPHS}])(?=\S)|(?<=\S)(?=[{IDEOGRAPHS}])")
"""Where Unicode lets a line break inside of a word."""
_BREAK, _JOINER = "\u200b", "\u2060"


def wrapped(text: str, mode: str, limit: float, em: float, measure: Measure) -> tuple[str, float]:
    """Return the text with its breaks made possible or impossible, and the line width.

    The width is `limit` unless a word that must not be split needs more.
    """
    pattern = _WORD if mode == "AutoWrap" else _BETWEEN_SPACES
    suspects = [word for word in pattern.findall(text) if len(word) * em * WIDEST_LETTER > limit]
    sizes = dict(zip(suspects, measure(suspects), strict=True)) if suspects else {}
    if mode == "AutoWrapAtSpacesStrict":
        return _BETWEEN_SPACES.sub(_joined, text), max(limit, *sizes.values(), 0)

    def treated(word: re.Match[str]) -> str:
        if sizes.get(word[0], 0) > limit:
            return _split(word[0])
        return word[0] if mode == "AutoWrap" else _joined(word)

    return pattern.sub(treated, text), limit


def _split(word: str) -> str:
    """Allow a break before every letter, marks staying with theirs."""
    return "".join(
        char if unicodedata.category(char)[0] == "M" else _BREAK + char for char in word
    ).removeprefix(_BREAK)


def _joined(word: re.Match[str]) -> str:
    """Forbid every break."""
    return _SEAM.sub(_JOINER, word[0])
