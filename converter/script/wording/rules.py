"""Rules: a pattern and what to put in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

Replacement = str | Callable[[re.Match[str]], str]


class Rule(NamedTuple):
    """A pattern and its replacement, as `re.sub` takes them."""

    pattern: str
    replacement: Replacement


Rules = tuple[Rule, ...]


def rule(pattern: str, replacement: Replacement = "") -> Rule:
    """Make a rule; without a replacement it deletes."""
    return Rule(pattern, replacement)


def apply(rules: Iterable[Rule], text: str) -> str:
    """Apply rules one after another."""
    for pattern, replacement in rules:
        text = _compiled(pattern).sub(replacement, text)
    return text


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first needed: a language nobody reads costs nothing."""
    return re.compile(pattern)
