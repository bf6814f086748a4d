"""Script: what to say and what to show. `narrate` makes one of a Document."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converter.script.narration import narrate

__all__ = ["narrate"]


# Whoever only reads a Script need not load a voice; and `match`, which `narrate` calls,
# reads one.
def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from converter.script import narration

    return getattr(narration, name)
