"""Motions: how a text comes, goes and plays while it stands, by IMS name.

A family is a module that enters its motions into the registry; a new one is a function
with its `@entrance` or `@loop`. An exit is an entrance played backwards. A name that
nobody draws is shown as a fade, and `find` says so.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Literal

# Imported for what they enter into the registry.
from converter.render.effects.motions import (  # noqa: F401
    fading,
    lettered,
    looping,
    revealing,
    sliding,
    turning,
    zooming,
)
from converter.render.effects.motions.registry import ENTRANCES, LOOPS, Entrance, Loop

Kind = Literal["in", "out", "loop"]


def every() -> list[Entrance | Loop]:
    """Return all motions, by family and name."""
    found: list[Entrance | Loop] = [*ENTRANCES.values(), *LOOPS.values()]
    return sorted(found, key=attrgetter("family", "name"))


def find(name: str) -> tuple[Entrance, str | None]:
    """Return the entrance that a motion `..._in` or `..._out` is, and a note when it is another.

    The exit is that entrance backwards.
    """
    stem, _, end = name.rpartition("_")
    if stem not in ENTRANCES or end not in ("in", "out"):
        return ENTRANCES["fade"], f"text motion {name!r} is unknown, shown as a fade"
    found = ENTRANCES[stem]
    return (ENTRANCES[found.opposite] if end == "out" else found), None


def find_loop(name: str) -> tuple[Loop, str | None]:
    """Return the loop of a name, and a note when another one stands in for it."""
    stem, _, end = name.rpartition("_")
    if stem not in LOOPS or end != "display":
        return LOOPS["normal"], f"text motion {name!r} is unknown, the text stands still"
    return LOOPS[stem], None
