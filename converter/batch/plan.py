"""Plan: what is seen and said in a batch video and when, before it is a Timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle
from random import Random

from converter.batch.narration import Narration
from converter.footage import Shot
from converter.matching import LONGER
from converter.timeline.values import exact


@dataclass(frozen=True, slots=True)
class Cut:
    """A shot as it is used: from `begin` in its source, for `seconds`, at a `volume`."""

    shot: Shot
    begin: Fraction
    seconds: Fraction
    volume: float


@dataclass(frozen=True, slots=True)
class Scene:
    """Cuts that follow each other, and the words that begin with the first, if any.

    Words may go on over the scenes that follow.
    """

    cuts: tuple[Cut, ...]
    narration: Narration | None = None

    @property
    def seconds(self) -> Fraction:
        """How long it lasts."""
        return sum((cut.seconds for cut in self.cuts), Fraction(0))


def total(shots: Iterable[Shot]) -> Fraction:
    """Return how long shots last together."""
    return sum((shot.length for shot in shots), Fraction(0))


def enough(seconds: Fraction, shots: Sequence[Shot]) -> list[Shot]:
    """Return the first of some shots that fill a time, from the first on again if need be.

    Pictures alone do not come again: they are shown longer.
    """
    taken: list[Shot] = []
    for shot in shots if all(shot.still for shot in shots) else cycle(shots):
        if taken and total(taken) * LONGER >= seconds:
            break
        taken.append(shot)
    return taken


def fitted(
    seconds: Fraction,
    shots: Sequence[Shot],
    volumes: Sequence[float],
    random: Random,
    tail: Fraction = Fraction(0),
) -> tuple[Cut, ...]:
    """Show shots for a time, each for its share; from where in it is drawn.

    Where a shot is long enough, `tail` seconds are left after it for a transition.
    """
    whole = total(shots)
    cuts = []
    done = begun = Fraction(0)
    for shot, volume in zip(shots, volumes, strict=True):
        done += shot.length
        ended = exact(float(seconds * done / whole))
        begin = _beginning(shot, ended - begun, tail, random)
        cuts.append(Cut(shot, begin, ended - begun, volume))
        begun = ended
    return tuple(cuts)


def _beginning(shot: Shot, seconds: Fraction, tail: Fraction, random: Random) -> Fraction:
    if shot.still:
        return shot.begin
    room = min(shot.length, shot.limit - tail - shot.begin)
    spare = max(Fraction(0), room - seconds)
    return shot.begin + exact(float(spare * random.randrange(101) / 100))
