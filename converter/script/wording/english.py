"""English for the voice."""

from __future__ import annotations

import re

from converter.script.wording.english_numbers import (
    DATES,
    DIGITS,
    MONEY,
    NUMBERS,
    SIGNS,
    UNITS,
    WORDED,
    ordinal,
)
from converter.script.wording.rules import Rules, rule

ROMAN = r"[IVXL]+"
ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50}
RULERS = (
    "Louis|Henry|Charles|George|Edward|Elizabeth|William|James|Richard|John|Paul|Pius|Benedict|"
    "Gregory|Leo|Innocent|Clement|Urban|Boniface|Alexander|Philip|Felipe|Ferdinand|Frederick|"
    "Friedrich|Wilhelm|Ludwig|Otto|Karl|Catherine|Nicholas|Ivan|Peter|Napoleon|Ramses|Ramesses|"
    "Ptolemy|Mary|Margaret|Christian|Gustav|Alfonso|Carlos|Victoria|Francis|Maximilian|Leopold|"
    "Albert|Harald|Haakon|Constantine|Mehmed|Suleiman|Darius|Xerxes|Cleopatra|Amenhotep|Thutmose|"
    "Seti|Olaf|Canute|Robert|David|Stephen|Sixtus|Julius|Cosimo|Theodosius|Justinian|Juan"
)
NUMBERED = (
    "Chapter|Part|Book|Volume|Vol|Act|Scene|Phase|Type|Class|Stage|Section|Article|Title|Table|"
    "Appendix|Figure|World War|Mark|Grade|Level|Group|Category|Apollo|Unit|Army|Corps|Century"
)
FORMULAS = (
    "H2O|CO2|NO2|N2O|SO2|CH4|NH3|NH4|H2SO4|HNO3|NaCl|CaCO3|SiO2|TiO2|Al2O3|Fe2O3|O2|N2|H2|O3|"
    "H2O2|PM2(?=\\.5)|PM10|H₂O|CO₂|NO₂|N₂O|SO₂|CH₄|NH₃|O₂|N₂|H₂|O₃"
)
ACRONYMS = (
    "IMS|ICU|IDE|ISO|IoT|FAQ|ETA|VAE|PCA|SVM|AWS|LCA|CLI|GUI|OCR|ASR|TTS|ETL|ORM|IPO|NGO|EPA|IEA|"
    "IAEA|EEG|ECG|MRI|UV|AR|VR|XR|IR|IP"
)
"""Acronyms spoken letter by letter that espeak would read as words, or may."""


STARTERS = "The|This|These|That|It|In|A|An|We|However|But|And|He|She|They|For|As|If|When|Then|At|On"


def _value(roman: str) -> int:
    values = [ROMANS[letter] for letter in roman]
    later = [*values[1:], 0]
    return sum(-own if own < next_ else own for own, next_ in zip(values, later, strict=True))


def _regnal(match: re.Match[str]) -> str:
    return f"{match[1]} the {ordinal(_value(match[2]))}"


def _numbered(match: re.Match[str]) -> str:
    return f"{match[1]} {_value(match[2])}"


def _spelled(match: re.Match[str]) -> str:
    """Spell out letter by letter; digits stay together, a plural s stays with its letter."""
    plain = match[0].translate(DIGITS)
    return re.sub(r"(?<=[A-Za-z])(?=[A-Z\d])|(?<=\d)(?=[A-Z])", " ", plain)


ABBREVIATIONS: Rules = (
    rule(r"\be\.\s?g\.(?=\W|$)", "for example"),
    rule(r"\bi\.\s?e\.(?=\W|$)", "that is"),
    rule(r"\bet al\.?(?=\W|$)", "and colleagues"),
    rule(r"\bvs?\.(?=\s)|\bvs\b", "versus"),
    rule(r"\betc\.(?=\s*$)", "et cetera."),
    rule(r"\betc\.?(?=\W|$)", "et cetera"),
    rule(r"\bcf\.\s", "compare "),
    rule(r"\bapprox\.", "approximately"),
    rule(r"\bca\.\s?(?=\d)|\bc\.\s?(?=\d{3})", "about "),
    rule(r"\bresp\.", "respectively"),
    rule(r"\bDr\.?\s(?=[A-Z])", "Doctor "),
    rule(r"\bMr\.?\s(?=[A-Z])", "Mister "),
    rule(r"\bMrs\.?\s(?=[A-Z])", "Missus "),
    rule(r"\bMs\.\s(?=[A-Z])", "Miss "),
    rule(r"\bProf\.\s", "Professor "),
    rule(r"\bSt\.\s(?=[A-Z])", "Saint "),
    rule(r"\bGen\.\s(?=[A-Z])", "General "),
    rule(r"\bGov\.\s(?=[A-Z])", "Governor "),
    rule(r"\bSen\.\s(?=[A-Z])", "Senator "),
    rule(r"\bJr\.", "Junior"),
    rule(r"\bSr\.", "Senior"),
    rule(r"\bFigs\.?\s(?=[A-Z]?\d)", "Figures "),
    rule(r"\bFig\.?\s?(?=[A-Z]?\d)", "Figure "),
    rule(r"\bTabs?\.\s(?=\d)", "Table "),
    rule(r"\bEqs\.\s?(?=\(?\d)", "Equations "),
    rule(r"\bEq\.\s?(?=\(?\d)", "Equation "),
    rule(r"\bSecs?\.\s?(?=\d)", "Section "),
    rule(r"§§?\s?(?=\d)", "section "),
    rule(r"\bRefs?\.\s?(?=\[?\d)", "reference "),
    rule(r"(?<= in| by)\s\[(?=\d+\])", " reference "),
    rule(r"(?<=reference \d)\]|(?<=reference \d\d)\]|(?<=reference \d\d\d)\]"),
    rule(r"\bNos\.\s?(?=\d)", "numbers "),
    rule(r"\b[Nn]o\.\s?(?=\d)|№\s?(?=\d)", "number "),
    rule(r"\bVols?\.\s?(?=[\dIVX])", "Volume "),
    rule(r"\b[Cc]h(?:ap)?\.\s?(?=[\dIVX])", "chapter "),
    rule(r"\bpp\.\s?(?=\d)", "pages "),
    rule(r"\bp\.\s?(?=\d)", "page "),
    rule(r"\bed\.\s(?=[A-Z])", "edited by "),
    rule(r"\bDept\.", "Department"),
    rule(r"\bUniv\.", "University"),
    rule(r"\bInc\.(?=\s*$)", "Incorporated."),
    rule(r"\bInc\.", "Incorporated"),
    rule(r"\bLtd\.", "Limited"),
    rule(r"\bCorp\.", "Corporation"),
    rule(r"\bCo\.(?=\s(?:Ltd|Inc))", "Company"),
    rule(r"\bGovt\.", "Government"),
    rule(r"\bdept\.", "department"),
    rule(r"\bavg\.", "average"),
    rule(r"\bmax\.\s", "maximum "),
    rule(r"\bmin\.\s(?=[a-z])", "minimum "),
    rule(r"\bU\.\s?S\.\s?A\.(?=\s*$)", "U S A."),
    rule(r"\bU\.\s?S\.\s?A\.", "U S A"),
    rule(r"\bU\.\s?([SKN])\.(?=\s*$)", r"U \1."),
    rule(r"\bU\.\s?([SKN])\.", r"U \1"),
    rule(r"\bE\.U\.", "E U"),
    rule(r"\bD\.C\.", "D C"),
    rule(r"\bPh\.\s?D\.?", "P H D"),
    rule(r"\bw/o\b", "without"),
    rule(r"\bw/\s?(?=\w)", "with "),
    rule(r"\band/or\b", "and or"),
    rule(r"\bN/A\b|\bn/a\b", "not applicable"),
    rule(r"\b24/7\b", "24 7"),
    rule(r"\b(s?he)/(s?he)\b", r"\1 or \2"),
    rule(r"\b(his|her)/(his|hers?)\b", r"\1 or \2"),
)
WORDS: Rules = (
    rule(r"(?<=[A-Za-z]{2})/(?=[A-Za-z]{2})", " "),
    rule(rf"(?:^|(?<=[\s(]))([A-Z])\.\s(?=(?:[A-Z]\.|(?!(?:{STARTERS})\b)[A-Z][a-z]))", r"\1 "),
    rule(r"\bA\.\s?D\.", "A D"),
    rule(r"\bB\.\s?C\.(?:\s?E\.)?", "B C"),
    rule(r"\bC\+\+", "C plus plus"),
    rule(r"\b([CF])#", r"\1 sharp"),
    rule(r"(?<!\w)\.NET\b", "dot net"),
    rule(r"\bAT&T\b", "A T and T"),
    rule(r"(?<=\w)&(?=\w)", " and "),
    rule(r"&", "and"),
    rule(r"(?<!\w)#(?=\d)", "number "),
    rule(r"(?<!\w)#(?=[A-Za-z])", "hashtag "),
    rule(r"(?<!\w)@(?=\w)", "at "),
    rule(r"\s@\s", " at "),
    rule(r"™|®|©"),
    rule(r"\bv(?:er)?\.?\s?(?=\d+\.\d)", "version "),
    rule(rf"\b({RULERS})\s({ROMAN[:-1]}{{2,}}|[VX])\b", _regnal),
    rule(rf"\b({RULERS})\s(I)(?=[.,;:)]|$|\s(?:of|was|and|in|died|ruled)\b)", _regnal),
    rule(rf"\b({NUMBERED})\.?\s({ROMAN})\b(?!['’])", _numbered),
    rule(rf"(?<!\w)(?:{FORMULAS})(?!\w)", _spelled),
    rule(r"(?<=[A-Za-z])[₀-₉]+", lambda m: f" {m[0].translate(DIGITS)}"),
    rule(rf"\b(?:{ACRONYMS})s?\b", _spelled),
)
TIDY: Rules = (
    rule(r"\s{2,}", " "),
    rule(r"\s+(?=[,.;:!?](?:\s|$))"),
    rule(r"^\s+|\s+$"),
)

RULES: Rules = (
    *ABBREVIATIONS,
    *NUMBERS,
    *DATES,
    *MONEY,
    *UNITS.rules(),
    *SIGNS,
    *WORDS,
    *WORDED,
    *TIDY,
)
