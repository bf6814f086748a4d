"""Two voices and the silence between sections, from the plan to the ear."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.compose import compose
from converter.document.model import Document
from converter.script import narrate
from converter.script.model import Card, Script, Sentence, Shot
from converter.script.turns import PAUSE, turns
from converter.speech import speak


@pytest.fixture(scope="module")
def tides() -> Document:
    file = Path(__file__).parent.parent / "samples/tides/document.json"
    return Document.model_validate_json(file.read_text("utf-8"), context={"base": str(file.parent)})


def heard(script: Script, folder: Path) -> float:
    """Speak every clip of a script's Timeline; return the seconds of all."""
    clips = [clip for _, clip in compose(script, assets=folder).clips() if hasattr(clip, "voice")]
    return sum(
        speak(clip.content or "", voice=clip.voice, language=script.language).seconds
        for clip in clips
    )


def test_a_presenter_is_counted_in_the_length(tides: Document, tmp_path: Path) -> None:
    script = narrate(tides, seconds=60, presenter="auto", section_pause=0.8)
    assert (script.voice, script.presenter) == ("andy", "ava")
    assert script.seconds == pytest.approx(60, rel=0.03)
    assert heard(script, tmp_path) == pytest.approx(60, rel=0.03)


def test_sections_are_announced_by_a_presenter_and_only_by_one(tides: Document) -> None:
    def announced(script: Script) -> list[str]:
        cards = [(s.show, s) for s in script.shots[1:-1] if isinstance(s.show, Card)]
        return [shot.shown for card, shot in cards if card.kind == "title"]

    script = narrate(tides, seconds=60, presenter="ava", voice="andy")
    sections = dict.fromkeys(shot.section for shot in script.shots)
    assert announced(script) == [section for section in sections if section]
    assert announced(narrate(tides, seconds=60)) == []


def test_the_silence_where_sections_end_is_as_long_as_asked(tides: Document) -> None:
    script = narrate(tides, seconds=90, section_pause=1.5)
    assert script.seconds == pytest.approx(90, rel=0.03)
    pauses: dict[bool, set[float]] = {True: set(), False: set()}
    for shot, after in zip(script.shots, script.shots[1:], strict=False):
        pauses[shot.section != after.section].add(shot.pause)
    (inside,), (between,) = pauses[False], pauses[True]
    assert between - inside == pytest.approx(1.5)


def test_a_shot_parts_where_the_voice_changes_and_keeps_its_pause_for_the_end() -> None:
    texts = ("It flies.", "How high?", "Who knows?", "High.")
    said = tuple(Sentence(text=text) for text in texts)
    shot = Shot(id="s02", sentences=said, show=Card(kind="points"), pause=0.6)
    parts = turns(shot, presenter=True)
    assert [(turn.shot.id, turn.presented, turn.shot.shown) for turn in parts] == [
        ("s02", False, "It flies."),
        ("s02.2", True, "How high? Who knows?"),
        ("s02.3", False, "High."),
    ]
    assert [turn.shot.pause for turn in parts] == [PAUSE, PAUSE, 0.6]
    assert turns(shot, presenter=False) == [(shot, False)]


@pytest.mark.parametrize("text", ["它会飞吗？", "هل يطير؟", "“Does it?”"])
def test_questions_are_known_in_every_script(text: str) -> None:
    shot = Shot(id="s02", sentences=(Sentence(text=text),), show=Card(kind="points"))
    assert turns(shot, presenter=True)[0].presented
