"""From a batch request to Timelines: sections 4 to 9, rule by rule; see test_batch_fields too."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter.batch import check, expand, parse_batch
from converter.errors import SpeechError, TimelineError
from converter.timeline import check as check_timeline
from converter.timeline import dump_timeline
from tests.batches import (
    GROUPS,
    MARKET,
    NARRATED,
    PICTURES,
    TITLES,
    WORDS,
    Json,
    clips,
    effects,
    faces,
    plan,
    planned,
    process,
    request,
    seconds,
    speech,
    storyboard,
    texts,
    voices,
)


def wire(footage: Path, *args: Any, **options: Any) -> list[str]:
    return [dump_timeline(job.timeline) for job in planned(footage, *args, **options)]


MODES = {
    "script global": {"MediaGroupArray": GROUPS, "SpeechText": WORDS},
    "script segmented": {
        "MediaGroupArray": [
            {**GROUPS[0], "SpeechTextArray": ["Come in."]},
            {**GROUPS[1], "Duration": 4},
            GROUPS[2],
        ]
    },
    "General global": NARRATED,
    "General global, silent": {"MediaArray": MARKET},
    "General storyboard": {
        "MediaArray": MARKET,
        "SceneInfo": storyboard(
            {"ScriptText": "the till", "SpeechText": "Long queues."},
            {"ScriptText": "a crowd", "Duration": 4, "Volume": 1},
        ),
    },
    "Movie global": {
        "MediaArray": ["film.mp4"],
        "SpeechText": "An old keeper sings a song. Mara writes a letter at her desk.",
        "SceneInfo": {"Scene": "MovieHighlights"},
    },
    "Movie storyboard": {
        "MediaArray": ["film.mp4"],
        "SceneInfo": storyboard(
            {"ScriptText": "Mara writes a letter", "SpeechText": "She begins to write."},
            {
                "Descriptions": ["The keeper lights the lamp"],
                "Characters": ["Keeper"],
                "Settings": ["lighthouse"],
                "Duration": 3,
            },
            scene="MovieHighlights",
            FaceInfo=faces("Keeper"),
        ),
    },
}


@pytest.mark.parametrize("given", MODES.values(), ids=MODES)
def test_8_every_mode_makes_timelines_that_pass_the_check(footage: Path, given: Json) -> None:
    for job in planned(footage, given, Count=2):
        findings = check_timeline(dump_timeline(job.timeline), base=footage)
        assert findings == []


@pytest.mark.parametrize("given", MODES.values(), ids=MODES)
def test_6_1_5_the_same_request_and_seed_make_the_same_timelines(
    footage: Path, given: Json
) -> None:
    assert wire(footage, given, Count=2, seed=4) == wire(footage, given, Count=2, seed=4)


@pytest.mark.parametrize("given", MODES.values(), ids=MODES)
def test_8_pictures_last_as_long_as_the_words(footage: Path, given: Json) -> None:
    job = plan(footage, given, process(AllowTransition=True))
    for before, after in pairwise(job.materials["Clips"]):
        assert before["TimelineOut"] == after["TimelineIn"]
    ends = [v["TimelineIn"] for v in voices(job)]
    assert ends == sorted(ends)
    assert clips(job)[-1]["TimelineOut"] == pytest.approx(seconds(job), abs=1e-3)


@settings(max_examples=15, deadline=None)
@given(
    titles=st.integers(0, 3),
    music=st.integers(0, 2),
    pieces=st.lists(st.integers(1, 3), min_size=1, max_size=2),
    seed=st.integers(0, 99),
)
def test_6_1_no_two_videos_are_the_same_while_variety_lasts(
    footage: Path, titles: int, music: int, pieces: list[int], seed: int
) -> None:
    """Pictures alone: whatever is not drawn is the same in all videos."""
    stills = ["till.png", "champion.png", "lorry.png"]
    given = {
        "MediaGroupArray": [{"MediaArray": stills[:count]} for count in pieces],
        "TitleArray": TITLES[:titles],
        "BackgroundMusicArray": ["one.wav", "two.wav"][:music],
    }
    count = max(1, titles) * max(1, music) * prod(pieces)
    assert len(set(wire(footage, given, Count=count, seed=seed))) == count


def test_3_a_seed_in_editing_config_wins(footage: Path) -> None:
    given = {"MediaArray": MARKET}
    assert wire(footage, given, {"Seed": 7}, seed=1) == wire(footage, given, {"Seed": 7}, seed=2)
    assert wire(footage, given, seed=1) != wire(footage, given, seed=2)


# --- 6.1: what all modes share ------------------------------------------------------


def test_6_1_2_everything_is_drawn_for_each_video(footage: Path) -> None:
    given = {
        **NARRATED,
        "TitleArray": TITLES,
        "SubHeadingArray": [
            {"Level": 1, "TitleArray": ["a", "b"]},
            {"Level": 3, "TitleArray": ["c"]},
        ],
        "StickerArray": [{"MediaURL": "sticker.png"}, {"MediaId": "label"}],
        "BackgroundMusicArray": ["one.wav", "two.wav"],
        "BackgroundImageArray": ["backdrop.png", "face.png"],
    }
    editing = speech(Voice="zhiru,zhilun", AsrConfig={"AaiMotionInEffect": "wave_in,fade_in"})
    jobs = planned(footage, given, editing, Count=6)
    for key, count in (("Title", 3), ("BackgroundMusic", 2), ("BackgroundImage", 2),
                       ("Sticker", 2), ("Voice", 2)):  # fmt: skip
        drawn = Counter(job.materials[key] for job in jobs)
        assert set(drawn.values()) == {6 // count}, key
    assert Counter(job.materials["SubHeadings"]["1"] for job in jobs) == {"a": 3, "b": 3}
    motions = [voices(job)[0]["Effects"][-1]["AaiMotionInEffect"] for job in jobs]
    assert Counter(motions) == {"wave_in": 3, "fade_in": 3}
    for job in jobs:
        assert voices(job)[0]["Voice"] == job.materials["Voice"]
        assert [text["Content"] for text in texts(job)] == [
            job.materials["Title"], *job.materials["SubHeadings"].values()
        ]  # fmt: skip


def test_6_1_3_music_loops_below_the_voice(footage: Path) -> None:
    given = {**NARRATED, "BackgroundMusic": "one.wav"}
    music = plan(footage, given).timeline.wire()["AudioTracks"][1]["AudioTrackClips"][0]
    assert music["LoopMode"] is True
    assert music["Effects"] == [{"Type": "Volume", "Gain": 0.2}]
    louder = plan(footage, given, {"BackgroundMusicConfig": {"Gain": 0.5}}).timeline.wire()
    assert louder["AudioTracks"][1]["AudioTrackClips"][0]["Effects"][0]["Gain"] == 0.5


def test_6_1_6_a_sticker_lies_over_the_pictures_for_the_whole_video(footage: Path) -> None:
    sticker = {
        "MediaId": "label",
        "MediaURL": "x.png",
        "X": 10,
        "Y": 100,
        "Width": 30,
        "Opacity": 0.6,
    }
    top = plan(footage, {**NARRATED, "Sticker": sticker}).timeline.wire()["VideoTracks"][1]
    assert top["VideoTrackClips"] == [
        {"Type": "GlobalImage", "MediaId": "label", "X": 10, "Y": 100, "Width": 30, "Opacity": 0.6}
    ]


@pytest.mark.parametrize(
    ("given", "config", "expected"),
    [
        ({}, {}, {"SubType": "Blur", "Radius": 0.1}),
        ({}, {"SubType": "Blur", "Radius": 0.5}, {"SubType": "Blur", "Radius": 0.5}),
        ({}, {"SubType": "Color", "Color": "#102030"}, {"SubType": "Color", "Color": "#102030"}),
        (
            {"BackgroundImage": "backdrop.png"},
            {"SubType": "Blur"},
            {"SubType": "Image", "MediaURL": "backdrop.png"},
        ),
        ({"BackgroundImage": "c88681"}, {}, {"SubType": "Image", "MediaId": "c88681"}),
    ],
)
def test_6_1_8_what_fills_the_frame_beside_a_material(
    footage: Path, given: Json, config: Json, expected: Json
) -> None:
    editing = {"BackgroundImageConfig": config} if config else {}
    job = plan(footage, {"MediaArray": ["entrance.mp4"], **given}, editing)
    assert effects(job, "Background")[0] == {"Type": "Background", **expected}


def test_6_1_8_a_material_of_the_output_s_shape_needs_no_background(footage: Path) -> None:
    job = plan(footage, {"MediaArray": ["entrance.mp4"]}, Width=640, Height=360)
    assert effects(job, "Background") == []


# --- 4: lengths ---------------------------------------------------------------------


def test_4_without_narration_videos_last_up_to_max_duration(footage: Path) -> None:
    film = {"MediaArray": ["film.mp4"]}
    assert seconds(plan(footage, film)) == 15
    assert seconds(plan(footage, film, MaxDuration=7)) == 7
    assert seconds(plan(footage, {"MediaArray": PICTURES})) == 4


def test_4_fixed_duration_is_kept_exactly(footage: Path) -> None:
    assert seconds(plan(footage, {"MediaArray": PICTURES}, FixedDuration=9)) == 9
    job = plan(footage, {"MediaArray": ["entrance.mp4"]}, FixedDuration=10)
    assert seconds(job) == 10
    assert any("again" in note for note in job.notes)
    assert seconds(plan(footage, {"MediaGroupArray": GROUPS}, FixedDuration=20)) == 20


def test_4_narration_wins_over_max_duration(footage: Path) -> None:
    assert seconds(plan(footage, NARRATED, MaxDuration=3)) > 6


# --- 5: TemplateConfig --------------------------------------------------------------


def test_5_each_video_draws_a_template(footage: Path) -> None:
    templates = {
        name: {"EditingTemplateConfig": {"SpeechConfig": {"Voice": name}}}
        for name in ("zhiru", "zhilun")
    }
    given = {**NARRATED, "TitleArray": ["One", "Two"]}
    data = {**request(given, Count=4), "TemplateConfig": list(templates)}
    jobs = expand(
        parse_batch(data)[0], find=lambda name: footage / name, templates=templates, seed=1
    )
    hands = Counter((job.materials["Voice"], job.materials["Title"]) for job in jobs)
    assert len(hands) == 4


def test_5_an_unknown_template_is_refused(footage: Path) -> None:
    data = {**request(NARRATED), "TemplateConfig": ["none"]}
    with pytest.raises(TimelineError, match=r"\$\.TemplateConfig\[0\]"):
        expand(parse_batch(data)[0])


# --- 7, 9: what fails, what is told -------------------------------------------------


def test_7_a_material_that_is_not_there_is_named(footage: Path) -> None:
    with pytest.raises(TimelineError) as caught:
        plan(footage, {"MediaArray": [*MARKET, "lost.mp4"]})
    assert caught.value.code == "InvalidMaterial.NotFound"
    assert caught.value.path == f"$.InputConfig.MediaArray[{len(MARKET)}]"


def test_7_a_sound_is_no_material(footage: Path) -> None:
    with pytest.raises(TimelineError, match=r"one\.wav has no picture"):
        plan(footage, {"MediaArray": ["one.wav"]})


def test_2_2_materials_may_last_two_hours(footage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("converter.batch.material.LONGEST", 25)
    with pytest.raises(TimelineError, match=r"lasts 26 s"):
        plan(footage, {"MediaArray": ["film.mp4"]})


def test_a_voice_that_is_unknown_is_an_error_of_speech(footage: Path) -> None:
    with pytest.raises(SpeechError, match="nobody"):
        plan(footage, NARRATED, speech(Voice="nobody"))


def test_9_a_sub_job_tells_what_it_used(footage: Path) -> None:
    job = plan(footage, {**NARRATED, "Title": "One"}, seed=3)
    told = json.loads(json.dumps(job.materials))
    assert told.keys() == {
        "Title", "SubHeadings", "SpeechText", "Voice", "BackgroundMusic", "BackgroundImage",
        "Sticker", "Transition", "Clips", "Seed", "Warnings",
    }  # fmt: skip
    assert (told["Title"], told["SpeechText"], told["Voice"]) == ("One", WORDS, "andy")
    assert told["Clips"][0].keys() == {"Media", "In", "Out", "TimelineIn", "TimelineOut"}


def test_a_request_that_is_right_has_no_findings() -> None:
    assert check(request({**NARRATED, "TitleArray": TITLES})) == []
