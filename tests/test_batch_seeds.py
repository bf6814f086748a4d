"""The examples of the vendor's pages, their media and words replaced by ours: all render."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from converter.batch import expand, parse_batch
from converter.render import render
from converter.timeline import check, dump_timeline, local_path
from tests.batches import Json, clips, found, shown, voices

BUCKET = "http://market.oss-cn-shanghai.aliyuncs.com"
IDS = {"9d46c886b45481030f6e": "entrance.mp4", "c886810b4549d4630f6e": "crowd.mp4"}
"""Assets by their MediaIds."""

MATERIALS = [*IDS, f"{BUCKET}/bread.mp4", f"{BUCKET}/till.png"]
DECORATION: Json = {
    "TitleArray": ["A new fish market", "The market opens"],
    "SubHeadingArray": [
        {"Level": 1, "TitleArray": ["By the harbour", "From Friday on"]},
        {"Level": 3, "TitleArray": ["Come and see"]},
    ],
    "StickerArray": [
        {"MediaId": "label", "X": 10, "Y": 100, "Width": 30, "Height": 30, "Opacity": 0.6},
        {"MediaURL": f"{BUCKET}/sticker.png", "X": 10, "Y": 100, "Width": 30, "Height": 30},
    ],
    "BackgroundMusicArray": ["song", f"{BUCKET}/two.wav"],
    "BackgroundImageArray": ["wall", f"{BUCKET}/backdrop.png"],
}
IDS |= {"label": "sticker.png", "song": "one.wav", "wall": "backdrop.png", "film": "film.mp4"}
OUTPUT = {
    "MediaURL": f"{BUCKET}/videos/market_{{index}}.mp4",
    "Count": 1,
    "Width": 128,
    "Height": 228,
    "Video": {"Crf": 27, "Fps": 5},
    "GeneratePreviewOnly": False,
}
NARRATIONS = [
    "A new market has opened. Visitors crowd in.",
    "Bread and apples are cheap.",
    '<speak>Our champion <phoneme alphabet="ipa" ph="iːda hɔlm">Ida</phoneme> plays.</speak>',
]
FACES = {
    "ImageInfoList": [
        {"Name": "Mara", "ImageURL": f"{BUCKET}/face.png"},
        {"Name": "Keeper", "ImageId": "keeper"},
    ]
}
DEFAULTS: Json = {
    "MediaConfig": {"Volume": 0},
    "TitleConfig": {
        "Alignment": "TopCenter",
        "AdaptMode": "AutoWrap",
        "Font": "Alibaba PuHuiTi 2.0 95 ExtraBold",
        "SizeRequestType": "Nominal",
        "Y": 0.1,
    },
    "SpeechConfig": {
        "Volume": 1,
        "SpeechRate": 0,
        "Voice": None,
        "Style": None,
        "CustomizedVoice": None,
        "AsrConfig": {
            "Alignment": "TopCenter",
            "AdaptMode": "AutoWrap",
            "Font": "Alibaba PuHuiTi 2.0 65 Medium",
            "SizeRequestType": "Nominal",
            "Spacing": -1,
            "Y": 0.8,
        },
    },
    "SubHeadingConfig": {"1": {"Y": 0.3, "FontSize": 10}, "3": {"Y": 0.5, "FontSize": 8}},
    "BackgroundMusicConfig": {"Volume": 0.2, "Style": None},
    "ProcessConfig": {
        "SingleShotDuration": 3,
        "EnableClipSplit": False,
        "AllowVfxEffect": False,
        "AllowTransition": False,
        "AllowDuplicateMatch": False,
    },
}
MOVIE_DEFAULTS: Json = {
    **DEFAULTS,
    "ProcessConfig": {
        "AllowVfxEffect": False,
        "AllowTransition": False,
        "AllowDuplicateMatch": False,
        "EnableClipDetection": True,
        "EnableTemporalOpt": True,
    },
}
OLDER = {
    "Title": "A new fish market",
    "SpeechText": "A new market has opened. Visitors crowd in.",
    "BackgroundMusic": "song",
}
GROUPS = {
    "MediaGroupArray": [
        {"GroupName": "group1", "MediaArray": list(MATERIALS[:2])},
        {"GroupName": "group2", "MediaArray": [*MATERIALS[2:], MATERIALS[0]]},
    ]
}


def parts(media: str, *ranges: tuple[float, float], **more: str) -> Json:
    """Return what MediaMetaDataArray holds of one material."""
    found = [{"In": begin, "Out": end} for begin, end in ranges]
    return {"Media": media, **more, "TimeRangeList": found}


def only(editing: Json, **more: Any) -> tuple[Json, Json]:
    """Return a small request that is about one setting."""
    return {"MediaArray": MATERIALS, **OLDER, **more}, editing


SEEDS: dict[str, tuple[Json, Json]] = {
    "001 Global Scripts": (
        {
            "MediaArray": MATERIALS,
            **DECORATION,
            "SpeechTextArray": NARRATIONS,
            "Sticker": {"MediaId": "label", "X": 10, "Y": 100, "Width": 30, "Height": 30},
        },
        DEFAULTS,
    ),
    "001 Global Scripts, searched": (
        {
            "MediaSearchInput": {
                "LibSearchCondition": {"SearchLibs": ["market"], "SearchText": "fish"}
            },
            **DECORATION,
            "SpeechTextArray": NARRATIONS[:1],
        },
        {},
    ),
    "001 Storyboard Script": (
        {
            "MediaArray": MATERIALS,
            "SceneInfo": {
                "Scene": "General",
                "ShotInfo": {
                    "ShotScripts": [
                        {"ScriptText": "The gate of a market", "SpeechText": "We open."},
                        {"ScriptText": "Visitors crowd the hall", "Duration": 3.0, "Volume": 1.0},
                        {
                            "ScriptText": "Queues at the till",
                            "SpeechText": '<speak><s>All wait.</s><break time="500ms"/></speak>',
                        },
                    ]
                },
            },
            **DECORATION,
        },
        {},
    ),
    "002 style and loudness": only(
        {
            "SpeechConfig": {"Style": "Gentle", "Gain": 1.1},
            "BackgroundMusicConfig": {"Style": "bgm-relaxing", "Gain": 0.2},
        }
    ),
    "002 one voice": only({"SpeechConfig": {"Voice": "zhiru"}}),
    "002 voices": only({"SpeechConfig": {"Voice": "zhiru,zhilun,zhibei_emo", "SpeechRate": 100}}),
    "002 captions in and out": only(
        {
            "SpeechConfig": {
                "AsrConfig": {
                    "AaiMotionInEffect": "wave_in,fade_in",
                    "AaiMotionOutEffect": "wave_out",
                }
            }
        }
    ),
    "002 captions in a loop": only(
        {"SpeechConfig": {"AsrConfig": {"AaiMotionLoopEffect": "normal_display,naughty_display"}}}
    ),
    "002 in and out points of groups": (
        {**GROUPS, **OLDER},
        {
            "MediaConfig": {
                "Volume": 0,
                "MediaMetaDataArray": [
                    parts(MATERIALS[0], (0.5, 1.5), (2, 3.5), GroupName="group1"),
                    parts(MATERIALS[0], (0, 1), GroupName="group2"),
                    parts(MATERIALS[2], (0, 20), GroupName="group2"),
                ],
            }
        },
    ),
    "002 in and out points of materials": only(
        {
            "MediaConfig": {
                "MediaMetaDataArray": [
                    parts(MATERIALS[0], (0.5, 1.5), (2, 3.5)),
                    parts(MATERIALS[2], (1, 3)),
                ]
            }
        }
    ),
    "002 effects": only({"ProcessConfig": {"AllowVfxEffect": True, "VfxEffectProbability": 1.0}}),
    "002 transitions": only(
        {
            "ProcessConfig": {
                "AllowTransition": True,
                "TransitionList": ["linearblur", "colordistance", "crosshatch", "dreamyzoom"],
            }
        }
    ),
    "002 transitions by chance": only(
        {"ProcessConfig": {"AllowTransition": True, "UseUniformTransition": False}}
    ),
    "002 a picture behind": only({}, BackgroundImage="wall"),
    "002 blur behind": only({"BackgroundImageConfig": {"SubType": "Blur", "Radius": 0.1}}),
    "002 colour behind": only({"BackgroundImageConfig": {"SubType": "Color", "Color": "#000000"}}),
    "003 Global narration": (
        {
            "MediaArray": ["film", f"{BUCKET}/till.png"],
            "SceneInfo": {"Scene": "MovieHighlights", "FaceInfo": FACES},
            **DECORATION,
            "SpeechTextArray": ["The keeper sings a song. Mara writes a letter."],
        },
        MOVIE_DEFAULTS,
    ),
    "003 Storyboard": (
        {
            "MediaArray": ["film"],
            "SceneInfo": {
                "Scene": "MovieHighlights",
                "ShotInfo": {
                    "ShotScripts": [
                        {
                            "ScriptText": "An old keeper lights the lamp and sings.",
                            "SpeechText": "Some songs light up a whole tower.",
                        },
                        {
                            "Descriptions": ["A boat is rowed", "It comes towards the shore"],
                            "Characters": ["Mara"],
                            "Settings": ["Shore"],
                            "SpeechText": "She comes back.",
                        },
                        {
                            "ScripText": "Mara walks along the quay at dawn and smiles.",
                            "Duration": 3.0,
                            "Volume": 1.0,
                        },
                    ]
                },
                "FaceInfo": FACES,
            },
            **DECORATION,
        },
        MOVIE_DEFAULTS,
    ),
    "004 groups": (
        {**GROUPS, "TitleArray": ["A market", "It opens"], "SpeechTextArray": ["港口有新的市场。"]},
        {
            "MediaConfig": {"Volume": 0},
            "SpeechConfig": {"Volume": 1},
            "BackgroundMusicConfig": {"Volume": 0.3},
        },
    ),
}


def as_texts(given: Json, editing: Json) -> Json:
    """Return the request as it comes over the wire."""
    parts = {"InputConfig": given, "EditingConfig": editing, "OutputConfig": OUTPUT}
    return {key: json.dumps(part) for key, part in parts.items()}


@pytest.fixture
def storage(footage: Path, tmp_path: Path) -> Path:
    """Return a storage whose bucket holds the footage, assets by their MediaIds."""
    bucket = tmp_path / "market"
    bucket.mkdir()
    for file in footage.iterdir():
        (bucket / file.name).symlink_to(file)
    for identity, name in IDS.items():
        (tmp_path / identity).symlink_to(footage / name)
        for beside in (".txt", ".srt"):
            if (footage / name).with_suffix(beside).exists():
                (tmp_path / f"{identity}{beside}").symlink_to((footage / name).with_suffix(beside))
    return tmp_path


@pytest.mark.parametrize(("given", "editing"), SEEDS.values(), ids=SEEDS)
def test_every_example_expands_and_renders(storage: Path, given: Json, editing: Json) -> None:
    data = as_texts(given, editing)
    assert found(data) == []
    find = partial(local_path, base=storage, storage=storage)
    (job,) = expand(parse_batch(data)[0], seed=5, find=find)
    written = dump_timeline(job.timeline)
    assert [f for f in check(written, base=storage, storage=storage) if f.severity == "error"] == []
    made = render(
        job.timeline, output=job.output, editing=job.editing, base=storage, storage=storage
    )
    assert Path(made.output) == storage / "market/videos/market_0.mp4"
    assert made.seconds == pytest.approx(job.materials["Clips"][-1]["TimelineOut"], abs=0.11)
    assert (made.width, made.height) == (128, 228)


def jobs(storage: Path, name: str, count: int = 3) -> list[Any]:
    given, editing = SEEDS[name]
    data = {
        "InputConfig": given,
        "EditingConfig": editing,
        "OutputConfig": {**OUTPUT, "Count": count},
    }
    find = partial(local_path, base=storage, storage=storage)
    return list(expand(parse_batch(data)[0], seed=5, find=find))


def test_each_voice_of_a_list_speaks_once(storage: Path) -> None:
    spoken = [voices(job)[0] for job in jobs(storage, "002 voices")]
    assert {voice["Voice"] for voice in spoken} == {"zhiru", "zhilun", "zhibei_emo"}
    assert {voice["SpeechRate"] for voice in spoken} == {100}


def test_a_scene_of_the_storyboard_shows_what_it_describes(storage: Path) -> None:
    (job,) = jobs(storage, "001 Storyboard Script", 1)
    assert shown(job) == MATERIALS[:2] + MATERIALS[3:]


def test_in_and_out_points_of_a_group_hold(storage: Path) -> None:
    for job in jobs(storage, "002 in and out points of groups"):
        for clip in clips(job):
            if clip.get("MediaId") == MATERIALS[0]:
                assert clip["Out"] <= 3.5
