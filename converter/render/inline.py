r"""Inline codes: what a text says, in braces, about the look of its own letters.

`plain {\b1\1c&H0000FF&}bold and red{\r} plain again`. A Timeline and an ASS file write
them alike; a brace without a backslash behind it, or with one before it, is a brace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

_BLOCK = re.compile(r"(?<!\\)\{(\\[^{}]*)\}")
_CODE = re.compile(r"\\((?:[^\\()]|\((?:[^()]|\([^()]*\))*\)?)*)")
"""A code and its value; the codes inside of the brackets of `t(...)` are its value."""
_NAME = re.compile(r"\d?[A-Za-z]+")
_HEX = re.compile(r"&?H?([0-9a-f]{1,8})&?", re.IGNORECASE)
_BOLD = 600


@dataclass(frozen=True, slots=True)
class Look:
    """What differs from the style of the text; None is as the style says.

    Colours are `#rrggbb`, opacities 0 to 1, lengths in the pixels the style is in.
    """

    fill: str | None = None
    outline: str | None = None
    shadow: str | None = None
    fill_opacity: float | None = None
    outline_opacity: float | None = None
    shadow_opacity: float | None = None
    x_bord: float | None = None
    y_bord: float | None = None
    distance: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    strike: bool | None = None
    size: float | None = None
    font: str | None = None
    spacing: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look."""

    text: str
    look: Look = Look()


def runs(text: str) -> tuple[Run, ...]:
    """Divide a text at its codes, which are left out; unknown ones change nothing."""
    return tuple(Run(_bare(part), look) for part, look in _parts(text) if part)


def strange(text: str) -> Iterator[str]:
    """Yield the codes nothing is done about, by name where they have one."""
    for block in _BLOCK.findall(text):
        for code in _CODE.findall(block):
            if _changed(Look(), code) is None:
                named = _NAME.match(code)
                yield f"\\{named[0] if named else code}"


def plain(text: str) -> str:
    """Return the text without its codes."""
    return "".join(run.text for run in runs(text))


def _parts(text: str) -> Iterator[tuple[str, Look]]:
    look = Look()
    for index, part in enumerate(_BLOCK.split(text)):
        if index % 2 == 0:
            yield part, look
            continue
        for code in _CODE.findall(part):
            look = _changed(look, code) or look


def _bare(text: str) -> str:
    return text.replace("\\{", "{").replace("\\}", "}")


def _changed(look: Look, code: str) -> Look | None:
    """Return a look with one code applied; None for a code or a value that is unknown."""
    code = code.strip()
    if code == "r":
        return Look()
    name = next((name for name in _NAMES if code.startswith(name)), None)
    if name is None:
        return None
    fields, read = _CODES[name]
    value = code.removeprefix(name).strip()
    try:
        found = read(value) if value else None
    except ValueError:
        return None
    return replace(look, **dict.fromkeys(fields, found))


def _colour(value: str) -> str:
    """Read `&HBBGGRR&`, with or without its H."""
    digits = _digits(value)
    blue, green, red = (digits[at : at + 2] for at in (0, 2, 4))
    return f"#{red}{green}{blue}".lower()


def _opacity(value: str) -> float:
    """Read `&HAA&`, where 00 is opaque and FF is invisible."""
    return 1 - int(_digits(value)[-2:], 16) / 255


def _digits(value: str) -> str:
    found = _HEX.fullmatch(value)
    if not found:
        raise ValueError(value)
    return found[1].zfill(6)[-6:]


def _length(value: str) -> float:
    return min(max(0.0, float(value)), 5000.0)


def _number(value: str) -> float:
    return min(max(-5000.0, float(value)), 5000.0)


def _flag(value: str) -> bool:
    return value == "1" or int(value) >= _BOLD


_CODES: Mapping[str, tuple[tuple[str, ...], Callable[[str], Any]]] = {
    "1c": (("fill",), _colour),
    "c": (("fill",), _colour),
    "3c": (("outline",), _colour),
    "4c": (("shadow",), _colour),
    "1a": (("fill_opacity",), _opacity),
    "3a": (("outline_opacity",), _opacity),
    "4a": (("shadow_opacity",), _opacity),
    "alpha": (("fill_opacity", "outline_opacity", "shadow_opacity"), _opacity),
    "bord": (("x_bord", "y_bord"), _length),
    "xbord": (("x_bord",), _length),
    "ybord": (("y_bord",), _length),
    "shad": (("distance",), _length),
    "b": (("bold",), _flag),
    "i": (("italic",), _flag),
    "u": (("underline",), _flag),
    "s": (("strike",), _flag),
    "fs": (("size",), _length),
    "fsp": (("spacing",), _number),
    "fn": (("font",), str),
}
_NAMES = sorted(_CODES, key=len, reverse=True)
"""The longest first, for `b` begins `bord`; what follows a name must be its value."""
