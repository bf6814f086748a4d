"""Mathematical signs: the same grammar in every language, other words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from converter.script.wording.letters import DIGITS
from converter.script.wording.rules import Rules, rule

_SPACED = {
    "±": "±", "≥": "≥|⩾|>=", "≤": "≤|⩽|<=", "≠": "≠", "→": "→|⟶|⇒", "&": "&",
    "∈": "∈", "∪": "∪", "∩": "∩", "⊂": "[⊂⊆]",
}  # fmt: skip
"""Signs said wherever they stand."""
_BEFORE_NUMBERS = {">": r">", "<": r"<"}


@dataclass(frozen=True, slots=True)
class Signs:
    """The words of one language.

    `words` names each sign. `squared` and `cubed` follow the base, `power` holds the
    exponent at `{}`; `gap` is what stands between words.
    """

    words: Mapping[str, str]
    squared: str
    cubed: str
    power: str
    gap: str = " "

    def rules(self) -> Rules:
        """Return the rules for powers, comparisons and operators."""
        word, gap = self.words, self.gap
        joined = {sign: f"{gap}{word[sign]}{gap}" for sign in word}
        return (
            rule(r"(\d|\b[a-zA-Z]|\))\^\{?([-−]?)(\d+|[a-z])\}?(?!\w)", self._raised),
            rule(r"(\d|(?<![a-zA-Z])[a-zA-Z]|\))(⁻?)([⁰¹²³⁴-⁹]+)", self._raised),
            rule(r"√\s?", f"{word['√']}{gap}"),
            rule(r"(?:≈|~)\s?(?=\d)|≈\s?", f"{word['≈']}{gap}"),
            *(rule(rf"\s*(?:{_SPACED[s]})\s*", joined[s]) for s in _SPACED if s in word),
            *(rule(rf"\s*{_BEFORE_NUMBERS[s]}\s*(?=[\d-])", joined[s]) for s in _BEFORE_NUMBERS),
            rule(r"(?<=[\w)])\s?=\s?(?=[\w(-])", joined["="]),
            rule(r"(?<=\d)\s?[×·⋅]\s?(?=\d)|(?<=\d)\s\*\s(?=\d)", joined["×"]),
            rule(r"(?<=\d)\s?\+\s?(?=\d)", joined["+"]),
            rule(r"(?<=\d)\s[−-]\s(?=\d)", joined["-"]),
            rule(r"(?<![A-Za-zÀ-ɏ\d])\+(?=\d)", f"{word['+']}{gap}"),
            rule(r"(?<![A-Za-zÀ-ɏ\d])[−-](?=\d)", f"{word['-']}{gap}"),
        )

    def _raised(self, match: re.Match[str]) -> str:
        exponent = match[3].translate(DIGITS)
        if match[2]:
            said = self.power.format(f"{self.words['-']}{self.gap}{exponent}")
        else:
            said = {"2": self.squared, "3": self.cubed}.get(exponent, self.power.format(exponent))
        return f"{match[1]}{self.gap}{said}"
