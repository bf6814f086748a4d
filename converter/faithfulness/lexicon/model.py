"""Lexicon: the words of one language that change what a sentence claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Lexicon:
    """Tables of a language, lower-case; `*` at the end of a word stands for any ending.

    negations   words that deny what they stand beside
    inversions  words with a denial in them: fail, lack; one that is denied denies nothing
    reserves    words that may stand for a denial: only, still, instead
    bounds      `at least and the like | at most`: what they stand beside is a limit
    opposites   lines `one side | other side`: a sentence that changes sides is not the source's
    quantifiers lines from all to none, of which a sentence keeps one
    hedges      before a number: it may be rounded
    scales      words a number is multiplied by
    numbers     further words for numbers, as `word=value`
    loose       number words that often mean none: they count where they are, not where missing
    no_numbers  words that look like numbers and are none
    titles      a name follows
    determiners a common noun follows (for languages that write nouns with a capital)
    nouns       endings of common nouns (for the same)
    prefixes    turn an adjective into its opposite
    """

    negations: str
    inversions: str
    reserves: str
    bounds: str
    opposites: str
    quantifiers: str
    hedges: str
    scales: Mapping[str, int]
    numbers: Mapping[str, str] = field(default_factory=dict)
    loose: str = ""
    no_numbers: str = ""
    titles: str = ""
    determiners: str = ""
    nouns: str = ""
    prefixes: tuple[str, ...] = ()
    spaced: bool = True

    @cached_property
    def denying(self) -> re.Pattern[str]:
        """What matches a negation."""
        return self._any(self.negations)

    @cached_property
    def inverting(self) -> re.Pattern[str]:
        """What matches a word with a denial in it."""
        return self._any(self.inversions)

    @cached_property
    def reserved(self) -> re.Pattern[str]:
        """What matches a negation or any word that may stand for one."""
        return self._any(f"{self.negations} {self.inversions} {self.reserves}")

    @cached_property
    def sides(self) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
        """What matches the two sides of each pair of opposites."""
        return [self._sides(line) for line in self.opposites.strip().splitlines()]

    @cached_property
    def limits(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """What matches "at least" and what matches "at most"."""
        return self._sides(self.bounds)

    def clashes(self, said: str, written: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
        """Yield opposites of which one text has but one side, and the other but the other."""
        for sides in self.sides:
            for here, there in (sides, sides[::-1]):
                mine, theirs = here.search(said), there.search(written)
                if mine and theirs and not (there.search(said) or here.search(written)):
                    yield mine, theirs

    @cached_property
    def amounts(self) -> list[re.Pattern[str]]:
        """What matches each quantifier, from all to none."""
        return [self._any(line) for line in self.quantifiers.strip().splitlines()]

    def amounts_in(self, text: str) -> dict[int, re.Match[str]]:
        """Return the quantifiers of a text by their rank, 0 for all."""
        found = {rank: pattern.search(text) for rank, pattern in enumerate(self.amounts)}
        return {rank: match for rank, match in found.items() if match}

    @cached_property
    def rounding(self) -> re.Pattern[str]:
        """What matches a hedge."""
        return self._any(self.hedges)

    @cached_property
    def loose_numbers(self) -> frozenset[str]:
        """Number words that often mean none."""
        return frozenset(self.loose.replace("_", " ").split())

    def _sides(self, line: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
        one, other = line.split("|")
        return self._any(one), self._any(other)

    def _any(self, words: str) -> re.Pattern[str]:
        """Match any of the words as whole words; `_` is a space."""
        if not words.split():
            return re.compile(r"(?!)")
        patterns = [
            re.escape(word).replace(r"\*", r"[^\W\d_]*").replace("_", r"\s+").replace("'", "['’]")
            for word in sorted(words.split(), key=len, reverse=True)
        ]
        body = "|".join(patterns)
        return re.compile(rf"(?i)(?<![^\W_])(?:{body})(?![^\W_])" if self.spaced else body)
