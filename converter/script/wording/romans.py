"""Roman numerals: what they are worth."""

from __future__ import annotations

NUMERAL = r"(?=[IVXLC])C{0,3}(?:X[LC]|L?X{0,3})(?:I[XV]|V?I{0,3})"
"""A well-formed numeral up to 399; more are names (DC, MM, XM)."""
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def value(numeral: str) -> int:
    """Return what a well-formed numeral is worth."""
    worth = [_VALUES[letter] for letter in numeral]
    later = [*worth[1:], 0]
    return sum(-own if own < next_ else own for own, next_ in zip(worth, later, strict=True))
