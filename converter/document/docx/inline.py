"""Inline: what stands in a paragraph of a DOCX, as HTML.

Words, formulas and marks become HTML; pictures, text boxes, charts and notes met on
the way are collected, since they stand beside the words.
"""

from __future__ import annotations

import html
import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from converter.document.omml import Element, tex

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
VML = "{urn:schemas-microsoft-com:vml}"
PIXEL = 9525
"""English metric units, of which an inch has 914 400, to a pixel of a screen."""
_SKIPPED = {W + "del", W + "moveFrom", W + "rPr", W + "pPr", W + "instrText", W + "delText"}
_SIGNS = {W + "tab": " ", W + "cr": "<br>", W + "noBreakHyphen": "\u2011"}


@dataclass
class Gathered:
    """What a stretch of a paragraph holds: HTML, and what stands beside the words."""

    parts: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """Text boxes, whose children are paragraphs."""
    charts: list[str] = field(default_factory=list)
    """Relationship ids of charts."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind (`footnotes`, `endnotes`) and id of notes referred to."""

    @property
    def markup(self) -> str:
        """The words as HTML."""
        return "".join(self.parts)

    def add(self, element: Element, part: Any) -> None:
        """Add what stands in an element, resolving its relationships in `part`."""
        if element.tag in _SKIPPED or not isinstance(element.tag, str):
            return
        own = _OWN.get(element.tag)
        if own is not None:
            own(self, element, part)
        else:
            self.parts.append(_SIGNS.get(element.tag, ""))
            self._inside(element, part)

    def _text(self, element: Element, _part: Any) -> None:
        self.parts.append(html.escape(element.text or ""))

    def _break(self, element: Element, _part: Any) -> None:
        self.parts.append("" if element.get(W + "type") in {"page", "column"} else "<br>")

    def _formula(self, element: Element, _part: Any) -> None:
        self.parts.append(formula(element))

    def _displayed(self, element: Element, _part: Any) -> None:
        self.parts += [formula(one, "block") for one in element.iter(MATH + "oMath")]

    def _choice(self, element: Element, part: Any) -> None:
        self._inside(element[0], part)  # the rest is for older programs

    def _ruby(self, element: Element, part: Any) -> None:
        self._inside(element.find(W + "rubyBase"), part)

    def _note(self, element: Element, _part: Any) -> None:
        kind = "footnotes" if element.tag == W + "footnoteReference" else "endnotes"
        self.notes.append((kind, element.get(W + "id", "")))

    def _inside(self, element: Element | None, part: Any) -> None:
        for child in () if element is None else element:
            self.add(child, part)

    def _run(self, element: Element, part: Any) -> None:
        properties = element.find(W + "rPr")
        if properties is not None and _is_on(properties.find(W + "vanish")):
            return
        raised = None if properties is None else properties.find(W + "vertAlign")
        shift = {"superscript": "sup", "subscript": "sub"}.get(
            "" if raised is None else raised.get(W + "val", "")
        )
        self.parts.append(f"<{shift}>" if shift else "")
        self._inside(element, part)
        self.parts.append(f"</{shift}>" if shift else "")

    def _drawing(self, element: Element, part: Any) -> None:
        boxes = list(element.iter(W + "txbxContent"))
        self.boxes += boxes
        self.charts += [chart.get(R + "id", "") for chart in element.iter(C + "chart")]
        boxed = {id(inner) for box in boxes for inner in box.iter()}
        for blip in element.iter(A + "blip", VML + "imagedata"):
            if id(blip) not in boxed:
                self.pictures.append(_picture(blip, element, part))


_OWN: dict[str, Callable[[Gathered, Element, Any], None]] = {
    W + "r": Gathered._run,
    W + "t": Gathered._text,
    W + "br": Gathered._break,
    W + "ruby": Gathered._ruby,
    W + "drawing": Gathered._drawing,
    W + "pict": Gathered._drawing,
    W + "object": Gathered._drawing,
    W + "footnoteReference": Gathered._note,
    W + "endnoteReference": Gathered._note,
    MATH + "oMath": Gathered._formula,
    MATH + "oMathPara": Gathered._displayed,
    MC + "AlternateContent": Gathered._choice,
}
"""What has a meaning of its own; of all else, what is inside is gathered."""


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(W + "val", "1") not in {"0", "false", "off"}


def formula(math: Element, display: str = "inline") -> str:
    """Return an `m:oMath` as HTML."""
    return f' <math display="{display}" alttext="{html.escape(tex(math))}"></math> '


def _picture(blip: Element, drawing: Element, part: Any) -> str:
    target = blip.get(R + "embed") or blip.get(R + "id") or blip.get(R + "link") or ""
    described = next(drawing.iter(WP + "docPr"), None)
    alt = "" if described is None else described.get("descr") or described.get("title") or ""
    extent = next(drawing.iter(WP + "extent"), None)
    size = "" if extent is None else _size(extent)
    name = part_name(part, target) + _crop(blip)
    return f'<img src="{html.escape(name)}" alt="{html.escape(alt)}"{size}>'


def part_name(part: Any, relation: str) -> str:
    """Return the name in the archive that a relationship leads to, or its outer address."""
    found = part.rels.get(relation)
    if found is None:
        return ""
    if found.is_external:
        return str(found.target_ref)
    return posixpath.normpath(str(found.target_part.partname)).lstrip("/")


def _size(extent: Element) -> str:
    width, height = (round(int(extent.get(side, "0")) / PIXEL) for side in ("cx", "cy"))
    return f' width="{width}" height="{height}"'


def _crop(blip: Element) -> str:
    """Return what is cut off the sides, as `Archive.pictures` takes it."""
    around = blip.getparent()
    cut = None if around is None else around.find(A + "srcRect")
    shares = [0 if cut is None else int(cut.get(side, "0")) / 100_000 for side in "ltrb"]
    shares = [max(0.0, share) for share in shares]
    return f"#crop={','.join(f'{share:g}' for share in shares)}" if any(shares) else ""
