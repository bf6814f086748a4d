"""Batch requests: their models, by the tables of the specification's sections 1 to 5."""

from __future__ import annotations

import json
from typing import Any

import pytest

from converter.batch import Mode, is_batch, parse_batch
from converter.batch.edits import OutputConfig
from tests.batches import GROUPS, MARKET, OUTPUT, WORDS, Json, found, only, request, storyboard

SHOT = {"SpeechText": "Hello."}
MOVIE = {"Scene": "MovieHighlights"}


@pytest.mark.parametrize(
    ("given", "mode", "job_type"),
    [
        ({"MediaGroupArray": GROUPS}, Mode.script_global, "Script"),
        ({"MediaGroupArray": GROUPS, "MediaArray": MARKET}, Mode.script_global, "Script"),
        ({"MediaGroupArray": GROUPS, "SpeechText": WORDS}, Mode.script_global, "Script"),
        (
            {"MediaGroupArray": [{**GROUPS[0], "Duration": 4}]},
            Mode.script_segmented,
            "Script",
        ),
        (
            {"MediaGroupArray": [{**GROUPS[0], "SpeechTextArray": ["Hello."]}]},
            Mode.script_segmented,
            "Script",
        ),
        ({"MediaArray": MARKET}, Mode.general_global, "Smart_Mix"),
        ({"MediaArray": MARKET, "SceneInfo": {}}, Mode.general_global, "Smart_Mix"),
        (
            {"MediaArray": MARKET, "SceneInfo": storyboard(SHOT)},
            Mode.general_storyboard,
            "Smart_Mix",
        ),
        ({"MediaArray": MARKET, "SceneInfo": MOVIE}, Mode.highlights_global, "Smart_Mix"),
        (
            {"MediaArray": MARKET, "SceneInfo": storyboard(SHOT, scene="MovieHighlights")},
            Mode.highlights_storyboard,
            "Smart_Mix",
        ),
    ],
)
def test_1_the_input_says_which_mode_it_is(given: Json, mode: Mode, job_type: str) -> None:
    read, _ = parse_batch(request(given))
    assert (read.mode, read.mode.job_type) == (mode, job_type)


def test_configurations_are_texts_of_json_or_objects() -> None:
    whole = request({"MediaArray": MARKET}, {"SpeechConfig": {"Voice": "andy"}})
    texts = {key: json.dumps(part) for key, part in whole.items()}
    assert parse_batch(json.dumps(texts))[0].input == parse_batch(whole)[0].input
    assert parse_batch(texts)[0].editing.speech_config.voice == "andy"


def test_a_broken_configuration_is_named() -> None:
    broken = {**request({"MediaArray": MARKET}), "EditingConfig": "{// comment\n}"}
    finding = only(broken)
    assert (finding.path, finding.code) == ("$.EditingConfig", "InvalidParameter")


def test_a_request_is_told_from_a_timeline() -> None:
    assert is_batch(request({}))
    assert is_batch('{"InputConfig": "{}"}')
    assert not is_batch({"VideoTracks": []})
    assert not is_batch({"Timeline": "{}", "OutputMediaConfig": "{}"})
    assert not is_batch("no JSON")


# --- 2: InputConfig -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("array", "single", "name"),
    [
        ({"TitleArray": ["a", "b"]}, {"Title": "c"}, "titles"),
        ({"SpeechTextArray": ["a", "b"]}, {"SpeechText": "c"}, "narrations"),
        ({"BackgroundMusicArray": ["a", "b"]}, {"BackgroundMusic": "c"}, "music"),
        ({"BackgroundImageArray": ["a", "b"]}, {"BackgroundImage": "c"}, "backgrounds"),
        (
            {"StickerArray": [{"MediaId": "a"}, {"MediaId": "b"}]},
            {"Sticker": {"MediaId": "c"}},
            "stickers",
        ),
    ],
)
def test_2_1_an_array_wins_over_the_older_single_value(
    array: Json, single: Json, name: str
) -> None:
    def items(given: Json) -> list[str]:
        read = getattr(parse_batch(request(given))[0].input, name)
        return [getattr(item, "source", item) for item in read]

    assert items(array | single) == ["a", "b"]
    assert items(single) == ["c"]
    assert items({}) == []


TOO_LONG: list[tuple[str, Any, str]] = [
    ("2.1 TitleArray items", {"TitleArray": ["t"] * 51}, "TitleArray"),
    ("2.1 TitleArray characters", {"TitleArray": ["t" * 51]}, "TitleArray[0]"),
    ("2.1 Title characters", {"Title": "t" * 51}, "Title"),
    (
        "2.1 SubHeadingArray Level",
        {"SubHeadingArray": [{"Level": 6, "TitleArray": ["t"]}]},
        "SubHeadingArray[0].Level",
    ),
    (
        "2.1 SubHeadingArray items",
        {"SubHeadingArray": [{"Level": 1, "TitleArray": ["t"] * 51}]},
        "SubHeadingArray[0].TitleArray",
    ),
    (
        "2.1 SubHeadingArray characters",
        {"SubHeadingArray": [{"Level": 1, "TitleArray": ["t" * 51]}]},
        "SubHeadingArray[0].TitleArray[0]",
    ),
    ("2.1 SpeechTextArray items", {"SpeechTextArray": ["t"] * 51}, "SpeechTextArray"),
    ("2.1 SpeechTextArray characters", {"SpeechTextArray": ["t" * 1001]}, "SpeechTextArray[0]"),
    ("2.1 StickerArray", {"StickerArray": [{"MediaId": "s"}] * 51}, "StickerArray"),
    (
        "2.1 Sticker DyncFrames",
        {"StickerArray": [{"MediaId": "s", "DyncFrames": 101}]},
        "StickerArray[0].DyncFrames",
    ),
    (
        "2.1 Sticker Opacity",
        {"StickerArray": [{"MediaId": "s", "Opacity": 1.1}]},
        "StickerArray[0].Opacity",
    ),
    ("2.1 BackgroundMusicArray", {"BackgroundMusicArray": ["m"] * 51}, "BackgroundMusicArray"),
    ("2.1 BackgroundImageArray", {"BackgroundImageArray": ["m"] * 51}, "BackgroundImageArray"),
    (
        "2.3 MediaGroupArray",
        {"MediaGroupArray": [{"MediaArray": ["m"]}] * 41},
        "MediaGroupArray",
    ),
    (
        "2.3 MediaArray of a group",
        {"MediaGroupArray": [{"MediaArray": ["m"] * 201}]},
        "MediaGroupArray[0].MediaArray",
    ),
    (
        "2.3 GroupName characters",
        {"MediaGroupArray": [{"GroupName": "g" * 51, "MediaArray": ["m"]}]},
        "MediaGroupArray[0].GroupName",
    ),
    (
        "2.3 GroupName emoji",
        {"MediaGroupArray": [{"GroupName": "market 🛒", "MediaArray": ["m"]}]},
        "MediaGroupArray[0].GroupName",
    ),
    (
        "2.3 Volume of a group",
        {"MediaGroupArray": [{"MediaArray": ["m"], "Volume": 11}]},
        "MediaGroupArray[0].Volume",
    ),
    (
        "2.3 Duration of a group",
        {"MediaGroupArray": [{"MediaArray": ["m"], "Duration": 0}]},
        "MediaGroupArray[0].Duration",
    ),
    (
        "2.4 Scene",
        {"SceneInfo": {"Scene": "MovieHighlight"}},
        "SceneInfo.Scene",
    ),
    (
        "2.4 Volume of a shot",
        {"SceneInfo": storyboard({"Volume": 10.5})},
        "SceneInfo.ShotInfo.ShotScripts[0].Volume",
    ),
    (
        "2.4 ImageInfoList",
        {"SceneInfo": {"FaceInfo": {"ImageInfoList": [{"Name": "n", "ImageId": "i"}] * 201}}},
        "SceneInfo.FaceInfo.ImageInfoList",
    ),
]


@pytest.mark.parametrize(
    ("given", "path"), [case[1:] for case in TOO_LONG], ids=[case[0] for case in TOO_LONG]
)
def test_7_limits_of_section_2_may_not_be_exceeded(given: Json, path: str) -> None:
    data = request({"MediaArray": MARKET, **given})
    assert ("InvalidParameter", f"$.InputConfig.{path}") in found(data)


def test_limits_of_section_2_may_be_reached() -> None:
    given = {
        "MediaArray": MARKET,
        "TitleArray": ["t" * 50] * 50,
        "SpeechTextArray": ["w" * 1000] * 50,
        "BackgroundMusicArray": ["m"] * 50,
        "StickerArray": [{"MediaId": "s", "Opacity": 1, "DyncFrames": 100}] * 50,
    }
    assert found(request(given)) == []


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"MediaGroupArray": [{"GroupName": "a"}]}, "MediaGroupArray[0].MediaArray"),
        (
            {"MediaSearchInput": {"LibSearchCondition": {"SearchText": "sea"}}},
            "MediaSearchInput.LibSearchCondition.SearchLibs",
        ),
        (
            {"MediaSearchInput": {"LibSearchCondition": {"SearchLibs": ["lib"]}}},
            "MediaSearchInput.LibSearchCondition.SearchText",
        ),
        (
            {"SceneInfo": {"FaceInfo": {"ImageInfoList": [{"ImageId": "i"}]}}},
            "SceneInfo.FaceInfo.ImageInfoList[0].Name",
        ),
        ({"StickerArray": [{"X": 1}]}, "StickerArray[0]"),
        (
            {"SceneInfo": storyboard(SHOT, scene="MovieHighlights", FaceInfo={
                "ImageInfoList": [{"Name": "n"}]})},
            "SceneInfo.FaceInfo.ImageInfoList[0]",
        ),
    ],
)  # fmt: skip
def test_2_what_is_required_and_missing_is_named(given: Json, path: str) -> None:
    data = request({"MediaArray": MARKET, **given})
    assert ("MissingParameter", f"$.InputConfig.{path}") in found(data)


def test_2_1_of_a_sticker_the_media_id_wins() -> None:
    given = {"Sticker": {"MediaId": "id", "MediaURL": "http://host/s.png"}}
    (sticker,) = parse_batch(request(given))[0].input.stickers
    assert (sticker.source, sticker.opacity) == ("id", 1)


def test_2_4_script_text_may_lack_its_t() -> None:
    read, findings = parse_batch(
        request({"MediaArray": MARKET, "SceneInfo": storyboard({"ScripText": "A kite"})})
    )
    assert read.input.shot_scripts[0].script_text == "A kite"
    assert findings == []


def test_unknown_keys_are_kept_and_warned_of() -> None:
    data = request({"MediaArray": MARKET, "TitelArray": ["x"]}, {"SpeechConfig": {"Sped": 1}})
    assert found(data) == []
    assert found(data, "warning") == [
        ("UnknownKey", "$.InputConfig.TitelArray"),
        ("UnknownKey", "$.EditingConfig.SpeechConfig.Sped"),
    ]
    assert parse_batch(data)[0].input.wire()["TitelArray"] == ["x"]


# --- 3: EditingConfig ---------------------------------------------------------------


def test_3_every_field_of_process_config_has_its_default() -> None:
    process = parse_batch(request({}))[0].editing.process_config
    assert process.single_shot_duration == 3
    assert process.enable_clip_split is False
    assert process.image_duration == 2
    assert process.allow_vfx_effect is False
    assert process.vfx_effect_probability == 0.5
    assert process.allow_transition is False
    assert process.transition_duration == 0.5
    assert process.use_uniform_transition is True
    assert process.allow_filter is False
    assert process.allow_duplicate_match is False
    assert process.enable_clip_detection is True
    assert process.enable_temporal_opt is False
    assert process.enable_subtitle_match is False


def test_3_loudness_has_two_names_of_which_volume_wins() -> None:
    def factors(**given: float) -> tuple[float, float]:
        editing = {"SpeechConfig": given, "BackgroundMusicConfig": given}
        read = parse_batch(request({}, editing))[0].editing
        return read.speech_config.factor(1), read.background_music_config.factor(0.2)

    assert factors() == (1, 0.2)
    assert factors(Gain=1.1) == (1.1, 1.1)
    assert factors(Gain=1.1, Volume=0) == (0, 0)


@pytest.mark.parametrize(
    ("editing", "path"),
    [
        ({"MediaConfig": {"Volume": 11}}, "MediaConfig.Volume"),
        ({"ProcessConfig": {"VfxEffectProbability": 1.1}}, "ProcessConfig.VfxEffectProbability"),
        ({"ProcessConfig": {"SingleShotDuration": 0}}, "ProcessConfig.SingleShotDuration"),
        ({"ProcessConfig": {"ImageDuration": "long"}}, "ProcessConfig.ImageDuration"),
        ({"ProcessConfig": {"TransitionList": ["fad"]}}, "ProcessConfig.TransitionList[0]"),
        ({"ProcessConfig": {"FilterList": ["m1", "m9"]}}, "ProcessConfig.FilterList[1]"),
        (
            {"ProcessConfig": {"VfxFirstClipEffectList": ["opn"]}},
            "ProcessConfig.VfxFirstClipEffectList[0]",
        ),
        (
            {"ProcessConfig": {"VfxNotFirstClipEffectList": ["zom"]}},
            "ProcessConfig.VfxNotFirstClipEffectList[0]",
        ),
        ({"BackgroundImageConfig": {"SubType": "Colour"}}, "BackgroundImageConfig.SubType"),
        ({"BackgroundImageConfig": {"Radius": 2}}, "BackgroundImageConfig.Radius"),
        ({"SubHeadingConfig": {"1": {"Y": "top"}}}, "SubHeadingConfig.1.Y"),
        ({"TitleConfig": {"Alignment": "Middle"}}, "TitleConfig.Alignment"),
        ({"FECanvas": {"Width": 1080}}, "FECanvas.Height"),
        ({"ProduceConfig": {"AudioChannelCopy": "both"}}, "ProduceConfig.AudioChannelCopy"),
        (
            {"SpeechConfig": {"SpecialWordsConfig": [{"Type": "Loud"}]}},
            "SpeechConfig.SpecialWordsConfig[0].Type",
        ),
        (
            {"MediaConfig": {"MediaMetaDataArray": [
                {"Media": "entrance.mp4", "TimeRangeList": [{"In": 5, "Out": 5}]}]}},
            "MediaConfig.MediaMetaDataArray[0].TimeRangeList[0].Out",
        ),
    ],
)  # fmt: skip
def test_3_a_bad_value_is_refused_at_its_place(editing: Json, path: str) -> None:
    data = request({"MediaArray": MARKET}, editing)
    assert [place for _, place in found(data)] == [f"$.EditingConfig.{path}"]


def test_3_a_level_of_sub_headings_that_is_none_is_warned_of() -> None:
    data = request({"MediaArray": MARKET}, {"SubHeadingConfig": {"6": {"Y": 0.3}}})
    assert found(data, "warning") == [("UnknownKey", "$.EditingConfig.SubHeadingConfig.6")]


def test_3_null_stands_for_the_default() -> None:
    speech = {"Voice": None, "Style": None, "CustomizedVoice": None, "AsrConfig": None}
    editing = {"SpeechConfig": speech, "BackgroundMusicConfig": {"Volume": 0.2, "Style": None}}
    assert found(request({"MediaArray": MARKET}, editing)) == []


# --- 4: OutputConfig ----------------------------------------------------------------


def test_4_every_field_of_output_config_has_its_default() -> None:
    output = OutputConfig()
    assert output.generate_preview_only is False
    assert output.count == 1
    assert output.max_duration == 15
    assert output.fixed_duration is None


def test_4_the_number_of_a_video_is_filled_into_its_address() -> None:
    read, _ = parse_batch(request({}, MediaURL="http://host/a_{index}/b_{index}.mp4", Count=3))
    assert read.output.of_video(2).media_url == "http://host/a_2/b_2.mp4"
    stored = request({}, MediaURL=None, StorageLocation="vod.host", FileName="f_{index}.mp4")
    assert parse_batch(stored)[0].output.of_video(0).address == "http://vod.host/f_0.mp4"


def test_4_each_video_is_coded_as_the_output_says() -> None:
    read, _ = parse_batch(request({}, Video={"Crf": 27, "Codec": "H.265"}))
    one = read.output.of_video(0)
    assert (one.width, one.height) == (360, 640)
    assert (one.video.crf, one.video.codec) == (27, "H.265")


@pytest.mark.parametrize("count", [0, 101])
def test_4_count_is_1_to_100(count: int) -> None:
    assert found(request({"MediaArray": MARKET}, Count=count)) == [
        ("InvalidParameter", "$.OutputConfig.Count")
    ]


# --- 5: TemplateConfig --------------------------------------------------------------


@pytest.mark.parametrize("given", [["a", "b"], '["a","b"]', {"TemplateIds": ["a", "b"]}])
def test_5_templates_are_a_list_of_ids(given: Any) -> None:
    read, findings = parse_batch({**request({}), "TemplateConfig": given})
    assert read.templates == ("a", "b")
    assert findings == []


@pytest.mark.parametrize("given", ["[", 7, [1]])
def test_5_templates_that_are_no_list_are_refused(given: Any) -> None:
    data = {**request({"MediaArray": MARKET}), "TemplateConfig": given}
    assert found(data) == [("InvalidParameter", "$.TemplateConfig")]


def test_5_a_template_lies_under_the_request() -> None:
    template = {
        "InputTemplateConfig": json.dumps({"TitleArray": ["theirs", "too"]}),
        "EditingTemplateConfig": {
            "SpeechConfig": {"Voice": "andy", "SpeechRate": 100},
            "ProcessConfig": {"TransitionList": ["fade", "wind"]},
        },
        "OutputTemplateConfig": {"Count": 7},
    }
    given = {"MediaArray": MARKET, "TitleArray": ["ours"]}
    editing = {"SpeechConfig": {"SpeechRate": -50}, "ProcessConfig": {"TransitionList": ["heart"]}}
    read = parse_batch(request(given, editing))[0].on(template)
    assert read.input.titles == ("ours",)
    assert read.editing.speech_config.voice == "andy"
    assert read.editing.speech_config.speech_rate == -50
    assert read.editing.process_config.transition_list == ("heart",)
    assert read.output.count == 7
    assert read.output.media_url == OUTPUT["MediaURL"]
