"""Formulas: TeX as words for the voice and as one line of signs for the eye.

latex2mathml makes a tree of TeX; one reader walks it with the words of a language. The
eye has its own "language", whose words are signs. What the reader does not know makes
the whole formula unreadable: half a formula says something else than the whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

from converter.script.sentences import CJK
from converter.script.wording.formula_words import EYE, LANGUAGES, Words

INLINE = re.compile(
    r"\$\$(.+?)\$\$|(?<![\\\w])\$(?=[^\s$])([^$]{1,400}?)(?<=[^\s\\])\$(?!\d)", re.S
)
"""Formulas in the text of a Document."""
_HOLDER = 0x100000
"""Private characters that stand for formulas while the text around them is reworded."""
_SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
_OPERATORS = {"∑": "sum", "∏": "product", "∫": "integral", "∬": "integral", "∮": "integral",
              "⋃": "union", "⋂": "intersection"}  # fmt: skip
_ACCENTS = {"^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "¯": "bar", "―": "bar", "‾": "bar",
            "→": "vector", "⃗": "vector", "˙": "dot", "¨": "double dot"}  # fmt: skip
_DECIMAL = "\ue000"
"""Stands for a comma inside a number, written 3{,}5, until all is joined."""
_CLOSERS = {"(": ")]", "[": ")]", "{": "}"}
_BOUND = {"lim", "max", "min", "sup", "inf", "argmin", "argmax"}
_BARS = {"|": "|", "∣": "|", "‖": "‖", "∥": "‖"}
_APPLIED = frozenset("fghpqrPQFGHOuvLEJRTVφψϕσρμ")
"""Letters that a bracket makes functions of."""
_SILENT = set("()[]{}.⟨⟩⌊⌋⌈⌉\u2061\u2062\u2063 ")


class UnreadableError(Exception):
    """Something in a formula that no rule knows."""


class Formula(NamedTuple):
    """One formula as the eye and as the voice have it."""

    eye: str
    voice: str


@lru_cache(maxsize=4096)
def formula(tex: str, language: str) -> Formula | None:
    """Read a formula; None when it holds something unknown or the language has no words."""
    words = LANGUAGES.get(re.split(r"[-_]", language)[0].lower())
    if words is None:
        return None
    try:
        tree = _tree(tex)
        return Formula(_Reader(EYE).read(tree), _Reader(words).read(tree))
    except UnreadableError:
        return None


def found(text: str) -> list[str]:
    """Return the TeX of all formulas in a text, in order."""
    return [match[1] or match[2] for match in INLINE.finditer(text)]


def held(text: str) -> str:
    """Replace each formula by a private character, in order; `filled` undoes it."""
    count = iter(range(_HOLDER, _HOLDER + 0x1000))
    return INLINE.sub(lambda _: chr(next(count)), text)


def filled(text: str, formulas: Sequence[str]) -> str:
    """Put formulas where their characters stand."""
    return re.sub(
        f"[{chr(_HOLDER)}-{chr(_HOLDER + 0xFFF)}]",
        lambda match: (
            formulas[ord(match[0]) - _HOLDER] if ord(match[0]) - _HOLDER < len(formulas) else ""
        ),
        text,
    )


def _tree(tex: str) -> Element:
    from latex2mathml.converter import convert

    bare = re.sub(r"\\(?:displaystyle|textstyle|limits|nolimits)\b", "", tex)
    try:
        tree = fromstring(convert(bare))
    except Exception as error:  # the library raises whatever its parser meets
        raise UnreadableError(tex) from error
    for node in tree.iter():
        node.tag = node.tag.rpartition("}")[2]
    return tree


class _Reader:
    """Reads a tree aloud with one language's words."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def read(self, tree: Element) -> str:
        said = " ".join(self._one(tree).split())
        said = re.sub(rf"\s*{_DECIMAL}\s*", ",", re.sub(r"\s+(?=[,.;:])", "", said))
        said = said.rstrip(",")
        return re.sub(rf"\s*(?<=[{CJK}])\s+|\s+(?=[{CJK}])", "", said) if self.words.dense else said

    def _one(self, node: Element) -> str:
        shape = _SHAPES.get(node.tag)
        if shape is None:
            raise UnreadableError(node.tag)
        return shape(self, node)

    def _group(self, node: Element) -> str:
        return _DECIMAL if "".join(node.itertext()) == "," else self._row(list(node))

    def _text(self, node: Element) -> str:
        return node.text or ""

    def _root(self, node: Element) -> str:
        if node.tag == "mroot":
            return self._fill("degree_root", self._one(node[0]), self._one(node[1]))
        return self._fill("root", self._row(list(node)))

    def _row(self, nodes: Sequence[Element]) -> str:
        nodes = _fenced([node for node in nodes if node.tag != "mspace"])
        said: list[str] = []
        for index, node in enumerate(nodes):
            before = nodes[index - 1] if index else None
            if self._starts_argument(before, node):
                said.append(self.words.of)
            elif before is not None and self._multiplies(before, node):
                said.append(self.words.signs["×"])
            said.append(
                self._upright(nodes, index)
                or self._delimiter(nodes, index)
                or self._negative(nodes, index)
                or self._one(node)
            )
        return self.words.joint.join(filter(None, said))

    def _starts_argument(self, before: Element | None, node: Element) -> bool:
        """Say whether a bracket holds what a function is of: f(x), but a(b + c)."""
        if before is None or not self.words.of:
            return False
        base = before[0] if before.tag in _SCRIPTS else before
        if base.tag not in {"mi", "mo"} or not base.text or base.text in _BOUND - {before.text}:
            return False
        return (_fence(node) is not None and _plain(base) in _APPLIED) or (
            base.text in self.words.functions and node.tag != "mo"
        )

    def _multiplies(self, before: Element, node: Element) -> bool:
        """Say whether a bracket after a factor must be told from a function's."""
        fence = _fence(node)
        if self.words.literal or fence is None or _plain(before) in _APPLIED:
            return False
        return before.tag in {"mi", "mn", "fence", *_SCRIPTS} and _is_compound(fence)

    def _within(self, fence: Element) -> str:
        """Say what stands in brackets; the brackets only where they change what is meant."""
        opening, closing = fence.get("open", ""), fence.get("close", "")
        said = self._row(list(fence))
        if self.words.literal:
            return f"{opening}{said}{closing}"
        parts = self._parts(fence)
        if opening == "{":
            return self.words.set.format(said)
        if len(parts) == 2 and "[" in opening + closing.replace("]", "["):
            return self.words.interval.format(*parts)
        return self.words.group.format(said) if _is_compound(fence) else said

    def _parts(self, fence: Element) -> list[str]:
        commas = [i for i, node in enumerate(fence) if node.tag == "mo" and node.text == ","]
        bounds = [-1, *commas, len(fence)]
        return [self._row(fence[a + 1 : b]) for a, b in pairwise(bounds)]

    def _upright(self, nodes: Sequence[Element], index: int) -> str:
        """Join upright letters to the word they make: km, var."""
        node = nodes[index]
        if not _is_upright(node):
            return ""
        if index and _is_upright(nodes[index - 1]):
            return " "
        end = index
        while end < len(nodes) and _is_upright(nodes[end]):
            end += 1
        return "".join(one.text or "" for one in nodes[index:end])

    def _delimiter(self, nodes: Sequence[Element], index: int) -> str:
        """Name what stands between two bars; the first of a pair says it, the second nothing."""
        bar = _bar(nodes[index])
        if not bar or self.words.literal:
            return ""
        bars = [i for i, node in enumerate(nodes) if _bar(node) == bar]
        if len(bars) == 1 and bar == "|":
            return self.words.signs.get("∣", " ")
        if len(bars) % 2 or any(nodes[i].tag not in {"mo", "msub"} for i in bars):
            raise UnreadableError(bar)
        name = self.words.absolute if bar == "|" else self.words.norm
        return name if bars.index(index) % 2 == 0 else " "

    def _negative(self, nodes: Sequence[Element], index: int) -> str:
        """Return the sign of a number, which some languages tell from the operator."""
        if (nodes[index].text or "") not in {"-", "−"}:
            return ""
        before = nodes[index - 1] if index else None
        leads = before is None or (before.tag == "mo" and (before.text or "") not in ")]}|")
        return self.words.negative if leads else ""

    def _sign(self, node: Element) -> str:
        text = (node.text or "").strip()
        if "\U0001d400" <= text[:1] <= "\U0001d7ff":  # letters in a mathematical face
            text = unicodedata.normalize("NFKC", text)
        if text in self.words.functions:
            return self.words.functions[text]
        if text in self.words.signs:
            return self.words.signs[text]
        if self.words.literal:
            return text
        if text in _SILENT or not text:
            return ""
        if text.startswith("\\") or not (text.isalnum() or text in ",;:!%'"):
            raise UnreadableError(text)
        return text

    def _fraction(self, node: Element) -> str:
        over, under = node
        above, below = self._one(over), self._one(under)
        if above.isdigit() and below.isdigit():
            return f"{above}/{below}"
        return self._fill("fraction", self._grouped(over, above), self._grouped(under, below))

    def _grouped(self, node: Element, said: str) -> str:
        return self.words.group.format(said) if _is_compound(node) else said

    def _script(self, node: Element) -> str:
        base, *scripts = node
        low = scripts[0] if node.tag not in {"msup", "mover"} else None
        high = scripts[-1] if node.tag not in {"msub", "munder"} else None
        text = base.text or ""
        if node.tag == "mover" and high is not None and (high.text or "") in _ACCENTS:
            return self._accent(base, _ACCENTS[high.text or ""])
        if base.tag == "mo" and text in _OPERATORS:
            return self._operator(_OPERATORS[text], low, high)
        if text in _BOUND and low is not None:
            return self._fill(
                "limit" if text == "lim" else "best", self._one(low), self._sign(base)
            )
        said = self._one(base)
        if low is not None:
            below = self._one(low)
            said = self._small(self.words.lowered, said, below) or self._fill("index", said, below)
        return said if high is None else self._power(said, base, high)

    def _accent(self, base: Element, accent: str) -> str:
        return self._fill("accent", self._one(base), self.words.accents[accent])

    def _operator(self, name: str, low: Element | None, high: Element | None) -> str:
        said = self.words.operators[name]
        if low is not None and high is not None:
            return self._fill("ranged", said, self._one(low), self._one(high))
        bound = low if low is not None else high
        return (
            self._fill("over", said, self._one(bound))
            if bound is not None
            else f"{said} {self.words.of}"
        )

    def _power(self, said: str, base: Element, high: Element) -> str:
        exponent = self._one(high)
        primes = set("".join(high.itertext()).strip())
        if primes and primes <= {"′", "'", "″"}:
            return self._fill("prime", said)
        if "".join(high.itertext()) in {"T", "⊤"}:
            return self._fill("transposed", said)
        if base.tag != "fence":
            said = self._grouped(base, said)
        if exponent in {"2", "3"}:
            return self._fill("squared" if exponent == "2" else "cubed", said)
        return self._small(self.words.raised, said, exponent) or self._fill("power", said, exponent)

    def _small(self, letters: Mapping[str, str], base: str, text: str) -> str:
        """Set a text in small letters, where there are such for all of it."""
        plain = text.replace(" ", "")
        known = plain and all(letter in letters for letter in plain)
        return base + "".join(letters[letter] for letter in plain) if known else ""

    def _fill(self, template: str, *parts: str) -> str:
        return str(getattr(self.words, template)).format(*parts)


_SHAPES: dict[str, Callable[[_Reader, Element], str]] = {
    **dict.fromkeys(("math", "mrow", "mstyle", "mpadded", "menclose"), _Reader._group),
    **dict.fromkeys(("mn", "mtext", "ms"), _Reader._text),
    **dict.fromkeys(("mi", "mo"), _Reader._sign),
    **dict.fromkeys(("msqrt", "mroot"), _Reader._root),
    **dict.fromkeys(_SCRIPTS, _Reader._script),
    "mfrac": _Reader._fraction,
    "fence": _Reader._within,
}


def _fenced(nodes: Sequence[Element]) -> list[Element]:
    """Gather what stands between brackets into elements named `fence`."""
    found: list[Element] = []
    for node in nodes:
        closer = node[0] if node.tag in _SCRIPTS else node
        opens = [i for i, one in enumerate(found) if one.tag == "mo" and one.text in _CLOSERS]
        if (
            closer.tag != "mo"
            or not opens
            or closer.text not in tuple(_CLOSERS[found[opens[-1]].text or ""])
        ):
            found.append(node)
            continue
        fence = Element("fence", {"open": found[opens[-1]].text or "", "close": closer.text or ""})
        fence.extend(found[opens[-1] + 1 :])
        found[opens[-1] :] = [fence if closer is node else _rebased(node, fence)]
    return found


def _rebased(script: Element, base: Element) -> Element:
    copy = Element(script.tag, script.attrib)
    copy.extend([base, *script[1:]])
    return copy


def _fence(node: Element) -> Element | None:
    base = node[0] if node.tag in _SCRIPTS else node
    if base.tag == "mrow" and len(base) and base[0].text in _CLOSERS:
        (base, *_) = _fenced(list(base))
    return base if base.tag == "fence" else None


def _plain(node: Element) -> str:
    base = node[0] if node.tag in _SCRIPTS else node
    return unicodedata.normalize("NFKC", base.text or "")


def _bar(node: Element) -> str:
    base = node[0] if node.tag in _SCRIPTS else node
    return _BARS.get(base.text or "", "") if base.tag == "mo" else ""


def _is_upright(node: Element) -> bool:
    return node.tag == "mi" and node.get("mathvariant") == "normal" and (node.text or "").isalpha()


def _is_compound(node: Element) -> bool:
    """Say whether a part needs to be told from what stands beside it."""
    signs = [n for n in node.iter("mo") if (n.text or "") in set("+-−=<>≤≥±·×")]
    return node.tag in {"mrow", "fence"} and bool(signs)
