"""Readings: what a `say-as` makes of its text, in English and Chinese.

The service takes SSML in these languages only; in others, and where a text is not of
the kind its style expects, it stays as written and the voice reads it its own way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

SYMBOLS = {
    "en": {
        **{"+": "plus", "-": "dash", "_": "underscore", ".": "dot", "@": "at", "#": "hash"},
        **{"*": "star", "/": "slash", "\\": "backslash", "&": "and", "%": "percent", "=": "equals"},
        **{",": "comma", ":": "colon", ";": "semicolon", "!": "exclamation mark", "$": "dollar"},
        **{"?": "question mark", "(": "open parenthesis", ")": "close parenthesis", "'": "quote"},
        '"': "double quote",
    },
    "zh": {
        **{"+": "加号", "-": "横杠", "_": "下划线", ".": "点", "@": "艾特", "#": "井号"},
        **{"*": "星号", "/": "斜杠", "\\": "反斜杠", "&": "和", "%": "百分号", "=": "等号"},
        **{",": "逗号", ":": "冒号", ";": "分号", "!": "感叹号", "$": "美元符号"},
        **{"?": "问号", "(": "左括号", ")": "右括号", "'": "单引号", '"': "双引号"},
        **{"，": "逗号", "。": "句号", "：": "冒号", "；": "分号", "！": "感叹号", "？": "问号"},
    },
}
"""Names of characters that a voice would pass over."""

DIGITS = "零一二三四五六七八九"

CURRENCIES = {
    **{"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "₹": "INR"},
    **{"元": "CNY", "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "RMB": "CNY"},
}

_AMOUNT = re.compile(r"(?P<before>[^\d\s.,-]*)\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<after>\D*)")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def read_as(style: str, text: str, language: str) -> str:
    """Return how a text reads in the style of `interpret-as`."""
    rewrite = STYLES.get(style)
    return rewrite(text.strip(), "zh" if language.startswith("zh") else "en") if rewrite else text


def _cardinal(text: str, language: str) -> str:
    return re.sub(r"(?<=\d)[,\s](?=\d{3})", "", text)


def _digits(text: str, language: str) -> str:
    return " ".join(character for character in text if character.isalnum())


def _characters(text: str, language: str) -> str:
    names = SYMBOLS[language]
    return " ".join(
        names.get(character, character) for character in text if not character.isspace()
    )


def _punctuation(text: str, language: str) -> str:
    names = SYMBOLS[language]
    return "".join(f" {names[c]} " if c in names else c for c in text)


def _telephone(text: str, language: str) -> str:
    plus = {"en": "plus", "zh": "加"}[language]
    groups = re.findall(r"\+|\d+", text)
    return ", ".join(" ".join(plus if c == "+" else c for c in group) for group in groups)


def _date(text: str, language: str) -> str:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif (found := _YEAR_LAST.fullmatch(text)) and language == "en":
        month, day, year = found.groups()
    else:
        return text
    try:
        when = date(int(year), int(month), int(day or 1))
    except ValueError:
        return text
    if language == "zh":
        spelled = "".join(DIGITS[int(digit)] for digit in year)
        return f"{spelled}年{when.month}月" + (f"{when.day}日" if day else "")
    from babel.dates import format_date

    return format_date(when, "MMMM d, y" if day else "MMMM y", locale="en")


def _time(text: str, language: str) -> str:
    found = _TIME.fullmatch(text)
    if not found:
        return text
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").lower()
    if language == "zh":
        named = {"a": "上午", "p": "下午"}.get(half, "")
        parts = (f"{minute}分" if minute or second else "", f"{second}秒" if second else "")
        return f"{named}{hour}点{''.join(parts)}"
    return _english_time(hour, minute, second, half)


def _english_time(hour: int, minute: int, second: int, half: str) -> str:
    spoken = str(hour)
    if minute:
        spoken += f" {minute}" if minute > 9 else f" oh {minute}"
    elif not half:
        spoken += " o'clock"
    if second:
        spoken += f" and {second} seconds"
    return f"{spoken} {half} m" if half else spoken


def _currency(text: str, language: str) -> str:
    found = _AMOUNT.fullmatch(text)
    sign = (found["before"] or found["after"]).strip() if found else ""
    code = CURRENCIES.get(sign, sign.upper())
    if not found or not re.fullmatch("[A-Z]{3}", code):
        return text
    from babel.numbers import get_currency_name

    number = found["number"].replace(",", "")
    name = get_currency_name(code, count=float(number), locale=language)
    return f"{number} {name}" if language == "en" else number + name


STYLES: Mapping[str, Callable[[str, str], str]] = {
    "cardinal": _cardinal,
    "digits": _digits,
    "id": _digits,
    "characters": _characters,
    "punctuation": _punctuation,
    "telephone": _telephone,
    "date": _date,
    "time": _time,
    "currency": _currency,
}
"""By `interpret-as`; a name and an address read as they are written."""
