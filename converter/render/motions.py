"""Motions: how a style wants its text to come, go and play, and when, in exact seconds.

Names are drawn here: `random` and comma lists end as one name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Literal

from converter.timeline.names import KNOWN_MOTIONS, listed
from converter.timeline.style import TextStyle
from converter.timeline.values import exact

USUAL = Fraction(1, 2)
"""Seconds a text takes to come or to go when its style does not say."""

Kind = Literal["in", "out", "loop"]


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion with its resolved name, from `begin` to `end`; a loop has a speed."""

    kind: Kind
    name: str
    begin: Fraction
    end: Fraction
    speed: float = 1.0


def of_text(style: TextStyle, begin: Fraction, end: Fraction, random: Random) -> Iterator[Motion]:
    """Yield the motions of a text that is seen from `begin` to `end`.

    Coming and going take at most half of that each; a loop has what they leave.
    """
    names = {
        "in": _drawn(style.aai_motion_in_effect, "_in", random),
        "out": _drawn(style.aai_motion_out_effect, "_out", random),
        "loop": _drawn(style.aai_motion_loop_effect, "_display", random),
    }
    come = begin + _length(style.aai_motion_in, begin, end) if names["in"] else begin
    go = end - _length(style.aai_motion_out, begin, end) if names["out"] else end
    if names["in"] and begin < come:
        yield Motion("in", names["in"], begin, come)
    if names["loop"] and come < go:
        yield Motion("loop", names["loop"], come, go, float(style.ratio or 1))
    if names["out"] and go < end:
        yield Motion("out", names["out"], go, end)


def _length(asked: float | None, begin: Fraction, end: Fraction) -> Fraction:
    return min(USUAL if asked is None else exact(asked), (end - begin) / 2)


def _drawn(given: str | None, suffix: str, random: Random) -> str:
    """Return one of the names given: a known one if there is any."""
    names = listed(given or "")
    known = sorted(name for name in KNOWN_MOTIONS if name.endswith(suffix))
    if names == ["random"]:
        return random.choice(known)
    usable = [name for name in names if name in known] or names[:1]
    return random.choice(usable) if usable else ""
