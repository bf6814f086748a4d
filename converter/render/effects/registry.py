"""Registry of transitions: every family enters its own here by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from converter.render.compositing import Pixels

Blending = Callable[[Pixels, Pixels, float], Pixels]
"""From the old picture and the new one, both RGB of one size, and the progress p to
the picture between; 0 gives the old and 1 the new one."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A way from one picture to the next, named as IMS names it."""

    name: str
    description: str
    blending: Blending

    @property
    def family(self) -> str:
        """The module it is drawn in."""
        return self.blending.__module__.rpartition(".")[2]

    def __call__(self, a: Pixels, b: Pixels, p: float) -> Pixels:
        """Return the picture at progress p; the ends are exact."""
        if p <= 0:
            return a
        return b if p >= 1 else self.blending(a, b, p)


REGISTRY: dict[str, Transition] = {}


def transition(name: str, description: str) -> Callable[[Blending], Blending]:
    """Enter a function as the transition of that name."""

    def enter(blending: Blending) -> Blending:
        REGISTRY[name] = Transition(name, description, blending)
        return blending

    return enter
