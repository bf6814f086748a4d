"""Page: bytes to a clean element tree with a base for its addresses.

What a browser would not show is taken out here (scripts, templates, hidden
elements), and pictures that only appear after scrolling get their address back.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from converter.errors import DocumentError
from converter.mediatype import sniff
from converter.source import Source

DEPTH = 150
"""Elements nested deeper than this are unwrapped: the text stays, the nesting goes."""
UNSEEN = {"style", "template", "script", "noscript", "link", "meta", "title", "head", "base"}
_HEAD = {"title", "base", "link", "meta", "style", "script", "noscript", "template"}
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What browsers really use for the encodings pages declare."""


@dataclass
class Page:
    """A parsed page.

    `markup` is what was parsed, `whole` its tree, `root` the tree without the unseen.
    `bases` are what relative addresses may be relative to, the likeliest first.
    """

    markup: str
    whole: HtmlElement
    root: HtmlElement
    address: str
    bases: tuple[str, ...]
    origin: dict[HtmlElement, HtmlElement]
    """For each element of `root`, the same one in `whole`."""

    @cached_property
    def body(self) -> HtmlElement:
        """The body, or the root of a page that has none."""
        found = self.root.find("body")
        return self.root if found is None else found

    def resolve(self, address: str) -> list[str]:
        """Return an address of the page as absolute ones, the likeliest first."""
        if address.startswith("data:"):
            return [address]
        if address.startswith("//") and self.bases[0].startswith("file:"):
            return ["https:" + address]  # a saved page means the server it came from
        try:
            return list(dict.fromkeys(urljoin(base, address.strip()) for base in self.bases))
        except ValueError:
            return []


def parse(source: Source) -> Page:
    """Parse a page whatever its state; DocumentError when there is no element in it."""
    if sniff(source.content) == "application/octet-stream":
        raise DocumentError(f"{source.address}: binary data, expected HTML")
    markup = decode(source.content, source.charset)
    root = _tree(markup, source.address)
    whole = _tree(markup, source.address)
    page = Page(
        markup=markup,
        whole=whole,
        root=root,
        address=source.final_address,
        bases=_bases(whole, source.final_address),
        origin=dict(zip(root.iter(), whole.iter(), strict=True)),
    )
    _restore_pictures(root)
    _drop_unseen(page)
    _unwrap_deep(root)
    return page


def _tree(markup: str, name: str) -> HtmlElement:
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{name}: no page in it, expected HTML") from error
    _free_body(root)
    return root


def _free_body(root: HtmlElement) -> None:
    """Move what a page without body tags shows out of its head.

    The parser ends the head only at elements that are older than HTML 5.
    """
    head, body = root.find("head"), root.find("body")
    shown = [] if head is None else list(dropwhile(lambda child: child.tag in _HEAD, head))
    if shown:
        if body is None:
            body = etree.SubElement(root, "body")
        body[:0] = shown


def _bases(root: HtmlElement, address: str) -> tuple[str, ...]:
    """Return the base of a page and, for a saved one, where it says it was published."""
    stated = root.xpath("//base/@href")[:1]
    if address.startswith("file:"):
        stated += [""]
        stated += root.xpath(
            "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"
        )[:1]
    found = [urljoin(address, base.strip()) for base in stated or [""]]
    return tuple(dict.fromkeys(found))


def decode(content: bytes, charset: str | None = None) -> str:
    """Return the text of a page, believing the bytes before what is declared of them."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _cleaned(content[len(mark) :].decode(encoding, "replace"))
    for encoding, mark in (("utf-16-le", b"<\0"), ("utf-16-be", b"\0<")):
        if content.startswith(mark):
            return _cleaned(content.decode(encoding, "replace"))
    try:
        return _cleaned(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _cleaned(content.decode(_declared(content, charset), "replace"))


def _declared(content: bytes, charset: str | None) -> str:
    found = re.search(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", content[:4096], re.I)
    for name in (charset, found and found[1].decode("ascii", "replace")):
        try:
            normal = codecs.lookup(name or "").name
        except LookupError:
            continue
        if not _mostly_valid(content, normal):
            continue
        return _WIDER.get(normal, normal)
    return "utf-8" if _mostly_valid(content, "utf-8") else "cp1252"


def _mostly_valid(content: bytes, encoding: str) -> bool:
    """Tell whether decoding loses little: pages are cut or glued in the wrong encoding."""
    sample = content[:200_000].decode(encoding, "replace")
    odd = sum(not character.isascii() for character in sample)
    return sample.count("\ufffd") <= odd / 20 + 1


def _cleaned(text: str) -> str:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    return re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]", "", text)


def _restore_pictures(root: HtmlElement) -> None:
    """Put the picture a page keeps in <noscript> where its placeholder stands."""
    for noscript in list(root.iter("noscript")):
        pictures = list(noscript.iter("img"))
        if len(pictures) != 1 or "".join(noscript.itertext()).strip():
            continue
        before = noscript.getprevious()
        stand_in = [] if before is None else [before, *before.iter("img")]
        for image in stand_in:
            if image.tag == "img":
                image.set("data-src", pictures[0].get("src") or image.get("data-src") or "")
                break
        else:
            noscript.drop_tag()


def _drop_unseen(page: Page) -> None:
    body = page.body
    whole = max(1, len("".join(body.itertext())))
    doomed = [element for element in body.iter() if _unseen(element)]
    for element in doomed:
        if element.getparent() is None or element is body:
            continue
        always = element.tag in UNSEEN or not isinstance(element.tag, str)
        if always or len("".join(element.itertext())) < whole / 4:
            element.drop_tree()


def _unseen(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return True
    if element.tag == "script":
        return "math/tex" not in (element.get("type") or "")
    if element.tag in UNSEEN:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    if not hidden and "display:none" not in style:
        return False
    return element.tag not in {"img", "svg", "picture"} and next(element.iter("math"), None) is None


def _unwrap_deep(root: HtmlElement) -> None:
    depth = {root: 0}
    deep = []
    for element in root.iterdescendants():
        depth[element] = depth[element.getparent()] + 1
        if depth[element] > DEPTH and len(element):
            deep.append(element)
    for element in reversed(deep):
        element.drop_tag()
