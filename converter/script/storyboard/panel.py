"""Panel: the words of a card, or the caption of a picture, as lines of a storyboard.

They stand in a block quote under the picture: `### heading`, `- line`, `— note`,
`| cell | cell |`, a fence around code. A heading that a card has from its section, or
from the title, is not written, so that it follows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.script.model import Card, CardKind, Picture
from converter.script.storyboard.lines import Fault, Line, escape, one_line, plain

_BULLETS = {"title", "points", "closing"}
_WITHOUT_HEADING = {"quote", "number"}
_ENDS = str.maketrans("\r\n", "  ")
_CELLS = re.compile(r"(?<!\\)\|")
_SEPARATOR = re.compile(r"[\s|:-]+")
_FENCE = re.compile(r"(?P<fence>`{3,})\s*(?P<note>.*)")


def panel(show: Picture | Card, section: str, title: str) -> list[str]:
    """Return what a shot shows in words, in a section of a film with that title."""
    if isinstance(show, Picture):
        return [escape(show.caption)] if show.caption.strip() else []
    return [*_top(show, usual(show.kind, section, title)), *_body(show)]


def usual(kind: CardKind, section: str, title: str) -> str:
    """Return what a card is headed by, where nothing else is asked for."""
    if kind in _WITHOUT_HEADING:
        return ""
    return title if kind == "closing" else section or title


def own(card: Card) -> Card:
    """Return the part of a slide that is told in one shot as a card of its own."""
    if card.now is None or card.now == (0, len(card.lines)):
        return card
    return card.model_copy(update={"lines": card.lines[slice(*card.now)], "now": None})


def _top(card: Card, heading: str) -> list[str]:
    if card.kind == "number":
        return [f"### {escape(card.value)}"]
    return [] if card.heading == heading else [f"### {escape(card.heading)}".rstrip()]


def _body(card: Card) -> Iterator[str]:
    if card.kind == "code":
        yield from _code(card)
        return
    for number, row in enumerate(card.rows):
        yield _row(row)
        if not number:
            yield "|" + " --- |" * len(row)
    mark = "- " if card.kind in _BULLETS else ""
    for line in card.lines:
        yield f"{mark}{escape(line)}"
    if card.note:
        yield f"— {escape(card.note)}"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escape(cell).replace("|", "\\|") for cell in cells) + " |"


def _code(card: Card) -> Iterator[str]:
    longest = max((len(run) for run in re.findall("`+", "\n".join(card.lines))), default=0)
    fence = "`" * max(3, longest + 1)
    yield fence + one_line(card.note)
    yield from (line.translate(_ENDS) for line in card.lines)
    yield fence


@dataclass
class Panel:
    """What a person wrote for a card; None where nothing stands."""

    heading: str | None = None
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    code: tuple[str, ...] | None = None
    note: str = ""

    @classmethod
    def of(cls, given: Sequence[Line], fault: Fault) -> Panel:
        """Read the lines of a block quote. Raises ScriptError for code without an end."""
        found = cls()
        rest = iter(given)
        for line in rest:
            fence = _FENCE.fullmatch(line.text.strip())
            if fence:
                found.note = fence["note"]
                found.code = tuple(_fenced(rest, fence["fence"], line.number, fault))
            else:
                found._take(line.text.strip())
        return found

    @property
    def caption(self) -> str:
        """The words as a caption, in one line."""
        return " ".join(filter(None, (self.heading, *self.lines)))

    def card(self, kind: CardKind, section: str, title: str) -> Card:
        """Return the card a person wrote; what it is follows from how it is written."""
        if self.code is not None:
            kind = "code"
        elif self.rows:
            kind = "table"
        elif kind in {"code", "table"}:
            kind = "points"
        if kind == "number":
            return Card(kind=kind, value=self.heading or "", lines=self.lines)
        return Card(
            kind=kind,
            heading=usual(kind, section, title) if self.heading is None else self.heading,
            lines=self.lines if self.code is None else self.code,
            rows=self.rows,
            note=self.note,
        )

    def _take(self, text: str) -> None:
        if text.startswith("###"):
            self.heading = plain(text[3:])
        elif text.startswith("|"):
            self._row(text)
        elif text.startswith("— "):
            self.note = plain(text[2:])
        elif text:
            self.lines += (plain(text.removeprefix("- ")),)

    def _row(self, text: str) -> None:
        if not _SEPARATOR.fullmatch(text):
            cells = _CELLS.split(text.strip()[1:].removesuffix("|"))
            self.rows += (tuple(plain(cell.replace("\\|", "|").strip()) for cell in cells),)


def _fenced(rest: Iterator[Line], fence: str, number: int, fault: Fault) -> Iterator[str]:
    for line in rest:
        if line.text.strip() == fence:
            return
        yield line.text
    fault(number, f"code that does not end, expected > {fence}")
