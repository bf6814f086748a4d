"""Faithfulness as data: what is said beside what is written, and what of it was left out."""

from __future__ import annotations

from typing import Literal

from converter.document.model import Model, Span

Kind = Literal["number", "unit", "date", "name", "negation", "comparison", "source"]


class Difference(Model):
    """Something said that the source does not say so.

    `said` are words of the sentence, `written` those of the passage in their place; either
    may be empty. `start` and `end` are where `said` stands in the sentence.
    """

    kind: Kind
    said: str
    written: str = ""
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        """Say in a few words what differs."""
        if self.kind == "source":
            return "nothing like it stands in the document"
        if self.kind == "negation":
            return (
                f"“{self.said}” denies what the source does not"
                if not self.written
                else f"“{self.written}” is missing at “{self.said}”"
            )
        written = f", the source has “{self.written}”" if self.written else " is not in the source"
        return f"{self.kind} “{self.said}”{written}"


class Claim(Model):
    """A spoken sentence beside the passage it rests on, and how they differ.

    `named` says whether the Script named the passage; else it was looked for.
    """

    shot: str
    section: str
    text: str
    passage: str
    span: Span | None = None
    named: bool = True
    differences: tuple[Difference, ...] = ()


class Told(Model):
    """A section of the document: how many sentences rest on it, or why none does.

    `words` counts characters where Chinese or Japanese is written.
    """

    heading: str
    level: int
    words: int
    sentences: int
    reason: str = ""


class KeyFact(Model):
    """A number or a name of the title, a heading, the summary or the conclusion."""

    text: str
    place: str
    told: bool


class Faithfulness(Model):
    """How a Script stands to its Document."""

    claims: tuple[Claim, ...] = ()
    sections: tuple[Told, ...] = ()
    facts: tuple[KeyFact, ...] = ()

    @property
    def unsupported(self) -> tuple[Claim, ...]:
        """The sentences that differ from their passages."""
        return tuple(claim for claim in self.claims if claim.differences)
