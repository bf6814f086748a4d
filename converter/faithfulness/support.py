"""Support: whether a passage bears out a sentence, and where it does not.

A sentence may say things in other words; what it may not change are numbers, units,
dates, names, denials and the direction of comparisons. Where it copies the passage the
place of each is compared too, so that two exchanged numbers are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property

from converter.faithfulness import polarity
from converter.faithfulness.alignment import QUOTED, VERBATIM, Alignment, Piece, align
from converter.faithfulness.lexicon import lexicon
from converter.faithfulness.model import Difference, Kind
from converter.faithfulness.names import Name, is_like_a_name, is_short_for, matches
from converter.faithfulness.numbers import enumerates
from converter.faithfulness.quantity import Quantity, nearest
from converter.faithfulness.text import Evidence, Text
from converter.faithfulness.tokens import alike, primary, tokens

_LEAST_COMMON = 0.2
"""A sentence that shares fewer of its content words with the source rests on nothing."""
_FEW_WORDS = 4
_SMALL = 12
"""Numbers up to it are too common to be borrowed from another sentence."""
_OFTEN = 2
"""A name that stands oftener in the document is its subject."""
_NOT_ALL = {1, 2, 3}
"""Ranks of quantifiers from "most" to "few"."""


def differences(said: Text, evidence: Evidence) -> tuple[Difference, ...]:
    """Return what a sentence says otherwise than its evidence, in the order it says it."""
    comparison = _Comparison(said, evidence)
    found: dict[tuple[int, int], Difference] = {}
    for one in comparison.all():
        overlapping = any(one.start < b and a < one.end for a, b in found)
        if not overlapping or one.start == one.end:
            found.setdefault((one.start, one.end), one)
    return tuple(sorted(found.values(), key=lambda one: one.start))


class _Comparison:
    """One sentence beside its passage."""

    def __init__(self, said: Text, evidence: Evidence) -> None:
        self.said = said
        self.passage = evidence.passage
        self.subject = evidence.subject
        self.around = evidence.around
        self.whole = evidence.whole
        self.lexicon = lexicon(said.language)

    @cached_property
    def alignment(self) -> Alignment:
        return align(self.said.pieces, self.passage.pieces)

    @property
    def copied(self) -> bool:
        return self.alignment.share >= VERBATIM

    def all(self) -> Iterator[Difference]:
        if self._is_quoted():
            return
        yield from self.unfounded()
        yield from self.numbers()
        yield from self.names()
        if self.copied:
            yield from self.misplaced()
        yield from self.replaced()
        yield from self.denied()
        yield from self.affirmed()
        yield from self.prefixed()
        yield from self.turned()
        yield from self.generalised()
        yield from self.limited()

    def _is_quoted(self) -> bool:
        """Say whether the passage has these very words, and denies no more than they do."""
        said, written = (" ".join(text.text.split()) for text in (self.said, self.passage))
        return said in written and len(self.said.denials) == len(self.passage.denials)

    # --- what it is about -----------------------------------------------------------

    def unfounded(self) -> Iterator[Difference]:
        stems = self.said.stems
        common = sum(self.around.has(stem) for stem in stems)
        common += sum(any(s.equals(w) for w in self.around.numbers) for s in self.said.numbers)
        if len(stems) >= _FEW_WORDS and common < _LEAST_COMMON * len(stems):
            yield Difference(kind="source", said=self.said.text, start=0, end=0)

    # --- numbers --------------------------------------------------------------------

    def numbers(self) -> Iterator[Difference]:
        for said in self.said.numbers:
            if said.loose:
                continue
            same = [written for written in self.passage.numbers if _agree(said, written)]
            if not same and not self._elsewhere(said):
                yield _of(said, said.kind, nearest(said, self._unsaid(self.passage.numbers)))
            elif same and all(said.contradicts(written) for written in same):
                yield _of(said, "unit", same[0])

    def _elsewhere(self, said: Quantity) -> bool:
        """Say whether a number stands near the passage, or counts what the passage lists."""
        lost = self._unsaid(self.passage.numbers)
        value = max(said.values, default=Fraction(0))
        if any(said.equals(other) for other in self.around.numbers):
            return value > _SMALL or not lost
        counts = said.worded and said.unit is None and value <= _SMALL
        return counts and not lost and value <= enumerates(self.passage.text)

    def _unsaid(self, written: tuple[Quantity, ...]) -> list[Quantity]:
        return [w for w in written if not any(_agree(said, w) for said in self.said.numbers)]

    # --- names ----------------------------------------------------------------------

    def names(self) -> Iterator[Difference]:
        lost = " ".join(name.text for name in self.lost[:2])
        for said in self.said.names:
            doubtful = lost and not (said.common or said.opening)
            if (said.sure or doubtful) and not self._is_known(said):
                yield _of(said, said.kind, lost)

    def _is_known(self, name: Name) -> bool:
        """Say whether a name stands in the passage or may be taken from around it.

        What it may be taken from shrinks when the passage has a name that is not said.
        """
        if (
            self.passage.mentions(name)
            or self.subject.mentions(name)
            or is_short_for(name, self.whole.text)
        ):
            return True
        near = self.around.mentions(name) or self.whole.text.count(name.text) > _OFTEN
        return near and not self.lost

    @cached_property
    def lost(self) -> list[Name]:
        """Names of the passage that the sentence does not say."""
        return [
            name
            for name in self.passage.sure_names
            if not matches(name, self.said.words) and name.text not in self.said.text
        ]

    # --- what stands in another's place ---------------------------------------------

    def misplaced(self) -> Iterator[Difference]:
        for said, written in self.alignment.facts():
            if isinstance(said, Quantity) and isinstance(written, Quantity):
                if said.is_like(written) and not (said.loose or _agree(said, written)):
                    yield _of(said, said.kind, written)
            elif isinstance(said, tuple) and isinstance(written, tuple):  # noqa: SIM102 - two kinds
                if self._are_others(said, written):
                    yield _span(said[0].start, said[-1].end, self.said, "name", _joined(written))

    def _are_others(self, said: Sequence[Name], written: Sequence[Name]) -> bool:
        """Say whether two names in one place are not the same, in whole or in part."""
        strange = not all(map(self.passage.mentions, said))
        gone = any(name in self.lost for name in written)
        keys = {name.key for name in written}
        common = any(matches(name, keys) or _is_cut(name, self.passage) for name in said)
        return (strange and gone) or not common

    def replaced(self) -> Iterator[Difference]:
        """Find a name, a direction, an amount or a denial put in another's place."""
        for change in self.alignment.changes():
            share = self.alignment.share_without(change)
            if share < VERBATIM:
                continue
            yield from self._denied_between(*change)
            if change.said and change.written:
                yield from self._opposed(*change)
                yield from self._renamed(*change, quoted=share >= QUOTED)

    def _renamed(
        self, said: Sequence[Piece], written: Sequence[Piece], *, quoted: bool
    ) -> Iterator[Difference]:
        """Find a name in another's place; in a quotation, whatever is written like a name."""
        strange = [name for name in _inside(self.said, said) if not self.passage.mentions(name)]
        gone = _inside(self.passage, written)
        exchanged = quoted and max(len(said), len(written)) <= _FEW_WORDS
        if not exchanged:
            gone = [name for name in gone if name in self.lost]
        elif primary(self.said.language) == "zh":
            strange = strange or self._unlike(said, written)
            gone = gone or strange
        elif all(name.common for name in gone):
            return
        if gone and strange:
            were = self.passage.text[written[0].start : written[-1].end]
            yield _span(strange[0].start, strange[-1].end, self.said, "name", were)

    def _unlike(self, said: Sequence[Piece], written: Sequence[Piece]) -> list[Name]:
        """Take a run of Chinese that looks like a name for one, or that took a name's place."""
        start, end = said[0].start, said[-1].end
        text = self.said.text[start:end]
        were = self.passage.text[written[0].start : written[-1].end]
        if len(text) < 2 or set(text) & set(were):
            return []
        found = is_like_a_name(text) or is_like_a_name(were)
        return [Name(text, start, end, sure=False)] if found else []

    def _opposed(self, said: Sequence[Piece], written: Sequence[Piece]) -> Iterator[Difference]:
        start, end = said[0].start, said[-1].end
        words = self.said.text[start:end]
        were = self.passage.text[written[0].start : written[-1].end]
        mine, theirs = self.lexicon.amounts_in(words), self.lexicon.amounts_in(were)
        others = mine and theirs and not mine.keys() & theirs.keys()
        if others or any(self.lexicon.clashes(words, were)):
            yield _span(start, end, self.said, "comparison", were)

    def _denied_between(
        self, said: Sequence[Piece], written: Sequence[Piece]
    ) -> Iterator[Difference]:
        """Find a denial that came or went in a few words between two that agree."""
        mine, theirs = _within(self.said.denials, said), _within(self.passage.denials, written)
        if not self.copied and self.said.strength == self.passage.strength:
            return
        if max(len(said), len(written)) > _FEW_WORDS or bool(mine) == bool(theirs):
            return
        if mine:
            yield _span(mine[0].start, mine[0].end, self.said, "negation", "")
        elif not polarity.reserves(" ".join(piece.key for piece in said), self.said.language):
            place = said or [p for p in self.said.pieces if p.key in theirs[0].reach][:1]
            if place:
                yield _span(place[0].start, place[-1].end, self.said, "negation", theirs[0].text)

    # --- denials --------------------------------------------------------------------

    def denied(self) -> Iterator[Difference]:
        """Find what is denied and was not."""
        for denial in self.said.denials:
            if any(self.passage.denies(stem) for stem in denial.heads):
                continue
            affirmed = self.copied and any(map(self.passage.has, denial.heads))
            if affirmed or self.said.strength > self.passage.strength:
                yield _span(denial.start, denial.end, self.said, "negation", "")

    def affirmed(self) -> Iterator[Difference]:
        """Find what is said plainly and was denied."""
        for denial in self.passage.denials:
            head = next(iter(denial.heads), "")
            if not head or not self.said.has(head) or self.said.denies(head):
                continue
            fewer = self.said.strength < self.passage.strength
            if self.copied or (fewer and (self.said.strength or not self.said.reserves)):
                place = next((t for t in self.said.pieces if alike(t.key, head)), None)
                start, end = (place.start, place.end) if place else (0, 0)
                yield _span(start, end, self.said, "negation", denial.text)

    def prefixed(self) -> Iterator[Difference]:
        """Find an adjective turned into its opposite: likely, unlikely."""
        for token in tokens(self.said.text, self.said.language):
            word = token.lower
            if len(word) < _FEW_WORDS or word in self.passage.words:
                continue
            for prefix in self.lexicon.prefixes:
                bare, full = word.removeprefix(prefix), prefix + word
                if full in self.passage.words and not self.said.denies(word):
                    yield _span(token.start, token.end, self.said, "negation", full)
                if bare in self.passage.words and not self.passage.denies(bare):
                    yield _span(token.start, token.end, self.said, "negation", bare)

    # --- comparisons ----------------------------------------------------------------

    def turned(self) -> Iterator[Difference]:
        """Find a direction that is the opposite of the passage's."""
        if self.said.denials or self.passage.denials:
            return
        for said, written in self.lexicon.clashes(self.said.text, self.passage.text):
            yield _span(said.start(), said.end(), self.said, "comparison", written[0])

    def generalised(self) -> Iterator[Difference]:
        """Find "all" where the passage says "most" or "some"."""
        said = self.lexicon.amounts_in(self.said.text)
        written = self.lexicon.amounts_in(self.passage.text)
        some = [match for rank, match in written.items() if rank in _NOT_ALL]
        if 0 in said and 0 not in written and some and not said.keys() & _NOT_ALL:
            yield _span(said[0].start(), said[0].end(), self.said, "comparison", some[0][0])

    def limited(self) -> Iterator[Difference]:
        """Find a number that is a lower limit and was an upper one, or the other way round."""
        for said in self.said.numbers:
            for written in self.passage.numbers:
                mine, theirs = self.said.limit(said), self.passage.limit(written)
                if said.equals(written) and mine * theirs < 0:
                    yield _of(said, "comparison", written)


def _inside(text: Text, pieces: Sequence[Piece]) -> list[Name]:
    start, end = pieces[0].start, pieces[-1].end
    return [name for name in text.names if start <= name.start < end]


def _is_cut(name: Name, text: Text) -> bool:
    """Say whether a text has a name only as an abbreviation of it, or the other way round."""
    return text.mentions(name) and name.key not in text.words and name.text not in text.text


def _agree(said: Quantity, written: Quantity) -> bool:
    return said.equals(written) or said.rounds(written)


def _within(denials: Sequence[polarity.Denial], pieces: Sequence[Piece]) -> list[polarity.Denial]:
    """Return the denials whose word is one of the pieces."""
    starts = {piece.start for piece in pieces}
    return [denial for denial in denials if denial.start in starts]


def _of(said: Quantity | Name, kind: Kind, written: Quantity | str | None) -> Difference:
    text = written if isinstance(written, str) else written.text if written else ""
    return Difference(kind=kind, said=said.text, written=text, start=said.start, end=said.end)


def _span(start: int, end: int, said: Text, kind: Kind, written: str) -> Difference:
    return Difference(kind=kind, said=said.text[start:end], written=written, start=start, end=end)


def _joined(names: tuple[Name, ...]) -> str:
    return " ".join(name.text for name in names)
