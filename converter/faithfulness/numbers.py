"""Numbers: the quantities of a text with their units, however they are written.

"£3.4 million", "3,400,000 pounds" and "three point four million pounds" are one
quantity. Where a language leaves two readings of a sign ("1.234"), both are kept.
Months, weekdays and times of day are quantities too, of units of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import zip_longest

from converter.faithfulness import units
from converter.faithfulness.calendar import is_doubtful, months, weekdays
from converter.faithfulness.lexicon import lexicon
from converter.faithfulness.numerals import chinese, numerals
from converter.faithfulness.quantity import (
    CALENDAR,
    CLOCK,
    MONTH,
    WEEKDAY,
    YEARS,
    Quantity,
)
from converter.faithfulness.tokens import Token, primary, tokens
from converter.faithfulness.units import Unit

_GAP = "[ \u00a0\u202f\u2009]"
_GROUPED = rf"\d{{1,3}}(?:(?P<sep>[,.'’]|{_GAP})\d{{3}}(?!\d))(?:(?P=sep)\d{{3}}(?!\d))*"
_DIGITS = rf"{_GROUPED}(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    rf"(?<![\d.,])(?<![A-Za-z])(?:(?P<sign>{units.SIGNS})\s?)?"
    rf"(?P<minus>(?<![\w)])[-−])?(?P<digits>{_DIGITS})"
)
_CODE = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?!\w)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_DATE = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_FRACTION = re.compile(
    r"(?<![\w.,/])(?:(?P<whole>\d{1,3})[ \u00a0-]?)??(?:(?P<sign>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞])"
    r"|(?P<over>[1-9]\d?)[/⁄](?P<under>[2-9]|1[0-6]|32|64|100))(?![\w/])"
)
_CLOCK = re.compile(
    r"(?i)(?<![\d:.])(?P<h>[01]?\d|2[0-4])(?:"
    r"[:：](?P<m>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"|\s?(?P<half2>[ap])\.?m\b\.?|\s?h\s?(?P<m2>[0-5]\d)"
    r"|(?:\s?Uhr)(?:\s(?P<m3>[0-5]\d)\b)?)(?![:\d])"
)
_CHINESE_SCALE = re.compile(r"\s?([十百千万亿]+)")
_SIGNS = "零〇一二两三四五六七八九"
_PERCENT = re.compile(rf"百分之([\d.{_SIGNS}十百千万点]+)")
_CHINESE = re.compile(rf"(第)?([{_SIGNS}十百千万亿]+(?:点[{_SIGNS}]+)?)")
_MEASURE = re.compile(r"[个名位家年月日号天次座条种项人张台辆米元岁倍小时分度公]|成")
_CHINESE_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月")
_MINUS = re.compile(r"(?:\b(?:minus|moins|menos)\s|负)\Z", re.IGNORECASE)
_O_CLOCK = re.compile(r"\s(?:Uhr\b|o['’]clock\b)")
_ORDINAL = re.compile(r"(?:s|st|nd|rd|th|ème|er|e|º|ª)(?![^\W_])")
_RANGE = re.compile(r"\s*(?:[-–—~～]|to|and|or|auf|bis|und|oder|à|et|ou|a|y|o|到|至|或)\s*")
_ENUMERATION = re.compile(r"[,;、，；]|\b(?:and|und|et|y|e|sowie)\b|和|及")


@lru_cache(maxsize=4096)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text in order."""
    taken: list[Quantity] = []
    finders = (
        _dates,
        _clocks,
        _codes,
        _fractions,
        _months,
        _percentages,
        _digits,
        _chinese,
        _words,
    )
    for find in finders:
        for quantity in find(text, language):
            if not any(
                quantity.start < other.end and other.start < quantity.end for other in taken
            ):
                taken.append(quantity)
    taken.sort(key=lambda quantity: quantity.start)
    return tuple(_hedged(_signed(one, text), text, language) for one in _shared(taken, text))


def enumerates(text: str) -> int:
    """Return how many things a text lists at most, by its commas and its "and"."""
    return 1 + len(_ENUMERATION.findall(text))


def _dates(text: str, language: str) -> Iterator[Quantity]:
    for found in _ISO.finditer(text):
        yield from _dated(found, year=1, month=2, day=3)
    for found in _DATE.finditer(text):
        monthly = primary(language) == "en" and "/" in found[0]
        yield from _dated(found, year=3, month=1 if monthly else 2, day=2 if monthly else 1)


def _dated(found: re.Match[str], *, year: int, month: int, day: int) -> Iterator[Quantity]:
    for group, unit in ((year, None), (month, MONTH), (day, None)):
        value = frozenset({Fraction(int(found[group]))})
        yield Quantity(found[group], *found.span(group), value, unit)


def _clocks(text: str, _language: str) -> Iterator[Quantity]:
    for found in _CLOCK.finditer(text):
        hour, minute = int(found["h"]), int(found["m"] or found["m2"] or found["m3"] or 0)
        half = (found["half"] or found["half2"] or "").lower()
        hour = hour % 12 + 12 * (half == "p") if half else hour
        other = set() if half else {hour * 60 + minute + 720}
        times = frozenset(map(Fraction, {hour * 60 + minute} | other))
        yield Quantity(found[0], *found.span(), times, CLOCK)


def _codes(text: str, _language: str) -> Iterator[Quantity]:
    for found in _CODE.finditer(text):
        if re.fullmatch(_GROUPED, found[0]):
            continue
        yield Quantity(found[0], *found.span(), code=found[0])


def _fractions(text: str, _language: str) -> Iterator[Quantity]:
    for found in _FRACTION.finditer(text):
        whole, sign = int(found["whole"] or 0), found["sign"]
        part = Fraction(unicodedata.numeric(sign)).limit_denominator(10) if sign else None
        value = whole + (part or Fraction(int(found["over"]), int(found["under"])))
        end, unit = _unit(text, found.end(), value)
        yield Quantity(text[found.start() : end], found.start(), end, frozenset({value}), unit)


def _months(text: str, language: str) -> Iterator[Quantity]:
    if primary(language) == "zh":
        for found in _CHINESE_MONTH.finditer(text):
            yield Quantity(found[0], *found.span(), frozenset({chinese(found[1])}), MONTH)
        return
    known, days = months(language), weekdays(language)
    for token in tokens(text, language):
        if token.lower in known and _is_month(token, text, language):
            value = Fraction(known[token.lower])
            yield Quantity(token.text, token.start, token.end, frozenset({value}), MONTH)
        elif token.lower in days:
            value = Fraction(days[token.lower])
            yield Quantity(token.text, token.start, token.end, frozenset({value}), WEEKDAY)


def _is_month(token: Token, text: str, language: str) -> bool:
    if primary(language) in {"en", "de"} and token.text.islower():
        return False
    if not is_doubtful(token.lower):
        return True
    before, after = text[: token.start], text[token.end :]
    return bool(
        re.match(r"\.?\s*\d", after)
        or re.search(r"\d(?:st|nd|rd|th|\.|er)?\s(?:of |de )?$", before)
        or re.search(r"(?i)\b(?:in|im|since|until|last|next|seit|bis|en|von|au mois de)\s$", before)
    )


def _percentages(text: str, language: str) -> Iterator[Quantity]:
    if primary(language) != "zh":
        return
    for found in _PERCENT.finditer(text):
        value = Fraction(found[1]) if found[1][0].isdigit() else chinese(found[1])
        step = Fraction(1, 10 ** len(found[1].partition(".")[2]))
        yield Quantity(
            found[0], *found.span(), frozenset({value}), Unit("percent"), step=step, worded=True
        )


def _chinese(text: str, language: str) -> Iterator[Quantity]:
    if primary(language) != "zh":
        return
    for found in _CHINESE.finditer(text):
        value = chinese(found[2])
        end, unit = _unit(text, found.end(), value)
        counted = found[1] or unit or len(found[2]) > 1 or _MEASURE.match(text, found.end())
        yield Quantity(
            text[found.start() : end], found.start(), end, frozenset({value}), unit,
            step=_last_place(value), worded=True,
            loose=not counted or value < 2 or found[0] in _NO_NUMBERS,
        )  # fmt: skip


_NO_NUMBERS = {"十分", "千万", "百姓", "万一", "一一", "百万", "万", "亿", "千", "百"}


def _last_place(value: Fraction) -> Fraction:
    """Return the worth of the last digit that is not a zero: 100 for 3,200."""
    step = Fraction(1)
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def _digits(text: str, language: str) -> Iterator[Quantity]:
    for found in _NUMBER.finditer(text):
        digits = found["digits"]
        readings, places = _readings(digits, primary(language))
        factor, end = _scaled(text, found.end(), language)
        end, unit = _unit(text, end, max(readings))
        if unit is None and (glued := re.match(r"[A-Za-z]", text[end:])):
            if not (ordinal := _ORDINAL.match(text, end)) or not glued:
                continue  # 3D, 4K: part of a name
            end = ordinal.end()
        if found["sign"]:
            unit = units.unit(found["sign"])
        sign = -1 if found["minus"] else 1
        step = Fraction(factor, 10**places)
        values = frozenset(sign * value * factor for value in readings)
        yield Quantity(
            text[found.start() : end], found.start(), end, values, unit, step=step, factor=factor
        )


def _readings(digits: str, language: str) -> tuple[set[Fraction], int]:
    """Return what a number in digits may mean, and its decimal places."""
    plain = re.sub(rf"{_GAP}|['’]", "", digits)
    point = "," if language in {"de", "fr", "es"} else "."
    group = "." if point == "," else ","
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return {Fraction(plain)}, 0
    last, places = marks[-1], len(plain) - 1 - max(plain.rfind("."), plain.rfind(","))
    if len(set(marks)) == 2:
        whole, _, part = plain.rpartition(last)
        return {Fraction(f"{re.sub('[.,]', '', whole)}.{part}")}, places
    grouped = {Fraction(re.sub(r"[.,]", "", plain))}
    if len(marks) > 1:
        return grouped, 0
    decimal = {Fraction(plain.replace(",", "."))}
    if places != 3 or plain.startswith("0"):
        return decimal, places
    if last == group:
        return (grouped if point == "." else grouped | decimal), 0
    return decimal, places


def _scaled(text: str, at: int, language: str) -> tuple[int, int]:
    """Return what "million" behind a number multiplies it by, and where that ends."""
    if chinese_scale := _CHINESE_SCALE.match(text, at):
        return int(chinese("1" + chinese_scale[1])) if len(chinese_scale[1]) == 1 else _power(
            chinese_scale[1]
        ), chinese_scale.end()
    factor, scales = 1, lexicon(language).scales
    while found := re.match(rf"(?:{_GAP}|-)?([^\W\d_]+)\.?(?![^\W_])", text[at:]):
        word = found[1] if found[1] in scales else found[1].lower()
        if word not in scales:
            break
        factor *= scales[word]
        at += found.end(1) + (
            found[0].endswith(".") and len(found[1]) == 3 and found[1][0].isupper()
        )
    return factor, at


def _power(signs: str) -> int:
    total = 1
    for sign in signs:
        total *= int(chinese("1" + sign))
    return total


def _unit(text: str, at: int, value: Fraction) -> tuple[int, Unit | None]:
    """Return the unit that begins at a place, and where it ends; 2014年 and 1990s have none."""
    found = units.pattern().match(text, at)
    if not found or (value in YEARS and found[0] in {"s", "年"}):
        return at, None
    named = units.unit(found["latin"] or found["zh"])
    return (found.end(), named) if named else (at, None)


def _words(text: str, language: str) -> Iterator[Quantity]:
    found = tokens(text, language)
    for numeral in numerals(found, language):
        start, end = found[numeral.first].start, found[numeral.last - 1].end
        value = numeral.value
        stop, unit = _unit(text, end, value)
        if _O_CLOCK.match(text, end):
            value, unit = value * 60, CLOCK
        yield Quantity(
            text[start:stop], start, stop, frozenset({value}), unit,
            step=_last_place(value), loose=numeral.loose, worded=True,
        )  # fmt: skip


def _shared(found: Sequence[Quantity], text: str) -> Iterator[Quantity]:
    """Give the first number of a range the unit and the "million" of the second."""
    for one, following in zip_longest(found, found[1:]):
        if following is None or not _RANGE.fullmatch(text[one.end : following.start]):
            yield one
            continue
        unit = one.unit or (None if following.unit in CALENDAR else following.unit)
        factor = following.factor if one.factor == 1 else 1
        scaled = frozenset(value * factor for value in one.values)
        yield replace(one, unit=unit, values=one.values | scaled)


def _signed(quantity: Quantity, text: str) -> Quantity:
    """Let a number behind "minus" be below zero; in some languages it is "less" as well."""
    if not _MINUS.search(text, 0, quantity.start):
        return quantity
    return replace(quantity, values=quantity.values | {-value for value in quantity.values})


def _hedged(quantity: Quantity, text: str, language: str) -> Quantity:
    """Note whether the words around a number say that it is rounded."""
    before = text[max(0, quantity.start - 24) : quantity.start]
    hedges = lexicon(language).rounding
    rough = any(found.end() >= len(before) - 12 for found in hedges.finditer(before))
    behind = primary(language) == "zh" and hedges.match(text, quantity.end) is not None
    return replace(quantity, rough=rough or behind)
