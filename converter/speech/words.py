"""Words of a text, and where they are in a sound."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from converter.speech.model import Samples, Word

IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts written without spaces, as the inside of a regular expression's class."""

OPENING = "《〈（「『【〔“‘(\\["
TOKEN = re.compile(
    # One ideograph with the punctuation that may not be parted from it,
    rf"[{OPENING}]*[{IDEOGRAPHS}](?:[^\w\s{OPENING}—―]|——)*"
    # or all up to a space, an ideograph or behind a dash.
    rf"|(?:(?![{OPENING}]+[{IDEOGRAPHS}])[^\s{IDEOGRAPHS}—―])+[—―]*"
    rf"|[—―{OPENING}]+"
)
AUDIBLE = 0.008
"""Amplitude below which a sample counts as silence."""

Span = tuple[int, int]


def tokens(text: str) -> list[Span]:
    """Return where each word of a text stands, its punctuation included."""
    return [match.span() for match in TOKEN.finditer(text)]


def is_word(token: str) -> bool:
    """Say whether there is a letter or a digit in it."""
    return any(character.isalnum() for character in token)


def weight(text: str) -> float:
    """Estimate how long a text takes to say, in ideographs."""
    return sum(map(_weight, text))


def _weight(character: str) -> float:
    if character.isdigit():
        return 0.6
    if character.isalpha():
        return 1.0 if character >= "\u2e80" else 0.35
    if character in ".!?。！？…":
        return 1.0
    return 0.5 if character in ",;:，、；：—" else 0.0


def share(text: str, spans: Sequence[Span], begin: int, stop: int) -> list[Word]:
    """Give words the samples [begin, stop) in proportion to their weights."""
    weights = np.array([weight(text[start:end]) or 0.1 for start, end in spans])
    edges = np.concatenate(([0.0], np.cumsum(weights)))
    at = (begin + edges / max(edges[-1], 0.1) * (stop - begin)).astype(int).tolist()
    return [Word(*span, at[i], at[i + 1]) for i, span in enumerate(spans)]


def voiced(samples: Samples, begin: int, stop: int) -> tuple[int, int]:
    """Narrow [begin, stop) to what can be heard; all of it where nothing can."""
    heard = np.flatnonzero(np.abs(samples[begin:stop]) > AUDIBLE)
    return (begin + int(heard[0]), begin + int(heard[-1]) + 1) if len(heard) else (begin, stop)
