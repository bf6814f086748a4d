"""Cells of a table: by its ruled grid where it has one, else by the gaps between words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from converter.document.pdf.geometry import Box, centre, height, intersection, width
from converter.document.pdf.ink import raster, rules
from converter.document.pdf.layout import rows
from converter.document.pdf.page import Line, Page
from converter.document.pdf.text import Joiner

ZOOM = 2.0
"""Pixels a point at which a table's rules are looked for."""
Cells = tuple[tuple[str, ...], ...]


def read_table(fitz_page: Any, page: Page, box: Box, joiner: Joiner) -> Cells:
    """Return the rows of a table as texts of cells, all rows of one length.

    A table that is not at least two by two has no rows: then it is a picture only.
    """
    lines = [line for line in page.lines if _middle_in(line.box, box)]
    if not lines:
        return ()
    across, down = rules(raster(fitz_page, ZOOM, intersection(box, page.box)), ZOOM)
    tops = _cuts([box[1] + (rule[1] + rule[3]) / 2 for rule in across if width(rule) > 20])
    lefts = _cuts([box[0] + (rule[0] + rule[2]) / 2 for rule in down if height(rule) > 8])
    cells = _grid(lines, tops, lefts, joiner) if len(tops) > 2 and len(lefts) > 1 else ()
    found = cells if _good(cells) else _by_gaps(lines, joiner)
    return found if _good(found) else ()


def _good(cells: Cells) -> bool:
    return len(cells) > 1 and len(cells[0]) > 1


def _middle_in(line: Box, box: Box) -> bool:
    x, y = centre(line)
    return box[0] - 2 <= x <= box[2] + 2 and box[1] - 2 <= y <= box[3] + 2


def _cuts(places: Sequence[float]) -> list[float]:
    """Merge rules within three points, as double and hairline rules are."""
    cuts: list[float] = []
    for place in sorted(places):
        if not cuts or place - cuts[-1] > 3:
            cuts.append(place)
    return cuts


def _grid(lines: Sequence[Line], tops: list[float], lefts: list[float], joiner: Joiner) -> Cells:
    found: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        x, y = centre(line.box)
        found.setdefault((bisect_right(tops, y), bisect_right(lefts, x)), []).append(line)
    return _filled(found, joiner)


def _by_gaps(lines: Sequence[Line], joiner: Joiner) -> Cells:
    """Columns are parted by the white strips that run down through most rows."""
    lefts = _strips(lines)
    found: dict[tuple[int, int], list[Line]] = {}
    number, last = 0, None
    for row in rows(lines):
        columns = {bisect_right(lefts, centre(line.box)[0]) for line in row}
        top = min(line.box[1] for line in row)
        runs_on = last is not None and 0 not in columns and top - last < 0.5 * row[0].size
        number += 0 if runs_on else 1
        last = max(line.box[3] for line in row)
        for line in row:
            column = bisect_right(lefts, centre(line.box)[0])
            found.setdefault((number, column), []).append(line)
    return _filled(found, joiner)


def _strips(lines: Sequence[Line]) -> list[float]:
    """Middles of the gaps on the x axis that no more than a tenth of the rows cross."""
    allowed = len(rows(lines)) // 10
    edges = sorted([(line.box[0], 1) for line in lines] + [(line.box[2] + 3, -1) for line in lines])
    strips, depth, opened = [], 0, None
    for place, step in edges:
        if opened is not None and step > 0 and depth + step > allowed:
            if place - opened > 1:
                strips.append((place + opened) / 2)
            opened = None
        depth += step
        if step < 0 and depth <= allowed and opened is None:
            opened = place
    return strips


def _filled(found: dict[tuple[int, int], list[Line]], joiner: Joiner) -> Cells:
    down = sorted({row for row, _ in found})
    across = sorted({column for _, column in found})
    return tuple(
        tuple(_cell(found.get((row, column), ()), joiner) for column in across) for row in down
    )


def _cell(lines: Sequence[Line], joiner: Joiner) -> str:
    return joiner.text([line for row in rows(lines) for line in row])
