"""Pictures: what a page shows, found in its markup, fetched, checked and stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from converter.document.web.page import Page

WIDTH = 1920
"""The widest candidate worth fetching, in pixels."""
LAZY = (
    *("data-src", "data-original", "data-lazy-src", "data-lazy", "data-original-src"),
    *("data-orig-file", "data-full-src", "data-hi-res-src", "data-actualsrc", "data-echo"),
    *("data-image", "data-img-src", "data-url"),
)
LAZY_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:$|[?#])", re.I)
_ORNAMENT = re.compile(
    r"(?:^|[\s_-])(?:icons?|logo|avatars?|emoji|smiley|gravatar|flagicon|spacer|tracking|sprite|"
    r"badge|profile|userpic|author)(?:$|[\s_-])",
    re.I,
)
_ORNAMENT_FILE = re.compile(
    r"(?:^|[/_.-])(?:icons?|avatars?|emoji|gravatar|spacer|pixel|blank|sprite|tracking|1x1|clear|"
    r"transparent|shim|bullet)(?:[/_.-]|\d*\.\w+$)",
    re.I,
)


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture as the page names it: candidate addresses, best first, and its words."""

    element: HtmlElement
    addresses: tuple[str, ...]
    alt: str = ""
    caption: str = ""
    ornament: bool = False
    """Named or measured as an icon, logo, avatar or spacer by the page itself."""
    inline: bool = False
    """Stands among the words of a sentence."""


def picture_at(element: HtmlElement, page: Page, caption: str = "") -> Picture | None:
    """Return the picture of an element, or None when it names none worth knowing."""
    image = _image(element)
    named = (page.resolve(address) for address in _candidates(element, image))
    addresses = tuple(dict.fromkeys(address for found in named for address in found))
    width, height = _declared(image, "width"), _declared(image, "height")
    if not addresses and not (caption and element.tag in {"svg", "video"}):
        return None
    if "mwe-math" in (image.get("class") or "") or max(width or 9, height or 9) < 3:
        return None  # a formula that is kept as text, or a counter
    alt = " ".join((image.get("alt") or image.get("aria-label") or "").split())
    names = " ".join(e.get("class") or "" for e in (image, image.getparent()) if e is not None)
    small = min(width or 64, height or 64) < 64
    ornate = _ORNAMENT.search(names) or _ORNAMENT_FILE.search("".join(addresses[-1:])[-80:])
    return Picture(element, addresses, alt, caption, small or bool(ornate))


def _image(element: HtmlElement) -> HtmlElement:
    inner = next(element.iter("img"), None) if element.tag in {"picture", "object"} else None
    return element if inner is None else inner


def _candidates(element: HtmlElement, image: HtmlElement) -> Iterator[str]:
    """Yield addresses, best first: the linked full size, then the sets, then the plain ones."""
    link = next((a for a in list(element.iterancestors())[:3] if a.tag == "a"), None)
    target = "" if link is None else (link.get("href") or "")
    if FILE.search(target) and "File:" not in target:
        yield target
    sets = [image.get(name) or "" for name in (*LAZY_SETS, "srcset")]
    sources = element.iter("source") if element.tag == "picture" else iter(())
    sets += [s.get("data-srcset") or s.get("srcset") or "" for s in sources]
    listed = [best for best in map(_best, sets) if best]
    plain = list(filter(_plausible, map(str.strip, _plain(element, image))))
    yield from filter(None, (_whole(address, image) for address in plain[-1:]))
    yield from listed + plain


def _whole(address: str, image: HtmlElement) -> str:
    """Return the larger file behind a thumbnail of a MediaWiki site, which tells its width."""
    thumb = re.fullmatch(r"(.*)/thumb(/.+)/(\d+)px-([^/]+)", address)
    width = image.get("data-file-width") or ""
    if not thumb or not width.isdigit() or int(width) <= int(thumb[3]):
        return ""
    if int(width) <= WIDTH and re.search(r"\.(?:jpe?g|png|gif|webp)$", thumb[2], re.I):
        return thumb[1] + thumb[2]
    return f"{thumb[1]}/thumb{thumb[2]}/1280px-{thumb[4]}"


def _plain(element: HtmlElement, image: HtmlElement) -> Iterator[str]:
    for name in LAZY:
        if FILE.search(image.get(name) or "") or name == "data-src":
            yield image.get(name) or ""
    if element.tag == "video":
        yield element.get("poster") or ""
    elif element.tag in {"object", "embed"}:
        data = element.get("data") or element.get("src") or ""
        yield data if FILE.search(data) else ""
        yield image.get("src") or "" if image is not element else ""
    else:
        yield image.get("src") or ""


def _plausible(address: str) -> bool:
    """Tell a picture from a placeholder: small data addresses only hold the place."""
    if address.startswith("data:"):
        return address.startswith("data:image") and len(address) > 800
    return bool(address) and not address.startswith(("about:", "blob:", "javascript:", "#"))


def _best(srcset: str) -> str:
    """Return the widest candidate up to WIDTH, or the least of those beyond it."""
    found = re.findall(r"\s*(\S*[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)", srcset)
    sized = [
        (float(number or 1) * (WIDTH / 3 if unit != "w" else 1), url) for url, number, unit in found
    ]
    sized = [(size, url) for size, url in sized if _plausible(url)]
    fitting = [pair for pair in sized if pair[0] <= WIDTH]
    if fitting:
        return str(max(fitting, key=lambda pair: pair[0])[1])
    return str(min(sized, key=lambda pair: pair[0])[1]) if sized else ""


def _declared(image: HtmlElement, side: str) -> int | None:
    style = re.search(rf"(?<![\w-]){side}\s*:\s*(\d+)(?:\.\d+)?px", image.get("style") or "")
    plain = re.fullmatch(r"\s*(\d+)(?:\.\d+)?(?:px)?\s*", image.get(side) or "")
    found = style or plain
    return int(found[1]) if found else None
