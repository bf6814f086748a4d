"""Scrolling: the way of a credits roll or a ticker over the frame.

A text runs from a first place to a last one, stands a while before and after, and may
do so again. Where the fields name no place it comes from outside of the frame and
leaves it on the other side.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from converter.render.placement import Box, Size
from converter.timeline.style import Scroll
from converter.timeline.values import exact

_AGAINST = {"right": 1, "down": 1}
"""Directions in which a coordinate grows; without one a text runs left or up."""

_SHORTEST = Fraction(1, 1000)
"""Seconds of a run where nothing is left for it."""


@dataclass(frozen=True, slots=True)
class Way:
    """The left edge of a text that runs `across`, else its top edge, by the second.

    It is at `first` for `before` seconds, runs for `run`, and is at `last` for `after`;
    then the next of `turns` begins, without end where that is None.
    """

    across: bool
    first: float
    last: float
    before: Fraction
    run: Fraction
    after: Fraction
    turns: int | None = 1

    @property
    def turn(self) -> Fraction:
        """Seconds of one turn."""
        return self.before + self.run + self.after

    @property
    def length(self) -> Fraction | None:
        """Seconds of all turns."""
        return None if self.turns is None else self.turn * self.turns

    def place(self, second: Fraction) -> float:
        """Return where the edge is, in pixels of the frame."""
        share = min(Fraction(1), max(Fraction(0), (self._within(second) - self.before) / self.run))
        return self.first + (self.last - self.first) * float(share)

    def frame(self, frame: int, fps: Fraction) -> int:
        """Return the first frame since which the text has stood where it is."""
        second = frame / fps
        passed = self._within(second)
        begun = second - passed
        if passed <= self.before:
            return ceil(begun * fps)
        arrived = self.before + self.run
        return ceil((begun + arrived) * fps) if passed >= arrived else frame

    def _within(self, second: Fraction) -> Fraction:
        """Return the second of its turn."""
        done = second // self.turn
        if self.turns is not None:
            done = min(done, self.turns - 1)
        return second - done * self.turn


def length(fields: Scroll) -> Fraction | None:
    """Return the seconds a scroll takes, where its fields say them without its text."""
    across = _across(fields)
    start = fields.scroll_start_x if across else fields.scroll_start_y
    end = fields.scroll_end_x if across else fields.scroll_end_y
    if start is None or end is None or not fields.scroll_speed:
        return None
    return way(fields, Box(0, 0, 0, 0), (0, 0), (1.0, 1.0), Fraction(0)).length


def scrolls(fields: Scroll) -> bool:
    """Tell whether a text moves over the frame."""
    return any(getattr(fields, name) is not None for name in Scroll.model_fields)


def way(
    fields: Scroll, box: Box, frame: Size, factors: tuple[float, float], window: Fraction
) -> Way:
    """Return the way of a text whose box is known.

    `factors` are output pixels for a pixel of the fields, across and down; `window` is
    how long the text may be seen in seconds: without a ScrollSpeed the turns fill it.
    """
    across = _across(fields)
    axis = 0 if across else 1
    first, last = _ends(fields, (box.width, box.height)[axis], frame[axis], factors[axis])
    before, after = exact(fields.scroll_start_freeze or 0), exact(fields.scroll_end_freeze or 0)
    turns = None if fields.scroll_loop else max(1, round(fields.scroll_loop_time or 1))
    if fields.scroll_speed:
        run = Fraction(abs(last - first)) / (exact(fields.scroll_speed) * Fraction(factors[axis]))
    else:
        run = window / (turns or 1) - before - after
    return Way(across, first, last, before, max(run, _SHORTEST), after, turns)


def _across(fields: Scroll) -> bool:
    direction = (fields.scroll_direction or "").lower()
    given = fields.scroll_start_x is not None or fields.scroll_end_x is not None
    return direction in ("left", "right") or (given and direction not in ("up", "down"))


def _ends(fields: Scroll, length: float, side: float, factor: float) -> tuple[float, float]:
    """Return the first and the last place of the edge, shifted as the fields say."""
    outside = (side, -length)
    if (fields.scroll_direction or "").lower() in _AGAINST:
        outside = (-length, side)
    across = _across(fields)
    given = (
        fields.scroll_start_x if across else fields.scroll_start_y,
        fields.scroll_end_x if across else fields.scroll_end_y,
    )
    shifts = fields.scroll_start_shift or 0, fields.scroll_end_shift or 0
    first, last = (
        (out if at is None else at * factor) + by * factor
        for out, at, by in zip(outside, given, shifts, strict=True)
    )
    return first, last
