"""German for the voice."""

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
        km Kilometer
        m Meter
        cm Zentimeter
        mm Millimeter
        µm Mikrometer
        μm Mikrometer
        nm Nanometer
        m² Quadratmeter
        m2 Quadratmeter
        km² Quadratkilometer
        km2 Quadratkilometer
        cm² Quadratzentimeter
        mm² Quadratmillimeter
        m³ Kubikmeter
        m3 Kubikmeter
        cm³ Kubikzentimeter
        km³ Kubikkilometer
        ha Hektar
        kg Kilogramm
        g Gramm
        mg Milligramm
        µg Mikrogramm
        μg Mikrogramm
        t Tonne Tonnen
        l Liter
        L Liter
        ml Milliliter
        s Sekunde Sekunden
        s² Quadratsekunde
        µs Mikrosekunde Mikrosekunden
        ms Millisekunde Millisekunden
        min Minute Minuten
        h Stunde Stunden
        Hz Hertz
        kHz Kilohertz
        MHz Megahertz
        GHz Gigahertz
        W Watt
        kW Kilowatt
        MW Megawatt
        GW Gigawatt
        kWh Kilowattstunde Kilowattstunden
        MWh Megawattstunde Megawattstunden
        GWh Gigawattstunde Gigawattstunden
        TWh Terawattstunde Terawattstunden
        V Volt
        kV Kilovolt
        °C Grad_Celsius
        ° Grad
        dB Dezibel
        hPa Hektopascal
        MB Megabyte
        GB Gigabyte
        TB Terabyte
        kcal Kilokalorien
        """
    ),
    square="Quadrat",
    cubic="Kubik",
    per="pro",
)
MONTHS = [
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
]  # fmt: skip
MONTH = "|".join(MONTHS)
WEAK = "am|vom|zum|dem|den|im|beim|des|zur|bis zum|ins"
"""After these an ordinal ends in n, after "der", "die" and "das" in e."""
PREPOSITIONS = "in|von|mit|zu|bei|aus|auf|an|seit|nach|während|unter|vor|über|wegen|außer|innerhalb"
RULERS = (
    "Ludwig|Friedrich|Wilhelm|Karl|Heinrich|Otto|Franz|Joseph|Leopold|Ferdinand|Maximilian|"
    "Friedrich Wilhelm|Franz Joseph|Johannes|Paul|Johannes Paul|Pius|Benedikt|Gregor|Leo|"
    "Elisabeth|Katharina|Georg|Eduard|Philipp|Nikolaus|Alexander|Napoleon|Rudolf|August"
)
NUMBERED = "Kapitel|Teil|Band|Abschnitt|Artikel|Akt|Phase|Typ|Klasse|Stufe|Buch|Weltkrieg|Gruppe"
ACRONYMS = (
    "EU|USA|US|UK|UN|KI|IT|EZB|IWF|OECD|AI|IP|EKG|MRT|ARD|UV|LED|GmbH|AG|EDV|ADAC|IAEA|IEA|UKW|"
    "DNA|RNA|CPU|GPU|API|URL|PDF|HTML"
)
GREEK = (
    "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda My Ny Xi Omikron Pi Rho Sigma "
    "Tau Ypsilon Phi Chi Psi Omega"
)
MONEY = money.Money(
    names=money.names(
        """
        €,EUR Euro Euro Cent
        $,USD,US-$,US$ Dollar Dollar Cent
        £,GBP Pfund Pfund Pence
        CHF,Fr. Schweizer_Franken Schweizer_Franken Rappen
        ¥,JPY Yen Yen Sen
        """
    ),
    scales={
        "Mio.": ("Million", "Millionen"),
        "Mrd.": ("Milliarde", "Milliarden"),
        "Tsd.": ("Tausend", "Tausend"),
        "Million": ("Million", "Million"),
        "Millionen": ("Millionen", "Millionen"),
        "Milliarde": ("Milliarde", "Milliarde"),
        "Milliarden": ("Milliarden", "Milliarden"),
    },
    joint=lambda name: f" {name}",
)
SIGNS = Signs(
    words={
        "±": "plus minus", "≥": "mindestens", "≤": "höchstens", "≠": "ungleich", "→": "nach",
        "&": "und", "∈": "in", "∪": "vereinigt mit", "∩": "geschnitten mit", "⊂": "Teilmenge von",
        ">": "größer als", "<": "kleiner als", "=": "gleich", "×": "mal", "+": "plus",
        "-": "minus", "≈": "etwa", "√": "Wurzel aus",
    },
    squared="hoch 2",
    cubed="hoch 3",
    power="hoch {}",
)  # fmt: skip
FRACTIONS = {
    "1/2": "ein halber", "1/3": "ein Drittel", "2/3": "zwei Drittel", "1/4": "ein Viertel",
    "3/4": "drei Viertel", "1/5": "ein Fünftel", "2/5": "zwei Fünftel", "3/5": "drei Fünftel",
    "4/5": "vier Fünftel", "1/8": "ein Achtel", "3/8": "drei Achtel", "5/8": "fünf Achtel",
    "7/8": "sieben Achtel", "1/10": "ein Zehntel",
}  # fmt: skip


def _ordinal(number: int, ending: str) -> str:
    """Return "drittes" without its s: the stem with an ending."""
    return numeral(number, "de", "ordinal") + ending


def _ranked(match: re.Match[str]) -> str:
    """Say "der 3. Platz" in the case that its article shows."""
    weak = match["weak"] or match["before"]
    return f"{match['article']}{_ordinal(int(match['number']), 'n' if weak else '')} "


def _day(match: re.Match[str]) -> str:
    """Say the day of a date; after a preposition or article in its weak form."""
    return f"{match[1] or ''}{_ordinal(int(match[2]), 'n' if match[1] else 'r')} "


def _date(match: re.Match[str]) -> str:
    month = int(match[3])
    return f"{_day(match)}{MONTHS[month - 1]} {match[4]}" if 1 <= month <= 12 else match[0]


def _iso(day: int, month: int, year: int) -> str:
    return f"{_ordinal(day, 'r')} {MONTHS[month - 1]} {year}"


def _year(match: re.Match[str]) -> str:
    return numeral(int(match[1]), "de", "year")


def _hours(match: re.Match[str]) -> str:
    hour = int(match[1])
    return f"{hour} {'Stunde' if hour == 1 else 'Stunden'} {int(match[2])}"


def _regnal(match: re.Match[str]) -> str:
    dot = "." if match["end"] else ""
    return f"{match['name']} der {_ordinal(value(match['numeral']), '').capitalize()}{dot}"


DAY_BEFORE = r"((?i:am|vom|zum|dem|den|der|bis)\s)?"
ABBREVIATIONS: Rules = (
    rule(r"\bz\.\s?B\.", "zum Beispiel"),
    rule(r"\bd\.\s?h\.", "das heißt"),
    rule(r"\bu\.\s?a\.", "unter anderem"),
    rule(r"\bi\.\s?d\.\s?R\.", "in der Regel"),
    rule(r"\bu\.\s?U\.", "unter Umständen"),
    rule(r"\bz\.\s?T\.", "zum Teil"),
    rule(r"\bv\.\s?a\.", "vor allem"),
    rule(r"\bo\.\s?ä\.", "oder ähnliches"),
    rule(r"\bv\.\s?Chr\.", "vor Christus"),
    rule(r"\bn\.\s?Chr\.", "nach Christus"),
    rule(r"\busw\.(?=\s*$)", "und so weiter."),
    rule(r"\busw\.", "und so weiter"),
    rule(r"\bbzw\.", "beziehungsweise"),
    rule(r"\bca\.", "circa"),
    rule(r"\bvgl\.", "vergleiche"),
    rule(r"\bevtl\.", "eventuell"),
    rule(r"\bggf\.", "gegebenenfalls"),
    rule(r"\binkl\.", "inklusive"),
    rule(r"\bsog\.", "sogenannte"),
    rule(r"\bDr\.", "Doktor"),
    rule(r"\bProf\.", "Professor"),
    rule(r"\bNr\.", "Nummer"),
    rule(r"\bAbb\.", "Abbildung"),
    rule(r"\bTab\.(?=\s?\d)", "Tabelle"),
    rule(r"\bKap\.", "Kapitel"),
    rule(r"\bS\.\s?(?=\d)", "Seite "),
    rule(r"\bBd\.\s?(?=\d)", "Band "),
    rule(r"\bSt\.\s(?=[A-Z])", "Sankt "),
    rule(r"§\s?(?=\d)", "Paragraf "),
    rule(r"\bet al\.", "und andere"),
    rule(r"\bi\.\s?V\.\s?m\.", "in Verbindung mit"),
    rule(r"\bo\.\s?g\.", "oben genannte"),
    rule(r"\bs\.\s?o\.(?=\W|$)", "siehe oben"),
    rule(r"\bs\.\s?u\.(?=\W|$)", "siehe unten"),
    rule(r"\bmax\.", "maximal"),
    rule(r"\bmind?\.(?=\s\d)", "mindestens"),
    rule(r"\bzzgl\.", "zuzüglich"),
    rule(r"\bMwSt\.(?=\s*$)", "Mehrwertsteuer"),
    rule(r"\bMwSt\.?", "Mehrwertsteuer"),
    rule(r"\bFa\.", "Firma"),
)
ORDINALS: Rules = (
    rule(rf"\b(?P<name>{RULERS})\s(?P<numeral>{NUMERAL})\.(?P<end>\s*$)?(?!\w)", _regnal),
    rule(rf"\b({NUMBERED})\s({NUMERAL})(?![\w.’'])", lambda m: f"{m[1]} {value(m[2])}"),
    rule(
        rf"\b(im|den|dem|des|der|zum)\s({NUMERAL})\.\s(?=[A-ZÄÖÜ])",
        lambda m: f"{m[1]} {value(m[2])}. ",
    ),
    rule(rf"{DAY_BEFORE}(?<!\d)(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})\b", _date),
    *dates.numeric(_iso),
    rule(
        rf"{DAY_BEFORE}(?<![\d.,])(\d{{1,2}})\.\s(?=(?:{MONTH})\b|bis\s\d{{1,2}}\.\s(?:{MONTH})\b)",
        _day,
    ),
    rule(
        rf"\b(?P<article>(?i:(?P<before>(?:{PREPOSITIONS})\s)?(?:(?P<weak>{WEAK})|der|die|das)\s))"
        r"(?P<number>\d{1,3})\.\s(?=[A-ZÄÖÜa-zäöü])",
        _ranked,
    ),
)
YEARS: Rules = (
    rule(r"(?<![\w.,-])(1[1-9]\d0)er\b", lambda m: f"{_year(m)}er"),
    rule(r"(?<![\w.,-])(1[1-9]\d\d)(?![\w-]|[.,]\d)(?!\s[A-Z]\w+(?:en|er|ter|n)\b)", _year),
)

RULES: Rules = (
    *ABBREVIATIONS,
    *ORDINALS,
    *GROUPS,
    rule(r"\b([01]?\d|2[0-3])[:.]00\sUhr\b", r"\1 Uhr"),
    rule(r"\b([01]?\d|2[0-3])[:.](?:0(\d)|(\d\d))\sUhr\b", r"\1 Uhr \2\3"),
    rule(r"\b(\d{1,2}):(\d\d)\s?h\b", _hours),
    rule(r"\b1\s?½\s(?=[A-ZÄÖÜ])|\b1\s1/2\s(?=[A-ZÄÖÜ])", "eineinhalb "),
    *fractions(FRACTIONS, "{whole} und {part}"),
    rule(r"\b(\d{4})\s?[–-]\s?(\d{4})\b", r"\1 bis \2"),
    rule(r"(?<=\d)\s?–\s?(?=\d)", " bis "),
    *ranges("bis"),
    *MONEY.rules(),
    rule(r"\bMio\.", "Millionen"),
    rule(r"\bMrd\.", "Milliarden"),
    rule(r"\bTsd\.", "Tausend"),
    *UNITS.rules(),
    rule(r"(?<=\d)\s?%", " Prozent"),
    rule(r"(?<=\d)\s?‰", " Promille"),
    *SIGNS.rules(),
    rule(r"\bv(?:er)?\.?\s?(?=\d+\.\d)", "Version "),
    rule(r"(?<=[a-zäöüß])\s\(([A-Z]{2,6}s?)\)(?=[.,;:!?]|$)", r", kurz \1"),
    rule(r"(?<=[a-zäöüß])\s\(([A-Z]{2,6}s?)\)(?=\s)", r", kurz \1,"),
    *chemistry("plus"),
    *acronyms(ACRONYMS),
    *greek(GREEK),
    *YEARS,
    rule(r"\s{2,}", " "),
    rule(r"\s+(?=[,.;:!?](?:\s|$))"),
    rule(r"^\s+|\s+$"),
)
