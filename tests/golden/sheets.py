"""Golden sheets: what every effect looks like, one small picture each; `just golden`.

A sheet is a family of effects, a cell one effect some way on. Colours are
kept to 32 levels, which halves the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from converter.render.compositing import Pixels, paste
from converter.render.effects import vfx
from converter.render.effects.gallery import exhibits, pictures

HERE = Path(__file__).parent
DRAWN, CELL, COLUMNS = (320, 180), (80, 45), 8
LEVELS = 8
"""Steps between the colours that are kept."""
MASKS = {
    "mask_circle": {"x": 0.3, "y": 0.4, "radius": 0.25, "blur_intensity": 0.5},
    "mask_rec": {"width": 200.0, "height": 0.4, "radius": 30.0, "angle": 20.0},
    "mask_linear": {"angle": -30.0, "y": 0.4, "outer_alpha": 0.3},
    "mask_minor": {"size": 0.3, "angle": 45.0, "antialias": 0.0},
}


def sheets() -> dict[str, list[tuple[str, Pixels]]]:
    """Return the cells of every sheet, each with the name of its effect."""
    found: dict[str, list[tuple[str, Pixels]]] = {}
    for sheet, name, picture in (*_exhibited(), *_masked()):
        small = cv2.resize(picture, CELL, interpolation=cv2.INTER_AREA)
        found.setdefault(sheet, []).append((name, np.asarray(small, np.uint8)))
    return found


def cells(sheet: str) -> list[Pixels]:
    """Return the cells of the golden file of a sheet, the unused last ones too."""
    whole = cv2.cvtColor(cv2.imread(str(HERE / f"{sheet}.png")), cv2.COLOR_BGR2RGB)
    rows = np.split(whole, whole.shape[0] // CELL[1])
    return [cell for row in rows for cell in np.split(row, COLUMNS, axis=1)]


def _exhibited() -> Iterator[tuple[str, str, Pixels]]:
    day, night = pictures(DRAWN)
    for shown in exhibits():
        sheet = shown.family.replace(": ", "-").replace(" ", "-")
        sheet = kind if (kind := sheet.partition("-")[0]) in ("filters", "texts") else sheet
        still = len(shown.moments) == 1 or sheet == "filters"
        yield sheet, shown.name, shown.still(day, night, shown.moments[0 if still else 1])


def _masked() -> Iterator[tuple[str, str, Pixels]]:
    day, night = pictures(DRAWN)
    for name, params in MASKS.items():
        under = night.copy()
        paste(under, vfx.find(name).drawing(day, 0.0, 3.0, params), 0, 0)
        yield "vfx-masks", f"{name} {params}", under


def main() -> None:
    """Write all golden sheets anew."""
    for old in HERE.glob("*.png"):
        old.unlink()
    for sheet, shown in sheets().items():
        blank = [np.zeros((CELL[1], CELL[0], 3), np.uint8)] * (-len(shown) % COLUMNS)
        drawn = [picture // LEVELS * LEVELS + LEVELS // 2 for _, picture in shown] + blank
        rows = [np.hstack(drawn[i : i + COLUMNS]) for i in range(0, len(drawn), COLUMNS)]
        bgr = cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(HERE / f"{sheet}.png"), bgr, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main()
