"""Errors made by script in true sentences: a changed number, a swapped name, a flipped denial.

They are made without the product's help, so that what finds them is measured and not
asked what it can find.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Spoiler = Callable[[str, str, Sequence[str], random.Random], str | None]
"""Takes a sentence, its language, names of its document and chance; None where it has nothing."""

_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w]*[A-Za-z]\d)")
_WORDED = {
    "en": "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig dreißig",
    "fr": "deux trois quatre cinq six sept huit dix onze douze quinze vingt trente",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta",
    "zh": "三百 四百 五百 三年 四年 五年 三种 四种 两种 三个 五个 两个",
}


def change_number(text: str, language: str, _: Sequence[str], rng: random.Random) -> str | None:
    """Change one digit of a number, or put one number in words for another."""
    words = _WORDED.get(language, "").split()
    edge = "" if language == "zh" else r"\b"
    spelt = list(re.finditer(rf"{edge}(?:{'|'.join(words)}){edge}", text)) if words else []
    found = [*_NUMBER.finditer(text), *spelt]
    if not found:
        return None
    match = rng.choice(found)
    if match[0][0].isdigit():
        return _replaced(text, match, _other_digit(match[0], rng))
    return _replaced(text, match, rng.choice([word for word in words if word != match[0]]))


def _other_digit(number: str, rng: random.Random) -> str:
    at = rng.choice([i for i, sign in enumerate(number) if sign.isdigit()])
    digits = "0123456789" if at else "123456789"
    return number[:at] + rng.choice([d for d in digits if d != number[at]]) + number[at + 1 :]


_STRANGERS = ("Kowalski", "Nairobi", "Pemberton", "Osaka", "Delacroix", "Ravensburg")
_CHINESE_STRANGERS = ("陈志明", "伦敦", "上海市", "亚马逊", "刘晓燕", "Google")


def swap_name(text: str, language: str, names: Sequence[str], rng: random.Random) -> str | None:
    """Put another name of the document, or a stranger's, in the place of one."""
    here = [name for name in names if re.search(_whole(name), text)]
    if not here:
        return None
    gone = rng.choice(here)
    others = [name for name in names if name not in text and gone not in name and name not in gone]
    strangers = _CHINESE_STRANGERS if language == "zh" else _STRANGERS
    new = rng.choice(others if others and rng.random() < 0.5 else strangers)
    return re.sub(_whole(gone), lambda _: new, text, count=1)


def _whole(name: str) -> str:
    return re.escape(name) if name[0] >= "\u4e00" else rf"(?<!\w){re.escape(name)}(?!\w)"


_MODAL = "is|are|was|were|can|could|will|would|may|might|must|should"
_HILFSVERB = "ist|sind|war|waren|wird|werden|kann|können|hat|haben|sollte|muss"
_FLIPS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (rf"\b({_MODAL}|has|have|had|do|does|did) not\b", r"\1"),
        (r"\b(is|are|was|were|has|have|had|could|would|should|do|does|did)n['’]t\b", r"\1"),
        (r"\bcannot\b|\bcan['’]t\b", "can"),
        (r"\bnever\b", "always"),
        (r"\bwithout\b", "with"),
        (r"\bno (?=[a-z])", "a "),
        (r"\bunlikely\b", "likely"),
        (rf"\b({_MODAL})\b(?! not|n['’]t)", r"\1 not"),
        (r"\b(has|have|had)\b(?= (?:been|shown|\w+ed)\b)", r"\1 not"),
    ),
    "de": (
        (r" nicht\b", ""),
        (r"\bkein(e[nmrs]?)?\b", r"ein\1"),
        (r"\bohne\b", "mit"),
        (r"\bnie(?:mals)?\b", "immer"),
        (rf"\b({_HILFSVERB})\b(?! nicht)", r"\1 nicht"),
    ),
    "fr": (
        (r"\bn(?:e |['’])(\w+) (?:pas|jamais) ", r"\1 "),
        (r"\bsans\b", "avec"),
        (r"\best\b(?! pas)", "n'est pas"),
        (r"\bsont\b(?! pas)", "ne sont pas"),
        (r"\ba (?=\w+é\b)", "n'a pas "),
        (r"\b(compte|exporte|produit)\b", r"ne \1 pas"),
    ),
    "es": (
        (r"\bno (?=\w)", ""),
        (r"\bsin\b", "con"),
        (r"\b(es|son|está|ha|han|ocupan|quedaban|calcula|permite)\b", r"no \1"),
    ),
    "zh": (
        (r"没有(?!任何)", "有"),
        (r"不(?=能|会|是|再|可以|需要)", ""),
        (r"无法", "能够"),
        (r"从未", "已经"),
        (r"(?<![不没])(?:为|是)(?!否|因)", "不是"),
        (r"(?<![不没])(可以|需要|能够)", r"不\1"),
        (r"(?<![不没])位于", "不位于"),
    ),
}
_DENIED = re.compile(r"['’]t|\s(?:\w+\s)?(?:not|never|no|none|hardly)\b")
"""Where a second denial would make no error, but no English."""


def flip_denial(text: str, language: str, _: Sequence[str], rng: random.Random) -> str | None:
    """Take a denial away or put one in."""
    found = [
        (match, new)
        for old, new in _FLIPS.get(language, ())
        for match in re.finditer(old, text)
        if "not" not in new or not _DENIED.match(text, match.end())
    ]
    if not found:
        return None
    match, new = rng.choice(found)
    return _replaced(text, match, match.expand(new))


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


SPOILERS: dict[str, Spoiler] = {
    "numbers": change_number,
    "names": swap_name,
    "negations": flip_denial,
}
