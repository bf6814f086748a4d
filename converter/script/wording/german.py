"""German for the voice."""

from __future__ import annotations

import re

from converter.script.wording import units
from converter.script.wording.rules import Rules, rule

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
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
MONTH = "|".join(MONTHS)
SCALE = r"(?:\s?(?P<scale>Millionen|Milliarden|Million|Milliarde|Mio\.|Mrd\.|Tsd\.))?"

SCALES = {"Mio.": "Millionen", "Mrd.": "Milliarden", "Tsd.": "Tausend"}


def _money(match: re.Match[str]) -> str:
    amount, scale = match["amount"], match["scale"]
    currency = "Euro" if match["sign"] in ("€", "EUR") else "Dollar"
    if scale:
        return f"{amount} {SCALES.get(scale, scale)} {currency}"
    whole, _, cents = amount.partition(",")
    return f"{whole} {currency} {cents}" if len(cents) == 2 else f"{amount} {currency}"


def _day(match: re.Match[str]) -> str:
    """Say the day of a date; after a preposition or article in its weak form."""
    return f"{match[1] or ''}{_ordinal(int(match[2]), weak=bool(match[1]))} "


def _date(match: re.Match[str]) -> str:
    month = int(match[3])
    if not 1 <= month <= 12:
        return match[0]
    return f"{_day(match)}{MONTHS[month - 1]} {match[4]}"


def _year(match: re.Match[str]) -> str:
    from num2words import num2words

    return str(num2words(int(match[1]), lang="de", to="year"))


def _ordinal(day: int, weak: bool) -> str:
    from num2words import num2words

    return f"{num2words(day, lang='de', to='ordinal')}{'n' if weak else 'r'}"


RULES: Rules = (
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
    rule(r"(?<=\d)\.(?=\d{3}(?!\d))"),
    rule(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))"),
    rule(r"\b((?i:am|vom|zum|dem|den|der)\s)?(\d{1,2})\.(\d{1,2})\.(\d{4})\b", _date),
    rule(rf"\b((?i:am|vom|zum|dem|den|der)\s)?(\d{{1,2}})\.\s(?=(?:{MONTH})\b)", _day),
    rule(r"\b([01]?\d|2[0-3]):00\sUhr\b", r"\1 Uhr"),
    rule(r"\b([01]?\d|2[0-3]):(?:0(\d)|(\d\d))\sUhr\b", r"\1 Uhr \2\3"),
    rule(r"\b(\d{4})\s?[–-]\s?(\d{4})\b", r"\1 bis \2"),
    rule(r"(?<=\d)\s?–\s?(?=\d)", " bis "),
    rule(rf"(?P<sign>€|EUR|US-?\$|\$|USD)\s?(?P<amount>\d+(?:,\d+)?){SCALE}", _money),
    rule(rf"(?<![\d,])(?P<amount>\d+(?:,\d+)?){SCALE}\s?(?P<sign>€|EUR\b|US-\$|\$|USD\b)", _money),
    rule(r"\bMio\.", "Millionen"),
    rule(r"\bMrd\.", "Milliarden"),
    *UNITS.rules(),
    rule(r"(?<=\d)\s?%", " Prozent"),
    rule(r"(?<=\d)\s?[×·]\s?(?=\d)", " mal "),
    rule(r"\s*±\s*", " plus minus "),
    rule(r"\s*≥\s*", " mindestens "),
    rule(r"\s*≤\s*", " höchstens "),
    rule(r"\s*>\s*(?=\d)", " mehr als "),
    rule(r"\s*<\s*(?=\d)", " weniger als "),
    rule(r"~\s?(?=\d)|≈\s?", "etwa "),
    rule(r"\s*→\s*", " nach "),
    rule(r"(?<!\w)[−-](?=\d)", "minus "),
    rule(r"\s?&\s?", " und "),
    rule(r"\bCO2\b|\bCO₂", "C O 2"),
    rule(r"\bH2O\b|\bH₂O", "H 2 O"),
    rule(r"(?<![\w.,-])(1[1-9]\d\d)(?![\w-]|[.,]\d)(?!\s[A-Z]\w+(?:en|er|ter|n)\b)", _year),
    rule(r"\s{2,}", " "),
    rule(r"^\s+|\s+$"),
)
