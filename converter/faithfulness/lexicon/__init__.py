"""The words of each language that change what a sentence claims: denials, opposites, amounts."""

from __future__ import annotations

from converter.faithfulness.lexicon import chinese, english, french, german, spanish
from converter.faithfulness.lexicon.model import Lexicon
from converter.faithfulness.tokens import primary

_LEXICONS = {
    "en": english.LEXICON,
    "de": german.LEXICON,
    "fr": french.LEXICON,
    "es": spanish.LEXICON,
    "zh": chinese.LEXICON,
}


def lexicon(language: str) -> Lexicon:
    """Return the words of a language; of an unknown one the English ones, which rarely match."""
    return _LEXICONS.get(primary(language), english.LEXICON)
