"""Package: what an EPUB says of itself: metadata, reading order, table of contents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from converter.document.archive import Archive
from converter.errors import DocumentError

if TYPE_CHECKING:
    from converter.document.web.metadata import Metadata

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
DEEPEST = 6
"""Levels of the table of contents that are told apart."""
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
"""Ways in which fonts alone are obscured; the book can be read all the same."""
_FURNITURE = {"cover", "toc", "title-page", "titlepage", "copyright-page", "loi", "lot", "index"}
"""Kinds of files, in the guide of a package, that are not read."""


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents; `level` counts from 1."""

    label: str
    level: int
    file: str
    anchor: str


@dataclass(frozen=True)
class _Item:
    name: str
    kind: str
    properties: frozenset[str]


@dataclass
class Book:
    """An open EPUB; files are named as in the archive."""

    archive: Archive
    package: ET.Element
    folder: str
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._items = {
            item.get("id", ""): self._item(item) for item in self.package.iter(OPF + "item")
        }

    def _item(self, item: ET.Element) -> _Item:
        properties = frozenset(item.get("properties", "").split())
        return _Item(self._name(item.get("href", "")), item.get("media-type", ""), properties)

    def _name(self, address: str, folder: str | None = None) -> str:
        base = self.folder if folder is None else folder
        return posixpath.normpath(posixpath.join(base, unquote(address.partition("#")[0])))

    def facts(self) -> Metadata:
        """Return title, authors, date, language and publisher."""
        from converter.document.web.metadata import stated

        return stated(
            title=self._said("title"),
            authors=list(self._authors()),
            date=self._said("date"),
            language=self._said("language"),
            site=self._said("publisher"),
        )

    def _said(self, name: str) -> str:
        return next((e.text for e in self.package.iter(DC + name) if e.text), "")

    def _authors(self) -> Iterator[str]:
        roles = {
            meta.get("refines", "").lstrip("#"): meta.text
            for meta in self.package.iter(OPF + "meta")
            if meta.get("property") == "role"
        }
        for creator in self.package.iter(DC + "creator"):
            role = creator.get(OPF + "role") or roles.get(creator.get("id", ""), "aut")
            if role == "aut":
                yield _given_first(creator.text or "")

    @property
    def cover(self) -> str:
        """The picture on the cover, empty when none is named."""
        old = {
            m.get("content") for m in self.package.iter(OPF + "meta") if m.get("name") == "cover"
        }
        for identity, item in self._items.items():
            if "cover-image" in item.properties or identity in old:
                return item.name if item.kind.startswith("image/") else ""
        return ""

    def spine(self) -> list[str]:
        """Return the files to be read, in order."""
        furniture = {
            self._name(reference.get("href", ""))
            for reference in self.package.iter(OPF + "reference")
            if reference.get("type", "").lower() in _FURNITURE
        }
        found: list[str] = []
        for place in self.package.iter(OPF + "itemref"):
            item = self._items.get(place.get("idref", ""))
            if item is None or item.name in furniture or "nav" in item.properties:
                continue
            if place.get("linear") == "no":
                self.warnings.append(f"{item.name}: beside the reading order, left out")
            elif item.name not in self.archive.names:
                self.warnings.append(f"{item.name}: not in the file")
            else:
                found.append(item.name)
        return found

    def contents(self) -> list[Entry]:
        """Return the table of contents, flat; of EPUB 3 if there is one, else of EPUB 2."""
        for item in self._items.values():
            if "nav" in item.properties and (found := list(self._nav(item.name))):
                return found
        for item in self._items.values():
            if item.kind == "application/x-dtbncx+xml" and (found := list(self._ncx(item.name))):
                return found
        return []

    def _nav(self, name: str) -> Iterator[Entry]:
        for nav in self._tree(name).iter(XHTML + "nav"):
            listed = nav.find(XHTML + "ol")
            if nav.get(TYPE, "toc") == "toc" and listed is not None:
                yield from self._listed(listed, 1, posixpath.dirname(name))

    def _listed(self, listed: ET.Element, level: int, folder: str) -> Iterator[Entry]:
        for line in listed.findall(XHTML + "li"):
            link = line.find(XHTML + "a")
            if link is not None:
                yield self._entry(" ".join(link.itertext()), level, link.get("href", ""), folder)
            deeper = line.find(XHTML + "ol")
            if deeper is not None and level < DEEPEST:
                yield from self._listed(deeper, level + 1, folder)

    def _ncx(self, name: str) -> Iterator[Entry]:
        lines = self._tree(name).find(NCX + "navMap")
        return iter(()) if lines is None else self._points(lines, 1, posixpath.dirname(name))

    def _points(self, parent: ET.Element, level: int, folder: str) -> Iterator[Entry]:
        for point in parent.findall(NCX + "navPoint"):
            label = point.findtext(f"{NCX}navLabel/{NCX}text") or ""
            content = point.find(NCX + "content")
            if content is not None:
                yield self._entry(label, level, content.get("src", ""), folder)
            if level < DEEPEST:
                yield from self._points(point, level + 1, folder)

    def _entry(self, label: str, level: int, address: str, folder: str) -> Entry:
        anchor = unquote(address.partition("#")[2])
        return Entry(" ".join(label.split()), level, self._name(address, folder), anchor)

    def _tree(self, name: str) -> ET.Element:
        """Return a file as a tree; an empty one when it is missing or broken."""
        try:
            return ET.fromstring(self.archive.read(name))
        except (ET.ParseError, DocumentError):
            self.warnings.append(f"{name}: the table of contents cannot be read")
            return ET.Element("none")


def open_book(archive: Archive) -> Book:
    """Find the package of an EPUB; DocumentError for a protected or broken one."""
    if _ENCRYPTION in archive.names:
        _refuse_protected(archive)
    try:
        container = ET.fromstring(archive.read(_CONTAINER))
        found = (element for element in container.iter() if element.tag.endswith("}rootfile"))
        name = next(found).get("full-path", "")
        package = ET.fromstring(archive.read(name))
    except (ET.ParseError, StopIteration) as error:
        raise DocumentError(f"{archive.name}: is damaged: no package in it") from error
    return Book(archive, package, posixpath.dirname(name))


def _refuse_protected(archive: Archive) -> None:
    ways = re.findall(rb"EncryptionMethod[^>]*Algorithm=[\"']([^\"']+)", archive.read(_ENCRYPTION))
    if any(way.decode("ascii", "replace") not in _FONTS for way in ways):
        raise DocumentError(f"{archive.name}: is protected by its publisher (DRM), cannot be read")


def _given_first(name: str) -> str:
    """Return a name that is filed as "Marsh, Ada" the way it is spoken."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else name
