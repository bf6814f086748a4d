"""Lines to regions: what kind each is, and in which order they are read.

PyMuPDF's layout model finds the regions of a page in about 0.2 s. Where it is not
asked (long files), the blocks of the file are the regions. Either way the rules
here look at each region again, since the model knows no document, only a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any, Literal

import pymupdf

from converter.document.pdf.captions import is_credit, starts_caption
from converter.document.pdf.geometry import (
    Box,
    area,
    beside,
    height,
    intersection,
    level,
    share,
    union,
    width,
)  # fmt: skip
from converter.document.pdf.page import BodyStyle, Line, Page, make_line
from converter.document.pdf.text import HYPHENS, ended, is_cjk, is_rtl, word_count

RegionKind = Literal[
    "text", "heading", "list", "caption", "table", "formula", "footnote", "code", "picture"
]
KINDS: dict[str, RegionKind] = {
    "title": "heading",
    "section-header": "heading",
    "list-item": "list",
    "caption": "caption",
    "table": "table",
    "formula": "formula",
    "footnote": "footnote",
    "picture": "picture",
}
BULLET = re.compile(
    r"(?:[•◦▪▫–—●○■□➢➤✓✔‣⁃∗*·-]\s*(?=\S)|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+|\([ivx]{1,4}\)\s+"
    r"|[①-⑳])"
)
NOTE_MARK = re.compile(r"[\d*†‡§¶∗]{1,3}\s*$|[a-z]\s*$")
COLUMNED = {"text", "list-item", "footnote"}
"""What the layout model may draw one box around though it stands in two columns."""
SIGN = re.compile(r"[•◦▪▫●○■□➢➤✓✔‣⁃–—∗*·-]|\(?\d{1,3}[.)]?|\(?[a-z]{1,3}[.)]")
"""A bullet that stands alone in its line box, its text beside it."""
MATH_SIGNS = re.compile(r"[=<>≤≥≠≈∈∉⊂⊆∪∩∑∏∫√∞∂∇±×·→⇒⇔↦∀∃|{}()\[\]^_+\-−∗/\\]|[α-ωΑ-Ω]|[𝐀-𝟿]")


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that belong together, in reading order; pictures and tables may have none."""

    kind: RegionKind
    box: Box
    lines: tuple[Line, ...]
    page: int
    modelled: bool = False
    """Whether the layout model says so."""

    @property
    def text(self) -> str:
        """The lines, joined by spaces, as they stand."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Size of most letters, in points."""
        return max(self.lines, key=lambda line: len(line.text)).size if self.lines else 0.0

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return bool(self.lines) and all(line.bold for line in self.lines)

    @property
    def style(self) -> tuple[float, bool]:
        """Size to half a point, and weight."""
        return round(self.size * 2) / 2, self.bold


def regions(fitz_page: Any, page: Page, style: BodyStyle, *, model: bool) -> list[Region]:
    """Divide a page into regions, in reading order.

    Pictures the model sees are regions without lines of their own; their letters are
    regions too, until `figures` takes them in.
    """
    found = _modelled(fitz_page, page, style) if model else _blocks(page.lines, page, style)
    found = [part for region in found for part in _refined(region, style)]
    return ordered(found, rtl=_is_rtl(page.lines))


def is_prose(region: Region, style: BodyStyle) -> bool:
    """Tell whether a region is running text, and so no part of a picture."""
    if region.kind not in {"text", "list", "footnote"} or not region.lines:
        return False
    if region.size < 0.75 * style.size:
        return False
    words, lines = word_count(region.text), len(rows(region.lines))
    if lines == 1:
        return words >= 9 and width(region.box) > 0.45 * (style.right - style.left)
    return words >= 12 and words / lines >= (2.5 if is_cjk(region.text) else 3.6)


def ordered(found: Sequence[Region], *, rtl: bool) -> list[Region]:
    """Order regions as they are read: down a column, then on to the next.

    One region comes before another when it stands above it in the same column, or in
    an earlier column with nothing between them that spans both (Breuel's rules).
    """
    items = sorted(found, key=lambda region: (region.box[1], region.box[0]))
    order = _Order(items, rtl)
    before = [[order.precedes(a, b) for b in items] for a in items]
    waiting, result = list(range(len(items))), []
    while waiting:
        free = [i for i in waiting if not any(before[j][i] for j in waiting if j != i)]
        result.append(items[(free or waiting)[0]])
        waiting.remove((free or waiting)[0])
    return result


def rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Group the pieces of lines that stand on one baseline, each row in reading order."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.box[1] + line.box[3]) / 2):
        row = found[-1] if found else []
        same = row and level(row[-1].box, line.box) > 0.5 * min(
            height(row[-1].box), height(line.box)
        )
        if same and all(beside(other.box, line.box) < 1 for other in row):
            row.append(line)
        else:
            found.append([line])
    rtl = _is_rtl(lines)
    return [sorted(row, key=lambda line: -line.box[2] if rtl else line.box[0]) for row in found]


def whole_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Join the pieces of each row to one line."""
    return tuple(row[0] if len(row) == 1 else _row(row) for row in rows(lines))


def _row(row: Sequence[Line]) -> Line:
    spaced = [
        replace(run, text=" " + run.text) if index and not position else run
        for index, line in enumerate(row)
        for position, run in enumerate(line.runs)
    ]
    return make_line(spaced, block=row[0].block)


def _is_rtl(lines: Iterable[Line]) -> bool:
    return is_rtl("".join(line.text for line in lines))


class _Order:
    """Which of two regions of a page is read first."""

    def __init__(self, items: Sequence[Region], rtl: bool) -> None:
        self._boxes = [item.box for item in items]
        self._rtl = rtl
        self._pairs = [
            (a, b)
            for a in self._boxes
            for b in self._boxes
            if a[0] < b[0] and beside(a, b) <= 0 and level(a, b) > 4
        ]

    def precedes(self, first: Region, second: Region) -> bool:
        """Tell whether the first must be read before the second."""
        a, b = first.box, second.box
        if first is second:
            return False
        above = a[1] + a[3] < b[1] + b[3]
        if beside(a, b) > 0.15 * min(width(a), width(b)):
            return above
        earlier = a[2] > b[2] if self._rtl else a[0] < b[0]
        if level(a, b) > 0.3 * min(height(a), height(b)):
            return earlier
        if self._spanned(a, b):
            return False
        left, right = (a, b) if a[0] < b[0] else (b, a)
        return earlier if self._in_columns(left, right) else above

    def _spanned(self, a: Box, b: Box) -> bool:
        """Tell whether something across both stands between them; it orders them itself."""
        low, high = min(a[3], b[3]), max(a[1], b[1])
        return any(
            low < (box[1] + box[3]) / 2 < high and beside(box, a) > 3 and beside(box, b) > 3
            for box in self._boxes
            if box not in (a, b)
        )

    def _in_columns(self, left: Box, right: Box) -> bool:
        """Tell whether text of the two columns stands side by side somewhere."""
        return any(
            beside(a, left) > 0 and beside(b, right) > 0 and not (
                beside(a, right) > 0 or beside(b, left) > 0
            )
            for a, b in self._pairs
        )  # fmt: skip


def _modelled(fitz_page: Any, page: Page, style: BodyStyle) -> list[Region]:
    fitz_page.get_layout()
    pymupdf.TOOLS.set_aa_level(8)  # the model may leave anti-aliasing off
    boxes = [(tuple(box[:4]), box[4]) for box in fitz_page.layout_information or ()]
    homes: dict[int, list[Line]] = {index: [] for index in range(len(boxes))}
    loose = []
    for line in page.lines:
        home = _home(line.box, boxes)
        if home is None:
            loose.append(line)
        else:
            homes[home].append(line)
    found = [
        _region(KINDS.get(name, "text"), lines, page, box)
        for index, (box, name) in enumerate(boxes)
        for lines in (_columns(homes[index]) if name in COLUMNED else [homes[index]])
        if lines or name == "picture"
    ]
    return found + _blocks(loose, page, style)


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Part lines at a white strip that runs down between them, as beside a margin heading.

    Bullets and numbers are no column of their own.
    """
    ordered = sorted(lines, key=lambda line: line.box[0])
    for index in range(1, len(ordered)):
        left, right = ordered[:index], ordered[index:]
        gap = right[0].box[0] - max(line.box[2] for line in left)
        worded = [line for line in left if not SIGN.fullmatch(line.text)]
        if (
            gap > 0.7 * right[0].size
            and len(worded) > 1
            and len(right) > 1
            and len(rows(lines)) > 2
        ):
            return [left, *_columns(right)]
    return [list(lines)]


def _home(line: Box, boxes: Sequence[tuple[Box, str]]) -> int | None:
    """The smallest box that is no picture and holds most of the line."""
    holding = [
        (area(box), index)
        for index, (box, name) in enumerate(boxes)
        if name != "picture" and share(line, box) > 0.5
    ]
    return min(holding)[1] if holding else None


def _region(kind: RegionKind, lines: Sequence[Line], page: Page, box: Box) -> Region:
    whole = whole_lines(lines)
    around = union(line.box for line in whole) if whole else intersection(box, page.box)
    if kind in {"picture", "table"}:
        around = union([intersection(box, page.box), *(line.box for line in whole)])
    return Region(kind, around, whole, page.number, modelled=True)


def _blocks(lines: Sequence[Line], page: Page, style: BodyStyle) -> list[Region]:
    """Take the file's own blocks, parted where the style or the gap between lines changes."""
    found = []
    for _, block in groupby(sorted(lines, key=lambda line: line.block), lambda line: line.block):
        for part in _parted(list(whole_lines(list(block))), style):
            box = union(line.box for line in part)
            found.append(Region("text", box, tuple(part), page.number))
    return _reunited(found)


def _parted(lines: list[Line], style: BodyStyle) -> list[list[Line]]:
    parts = [lines[:1]]
    for above, line in pairwise(lines):
        gap = line.box[1] - above.box[3]
        sized = abs(line.size - above.size) > 0.12 * style.size
        weighed = line.bold != above.bold and line.style != above.style
        if sized or weighed or gap > 1.1 * line.size:
            parts.append([])
        parts[-1].append(line)
    return parts


def _reunited(found: list[Region]) -> list[Region]:
    """Put lines back together where the file makes each line a block of its own."""
    united: list[Region] = []
    for region in sorted(found, key=lambda region: (round(region.box[0] / 40), region.box[1])):
        last = united[-1] if united else None
        if last and _runs_on(last, region):
            lines = last.lines + region.lines
            united[-1] = replace(last, lines=lines, box=union((last.box, region.box)))
        else:
            united.append(region)
    return united


def _runs_on(above: Region, below: Region) -> bool:
    gap = below.box[1] - above.box[3]
    near = -0.5 * below.size < gap < 0.75 * below.size
    aligned = abs(above.box[0] - below.box[0]) < 2 * below.size
    alike = above.style == below.style and beside(above.box, below.box) > 0
    full = width(above.lines[-1].box) > 0.8 * width(above.box) and len(above.text) > 40
    return near and aligned and alike and full and not BULLET.match(below.text)


def _refined(region: Region, style: BodyStyle) -> Iterable[Region]:
    """Correct the kind of a region from its letters, and part it where it holds two things."""
    if region.kind in {"picture", "table"} or not region.lines:
        return [region]
    first = region.lines[0]
    if starts_caption(region.text, first.runs[0].bold) or is_credit(region.text):
        return [replace(region, kind="caption")]
    if _is_footnote(region, style):
        return [replace(region, kind="footnote")]
    if _is_code(region, style):
        return [replace(region, kind="code")]
    if is_formula(region, style):
        return [replace(region, kind="formula")]
    if region.kind == "formula":
        region = replace(region, kind="text")
    if region.kind == "text" and not region.modelled and BULLET.match(first.text):
        region = replace(region, kind="list")
    return [
        part
        for sized in _one_size(region)
        for piece in _without_head(sized, style)
        for part in _paragraphs(piece)
    ]


def _is_footnote(region: Region, style: BodyStyle) -> bool:
    """Tell whether small print begins with a raised mark."""
    run = region.lines[0].runs[0]
    return run.raised and region.size < 0.94 * style.size and bool(NOTE_MARK.match(run.text))


def _one_size(region: Region) -> list[Region]:
    """Part a heading whose lines are of several sizes: a title and what follows it."""
    if region.kind != "heading":
        return [region]
    groups: list[list[Line]] = []
    for line in region.lines:
        if not groups or abs(line.size - groups[-1][-1].size) > 0.15 * line.size:
            groups.append([])
        groups[-1].append(line)
    return [part_of(region, group, "heading") for group in groups]


def _without_head(region: Region, style: BodyStyle) -> list[Region]:
    """Part a larger or bolder first line, a heading, from the text it stands in."""
    if region.kind not in {"text", "heading", "caption"} or len(region.lines) < 2:
        return [region]
    count = 0
    for line in region.lines[:3]:
        stands_out = line.size > 1.12 * style.size or (line.bold and not style.bold)
        if not stands_out:
            break
        count += 1
    rest = region.lines[count:]
    if not count or not rest or rest[0].bold or rest[0].size > 1.05 * style.size:
        return [region]
    filled = width(region.lines[count - 1].box) > 0.85 * width(region.box)
    if (filled and len(region.lines) > 3) or ended(region.lines[count - 1].text):
        return [region]
    kind = "text" if region.kind == "heading" else region.kind
    return [part_of(region, region.lines[:count], "heading"), part_of(region, rest, kind)]


def part_of(region: Region, lines: Sequence[Line], kind: RegionKind) -> Region:
    """Return some lines of a region as a region of their own."""
    return replace(region, lines=tuple(lines), box=union(line.box for line in lines), kind=kind)


def _paragraphs(region: Region) -> list[Region]:
    """Part a text where a line is indented after a stop, as paragraphs are."""
    if region.kind != "text" or len(region.lines) < 3:
        return [region]
    left = min(line.box[0] for line in region.lines)
    starts = [0]
    for i in range(1, len(region.lines)):
        line, above = region.lines[i], region.lines[i - 1]
        below = region.lines[i + 1] if i + 1 < len(region.lines) else None
        indented = 0.7 * line.size < line.box[0] - left < 4 * line.size
        alone = above.box[0] - left < 0.5 * line.size or i - 1 in starts
        back = below is None or below.box[0] - left < 0.5 * line.size
        if indented and alone and back and ended(above.text) and above.text[-1] not in HYPHENS:
            starts.append(i)
    ends = [*starts[1:], len(region.lines)]
    return [
        part_of(region, region.lines[a:b], region.kind) for a, b in zip(starts, ends, strict=True)
    ]


def _is_code(region: Region, style: BodyStyle) -> bool:
    letters = sum(len(line.text) for line in region.lines)
    mono = sum(len(run.text) for line in region.lines for run in line.runs if run.mono)
    return not style.mono and mono > 0.85 * letters and letters > 8


def is_formula(region: Region, style: BodyStyle) -> bool:
    """Tell whether a region is displayed mathematics and not a sentence with symbols."""
    if region.kind not in {"formula", "text"} or len(region.lines) > 12:
        return False
    text = re.sub(r"\(\d+(?:\.\d+)*\)\s*$|\s", "", region.text)
    if len(text) < 3 or is_cjk(text):
        return False
    plain = sum(len(word) for text in _plain(region) for word in re.findall(r"[^\W\d_]{4,}", text))
    signs = len(MATH_SIGNS.findall(text))
    math = sum(len(run.text.strip()) for line in region.lines for run in line.runs if run.math)
    symbolic = max(signs, math) / len(text)
    if len(re.findall(r"[^\W\d_]{4,}", " ".join(_plain(region)))) > 5:
        return False
    indented = region.box[0] > style.left + style.size
    if region.kind == "formula":
        return symbolic > 0.15 and plain < 0.5 * len(text)
    return indented and bool(math) and "=" in text and symbolic > 0.4 and plain < 0.25 * len(text)


def _plain(region: Region) -> list[str]:
    """The texts of runs that are not set in a font for mathematics."""
    return [run.text for line in region.lines for run in line.runs if not run.math]
