"""Tables as sentences: the highest and lowest, how a series went, a share of the total.

Only a table that is understood is told: a row of headings, a column of names, columns
of numbers in one unit. Numbers are said as the cells have them; the only ones computed
are shares of a total that the cells add up to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from converter.script.table_words import LANGUAGES, Words
from converter.script.wording import readable

Rows = Sequence[Sequence[str]]

MOST_SENTENCES = 3
_LONGEST_NAME = 60
_MOST_CELLS = 4000
_TOTAL = re.compile(
    r"(?:grand |sub)?total\b.*|sum|all|overall|(?:ins)?gesamt\b.*|summe|alle|ensemble"
    r"|合计|总计|总数|小计",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"#|№|no\.?|nr\.?|id|rank(?:ing)?|rang|platz|year|jahr|année|año|n\.?º|排名|序号|编号|年份?",
    re.IGNORECASE,
)
_ITEMS = re.compile(
    r"items?|metrics?|measures?|parameters?|indicators?|posten|kennzahl(?:en)?|poste|concepto|项目|指标",
    re.IGNORECASE,
)
"""Over names of rows that measure different things, which nobody compares."""
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:/\d\d)?年?")
_A_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_CELL = re.compile(
    r"(?P<sign>[-−–+])?\s?(?P<money>[$€£¥￥])?\s?(?P<number>\d[\d.,\u00a0\u202f\u2009' ]*\d|\d)"
    r"\s?(?P<unit>%|‰|€|°C|[A-Za-zµμ万亿][\w/²³µμ]{0,9}|[万亿]?元)?"
)
_IN_HEADER = re.compile(
    r"\s*(?:[(（\[](?:in |单位[:：])?(?P<unit>[^()（）\[\]]{1,12})[)）\]]"
    r"|,? in (?P<other>\S{1,8}))\s*$"
)
_UNITS = re.compile(
    r"%|‰|€|\$|£|(?:[µμmckMG]?(?:m|g|s|W|Wh|Hz|V|B|l|L|t)|km|ha|min|h|°C|bn"
    r"|TWh)[²³]?"
    r"(?:/\w+[²³]?)?|[千百]?[万亿]?元|[万亿]|人|吨|公里|percent|Prozent|(?:Mio\.|Mrd\.) €"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a cell has it, and what it is worth."""

    text: str
    worth: Fraction
    unit: str


@dataclass(frozen=True)
class Column:
    """A column of numbers: its heading, its unit, its cells by row."""

    name: str
    unit: str
    numbers: tuple[Number, ...]

    def said(self, row: int) -> str:
        """Return a cell with the unit of the column."""
        number = self.numbers[row]
        if number.unit or not self.unit:
            return number.text
        if self.unit in "$£":
            return f"{self.unit}{number.text}"
        return f"{number.text}{'' if self.unit[0] in '%万亿元人吨公' else ' '}{self.unit}"


@dataclass(frozen=True)
class Table:
    """A table that is understood: names of rows, columns of numbers, a total's row if any."""

    names: tuple[str, ...]
    columns: tuple[Column, ...]
    total: int | None = None
    mixed: bool = False
    """Whether the rows measure different things."""

    @property
    def members(self) -> list[int]:
        """The rows that are no total."""
        return [row for row in range(len(self.names)) if row != self.total]


def told(rows: Rows, language: str) -> list[str]:
    """Return up to three sentences about a table; none when it is not understood."""
    words = LANGUAGES.get(re.split(r"[-_]", language)[0].lower())
    table = understood(rows, language) if words else None
    if words is None or table is None:
        return []
    return list(_sentences(table, words))[:MOST_SENTENCES]


def understood(rows: Rows, language: str) -> Table | None:
    """Read a table; None when headings, names or numbers are not clear."""
    cells = [[" ".join(readable(cell, language).split()) for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    if not _is_regular(cells):
        return None
    head, body = cells[0], cells[1:]
    names = tuple(row[0] for row in body)
    if not all(0 < len(name) <= _LONGEST_NAME for name in names) or len(set(names)) < len(names):
        return None
    columns = [_column(head[n], [row[n] for row in body], language) for n in range(1, len(head))]
    known = tuple(column for column in columns if column)
    totals = [row for row, name in enumerate(names) if _TOTAL.fullmatch(name)]
    if not known or len(totals) > 1:
        return None
    mixed = _ITEMS.fullmatch(head[0]) is not None
    return Table(names, known, totals[0] if totals else None, mixed)


def _is_regular(cells: Rows) -> bool:
    return (
        len(cells) >= 3
        and len({len(row) for row in cells}) == 1
        and len(cells[0]) >= 2
        and sum(map(len, cells)) <= _MOST_CELLS
        and all(cells[0][1:])
        and not any(_CELL.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells[0])
    )


def _column(heading: str, cells: Sequence[str], language: str) -> Column | None:
    """Read a column whose cells are all numbers of one unit."""
    name, unit = _headed(heading)
    numbers = [_number(cell, language) for cell in cells]
    known = [number for number in numbers if number]
    counted = [number.worth for number in known] == list(range(1, len(known) + 1))
    if (
        len(known) < len(cells)
        or len({number.unit for number in known}) > 1
        or not name
        or len(name) > _LONGEST_NAME
        or _RANK.fullmatch(name)
        or counted
    ):
        return None
    return Column(name, unit, tuple(known))


def _headed(heading: str) -> tuple[str, str]:
    """Part "Length (km)" into name and unit."""
    match = _IN_HEADER.search(heading)
    unit = (match["unit"] or match["other"]).strip() if match else ""
    if match and _UNITS.fullmatch(unit):
        return heading[: match.start()].strip(), unit
    return heading.strip(" :："), ""


def _number(cell: str, language: str) -> Number | None:
    match = _CELL.fullmatch(cell)
    worth = _worth(match["number"], language) if match else None
    if match is None or worth is None:
        return None
    unit = f"{match['money'] or ''}{match['unit'] or ''}"
    minus = match["sign"] in ("-", "−", "–")
    return Number(cell.replace("–", "−", 1) if minus else cell, -worth if minus else worth, unit)


def _worth(digits: str, language: str) -> Fraction | None:
    """Read digits by the customs of a language: 1,234.5 in English, 1.234,5 in German."""
    comma = re.split(r"[-_]", language)[0].lower() in {"de", "fr", "es"}
    group, point = (r"[.\u00a0\u202f\u2009' ]", ",") if comma else (r"[,\u00a0\u202f\u2009' ]", ".")
    if not re.fullmatch(rf"(?:\d+|\d{{1,3}}(?:{group}\d{{3}})+)(?:{re.escape(point)}\d+)?", digits):
        return None
    return Fraction(re.sub(group, "", digits).replace(",", "."))


def _sentences(table: Table, words: Words) -> Iterator[str]:
    if all(_YEAR.fullmatch(table.names[row]) for row in table.members):
        for column in table.columns[:2]:
            yield from _change(table, column, words)
        return
    periods = _periods(table.columns)
    if len(periods) > 1:
        yield from _course(table, periods, words)
    elif not table.mixed:
        yield from _ranking(table, words)


def _ranking(table: Table, words: Words) -> Iterator[str]:
    for column in table.columns[:2]:
        yield from _extremes(table, column, words)
        yield from _share(table, column, words)


def _periods(columns: Sequence[Column]) -> list[Column]:
    """Return the columns whose headings differ in nothing but the year, the earliest first."""
    dated = [column for column in columns if len(_A_YEAR.findall(column.name)) == 1]
    names = {_A_YEAR.sub("", column.name) for column in dated}
    return sorted(dated, key=lambda column: _year(column.name)) if len(names) == 1 else []


def _year(name: str) -> str:
    found = _A_YEAR.search(name)
    return found.group() if found else ""


def _extremes(table: Table, column: Column, words: Words) -> Iterator[str]:
    """Tell the highest and the lowest where each is one row only."""
    worths = {row: column.numbers[row].worth for row in table.members}
    high, low = max(worths, key=worths.__getitem__), min(worths, key=worths.__getitem__)
    values = list(worths.values())
    if len(values) < 3 or values.count(worths[high]) > 1:
        return
    alone = values.count(worths[low]) == 1
    top, bottom = words.degrees.get(column.name.casefold(), ("", ""))
    both, one = (words.graded, words.greatest) if top else (words.extremes, words.highest)
    yield (both if alone else one).format(
        column=column.name,
        top=top,
        bottom=bottom,
        high=table.names[high],
        most=column.said(high),
        low=table.names[low],
        least=column.said(low),
    )


def _share(table: Table, column: Column, words: Words) -> Iterator[str]:
    """Tell what the largest makes up of a total the cells really add up to."""
    if table.total is None or len(table.members) < 2:
        return
    worths = {row: column.numbers[row].worth for row in table.members}
    whole = column.numbers[table.total].worth
    if min(worths.values()) < 0 or whole <= 0 or abs(sum(worths.values()) - whole) > whole / 200:
        return
    top = max(worths, key=worths.__getitem__)
    percent = round(100 * worths[top] / whole)
    if not 0 < percent < 100 or "%" in column.said(top):
        return
    yield words.share.format(
        row=table.names[top], percent=percent, column=_inside(column.name, words)
    )


def _change(table: Table, column: Column, words: Words) -> Iterator[str]:
    """Tell how a column went from the first year to the last."""
    order = sorted(table.members, key=lambda row: table.names[row])
    said = _went(column.name, column.numbers[order[0]], column.numbers[order[-1]], words)
    yield said.format(
        start=column.said(order[0]),
        end=column.said(order[-1]),
        first=table.names[order[0]],
        last=table.names[order[-1]],
    )


def _course(table: Table, years: Sequence[Column], words: Words) -> Iterator[str]:
    """Tell how the row that ends highest went from the first year to the last."""
    first, *_, last = years
    top = max(table.members, key=lambda row: last.numbers[row].worth)
    yield _went(table.names[top], first.numbers[top], last.numbers[top], words).format(
        start=first.said(top), end=last.said(top), first=first.name, last=last.name
    )


def _went(name: str, before: Number, after: Number, words: Words) -> str:
    """Return the sentence for which way it went, with the name in it."""
    gain = after.worth - before.worth
    way = words.rose if gain > 0 else words.fell if gain < 0 else words.stayed
    return way.replace("{name}", name.replace("{", "").replace("}", ""))


def _inside(name: str, words: Words) -> str:
    """Return a heading as it stands within a sentence: "Flow rate" as "flow rate"."""
    plain = words.lowers and name[:1].isupper() and not any(c.isupper() for c in name[1:])
    return name[0].lower() + name[1:] if plain else name
