"""Parameters: what `ExtParams` of a look say, read as numbers and lengths."""

from __future__ import annotations

from collections.abc import Mapping

Params = Mapping[str, float | str]


def number(params: Params, name: str, default: float) -> float:
    """Return a parameter that is a number, else the default."""
    value = params.get(name, default)
    return value if isinstance(value, float | int) else default


def length(params: Params, name: str, default: float, side: int) -> float:
    """Return a length in pixels: up to 1 (either sign) it is a share of `side`, above it pixels."""
    value = number(params, name, default)
    return value * side if abs(value) <= 1 else value
