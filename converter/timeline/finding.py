"""Finding: one thing to know about a Timeline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """Where it is (a JSON path), what is there and what was expected, the code for it.

    The code is the service's own where it is known; `Approximated` and `Unsupported`
    are ours.
    """

    severity: Literal["error", "warning"]
    path: str
    message: str
    code: str


def brief(value: object) -> str:
    """Return a value as it may stand in a one-line message."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = type(value).__name__
    return text if len(text) <= 60 else f"{text[:57]}..."


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean X?` when a known word is close, else nothing."""
    names = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return f", did you mean {names[close[0]]}?" if close else ""
