"""Letters to words and lines to paragraphs, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from converter.document.pdf.page import Line, Run

CJK = "\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
LIGATURES = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]+")
LOOSE_ACCENT = re.compile(
    r"([¨´ˆ˜ˇ˚]) ?([A-Za-zı])"
    r"|(?:(?<=[^\W\d_])(`)([aeiou])|(?<!\S)(`)([aeAE])(?!\w))(?![`'])"
)
COMBINING = dict(zip("¨´ˆ˜ˇ˚`", "\u0308\u0301\u0302\u0303\u030c\u030a\u0300", strict=True))
INVISIBLE = re.compile("[\u200b\u2060\ufeff\x00-\x08\x0b-\x1f\u20d0-\u20ff]|\ufffd+")
LATIN_HIGH = "\x9c\xa8\xb8\xbc\xc0-\xff"
CYRILLIC_AS_LATIN = re.compile(f"(?<![A-Za-z])[{LATIN_HIGH}]+(?![A-Za-z])")
SURELY_CYRILLIC = re.compile("(?<![A-Za-z])[\xc0-\xff]{4,}(?![A-Za-z])")
"""No language in Latin letters has a word of four letters that all bear accents."""
CYRILLIC = {
    **{code: chr(0x0410 + code - 0xC0) for code in range(0xC0, 0x100)},
    **{0x9C: "Ё", 0xA8: "Ё", 0xB8: "ё", 0xBC: "ё"},
}
BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "–"}
LETTERSPACED = re.compile(r"(?<!\S)\w(?: [\w–—-]){3,}(?!\S)")
PRIVATE = re.compile("[\ue000-\uf8ff]")
SUPERSCRIPTS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
FOOTNOTE_MARK = re.compile(r"[\d*†‡§¶∗⋆#,;\s]{1,8}|[a-z]\)?")
HYPHENS = "-\u00ad\u2010"
ENDED = re.compile(r"[.!?:;。！？：；…؟۔][\"'”’»)\]）」』]*\W?$")
KEEPS_HYPHEN = {"self", "non", "well", "ex", "cross", "half", "quasi", "all"}
COORDINATED = {"und", "oder", "bzw", "and", "or", "en", "of", "sowie", "bis"}
"""After "Vor-" or "pre-" these keep the hyphen, and the space."""


def clean(text: str) -> str:
    """Resolve ligatures and loose accents, drop what no one can see."""
    text = LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = LOOSE_ACCENT.sub(_composed, text)
    text = PRIVATE.sub(lambda found: BULLETS.get(found[0], ""), text)
    return INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u2009", " ").replace("⁄", "/")


def renaming(page: str) -> Callable[[str], str]:
    """Return how to read a page's letters, which may be Cyrillic under Latin names.

    A piece of a line does not tell: the words of the whole page are the witness.
    """
    if not SURELY_CYRILLIC.search(page):
        return str
    return lambda text: CYRILLIC_AS_LATIN.sub(lambda found: found[0].translate(CYRILLIC), text)


def turned(chars: Sequence[Any]) -> str:
    """Put lam before alef where one Arabic ligature was taken apart backwards.

    A ligature's letters share one glyph: the first of them has no width.
    """
    letters = [str(char["c"]) for char in chars]
    for i in range(len(letters) - 1):
        thin = chars[i]["bbox"][2] - chars[i]["bbox"][0] < 0.05
        if thin and letters[i] in "اأإآ" and letters[i + 1] == "ل":
            letters[i], letters[i + 1] = letters[i + 1], letters[i]
    return "".join(letters)


def is_rtl(text: str) -> bool:
    """Tell whether most letters are of a script written right to left."""
    rtl = len(RTL.findall(text))
    return rtl > 0 and rtl * 2 > sum(map(str.isalpha, text))


def is_cjk(text: str) -> bool:
    """Tell whether a good part of the letters is written without word spaces."""
    cjk = len(re.findall(f"[{CJK}]", text))
    return cjk > 0 and cjk * 3 > sum(map(str.isalpha, text))


def unspaced(text: str) -> str:
    """Undo spacing between the letters of a word: `R E P O R T` is one."""
    return LETTERSPACED.sub(lambda found: found[0].replace(" ", ""), text)


def word_count(text: str) -> float:
    """Count words; two characters of a script without spaces count as one."""
    spaceless = len(re.findall(f"[{CJK}]", text))
    return len(re.findall(r"[^\W_]+", re.sub(f"[{CJK}]", " ", text))) + spaceless / 2


def folded(text: str) -> str:
    """Return letters and digits only, without case, for comparing."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def ended(text: str) -> bool:
    """Tell whether a text stops where a sentence may stop."""
    return bool(ENDED.search(text.rstrip()))


def starts_low(text: str) -> bool:
    """Tell whether the first letter is lower case, which runs a sentence on."""
    first = text.lstrip("([“\"'„«")[:1]
    return first.islower()


class Joiner:
    """Join lines into running text, with the document's own words as the witness."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        """Learn the words of the lines, but for the last of each, which may be cut."""
        self._words: Counter[str] = Counter()
        for line in lines:
            self._words.update(re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", line.text.lower())[:-1])

    def text(self, lines: Sequence[Line]) -> str:
        """Join the lines of one paragraph."""
        joined = ""
        for line in lines:
            joined = self.join(joined, spoken(line.runs))
        return joined

    def join(self, before: str, after: str) -> str:
        """Join two pieces of one sentence: hyphens undone, spaces where the script has them."""
        before, after = before.rstrip(), after.lstrip()
        if not before or not after:
            return before or after
        if before[-1] in HYPHENS and before[-2:-1].isalpha() and after[0].isalpha():
            return self._hyphenated(before, after)
        if re.match(f"[{CJK}]", before[-1]) and re.match(f"[{CJK}]", after[0]):
            return before + after
        if before.endswith("/") and re.search(r"https?:\S*$", before):
            return before + after
        return f"{before} {after}"

    def _hyphenated(self, before: str, after: str) -> str:
        head = re.search(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*$", before[:-1])
        tail = re.match(r"[^\W\d_]+", after)
        first, second = (head[0] if head else "").lower(), (tail[0] if tail else "").lower()
        if second in COORDINATED:
            return f"{before} {after}"
        whole, compound = self._words[first + second], self._words[f"{first}-{second}"]
        keeps = after[0].isupper() or first in KEEPS_HYPHEN or "-" in first
        if before[-1] != "\u00ad" and (compound > whole or (keeps and not whole)):
            return before[:-1] + "-" + after
        return before[:-1] + after


def spoken(runs: Sequence[Run]) -> str:
    """Return the text of runs: footnote marks dropped, powers written as such."""
    text = ""
    for index, run in enumerate(runs):
        fraction = index + 1 < len(runs) and runs[index + 1].text.startswith(("⁄", "/"))
        if run.raised and not fraction and FOOTNOTE_MARK.fullmatch(run.text.strip()):
            text += _raised(run.text, text)
        else:
            text += run.text
    return re.sub(r"\s+", " ", text).strip()


def _raised(mark: str, before: str) -> str:
    """A mark after a word or a stop is a footnote's; after a unit or symbol it is a power."""
    word = re.search(r"[^\W\d_]{4,}$|[^\W\d_]{3,}\s$|[.,;:!?)”’\"]$", before)
    power = mark.strip().translate(SUPERSCRIPTS)
    if word or power == mark.strip():
        return " " if mark.endswith(" ") else ""
    return power


def _composed(found: re.Match[str]) -> str:
    accent, letter = filter(None, found.groups())
    letter = unicodedata.normalize("NFC", letter.replace("ı", "i") + COMBINING[accent])
    return letter if len(letter) == 1 else found[0]
