"""Language: the tag of a text, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = {
    "ja": r"[\u3040-\u30ff]",
    "ko": r"[\uac00-\ud7af\u1100-\u11ff]",
    "zh": r"[\u3400-\u9fff\uf900-\ufaff]",
    "ar": r"[\u0600-\u06ff\u0750-\u077f]",
    "he": r"[\u0590-\u05ff]",
    "ru": r"[\u0400-\u04ff]",
    "el": r"[\u0370-\u03ff]",
    "th": r"[\u0e00-\u0e7f]",
    "hi": r"[\u0900-\u097f]",
}
_SAME_SCRIPT = {
    "ja": {"zh"},
    "ar": {"fa", "ur", "ps", "ug", "ckb"},
    "ru": {"uk", "bg", "sr", "be", "mk", "kk", "mn"},
    "hi": {"mr", "ne", "sa"},
    "he": {"yi"},
}
_COMMON = {
    "en": "the of and to in is that it for was with as are this from have",
    "de": "der die das und ist nicht ein eine zu den von mit sich auf für dem auch",
    "fr": "le la les des et est une dans que pour qui sur pas du avec plus au",
    "es": "el la los las de y en que es una por con para se del como más",
    "it": "il di che la e è per una del della con non sono gli nel anche",
    "pt": "o a os as de e que do da em um uma para com não no na mais",
    "nl": "de het een en van is dat op te zijn voor met niet aan er ook",
    "pl": "i w na z się nie do to jest że przez dla od jak po",
    "sv": "och att det som en är på av för med den till inte ett om",
    "tr": "ve bir bu için ile da de olarak çok daha olan gibi",
}

_PIECE, _PIECES = 2_000, 25
_MOST_OF_A_SCRIPT = 0.3
_LEAST_KANA = 0.1
"""Share of the letters that makes a text in Chinese characters Japanese."""
_LEAST_WORDS = 20
_LEAST_SHARE = 0.12
"""Share of a text's words that must be common ones before they outweigh a declaration."""


def language_of(text: str, declared: str | None = None) -> str:
    """Return the BCP 47 tag of a text: as declared, unless the text contradicts it.

    Its script does so always; its words where they are many and clearly another
    language's: word processors declare `en-US` for whatever is written in them.
    """
    text = _sample(text)
    scripts = _scripts(text)
    script = next((found for found, share in scripts.items() if share > _MOST_OF_A_SCRIPT), "")
    tag = _normal(declared)
    primary = tag.partition("-")[0]
    if script:
        return tag if primary == script or primary in _SAME_SCRIPT.get(script, ()) else script
    shares = _shares(text)
    best = max(shares, key=shares.__getitem__)
    if not primary or primary in _SCRIPTS:
        if shares[best] > _LEAST_SHARE / 2:
            return best
        # Filler in no living language: the few words around it tell whose it is.
        return next((found for found, share in scripts.items() if share > 0.01), "en")
    outweighed = shares[best] >= max(_LEAST_SHARE, 2 * shares.get(primary, 1.0))
    return best if outweighed else tag


def _normal(declared: str | None) -> str:
    parts = re.split(r"[-_]", (declared or "").strip().partition(",")[0])
    if not re.fullmatch(r"[A-Za-z]{2,3}", parts[0]):
        return ""
    kept = [part for part in parts[1:3] if re.fullmatch(r"[A-Za-z]{2}|[A-Za-z]{4}|\d{3}", part)]
    shaped = [part.title() if len(part) == 4 else part.upper() for part in kept]
    return "-".join([parts[0].lower(), *shaped])


def _sample(text: str) -> str:
    """Take pieces from all over a text: a foreign abstract or licence opens many."""
    step = max(_PIECE, len(text) // _PIECES)
    return "\n".join(text[begin : begin + _PIECE] for begin in range(0, len(text), step))


def _scripts(text: str) -> dict[str, float]:
    """Return the share of the letters each script but Latin has, the largest first."""
    letters = max(1, sum(character.isalpha() for character in text))
    share = {tag: len(re.findall(signs, text)) / letters for tag, signs in _SCRIPTS.items()}
    if share["ja"] > _LEAST_KANA:
        return {"ja": 1.0}
    return dict(sorted(share.items(), key=lambda item: -item[1]))


def _shares(text: str) -> dict[str, float]:
    """Return by language which share of the words are its commonest ones."""
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    total = max(words.total(), _LEAST_WORDS)
    return {
        tag: sum(words[word] for word in common.split()) / total for tag, common in _COMMON.items()
    }
