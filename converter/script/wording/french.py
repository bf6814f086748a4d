"""French for the voice, the basics."""

from __future__ import annotations

from converter.script.wording import units
from converter.script.wording.rules import Rules, rule

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
        ms milliseconde millisecondes
        min minute minutes
        h heure heures
        W watt watts
        kW kilowatt kilowatts
        MW mégawatt mégawatts
        kWh kilowattheure kilowattheures
        Hz hertz
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
)

RULES: Rules = (
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
    rule(r"(?<=\d)[\s\u00a0\u202f\u2009](?=\d{3}(?!\d))"),
    rule(r"\b(\d{1,2})\s?h\s?(\d\d)\b", r"\1 heures \2"),
    rule(r"(?<=\d)\s?–\s?(?=\d)", " à "),
    rule(r"(\d)\s?(millions|milliards)\s(?:d['’]\s?)?€", r"\1 \2 d'euros"),
    rule(r"(\d)\s?€", r"\1 euros"),
    rule(r"\$\s?(\d+(?:,\d+)?)|(?<![\d,])(\d+(?:,\d+)?)\s?\$", r"\1\2 dollars"),
    *UNITS.rules(),
    rule(r"(?<=\d)\s?%", " pour cent"),
    rule(r"\s*±\s*", " plus ou moins "),
    rule(r"\s*≥\s*", " au moins "),
    rule(r"\s*≤\s*", " au plus "),
    rule(r"(?<=\d)\s?×\s?(?=\d)", " fois "),
    rule(r"~\s?(?=\d)|≈\s?", "environ "),
    rule(r"\s?&\s?", " et "),
    rule(r"\bCO2\b|\bCO₂", "C O 2"),
    rule(r"\s{2,}", " "),
    rule(r"^\s+|\s+$"),
)
