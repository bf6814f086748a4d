"""Text: words with all that is compared of them, and what a sentence may rest on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from converter.faithfulness import polarity
from converter.faithfulness.alignment import Piece, pieces
from converter.faithfulness.lexicon import lexicon
from converter.faithfulness.names import Name, Names, matches
from converter.faithfulness.numbers import quantities
from converter.faithfulness.quantity import Quantity
from converter.faithfulness.tokens import primary, tokens

_NEAR = 18
"""Characters beside a number in which a word makes a limit of it."""
_STOP = re.compile(r"[,;:.()，；：。]|\d")


@dataclass(frozen=True)
class Text:
    """A text with all that is compared of it."""

    text: str
    language: str
    vocabulary: Names

    @cached_property
    def numbers(self) -> tuple[Quantity, ...]:
        """Its quantities, in order."""
        return quantities(self.text, self.language)

    @cached_property
    def names(self) -> list[Name]:
        """All words of it that may be names."""
        return self.vocabulary.of(self.text)

    @cached_property
    def sure_names(self) -> list[Name]:
        """Those that are names for sure."""
        return [name for name in self.names if name.sure]

    @cached_property
    def pieces(self) -> list[Piece]:
        """Its facts and the words between them."""
        return pieces(self.text, self.language, self.numbers, self.sure_names)

    def limit(self, number: Quantity) -> int:
        """Return 1 where a number is the least there may be, -1 where it is the most, else 0."""
        before = _STOP.split(self.text[max(0, number.start - _NEAR) : number.start])[-1]
        behind = _STOP.split(self.text[number.end : number.end + _NEAR])[0]
        least, most = (
            pattern.search(f"{before} {behind}") is not None
            for pattern in lexicon(self.language).limits
        )
        sign = -1 if lexicon(self.language).denying.search(before) else 1
        return sign * (least - most)

    @cached_property
    def denials(self) -> list[polarity.Denial]:
        """What it denies."""
        return polarity.denials(self.text, self.language)

    @cached_property
    def reserves(self) -> bool:
        """Whether it denies anything, if only by a word such as "fail"."""
        return polarity.reserves(self.text, self.language)

    @cached_property
    def strength(self) -> int:
        """How often it denies."""
        return polarity.strength(self.text, self.language)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words as they stand, lower-case."""
        return frozenset(token.lower for token in tokens(self.text, self.language))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of its content words; of Chinese, pairs of characters."""
        found = [t.stem for t in tokens(self.text, self.language) if t.stem and t.is_word]
        if primary(self.language) == "zh":
            return tuple(a + b for a, b in pairwise(found))
        return tuple(dict.fromkeys(found))

    def has(self, stem: str) -> bool:
        """Say whether a stem stands in it, in any form."""
        chinese = primary(self.language) == "zh" and stem in self.text
        return chinese or polarity.holds(stem, self.stems)

    def mentions(self, name: Name) -> bool:
        """Say whether a name stands in it, if only as "Fig." for Figure."""
        if matches(name, self.words) or name.text in self.text:
            return True
        cut = re.findall(r"(\w{3,})\.\s", self.text)
        return any(name.text.startswith(word) for word in cut)

    def denies(self, stem: str) -> bool:
        """Say whether one of its denials reaches a stem."""
        return any(polarity.holds(stem, denial.reach) for denial in self.denials)


@dataclass(frozen=True)
class Evidence:
    """What a sentence may rest on: its passage, its subject, the text around it, all there is.

    The subject is the title with authors, and the heading.
    """

    passage: Text
    subject: Text
    around: Text
    whole: Text
