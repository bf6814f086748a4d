"""Announcing: how a listener hears that a new section begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from converter.document.model import Document
from converter.script import cues
from converter.script.diction import Diction
from converter.script.model import Card, Sentence, Shot
from converter.script.passages import word_count
from converter.script.sentences import is_cjk, words

_LONGEST = 9
"""Words; a longer heading is a sentence to be read, not an announcement."""


def presented(shots: Sequence[Shot], title: str, diction: Diction) -> Iterator[Shot]:
    """Put a card before each new section on which the presenter reads its heading."""
    section = ""
    for shot in shots:
        if shot.section not in {"", section, title}:
            card = Card(kind="title", heading=shot.section)
            spoken = diction.sentence(shot.section)
            yield Shot(id="", section=shot.section, sentences=(spoken,), show=card)
        section = shot.section
        yield shot


def opened(shots: Sequence[Shot], document: Document, diction: Diction) -> Iterator[Shot]:
    """Let the first shot of a section begin with its heading, where that says more."""
    told = Counter(shot.section for shot in shots for _ in shot.sentences)
    section = ""
    for shot in shots:
        heading, section = (shot.section if shot.section != section else ""), shot.section
        if len(told) > 1 and told[heading] > 1 and _says_more(heading, shot, diction.language):
            opening = _opening(heading, document, diction)
            yield shot.model_copy(update={"sentences": (opening, *shot.sentences)})
        else:
            yield shot


def unopened(shot: Shot) -> Shot:
    """Return a shot without the heading that opens it."""
    heading, *told = shot.sentences
    if not told or heading.text != _stopped(shot.section):
        return shot
    return shot.model_copy(update={"sentences": tuple(told)})


def _says_more(heading: str, shot: Shot, language: str) -> bool:
    """Say whether a section needs its heading: a question, or a subject not named at once.

    "Introduction" and the like are for those who leaf.
    """
    if not shot.sentences or not 0 < word_count(heading) <= _LONGEST:
        return False
    if cues.weight(heading) != 1.0:
        return False
    subject = set(words(heading, language))
    return heading.endswith(("?", "？")) or not subject & set(
        words(shot.sentences[0].text, language)
    )


def _opening(heading: str, document: Document, diction: Diction) -> Sentence:
    spans = (s.span for s in document.sections if s.heading and cues.plain(s.heading) == heading)
    return diction.sentence(_stopped(heading), spans=tuple(spans)[:1])


def _stopped(heading: str) -> str:
    return heading if heading[-1:] in "?!？！" else heading + ("。" if is_cjk(heading) else ".")
