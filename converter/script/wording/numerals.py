"""Numerals as words, by num2words; digits in groups; ranges; fractions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from converter.script.wording.rules import Rules, rule

_SINGLE = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5",
    "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
}  # fmt: skip
GROUPS: Rules = (
    rule(r"(?<=\d)[.\u00a0\u202f\u2009](?=\d{3}(?!\d))"),
    rule(r"(?<![\d.,:/-])\d{1,3}(?: \d{3})+(?![\d:/-]|[.,]\d{3})", lambda m: m[0].replace(" ", "")),
)
"""Thousands apart by a point or a space, in the languages with a decimal comma."""


def numeral(number: int, language: str, to: str = "cardinal") -> str:
    """Return a number in words; `to` is a form that num2words knows in the language."""
    from num2words import num2words

    return str(num2words(number, lang=language, to=to))


def ranges(to: str, number: str = r"\d+(?:,\d+)?") -> Rules:
    """Return the rules that say a dash between rising numbers as "to"."""

    def say(match: re.Match[str]) -> str:
        first, last = (float(match[n].replace(",", ".")) for n in (1, 2))
        return f"{match[1]} {to} {match[2]}" if first < last else match[0]

    return (
        rule(rf"(?<![\w.,–—/-])({number})(?:-|\s?[–—]\s?)({number})(?!\w|/|\s?[–—-]\s?\d)", say),
        rule(r"(?<=\d)\s?%\s?[–-]\s?(?=\d)", f" {to} "),
    )


def fractions(words: Mapping[str, str], mixed: str = "{whole} {part}") -> Rules:
    """Return the rule that says fractions; `words` maps "3/4" to its name."""

    def say(match: re.Match[str]) -> str:
        part = words[_SINGLE.get(match[2], match[2])]
        return mixed.format(whole=match[1], part=part) if match[1] else part

    known = [*words, *(sign for sign, plain in _SINGLE.items() if plain in words)]
    either = "|".join(sorted(known, key=len, reverse=True))
    return (
        rule(r"(?<=\d)⁄(?=\d)", "/"),
        rule(rf"(?<![\d/])(?:(\d+)[ \u00a0]?(?=\D|\d+/))?({either})(?![\d/])", say),
    )
