"""Guard: whether a sentence may rest on the source sentences that it names.

Simple on purpose, and strict: a false alarm costs one sentence, a false number a
viewer's trust.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from converter.script.passages import Passage
from converter.script.sentences import words, writing

_NUMBER = re.compile(r"\d+(?:[.,'’ \u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)*")
_GROUPING = re.compile(r"[.,'’ \u00a0\u202f](?=\d{3}(?!\d))")
_ADDRESS = re.compile(r"https?://|\bwww\.|\S@\S+\.\w", re.IGNORECASE)
_FEW = 3
"""Words of content; with fewer, none need be the source's."""


class Fault(NamedTuple):
    """Why a sentence is not believed: `kind` for people, `detail` for the model."""

    kind: str
    detail: str


def unsupported(text: str, passages: Sequence[Passage], language: str) -> Fault | None:
    """Return what of a sentence its source sentences, one at least, do not bear out."""
    source = " ".join(f"{passage.text} {passage.raw}" for passage in passages)
    if _ADDRESS.search(text):
        return Fault("an address", "an address cannot be listened to")
    if unknown := sorted(numbers(text) - numbers(source)):
        return Fault(
            "a number its source does not have",
            f"{', '.join(unknown)} is not in the source sentences it names; copy numbers",
        )
    if writing(text) != writing(source):
        return Fault("another script than the document's", "is not in the language asked for")
    own = set(words(text, language))
    if len(own) >= _FEW and not own & set(words(source, language)):
        return Fault(
            "no word in common with its source",
            "has nothing in common with the source sentences it names",
        )
    return None


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, written without marks between thousands: `209000`, `0.5`."""
    plain = unicodedata.normalize("NFKC", text)
    return {_GROUPING.sub("", n.group()).replace(",", ".") for n in _NUMBER.finditer(plain)}
