"""What stands on a page: lines of text, each in runs of one style.

Everything after this module works on these plain values and never asks the
library for text again. Boxes are those of the page as a reader sees it: rotation
is taken out first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pymupdf

from converter.document.pdf.geometry import Box, area, intersection, share, union, width
from converter.document.pdf.text import clean, is_rtl, renaming, turned, word_count

FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
UNSAID = FLAGS | pymupdf.TEXT_IGNORE_ACTUALTEXT
BOLD = re.compile(r"bold|black|heavy|demi|semib|medi(?!um)|cmbx|cmssbx|sfbx|[,-]b$", re.I)
ITALIC = re.compile(r"italic|oblique|cmti|cmsl|sfti|[,-](it|i)$", re.I)
MONO = re.compile(
    r"mono|nimbusmon|courier|consol|typewriter|cmtt|sftt|menlo|inconsolata|code", re.I
)
ORNAMENT = re.compile(r"ornament|dingbat|wingding|webding|fleuron|bordersfont", re.I)
MATH = re.compile(r"cmmi|cmsy|cmex|msam|msbm|math|symbol|stix|euler|eufm|rsfs|lmmi|lmsy", re.I)
UNKNOWN = "\ufffd"
CALIBRI = {"\u019f": "ti", "\u01a9": "tt", "\u014c": "ft", "\u01ab": "tti"}
"""Ligatures by glyph number: the font names no letters for them, and many printers none either."""
PLATE_WORDS = 6
"""Words a full-page picture may carry: a page number, a stamp."""
SIDEWAYS = 0.6
"""Share of a page's letters that must stand sideways for the page to be turned."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style; `raised` is a superscript."""

    text: str
    box: Box
    font: str
    size: float
    bold: bool
    italic: bool
    mono: bool
    math: bool
    raised: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the file groups it; its style is that of most of its letters."""

    runs: tuple[Run, ...]
    box: Box
    text: str
    size: float
    font: str
    bold: bool
    italic: bool
    mono: bool
    upright: bool = True
    block: int = 0

    @property
    def style(self) -> tuple[float, bool]:
        """Size to half a point, and weight."""
        return round(self.size * 2) / 2, self.bold


@dataclass(frozen=True, slots=True)
class Photo:
    """A raster placed on the page, with its own pixels."""

    box: Box
    pixels: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `number` counts from 1, sizes are points.

    Of a `scanned` page the words were recognised on its picture.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    photos: tuple[Photo, ...]
    scanned: bool = False

    @property
    def box(self) -> Box:
        """The whole page."""
        return 0.0, 0.0, self.width, self.height


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """What running text looks like in this document, and where it stands."""

    size: float
    font: str
    bold: bool
    mono: bool
    left: float
    right: float


def read_page(page: Any) -> Page:
    """Read the text of a page and where its rasters stand, turning it upright."""
    found = _upright(page)
    rect = page.rect
    box = (0.0, 0.0, float(rect.width), float(rect.height))
    lines = [line for line in _lines(page, found) if share(line.box, box) > 0.5]
    photos = [
        Photo(intersection(tuple(info["bbox"]), box), (info["width"], info["height"]))
        for info in page.get_image_info()
        if info["size"]  # a shading has none
    ]
    return Page(page.number + 1, box[2], box[3], tuple(lines), tuple(photos))


def plate(page: Page) -> Photo | None:
    """Return the raster that is all there is on a page: a scan, or a full-page picture."""
    words = word_count(" ".join(line.text for line in page.lines))
    large = [photo for photo in page.photos if area(photo.box) > 0.5 * area(page.box)]
    return large[0] if large and words < PLATE_WORDS else None


def body_style(pages: Iterable[Page]) -> BodyStyle:
    """Find the commonest style, counted in letters, and the span of its lines."""
    letters: Counter[tuple[float, str, bool, bool]] = Counter()
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for line in (line for page in pages for line in page.lines if line.upright):
        letters[(line.style[0], line.font, line.bold, line.mono)] += len(line.text)
        lefts[round(line.box[0])] += len(line.text)
        rights[round(line.box[2])] += len(line.text)
    if not letters:
        return BodyStyle(10.0, "", False, False, 0.0, 0.0)
    sizes: Counter[float] = Counter()
    for (each, *_), count in letters.items():
        sizes[each] += count
    size = sizes.most_common(1)[0][0]
    _, font, bold, mono = max((k for k in letters if k[0] == size), key=letters.__getitem__)
    return BodyStyle(size, font, bold, mono, _quantile(lefts, 0.04), _quantile(rights, 0.96))


def make_line(runs: Sequence[Run], *, upright: bool = True, block: int = 0) -> Line:
    """Make a line of at least one run."""
    main = max(runs, key=lambda run: len(run.text.strip()) * (0.1 if run.raised else 1))
    total = sum(len(run.text) for run in runs) or 1

    def most(flags: Iterable[bool]) -> bool:
        found = sum(len(run.text) for run, flag in zip(runs, flags, strict=True) if flag)
        return found / total > 0.7

    return Line(
        runs=tuple(runs),
        box=union(run.box for run in runs),
        text="".join(run.text for run in runs).strip(),
        size=main.size,
        font=main.font,
        bold=most(run.bold for run in runs),
        italic=most(run.italic for run in runs),
        mono=most(run.mono for run in runs),
        upright=upright,
        block=block,
    )


def _quantile(counts: Counter[int], part: float) -> float:
    wanted, seen = sum(counts.values()) * part, 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= wanted:
            return float(value)
    return 0.0


def _upright(page: Any) -> Any:
    """Turn the page as it is to be read and return its text."""
    if page.rotation:
        page.remove_rotation()
    found = _text(page)
    letters: Counter[tuple[int, int]] = Counter()
    for block in found["blocks"]:
        for line in block.get("lines", ()):
            direction = (round(line["dir"][0]), round(line["dir"][1]))
            letters[direction] += sum(len(span["text"]) for span in line["spans"])
    for direction, turn in (((0, -1), 90), ((0, 1), 270)):
        if letters[direction] > SIDEWAYS * letters.total():
            page.set_rotation(turn)
            page.remove_rotation()
            return _text(page)
    return found


def _text(page: Any) -> Any:
    """Return the text of a page, with glyphs that a replacement text wrongly hides."""
    found = page.get_text("dict", flags=FLAGS)
    drawn = page.get_text("dict", flags=UNSAID)
    said, shown = (sum(len(s["text"]) for s in _spans(each)) for each in (found, drawn))
    chosen, flags = (drawn, UNSAID) if shown > 1.05 * said else (found, FLAGS)
    return _named(page, flags) if any(UNKNOWN in s["text"] for s in _spans(chosen)) else chosen


def _named(page: Any, flags: int) -> Any:
    """Return the text of a page with letters for the ligatures of Calibri it leaves unnamed."""
    found = page.get_text("rawdict", flags=flags)
    coded = page.get_text("rawdict", flags=flags | pymupdf.TEXT_USE_CID_FOR_UNKNOWN_UNICODE)
    codes = {char["origin"]: char["c"] for span in _spans(coded) for char in span["chars"]}
    for span in _spans(found):
        named = CALIBRI if "Calibri" in span["font"] else {}
        for char in span["chars"]:
            if char["c"] == UNKNOWN:
                char["c"] = named.get(codes.get(char["origin"], ""), UNKNOWN)
        span["text"] = "".join(char["c"] for char in span["chars"])
    return found


def _lines(page: Any, found: Any) -> list[Line]:
    if any(is_rtl(span["text"]) for span in _spans(found)):
        found = page.get_text("rawdict", flags=FLAGS)
    renamed = renaming(_written(found))
    for span in _spans(found):
        span["text"] = renamed(_letters(span))
    lines = [
        _line(line, block["number"]) for block in found["blocks"] for line in block.get("lines", ())
    ]
    return [line for line in lines if line is not None]


def _written(found: Any) -> str:
    """Return the letters of a page, one line of it a line."""
    lines = (line for block in found["blocks"] for line in block.get("lines", ()))
    return "\n".join("".join(map(_letters, line["spans"])) for line in lines)


def _spans(found: Any) -> Iterable[Any]:
    return (
        s for block in found["blocks"] for line in block.get("lines", ()) for s in line["spans"]
    )


def _line(line: Any, block: int) -> Line | None:
    spans = [span for span in line["spans"] if width(tuple(span["bbox"])) or span["text"].strip()]
    size = max((span["size"] for span in spans), default=0.0)
    base = max((span["origin"][1] for span in spans if span["size"] == size), default=0.0)
    runs: list[Run] = []
    for span in spans:
        run = _run(span, size, base)
        if runs and _same_style(runs[-1], run):
            before = runs.pop()
            run = _joined(before, run)
        runs.append(run)
    if not any(run.text.strip() for run in runs):
        return None
    inked = [run for run in runs if run.text.strip()]
    first, last = runs.index(inked[0]), len(runs) - runs[::-1].index(inked[-1])
    return make_line(runs[first:last], upright=abs(line["dir"][1]) < 0.1, block=block)


def _letters(span: Any) -> str:
    return turned(span["chars"]) if "chars" in span else str(span["text"])


def _run(span: Any, size: float, base: float) -> Run:
    font, flags = str(span["font"]), int(span["flags"])
    small = span["size"] < 0.85 * size
    text = clean(span["text"])
    if ORNAMENT.search(font):
        text = "•" if len(text.strip()) == 1 else ""
    return Run(
        text=text,
        box=tuple(span["bbox"]),
        font=font,
        size=float(span["size"]),
        bold=bool(flags & pymupdf.TEXT_FONT_BOLD or BOLD.search(font)),
        italic=bool(flags & pymupdf.TEXT_FONT_ITALIC or ITALIC.search(font)),
        mono=bool(flags & pymupdf.TEXT_FONT_MONOSPACED or MONO.search(font)),
        math=bool(MATH.search(font)),
        raised=bool(
            small
            and (flags & pymupdf.TEXT_FONT_SUPERSCRIPT or span["origin"][1] < base - 0.15 * size)
        ),
    )


def _same_style(a: Run, b: Run) -> bool:
    if not b.text.strip():
        return True
    return (a.font, round(a.size, 1), a.raised) == (b.font, round(b.size, 1), b.raised)


def _joined(a: Run, b: Run) -> Run:
    return Run(
        a.text + b.text,
        union((a.box, b.box)) if b.text.strip() else a.box,
        a.font, a.size, a.bold, a.italic, a.mono, a.math, a.raised,
    )  # fmt: skip
