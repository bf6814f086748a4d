"""Spanish for the voice."""

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
        km kilómetro kilómetros
        m metro metros
        cm centímetro centímetros
        mm milímetro milímetros
        ha hectárea hectáreas
        kg kilogramo kilogramos
        g gramo gramos
        mg miligramo miligramos
        t tonelada toneladas
        l litro litros
        L litro litros
        ml mililitro mililitros
        s segundo segundos
        s² segundo_cuadrado segundos_cuadrados
        ms milisegundo milisegundos
        min minuto minutos
        h hora horas
        W vatio vatios
        kW kilovatio kilovatios
        MW megavatio megavatios
        kWh kilovatio_hora kilovatios_hora
        GWh gigavatio_hora gigavatios_hora
        Hz hercio hercios
        kHz kilohercio kilohercios
        MHz megahercio megahercios
        µm micrómetro micrómetros
        nm nanómetro nanómetros
        µg microgramo microgramos
        dB decibelio decibelios
        V voltio voltios
        GW gigavatio gigavatios
        hPa hectopascal hectopascales
        TB terabyte terabytes
        GHz gigahercio gigahercios
        °C grado_Celsius grados_Celsius
        ° grado grados
        MB megabyte megabytes
        GB gigabyte gigabytes
        """
    ),
    square="cuadrados",
    cubic="cúbicos",
    per="por",
    after=True,
)

MONTHS = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
]  # fmt: skip
MONEY = money.Money(
    names=money.names(
        """
        €,EUR euro euros céntimos
        $,USD,US$ dólar dólares centavos
        £,GBP libra libras peniques
        CHF franco_suizo francos_suizos céntimos
        ¥,JPY yen yenes sen
        """
    ),
    scales={
        "M": ("millón", "millones"),
        "millón": ("millón", "millón"),
        "millones": ("millones", "millones"),
        "mil millones": ("mil millones", "mil millones"),
    },
    joint=lambda name: f" de {name}",
    cents=" con {}",
)
SIGNS = Signs(
    words={
        "±": "más menos", "≥": "al menos", "≤": "como máximo", "≠": "distinto de", "→": "hacia",
        "&": "y", "∈": "pertenece a", "∪": "unión", "∩": "intersección", "⊂": "contenido en",
        ">": "mayor que", "<": "menor que", "=": "igual a", "×": "por", "+": "más",
        "-": "menos", "≈": "unos", "√": "raíz cuadrada de",
    },
    squared="al cuadrado",
    cubed="al cubo",
    power="elevado a {}",
)  # fmt: skip
FRACTIONS = {
    "1/2": "medio", "1/3": "un tercio", "2/3": "dos tercios", "1/4": "un cuarto",
    "3/4": "tres cuartos", "1/5": "un quinto", "2/5": "dos quintos", "3/5": "tres quintos",
    "4/5": "cuatro quintos", "1/8": "un octavo", "1/10": "un décimo",
}  # fmt: skip
RULERS = (
    "Felipe|Alfonso|Carlos|Fernando|Juan|Juan Pablo|Luis|Enrique|Isabel|Pedro|Pablo|Pío|Benedicto|"
    "Gregorio|León|Napoleón|Jorge|Eduardo|Guillermo|Federico|Sancho|Jaime|Ramiro"
)
NUMBERED = "capítulo|tomo|parte|libro|acto|escena|artículo|anexo|sección|volumen|fase|tipo|clase"
ACRONYMS = "UE|USA|IA|OMS|FMI|BCE|OCDE|ADN|ARN|API|URL|PDF|PIB|ONG|IP|UV|LED|DNI"
GREEK = (
    "alfa beta gamma delta épsilon zeta eta theta iota kappa lambda mi ni xi ómicron pi ro sigma "
    "tau ípsilon fi ji psi omega"
)


def _date(day: int, month: int, year: int) -> str:
    return f"{'primero' if day == 1 else day} de {MONTHS[month - 1]} de {year}"


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    return f"{hour} y {minute}" if minute else f"{hour} en punto"


def _ordinal(match: re.Match[str]) -> str:
    """Return "tercera" for 3.ª and "tercer" for 3.er."""
    name = numeral(int(match[1]), "es", "ordinal")
    ending = match[2]
    if ending == "ª":
        return f"{name[:-1]}a"
    return name[:-1] if ending == "er" and name.endswith(("primero", "tercero")) else name


def _reign(match: re.Match[str]) -> str:
    """Rulers are counted in ordinals to the tenth, then in plain numbers."""
    rank = value(match[2])
    return f"{match[1]} {numeral(rank, 'es', 'ordinal' if rank <= 10 else 'cardinal')}"


ABBREVIATIONS: Rules = (
    rule(r"\bSr\.\s(?=[A-Z])", "señor "),
    rule(r"\bSra\.\s(?=[A-Z])", "señora "),
    rule(r"\bDr\.\s(?=[A-Z])", "doctor "),
    rule(r"\bDra\.\s(?=[A-Z])", "doctora "),
    rule(r"\bp\.\s?ej\.", "por ejemplo"),
    rule(r"\betc\.(?=\s*$)", "etcétera."),
    rule(r"\betc\.", "etcétera"),
    rule(r"\bEE\.\s?UU\.", "Estados Unidos"),
    rule(r"\bet al\.", "y colaboradores"),
    rule(r"\baprox\.", "aproximadamente"),
    rule(r"\b[nN]\.?º\s?(?=\d)|\bnúm\.\s?(?=\d)", "número "),
    rule(r"\b[Ff]ig\.\s?(?=\d)", "figura "),
    rule(r"\bp[áa]g\.\s?(?=\d)", "página "),
    rule(r"\ba\.\s?C\.", "antes de Cristo"),
    rule(r"\bd\.\s?C\.", "después de Cristo"),
    rule(r"\bUds\.", "ustedes"),
    rule(r"\bUd\.", "usted"),
    rule(r"\bD\.\s(?=[A-Z][a-z])", "don "),
    rule(r"\bn\.º\s?(?=\d)", "número "),
    rule(r"\bp[áa]gs\.\s?(?=\d)", "páginas "),
    rule(r"\bcap\.\s?(?=[\dIVX])", "capítulo "),
    rule(r"\bvol\.\s?(?=\d)", "volumen "),
    rule(r"§\s?(?=\d)", "párrafo "),
    rule(r"\ba\.\s?m\.", "de la mañana"),
    rule(r"\bp\.\s?m\.", "de la tarde"),
)
ORDINALS: Rules = (
    rule(rf"\b({RULERS})\s({NUMERAL})(?![\w’'])", _reign),
    rule(rf"\b(siglos?)\s({NUMERAL})\b", lambda m: f"{m[1]} {numeral(value(m[2]), 'es')}"),
    rule(rf"\bs\.\s({NUMERAL})\b", lambda m: f"siglo {numeral(value(m[1]), 'es')}"),
    rule(rf"\b({NUMBERED})s?\s({NUMERAL})(?![\w’'])", lambda m: f"{m[1]} {value(m[2])}"),
    rule(r"\b(\d{1,2})\.?(º|ª|er)(?!\w)", _ordinal),
)

RULES: Rules = (
    *ABBREVIATIONS,
    *ORDINALS,
    *dates.numeric(_date),
    *GROUPS,
    rule(r"\b([01]?\d|2[0-3]):([0-5]\d)\b(?!:)(?:\sh\b)?", _clock),
    *fractions(FRACTIONS, "{whole} y {part}"),
    *ranges("a"),
    rule(r"(?<=\d)\s?–\s?(?=\d)", " a "),
    *MONEY.rules(),
    *UNITS.rules(),
    rule(r"(?<=\d)\s?%", " por ciento"),
    rule(r"(?<=\d)\s?‰", " por mil"),
    *SIGNS.rules(),
    rule(r"\bv(?:er)?\.?\s?(?=\d+\.\d)", "versión "),
    *chemistry("más"),
    *acronyms(ACRONYMS),
    *greek(GREEK),
    rule(r"\s{2,}", " "),
    rule(r"^\s+|\s+$"),
)
