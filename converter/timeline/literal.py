"""Literal text in a Timeline, where a brace and a backslash begin an inline code."""

from __future__ import annotations

import re

_BRACE = re.compile(r"(?<=\\)[{}]|\{(?=\\)")
"""A brace that is no letter, or not for sure."""


def escaped(text: str) -> str:
    """Return a text in which every brace is a letter."""
    return _BRACE.sub(r"\\\g<0>", text)
