"""For the eye: rules that take out what nobody should read in a caption."""

from __future__ import annotations

import re

from converter.script.wording.rules import Rules, rule

PARTICLES = r"(?:(?:van|von|der|den|de|del|della|di|da|la|le|el|al|bin|ter)\s+){0,3}"
NAME = rf"{PARTICLES}[A-ZÀ-ÞĀ-Ž](?:[^\W\d_]|['’.-])*"
NO_NAME = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Autumn|Fall|Winter|"
    r"Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Since|From|Until|Circa|In)\w*\b"
)
YEAR = r"(?:(?:1[5-9]|20)\d\d[a-z]?|n\.\s?d\.|in press|forthcoming)"
PLACE = r"(?:pp?\.|S\.|ch\.|chap\.|sec\.|§|fig\.)\s*[\w.–-]+"
HINT = (
    r"(?:see also|see|but see|also|cf\.|e\.g\.|compare|as \w+ in|shown in|reviewed in|"
    r"siehe auch|siehe|s\.|vgl\.|voir aussi|voir|véase|ver)"
)
AUTHORED = re.compile(
    rf"(?:{HINT}\s+)*(?!{NO_NAME}){NAME}(?:\s+(?!et\b){NAME}){{0,2}}"
    rf"(?:\s+et\.?\s+al\.?|\s+u\.\s?a\.)?(?P<year>\s+{YEAR})?"
)
DATED = re.compile(rf"(?P<year>{YEAR})|{PLACE}|et al\.?|{HINT}")
FIGURE = (
    r"(?:(?:Supplementary|Supp\.|Extended Data)\s+)?"
    r"(?:Fig(?:ure|s|ures)?|Table|Tables|Tab|Section|Sections|Sec|Sect|Eqs?|Equations?|"
    r"Appendix|Appendices|App|Chapter|Ch|Algorithm|Listing|Box|Panel|Movie|Video|"
    r"Abb|Abbildung(?:en)?|Tabellen?|Kapitel|Kap|Abschnitt|Gl|Gleichung|Anhang|"
    r"[Ff]igura|[Tt]abla|[Tt]ableau|[Cc]apítulo|[Cc]hapitre|[Ss]ección)\.?"
)
LABEL = r"[~\s]?\(?(?:[A-Z]{0,2}\d{1,4}|[A-Z])(?:\.\d+){0,3}[a-zA-Z]?(?:\([a-z]\))?\)?"
SIDE = r"(?:left|right|top|bottom|upper|lower|middle|inset|above|below)(?:\s+panels?)?"
POINTED = re.compile(rf"(?:{HINT}\s+)*(?:the\s+)?{FIGURE}{LABEL}(?:\s+{SIDE})?")
FURTHER = re.compile(rf"{LABEL}|[a-z]|{SIDE}")
JOINT = re.compile(
    r"\s*[,;]\s*(?:(?:and|und|et|y)\s+)?|\s*(?:&|–|-|\b(?:and|to|und|et(?!\.?\s+al)|y)\b)\s*"
)
REFERENCE = rf"{FIGURE}{LABEL}(?:\s?(?:,|and|&|to|und|et|y|–|-)\s?{LABEL}){{0,3}}"
SHOWN = (
    r"(?:shown|seen|illustrated|depicted|presented|summari[sz]ed|described|discussed|listed|"
    r"given|reported|displayed|indicated|demonstrated|explained|outlined|noted|mentioned)"
)
NUMBERS = r"\[[1-9]\d{0,2}(?:\s*[,;–-]\s*[1-9]\d{0,2})*\]"
NO_INTERVAL = "".join(
    rf"(?<!{word}\s)" for word in ("range", "interval", "between", "from", "in", "by", "of", "to")
)
URL = r"(?:https?://|www\.|doi\.org/|doi:\s?)[^\s()<>]+"
EMOJI = (
    "[\U0001f000-\U0001faff\u2600-\u26ff\u2700-\u27bf\u2b00-\u2bff\ufe0f\ufe0e\u20e3"
    "\U000e0020-\U000e007f]\u200d?"
)


def _capital(match: re.Match[str]) -> str:
    return match[1].upper()


def _unless_reference(match: re.Match[str]) -> str:
    """Drop brackets that hold nothing but citations and references to figures."""
    return "" if _is_reference(match[1].strip()) else match[0]


def _is_reference(text: str) -> bool:
    """Say whether all of a text cites ("Doe 2021") or points ("see Fig. 3")."""
    cites = points = named = False
    for part in JOINT.split(text):
        if POINTED.fullmatch(part):
            points = True
        elif authored := AUTHORED.fullmatch(part):
            named = True
            cites |= authored["year"] is not None
        elif dated := DATED.fullmatch(part):
            cites |= named and dated["year"] is not None
        elif not (points and FURTHER.fullmatch(part)):
            return False
    return points or cites


CHARACTERS: Rules = (
    rule("\ufb00", "ff"),
    rule("\ufb01", "fi"),
    rule("\ufb02", "fl"),
    rule("\ufb03", "ffi"),
    rule("\ufb04", "ffl"),
    rule("[\ufb05\ufb06]", "st"),
    rule("[\u00ad\u200b\ufeff\u2060\ufffc\ufffd]"),
    rule(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]", " "),
    rule(r"(?<=[a-zà-ÿ])[-‐]\s*\n\s*(?=[a-zà-ÿ])"),
    rule(EMOJI),
    rule(r"[^\S\n]{2,}", " "),
    rule(r"\n{3,}", "\n\n"),
)

MARKUP: Rules = (
    rule(r"!\[[^\]\n]*\]\([^)\s]*\)"),
    rule(r"\[([^\]\n]+)\]\((?:https?:|mailto:|/|#|\.)[^)\s]*\)", r"\1"),
    rule(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>"),
    rule(r"(?m)^\s{0,3}#{1,6}\s+"),
    rule(r"(?m)^\s{0,3}>\s+"),
    rule(r"(?m)^\s*[-*+•▪‣]\s+"),
    rule(r"(?m)^\s*(?:[-*_=]\s*){3,}$"),
    rule(r"(?<![\w*])\*{1,3}(?=\S)([^*\n]+?)(?<=\S)\*{1,3}(?![\w*])", r"\1"),
    rule(r"(?<![\w_])_{1,3}(?=[^\s_])([^\n]+?)(?<=[^\s_])_{1,3}(?![\w_])", r"\1"),
    rule(r"\s*\.{4,}\s*|\s*(?:\.\s){3,}", " "),
    rule(r"~~(?=\S)([^~\n]+)~~", r"\1"),
    rule(r"`{1,3}([^`\n]+)`{1,3}", r"\1"),
)

LATEX: Rules = (
    rule(
        r"[~\s]*\\(?:cite\w*|ref|eqref|label|footnote|autoref|cref|Cref)\*?(?:\[[^\]]*\])*\{[^}]*\}"
    ),
    rule(r"(?<!\\)\$(?=[^\s\d$])([^$\n]{1,80}?)(?<=\S)\$(?!\d)", r"\1"),
    rule(r"\\\(\s*(.+?)\s*\\\)", r"\1"),
    rule(r"\\(?:text|emph|math)\w{0,4}\s*\{([^{}]*)\}", r"\1"),
    rule(r"\\times\b", "×"),
    rule(r"\\pm\b", "±"),
    rule(r"\\(?:leq|le)\b", "≤"),
    rule(r"\\(?:geq|ge)\b", "≥"),
    rule(r"\\approx\b", "≈"),
    rule(r"\\(?:to|rightarrow)\b", "→"),
    rule(r"\\alpha\b", "α"),
    rule(r"\\beta\b", "β"),
    rule(r"\\gamma\b", "γ"),
    rule(r"\\delta\b", "δ"),
    rule(r"\\epsilon\b", "ε"),
    rule(r"\\lambda\b", "λ"),
    rule(r"\\mu\b", "μ"),
    rule(r"\\pi\b", "π"),
    rule(r"\\sigma\b", "σ"),
    rule(r"\\theta\b", "θ"),
    rule(r"\\omega\b", "ω"),
    rule(r"\\([%&$#_{}])", r"\1"),
    rule(r"\\[,;:!]|\\quad\b|\\ldots\b", " "),
    rule(r"``([^`\n]+?)''", r"“\1”"),
)

REFERENCES: Rules = (
    rule(r"\s?\((?:see|siehe)\s(?:details|notes?|below|above|later|unten|oben)\b[^()]{0,120}\)"),
    rule(r"\s?[(\[]([^()\[\]]{3,300}(?:\([^()]{1,8}\)[^()\[\]]{0,100})?)[)\]]", _unless_reference),
    rule(rf"(?<=et al\.)\s*\({YEAR}(?:,\s*{YEAR})*\)"),
    rule(r"\s*（[^（）]{1,40}(?:等|et al\.)[，,]?\s*\d{4}[^（）]{0,20}）"),
    rule(rf",?\s*as\s+{SHOWN}\s+(?:in|by)\s+{NUMBERS}(?=\s*[.,;:]|$)"),
    rule(rf"(?:^|(?<=[.!?]\s))As\s+{SHOWN}\s+(?:in|by)\s+{NUMBERS}\s*,\s*(\w)", _capital),
    rule(rf"\s?{NO_INTERVAL}(?<![=∈(])(?<![=∈]\s)(?:{NUMBERS}\s?,?\s?)*{NUMBERS}(?!\()"),
    rule(
        r"\s?\[(?:citation needed|edit|update|clarification needed|who\?|when\?|"
        r"(?:note|nb|n|fn)\s\d+|"
        r"better source needed|failed verification|verification needed|dubious[^\]]*)\]"
    ),
    rule(r"(?<=[\w.,;:!?”\"')])\[[a-z]\](?=\W|$)"),
    rule(r"(?<=[A-Za-z]{2})\[[A-Z][A-Za-z]{1,12}[-+]?\d{0,4}\](?=\W|$)"),
    rule(
        r"(?<=[a-zà-ÿ]{3})(?<!mol)(?<!inch)(?<!yard)(?<!mile)(?<!foot)(?<!feet)[¹²³⁴-⁹](?:[⁰¹²³⁴-⁹,–]*[⁰¹²³⁴-⁹])?(?!\w)"
    ),
    rule(r"(?<=[.,;:!?”\"'’)])[¹²³⁴-⁹](?:[⁰¹²³⁴-⁹,–]*[⁰¹²³⁴-⁹])?(?=\s|$)"),
    rule(r"(?<=[\w.,;)])[†‡§¶]+(?=[\s.,;]|$)"),
    rule(r"\s*（(?:参?见|如|详见)?\s*[图表]\s*\d[^（）]{0,8}）"),
    rule(rf",?\s+(?:see|cf\.|siehe|vgl\.)\s+(?:also\s+)?{REFERENCE}(?=\s*[.;:!?)]|\s*$)"),
    rule(rf",\s*as\s+{SHOWN}\s+in\s+(?:the\s+)?{REFERENCE}\s*,"),
    rule(rf",?\s*as\s+(?:can\s+be\s+)?{SHOWN}\s+in\s+(?:the\s+)?{REFERENCE}(?=\s*[.;:!?)]|\s*$)"),
    rule(
        rf"(?:^|(?<=[.!?]\s))As\s+(?:can\s+be\s+)?{SHOWN}\s+in\s+{REFERENCE}\s*,\s*(\w)", _capital
    ),
    rule(rf"\s*[(\[]\s*(?:(?:see|available|online|at|from|source|via):?\s+)*{URL}\s*[)\]]"),
    rule(rf"\s*<{URL}>"),
)

SPACES: Rules = (
    rule(r"(?<=\bal)\.\.(?!\.)", "."),
    rule(r"\s+", " "),
    rule(r"\(\s+", "("),
    rule(r"\s+\)", ")"),
    rule(r"(?:^|\s+)\(\s*[,;.]?\s*\)"),
    rule(r"\s*\[\s*\]"),
    rule(r"\s+([,.])(?=\s|$|[,.)])", r"\1"),
    rule(r",(?:\s*,)+", ","),
    rule(r",\s*(?=[.;:!?](?:\s|$))"),
    rule(r"(?<![.])\.\s+\.(?=\s|$)", "."),
    rule(r"^[\s,;:]+|\s+$"),
)

EYE: Rules = (*CHARACTERS, *MARKUP, *LATEX, *REFERENCES, *SPACES)

TIGHT: Rules = (rule(r"\s+([;:!?])(?=\s|$)", r"\1"),)
"""Every language but French sets these marks close to the word."""
