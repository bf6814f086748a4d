"""From a batch request to Timelines: sections 3, 4, 6, 8 and 9, rule by rule."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter.batch import check, expand, parse_batch
from converter.errors import SpeechError, TimelineError
from converter.render.scheduling import schedule
from converter.timeline import check as check_timeline
from converter.timeline import dump_timeline
from tests.batches import (
    GROUPS,
    MARKET,
    PICTURES,
    WORDS,
    Json,
    clips,
    effects,
    faces,
    plan,
    planned,
    request,
    seconds,
    shown,
    storyboard,
    texts,
    voices,
)

NARRATED = {"MediaArray": MARKET, "SpeechText": WORDS}
TITLES = ["One", "Two", "Three"]


def process(**fields: Any) -> Json:
    return {"ProcessConfig": fields}


def speech(**fields: Any) -> Json:
    return {"SpeechConfig": fields}


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


# --- 2, 3: fields -------------------------------------------------------------------


def test_2_addresses_and_media_ids_are_told_apart(footage: Path) -> None:
    (footage / "6c886b4549d4").write_bytes((footage / "till.png").read_bytes())
    given = {"MediaArray": ["6c886b4549d4", "champion.png"]}
    named = [clip.keys() & {"MediaId", "MediaURL"} for clip in clips(plan(footage, given))]
    assert sorted(map(list, named)) == [["MediaId"], ["MediaURL"]]


@pytest.mark.parametrize(
    ("size", "title", "caption", "sizes"),
    [
        ((1080, 1920), 0.1, 0.8, (76, 49)),
        ((1920, 1080), 0.05, 0.9, (76, 49)),
        ((1080, 1080), 0.08, 0.85, (76, 49)),
    ],
)
def test_3_titles_and_captions_have_defaults_by_orientation(
    footage: Path, size: tuple[int, int], title: float, caption: float, sizes: tuple[int, int]
) -> None:
    job = plan(footage, {**NARRATED, "Title": "One"}, Width=size[0], Height=size[1])
    (heading,) = texts(job)
    shared = {"Alignment": "TopCenter", "AdaptMode": "AutoWrap", "SizeRequestType": "Nominal"}
    font = "Alibaba PuHuiTi 2.0"
    assert heading.items() >= {
        **shared, "Font": f"{font} 95 ExtraBold", "Y": title, "FontSize": sizes[0]
    }.items()  # fmt: skip
    (captions,) = (e for e in voices(job)[0]["Effects"] if e["Type"] == "AI_ASR")
    assert captions.items() >= {
        **shared, "Font": f"{font} 65 Medium", "Y": caption, "Spacing": -1, "FontSize": sizes[1]
    }.items()  # fmt: skip
    assert captions["AlignmentText"] == WORDS


def test_3_a_style_that_is_given_wins(footage: Path) -> None:
    editing = {
        "TitleConfig": {"Y": 0.3, "FontSize": 20, "TimelineOut": 2},
        "SubHeadingConfig": {"3": {"Y": 0.6, "FontSize": 12}},
        **speech(AsrConfig={"Y": 0.5, "FontColor": "#ff0000"}),
    }
    headings = [{"Level": 3, "TitleArray": ["low"]}]
    job = plan(footage, {**NARRATED, "Title": "One", "SubHeadingArray": headings}, editing)
    title, low = texts(job)
    assert (title["Y"], title["FontSize"], title["TimelineOut"]) == (0.3, 20, 2)
    assert (low["Y"], low["FontSize"]) == (0.6, 12)
    captions = voices(job)[0]["Effects"][-1]
    assert (captions["Y"], captions["FontColor"]) == (0.5, "#ff0000")


def test_3_captions_can_be_turned_off(footage: Path) -> None:
    job = plan(footage, NARRATED, speech(AsrConfig={"Enable": False}))
    assert voices(job)[0]["Effects"] == []


def test_3_the_canvas_is_the_output_unless_another_is_given(footage: Path) -> None:
    assert plan(footage, NARRATED).timeline.wire()["FECanvas"] == {"Width": 360, "Height": 640}
    canvas = {"FECanvas": {"Width": 1080, "Height": 1920}}
    job = plan(footage, {**NARRATED, "Title": "One"}, canvas)
    assert job.timeline.wire()["FECanvas"] == canvas["FECanvas"]
    assert texts(job)[0]["FontSize"] == 76


def test_3_the_voice_is_as_asked(footage: Path) -> None:
    def one(**fields: Any) -> Json:
        return voices(plan(footage, NARRATED, speech(**fields)))[0]

    assert one()["Voice"] == "andy"
    assert one(Voice="zhilun", SpeechRate=100)["SpeechRate"] == 100
    assert one(Style="Gentle")["Voice"] == "zhiqian"
    cloned = one(CustomizedVoice="mine", Voice="zhilun", Style="Gentle")
    assert cloned["CustomizedVoice"] == "mine"
    assert "Voice" not in cloned
    assert {"Type": "Volume", "Gain": 1.1} in one(Gain=1.1)["Effects"]


def test_3_speech_language_chooses_the_voice(footage: Path) -> None:
    german = voices(plan(footage, NARRATED, speech(SpeechLanguage="de")))[0]["Voice"]
    assert german != "andy"


def test_3_a_style_without_a_voice_is_noted(footage: Path) -> None:
    job = plan(footage, NARRATED, speech(Style="Grumpy"))
    assert voices(job)[0]["Voice"] == "andy"
    assert "Grumpy" in job.notes[0]


def test_3_a_faster_voice_makes_a_shorter_video(footage: Path) -> None:
    assert seconds(plan(footage, NARRATED, speech(SpeechRate=300))) < 0.75 * seconds(
        plan(footage, NARRATED)
    )


def test_3_forbidden_words_are_neither_read_nor_heard(footage: Path) -> None:
    words = {"SpecialWordsConfig": [{"Type": "Forbidden", "WordsList": ["cheap", "new"]}]}
    voice = voices(plan(footage, NARRATED, speech(**words)))[0]
    *mutes, captions = voice["Effects"]
    assert "are *****." in captions["AlignmentText"]
    assert captions["AlignmentText"].startswith("A *** fish")
    assert [mute["Gain"] for mute in mutes] == [0, 0]
    assert 0 < mutes[0]["In"] < mutes[0]["Out"] < 1 < mutes[1]["In"]


def test_3_materials_are_mute_unless_asked_for(footage: Path) -> None:
    given = {"MediaArray": ["entrance.mp4"]}
    assert effects(plan(footage, given), "Volume") == [{"Type": "Volume", "Gain": 0}]
    loud = {"MediaConfig": {"Volume": 0.5}}
    assert effects(plan(footage, given, loud), "Volume") == [{"Type": "Volume", "Gain": 0.5}]
    assert effects(plan(footage, given, {"MediaConfig": {"Volume": 1}}), "Volume") == []


def test_3_only_the_given_ranges_of_a_material_are_used(footage: Path) -> None:
    ranges = [{"In": 0.5, "Out": 1.5}, {"In": 4, "Out": 6}]
    metas = [{"Media": "crowd.mp4", "TimeRangeList": ranges}]
    editing = {"MediaConfig": {"MediaMetaDataArray": metas}}
    for clip in clips(plan(footage, {"MediaArray": ["crowd.mp4"]}, editing, FixedDuration=9)):
        assert any(part["In"] <= clip["In"] < clip["Out"] <= part["Out"] for part in ranges)


def test_3_a_material_without_anything_in_its_ranges_is_noted(footage: Path) -> None:
    metas = [{"Media": "crowd.mp4", "TimeRangeList": [{"In": 20, "Out": 30}]}]
    editing = {"MediaConfig": {"MediaMetaDataArray": metas}}
    job = plan(footage, {"MediaArray": ["crowd.mp4", "bread.mp4"]}, editing)
    assert set(shown(job)) == {"bread.mp4"}
    assert job.notes == ("crowd.mp4: nothing of it lies in its TimeRangeList",)


def test_3_a_range_of_one_group_is_none_of_another(footage: Path) -> None:
    groups = [{"GroupName": name, "MediaArray": ["crowd.mp4"]} for name in ("a", "b")]
    metas = [
        {"Media": "crowd.mp4", "GroupName": name, "TimeRangeList": [part]}
        for name, part in (("a", {"In": 0, "Out": 2}), ("b", {"In": 3, "Out": 5}))
    ]
    editing = {"MediaConfig": {"MediaMetaDataArray": metas}}
    first, second = clips(plan(footage, {"MediaGroupArray": groups}, editing, FixedDuration=4))
    assert first["Out"] <= 2
    assert second["In"] >= 3


def test_3_long_videos_are_cut_into_pieces(footage: Path) -> None:
    given = {"MediaArray": ["film.mp4"]}
    job = plan(footage, given, process(SingleShotDuration=2), MaxDuration=12)
    assert [c["TimelineOut"] - c["TimelineIn"] for c in job.materials["Clips"]] == [2] * 6
    assert len({c["In"] for c in job.materials["Clips"]}) == 6


def test_3_pictures_are_shown_for_image_duration(footage: Path) -> None:
    job = plan(footage, {"MediaArray": PICTURES}, process(ImageDuration=4))
    assert [clip["Duration"] for clip in clips(job)] == [4, 4]


def test_3_vfx_come_with_their_probability(footage: Path) -> None:
    given = {"MediaArray": ["film.mp4"]}
    output = {"MaxDuration": 27, "Count": 4}

    def share(**fields: Any) -> float:
        jobs = planned(footage, given, process(AllowVfxEffect=True, **fields), **output)
        return sum(len(effects(job, "VFX")) for job in jobs) / sum(len(clips(j)) for j in jobs)

    assert share(VfxEffectProbability=1.0) == 1
    assert share(VfxEffectProbability=0) == 0
    assert 0.2 < share() < 0.8
    assert effects(plan(footage, given), "VFX") == []


def test_3_the_first_clip_has_effects_of_its_own(footage: Path) -> None:
    fields = {"AllowVfxEffect": True, "VfxEffectProbability": 1}
    lists = {"VfxFirstClipEffectList": ["open"], "VfxNotFirstClipEffectList": ["zoom"]}
    first, *others = effects(
        plan(footage, {"MediaArray": MARKET}, process(**fields, **lists)), "VFX"
    )
    assert first["SubType"] == "open"
    assert {effect["SubType"] for effect in others} == {"zoom"}
    first, *others = effects(plan(footage, {"MediaArray": MARKET}, process(**fields)), "VFX")
    assert first["SubType"] in ("slightshow", "bluropen", "open", "whiteshow")
    assert all(e["SubType"] in ("zoomslight", "zoom", "slightshake", "zoominout") for e in others)


def test_3_one_filter_looks_over_a_whole_video(footage: Path) -> None:
    fields = process(AllowFilter=True, FilterList=["m1", "m2"])
    jobs = planned(footage, {"MediaArray": MARKET}, fields, Count=2)
    names = [{effect["SubType"] for effect in effects(job, "Filter")} for job in jobs]
    assert sorted(map(tuple, names)) == [("m1",), ("m2",)]
    assert all(len(effects(job, "Filter")) == len(clips(job)) for job in jobs)
    assert (
        effects(plan(footage, {"MediaArray": MARKET}, process(FilterList=["m1"])), "Filter") == []
    )


def test_3_one_transition_joins_all_clips_of_a_video(footage: Path) -> None:
    given = {"MediaArray": ["film.mp4"]}
    jobs = planned(footage, given, process(AllowTransition=True), Count=5)
    names = [{effect["SubType"] for effect in effects(job, "Transition")} for job in jobs]
    assert {name for (name,) in names} == {
        "linearblur", "colordistance", "crosshatch", "dreamyzoom", "doomscreentransition_up"
    }  # fmt: skip
    for job in jobs:
        assert len(effects(job, "Transition")) == len(clips(job)) - 1
    mixed = process(
        AllowTransition=True, UseUniformTransition=False, TransitionList=["fade", "wind"]
    )
    film = plan(footage, given, mixed, MaxDuration=26)
    assert {effect["SubType"] for effect in effects(film, "Transition")} == {"fade", "wind"}


def test_3_a_transition_is_skipped_where_the_clip_is_too_short(footage: Path) -> None:
    given = {"MediaArray": PICTURES}
    for length, count in ((1.4, 0), (1.5, 1)):
        fields = process(AllowTransition=True, ImageDuration=length)
        assert len(effects(plan(footage, given, fields), "Transition")) == count


@pytest.mark.parametrize("fields", [{}, {"TransitionDuration": 1.2}])
def test_3_transitions_leave_every_cut_where_it_was(footage: Path, fields: Json) -> None:
    from converter.media import probe

    job = plan(footage, {"MediaArray": MARKET}, process(AllowTransition=True, **fields))
    media = {name: probe(footage / name) for name in MARKET}
    shots = schedule(job.timeline, speeches={}, media=media, fps=Fraction(100))
    ends = [showing.window.end / 100 for showing in shots.tracks[0]]
    cuts = [clip["TimelineOut"] for clip in job.materials["Clips"]]
    joins = [
        sum(
            effect.get("Duration", 0)
            for effect in clip["Effects"]
            if effect["Type"] == "Transition"
        )
        for clip in clips(job)
    ]
    assert any(joins)
    over = [end - join for end, join in zip(ends, joins, strict=True)]
    assert over == pytest.approx(cuts, abs=0.011)


def test_3_production_is_configured_as_asked(footage: Path) -> None:
    editing = {
        "ProduceConfig": {"AudioChannelCopy": "left", "CoverConfig": {"StartTime": 1}},
        "CoverConfig": {"StartTime": 3.3},
    }
    job = plan(footage, NARRATED, editing)
    assert job.editing.audio_channel_copy == "left"
    assert job.editing.cover_config.start_time == 3.3


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
