"""Body: the paragraphs and tables of a DOCX, as blocks of HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

from converter.document.chart import read_chart
from converter.document.docx.inline import MC, Gathered, W
from converter.document.model import Span
from converter.document.omml import Element

Role = Literal["title", "heading", "caption", "list", "quote", "code", "text", "show", "table"]
_CAPTION = re.compile(r"(?:fig(?:ure|\.)|abb(?:ildung|\.)|图|圖)\s*\d", re.I)
_STYLES: list[tuple[re.Pattern[str], Role]] = [
    (re.compile(r"title"), "title"),
    (re.compile(r"caption"), "caption"),
    (re.compile(r"(?:intense )?quote|block ?text|quotations?"), "quote"),
    (re.compile(r".*\b(?:code|listing|preformatted|source)\b.*|macro ?text|html pre.*"), "code"),
    (re.compile(r"list(?! paragraph)\b.*"), "list"),
]
_TYPEWRITERS = re.compile(r"courier|consolas|mono|menlo|source code", re.I)


@dataclass
class _Block:
    """A paragraph, or what stands beside one; `inner` is HTML without its own tag."""

    role: Role
    inner: str
    where: str
    level: int = 0


@dataclass
class Body:
    """The text of a DOCX. `part` is python-docx's document part."""

    part: Any
    title: str = ""
    """What the paragraph of style Title says, once `markup` was called."""
    warnings: list[str] = field(default_factory=list)

    def markup(self) -> str:
        """Return the whole text as HTML, notes at its end."""
        self._notes: dict[tuple[str, str], None] = {}
        text = self.part.element.body
        self._numbers = {one: n for n, one in enumerate(text.iter(W + "p"), 1)}
        self._numbers |= {one: n for n, one in enumerate(text.iter(W + "tbl"), 1)}
        found = list(self._blocks(text, self.part))
        self.title = next((_plain(b.inner) for b in found if b.role == "title"), "")
        shown = _bound([block for block in found if block.role != "title"])
        return "\n".join([*_written(shown), *self._footnotes()])

    def _blocks(self, parent: Element, part: Any) -> Iterator[_Block]:
        for child in parent:
            if child.tag == W + "p":
                yield from self._paragraph(child, part)
            elif child.tag == W + "tbl":
                where = _where(f"tbl[{self._numbers.get(child)}]")
                yield _Block("table", self._rows(child, part), where)
            elif child.tag == W + "sdt" and not _is_contents(child):
                yield from self._blocks(child.find(W + "sdtContent") or (), part)
            elif child.tag in {W + "ins", W + "moveTo", W + "customXml", MC + "Choice"}:
                yield from self._blocks(child, part)

    def _paragraph(self, paragraph: Element, part: Any) -> Iterator[_Block]:
        where = _where(f"p[{self._numbers.get(paragraph)}]")
        role, level = self._role(paragraph)
        if role is None:
            return
        gathered = Gathered()
        for child in paragraph:
            gathered.add(child, part)
        self._notes.update(dict.fromkeys(gathered.notes))
        if markup := _displayed(gathered.markup):
            yield _Block(role, markup, where, level)
        for picture in gathered.pictures:
            yield _Block("show", picture, where)
        for chart in gathered.charts:
            yield from self._chart(chart, where)
        for box in gathered.boxes:
            yield from self._blocks(box, part)

    def _chart(self, relation: str, where: str) -> Iterator[_Block]:
        found = self.part.related_parts.get(relation)
        chart = read_chart(found.blob) if found is not None else None
        if chart is None:
            self.warnings.append("a chart is of a kind that is not drawn here")
        else:
            yield _Block("show", chart.figure(), where)

    def _role(self, paragraph: Element) -> tuple[Role | None, int]:
        """Return what a paragraph is, by its style, and a heading's level; None for contents."""
        styles = self._styles(paragraph)
        level = _outline_level([paragraph, *styles])
        names = [_value(style, "name").lower() for style in styles]
        if any(name.startswith(("toc ", "table of figures", "index ")) for name in names):
            return None, 0
        if level is not None:
            return "heading", level
        for pattern, role in _STYLES:
            if any(pattern.fullmatch(name) for name in names):
                return role, 0
        if any(_is_listed(holder) for holder in (paragraph, *styles)):
            return "list", 0
        return ("code" if _is_typed(paragraph) else "text"), 0

    def _styles(self, paragraph: Element) -> list[Element]:
        """Return a paragraph's style and those it is based on."""
        known = self._known
        found: list[Element] = []
        identity = _value(paragraph.find(W + "pPr"), "pStyle")
        while identity in known and known[identity] not in found:
            found.append(known[identity])
            identity = _value(found[-1], "basedOn")
        return found

    @property
    def _known(self) -> dict[str, Element]:
        if not hasattr(self, "_by_id"):
            styles = self.part.styles.element.iter(W + "style")
            self._by_id = {style.get(W + "styleId", ""): style for style in styles}
        return self._by_id

    def _rows(self, table: Element, part: Any) -> str:
        rows = [list(self._cells(row, part)) for row in table.iter(W + "tr")
                if next(row.iterancestors(W + "tbl")) is table]  # fmt: skip
        if not rows:
            return ""
        tag = "th" if len(rows) > 1 and max(map(len, rows)) > 1 else "td"
        tags = [tag, *["td"] * (len(rows) - 1)]
        return "".join(
            "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
            for tag, row in zip(tags, rows, strict=True)
        )

    def _cells(self, row: Element, part: Any) -> Iterator[str]:
        for cell in row.iter(W + "tc"):
            if next(cell.iterancestors(W + "tr")) is not row:
                continue
            inner = "\n".join(_written(_bound(list(self._blocks(cell, part)))))
            properties = cell.find(W + "tcPr")
            yield inner
            yield from [""] * (int(_value(properties, "gridSpan") or 1) - 1)

    def _footnotes(self) -> Iterator[str]:
        for kind, identity in list(self._notes):
            for part, note in self._note(kind, identity):
                inner = _plain(" ".join(block.inner for block in self._blocks(note, part)))
                where = _where(f"note {identity}", f"{kind}.xml")
                yield f'<p role="doc-footnote" {where}>{html.escape(inner)}</p>'

    def _note(self, kind: str, identity: str) -> Iterator[tuple[Any, Element]]:
        from docx.oxml import parse_xml

        for relation in self.part.rels.values():
            if relation.reltype.endswith(f"/{kind}"):
                notes = parse_xml(relation.target_part.blob)
                yield from (
                    (relation.target_part, note) for note in notes if note.get(W + "id") == identity
                )


def _value(element: Element | None, name: str) -> str:
    """Return the `w:val` of a child, empty when there is none."""
    found = None if element is None else element.find(W + name)
    return "" if found is None else str(found.get(W + "val", ""))


def _outline_level(holders: Iterable[Element]) -> int | None:
    """Return the level of a heading, from 1: by the name of its style, or its outline level."""
    for holder in holders:
        name = re.fullmatch(r"heading ([1-9])", _value(holder, "name").lower())
        if name:
            return int(name[1])
        stated = _value(holder.find(W + "pPr"), "outlineLvl")
        if stated.isdigit():
            return int(stated) + 1 if int(stated) < 9 else None
    return None


def _is_listed(holder: Element) -> bool:
    properties = holder.find(W + "pPr")
    numbered = None if properties is None else properties.find(W + "numPr")
    return numbered is not None and _value(numbered, "numId") not in {"", "0"}


def _is_typed(paragraph: Element) -> bool:
    """Tell whether all words are set in a typewriter face."""
    faces = [
        _face(run.find(W + "rPr"))
        for run in paragraph.iter(W + "r")
        if "".join(t.text or "" for t in run.iter(W + "t")).strip()
    ]
    return bool(faces) and all(_TYPEWRITERS.search(face) for face in faces)


def _face(properties: Element | None) -> str:
    fonts = None if properties is None else properties.find(W + "rFonts")
    return "" if fonts is None else str(fonts.get(W + "ascii", ""))


def _is_contents(control: Element) -> bool:
    gallery = next(control.iter(W + "docPartGallery"), None)
    return gallery is not None and "Contents" in gallery.get(W + "val", "")


def _where(place: str, part: str = "document.xml") -> str:
    span = Span(element=f"{part} {place}").model_dump_json(exclude_defaults=True)
    return f"data-span='{span}'"


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def _displayed(markup: str) -> str:
    """Return the HTML of a paragraph; a formula alone in it stands on a line of its own."""
    alone = not _plain(markup)
    return markup.strip().replace('display="inline"', 'display="block"') if alone else markup


def _bound(blocks: list[_Block]) -> list[_Block]:
    """Put captions to what they describe: what stands above them, else what stands below."""
    out: list[_Block] = []
    waiting: _Block | None = None
    for block in blocks:
        last = out[-1] if out else None
        captioned = block.role == "caption" or bool(_CAPTION.match(_plain(block.inner)))
        if captioned and block.role in {"caption", "text"} and len(block.inner) < 600:
            if last and last.role == "show" and "figcaption" not in last.inner:
                last.inner += f"<figcaption>{block.inner}</figcaption>"
                continue
            if block.role == "caption":
                out += [waiting] if waiting else []
                waiting = block
                continue
        if waiting and block.role in {"show", "table"}:
            tag = "figcaption" if block.role == "show" else "caption"
            block.inner = f"<{tag}>{waiting.inner}</{tag}>{block.inner}"
            waiting = None
        out += [waiting, block] if waiting else [block]
        waiting = None
    return out + ([waiting] if waiting else [])


def _written(blocks: Iterable[_Block]) -> Iterator[str]:
    """Yield HTML; neighbours of one role make one list, quotation or listing."""
    for role, run in groupby(blocks, key=lambda block: block.role):
        members = list(run)
        if role == "list":
            items = "".join(f"<li>{block.inner}</li>" for block in members)
            yield f"<ul {members[0].where}>{items}</ul>"
        elif role == "quote":
            lines = "".join(f"<p>{block.inner}</p>" for block in members)
            yield f"<blockquote {members[0].where}>{lines}</blockquote>"
        elif role == "code":
            listing = "\n".join(block.inner.replace("<br>", "\n") for block in members)
            yield f"<pre {members[0].where}>{listing}</pre>"
        else:
            yield from map(_tagged, members)


def _tagged(block: _Block) -> str:
    tag = {"show": "figure", "table": "table", "heading": f"h{min(block.level, 6)}"}
    name = tag.get(block.role, "p")
    return f"<{name} {block.where}>{block.inner}</{name}>"
