r"""OMML: the formulas of Office, as TeX.

Symbols stay as they are: readers of TeX know `α` as well as `\alpha`. What has no
counterpart here is kept as its text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Element = Any
"""An element of an Office file's tree, as the libraries for them give it."""

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = {
    "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∬": r"\iint", "∮": r"\oint",
    "⋃": r"\bigcup", "⋂": r"\bigcap", "\u0302": r"\hat", "\u0303": r"\tilde",
    "\u0304": r"\bar", "\u0305": r"\overline", "\u0307": r"\dot", "\u0308": r"\ddot",
    "\u20d7": r"\vec", "\u23de": r"\overbrace", "\u23df": r"\underbrace", "→": r"\vec",
}  # fmt: skip
_FENCES = {"{": r"\{", "}": r"\}", "‖": r"\|", "⟨": r"\langle ", "⟩": r"\rangle ", "": "."}
_FUNCTIONS = {"sin", "cos", "tan", "log", "ln", "exp", "lim", "max", "min", "det", "sup", "inf"}


def tex(math: Element) -> str:
    """Return the TeX of an `m:oMath` element, or of anything inside one."""
    return " ".join(_inside(math).split())


def _inside(element: Element | None) -> str:
    return "" if element is None else "".join(map(_one, element))


def _one(element: Element) -> str:
    name = str(element.tag).removeprefix(_M)
    return _SHAPES.get(name, _inside)(element)


def _part(element: Element, name: str) -> str:
    return _inside(element.find(_M + name)).strip()


def _property(element: Element, name: str, default: str) -> str:
    """Return the `m:val` of a property; what an absent one means is `default`."""
    found = element.find(f"{_M}{element.tag.removeprefix(_M)}Pr/{_M}{name}")
    return default if found is None else str(found.get(_M + "val", ""))


def _run(element: Element) -> str:
    text = "".join(t.text or "" for t in element.iter(_M + "t"))
    return rf"\{text} " if text in _FUNCTIONS else text.translate(_SPECIAL)


_SPECIAL = str.maketrans(
    {"%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_", "{": r"\{", "}": r"\}", "$": r"\$"}
)


def _fraction(element: Element) -> str:
    over, under = _part(element, "num"), _part(element, "den")
    if _property(element, "type", "bar") == "lin":
        return f"{over}/{under}"
    command = "binom" if _property(element, "type", "bar") == "noBar" else "frac"
    return rf"\{command}{{{over}}}{{{under}}}"


def _scripts(element: Element) -> str:
    base, low, high = (_part(element, name) for name in ("e", "sub", "sup"))
    return base + (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")


def _scripts_before(element: Element) -> str:
    return "{}" + _scripts(element).replace(_part(element, "e"), "", 1) + _part(element, "e")


def _root(element: Element) -> str:
    degree = _part(element, "deg")
    return rf"\sqrt{f'[{degree}]' if degree else ''}{{{_part(element, 'e')}}}"


def _fenced(element: Element) -> str:
    opening, closing = _property(element, "begChr", "("), _property(element, "endChr", ")")
    between = _property(element, "sepChr", "|")
    inner = f" {between} ".join(_cells(element))
    left, right = (_FENCES.get(sign, sign) for sign in (opening, closing))
    return rf"\left{left}{inner}\right{right}"


def _operator(element: Element) -> str:
    sign = _property(element, "chr", "∫")
    low, high = _part(element, "sub"), _part(element, "sup")
    limits = (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")
    return f"{_SIGNS.get(sign, sign)}{limits} {_part(element, 'e')}"


def _function(element: Element) -> str:
    return f"{_part(element, 'fName')}{{{_part(element, 'e')}}}"


def _accent(element: Element) -> str:
    sign = _property(element, "chr", "\u0302")
    return _SIGNS.get(sign, r"\hat") + f"{{{_part(element, 'e')}}}"


def _bar(element: Element) -> str:
    command = "overline" if _property(element, "pos", "bot") == "top" else "underline"
    return rf"\{command}{{{_part(element, 'e')}}}"


def _limit(mark: str) -> Callable[[Element], str]:
    return lambda element: f"{_part(element, 'e')}{mark}{{{_part(element, 'lim')}}}"


def _matrix(element: Element) -> str:
    rows = element.findall(_M + "mr")
    return _lines("matrix", [" & ".join(_cells(row)) for row in rows])


def _equations(element: Element) -> str:
    return _lines("aligned", _cells(element))


def _cells(row: Element) -> list[str]:
    return [_inside(cell).strip() for cell in row.findall(_M + "e")]


def _lines(environment: str, rows: list[str]) -> str:
    inner = r" \\ ".join(rows)
    return rf"\begin{{{environment}}}{inner}\end{{{environment}}}"


def _nothing(_element: Element) -> str:
    return ""


_SHAPES: dict[str, Callable[[Element], str]] = {
    "r": _run,
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _scripts_before,
    "rad": _root,
    "d": _fenced,
    "nary": _operator,
    "func": _function,
    "acc": _accent,
    "bar": _bar,
    "limLow": _limit("_"),
    "limUpp": _limit("^"),
    "m": _matrix,
    "eqArr": _equations,
    **dict.fromkeys(("fPr", "sSupPr", "sSubPr", "sSubSupPr", "sPrePr", "radPr", "dPr"), _nothing),
    **dict.fromkeys(("naryPr", "funcPr", "accPr", "barPr", "limLowPr", "limUppPr"), _nothing),
    **dict.fromkeys(("mPr", "eqArrPr", "ctrlPr", "rPr", "oMathParaPr"), _nothing),
}
