"""Exhibit: a webpage as it was parsed, with what was read of it outlined."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, tostring

from converter.document.model import Document
from converter.document.proof.mark import COLOURS, Mark
from converter.document.web.page import parse
from converter.mediatype import sniff
from converter.source import Source

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""Nothing of the page may run, and nothing may be fetched."""
_LARGEST = 400_000
"""Bytes of a picture that is shown in the page."""


def exhibit(document: Document, source: Source, marks: Iterable[Mark]) -> str:
    """Return the page as HTML: marked elements carry numbers and an outline.

    It holds no scripts and needs no network; pictures that were read are inside.
    """
    page = parse(source).whole
    for script in list(page.iter("script", "iframe", "object", "embed")):
        script.drop_tree()
    _hang(page, document)
    for mark in marks:
        element = _find(page, mark.span.element)
        if element is not None:
            _mark(element, mark)
    head = page.find("head")
    (page if head is None else head)[:0] = _additions()
    return str(tostring(page, encoding="unicode", doctype="<!DOCTYPE html>"))


def _find(page: HtmlElement, path: str | None) -> HtmlElement | None:
    """Return the element of a span: its paths are made of names, numbers and one id."""
    if not path:
        return None
    steps = path.split(" > ")
    first = f"//*[@id='{steps[0][1:]}']" if steps[0].startswith("#") else f"/{steps[0]}"
    rest = (step.replace(":nth-of-type(", "[").replace(")", "]") for step in steps[1:])
    try:
        found = page.xpath("/".join((first, *rest)))
    except etree.XPathError:
        return None
    return found[0] if found else None


def _mark(element: HtmlElement, mark: Mark) -> None:
    numbers = element.get("data-docreel")
    element.set("data-docreel", f"{numbers} {mark.number}" if numbers else str(mark.number))
    element.set("data-docreel-kind", mark.kind)


def _hang(page: HtmlElement, document: Document) -> None:
    """Put the pictures that were read into the page itself."""
    for figure in document.figures:
        element = _find(page, figure.span.element)
        if element is None or figure.image is None:
            continue
        content = Path(figure.image).read_bytes()
        image = element if element.tag == "img" else next(element.iter("img"), None)
        if image is not None and len(content) <= _LARGEST:
            data = b64encode(content).decode("ascii")
            image.attrib.pop("srcset", None)
            image.set("src", f"data:{sniff(content)};base64,{data}")


def _additions() -> Iterator[HtmlElement]:
    policy = etree.Element("meta")
    policy.set("http-equiv", "Content-Security-Policy")
    policy.set("content", _POLICY)
    yield policy
    style = etree.Element("style")
    style.text = _STYLE + "".join(
        f"[data-docreel-kind={kind}] {{ --docreel: {colour}; }}\n"
        for kind, colour in COLOURS.items()
    )
    yield style


_STYLE = """
body { font-family: system-ui, sans-serif; max-width: 100%; overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; }
[data-docreel] { outline: 2px solid var(--docreel) !important; outline-offset: 2px; }
[data-docreel]::before { content: attr(data-docreel); background: var(--docreel);
  color: #fff; font: bold 11px system-ui; padding: 0 4px; border-radius: 3px;
  margin-right: 4px; display: inline-block; text-indent: 0; }
"""
