"""Wording: what a text looks like to the eye, and what the voice says of it.

Tables of rules, one a line; a language is a file with its table.
"""

from __future__ import annotations

from typing import NamedTuple

from converter.script.wording import chinese, english, formulas, french, german, spanish
from converter.script.wording.eye import EYE, TIGHT
from converter.script.wording.rules import Rules, apply
from converter.script.wording.symbols import ADDRESSES, FORMS

SPOKEN: dict[str, Rules] = {
    "en": english.RULES,
    "de": german.RULES,
    "fr": french.RULES,
    "es": spanish.RULES,
    "zh": chinese.RULES,
}


class Worded(NamedTuple):
    """A document's text for the eye and for the voice; `prose` has its words alone.

    In `voice` formulas are words; its numbers and signs are still to be said by `speakable`.
    """

    prose: str
    eye: str
    voice: str


def worded(text: str, language: str) -> Worded:
    """Reword a text that may hold formulas as TeX between dollars.

    Where one of them cannot be read, all are left to the rules for the eye.
    """
    found = [formulas.formula(tex, language) for tex in formulas.found(text)]
    known = [formula for formula in found if formula]
    if not found or len(known) < len(found):
        plain = " ".join(readable(text, language).split())
        return Worded(plain, plain, plain)
    prose = " ".join(readable(formulas.held(text), language).split())
    eye = formulas.filled(prose, [formula.eye for formula in known])
    return Worded(prose, eye, formulas.filled(prose, [formula.voice for formula in known]))


def readable(text: str, language: str) -> str:
    """Return a text as a caption shows it.

    Citations, footnote marks, references to figures, markup and emoji are gone, spaces
    and hyphens of the typesetter too. Numbers and names stay as they are.
    """
    spacing = () if _base(language) == "fr" else TIGHT
    return apply((*EYE, *spacing), text)


def speakable(text: str, language: str) -> str:
    """Return a text as the voice says it.

    Numbers, units, signs and abbreviations are spelled out in English, German, French,
    Spanish and Chinese as far as a voice would read them wrong; in any other language
    the voice is trusted.
    """
    return apply(
        (*FORMS, *ADDRESSES.get(_base(language), ()), *SPOKEN.get(_base(language), ())), text
    )


def _base(language: str) -> str:
    return language.lower().partition("-")[0]
