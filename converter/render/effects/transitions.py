"""Transitions: how one picture of a track turns into the next, by IMS name.

The families `fades`, `wipes` and `moves` draw them. A name of the IMS list that
none of them draws is shown as a cross-fade, and `find` says so.
"""

from __future__ import annotations

# Imported for what they enter into the registry.
from converter.render.effects import fades, moves, wipes  # noqa: F401
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
