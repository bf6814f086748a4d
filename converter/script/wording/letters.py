"""Letter by letter: acronyms, chemical formulas and Greek letters."""

from __future__ import annotations

import re

from converter.script.wording.rules import Rules, rule

DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉", "0123456789+-0123456789")
FORMULAS = (
    "H2O|CO2|NO2|N2O|SO2|CH4|NH3|NH4|H2SO4|HNO3|NaCl|CaCO3|SiO2|TiO2|Al2O3|Fe2O3|O2|N2|H2|O3|"
    "H2O2|PM2(?=[.,]5)|PM10|H₂O|CO₂|NO₂|N₂O|SO₂|CH₄|NH₃|O₂|N₂|H₂|O₃"
)
IONS = "Na|Ca|Mg|Fe|Cu|Zn|Li|Al|Ag|K|H"
GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_CAPITALS = GREEK.upper()
_VARIANTS = str.maketrans("ςϕϑϵµ∆\u2126", "σφθεμδω")


def spelled(match: re.Match[str]) -> str:
    """Spell out letter by letter; digits stay together, a plural s stays with its letter."""
    pieces = re.findall(r"\d+|[A-Za-z](?:s$)?", match[0].translate(DIGITS))
    return " ".join(piece[0].upper() + piece[1:] for piece in pieces)


def acronyms(names: str) -> Rules:
    """Return the rule that spells out names, which stand between bars."""
    return (rule(rf"\b(?:{names})s?\b", spelled),)


def chemistry(plus: str) -> Rules:
    """Return the rules for the formulas that occur outside chemistry, and for ions."""
    return (
        rule(rf"(?<!\w)(?:{FORMULAS})(?!\w)", spelled),
        rule(
            rf"\b({IONS})([\d²³]?)[+⁺](?!\w)",
            lambda m: " ".join(filter(None, (*m[1].upper(), m[2].translate(DIGITS), plus))),
        ),
    )


def greek(names: str) -> Rules:
    """Return the rule that names single Greek letters; words in Greek stay as they are."""
    known = dict(zip(GREEK, names.split(), strict=True))
    known |= {capital: known[small] for small, capital in zip(GREEK, _CAPITALS, strict=True)}

    def say(match: re.Match[str]) -> str:
        before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
        name = known[match[0].translate(_VARIANTS)]
        return f"{' ' * _is_latin(before)}{name}{' ' * _is_latin(after)}"

    letters = GREEK + _CAPITALS + "ςϕϑϵµ∆\u2126"
    accented = "\u0370-\u03ff\u1f00-\u1fff"
    return (rule(rf"(?<![{accented}])[{letters}](?![{accented}])", say),)


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
