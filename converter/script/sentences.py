"""Sentences and words of a text in any language: the only door to spaCy.

An installed spaCy model for the language splits and lemmatises. Where there is
none, its tokenizer, abbreviations and stop words serve with rules of ours, and no
download happens. Languages spaCy cannot load without extra packages fall back to
its language-neutral pipeline.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK_RUN = re.compile(f"[{CJK}]+")

_STOP = re.compile(
    r"(?P<stop>[.!?…‥؟۔।]+|[。！？；]+)"
    r"(?P<close>[\"'”’»›)\]」』）】]*(?:\[[\w,\s–-]{1,8}\])*)"
)
_OPENERS = "\"'“‘„«‹(\\[「『（【¿¡–—•*-"
_NEXT = re.compile(rf"\s*[{_OPENERS}]*(?P<word>[^\W_]+)?")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\s(\[“„«\"']+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ \u00a0]?)*[^\W\d_]\.")
_BRACKETS = {"(": ")", "[": "]", "（": "）"}
_LONGEST_ASIDE = 400

_NEVER = {
    "": "ed eds al cf vs v ca approx dr prof mr mrs ms st mt rev gen col lt capt sgt gov sen rep"
    " hon dept est resp e.g i.e",
    "de": "z d u s b o i v bzw ca evtl ggf vgl hrsg hg str dipl ing dr prof inkl exkl max min"
    " mio mrd bspw sog gem lt jh",
    "fr": "m mme mlle mm dr pr p.ex c.-à-d env",
    "es": "sr sra srta dr dra ud uds",
    "it": "sig dott prof",
}
"""Abbreviations after which a sentence goes on, whatever follows."""
_BEFORE_NUMBERS = frozenset(
    ("vol", "p", "pp", "fig", "figs", "eq", "eqs", "sec", "ch", "no", "nos", "nr", "tab", "abb")
).union(("kap", "bd", "art", "abs", "ziff", "pág", "núm", "cap", "pag"))
"""Words that are abbreviations only before a number: "No. 5"."""
_SPEAKS = re.compile(r"\W*[^\W\d_]{0,6}[说道问答喊叫]")
_OFTEN_LAST = {"etc", "usw", "inc", "ltd", "co", "corp", "a.m", "p.m", "u.s", "u.k", "jr", "sr"}
"""Abbreviations that may end a sentence: the next word decides."""
_ORDINAL_LANGUAGES = {"de", "da", "nb", "no", "nn", "fi", "cs", "sk", "hu", "pl", "sl", "hr", "is"}

_SUFFIXES = {
    "en": (
        "ations",
        "ation",
        "ingly",
        "edly",
        "ments",
        "ment",
        "ies",
        "ing",
        "ed",
        "es",
        "ly",
        "s",
    ),
    "de": ("ungen", "ung", "lichen", "liche", "ern", "em", "en", "er", "es", "e", "n", "s"),
    "fr": ("ements", "ement", "ations", "ation", "es", "s", "e"),
    "es": ("aciones", "ación", "mente", "es", "os", "as", "s", "o", "a"),
}
_SHORTEST_STEM = 4
_LONGEST_TEXT = 100_000


def split(text: str, language: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as half-open ranges of characters.

    Every line of the text ends a sentence, so items of a list stay apart. White
    space around a sentence is in none.
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        begin = line.start()
        for stop in [*_stops(line.group(), language), len(line.group())]:
            piece = text[begin : line.start() + stop]
            if piece.strip():
                start = begin + len(piece) - len(piece.lstrip())
                found.append((start, begin + len(piece.rstrip())))
            begin = line.start() + stop
    return found


def words(text: str, language: str) -> list[str]:
    """Return the words that carry content: lower-cased stems without stop words.

    Chinese and Japanese characters come as pairs of neighbours, which need no
    dictionary.
    """
    pipeline, trained = _pipeline(language)
    found = [pair for run in _CJK_RUN.findall(text) for pair in _pairs(run)]
    rest = _CJK_RUN.sub(" ", text)[:_LONGEST_TEXT]
    for token in pipeline(rest) if trained else pipeline.make_doc(rest):
        if token.is_stop or not any(c.isalnum() for c in token.text):
            continue
        word = token.lemma_.lower() if trained and token.lemma_ else _stem(token.lower_, language)
        if len(word) > 1 or word.isdigit():
            found.append(word)
    return found


@lru_cache(maxsize=16)
def stop_words(language: str) -> frozenset[str]:
    """Return the function words of a language, lower-case; empty where unknown."""
    from spacy.util import get_lang_class

    try:
        return frozenset(get_lang_class(_primary(language)).Defaults.stop_words)
    except ImportError:  # no such language, or its tokenizer is a package of its own
        return frozenset()


def is_cjk(text: str) -> bool:
    """Say whether a text is written mostly in Chinese or Japanese characters."""
    letters = sum(c.isalpha() for c in text)
    return 2 * sum(len(run) for run in _CJK_RUN.findall(text)) > letters


def writing(text: str) -> str:
    """Return the script most letters are of, as Unicode names it: LATIN, CJK, ARABIC."""
    counts = Counter(_script(c) for c in text if c.isalpha())
    return counts.most_common(1)[0][0] if counts else ""


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    if _CJK_RUN.match(letter):
        return "CJK"
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _stem(word: str, language: str) -> str:
    for suffix in _SUFFIXES.get(_primary(language), ()):
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            return word[: -len(suffix)]
    return word


def _primary(language: str) -> str:
    return re.split(r"[-_]", language)[0].lower() or "xx"


@lru_cache(maxsize=8)
def _pipeline(language: str) -> tuple[Any, bool]:
    """Return spaCy's pipeline for a language and whether it is a trained one."""
    import spacy

    primary = _primary(language)
    for name in sorted(spacy.util.get_installed_models()):
        if name.startswith(f"{primary}_"):
            return spacy.load(name, exclude=["ner"]), True
    try:
        return spacy.blank(primary), False
    except ImportError:  # no such language, or its tokenizer is a package of its own
        return spacy.blank("xx"), False


def _stops(line: str, language: str) -> Iterator[int]:
    pipeline, trained = _pipeline(language)
    if (
        trained
        and len(line) <= _LONGEST_TEXT
        and (pipeline.has_pipe("parser") or pipeline.has_pipe("senter"))
    ):
        yield from [sentence.end_char for sentence in pipeline(line).sents]
        return
    asides = _asides(line)
    for match in _STOP.finditer(line):
        inside = any(begin < match.start() and match.end() < end for begin, end in asides)
        if not inside and _ends(line, match, language):
            yield match.end()


def _asides(line: str) -> list[tuple[int, int]]:
    """Find brackets that close again soon; a sentence does not end inside them."""
    stack: list[tuple[str, int]] = []
    found = []
    for at, char in enumerate(line):
        if char in _BRACKETS:
            stack.append((_BRACKETS[char], at))
        elif stack and char == stack[-1][0]:
            begin = stack.pop()[1]
            if at - begin <= _LONGEST_ASIDE:
                found.append((begin, at + 1))
    return found


def _ends(line: str, match: re.Match[str], language: str) -> bool:
    """Decide whether a mark ends a sentence, from the words beside it."""
    stop, rest = match["stop"], line[match.end() :]
    if stop[0] in "。！？；؟۔।":
        return not (match["close"] and _SPEAKS.match(rest))
    if not rest or rest.isspace():
        return True
    if not rest[0].isspace() and not _CJK_RUN.match(rest):
        return False
    word = _NEXT.match(rest)["word"] or ""  # type: ignore[index]
    if word[:1].islower():
        return False
    if stop != ".":
        return True
    return _period_ends(line[: match.start()], match["close"], word, language)


def _period_ends(before: str, close: str, following: str, language: str) -> bool:
    last = _LAST_WORD.search(before)
    word = last.group() if last and not close else ""
    name = word.lower().lstrip("-–—")
    starts = following[:1].isupper() and following.lower() in stop_words(language)
    if name.isdigit():
        return _number_ends(before, name, following, starts, language)
    if name in _OFTEN_LAST or (_INITIALS.fullmatch(f"{word}.") and not is_cjk(following)):
        return starts
    if name in _BEFORE_NUMBERS:
        return not any(c.isdigit() for c in following)
    return name not in _never(_primary(language))


def _number_ends(before: str, number: str, following: str, starts: bool, language: str) -> bool:
    """Keep "3. Mai", "im 19. Jahrhundert" and a numbered line's "1." with what follows."""
    if before.strip() == number:
        return False
    if _primary(language) in _ORDINAL_LANGUAGES and len(number) < 3:
        return starts
    return not following.isdigit() or starts


@lru_cache(maxsize=8)
def _never(primary: str) -> frozenset[str]:
    """Collect abbreviations: ours, and those spaCy's tokenizer keeps in one piece."""
    rules = getattr(_pipeline(primary)[0].tokenizer, "rules", None) or {}
    known = {key[:-1].lower() for key in rules if key.endswith(".") and key[:-1]}
    ours = f"{_NEVER['']} {_NEVER.get(primary, '')}".split()
    return frozenset(known | set(ours)) - _OFTEN_LAST - _BEFORE_NUMBERS
