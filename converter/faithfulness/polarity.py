"""Polarity: which words of a text are denied, and how often it denies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from converter.faithfulness.lexicon import lexicon
from converter.faithfulness.tokens import Token, alike, primary, tokens

_CLAUSE = re.compile(r"[.,;:!?()–—。，；：！？（）、]")
_BEHIND = {"de", "fr"}
"""Languages in which what is denied may stand before the denial: "kommt nicht"."""
_CONCORDANT = {"es", "fr"}
"""Languages in which two denials in a clause deny once: "no hay nada"."""
_NO_DENIAL = re.compile(
    r"不[仅但过断同少久止只管论得足惜妨良如便]|不一样|无论|无数|无疑|无线|非常|非洲|除非|未来|没错"
    r"|差不多|对不起|了不起|是非|不可思议"
    r"|no\.\s?\d|not only|not just|not least|no longer than|no doubt|no matter"
    r"|nicht nur|nicht zuletzt|non seulement|no solo|no sólo",
    re.IGNORECASE,
)
"""Words and phrases in which a denial denies nothing."""
_REACH = 5
_BESIDE = 2
"""Tokens in front of a denial that it may deny."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A denying word at [start, end) and the stems it denies, the nearest behind it first."""

    text: str
    start: int
    end: int
    ahead: tuple[str, ...]
    behind: tuple[str, ...]

    @property
    def reach(self) -> tuple[str, ...]:
        """All the stems it may deny."""
        return (*self.ahead, *self.behind)

    @property
    def heads(self) -> tuple[str, ...]:
        """The stems it denies first of all."""
        return (*self.ahead[:1], *self.behind)


def denials(text: str, language: str) -> list[Denial]:
    """Return the denials of a text in order."""
    found = tokens(text, language)
    spared = [match.span() for match in _NO_DENIAL.finditer(text)]
    denials = []
    for match in lexicon(language).denying.finditer(text):
        if any(a <= match.start() < b for a, b in spared):
            continue
        after = [t for t in found if t.start >= match.end()]
        before = [t for t in found if t.end <= match.start()][::-1]
        ahead, behind = _stems(after, language), _stems(before[:_BESIDE], language)[:1]
        if ahead and primary(language) not in _BEHIND:
            behind = ()
        denials.append(Denial(match[0], *match.span(), ahead, behind))
    return denials


def strength(text: str, language: str) -> int:
    """Return how often a text denies, in any way that is sure to be one; "not free of" is none."""
    inversions = list(lexicon(language).inverting.finditer(text))
    found = denials(text, language)
    twice = sum(any(0 < i.start() - d.end < 2 for i in inversions) for d in found)
    if primary(language) in _CONCORDANT:
        found = [
            d for d, last in zip(found, [None, *found], strict=False) if not _agree(d, last, text)
        ]
    return len(found) + len(inversions) - 2 * twice


def _agree(denial: Denial, last: Denial | None, text: str) -> bool:
    """Say whether two denials stand in one clause and deny once."""
    return last is not None and not _CLAUSE.search(text, last.end, denial.start)


def reserves(text: str, language: str) -> bool:
    """Say whether a text denies anything, if only by a word such as "fail" or "only"."""
    return lexicon(language).reserved.search(text) is not None


def _stems(found: Sequence[Token], language: str) -> tuple[str, ...]:
    """Return the first two content words of a clause, or Chinese characters."""
    stems: list[str] = []
    for token in found[:_REACH]:
        if _CLAUSE.fullmatch(token.text) or len(stems) == 2:
            break
        if token.stem and token.is_word:
            stems.append(token.stem)
    return ("".join(stems),) if stems and primary(language) == "zh" else tuple(stems)


def holds(stem: str, among: Sequence[str]) -> bool:
    """Say whether a stem is among others in any form."""
    return any(alike(stem, other) for other in among)
