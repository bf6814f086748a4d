"""The modes of batch requests, rule by rule: sections 6.2 to 6.6, and 2 where they show."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from converter.batch import expand, parse_batch
from converter.errors import TimelineError
from converter.library import Library
from tests.batches import (
    CLIPS,
    GROUPS,
    MARKET,
    WORDS,
    Json,
    effects,
    faces,
    plan,
    planned,
    request,
    seconds,
    shown,
    storyboard,
    voices,
)

NARRATED = {"MediaArray": MARKET, "SpeechText": WORDS}


def process(**fields: Any) -> Json:
    return {"ProcessConfig": fields}


# --- 6.2: script-to-video, global ---------------------------------------------------


def test_6_2_a_piece_of_every_group_is_seen_in_their_order(footage: Path) -> None:
    for job in planned(footage, {"MediaGroupArray": GROUPS}, Count=2):
        assert [name in group["MediaArray"] for name, group in zip(shown(job), GROUPS, strict=True)]
        assert seconds(job) == 9


def test_6_2_without_narration_a_video_lasts_three_seconds_a_group(footage: Path) -> None:
    given = {"MediaGroupArray": GROUPS}
    assert seconds(plan(footage, given, process(SingleShotDuration=2))) == 6
    assert seconds(plan(footage, given, MaxDuration=8)) == 8


def test_6_2_middle_groups_fill_what_the_narration_has_left(footage: Path) -> None:
    job = plan(footage, {"MediaGroupArray": GROUPS, "SpeechText": f"{WORDS} {WORDS}"})
    names = shown(job)
    assert names[0] == "entrance.mp4"
    assert names[-1] == "till.png"
    assert len(names) > 4
    assert set(names[1:-1]) == {"crowd.mp4", "bread.mp4"}


def test_6_2_a_short_narration_still_shows_every_group(footage: Path) -> None:
    job = plan(footage, {"MediaGroupArray": GROUPS, "SpeechText": "Come in now."})
    assert len(shown(job)) == 3
    assert seconds(job) < 2


def test_2_3_the_volume_of_a_group_wins(footage: Path) -> None:
    groups = [GROUPS[0], {**GROUPS[1], "Volume": 0.7}]
    job = plan(footage, {"MediaGroupArray": groups}, {"MediaConfig": {"Volume": 0.1}})
    assert [effect["Gain"] for effect in effects(job, "Volume")] == [0.1, 0.7]


# --- 6.3: script-to-video, segmented ------------------------------------------------


def test_6_3_every_group_is_a_section(footage: Path) -> None:
    groups = [
        {**GROUPS[0], "SpeechTextArray": ["Come in."]},
        {**GROUPS[1], "Duration": 7},
        GROUPS[2],
    ]
    job = plan(footage, {"MediaGroupArray": groups})
    (voice,) = voices(job)
    spoken = next(c["TimelineOut"] for c in job.materials["Clips"] if c["Media"] == "entrance.mp4")
    assert voice["TimelineIn"] == 0
    assert seconds(job) == pytest.approx(spoken + 7 + 5)
    last = job.materials["Clips"][-1]
    assert last["Media"] == "till.png"
    assert last["TimelineOut"] - last["TimelineIn"] == pytest.approx(5)


def test_6_3_scripts_of_one_number_go_together(footage: Path) -> None:
    groups = [
        {**GROUPS[0], "SpeechTextArray": ["First one.", "First two.", "First three."]},
        GROUPS[1],
        {**GROUPS[2], "SpeechTextArray": ["Last one.", "Last two.", "Last three."]},
    ]
    said = [[v["Content"] for v in voices(job)]
            for job in planned(footage, {"MediaGroupArray": groups}, Count=3)]  # fmt: skip
    assert sorted(said) == [
        ["First one.", "Last one."], ["First three.", "Last three."], ["First two.", "Last two."]
    ]  # fmt: skip


def test_6_3_different_numbers_of_scripts_are_drawn_alone(footage: Path) -> None:
    groups = [
        {**GROUPS[0], "SpeechTextArray": ["First one.", "First two."]},
        {**GROUPS[1], "SpeechTextArray": ["Last one.", "Last two.", "Last three."]},
    ]
    jobs = planned(footage, {"MediaGroupArray": groups}, Count=6)
    assert len({tuple(v["Content"] for v in voices(job)) for job in jobs}) == 6


# --- 6.4: General, global scripts ---------------------------------------------------


def test_6_4_every_sentence_is_seen_with_what_it_speaks_of(footage: Path) -> None:
    words = f"{WORDS} But there are long queues at the till."
    job = plan(footage, {"MediaArray": MARKET, "SpeechText": words})
    assert shown(job) == ["entrance.mp4", "crowd.mp4", "bread.mp4", "till.png"]


def test_6_4_without_narration_pieces_are_drawn(footage: Path) -> None:
    orders = {tuple(shown(job)) for job in planned(footage, {"MediaArray": MARKET}, Count=4)}
    assert len(orders) == 4


def test_6_4_a_clip_comes_again_only_where_that_is_allowed(footage: Path) -> None:
    crowded = " ".join(["Visitors, visitors, a crowd."] * 3)
    given = {"MediaArray": CLIPS, "SpeechText": crowded}
    assert Counter(shown(plan(footage, given)))["crowd.mp4"] <= 2
    again = plan(footage, given, process(AllowDuplicateMatch=True))
    assert set(shown(again)) == {"crowd.mp4"}
    assert again.notes == ()


def test_6_4_when_nothing_is_left_it_is_said(footage: Path) -> None:
    job = plan(footage, {"MediaArray": ["entrance.mp4"], "SpeechText": WORDS})
    assert any("seen again" in note for note in job.notes)


def test_2_2_a_search_wants_a_media_library(footage: Path) -> None:
    search = {"LibSearchCondition": {"SearchLibs": ["fish-market"], "SearchText": "bread"}}
    with pytest.raises(TimelineError, match="there is no media library here"):
        plan(footage, {"MediaSearchInput": search})


def test_2_2_materials_can_be_searched(market: Path) -> None:
    library = Library(market / "library.sqlite")
    search = {"LibSearchCondition": {"SearchLibs": ["fish-market"], "SearchText": "bread, till"}}
    data = request({"MediaSearchInput": search, "SpeechText": "Cheap bread and apples."})
    (job,) = expand(parse_batch(data)[0], library=library)
    assert [Path(library.get(name).path).name for name in shown(job)] == ["bread.mp4"]


@pytest.mark.parametrize(("libraries", "text"), [(["other"], "bread"), (["fish-market"], "zebra")])
def test_2_2_a_search_that_finds_nothing_is_told(
    market: Path, libraries: list[str], text: str
) -> None:
    search = {"LibSearchCondition": {"SearchLibs": libraries, "SearchText": text}}
    with pytest.raises(TimelineError, match="nothing there has words of the SearchText") as caught:
        expand(
            parse_batch(request({"MediaSearchInput": search}))[0],
            library=Library(market / "library.sqlite"),
        )
    assert caught.value.code == "InvalidMaterial.NotFound"


# --- 6.5: storyboards ---------------------------------------------------------------


def shot_seconds(job: Any) -> list[float]:
    return [round(c["TimelineOut"] - c["TimelineIn"], 3) for c in job.materials["Clips"]]


def test_6_5_scenes_come_in_order_and_last_as_long_as_voice_or_duration(footage: Path) -> None:
    scenes = storyboard(
        {"ScriptText": "long queues at the till", "SpeechText": "So many people here."},
        {"SpeechText": "Cheap bread and apples."},
        {"ScriptText": "the entrance", "Duration": 2},
        {"ScriptText": "a crowd of people"},
    )
    job = plan(footage, {"MediaArray": MARKET, "SceneInfo": scenes})
    assert shown(job) == ["till.png", "bread.mp4", "entrance.mp4", "crowd.mp4"]
    assert shot_seconds(job)[2:] == [2, 3]
    assert [v["TimelineIn"] for v in voices(job)] == [0, job.materials["Clips"][1]["TimelineIn"]]


def test_6_5_a_scene_without_words_takes_any_material(footage: Path) -> None:
    given = {"MediaArray": MARKET, "SceneInfo": storyboard({"Duration": 2})}
    assert len({shown(job)[0] for job in planned(footage, given, Count=8)}) > 2


def test_6_5_a_long_scene_uses_several_pieces_or_a_slow_zoom(footage: Path) -> None:
    long = {"MediaArray": MARKET, "SceneInfo": storyboard({"ScriptText": "a crowd", "Duration": 6})}
    assert shown(plan(footage, long)) == ["crowd.mp4", "crowd.mp4"]
    still = {
        "MediaArray": MARKET,
        "SceneInfo": storyboard({"ScriptText": "the till", "Duration": 6}),
    }
    job = plan(footage, still)
    assert shown(job) == ["till.png"]
    assert effects(job, "Zoom") == [{"Type": "Zoom", "StartRate": 1, "EndRate": 1.08}]


def test_6_5_a_scene_s_volume_wins(footage: Path) -> None:
    scenes = storyboard({"ScriptText": "crowd", "Duration": 3, "Volume": 1},
                        {"ScriptText": "entrance", "Duration": 3})  # fmt: skip
    given = {"MediaArray": CLIPS, "SceneInfo": scenes}
    job = plan(footage, given, {"MediaConfig": {"Volume": 0.3}})
    assert [e["Gain"] for e in effects(job, "Volume")] == [0.3]


def test_6_5_a_scene_with_materials_of_its_own_shows_these(footage: Path) -> None:
    scenes = storyboard(
        {"ScriptText": "a crowd", "SpeechText": "Hello.", "MediaArray": ["champion.png"]}
    )
    assert shown(plan(footage, {"MediaArray": MARKET, "SceneInfo": scenes})) == ["champion.png"]


# --- 6.6: movie highlights ----------------------------------------------------------

FILM = [2, 6, 10, 14, 18, 22, 26]
"""When each scene of the film ends, in seconds: see samples/batch/make.py."""


def scene_of(clip: Json) -> int:
    middle = (clip["In"] + clip["Out"]) / 2
    return next(number for number, end in enumerate(FILM) if middle < end)


def test_6_6_global_narration_finds_the_scenes_of_a_film(footage: Path) -> None:
    words = "Old photographs of ships hang everywhere. The keeper sings a song to a child."
    movie = {"Scene": "MovieHighlights"}
    job = plan(footage, {"MediaArray": ["film.mp4"], "SpeechText": words, "SceneInfo": movie})
    scenes = [scene_of(clip) for clip in job.materials["Clips"]]
    assert scenes[0] == 5
    assert scenes[-1] in (1, 2)


def test_6_6_a_shot_is_a_description_or_parsed_by_hand(footage: Path) -> None:
    scenes = storyboard(
        {"ScripText": "Mara sits at a desk and writes a letter by candlelight", "Duration": 2},
        {"Descriptions": ["rows a boat"], "Characters": ["Mara"],
         "Settings": ["the shore"], "Duration": 2},
        scene="MovieHighlights", FaceInfo=faces("Mara"),
    )  # fmt: skip
    job = plan(footage, {"MediaArray": ["film.mp4"], "SceneInfo": scenes})
    assert [scene_of(clip) for clip in job.materials["Clips"]] == [4, 3]


def test_6_6_temporal_optimisation_keeps_the_order_of_the_film(footage: Path) -> None:
    scenes = storyboard(
        {"ScriptText": "At dawn she walks along the quay and smiles", "Duration": 2},
        {"ScriptText": "An old keeper sings a song to a child", "Duration": 2},
        scene="MovieHighlights",
    )
    given = {"MediaArray": ["film.mp4"], "SceneInfo": scenes}
    free = plan(footage, given).materials["Clips"]
    assert free[0]["In"] > free[1]["In"]
    kept = plan(footage, given, process(EnableTemporalOpt=True)).materials["Clips"]
    assert kept[0]["In"] < kept[1]["In"]
