"""Errors made by script in true sentences: changed numbers, swapped names, flipped denials.

They are made without the product's help, so that what finds them is measured and not
asked what it can find.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Spoiler = Callable[[str, str, Sequence[str], random.Random], str | None]
"""Takes a sentence, its language, names of its document and chance; None where it has nothing."""

_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![A-Za-z])")
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
_HILFSVERB = "ist|sind|war|waren|wird|werden|kann|können|hat|haben|soll|sollte|muss|darf|dürfen"
_AUXILIAIRE = "est|sont|était|peut|peuvent|doit|doivent|permet|sera|reste|contient"
_AUXILIAR = "es|son|está|están|era|fue|ha|han|puede|pueden|debe|permite|tiene"
_FLIPS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (rf"\b({_MODAL}|has|have|had|do|does|did) not\b", r"\1"),
        (r"\b(is|are|was|were|has|have|had|could|would|should|do|does|did)n['’]t\b", r"\1"),
        (r"\bcannot\b|\bcan['’]t\b", "can"),
        (r"\bnever\b", "always"),
        (r"\bwithout\b", "with"),
        (r"\bno (?=[a-z])", "a "),
        (r"\bunlikely\b", "likely"),
        (rf"\b({_MODAL})\b(?! (?:not|only|just)|n['’]t)", r"\1 not"),
        (r"\b(has|have|had)\b(?= (?:been|shown|\w+ed)\b)", r"\1 not"),
    ),
    "de": (
        (r" nicht\b", ""),
        (r"\bkein(e[nmrs]?)?\b", r"ein\1"),
        (r"\bohne\b", "mit"),
        (r"\bnie(?:mals)?\b", "immer"),
        (rf"\b({_HILFSVERB})\b(?! (?:nicht|nur))", r"\1 nicht"),
    ),
    "fr": (
        (r"\bn(?:e |['’])(\w+) (?:pas|jamais) ", r"\1 "),
        (r"\bsans\b", "avec"),
        (rf"\b([cs]['’])?({_AUXILIAIRE})\b(?! pas)", r"\1ne \2 pas"),
        (r"\ba (?=\w+é\b)", "n'a pas "),
    ),
    "es": (
        (r"\bno (?=\w)", ""),
        (r"\bsin\b", "con"),
        (rf"\b(?<!no )({_AUXILIAR})\b", r"no \1"),
    ),
    "zh": (
        (r"没有(?!任何)", "有"),
        (r"不(?=能|会|是|再|可以|需要)", ""),
        (r"无法", "能够"),
        (r"从未", "已经"),
        (r"(?<![不没因认以成作行])为(?!了|何|止|此)", "不是"),
        (r"(?<![不没但还于只就而或])是(?!否|因)", "不是"),
        (r"(?<![不没])(可以|需要|能够)", r"不\1"),
        (r"(?<![不没])位于", "不位于"),
    ),
}
_CLAUSE = re.compile(r"[,;:.()，；：。]")
_DENIED = re.compile(
    r"(?i)['’]t\b|\b(?:not|never|no|none|nobody|nothing|neither|without|hardly|nicht|nie|kein\w*"
    r"|ohne|niemand|nichts|pas|aucune?|jamais|sans|no|ning\w+|nadie|nunca|sin)\b|[不没无未]"
)


def flip_denial(text: str, language: str, _: Sequence[str], rng: random.Random) -> str | None:
    """Take a denial away, or put one into a clause that has none."""
    found = [
        (match, new)
        for old, new in _FLIPS.get(language, ())
        for match in re.finditer(old, text)
        if not _DENIED.search(match.expand(new)) or not _DENIED.search(_clause(text, match))
    ]
    if not found:
        return None
    match, new = rng.choice(found)
    return _replaced(text, match, match.expand(new))


def _clause(text: str, match: re.Match[str]) -> str:
    start = max((one.end() for one in _CLAUSE.finditer(text, 0, match.start())), default=0)
    end = _CLAUSE.search(text, match.end())
    return text[start : end.start() if end else len(text)]


_TURNS = {
    "en": "more/less higher/lower larger/smaller increase/decrease increased/decreased before/after"
    " above/below first/last longer/shorter better/worse all/some largest/smallest",
    "de": "mehr/weniger größer/kleiner höher/niedriger größte/kleinste größten/kleinsten"
    " länger/kürzer alle/einige mindestens/höchstens steigt/sinkt über/unter",
    "fr": "plus/moins avant/après supérieure/inférieure tous/certains augmenté/diminué",
    "es": "más/menos mayor/menor antes/después todos/algunos mejor/peor máximo/mínimo",
    "zh": "增加/减少 增长/下降 以上/以下 之前/之后 最大/最小 高于/低于 所有/部分 提高/降低",
}


def turn_around(text: str, language: str, _: Sequence[str], rng: random.Random) -> str | None:
    """Put a comparison's opposite in its place: more, less."""
    return _exchange(text, _TURNS.get(language, ""), language, rng)


_MONTHS = {
    "en": "January February March April June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
}
_YEAR = re.compile(r"(?<![\w.,-])(?:1[5-9]|20)\d\d(?![\w.,-]*\d)")


def change_date(text: str, language: str, _: Sequence[str], rng: random.Random) -> str | None:
    """Put another month or year in the place of one."""
    months = _MONTHS.get(language, "").split()
    found = list(_YEAR.finditer(text))
    found += [word for word in re.finditer(r"[^\W\d_]+", text) if word[0] in months]
    if not found:
        return None
    match = rng.choice(found)
    if match[0] in months:
        return _replaced(text, match, rng.choice([m for m in months if m != match[0]]))
    return _replaced(text, match, str(int(match[0]) + rng.choice((-10, -3, -1, 1, 2, 7))))


_UNITS = {
    "en": "million/billion km/m kilometers/miles percent/degrees dollars/euros days/weeks"
    " hours/minutes years/months inches/feet MB/GB thousand/million kilograms/tonnes",
    "de": "Millionen/Milliarden Kilometer/Meter Prozent/Grad Tage/Wochen Stunden/Minuten"
    " Jahre/Monate MiB/GiB Euro/Dollar",
    "fr": "millions/milliards jours/semaines heures/minutes ans/mois Mio/Gio kilomètres/mètres"
    " euros/dollars",
    "es": "millones/miles días/semanas horas/minutos años/meses",
    "zh": "亿/万 公里/米 小时/分钟 元/美元 吨/公斤",
}


def change_unit(text: str, language: str, _: Sequence[str], rng: random.Random) -> str | None:
    """Put another unit or scale behind a number."""
    behind = r"(?<=\d)" if language == "zh" else r"(?<=\d )"
    return _exchange(text, _UNITS.get(language, ""), language, rng, behind)


def _exchange(
    text: str, pairs: str, language: str, rng: random.Random, behind: str = ""
) -> str | None:
    """Put the other of a pair `one/other` in the place of one that stands in a text."""
    both = [pair.split("/") for pair in pairs.split()]
    other = dict([*both, *(pair[::-1] for pair in both)])
    edge = "" if language == "zh" else r"\b"
    words = "|".join(sorted(other, key=len, reverse=True))
    found = list(re.finditer(rf"{behind}{edge}(?:{words}){edge}", text)) if other else []
    if not found:
        return None
    match = rng.choice(found)
    return _replaced(text, match, other[match[0]])


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


SPOILERS: dict[str, Spoiler] = {
    "numbers": change_number,
    "dates": change_date,
    "units": change_unit,
    "names": swap_name,
    "negations": flip_denial,
    "opposites": turn_around,
}
