"""Money: sums with signs or codes, in the languages that write them with a comma."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from converter.script.wording.rules import Rules, rule

_AMOUNT = r"(?P<amount>\d+(?:,\d+)?)"


@dataclass(frozen=True, slots=True)
class Money:
    """The words of one language.

    `names` maps a sign to the currency's name for one, for many and for its hundredth;
    `scales` maps what is written ("Mio.", "M") to its name for one and for many; `joint`
    makes what stands between scale and currency of the currency's name; `cents` holds
    the hundredths at `{}`.
    """

    names: Mapping[str, tuple[str, str, str]]
    scales: Mapping[str, tuple[str, str]]
    joint: Callable[[str], str]
    cents: str = " {}"

    def rules(self) -> Rules:
        """Return the rules for signs before and after the sum."""
        signs = _either(self.names)
        scale = rf"(?:\s?(?P<scale>{_either(self.scales)})(?!\w)(?:\s(?:de|d['’]))?)?"
        tight = rf"(?:\s?(?P<scale>{_either(self.scales)})(?:\s(?:de|d['’]))?)?"
        return (
            rule(rf"(?<!\w)(?P<sign>{signs})\s?{_AMOUNT}{scale}", self._say),
            rule(rf"(?<![\d,]){_AMOUNT}{tight}\s?(?P<sign>{signs})(?!\w)", self._say),
        )

    def _say(self, match: re.Match[str]) -> str:
        amount = match["amount"]
        one, many, hundredth = self.names[match["sign"]]
        if match["scale"]:
            scale = self.scales[match["scale"]][amount != "1" and not amount.startswith("1,")]
            return f"{amount} {scale}{self.joint(many)}"
        whole, _, cents = amount.partition(",")
        if len(cents) != 2:
            return f"{amount} {one if amount == '1' else many}"
        if whole == "0":
            return f"{int(cents)} {hundredth}"
        said = f"{whole} {one if whole == '1' else many}"
        return said if cents == "00" else said + self.cents.format(int(cents))


def _either(names: Mapping[str, object]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def names(lines: str) -> dict[str, tuple[str, str, str]]:
    """Read lines `SIGNS one many hundredth`, where signs stand between commas."""
    found: dict[str, tuple[str, str, str]] = {}
    for line in lines.strip().splitlines():
        signs, one, many, hundredth = (field.replace("_", " ") for field in line.split())
        found |= dict.fromkeys(signs.split(","), (one, many, hundredth))
    return found
