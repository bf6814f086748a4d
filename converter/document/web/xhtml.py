"""XHTML: pages of books as HTML, since `<title/>` means another thing in each."""

from __future__ import annotations

import html
import re

from lxml import etree

_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(\w+;)")
_NAME = re.compile(r"[A-Za-z][\w-]*")
_LINK = "{http://www.w3.org/1999/xlink}href"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_SVG = "{http://www.w3.org/2000/svg}"


def as_html(content: bytes) -> str:
    """Return XHTML as HTML, however broken; names of namespaces are gone, `epub:type` stays."""
    text = re.sub(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", "", content.decode("utf-8-sig", "replace"),
                  count=1, flags=re.S)  # fmt: skip
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    text = _ENTITY.sub(lambda name: html.escape(html.unescape(name[0])), text)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(text.encode(), parser=parser)
    if root is None:
        return text
    _show_wrapped(root)
    for element in root.iter(etree.Element):
        kind = element.attrib.pop(_TYPE, None)
        if kind:
            element.set("class", f"{element.get('class') or ''} {kind}".strip())
        name = re.split("[}:]", str(element.tag))[-1]
        element.tag = name if _NAME.fullmatch(name) else "span"
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode", method="html"))


def _show_wrapped(root: etree._Element) -> None:
    """Make a picture wrapped in a drawing, as covers are, a picture."""
    for image in list(root.iter(f"{_SVG}image")):
        drawing = image.getparent()
        if drawing is not None and drawing.tag == f"{_SVG}svg" and len(drawing) == 1:
            tail = drawing.tail
            address = image.get(_LINK) or image.get("href") or ""
            drawing.clear()
            drawing.tag, drawing.tail = "img", tail
            drawing.set("src", address)
