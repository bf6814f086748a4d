"""Numerals: numbers written as words, in English, German, French, Spanish and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from converter.faithfulness.lexicon import lexicon
from converter.faithfulness.tokens import Token, primary

_LONGEST = 7
"""Words of the longest number below a thousand: "one hundred and twenty-one" and more."""
_SPELT = {"en", "de", "fr", "es"}


class Numeral(NamedTuple):
    """A number in words at tokens [first, last); `loose` ones may mean no number at all."""

    first: int
    last: int
    value: Fraction
    loose: bool


def numerals(found: Sequence[Token], language: str) -> Iterator[Numeral]:
    """Yield the numbers that stand in words."""
    loose = lexicon(language).loose_numbers
    at = 0
    while at < len(found):
        last, value = _read(found, at, language)
        if last > at:
            text = " ".join(token.lower for token in found[at:last])
            yield Numeral(at, last, value, text in loose or value in {0, 1})
        at = max(last, at + 1)


def _read(found: Sequence[Token], at: int, language: str) -> tuple[int, Fraction]:
    """Return where the number at a place ends, and its value: the sum of its groups."""
    small, scales = _small(primary(language)), lexicon(language).scales
    total, group = Fraction(0), Fraction(10**18)
    end = following = at
    while True:
        last, value = _longest(found, following, small)
        last, scale = _scale(found, last, scales) if last > following else (last, 1)
        value *= scale
        if last == following or value >= group:
            break
        total, end = total + value, last
        if value < 1000:
            break
        group, following = Fraction(max(scale, 1000)), _joined(found, end)
    if 10 <= total < 100:
        last, value = _longest(found, end, small)
        if 10 <= value < 100:  # nineteen ninety-eight
            return last, total * 100 + value
    return end, total


def _joined(found: Sequence[Token], at: int) -> int:
    """Return where a number goes on behind a comma or an "and"."""
    joint = at < len(found) and found[at].lower in {",", "and", "und", "et", "y"}
    return at + 1 if joint else at


def _longest(found: Sequence[Token], at: int, small: dict[str, Fraction]) -> tuple[int, Fraction]:
    """Return where the longest number below a thousand ends and its value."""
    words = []
    best = at, Fraction(0)
    for place in range(at, min(at + 2 * _LONGEST, len(found))):
        if found[place].text in "-‐–" and place > at:
            continue
        if not found[place].is_word:
            break
        words.append(found[place].lower)
        if (value := small.get(" ".join(words))) is not None:
            best = place + 1, value
    return best


def _scale(found: Sequence[Token], at: int, scales: Mapping[str, int]) -> tuple[int, int]:
    """Return where the words that multiply a number end, and by how much they do."""
    total = 1
    while at < len(found) and found[at].lower in scales:
        total *= scales[found[at].lower]
        at += 1
    return at, total


@lru_cache(maxsize=8)
def _small(language: str) -> dict[str, Fraction]:
    """Return numbers below a thousand, ordinals below a hundred and parts, by their words."""
    if language not in _SPELT:
        return {}
    from num2words import num2words

    found: dict[str, Fraction] = {}
    for number in range(2, 100):
        found[_plain(num2words(number, lang=language, to="ordinal"))] = Fraction(number)
    for number in (0, *range(1, 1000)):
        found[_plain(num2words(number, lang=language))] = Fraction(number)
    found |= {name: Fraction(value) for name, value in lexicon(language).numbers.items()}
    found |= {_shortened(name): value for name, value in found.items()}
    short = {name.replace(" and ", " "): value for name, value in found.items()}
    fold = {
        name.removeprefix("ein"): v for name, v in found.items() if name.startswith("einhundert")
    }
    compounds = _thousands(found) if language == "de" else {}
    unsaid = dict.fromkeys(lexicon(language).no_numbers)
    return {name: v for name, v in (compounds | short | fold | found).items() if name not in unsaid}


def _shortened(name: str) -> str:
    """Return a number as it stands before "mil" and "mille": treinta y un, quatre-vingt."""
    return re.sub(r"uno$", "un", re.sub(r"(?<=cent|ingt)s$", "", name)).replace(
        "veintiun", "veintiún"
    )


def _thousands(small: dict[str, Fraction]) -> dict[str, Fraction]:
    """German writes thousands in one word, and "times" too."""
    whole = {name: value for name, value in small.items() if value <= 20 and " " not in name}
    return {
        **{f"{name}tausend": 1000 * value for name, value in small.items() if value < 1000},
        **{f"{name}mal": value for name, value in whole.items()},
        **{f"{name}fach": value for name, value in whole.items()},
    }


def _plain(words: str) -> str:
    return re.sub(r"[-,]+\s*| +", " ", words.lower()).strip()


_SIGNS = ("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九")
_DIGITS = {sign: value for value, signs in enumerate(_SIGNS) for sign in signs}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}


def chinese(text: str) -> Fraction:
    """Return the value of a number in Chinese signs, which may have digits in it: 3千2百."""
    if len(text) > 1 and all(sign in _DIGITS for sign in text):
        return Fraction(int("".join(str(_DIGITS[sign]) for sign in text)))
    whole, _, part = text.partition("点")
    total = section = digit = 0
    for sign in re.findall(r"\d+|.", whole):
        if sign.isdigit():
            digit = int(sign)
        elif sign in _DIGITS:
            digit = _DIGITS[sign] if digit == 0 or sign in "零〇" else digit * 10 + _DIGITS[sign]
        elif sign in _POWERS:
            section, digit = section + (digit or 1) * _POWERS[sign], 0
        else:
            total, section, digit = (
                (total + section + (digit or (section == 0))) * _GROUPS[sign],
                0,
                0,
            )
    decimals = "".join(str(_DIGITS.get(sign, 0)) for sign in part)
    return Fraction(total + section + digit) + (
        Fraction(int(decimals), 10 ** len(decimals)) if decimals else 0
    )
