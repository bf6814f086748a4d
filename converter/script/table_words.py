"""The sentences about tables, by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Sentences with places for names and numbers of a table.

    `extremes` and `highest` do for any column; `degrees` are the words people have for
    the most and the least of what some measure, said in `graded` and `greatest`.
    """

    extremes: str
    highest: str
    graded: str = ""
    greatest: str = ""
    degrees: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    share: str
    rose: str
    fell: str
    stayed: str
    lowers: bool = True
    """Whether a heading loses its capital inside a sentence."""


LANGUAGES = {
    "en": Words(
        extremes="In the column {column}, {high} has the highest value, {most}, "
        "and {low} the lowest, {least}.",
        highest="In the column {column}, {high} has the highest value, {most}.",
        graded="{high} is the {top}, at {most}, and {low} the {bottom}, at {least}.",
        greatest="{high} is the {top}, at {most}.",
        degrees={
            "length": ("longest", "shortest"),
            "duration": ("longest", "shortest"),
            "height": ("highest", "lowest"),
            "elevation": ("highest", "lowest"),
            "depth": ("deepest", "shallowest"),
            "width": ("widest", "narrowest"),
            "weight": ("heaviest", "lightest"),
            "mass": ("heaviest", "lightest"),
            "area": ("largest", "smallest"),
            "size": ("largest", "smallest"),
            "speed": ("fastest", "slowest"),
            "age": ("oldest", "youngest"),
            "price": ("most expensive", "cheapest"),
            "cost": ("most expensive", "cheapest"),
            "population": ("most populous", "least populous"),
        },
        share="{row} makes up about {percent} percent of the total {column}.",
        rose="{name} rose from {start} in {first} to {end} in {last}.",
        fell="{name} fell from {start} in {first} to {end} in {last}.",
        stayed="{name} was {start} in {first} and again {end} in {last}.",
    ),
    "de": Words(
        extremes="In der Spalte „{column}“ hat {high} den höchsten Wert, {most}, "
        "und {low} den niedrigsten, {least}.",
        highest="In der Spalte „{column}“ hat {high} den höchsten Wert, {most}.",
        graded="Am {top} ist {high} mit {most}, am {bottom} {low} mit {least}.",
        greatest="Am {top} ist {high} mit {most}.",
        degrees={
            "länge": ("längsten", "kürzesten"),
            "höhe": ("höchsten", "niedrigsten"),
            "tiefe": ("tiefsten", "flachsten"),
            "breite": ("breitesten", "schmalsten"),
            "gewicht": ("schwersten", "leichtesten"),
            "masse": ("schwersten", "leichtesten"),
            "fläche": ("größten", "kleinsten"),
            "größe": ("größten", "kleinsten"),
            "geschwindigkeit": ("schnellsten", "langsamsten"),
            "alter": ("ältesten", "jüngsten"),
            "preis": ("teuersten", "günstigsten"),
        },
        share="Auf „{row}“ entfallen bei „{column}“ etwa {percent} Prozent der Summe.",
        rose="„{name}“ stieg von {start} im Jahr {first} auf {end} im Jahr {last}.",
        fell="„{name}“ sank von {start} im Jahr {first} auf {end} im Jahr {last}.",
        stayed="„{name}“ lag {first} wie {last} bei {end}.",
        lowers=False,
    ),
    "fr": Words(
        extremes="Pour « {column} », la valeur la plus élevée est {most} ({high}), "
        "la plus basse {least} ({low}).",
        highest="Pour « {column} », la valeur la plus élevée est {most} ({high}).",
        share="« {row} » représente environ {percent} pour cent du total de « {column} ».",
        rose="« {name} » est passé de {start} en {first} à {end} en {last}, en hausse.",
        fell="« {name} » est passé de {start} en {first} à {end} en {last}, en baisse.",
        stayed="« {name} » était de {start} en {first} et de {end} en {last}.",
        lowers=False,
    ),
    "es": Words(
        extremes="En «{column}», el valor más alto es {most} ({high}) "
        "y el más bajo {least} ({low}).",
        highest="En «{column}», el valor más alto es {most} ({high}).",
        share="«{row}» representa cerca del {percent} por ciento del total de «{column}».",
        rose="«{name}» subió de {start} en {first} a {end} en {last}.",
        fell="«{name}» bajó de {start} en {first} a {end} en {last}.",
        stayed="«{name}» era de {start} en {first} y de {end} en {last}.",
        lowers=False,
    ),
    "zh": Words(
        extremes="在“{column}”一栏，数值最高的是{high}，为{most}；最低的是{low}，为{least}。",
        highest="在“{column}”一栏，数值最高的是{high}，为{most}。",
        graded="{top}的是{high}，为{most}；{bottom}的是{low}，为{least}。",
        greatest="{top}的是{high}，为{most}。",
        degrees={
            "长度": ("最长", "最短"),
            "全长": ("最长", "最短"),
            "高度": ("最高", "最低"),
            "海拔": ("海拔最高", "最低"),
            "深度": ("最深", "最浅"),
            "宽度": ("最宽", "最窄"),
            "重量": ("最重", "最轻"),
            "面积": ("面积最大", "最小"),
            "流域面积": ("流域面积最大", "最小"),
            "人口": ("人口最多", "最少"),
            "数量": ("数量最多", "最少"),
            "产量": ("产量最高", "最低"),
            "销量": ("销量最高", "最低"),
            "收入": ("收入最高", "最低"),
            "流量": ("流量最大", "最小"),
            "速度": ("最快", "最慢"),
            "气温": ("气温最高", "最低"),
            "价格": ("价格最高", "最低"),
            "年龄": ("年龄最大", "最小"),
        },
        share="{row}的{column}约占总数的{percent}%。",
        rose="{name}从{first}的{start}升至{last}的{end}。",
        fell="{name}从{first}的{start}降至{last}的{end}。",
        stayed="{name}在{first}和{last}均为{end}。",
        lowers=False,
    ),
}  # fmt: skip
