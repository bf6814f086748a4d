"""Slide: what stands on one slide of a PPTX, as HTML in reading order."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET

from converter.document.chart import read_chart
from converter.document.model import Span
from converter.document.omml import Element, tex

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
POINT = 12_700
"""English metric units to a point."""
ROWS = 12
"""Slides are read in so many rows, from left to right in each."""
TITLE_WORDS = 14
NEAR = 40
"""Points from a picture to the words that are its caption, at most."""
_FURNITURE = {"DATE", "FOOTER", "SLIDE_NUMBER", "HEADER"}

Box = tuple[float, float, float, float]


@dataclass
class _Item:
    """One thing on a slide: its HTML without the tag, and its box in points."""

    tag: str
    inner: str
    box: Box
    words: str = ""


@dataclass
class Slide:
    """A slide of python-pptx; `before` is the title of the one before it."""

    slide: Any
    number: int
    height: int
    before: str = ""
    title: str = ""
    """What the slide is called, once `markup` was called."""
    warnings: list[str] = field(default_factory=list)

    def markup(self) -> str:
        """Return the slide as HTML: heading, what stands on it, what is said to it."""
        named = self.slide.shapes.title
        shapes = [shape for shape in self.slide.shapes if shape.shape_id != _id(named)]
        items = _captioned(self._ordered(item for s in shapes for item in self._items(s)))
        heading = _words(named.text_frame) if named is not None else ""
        box = _box(named) if named is not None else None
        if not heading:
            heading, box, items = self._without_title(items)
        self.title = heading
        top = f"<h2 {self._where(box)}>{html.escape(heading)}</h2>" if heading else ""
        body = (f"<{i.tag} {self._where(i.box)}>{i.inner}</{i.tag}>" for i in items)
        return "\n".join([top, *body, *self._talk()])

    def _without_title(self, items: list[_Item]) -> tuple[str, Box | None, list[_Item]]:
        """Take the uppermost few words for the title, else that of the slide before."""
        first = next((item for item in items if item.words), None)
        if first and first.tag == "p" and len(first.words.split()) <= TITLE_WORDS:
            return first.words, first.box, [item for item in items if item is not first]
        return self.before, None, items

    def _ordered(self, items: Iterable[_Item]) -> list[_Item]:
        row = self.height / POINT / ROWS
        return sorted(items, key=lambda item: (item.box[1] // row, item.box[0]))

    def _where(self, box: Box | None, element: str | None = None) -> str:
        span = Span(page=self.number, box=box, element=element)
        return f"data-span='{span.model_dump_json(exclude_defaults=True)}'"

    def _items(self, shape: Any) -> Iterator[_Item]:
        if shape.is_placeholder and shape.placeholder_format.type.name in _FURNITURE:
            return
        if shape.shape_type is not None and shape.shape_type.name == "GROUP":
            for inner in shape.shapes:
                for item in self._items(inner):
                    item.box = _box(shape)  # inside a group, places are in its own measure
                    yield item
            return
        yield from self._pictures(shape)
        if shape.has_text_frame:
            yield from _text(shape)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield _Item("table", _rows(shape.table), _box(shape))
        else:
            yield from self._drawn(shape)

    def _pictures(self, shape: Any) -> Iterator[_Item]:
        for blip in shape.element.iter(A + "blip"):
            relation = shape.part.rels.get(blip.get(R + "embed", ""))
            name = str(relation.target_part.partname).lstrip("/") if relation else ""
            alt = html.escape(_description(shape))
            picture = f'<img src="{html.escape(name)}{_crop(blip)}" alt="{alt}">'
            yield _Item("figure", picture, _box(shape))

    def _drawn(self, shape: Any) -> Iterator[_Item]:
        """Yield what a frame refers to: a chart or a diagram of words."""
        for frame in shape.element.iter(CHART + "chart"):
            chart = read_chart(shape.part.related_part(frame.get(R + "id")).blob)
            if chart is None:
                self.warnings.append(f"slide {self.number}: a chart of a kind not drawn here")
            else:
                yield _Item("figure", chart.figure(), _box(shape))
        for frame in shape.element.iter(DIAGRAM + "relIds"):
            words = _diagram(shape.part.related_part(frame.get(R + "dm")).blob)
            inner = "".join(f"<li>{html.escape(text)}</li>" for text in words)
            yield _Item("ul", inner, _box(shape))

    def _talk(self) -> Iterator[str]:
        """Yield the speaker's notes."""
        if not self.slide.has_notes_slide:
            return
        frame = self.slide.notes_slide.notes_text_frame
        paragraphs = [] if frame is None else [_inline(p._p) for p in frame.paragraphs]
        for number, inner in enumerate(filter(str.strip, paragraphs), 1):
            where = self._where(None, f"notes p[{number}]")
            yield f'<p data-kind="talk" {where}>{inner}</p>'


def _id(shape: Any) -> int | None:
    return None if shape is None else shape.shape_id


def _box(shape: Any) -> Box:
    left, top, width, height = (
        (getattr(shape, side) or 0) / POINT for side in ("left", "top", "width", "height")
    )
    return round(left, 1), round(top, 1), round(left + width, 1), round(top + height, 1)


def _words(frame: Any) -> str:
    return " ".join(frame.text.split())


def _description(shape: Any) -> str:
    for element in shape.element.iter():
        if str(element.tag).endswith("}cNvPr"):
            return str(element.get("descr") or element.get("title") or "")
    return ""


def _crop(blip: Element) -> str:
    """Return what is cut off the sides, as `Archive.pictures` takes it."""
    cut = blip.getparent().find(A + "srcRect")
    shares = [0 if cut is None else max(0.0, int(cut.get(side, "0")) / 100_000) for side in "ltrb"]
    return f"#crop={','.join(f'{share:g}' for share in shares)}" if any(shares) else ""


def _text(shape: Any) -> Iterator[_Item]:
    """Yield the paragraphs of a shape; neighbours with bullets make a list."""
    paragraphs = [p for p in shape.text_frame.paragraphs if _inline(p._p).strip()]
    body = shape.is_placeholder and shape.placeholder_format.type.name in {"BODY", "OBJECT"}
    listed = body and len(paragraphs) > 1
    box = _box(shape)
    for bulleted, run in groupby(paragraphs, key=lambda p: _is_bulleted(p._p, listed)):
        members = list(run)
        if bulleted:
            items = "".join(f"<li>{_inline(p._p)}</li>" for p in members)
            yield _Item("ul", items, box, " ".join(p.text for p in members))
        else:
            for p in members:
                yield _Item("p", _inline(p._p), box, " ".join(p.text.split()))


def _is_bulleted(paragraph: Element, default: bool) -> bool:
    properties = paragraph.find(A + "pPr")
    if properties is None:
        return default
    if properties.find(A + "buNone") is not None:
        return False
    own = properties.find(A + "buChar"), properties.find(A + "buAutoNum")
    return default or any(mark is not None for mark in own)


def _inline(element: Element) -> str:
    """Return the words and formulas of a paragraph as HTML."""
    parts: list[str] = []
    for child in element:
        if child.tag == MATH + "oMath":
            parts.append(f' <math alttext="{html.escape(tex(child))}"></math> ')
        elif child.tag == A + "t":
            parts.append(html.escape(child.text or ""))
        elif child.tag == A + "br":
            parts.append("<br>")
        elif str(child.tag).endswith("}AlternateContent"):
            parts.append(_inline(child[0]))
        elif isinstance(child.tag, str):
            parts.append(_inline(child))
    return "".join(parts)


def _rows(table: Any) -> str:
    rows = [[html.escape(" ".join(cell.text.split())) for cell in row.cells] for row in table.rows]
    tags = ["th", *["td"] * (len(rows) - 1)]
    return "".join(
        "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
        for tag, row in zip(tags, rows, strict=True)
    )


def _diagram(content: bytes) -> list[str]:
    """Return the words of a SmartArt diagram, a point each."""
    points = ET.fromstring(content).iter(DIAGRAM + "pt")
    texts = ("".join(t.text or "" for t in point.iter(A + "t")) for point in points)
    return [" ".join(text.split()) for text in texts if text.strip()]


def _captioned(items: Sequence[_Item]) -> list[_Item]:
    """Give short words right below a picture, to the picture."""
    used: list[_Item] = []
    for picture in items:
        caption = _caption(picture, items) if picture.tag == "figure" else None
        if caption and caption not in used and "figcaption" not in picture.inner:
            picture.inner += f"<figcaption>{caption.inner}</figcaption>"
            used.append(caption)
    return [item for item in items if not any(item is one for one in used)]


def _caption(picture: _Item, items: Sequence[_Item]) -> _Item | None:
    near = [
        item
        for item in items
        if item.tag == "p" and len(item.words) < 200 and _is_below(item.box, picture.box)
    ]
    return min(near, key=lambda item: item.box[1], default=None)


def _is_below(words: Box, picture: Box) -> bool:
    within = picture[0] - NEAR < (words[0] + words[2]) / 2 < picture[2] + NEAR
    return within and -5 <= words[1] - picture[3] <= NEAR
