"""What stands on many pages and says nothing: heads, feet, page and line numbers.

A line is furniture when it comes back at the same height with the same words,
digits aside, on other pages; alone on its page it is only when nothing but a page
number stands in the outermost line.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from converter.document.pdf.geometry import Box
from converter.document.pdf.page import BodyStyle, Line, Page
from converter.document.pdf.text import folded

ZONE = 0.14
"""Share of the page height, at top and foot, where heads and feet stand."""
NUMBER_ZONE = 0.2
"""Share of the page height where a lone number is a page number."""
EDGE = 0.09
"""Share of the page height where a line needs to come back on fewer pages."""
LEAST = 0.25
"""Share of the letters that must be left; where less is, what comes back is the text."""
PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|seite|p\.|s\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7}|[A-Z\d]{1,3}[-–]\d{1,3})"
    r"(?:\s*(?:of|von|/|sur|de)\s*\d{1,4})?[-–—|\s]*|第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*\d+\s*页?)?",
    re.I,
)
NUMBERED_LINES = 8
"""Consecutive numbers in one column that make them line numbers."""

Key = tuple[str, int]


def without_furniture(
    pages: Sequence[Page], style: BodyStyle
) -> tuple[tuple[Page, ...], tuple[Line, ...]]:
    """Return the pages without their furniture, and the lines that were taken out.

    The first line of each kind is returned once, for it may name the journal.
    """
    places = _places(pages)
    dropped: dict[str, Line] = {}
    kept = []
    for page in pages:
        numbers = _line_numbers(page, style)
        stays = []
        for line in page.lines:
            margin = not line.upright or id(line) in numbers
            if margin or _is_page_number(line, page) or _comes_back(line, page, places, len(pages)):
                dropped.setdefault(folded(re.sub(r"\d", "", line.text)), line)
            else:
                stays.append(line)
        kept.append(replace(page, lines=tuple(stays)))
    if _letters(kept) < LEAST * _letters(pages):
        return tuple(pages), ()
    return tuple(kept), tuple(dropped.values())


def _letters(pages: Iterable[Page]) -> int:
    return sum(len(line.text) for page in pages for line in page.lines)


def repeated(boxes: Sequence[Sequence[Box]]) -> Callable[[Box], bool]:
    """Return a test for boxes that come back in one place on many pages."""
    places = Counter(place for page in boxes for place in {_place(box) for box in page})
    wanted = max(3, 0.3 * len(boxes)) if len(boxes) > 3 else 3
    return lambda box: places[_place(box)] >= wanted


def _place(box: Box) -> tuple[int, ...]:
    return tuple(round(value / 4) for value in box)


def _places(pages: Sequence[Page]) -> dict[Key, set[int]]:
    """The pages on which each line near an edge stands."""
    found: dict[Key, set[int]] = defaultdict(set)
    for page in pages:
        for line in page.lines:
            if _zone(line, page, ZONE):
                found[_key(line, page)].add(page.number)
    return found


def _key(line: Line, page: Page) -> Key:
    """Words without digits, and the height from the nearer edge in steps of 8 points."""
    top = line.box[1] < page.height / 2
    height = line.box[1] if top else line.box[3] - page.height
    return folded(re.sub(r"\d+", "", line.text)), round(height / 8)


def _zone(line: Line, page: Page, share: float) -> bool:
    middle = (line.box[1] + line.box[3]) / 2
    return min(middle, page.height - middle) < share * page.height


def _is_page_number(line: Line, page: Page) -> bool:
    if not PAGE_NUMBER.fullmatch(line.text.strip()) or not _zone(line, page, NUMBER_ZONE):
        return False
    return _outermost(line, page) or (line.text.isdecimal() and _zone(line, page, EDGE))


def _comes_back(line: Line, page: Page, places: dict[Key, set[int]], count: int) -> bool:
    """Tell whether a line stands there on many pages, or on several around this one.

    The title of a recurring kind of section ("Exercises") stands far apart and stays.
    """
    if not _zone(line, page, ZONE):
        return False
    words, step = _key(line, page)
    seen: set[int] = set().union(*(places.get((words, step + d), set()) for d in (-1, 0, 1)))
    if not words:
        return len(seen) >= max(2, 0.5 * count)
    around = seen & set(range(page.number - 5, page.number + 6))
    near = _zone(line, page, EDGE) and len(around) >= (2 if count < 8 else 3)
    return near or len(seen) >= max(3, 0.25 * count)


def _outermost(line: Line, page: Page) -> bool:
    """Tell whether no line stands between this one and its edge of the page."""
    middle = (line.box[1] + line.box[3]) / 2
    if middle < page.height / 2:
        return all(other.box[3] > line.box[1] for other in page.lines)
    return all(other.box[1] < line.box[3] for other in page.lines)


def _line_numbers(page: Page, style: BodyStyle) -> set[int]:
    """Find numbers counting the lines of a draft in its margin."""
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in page.lines:
        if line.text.isdecimal() and len(line.text) < 5:
            columns[round(line.box[2] / 6)].append(line)
    found = set()
    for column in columns.values():
        numbers = [int(line.text) for line in sorted(column, key=lambda line: line.box[1])]
        steps = Counter(b - a for a, b in pairwise(numbers))
        step, times = steps.most_common(1)[0] if steps else (0, 0)
        margin = all(
            line.box[2] <= style.left + 2 or line.box[0] >= style.right - 2 for line in column
        )
        if step in (1, 5) and times >= NUMBERED_LINES and margin:
            found |= {id(line) for line in column}
    return found
