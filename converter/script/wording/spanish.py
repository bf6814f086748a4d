"""Spanish for the voice, the basics."""

from __future__ import annotations

from converter.script.wording import units
from converter.script.wording.rules import Rules, rule

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
        ms milisegundo milisegundos
        min minuto minutos
        h hora horas
        W vatio vatios
        kW kilovatio kilovatios
        MW megavatio megavatios
        kWh kilovatio_hora kilovatios_hora
        Hz hercio hercios
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

RULES: Rules = (
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
    rule(r"(?<=\d)[.\u00a0\u202f\u2009](?=\d{3}(?!\d))"),
    rule(r"(?<=\d)\s?–\s?(?=\d)", " a "),
    rule(r"(\d)\s?(millones)\s(?:de\s)?€", r"\1 \2 de euros"),
    rule(r"(\d)\s?€|€\s?(\d+(?:,\d+)?)", r"\1\2 euros"),
    rule(r"\$\s?(\d+(?:,\d+)?)\s(millones)", r"\1 \2 de dólares"),
    rule(r"\$\s?(\d+(?:,\d+)?)", r"\1 dólares"),
    *UNITS.rules(),
    rule(r"(?<=\d)\s?%", " por ciento"),
    rule(r"\s*±\s*", " más menos "),
    rule(r"\s*≥\s*", " al menos "),
    rule(r"\s*≤\s*", " como máximo "),
    rule(r"(?<=\d)\s?×\s?(?=\d)", " por "),
    rule(r"~\s?(?=\d)|≈\s?", "unos "),
    rule(r"\s?&\s?", " y "),
    rule(r"\bCO2\b|\bCO₂", "C O 2"),
    rule(r"\s{2,}", " "),
    rule(r"^\s+|\s+$"),
)
