"""French for the voice."""

from __future__ import annotations

import re

from converter.script.wording import dates, money, units
from converter.script.wording.letters import acronyms, chemistry, greek
from converter.script.wording.numerals import GROUPS, fractions, numeral, ranges
from converter.script.wording.romans import NUMERAL, value
from converter.script.wording.rules import Rules, rule
from converter.script.wording.signs import Signs

UNITS = units.Units(
    names=units.names(
        """
        km kilomètre kilomètres
        m mètre mètres
        cm centimètre centimètres
        mm millimètre millimètres
        ha hectare hectares
        kg kilogramme kilogrammes
        g gramme grammes
        mg milligramme milligrammes
        t tonne tonnes
        l litre litres
        L litre litres
        ml millilitre millilitres
        s seconde secondes
        s² seconde_carrée secondes_carrées
        ms milliseconde millisecondes
        min minute minutes
        h heure heures
        W watt watts
        kW kilowatt kilowatts
        MW mégawatt mégawatts
        kWh kilowattheure kilowattheures
        GWh gigawattheure gigawattheures
        TWh térawattheure térawattheures
        Hz hertz
        kHz kilohertz
        MHz mégahertz
        µm micromètre micromètres
        nm nanomètre nanomètres
        µg microgramme microgrammes
        dB décibel décibels
        V volt volts
        GW gigawatt gigawatts
        hPa hectopascal hectopascals
        To téraoctet téraoctets
        GHz gigahertz
        °C degré_Celsius degrés_Celsius
        ° degré degrés
        Mo mégaoctet mégaoctets
        Go gigaoctet gigaoctets
        """
    ),
    square="carrés",
    cubic="cubes",
    per="par",
    after=True,
    until_two=True,
)

MONTHS = [
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
]  # fmt: skip
MONEY = money.Money(
    names=money.names(
        """
        €,EUR euro euros centimes
        $,USD,US$ dollar dollars cents
        £,GBP livre livres pence
        CHF franc_suisse francs_suisses centimes
        ¥,JPY yen yens sen
        """
    ),
    scales={
        "k": ("mille", "mille"),
        "M": ("million", "millions"),
        "Md": ("milliard", "milliards"),
        "Mds": ("milliard", "milliards"),
        "million": ("million", "million"),
        "millions": ("millions", "millions"),
        "milliard": ("milliard", "milliard"),
        "milliards": ("milliards", "milliards"),
    },
    joint=lambda name: f" d'{name}" if name[0] in "aeiouy" else f" de {name}",
)
SIGNS = Signs(
    words={
        "±": "plus ou moins", "≥": "au moins", "≤": "au plus", "≠": "différent de", "→": "vers",
        "&": "et", "∈": "appartient à", "∪": "union", "∩": "inter", "⊂": "inclus dans",
        ">": "supérieur à", "<": "inférieur à", "=": "égale", "×": "fois", "+": "plus",
        "-": "moins", "≈": "environ", "√": "racine carrée de",
    },
    squared="au carré",
    cubed="au cube",
    power="puissance {}",
)  # fmt: skip
FRACTIONS = {
    "1/2": "un demi", "1/3": "un tiers", "2/3": "deux tiers", "1/4": "un quart",
    "3/4": "trois quarts", "1/5": "un cinquième", "2/5": "deux cinquièmes",
    "3/5": "trois cinquièmes", "4/5": "quatre cinquièmes", "1/8": "un huitième",
    "1/10": "un dixième",
}  # fmt: skip
RULERS = (
    "Louis|Henri|Charles|François|Philippe|Napoléon|Jean|Pie|Benoît|Grégoire|Léon|Élisabeth|"
    "Édouard|Georges|Guillaume|Frédéric|Nicolas|Alexandre|Jean-Paul|Paul|Clovis|Childéric"
)
NUMBERED = "chapitre|tome|partie|livre|acte|scène|article|annexe|section|volume|phase|type|classe"
ACRONYMS = "UE|USA|IA|OMS|FMI|BCE|OCDE|ADN|ARN|API|URL|PDF|PIB|ONG|IP|UV|IRM|LED|EDF|INSEE"
GREEK = (
    "alpha bêta gamma delta epsilon zêta êta thêta iota kappa lambda mu nu xi omicron pi rho sigma "
    "tau upsilon phi khi psi oméga"
)


def _date(day: int, month: int, year: int) -> str:
    return f"{'premier' if day == 1 else day} {MONTHS[month - 1]} {year}"


def _hours(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2] or 0)
    name = "heure" if hour < 2 else "heures"
    return f"{hour} {name} {minute}" if minute else f"{hour} {name}"


def _ordinal(number: int) -> str:
    return numeral(number, "fr", "ordinal")


def _reign(match: re.Match[str]) -> str:
    return f"{match[1]} {numeral(value(match[2]), 'fr')}"


ABBREVIATIONS: Rules = (
    rule(r"\bM\.\s(?=[A-Z])", "Monsieur "),
    rule(r"\bMme\b\.?", "Madame"),
    rule(r"\bMlle\b\.?", "Mademoiselle"),
    rule(r"\bDr\b\.?(?=\s[A-Z])", "Docteur"),
    rule(r"\bp\.\s?ex\.", "par exemple"),
    rule(r"\bc\.-à-d\.", "c'est-à-dire"),
    rule(r"\betc\.(?=\s*$)", "et cetera."),
    rule(r"\bcf\.", "voir"),
    rule(r"\bet al\.", "et collègues"),
    rule(r"\benv\.", "environ"),
    rule(r"\b[nN]°\s?(?=\d)", "numéro "),
    rule(r"\bfig\.\s?(?=\d)", "figure "),
    rule(r"\bp\.\s?(?=\d)", "page "),
    rule(r"\bav\.\sJ\.-C\.", "avant Jésus-Christ"),
    rule(r"\bapr?\.\sJ\.-C\.", "après Jésus-Christ"),
    rule(r"\bDr\.?(?=\s[A-Z])", "Docteur"),
    rule(r"\bpp\.\s?(?=\d)", "pages "),
    rule(r"\bvol\.\s?(?=\d)", "volume "),
    rule(r"\bchap\.\s?(?=[\dIVX])", "chapitre "),
    rule(r"§\s?(?=\d)", "paragraphe "),
    rule(r"\bmax\.(?=\s\d)", "maximum"),
    rule(r"\bmin\.(?=\s\d)", "minimum"),
    rule(r"\bjuill?\.", "juillet"),
    rule(r"\bjanv\.", "janvier"),
    rule(r"\bfévr?\.", "février"),
    rule(r"\bsept\.", "septembre"),
    rule(r"\bdéc\.", "décembre"),
)
ORDINALS: Rules = (
    rule(rf"\b({RULERS})\sI(?:er|ᵉʳ)\b", r"\1 premier"),
    rule(rf"\b({RULERS})\s(?!I\b)({NUMERAL})(?![\w’'])", _reign),
    rule(rf"\b({NUMBERED})s?\s({NUMERAL})(?![\w’'])", lambda m: f"{m[1]} {value(m[2])}"),
    rule(rf"\b(?!\d)({NUMERAL})(?:e|ème|ᵉ)(?=\s)", lambda m: _ordinal(value(m[1]))),
    rule(r"\b1(?:er|ᵉʳ)\b", "premier"),
    rule(r"\b1(?:re|ère|ʳᵉ)\b", "première"),
    rule(r"\b(\d{1,3})(?:e|ème|ᵉ|è)\b", lambda m: _ordinal(int(m[1]))),
)

RULES: Rules = (
    *ABBREVIATIONS,
    *ORDINALS,
    *dates.numeric(_date),
    *GROUPS,
    rule(r"\b([01]?\d|2[0-4])\s?h(?:\s?([0-5]\d))?\b(?!/)", _hours),
    rule(r"\b([01]?\d|2[0-3]):([0-5]\d)\b(?!:)", _hours),
    *fractions(FRACTIONS, "{whole} et {part}"),
    *ranges("à"),
    rule(r"(?<=\d)\s?–\s?(?=\d)", " à "),
    *MONEY.rules(),
    *UNITS.rules(),
    rule(r"(?<=\d)\s?%", " pour cent"),
    rule(r"(?<=\d)\s?‰", " pour mille"),
    *SIGNS.rules(),
    rule(r"\bv(?:er)?\.?\s?(?=\d+\.\d)", "version "),
    *chemistry("plus"),
    *acronyms(ACRONYMS),
    *greek(GREEK),
    rule(r"\s{2,}", " "),
    rule(r"^\s+|\s+$"),
)
