from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from converter.timeline import check
from converter.timeline.coverage import EXCEPTIONS, OBJECTS, Level, page, rows
from converter.timeline.values import wire_name

HERE = Path(__file__).parent
SAID = {"Approximated", "Unsupported"}

SPOKEN = {"Type": "AI_TTS", "Content": "Hello.", "Voice": "andy"}
TEXT = {"Type": "Text", "Content": "Hello", "FontSize": 40}
STYLES = {
    "EffectColorStyle": {"EffectColorStyle": "CS0001-000001"},
    "BubbleStyleId": {"BubbleStyleId": "BS0001-000001"},
    "AaiMotionInEffect": {"AaiMotionInEffect": "fade_in"},
    "AaiMotionOutEffect": {"AaiMotionOutEffect": "fade_out"},
    "AaiMotionLoopEffect": {"AaiMotionLoopEffect": "heartbeat_display"},
}


def on_picture(**fields: Any) -> dict[str, Any]:
    clip = {"Type": "Image", "MediaURL": "a.png", "Duration": 3} | fields
    return {"VideoTracks": [{"VideoTrackClips": [clip]}]}


def on_sound(*effects: dict[str, Any]) -> dict[str, Any]:
    clip = {"MediaURL": "a.mp3", "Effects": list(effects)}
    return {"AudioTracks": [{"AudioTrackClips": [clip]}]}


def on_speech(*effects: dict[str, Any]) -> dict[str, Any]:
    return {"AudioTracks": [{"AudioTrackClips": [SPOKEN | {"Effects": list(effects)}]}]}


def on_subtitle(**fields: Any) -> dict[str, Any]:
    return on_picture() | {"SubtitleTracks": [{"SubtitleTrackClips": [fields]}]}


def asr(**fields: Any) -> dict[str, Any]:
    return {"Type": "AI_ASR", "FontSize": 40} | fields


EXAMPLES: dict[tuple[str, str], dict[str, Any]] = {
    ("VideoTrackClip", "Type AI_Avatar"): on_picture(Type="AI_Avatar"),
    ("SubtitleTrackClip", "Type AI_ASR"): on_subtitle(Type="AI_ASR", MediaURL="a.mp3"),
    ("Effect Filter", "SubType"): on_picture(Effects=[{"Type": "Filter", "SubType": "m1"}]),
    ("Effect AI_ASR", "AlignmentText"): on_sound(asr(AlignmentText="Hello.")),
    ("Effect AI_ASR", "without AlignmentText"): on_sound(asr()),
    ("Effect AI_RealMatting", "Type"): on_picture(Effects=[{"Type": "AI_RealMatting"}]),
    ("Effect Harmonization", "Type"): on_picture(
        Effects=[{"Type": "Harmonization", "ReferenceClipId": "a"}]
    ),
    **{("SubtitleTrackClip", name): on_subtitle(**TEXT, **style) for name, style in STYLES.items()},
    **{("Effect Text", name): on_picture(Effects=[TEXT | style]) for name, style in STYLES.items()},
    **{("Effect AI_ASR", name): on_speech(asr(**style)) for name, style in STYLES.items()},
}


def test_the_page_is_what_the_code_says() -> None:
    assert (HERE.parent / "docs" / "coverage.md").read_text("utf-8") == page()


def test_every_exception_is_about_a_field_there_is() -> None:
    fields = {
        (name, info.alias or wire_name(key))
        for name, model in OBJECTS.items()
        for key, info in model.model_fields.items()
    }
    for name, field in EXCEPTIONS:
        whole = field.startswith("without ") or (name, field.partition(" ")[0]) in fields
        assert whole, f"{name}: {field}"


def test_what_is_not_rendered_as_documented_has_an_example() -> None:
    noted = {Level.APPROXIMATE, Level.REFUSED}
    assert set(EXAMPLES) == {key for key, (level, _) in EXCEPTIONS.items() if level in noted}


@pytest.mark.parametrize(("name", "field"), list(EXAMPLES))
def test_check_names_what_is_not_rendered_as_documented(name: str, field: str) -> None:
    codes = {finding.code for finding in check(EXAMPLES[name, field])}
    level, _ = EXCEPTIONS[name, field]
    assert ("Approximated" if level is Level.APPROXIMATE else "Unsupported") in codes


@pytest.mark.parametrize(
    "timeline",
    [
        on_picture(Effects=[TEXT]),
        on_picture(Effects=[{"Type": "Transition", "SubType": "cube"}]),
        on_picture(Effects=[{"Type": "VFX", "SubType": "snow"}]),
        on_picture(Effects=[{"Type": "Filter", "SubType": "color"}]),
        on_speech(asr()),
        on_subtitle(**TEXT),
    ],
)
def test_check_is_silent_about_what_is_rendered(timeline: dict[str, Any]) -> None:
    assert not SAID & {finding.code for finding in check(timeline)}


def test_every_field_of_the_table_is_named_in_a_test() -> None:
    tests = (path for path in HERE.glob("**/*.py") if path.name != Path(__file__).name)
    words = set(re.findall(r"\w+", " ".join(path.read_text("utf-8") for path in tests)))
    snake = {(name, wire_name(key)): key for name, m in OBJECTS.items() for key in m.model_fields}
    fields = [row for row in rows() if row.object in OBJECTS and " " not in row.field]
    missing = [
        f"{row.object}.{row.field}"
        for row in fields
        if row.field not in words and snake.get((row.object, row.field)) not in words
    ]
    assert not missing
