"""Golden sheets: every effect looks as it did when somebody last looked at it.

`just golden` writes the sheets anew; review their diff as pictures.
"""

from __future__ import annotations

import numpy as np
import pytest
from golden.sheets import HERE, cells, sheets

from converter.render.compositing import Pixels

TOLERANCE = 20
"""Levels a pixel may differ by: 4 from the colours that are kept, the rest for rounding."""
STRAY = 0.004
"""Share of the pixels that may differ by more: edges may move by a hair."""

SHEETS = sorted(path.stem for path in HERE.glob("*.png"))


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[tuple[str, Pixels]]]:
    return sheets()


def differing(picture: Pixels, golden: Pixels) -> float:
    """Return the share of pixels that differ more than they may."""
    return float((np.abs(picture.astype(int) - golden).max(axis=2) > TOLERANCE).mean())


def test_every_family_has_its_sheet(drawn: dict[str, list[tuple[str, Pixels]]]) -> None:
    assert sorted(drawn) == SHEETS


@pytest.mark.parametrize("sheet", SHEETS)
def test_effects_look_as_they_did(sheet: str, drawn: dict[str, list[tuple[str, Pixels]]]) -> None:
    kept = cells(sheet)
    assert len(kept) - len(drawn[sheet]) in range(8)
    changed = [
        name
        for (name, picture), golden in zip(drawn[sheet], kept, strict=False)
        if differing(picture, golden) > STRAY
    ]
    assert changed == []


def test_a_change_that_one_sees_is_noticed(drawn: dict[str, list[tuple[str, Pixels]]]) -> None:
    name, picture = drawn["vfx-nature"][5]
    assert name == "snow"
    moved = np.roll(picture, 1, axis=1)
    assert differing(moved, cells("vfx-nature")[5]) > STRAY
