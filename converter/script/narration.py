"""Narrate: a Document becomes a Script that fits the time it has."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from converter.document.model import Document
from converter.errors import ScriptError
from converter.match import match
from converter.script import slides
from converter.script.cards import design
from converter.script.chapters import parents
from converter.script.choice import adjust, choose
from converter.script.cut import CLOSING_SECONDS, film, title, voiced
from converter.script.extractive import LEAST_MERIT, Outline, outline
from converter.script.model import LeftOut, Script, Shot
from converter.script.pace import SECTION_PAUSE, Pace, natural
from converter.script.passages import Material, gather
from converter.script.wording import speakable
from converter.speech import default_presenter, default_voice

PAUSE = 0.5
SHORTEST_PAUSE, LONGEST_PAUSE = 0.3, 0.6
TOLERANCE = 0.05
_PAUSES_SHARE = 0.07
_TRIES = 12
_EASE = 0.15
"""Seconds of missed length and of bent pause that need no further change."""


def narrate(
    document: Document,
    *,
    seconds: float | None = None,
    voice: str | None = None,
    rate: int = 0,
    language: str | None = None,
    presenter: str | None = None,
    section_pause: float = SECTION_PAUSE,
) -> Script:
    """Choose what to say of a document, cut it into shots and give each its picture.

    `seconds` is the length of the whole video, title and closing included; without it
    the length fits the document. `rate` is an IMS SpeechRate. `presenter` is a second
    voice, for title, headings and questions, or "auto". `section_pause` is added, in
    seconds, to the silence where a section ends. Every length is measured with the voice.
    Raises ScriptError when the document has no words or `seconds` is
    not positive, SpeechError when the voice cannot speak.
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
    plan, target = _plan(document, material, seconds, pace)
    shots, chosen = _fit(document, plan, target, pace)
    length = voiced(shots, pace) + sum(shot.pause for shot in shots)
    told = {plan.passages[i].section for i in chosen}
    return Script(
        title=document.title,
        language=language,
        source=document.source,
        voice=voice,
        presenter=presenter,
        rate=rate,
        seconds=round(length, 3),
        shots=slides.gather(match(design(shots, document, language), document, language)),
        left_out=_left_out(document, material, told, target),
        warnings=_warnings(seconds, length),
    )


def _plan(
    document: Document, material: Material, seconds: float | None, pace: Pace
) -> tuple[Outline, float | None]:
    """Weigh the passages and settle the length: None when all of them can be said."""
    spoken = [speakable(passage.text, pace.language) for passage in material.passages]
    estimates = pace.estimate(spoken)
    usable = np.array([passage.merit >= LEAST_MERIT for passage in material.passages])
    entire = float(estimates[usable].sum())
    frame = CLOSING_SECONDS + voiced([title(document, pace.language)], pace)
    target = seconds or (natural(entire) + frame if natural(entire) < entire else None)
    budget = entire if target is None else target - frame
    return outline(document, material.passages, estimates, budget, pace.language), target


def _fit(
    document: Document, plan: Outline, target: float | None, pace: Pace
) -> tuple[list[Shot], list[int]]:
    """Choose passages until the film, measured, is as long as it should be.

    What the pauses between shots can make up is left to them.
    """
    if target is None:
        chosen = plan.everything()
        return _paused(film(document, plan, chosen, pace), PAUSE, pace.between), chosen
    chosen = choose(plan, (target - CLOSING_SECONDS) * (1 - _PAUSES_SHARE))
    best: tuple[float, list[Shot], list[int]] = (float("inf"), [], [])
    for _ in range(_TRIES):
        shots = film(document, plan, chosen, pace)
        silence = target - voiced(shots, pace)
        pause, missed = _pause(shots, silence, pace.between)
        strain = abs(missed) + abs(pause - PAUSE)
        if strain < best[0]:
            best = strain, _paused(shots, pause, pace.between), chosen
        changed = adjust(plan, chosen, silence - _silence(shots, PAUSE, pace.between))
        if strain < _EASE or changed == chosen:
            break
        chosen = changed
    return best[1], best[2]


def _pause(shots: Sequence[Shot], silence: float, between: float) -> tuple[float, float]:
    """Share silence out over the shots; return the pause of each and the seconds left over."""
    even = silence - _silence(shots, 0.0, between)
    even /= max(1, sum(bool(shot.sentences) for shot in shots))
    pause = round(min(LONGEST_PAUSE, max(SHORTEST_PAUSE, even)), 3)
    return pause, silence - _silence(shots, pause, between)


def _silence(shots: Sequence[Shot], pause: float, between: float) -> float:
    return sum(shot.pause for shot in _paused(shots, pause, between))


def _paused(shots: Sequence[Shot], pause: float, between: float) -> list[Shot]:
    """Give every spoken shot a pause, a longer one where a chapter ends."""
    following = [shot.section for shot in shots[1:]] + [shots[-1].section]
    return [
        shot.model_copy(update={"pause": round(pause + between * (shot.section != after), 3)})
        if shot.sentences
        else shot
        for shot, after in zip(shots, following, strict=True)
    ]


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
    why = "there is no more to say" if length < seconds else "the shortest there is"
    return (f"{length:.0f} s long instead of {seconds:.0f} s: {why}",)
