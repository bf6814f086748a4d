"""VFX: picture effects that run over a clip or the whole picture, by IMS name.

A family is a module that enters its effects into the registry. A name of the IMS list
that none of them draws is shown as another effect of its group, and `find` says so.
"""

from __future__ import annotations

from converter.errors import TimelineError

# Imported for what they enter into the registry.
from converter.render.effects.vfx import (  # noqa: F401
    basic,
    blurring,
    deform,
    dynamic,
    masks,
    particles,
    passages,
    retro,
    split,
)
from converter.render.effects.vfx.standins import STAND_INS
from converter.render.effects.vfx_registry import REGISTRY, Vfx
from converter.timeline.finding import suggestion

DRAWN = frozenset(REGISTRY)
"""The picture effects that are drawn as themselves."""


def find(name: str) -> tuple[Vfx, str | None]:
    """Return the effect of a name, and a note when another one stands in for it.

    Raises TimelineError when there is no such name.
    """
    if name in REGISTRY:
        return REGISTRY[name], None
    if name in STAND_INS:
        other = STAND_INS[name]
        return REGISTRY[other], f"VFX {name!r} is not drawn yet, shown as {other!r}"
    hint = suggestion(name, [*REGISTRY, *STAND_INS])
    raise TimelineError(f"Invalid vfx subType {name!r}{hint}", code="InvalidTimelineFormat")
