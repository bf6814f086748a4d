"""Transitions: how one picture of a track turns into the next, by IMS name.

One module a family draws them: an edge of a wipe, a warp, panels in space. A new one
is a function with its `@transition` in its family. A name that none of them draws is
shown as a cross-fade, and `find` says so.
"""

from __future__ import annotations

from operator import attrgetter

# Imported for what they enter into the registry.
from converter.render.effects import (  # noqa: F401
    cells,
    depth,
    fades,
    glitches,
    moves,
    warps,
    wipes,
)
from converter.render.effects.registry import REGISTRY, Transition


def every() -> list[Transition]:
    """Return all transitions, by family and name."""
    return sorted(REGISTRY.values(), key=attrgetter("family", "name"))


def find(name: str) -> tuple[Transition, str | None]:
    """Return the transition of a name, and a note when another one stands in for it."""
    if name in REGISTRY:
        return REGISTRY[name], None
    return REGISTRY["fade"], f"transition {name!r} is unknown, shown as a fade"
