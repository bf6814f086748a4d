"""Text of elements: what a reader would read aloud, with formulas kept as TeX.

Citation marks, permalink signs, ruby glosses and controls are no words of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
    *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "menu", "nav", "ol", "p", "pre"),
    *("section", "summary", "ul", "table", "caption", "tbody", "thead", "tfoot", "tr", "td", "th"),
}
SILENT = {
    *("audio", "button", "canvas", "datalist", "dialog", "embed", "frame", "iframe", "input"),
    *("map", "meter", "nav", "object", "option", "progress", "rp", "rt", "select", "style", "svg"),
    *("textarea", "video", "img", "picture", "amp-img"),
}
MARK = re.compile(
    r"\b(?:footnote-ref|footnote-reference|fnref|noteref|mw-editsection|headerlink|"
    r"header-anchor|heading-anchor|anchor-link|anchorjs-link|permalink|hash-link|direct-link|"
    r"pagenum|pagebreak|sr-only|screen-reader-text|visually-hidden|visuallyhidden|noprint)\b"
)
"""Class names of what stands in a line without being part of its words."""
_RENDERED = re.compile(r"\b(?:katex|mwe-math-element|MathJax(?:_Display|_Preview|_SVG|_CHTML)?)\b")
_NOTE_TAGS = {"d-cite", "dt-cite", "d-footnote", "dt-fn"}
_RAISED = str.maketrans("0123456789+-\u2212n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def squeeze(text: str) -> str:
    """Return text with single spaces, single line breaks and none at the ends."""
    text = re.sub(r"[^\S\n]+", " ", text.replace("\u00ad", "").replace("\u200b", ""))
    return re.sub(r" ?\n\s*", "\n", text).strip()


@dataclass
class Run:
    """A stretch of inline content being gathered: words, and how many are in links."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    notes: list[HtmlElement] = field(default_factory=list)
    formula: bool = False
    """The last formula was set as a display, on a line of its own."""

    @property
    def text(self) -> str:
        """The words gathered so far."""
        return squeeze("".join(self.parts))

    def add(self, text: str | None, *, linked: bool = False) -> None:
        """Add text as it stands in the markup, where a line break is a space."""
        if text:
            self.parts.append(re.sub(r"\s+", " ", text))
            self.linked += len(text.strip()) if linked else 0

    def element(self, element: HtmlElement, *, linked: bool = False) -> None:
        """Add an inline element and everything in it, without its tail."""
        tag = element.tag
        if tag == "br":
            self.parts.append("\n")
        elif (formula := tex(element)) is not None:
            self.parts.append(f" {formula} ")
            self.formula = is_display(element)
        elif tag in {"sup", "sub"}:
            self._shifted(element)
        elif tag in _NOTE_TAGS:
            self.notes.append(element)
        elif tag not in SILENT and not is_mark(element):
            self._inside(element, linked or tag == "a")

    def _inside(self, element: HtmlElement, linked: bool) -> None:
        edge = " " if element.tag in BLOCKS else ""
        self.parts.append(edge)
        self.add(element.text, linked=linked)
        for child in element:
            self.element(child, linked=linked)
            self.add(child.tail, linked=linked)
        self.parts.append(edge)

    def _shifted(self, element: HtmlElement) -> None:
        if is_mark(element) or _points_to_note(element):
            return
        inner = text_of(element)
        table = _RAISED if element.tag == "sup" else _LOWERED
        moved = inner.translate(table)
        kept = inner and not any(character in moved for character in inner)
        self.parts.append(moved if kept else inner)


def text_of(element: HtmlElement) -> str:
    """Return all words of an element on one line, blocks parted by spaces."""
    run = Run()
    run._inside(element, linked=False)
    return " ".join(run.text.split())


def is_mark(element: HtmlElement) -> bool:
    """Tell whether an inline element is a citation mark, a permalink or an edit link."""
    name = element.get("class") or ""
    if name and MARK.search(name) and element.tag not in BLOCKS:
        return len("".join(element.itertext())) < 60
    if element.get("role") == "doc-noteref" or (element.tag == "sup" and "reference" in name):
        return True
    return element.tag == "a" and "".join(element.itertext()).strip() in {
        "#",
        "¶",
        "§",
        "🔗",
        "↩",
        "↩︎",
    }


def _points_to_note(element: HtmlElement) -> bool:
    """Tell whether a raised text is nothing but links within the page, as [12] is."""
    inner = [a for a in element.iter("a") if "#" in (a.get("href") or "")]
    linked = sum(len("".join(a.itertext())) for a in inner)
    return bool(inner) and linked >= len("".join(element.itertext()).strip(" []()\n,")) - 2


def tex(element: HtmlElement) -> str | None:
    """Return the source of a formula, or None for an element that is none."""
    if element.tag == "math":
        return _math(element)
    if element.tag in {"script", "d-math", "dt-math"}:
        return f"${''.join(element.itertext()).strip()}$"
    name = element.get("class") or ""
    if element.tag == "img":
        alt = element.get("alt") if re.search(r"\b(?:latex|tex)\b", name) else None
        return f"${_unstyled(alt)}$" if alt else None
    if _RENDERED.search(name) or element.tag == "mjx-container":
        return _rendered(element)
    return None


def _rendered(element: HtmlElement) -> str | None:
    """Return the formula a script has drawn here, nothing when its source follows."""
    found, after = next(element.iter("math"), None), element.getnext()
    if after is not None and after.tag == "script":
        return ""
    if found is None:
        return None if "katex" in (element.get("class") or "") else ""
    return _math(found)


def _math(element: HtmlElement) -> str:
    for note in element.iter("annotation"):
        if "tex" in (note.get("encoding") or "").lower() and note.text:
            return f"${_unstyled(note.text)}$"
    if element.get("alttext"):
        return f"${_unstyled(element.get('alttext', ''))}$"
    return " ".join("".join(element.itertext()).split())


def _unstyled(source: str) -> str:
    inner = re.sub(r"^\s*\{\s*\\(?:displaystyle|textstyle)\s*(.*)\}\s*$", r"\1", source, flags=re.S)
    return " ".join(inner.split())


def is_display(element: HtmlElement) -> bool:
    """Tell whether a formula stands on a line of its own."""
    own = " ".join(
        [element.get("class") or "", element.get("type") or "", element.get("mode") or ""]
    )
    if re.search(r"\bdisplay\b|katex-display|MathJax_Display|block", own):
        return True
    if element.get("block") is not None or element.get("display") in {"block", "true"}:
        return True
    return any(math.get("display") == "block" for math in element.iter("math"))
