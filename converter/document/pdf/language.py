"""Tell a text's language from its letters and commonest words."""

from __future__ import annotations

import re
from collections import Counter

SCRIPTS = {
    "ja": "[\u3040-\u30ff]", "ko": "[\uac00-\ud7af]", "zh": "[\u4e00-\u9fff]",
    "ar": "[\u0600-\u06ff]", "he": "[\u0590-\u05ff]", "ru": "[\u0400-\u04ff]",
    "el": "[\u0370-\u03ff]", "hi": "[\u0900-\u097f]", "th": "[\u0e00-\u0e7f]",
}  # fmt: skip
COMMON = {
    "en": "the of and to in is that for it with as on are this be by an from which was",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als",
    "fr": "de la le et les des en un du une que est pour qui dans par sur au plus pas",
    "es": "de la que el en y los se del las un por con no una su para es al lo",
    "it": "di che la il un per in del una con non sono della le si dei da alla nel gli",
    "pt": "de que e o da em um para com não uma os no se na por mais as dos como",
    "nl": "de en van het een in is dat op te zijn met voor niet aan er om ook als bij",
}
LEAST = 0.12
"""Share of a text's words that must be common ones of a language."""


def language_of(text: str, declared: str = "") -> str:
    """Return the language of a text, as BCP 47; what the file declares breaks ties."""
    letters = sum(char.isalpha() for char in text) or 1
    for code, pattern in SCRIPTS.items():
        needed = 0.08 if code == "ja" else 0.3
        if len(re.findall(pattern, text)) > needed * letters:
            return declared if declared.partition("-")[0] == code else code
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    total = words.total() or 1
    shares = {
        code: sum(words[w] for w in common.split()) / total for code, common in COMMON.items()
    }
    best = max(shares, key=shares.__getitem__)
    if total < 20 or shares[best] < LEAST:
        return declared or "en"
    return declared if declared.partition("-")[0] == best else best
