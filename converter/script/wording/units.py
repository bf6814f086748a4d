"""Units of measurement: the same grammar in every language, other words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from converter.script.wording.rules import Rules, rule

NUMBER = r"[-−+]?\d(?:[\d,.\u00a0\u202f\u2009]{0,20}\d)?"
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
POWER = r"(?:\^?-?[23]|[²³]|⁻[¹²³])?"


@dataclass(frozen=True, slots=True)
class Units:
    """The words of one language.

    `names` maps a symbol to its name for one and for many; `per` joins a quotient.
    """

    names: Mapping[str, tuple[str, str]]
    square: str
    cubic: str
    per: str
    after: bool = False
    """Whether the power follows the name (French "mètres carrés")."""
    until_two: bool = False
    """Whether all below two is one (French "1,5 mètre")."""

    def rules(self) -> Rules:
        """Return the rule that says a number with its unit."""
        symbols = "|".join(
            re.escape(symbol) for symbol in sorted(self.names, key=len, reverse=True)
        )
        unit = rf"(?:{symbols}){POWER}"
        quotient = rf"({unit})((?:[/·⋅](?:{unit}|[a-z]+|[^\W\d_]{{3,}}))*)"
        return (
            rule(
                rf"(?<![\w.])({NUMBER})([\s\u00a0\u202f\u2009-]?){quotient}(?![\w'’]|-\w)",
                self._say,
            ),
        )

    def _say(self, match: re.Match[str]) -> str:
        number, gap, unit, rest = match[1], match[2], match[3], match[4]
        if self._is_decade(number, gap, unit) or (gap == "-" and not rest and len(unit) == 1):
            return match[0]
        many = gap != "-" and not self._is_one(number.lstrip("-−+"))
        parts = [self._name(unit, many)]
        for sign, other in re.findall(r"([/·⋅])([^/·⋅]+)", rest):
            parts += (
                [self.per, self._name(other, False)] if sign == "/" else [self._name(other, many)]
            )
        return f"{number} {' '.join(parts)}"

    def _is_one(self, number: str) -> bool:
        return number in ("1", "1.0") or (
            self.until_two and re.fullmatch(r"[01](?:[.,]\d+)?", number) is not None
        )

    def _is_decade(self, number: str, gap: str, unit: str) -> bool:
        """Say whether it is "the 1990s" and not 1990 seconds."""
        return not gap and unit == "s" and number.endswith("0")

    def _name(self, unit: str, many: bool) -> str:
        """Return a unit and its power in words."""
        if unit in self.names:
            return self.names[unit][many]
        symbol, power = re.fullmatch(rf"(.+?)({POWER})", unit).groups()  # type: ignore[union-attr]
        exponent = power.translate(SUPERSCRIPTS).lstrip("^")
        name = self.names[symbol][many] if symbol in self.names else symbol
        word = {"2": self.square, "3": self.cubic}.get(exponent.lstrip("-"), "")
        inverse = f"{self.per} " if exponent.startswith("-") else ""
        return inverse + (f"{name} {word}" if self.after else f"{word} {name}").strip()


def names(lines: str) -> dict[str, tuple[str, str]]:
    """Read lines `symbol one many`, where many may be left out if it is the same."""
    found: dict[str, tuple[str, str]] = {}
    for line in lines.strip().splitlines():
        symbol, one, *many = (field.replace("_", " ") for field in line.split())
        found[symbol] = (one, many[0] if many else one)
    return found
