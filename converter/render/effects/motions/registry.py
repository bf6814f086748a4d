"""Registry of text motions: every family enters its own here by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from converter.render.cel import Cel
from converter.render.lettering import Drawn

Coming = Callable[[Cel, float], Drawn]
"""From a text and the progress of its entrance, more than 0 and less than 1, to the picture;
0 would show nothing and 1 the text as it stands."""

Playing = Callable[[Cel, float], Drawn]
"""From a text and the share of a turn that has passed, 0 to 1, to the picture; 0 shows the text
as it stands."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way a text comes, and backwards goes, named as IMS names it without `_in`.

    What goes in a direction leaves as the entrance from the `opposite` one.
    """

    name: str
    description: str
    drawing: Coming
    opposite: str

    @property
    def family(self) -> str:
        """The module it is drawn in."""
        return self.drawing.__module__.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Loop:
    """A motion while a text stands, named as IMS names it without `_display`.

    A turn takes `period` seconds, and the text rests when the share `active` has passed.
    """

    name: str
    description: str
    drawing: Playing
    period: Fraction
    active: float

    @property
    def family(self) -> str:
        """The module it is drawn in."""
        return self.drawing.__module__.rpartition(".")[2]

    def frame(self, frame: int, turn: Fraction) -> int:
        """Return a frame that looks as this one does, the same for all alike.

        `turn` is how many frames a turn takes.
        """
        if frame % turn >= self.active * turn:
            return 0
        return frame % int(turn) if turn.denominator == 1 else frame


ENTRANCES: dict[str, Entrance] = {}
LOOPS: dict[str, Loop] = {}


def entrance(
    name: str, description: str, *, opposite: str | None = None
) -> Callable[[Coming], Coming]:
    """Enter a function as the entrance of that name, and as the exit."""

    def enter(drawing: Coming) -> Coming:
        ENTRANCES[name] = Entrance(name, description, drawing, opposite or name)
        return drawing

    return enter


def loop(
    name: str, description: str, *, period: Fraction = Fraction(1), active: float = 1.0
) -> Callable[[Playing], Playing]:
    """Enter a function as the loop of that name."""

    def enter(drawing: Playing) -> Playing:
        LOOPS[name] = Loop(name, description, drawing, period, active)
        return drawing

    return enter


def between(p: float, begin: float, end: float) -> float:
    """Return how far p has come from begin to end, 0 to 1."""
    return min(1.0, max(0.0, (p - begin) / (end - begin)))


def slowing(p: float) -> float:
    """Return a progress that starts fast and comes to rest."""
    return 1 - (1 - p) ** 3
