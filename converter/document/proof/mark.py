"""Mark: one piece of a Document as the proof page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from converter.document.model import Span

COLOURS = {
    "heading": "#c2185b",
    "paragraph": "#1565c0",
    "list": "#00838f",
    "quote": "#5e35b1",
    "table": "#ef6c00",
    "code": "#455a64",
    "formula": "#8d6e00",
    "figure": "#2e7d32",
    "talk": "#ad1457",
    "footnote": "#9e9e9e",
    "reference": "#9e9e9e",
}
"""What each kind is drawn in."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading, block or note: its number in reading order, its words, where it stood."""

    number: int
    kind: str
    text: str
    span: Span
