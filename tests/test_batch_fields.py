"""The fields of a batch request, one by one: sections 2 and 3."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from converter.render.scheduling import schedule
from tests.batches import (
    MARKET,
    NARRATED,
    PICTURES,
    WORDS,
    Json,
    clips,
    effects,
    plan,
    planned,
    process,
    seconds,
    shown,
    speech,
    texts,
    voices,
)


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
