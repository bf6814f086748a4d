"""Alignment: a sentence laid beside its passage, fact beside fact.

Numbers and names count as equal here, so that a changed one finds its place; whether
they agree is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from converter.faithfulness.names import Name
from converter.faithfulness.quantity import Quantity
from converter.faithfulness.tokens import tokens

VERBATIM = 0.7
"""Share of a sentence's words that must stand in the passage, in order, for it to be a copy."""
QUOTED = 0.8
"""Share from which a sentence quotes, so that a word exchanged is no other wording."""
Fact = Quantity | tuple[Name, ...]


class Piece(NamedTuple):
    """A word, a quantity or a whole name of a text."""

    key: str
    start: int
    end: int
    fact: Fact | None = None


class Change(NamedTuple):
    """Pieces that stand in one place of two texts and are not equal."""

    said: Sequence[Piece]
    written: Sequence[Piece]


@dataclass(frozen=True)
class Alignment:
    """A sentence and a passage as pieces; `pairs` are indices of those that stand together."""

    said: Sequence[Piece]
    written: Sequence[Piece]
    pairs: Sequence[tuple[int, int]]

    @property
    def share(self) -> float:
        """How much of the sentence stands in the passage, in order."""
        return len(self.pairs) / max(1, len(self.said))

    def share_without(self, change: Change) -> float:
        """How much of the sentence stands in the passage, but for one change."""
        return len(self.pairs) / max(1, len(self.said) - len(change.said))

    def facts(self) -> Iterator[tuple[Fact, Fact]]:
        """Yield facts that stand in one place, where a word beside them is the same."""
        together = dict(self.pairs)
        for here, there in self.pairs:
            mine, theirs = self.said[here].fact, self.written[there].fact
            near = (s for s in (-1, 1) if together.get(here + s) == there + s)
            if mine and theirs and any(self._agree(here + s, there + s) for s in near):
                yield mine, theirs

    def _agree(self, here: int, there: int) -> bool:
        """Say whether two pieces of one key are the same word, or the same number."""
        mine, theirs = self.said[here].fact, self.written[there].fact
        if isinstance(mine, Quantity) and isinstance(theirs, Quantity):
            return mine.equals(theirs)
        return mine is None

    def changes(self) -> Iterator[Change]:
        """Yield what differs between places where both texts agree."""
        edges = [(-1, -1), *self.pairs, (len(self.said), len(self.written))]
        for (a, b), (c, d) in pairwise(edges):
            if c - a > 1 or d - b > 1:
                yield Change(self.said[a + 1 : c], self.written[b + 1 : d])


def pieces(
    text: str, language: str, numbers: Sequence[Quantity], names: Sequence[Name]
) -> list[Piece]:
    """Cut a text into its facts and the words between them."""
    facts = [Piece("#", q.start, q.end, q) for q in numbers]
    facts += [Piece("@", run[0].start, run[-1].end, run) for run in runs(text, names)]
    words = [
        Piece(token.stem or token.lower, token.start, token.end)
        for token in tokens(text, language)
        if token.is_word and not any(f.start < token.end and token.start < f.end for f in facts)
    ]
    return sorted([*facts, *words], key=lambda piece: piece.start)


def align(said: Sequence[Piece], written: Sequence[Piece]) -> Alignment:
    """Find the pieces of two texts that stand together, in order."""
    keys = [piece.key for piece in said], [piece.key for piece in written]
    blocks = SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks()
    pairs = [(b.a + i, b.b + i) for b in blocks for i in range(b.size)]
    return Alignment(said, written, pairs)


def runs(text: str, names: Sequence[Name]) -> Iterator[tuple[Name, ...]]:
    """Join names that follow each other: Ellen Marsh is one."""
    run: list[Name] = []
    for name in names:
        if run and text[run[-1].end : name.start].strip(" \u00a0-.’'"):
            yield tuple(run)
            run = []
        run.append(name)
    if run:
        yield tuple(run)
