"""What a caption looks like, and which picture it names."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["figure", "table"]

TABLE_WORDS = "Table|TABLE|Tab\\.|Tabelle|Tabla|Tabela|Tableau|Tabella|Таблица|表|جدول"
FIGURE_WORDS = (
    "Figure|FIGURE|Figs?\\.|Fig|FIG\\.|Abbildung|Abb\\.|Bild|Figura|Image|Scheme|Chart|Diagram|"
    "Plate|Photo|Map|Exhibit|Illustration|Grafik|Рисунок|Рис\\.|图表|图|圖|図|الشكل|شكل|صورة"
)
LABEL = re.compile(
    rf"(?P<label>(?P<word>{FIGURE_WORDS}|{TABLE_WORDS})\s*"
    r"(?P<number>(?:[A-Z]{1,2}[.\-–]?)?\d+(?:[.\-–]\d+)*[a-z]?|[IVXL]+|[A-Z](?:\.\d+)?)\b)"
    r"(?P<mark>\s*[.:：|—–)]|\s*$|\s+-)?"
)
PLAIN = re.compile(r"(?:source|quelle|image credit|credit|photo(?: by)?|foto|来源)\s*[:：]", re.I)
VERBS = re.compile(
    r"\s*\(?\s*(?:shows?|is|are|was|illustrates?|presents?|depicts?|gives?|lists?|and|or|in|we|"
    r"of|to|from|summari[sz]es?|compares?|contains?|provides?|displays?|can|for which|"
    r"zeigt|zeigen|ist|und|stellt|gibt|enthält|montre|présente|muestra|显示|所示|给出|中)\b"
)


def caption_label(text: str) -> tuple[str, Kind] | None:
    """Return the label a caption begins with ("Fig. 2") and what it names, or None.

    "Figure 3 shows the mean" begins a sentence and is no caption.
    """
    found = LABEL.match(text)
    if not found or (not found["mark"] and VERBS.match(text[found.end() :])):
        return None
    table = re.fullmatch(TABLE_WORDS, found["word"])
    return " ".join(found["label"].split()), "table" if table else "figure"


def starts_caption(text: str, bold: bool) -> bool:
    """Tell whether a text begins as a caption does; a bold label needs no mark after it."""
    found = LABEL.match(text)
    if not found or caption_label(text) is None:
        return False
    return bool(found["mark"]) or bold or text[found.end() :].lstrip()[:1].isupper()


def is_credit(text: str) -> bool:
    """Tell whether a short text names where a picture comes from."""
    return bool(PLAIN.match(text)) and len(text) < 160
