"""Narrate: a Document becomes a Script that fits the time it has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from converter import engines
from converter.document.model import Document
from converter.errors import ScriptError
from converter.match import match
from converter.script import slides
from converter.script.cards import design
from converter.script.chapters import parents
from converter.script.cut import CLOSING_SECONDS, title, voiced
from converter.script.diction import Diction
from converter.script.extractive import LEAST_MERIT, Outline, outline
from converter.script.model import LeftOut, Script, Shot, Usage
from converter.script.pace import SECTION_PAUSE, Pace, natural
from converter.script.passages import Material, gather
from converter.script.wording.lexicon import NO_LEXICON, Lexicon
from converter.speech import default_presenter, default_voice

TOLERANCE = 0.03
"""A length that misses by more is a warning."""


@dataclass(frozen=True, slots=True)
class Options:
    """What narrators may be told; each takes what it has a use for.

    `price` is what a million tokens cost, asked and answered; `patience` the seconds to
    wait for one answer; `prompts` a file or a folder of templates instead of ours.
    """

    url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)
    patience: float = 120.0
    prompts: Path | None = None
    price: tuple[float, float] | None = None


@dataclass(frozen=True)
class Task:
    """What a narrator is given: a document, what there is to say, and the time it has.

    `target` is the length of the whole film in seconds, None when all can be said.
    """

    document: Document
    plan: Outline
    target: float | None
    pace: Pace
    diction: Diction


@dataclass(frozen=True)
class Narration:
    """What a narrator makes: a whole film, from title to closing card, with its pauses.

    A shot shows a picture of the document, or a card of points still to be designed.
    `sections` are those something is said of.
    """

    shots: Sequence[Shot]
    sections: Collection[int]
    warnings: tuple[str, ...] = ()
    usage: Usage | None = None


class Narrator(Protocol):
    """Decides what is said; an engine `docreel.narrator` is called with Options."""

    def tell(self, task: Task) -> Narration:
        """Tell a document in the time there is; raises ScriptError or SpeechError."""


def load_narrator(name: str, options: Options = Options()) -> Narrator:
    """Return a narrator by the name of its engine. Raises ScriptError."""
    narrator: Narrator = engines.load("narrator", name, ScriptError)(options)
    return narrator


def narrate(
    document: Document,
    *,
    seconds: float | None = None,
    voice: str | None = None,
    rate: int = 0,
    language: str | None = None,
    lexicon: Lexicon | None = None,
    presenter: str | None = None,
    section_pause: float = SECTION_PAUSE,
    narrator: Narrator | None = None,
) -> Script:
    """Choose what to say of a document, cut it into shots and give each its picture.

    `seconds` is the length of the whole video, title and closing included; without it
    the length fits the document. `rate` is an IMS SpeechRate, `lexicon` how a user wants
    terms to be said. `presenter` is a second voice, for title, headings and questions, or
    "auto". `section_pause` is added, in seconds, to the silence where a section ends.
    Every length is measured with the voice. `narrator` is one of `load_narrator`;
    without, the extractive one. Raises ScriptError when the document has no words or
    `seconds` is not positive, SpeechError when the voice cannot speak.
    """
    if seconds is not None and seconds <= 0:
        raise ScriptError(f"{document.title}: a length of {seconds:g} s, expected more than 0")
    language = language or document.language
    material = gather(document, language)
    if not material.passages:
        raise ScriptError(f"{document.title or document.source}: no words that could be narrated")
    voice = voice or default_voice(language)
    if presenter == "auto":
        presenter = default_presenter(language)
    pace = Pace(voice, rate, language, presenter=presenter, between=section_pause)
    diction = Diction(language, lexicon or NO_LEXICON)
    plan, target = _plan(document, material, seconds, pace, diction)
    task = Task(document, plan, target, pace, diction)
    told = (narrator or load_narrator("extractive")).tell(task)
    length = voiced(told.shots, pace) + sum(shot.pause for shot in told.shots)
    shots = match(design(told.shots, document, language), document, language)
    return Script(
        title=document.title,
        language=language,
        source=document.source,
        voice=voice,
        presenter=presenter,
        rate=rate,
        seconds=round(length, 3),
        shots=slides.gather(shots),
        left_out=_left_out(document, material, told.sections, target),
        warnings=(*told.warnings, *_warnings(seconds, length)),
        usage=told.usage,
    )


def _plan(
    document: Document, material: Material, seconds: float | None, pace: Pace, diction: Diction
) -> tuple[Outline, float | None]:
    """Weigh the passages and settle the length: None when all of them can be said."""
    spoken = [diction.speakable(passage.voice) for passage in material.passages]
    estimates = pace.estimate(spoken)
    usable = np.array([passage.merit >= LEAST_MERIT for passage in material.passages])
    entire = float(estimates[usable].sum())
    frame = CLOSING_SECONDS + voiced([title(document, diction)], pace)
    target = seconds or (natural(entire) + frame if natural(entire) < entire else None)
    budget = entire if target is None else target - frame
    return outline(document, material.passages, estimates, budget, pace.language), target


def _left_out(
    document: Document, material: Material, told: Collection[int], target: float | None
) -> tuple[LeftOut, ...]:
    """List the sections nothing is said of, in their order."""
    left = dict(material.left_out)
    for section in {passage.section for passage in material.passages} - set(told):
        heading = document.sections[section].heading or document.title
        left[section] = LeftOut(section=heading, reason=_no_room(target))
    for section in _over(document, told):
        left.pop(section, None)
    return tuple(left[section] for section in sorted(left))


def _no_room(target: float | None) -> str:
    return "no whole sentences" if target is None else f"no room in {target:.0f} s"


def _over(document: Document, told: Collection[int]) -> set[int]:
    """Return the sections above those told: they are spoken for."""
    above = parents(document)
    found: set[int] = set()
    for section in told:
        at = above[section]
        while at is not None:
            found.add(at)
            at = above[at]
    return found


def _warnings(seconds: float | None, length: float) -> tuple[str, ...]:
    if seconds is None or abs(length - seconds) <= TOLERANCE * seconds:
        return ()
    why = "the narrator has no more to say" if length < seconds else "the shortest there is"
    return (f"{length:.0f} s long instead of {seconds:.0f} s: {why}",)
