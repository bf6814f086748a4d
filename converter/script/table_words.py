"""The sentences about tables, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Sentences with places for names and numbers of a table."""

    extremes: str
    highest: str
    share: str
    rose: str
    fell: str
    stayed: str
    lowers: bool = True
    """Whether a heading loses its capital inside a sentence."""


LANGUAGES = {
    "en": Words(
        extremes="For {column}, the highest value is {most}, for {high}, "
        "and the lowest {least}, for {low}.",
        highest="For {column}, the highest value is {most}, for {high}.",
        share="{row} makes up about {percent} percent of the total {column}.",
        rose="{name} rose from {start} in {first} to {end} in {last}.",
        fell="{name} fell from {start} in {first} to {end} in {last}.",
        stayed="{name} was {start} in {first} and again {end} in {last}.",
    ),
    "de": Words(
        extremes="Bei „{column}“ liegt der höchste Wert bei {most} ({high}), "
        "der niedrigste bei {least} ({low}).",
        highest="Bei „{column}“ liegt der höchste Wert bei {most} ({high}).",
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
        extremes="{column}最大的是{high}，为{most}；最小的是{low}，为{least}。",
        highest="{column}最大的是{high}，为{most}。",
        share="{row}的{column}约占总数的{percent}%。",
        rose="{name}从{first}的{start}升至{last}的{end}。",
        fell="{name}从{first}的{start}降至{last}的{end}。",
        stayed="{name}在{first}和{last}均为{end}。",
        lowers=False,
    ),
}  # fmt: skip
