"""Matching: what wants a shot, and what finds the right ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from converter.footage import Shot

Scores = NDArray[np.float64]
"""How well shots fit slots, shape (slots, shots), 0 for not at all to 1 for wholly."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a video that wants shots: what they should show, who, and for how long."""

    text: str
    seconds: Fraction
    people: frozenset[str] = frozenset()


class Matcher(Protocol):
    """A way to tell how well shots fit words; made with what follows its name and a colon."""

    usage: str

    def scores(self, slots: Sequence[Slot], shots: Sequence[Shot]) -> Scores:
        """Return how well each shot fits each slot. Raises FootageError."""
        ...
