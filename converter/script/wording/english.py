"""English for the voice."""

from __future__ import annotations

import re

from converter.script.wording.english_numbers import (
    DATES,
    MONEY,
    NUMBERS,
    SIGNS,
    UNITS,
    WORDED,
)
from converter.script.wording.letters import DIGITS, acronyms, chemistry, greek
from converter.script.wording.numerals import numeral
from converter.script.wording.romans import NUMERAL, value
from converter.script.wording.rules import Rules, rule

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
    "Appendix|Figure|World War|Mark|Grade|Level|Group|Category|Apollo|Unit|Army|Corps|Century|"
    "Super Bowl"
)
ACRONYMS = (
    "EU|UN|UK|USA|US|AI|PhD|DNA|RNA|WHO|CEO|GDP|IMS|ICU|IDE|ISO|IoT|FAQ|ETA|VAE|PCA|SVM|AWS|LCA|CLI|GUI|OCR|ASR|TTS|ETL|ORM|IPO|NGO|EPA|IEA|"
    "IAEA|EEG|ECG|MRI|UV|AR|VR|XR|IR|IP"
)
"""Acronyms spoken letter by letter that espeak would read as words, or may."""


GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma "
    "tau upsilon phi chi psi omega"
)
JOINT = (
    "client/server|input/output|read/write|request/response|key/value|parent/child|push/pull|"
    "producer/consumer|train/test|start/stop|cost/benefit|signal/noise|master/slave"
)
"""What a slash joins; elsewhere one is meant, or the other."""
STARTERS = "The|This|These|That|It|In|A|An|We|However|But|And|He|She|They|For|As|If|When|Then|At|On"


def _regnal(match: re.Match[str]) -> str:
    return f"{match[1]} the {numeral(value(match[2]), 'en', 'ordinal')}"


def _century(match: re.Match[str]) -> str:
    return numeral(value(match[1]), "en", "ordinal_num")


def _numbered(match: re.Match[str]) -> str:
    return f"{match[1]} {value(match[2])}"


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
    rule(r"\bMt\.\s(?=[A-Z])", "Mount "),
    rule(r"\ba\.k\.a\.", "also known as"),
    rule(r"\bincl\.", "including"),
    rule(r"\best\.\s(?=\d{4})", "established "),
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
    rule(r"\b9/11\b", "9 11"),
    rule(r"\bHTTP/(?=\d)", "HTTP "),
    rule(r"\b(s?he)/(s?he)\b", r"\1 or \2"),
    rule(r"\b(his|her)/(his|hers?)\b", r"\1 or \2"),
)
WORDS: Rules = (
    rule(r"(?<=[a-z])\s\(([A-Z]{2,6}s?)\)(?=[.,;:!?]|$)", r", or \1"),
    rule(r"(?<=[a-z])\s\(([A-Z]{2,6}s?)\)(?=\s)", r", or \1,"),
    rule(rf"\b({JOINT})\b", lambda m: m[1].replace("/", " ")),
    rule(r"(?<![\w/.~-])([a-z]{3,})/(?=[a-z]{3,}(?![\w/(-]|\.\w))", r"\1 or "),
    rule(r"(?<=[A-Za-z]{2})/(?=[A-Za-z]{2})", " "),
    rule(rf"(?:^|(?<=[\s(]))([A-Z])\.\s(?=(?:[A-Z]\.|(?!(?:{STARTERS})\b)[A-Z][a-z]))", r"\1 "),
    rule(r"\bA\.\s?D\.", "A D"),
    rule(r"\bB\.\s?C\.(?:\s?E\.)?", "B C"),
    rule(r"\b([A-Za-z]+)\+\+", r"\1 plus plus"),
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
    rule(r"\bv(?:er)?\.?\s?(?=\d+\.\d)|\bv(?=\d\b)", "version "),
    rule(rf"\b({RULERS})\s(?!I\b)({NUMERAL})(?!\w)", _regnal),
    rule(rf"\b({RULERS})\s(I)(?=[.,;:)]|$|\s(?:of|was|and|in|died|ruled)\b)", _regnal),
    rule(rf"\b({NUMBERED})\.?\s({NUMERAL})(?![\w'’])", _numbered),
    rule(rf"\b(?!\d)({NUMERAL})(?=(?:st|nd|rd|th)?\s(?:century|centuries)\b)", _century),
    *chemistry("plus"),
    rule(r"(?<=[A-Za-z])[₀-₉]+", lambda m: f" {m[0].translate(DIGITS)}"),
    *acronyms(ACRONYMS),
    *greek(GREEK),
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
