"""Wording: what a text looks like to the eye, and what the voice says of it.

Tables of rules, one a line; a language is a file with its table.
"""

from __future__ import annotations

from converter.script.wording import chinese, english, french, german, spanish
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
