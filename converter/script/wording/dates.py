"""Numeric dates, where the day comes first."""

from __future__ import annotations

import re
from collections.abc import Callable

from converter.script.wording.rules import Rules, rule


def numeric(say: Callable[[int, int, int], str]) -> Rules:
    """Return the rules for 2024-03-15, 15.03.2024 and 15/03/2024; `say` takes day, month, year."""

    def dated(match: re.Match[str]) -> str:
        day, month, year = (int(match[field]) for field in "dmy")
        return say(day, month, year) if 1 <= month <= 12 and 1 <= day <= 31 else match[0]

    return (
        rule(r"(?<![\d-])(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?![\d-])", dated),
        rule(r"(?<![\d./])(?P<d>\d\d?)([./])(?P<m>\d\d?)\2(?P<y>\d{4})(?!\d)", dated),
    )
