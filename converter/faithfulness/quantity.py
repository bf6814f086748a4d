"""Quantity: a number with its readings and its unit, and when two of them agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from converter.faithfulness.model import Kind
from converter.faithfulness.units import Unit

MONTH, WEEKDAY, CLOCK = Unit("month of the year"), Unit("day of the week"), Unit("time of day")
CALENDAR = (MONTH, WEEKDAY, CLOCK)
YEARS = range(1000, 2200)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at [start, end): its readings, its unit, and how far it may be rounded.

    `step` is the worth of its last digit, `factor` what "million" multiplied it by, `rough`
    whether the text says it is rounded.
    `loose` ones may mean no number at all. A code such as a version has `code` only.
    """

    text: str
    start: int
    end: int
    values: frozenset[Fraction] = frozenset()
    unit: Unit | None = None
    step: Fraction = Fraction(1)
    factor: int = 1
    rough: bool = False
    loose: bool = False
    worded: bool = False
    code: str = ""

    @property
    def kind(self) -> Kind:
        """Whether it tells a date or an amount."""
        if self.unit in CALENDAR:
            return "date"
        whole = {int(value) for value in self.values if value.denominator == 1}
        year = self.unit is None and not self.worded and len(self.text) == 4 and whole & set(YEARS)
        return "date" if year else "number"

    def equals(self, other: Quantity) -> bool:
        """Say whether both are the same number, or one in other units of the same kind."""
        if self.code or other.code:
            return self.code == other.code
        if (self.unit in CALENDAR or other.unit in CALENDAR) and self.unit != other.unit:
            return False
        return bool(self.values & other.values) or bool(self._measured & other._measured)

    def rounds(self, exact: Quantity) -> bool:
        """Say whether this is an honest rounding of another quantity."""
        if {self.unit, exact.unit} & set(CALENDAR) or self.code or exact.code or exact.rough:
            return False
        return any(
            _is_rounding(mine, theirs, step, self.rough)
            for values, step, others in self._scales(exact)
            for mine in values
            for theirs in others
        )

    def is_like(self, other: Quantity) -> bool:
        """Say whether both are dates of one sort, or both amounts."""
        months = [quantity.unit in CALENDAR for quantity in (self, other)]
        return self.kind == other.kind and months[0] == months[1]

    def contradicts(self, other: Quantity) -> bool:
        """Say whether both have units and these measure different things."""
        if self.unit is None or other.unit is None or self.unit == other.unit:
            return False
        return not self._measured & other._measured

    @property
    def _measured(self) -> frozenset[tuple[str, Fraction]]:
        """The readings in the base unit; a percentage is a plain number too."""
        if self.unit is None:
            return frozenset(("", value) for value in self.values)
        if self.unit.dimension == "percent":
            return frozenset(
                pair for value in self.values for pair in (("percent", value), ("", value / 100))
            )
        return frozenset((self.unit.dimension, value * self.unit.factor) for value in self.values)

    def _scales(
        self, exact: Quantity
    ) -> Iterator[tuple[frozenset[Fraction], Fraction, frozenset[Fraction]]]:
        yield self.values, self.step, exact.values
        if self.unit and exact.unit and self.unit.dimension == exact.unit.dimension:
            ours, theirs = self.unit.factor, exact.unit.factor
            yield (
                frozenset(value * ours for value in self.values),
                self.step * ours,
                frozenset(value * theirs for value in exact.values),
            )


def _is_rounding(said: Fraction, written: Fraction, step: Fraction, rough: bool) -> bool:
    if said == 0 or written == 0 or (said < 0) != (written < 0) or said % step:
        return False
    if rough:
        zeros = step
        while said % (zeros * 10) == 0:
            zeros *= 10
        return abs(said - written) <= min(zeros, abs(written) / 8)
    digits = said / step
    return digits >= 10 and digits % 10 != 0 and abs(said - written) * 2 <= step


def nearest(quantity: Quantity, among: Sequence[Quantity]) -> Quantity | None:
    """Return the quantity most likely meant by another: of its unit and kind, then near in size."""

    def distance(other: Quantity) -> tuple[bool, bool, float]:
        gap = min(
            (
                abs(float(a - b)) / (abs(float(a)) + abs(float(b)) + 1e-9)
                for a in quantity.values
                for b in other.values
            ),
            default=1.0,
        )
        return other.unit != quantity.unit, other.kind != quantity.kind, gap

    return min((q for q in among if not q.loose), key=distance, default=None)
