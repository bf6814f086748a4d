"""Regions in reading order to sections, figures and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from converter.document.model import Block, Section, Span
from converter.document.pdf.figures import Picture
from converter.document.pdf.geometry import Box, share, width
from converter.document.pdf.headings import Heading
from converter.document.pdf.layout import BULLET, Region, part_of
from converter.document.pdf.page import Line
from converter.document.pdf.text import (
    HYPHENS,
    Joiner,
    ended,
    folded,
    is_cjk,
    is_rtl,
    starts_low,
    word_count,
)  # fmt: skip

REFERENCES = re.compile(
    r"(?:\W*\d+\.?\s*|[IVX]+\.\s*)?(?:references(?: cited)?|bibliography|works cited|"
    r"literature cited|"
    r"literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|références|bibliographie|bibliografía|"
    r"referencias|参考文献|參考文獻|المراجع)\W*",
    re.I,
)
INDEX = re.compile(
    r"\W*(?:index|subject index|author index|stichwortverzeichnis|sachregister|索引)\W*", re.I
)
CONTENTS = re.compile(
    r"\W*(?:(?:table of )?contents|contents page|list of (?:figures|tables)|inhalt|"
    r"inhaltsverzeichnis|"
    r"table des matières|sommaire|índice|目\s*录|目\s*次|المحتويات)\W*",
    re.I,
)
LEADERS = re.compile(r"(?:\. ?){4,}|…{2,}|_{5,}")
PAGE_AT_END = re.compile(r"(?:\s|\.)(?:\d{1,4}|[ivxl]{1,6}|[A-Z]-\d+)$")
MARK = re.compile(r"^(?:[\d⁰¹²³⁴-⁹*†‡§¶∗]+|[a-z](?=\s))\s*")
AUTHOR = re.compile(r"[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?,\s(?:[A-Z]\.|[A-Z][\w'’-]+[.,\s])")
ENTRY = re.compile(r"\[[\w+]{1,10}\]|\d{1,3}\.\s|\(\d{1,3}\)\s")
LONGEST_RUN_IN = 6
"""Words of a heading that stands in the first line of its paragraph."""

Placed = Heading | Region | Picture
Describe = Callable[[Picture], Block]


@dataclass
class Writer:
    """Writes sections block by block; joins what columns and pages took apart."""

    joiner: Joiner
    describe: Describe
    sections: list[Section] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    _heading: Heading | None = None
    _blocks: list[Block] = field(default_factory=list)
    _open: int | None = None
    """Index of the paragraph a following one may continue."""
    _code: Region | None = None
    """The listing written last, which a following one may continue."""

    def write(self, item: Placed) -> None:
        """Add the next item of the flow."""
        if isinstance(item, Heading):
            self.close()
            self._heading = item
        elif isinstance(item, Picture):
            self._blocks.append(self.describe(item))
        elif item.kind == "footnote":
            text = MARK.sub("", self.joiner.text(item.lines))
            self.notes.append(self._block("footnote", text, item))
        elif self._heading and REFERENCES.fullmatch(self._heading.text):
            self._add_references(item)
        elif not (self._heading and INDEX.fullmatch(self._heading.text)):
            self._add(item)

    def close(self) -> None:
        """End the section being written; a list of references leaves none behind."""
        references = self._heading and REFERENCES.fullmatch(self._heading.text)
        if (self._heading or self._blocks) and not (references and not self._blocks):
            heading = self._heading
            self.sections.append(
                Section(
                    heading=heading.text if heading else None,
                    level=heading.level if heading else 0,
                    blocks=tuple(self._blocks),
                    span=self._span(heading.region) if heading else Span(),
                )
            )
        self._heading, self._blocks, self._open = None, [], None

    def _add(self, region: Region) -> None:
        if region.kind == "code":
            self._add_code(region)
        elif region.kind == "list":
            self._add_list(region)
        elif region.kind in {"text", "heading", "caption", "formula"}:
            self._add_paragraph(region)

    def _add_code(self, region: Region) -> None:
        last = self._code
        if last is not None and self._blocks and self._blocks[-1].kind == "code":
            near = last.page == region.page and region.box[1] - last.box[3] < 1.5 * region.size
            if near:
                region = part_of(region, last.lines + region.lines, "code")
                self._blocks.pop()
        self._append(self._block("code", code_text(region), region))
        self._code = region

    def _add_paragraph(self, region: Region) -> None:
        text = self.joiner.text(region.lines)
        if title := _run_in(region.lines[0]):
            text = f"{title}. {text.removeprefix(title).lstrip()}"
        if self._open is not None and _goes_on(self._blocks[self._open], text, region):
            last = self._blocks[self._open]
            joined = self.joiner.join(last.text, text)
            items = (*last.items[:-1], self.joiner.join(last.items[-1], text)) if last.items else ()
            self._blocks[self._open] = last.model_copy(update={"text": joined, "items": items})
        elif folded(text):
            self._append(self._block("paragraph", text, region))

    def _add_list(self, region: Region) -> None:
        items = list_items(region, self.joiner)
        last = self._blocks[-1] if self._blocks else None
        if not BULLET.match(region.lines[0].text):
            if last is None or last.kind != "list" or not region.modelled:
                self._add_paragraph(region)
                return
            if starts_low(items[0]) or not ended(last.items[-1]):
                items = [self.joiner.join(last.items[-1], items[0]), *items[1:]]
                last = last.model_copy(update={"items": last.items[:-1]})
        if last is not None and last.kind == "list":
            items = [*last.items, *items]
            self._blocks.pop()
            block = last.model_copy(update={"items": tuple(items), "text": "\n".join(items)})
        else:
            block = self._block("list", "\n".join(items), region)
            block = block.model_copy(update={"items": tuple(items)})
        self._append(block)

    def _add_references(self, region: Region) -> None:
        for entry in reference_entries(region):
            text = self.joiner.text(entry.lines)
            last = self.notes[-1] if self.notes else None
            fresh = ENTRY.match(text) or not last or last.kind != "reference" or ended(last.text)
            if last and not fresh:
                joined = self.joiner.join(last.text, text)
                self.notes[-1] = last.model_copy(update={"text": joined})
            else:
                self.notes.append(self._block("reference", text, entry))

    def _append(self, block: Block) -> None:
        self._blocks.append(block)
        self._open = len(self._blocks) - 1 if block.kind in {"paragraph", "list"} else None

    def _block(self, kind: str, text: str, region: Region) -> Block:
        return Block.model_validate({"kind": kind, "text": text, "span": self._span(region)})

    def _span(self, region: Region) -> Span:
        return Span(page=region.page, box=rounded(region.box))


def rounded(box: Box) -> Box:
    """Round a box to tenths of a point."""
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def without_contents(pages: Sequence[Sequence[Region]]) -> list[list[Region]]:
    """Drop tables of contents: lines that lead to page numbers, and the heading over them."""
    kept, inside = [], False
    for regions in pages:
        named = any(CONTENTS.fullmatch(line.text) for r in regions for line in r.lines[:2])
        rest = [r for r in regions if not _is_contents(r, named or inside)]
        inside = len(rest) < len(regions) and (named or inside)
        dropped = [r for r in regions if r not in rest]
        rest = [r for r in rest if not (dropped and _is_trace(r, dropped))]
        if inside:
            rest = [r for r in rest if not _names_contents(r)]
        kept.append(rest)
    return kept


def _is_trace(region: Region, dropped: Sequence[Region]) -> bool:
    """Tell whether the layout model saw a picture or table where only contents stood."""
    return region.kind in {"picture", "table"} and any(
        share(part.box, region.box) > 0.5 for part in dropped
    )


def _names_contents(region: Region) -> bool:
    return bool(region.lines) and CONTENTS.fullmatch(region.text) is not None


def _is_contents(region: Region, expected: bool) -> bool:
    lines = [line.text for line in region.lines]
    led = sum(bool(LEADERS.search(text)) for text in lines)
    paged = sum(bool(PAGE_AT_END.search(text)) for text in lines)
    if led and led >= 0.4 * len(lines) and paged >= 0.4 * len(lines):
        return True
    return expected and bool(lines) and paged >= 0.6 * len(lines)


def _run_in(line: Line) -> str:
    """Return the bold words without a stop that open a paragraph as its heading."""
    title = line.runs[0].text.strip()
    after = line.runs[1] if len(line.runs) > 1 else line.runs[0]
    parted = line.runs[0].bold and not after.bold and after.text.lstrip()[:1].isupper()
    named = title[:1].isupper() and title[-1:].isalnum() and word_count(title) <= LONGEST_RUN_IN
    return title if parted and named else ""


def list_items(region: Region, joiner: Joiner) -> list[str]:
    """Part a list at its bullets and numbers, which are not part of the items' text."""
    items: list[list[int]] = []
    for index, line in enumerate(region.lines):
        if not items or BULLET.match(line.text):
            items.append([])
        items[-1].append(index)
    texts = (joiner.text([region.lines[i] for i in item]) for item in items)
    return [text for text in (BULLET.sub("", raw, count=1).strip() for raw in texts) if text]


def reference_entries(region: Region) -> Iterable[Region]:
    """Part a region of references at numbers in brackets or at hanging lines."""
    left = min(line.box[0] for line in region.lines)
    hanging = any(line.box[0] > left + 0.5 * line.size for line in region.lines)
    groups: list[list[int]] = []
    for index, line in enumerate(region.lines):
        outdented = hanging and line.box[0] < left + 0.5 * line.size
        after = index > 0 and ended(region.lines[index - 1].text)
        named = after and not hanging and AUTHOR.match(line.text)
        if not groups or ENTRY.match(line.text) or outdented or named:
            groups.append([])
        groups[-1].append(index)
    for group in groups:
        lines = tuple(region.lines[i] for i in group)
        yield Region(region.kind, region.box, lines, region.page)


def code_text(region: Region) -> str:
    """Return the lines of a listing, indented as they stand."""
    left = min(line.box[0] for line in region.lines)
    widths = [width(line.box) / max(1, len(line.text)) for line in region.lines]
    step = sorted(widths)[len(widths) // 2] or 1.0
    indents = [round((line.box[0] - left) / step) + _spaces(line) for line in region.lines]
    least = min(indents)
    return "\n".join(
        " " * (indent - least) + line.text
        for indent, line in zip(indents, region.lines, strict=True)
    )


def _spaces(line: Line) -> int:
    return len(line.runs[0].text) - len(line.runs[0].text.lstrip())


def _goes_on(last: Block, text: str, region: Region) -> bool:
    """Tell whether a paragraph runs on in the next column or on the next page."""
    same_place = last.span.page == region.page and last.span.box is not None and (
        abs(last.span.box[0] - region.box[0]) < 3 and last.span.box[3] < region.box[1]
    )  # fmt: skip
    if ended(last.text) or not text:
        return False
    if last.text[-1:] in HYPHENS or (starts_low(text) and not same_place):
        return True
    caseless = is_cjk(text) or is_rtl(text)
    return caseless and not same_place and len(folded(last.text)) > 20
