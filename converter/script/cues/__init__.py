"""What the wording of a sentence or heading gives away, by language.

The tables beside this module hold patterns: every line is one alternative, or several
between bars, and a space stands for any white space. A language without a table is
read with the English one, which then rarely matches.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import Match, Pattern
from typing import Literal

from converter.script.cues import arabic, chinese, english, german
from converter.script.cues.headings import APART, APART_AT_END, NUMBERING, ROLES, TAIL

Cue = Literal[
    "dangling",
    "connective",
    "key",
    "definition",
    "furniture",
    "layout",
    "caption",
    "series",
    "verb",
]
"""
dangling    begins in mid-thought and needs the sentence before it
connective  begins with a word that may be dropped when nothing stands before it
key         says what was found, done or concluded
definition  says what something is
furniture   belongs to the page and not to its subject
layout      points to another place of the document
caption     belongs under a picture
series      is one of several that are counted
verb        has a finite verb
"""

_TABLES = {
    "en": english.CUES,
    "de": german.CUES,
    "zh": chinese.CUES,
    "ar": arabic.CUES,
}
_AT_START = {"dangling", "connective", "definition", "caption", "series"}


def shows(cue: Cue, text: str, language: str) -> bool:
    """Say whether a sentence shows a cue."""
    return found(cue, text, language) is not None


def found(cue: Cue, text: str, language: str) -> Match[str] | None:
    """Return where a sentence shows a cue; some count only at its start."""
    pattern = _pattern(cue, re.split(r"[-_]", language)[0].lower())
    return pattern.match(text) if cue in _AT_START else pattern.search(text)


def plain(heading: str) -> str:
    """Return a heading without its number and editing marks."""
    bare = _heading(TAIL).sub("", " ".join(heading.split()))
    return _heading(NUMBERING).sub("", bare) or bare


def is_apart(heading: str, *, last: bool) -> bool:
    """Say whether a heading opens matter that is never narrated, such as references.

    `last` tells that it is a main section near the end, where "Sources" is no subject.
    """
    name = plain(heading).rstrip(":. ")
    tables = (APART, APART_AT_END) if last else (APART,)
    return any(_heading(table).fullmatch(name) for table in tables)


def weight(heading: str) -> float:
    """Return how much a section matters by its heading: an abstract more, methods less."""
    name = plain(heading).rstrip(":. ")
    return next((value for value, table in ROLES if _heading(table).fullmatch(name)), 1.0)


def is_summary(heading: str) -> bool:
    """Say whether a heading opens the document's own summary."""
    return weight(heading) == ROLES[0][0]


@lru_cache(maxsize=64)
def _pattern(cue: Cue, primary: str) -> Pattern[str]:
    if cue == "verb" and "verb" not in _TABLES.get(primary, {}):
        return re.compile("")  # Where verbs are not known, every sentence may have one.
    body = _alternatives(_TABLES.get(primary, english.CUES).get(cue, r"(?!)"))
    if cue == "connective":
        body = rf"(?:{body})\s*[,，،]\s*(?=\S)"
    elif primary != "zh":
        body = rf"(?<!\w)(?:{body})(?!\w)"
    return re.compile(body, re.IGNORECASE)


@lru_cache(maxsize=16)
def _heading(table: str) -> Pattern[str]:
    return re.compile(_alternatives(table), re.IGNORECASE)


def _alternatives(table: str) -> str:
    lines = (line.strip() for line in table.strip().splitlines())
    return "|".join(lines).replace(" ", r"\s+")
