"""Calendar: months, weekdays and places of a language, as the Unicode CLDR lists them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_DOUBTFUL = {
    "may",
    "march",
    "mars",
    "mai",
    "august",
    "juin",
    "juli",
    "so",
    "mi",
    "mar",
    "sept",
    "sun",
    "sat",
}
"""Months that are words too: they count beside a number or behind a preposition."""


@lru_cache(maxsize=8)
def months(language: str) -> dict[str, int]:
    """Return the number of each month by its names, lower-case, without the dots."""
    return _named("months", language)


@lru_cache(maxsize=8)
def weekdays(language: str) -> dict[str, int]:
    """Return the number of each weekday by its full names, lower-case."""
    return {
        name: n for name, n in _named("days", language).items() if len(name) > 4 or name[0] > "一"
    }


@lru_cache(maxsize=8)
def places(language: str) -> frozenset[str]:
    """Return the names of countries, continents and well-known cities."""
    locale: Any = _locale(language)
    cities = (zone.get("city", "") for zone in locale.time_zones.values())
    return frozenset(
        name for name in (*locale.territories.values(), *cities) if name and not name.isdigit()
    )


def is_doubtful(name: str) -> bool:
    """Say whether the name of a month is a common word too."""
    return name in _DOUBTFUL or len(name) < 4


def _named(what: str, language: str) -> dict[str, int]:
    tables = getattr(_locale(language), what)
    return {
        re.sub(r"\.$", "", name).lower(): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in tables[context][width].items()
    }


def _locale(language: str) -> Any:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
