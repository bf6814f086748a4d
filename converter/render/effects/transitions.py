"""Transitions: how one picture of a track turns into the next, by IMS name.

One module a family draws them: an edge of a wipe, a warp, panels in space. A new one
is a function with its `@transition` in its family. A name that none of them draws is
shown as a cross-fade, and `find` says so.
"""

from __future__ import annotations

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
from converter.timeline.names import KNOWN_TRANSITIONS

DRAWN = frozenset(REGISTRY)
"""The transitions that are drawn as themselves; `random` chooses among these."""


def find(name: str) -> tuple[Transition, str | None]:
    """Return the transition of a name, and a note when another one stands in for it."""
    if name in REGISTRY:
        return REGISTRY[name], None
    known = "is not drawn yet" if name in KNOWN_TRANSITIONS else "is unknown"
    return REGISTRY["fade"], f"transition {name!r} {known}, shown as a fade"
