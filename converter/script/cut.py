"""The cut: chosen passages become shots, between a title and a closing card."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from converter.document.model import Document
from converter.script import cues
from converter.script.announcing import presented
from converter.script.diction import Diction
from converter.script.extractive import Outline
from converter.script.model import Card, Sentence, Shot
from converter.script.pace import Pace
from converter.script.passages import Passage
from converter.script.sentences import is_cjk
from converter.script.wording import readable

CLOSING_SECONDS = 3.0
_COUNTED = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.\s+")
"""The number of a chapter before its title; no year and no "10 things"."""
_ISO = re.compile(r"\d{4}(-\d{2}){0,2}")
IDEAL = 10.5
"""Seconds a shot lasts best."""
LONGEST = 18.0
MOST_SENTENCES = 4
_GLOSS = re.compile(r", (?:or|kurz) (?P<name>[A-Z](?:[A-Z]| [A-Z])+s?)(?:,|(?=[.;:!?]|$))")


def film(document: Document, told: Sequence[Shot], pace: Pace, diction: Diction) -> list[Shot]:
    """Put what is told between title and closing card; pauses are still to be made.

    A presenter, where the pace has one, announces the sections.
    """
    shots = [title(document, diction), *told]
    shots.append(_closing(document, diction.language, shots[-1].section))
    if pace.presenter:
        shots = list(presented(shots, shots[0].shown, diction))
    shots = _glossed_once(shots)
    return [shot.model_copy(update={"id": f"s{n:02d}"}) for n, shot in enumerate(shots, 1)]


def cut(plan: Outline, chosen: Sequence[int], diction: Diction) -> list[Shot]:
    """Cut the chosen passages into shots; their cards are still to be designed."""
    shots = []
    said = set(chosen)
    for run in _runs(plan, chosen):
        heading = cues.plain(plan.chapters[plan.chapter[run[0]]].heading)
        spoken = [
            sentence(plan.passages[i], diction, follows=i - 1 in said and plan.adjoin(i - 1, i))
            for i in run
        ]
        card = Card(kind="points", heading=heading)
        shots.append(Shot(id="", section=heading, sentences=tuple(spoken), show=card))
    return shots


def _glossed_once(shots: Sequence[Shot]) -> list[Shot]:
    """Say what an abbreviation stands for beside it once; later its words are enough."""
    seen: set[str] = set()

    def plain(match: re.Match[str]) -> str:
        known = match["name"] in seen
        seen.add(match["name"])
        return "" if known else match[0]

    return [
        shot.model_copy(
            update={
                "sentences": tuple(
                    s.model_copy(update={"say": _GLOSS.sub(plain, s.say)}) if s.say else s
                    for s in shot.sentences
                )
            }
        )
        for shot in shots
    ]


def voiced(shots: Sequence[Shot], pace: Pace) -> float:
    """Return the seconds of a film without its pauses, measured with the voice."""
    return sum(map(pace.voiced, shots))


def sentence(passage: Passage, diction: Diction, *, follows: bool) -> Sentence:
    """Make a passage a spoken sentence; "However," goes when nothing stands before it."""
    text, voice, spans = passage.text, passage.voice, passage.spans
    if not follows and (link := cues.found("connective", text, diction.language)):
        text, voice = (_capitalised(words[link.end() :]) for words in (text, voice))
        in_raw = cues.found("connective", passage.raw, diction.language)
        if in_raw and spans[0].start is not None:
            spans = (
                spans[0].model_copy(update={"start": spans[0].start + in_raw.end()}),
                *spans[1:],
            )
    return diction.sentence(text, voice=voice, spans=spans)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _runs(plan: Outline, chosen: Sequence[int]) -> Iterator[list[int]]:
    """Cut each chapter into runs of sentences that make one shot each."""
    chapters: dict[int, list[int]] = {}
    for i in chosen:
        chapters.setdefault(plan.chapter[i], []).append(i)
    for members in chapters.values():
        yield from _runs_of(plan, members)


def _runs_of(plan: Outline, members: Sequence[int]) -> list[list[int]]:
    """Cut a chapter where it costs least: at changes of block, near the ideal length."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(members) + 1):
        best.append(
            min(
                (best[begin][0] + _cost(plan, members[begin:end]), begin)
                for begin in range(max(0, end - MOST_SENTENCES), end)
            )
        )
    runs: list[list[int]] = []
    end = len(members)
    while end:
        begin = best[end][1]
        runs.insert(0, list(members[begin:end]))
        end = begin
    return runs


def _cost(plan: Outline, run: Sequence[int]) -> float:
    length = float(plan.seconds[list(run)].sum())
    cost = ((length - IDEAL) / 6) ** 2 + 0.4
    if length > LONGEST and len(run) > 1:
        cost += length - LONGEST
    passages = [plan.passages[i] for i in run]
    for before, after in pairwise(passages):
        cost += 3.0 * (before.section != after.section) + 0.25 * (before.place != after.place)
    return cost - 0.5 * (passages[0].needs is None)


def title(document: Document, diction: Diction) -> Shot:
    """Return the shot that opens the film and says the title."""
    language = diction.language
    heading = " ".join(readable(document.title, language).split())
    lines = (
        authors(document.authors),
        " · ".join(filter(None, (document.site, written(document.date, language)))),
    )
    card = Card(kind="title", heading=heading, lines=tuple(filter(None, lines)))
    if not any(c.isalnum() for c in heading):
        return Shot(id="", show=card, duration=CLOSING_SECONDS)
    said = diction.sentence(heading, voice=_COUNTED.sub("", heading, count=1))
    return Shot(id="", sentences=(said,), show=card)


def _closing(document: Document, language: str, section: str) -> Shot:
    known = (authors(document.authors), _origin(document), written(document.date, language))
    lines = tuple(filter(None, known)) or (document.source,)
    card = Card(kind="closing", heading=document.title, lines=lines)
    return Shot(id="", section=section, show=card, duration=CLOSING_SECONDS, pause=0.0)


def _origin(document: Document) -> str:
    """Return where a viewer finds the source: its address, else who published it."""
    _, found, address = document.source.partition("://")
    return address.removeprefix("www.").rstrip("/") if found else document.site or ""


def written(date: str | None, language: str) -> str:
    """Return an ISO date as people write it in a language: `9 May 2026`, `2026年5月9日`."""
    if date is None or not _ISO.fullmatch(date):
        return date or ""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date, format_skeleton

    numbers = [int(part) for part in date.split("-")]
    try:
        locale = "en_GB" if language == "en" else Locale.parse(language, sep="-")
        day = datetime.date(*numbers, *(1,) * (3 - len(numbers)))
    except (UnknownLocaleError, ValueError):
        return date
    if len(numbers) == 3:
        return format_date(day, "long", locale=locale)
    return format_skeleton("y" if len(numbers) == 1 else "yMMMM", day, locale=locale)


def authors(names: Sequence[str]) -> str:
    """Name up to three authors, or the first two and how many more."""
    if len(names) <= 3:
        joint = "、" if is_cjk("".join(names)) else ", "
        return joint.join(names)
    return f"{names[0]}, {names[1]} +{len(names) - 2}"
