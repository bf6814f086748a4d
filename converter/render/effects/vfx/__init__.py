"""VFX: picture effects that run over a clip or the whole picture, by IMS name.

A family is a module that enters its effects into the registry: each a function with its
`@vfx`. The groups are those of the service.
"""

from __future__ import annotations

from operator import attrgetter

from converter.errors import TimelineError

# Imported for what they enter into the registry.
from converter.render.effects.vfx import (  # noqa: F401
    atmosphere,
    basic,
    colour,
    deform,
    dreamy,
    dynamic,
    light,
    masks,
    nature,
    passages,
    retro,
    split,
)
from converter.render.effects.vfx.registry import REGISTRY, Vfx
from converter.timeline.finding import suggestion


def every() -> list[Vfx]:
    """Return all picture effects, by family and name."""
    return sorted(REGISTRY.values(), key=attrgetter("family", "name"))


def find(name: str) -> Vfx:
    """Return the effect of a name; TimelineError when there is none."""
    if name in REGISTRY:
        return REGISTRY[name]
    hint = suggestion(name, REGISTRY)
    raise TimelineError(f"Invalid vfx subType {name!r}{hint}", code="InvalidTimelineFormat")
