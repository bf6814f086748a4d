"""Dross: what of a film is no film: black frames, credits, stretches like adverts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, groupby, pairwise, takewhile

from converter.footage.model import Range, overlap
from converter.footage.survey import Scene, Survey

LETTERED = 0.6
"""Share of a scene that shows text on a ground from which on it is one of credits."""
HEAD, TAIL = Fraction(1, 10), Fraction(1, 5)
"""Shares of a film, at its two ends, in which credits are looked for."""
BESIDE_CREDITS = 5
"""Seconds of other pictures that credits may be broken by, and end with."""
MOST = Fraction(1, 2)
"""Share of a film above which its text is what it shows: a film of slides."""
SPOTS = (10, 15, 20, 30, 45, 60)
"""Seconds that adverts last."""
OFF = Fraction(7, 10)
"""Seconds that they may differ from it."""
FEWEST, LONGEST_BREAK = 2, 5 * 60
"""Adverts of a break, and its seconds."""
HASTE = Fraction(3, 2)
"""How many times as often as most of the film an advert is cut."""


@dataclass(frozen=True, slots=True)
class Dross:
    """A stretch to be left out, and what it is."""

    stretch: Range
    kind: str


def dross(found: Survey) -> list[Dross]:
    """Return what is to be left out of a film, by what a survey found; in order of time."""
    kinds = {
        "black": list(found.black),
        "credits": _credits(found),
        "like adverts": list(_breaks(found)),
    }
    parts = [Dross(stretch, kind) for kind, all_ in kinds.items() for stretch in all_]
    return sorted(parts, key=lambda part: part.stretch)


def _credits(found: Survey) -> list[Range]:
    """Return the stretches at both ends that show hardly anything but text."""
    scenes, seconds = found.scenes, found.seconds
    if sum(_length(scene.stretch) for scene in filter(_is_text, scenes)) > MOST * seconds:
        return []
    opening = takewhile(lambda scene: scene.stretch[0] < HEAD * seconds, scenes)
    closing = takewhile(lambda scene: scene.stretch[1] > (1 - TAIL) * seconds, scenes[::-1])
    return [run for run in (_run(opening), _run(closing)) if run]


def _run(scenes: Iterable[Scene]) -> Range | None:
    """Return the stretch from the first of some scenes to the last one of text."""
    run: list[Range] = []
    between: list[Range] = []
    for scene in scenes:
        between.append(scene.stretch)
        if _is_text(scene):
            run, between = [*run, *between], []
        elif sum(map(_length, between)) > BESIDE_CREDITS:
            break
    return (min(run)[0], max(run)[1]) if run else None


def _is_text(scene: Scene) -> bool:
    return scene.lettered >= LETTERED


def _breaks(found: Survey) -> Iterator[Range]:
    """Yield stretches between black that last as long as adverts, and are cut in haste."""
    usual = _usual_length(found.scenes)
    between = [(one[1], other[0]) for one, other in pairwise(found.black)]
    for of_spots, group in groupby(between, key=lambda part: _is_spot(part, found.scenes, usual)):
        spots = list(group)
        stretch = spots[0][0], spots[-1][1]
        if of_spots and len(spots) >= FEWEST and _length(stretch) <= LONGEST_BREAK:
            yield stretch


def _is_spot(part: Range, scenes: Sequence[Scene], usual: Fraction) -> bool:
    if all(abs(_length(part) - spot) > OFF for spot in SPOTS):
        return False
    count = sum(bool(overlap(scene.stretch, part)) for scene in scenes)
    return HASTE * _length(part) <= usual * count


def _usual_length(scenes: Sequence[Scene]) -> Fraction:
    """Return the length that scenes have, or less, for half of the time."""
    lengths = sorted(_length(scene.stretch) for scene in scenes)
    halves = (sum_ for sum_ in accumulate(lengths) if 2 * sum_ < sum(lengths))
    return lengths[sum(1 for _ in halves)] if lengths else Fraction(0)


def _length(stretch: Range) -> Fraction:
    return stretch[1] - stretch[0]
