"""Batch requests that are refused or ignored in part: section 7, row by row."""

from __future__ import annotations

import pytest

from converter.batch import check
from tests.batches import GROUPS, MARKET, WORDS, Json, faces, found, only, request, storyboard

SHOT = {"SpeechText": "Hello."}
SHOTS = "$.InputConfig.SceneInfo.ShotInfo.ShotScripts"
SEARCH = {"LibSearchCondition": {"SearchLibs": ["lib"], "SearchText": "sea"}}


def movie(*shots: Json, **more: object) -> Json:
    """Return a storyboard of movie highlights."""
    return {
        "MediaArray": ["film.mp4"],
        "SceneInfo": storyboard(*shots, scene="MovieHighlights", **more),
    }


INVALID = {
    "no materials": (
        request({"TitleArray": ["t"]}),
        "MissingParameter",
        "$.InputConfig",
        "is missing, expected MediaGroupArray, MediaArray or MediaSearchInput",
    ),
    "Movie global without SpeechTextArray": (
        request({"MediaArray": MARKET, "SceneInfo": {"Scene": "MovieHighlights"}}),
        "InvalidParameter",
        "$.InputConfig.SpeechTextArray",
        "is missing, expected narrations",
    ),
    "Movie storyboard without ShotScripts": (
        request(movie()),
        "InvalidParameter",
        SHOTS,
        "is empty, expected the scenes",
    ),
    "General storyboard without ShotScripts": (
        request({"MediaArray": MARKET, "SceneInfo": {"Scene": "General", "ShotInfo": {}}}),
        "InvalidParameter",
        SHOTS,
        "is empty, expected the scenes",
    ),
    "Movie without MediaArray": (
        request({
            "MediaSearchInput": SEARCH,
            "SpeechText": WORDS,
            "SceneInfo": {"Scene": "MovieHighlights"},
        }),
        "MissingParameter",
        "$.InputConfig.MediaArray",
        "is missing, expected the films",
    ),
    "group scripts and global scripts": (
        request({
            "MediaGroupArray": [{**GROUPS[0], "SpeechTextArray": ["Hello."]}],
            "SpeechTextArray": [WORDS],
        }),
        "InvalidParameter",
        "$.InputConfig.MediaGroupArray[0].SpeechTextArray",
        "beside narrations of the whole video",
    ),
    "two groups of one name": (
        request({"MediaGroupArray": [GROUPS[0], GROUPS[0]]}),
        "InvalidParameter",
        "$.InputConfig.MediaGroupArray[0].GroupName",
        "expected a name no other group has",
    ),
    "MediaArray and MediaSearchInput": (
        request({"MediaArray": MARKET, "MediaSearchInput": SEARCH}),
        "InvalidParameter",
        "$.InputConfig.MediaSearchInput",
        "stands beside MediaArray",
    ),
    "MediaURL without {index}": (
        request({"MediaArray": MARKET}, MediaURL="http://host/a.mp4"),
        "InvalidParameter",
        "$.OutputConfig.MediaURL",
        "expected {index} in it",
    ),
    "FileName without {index}": (
        request({"MediaArray": MARKET}, MediaURL=None, StorageLocation="host", FileName="a.mp4"),
        "InvalidParameter",
        "$.OutputConfig.FileName",
        "expected {index} in it",
    ),
    "StorageLocation without FileName": (
        request({"MediaArray": MARKET}, MediaURL=None, StorageLocation="host"),
        "MissingParameter",
        "$.OutputConfig.FileName",
        "is missing, expected both",
    ),
    "no output address and not preview": (
        request({"MediaArray": MARKET}, MediaURL=None),
        "MissingParameter",
        "$.OutputConfig.MediaURL",
        "is missing, expected where the videos go",
    ),
    "Width missing": (
        request({"MediaArray": MARKET}, Width=None),
        "MissingParameter",
        "$.OutputConfig.Width",
        "is missing, expected pixels",
    ),
    "Height missing": (
        request({"MediaArray": MARKET}, Height=None),
        "MissingParameter",
        "$.OutputConfig.Height",
        "is missing, expected pixels",
    ),
    "MaxDuration and FixedDuration": (
        request({"MediaArray": MARKET}, MaxDuration=10, FixedDuration=10),
        "InvalidParameter",
        "$.OutputConfig.FixedDuration",
        "stands beside MaxDuration",
    ),
    "FixedDuration and narration": (
        request({"MediaArray": MARKET, "SpeechText": WORDS}, FixedDuration=10),
        "InvalidParameter",
        "$.OutputConfig.FixedDuration",
        "stands beside narrations",
    ),
    "Movie shot with ScriptText and Descriptions": (
        request(movie({"ScriptText": "A car", "Descriptions": ["A car"]})),
        "InvalidParameter",
        f"{SHOTS}[0].ScriptText",
        "stands beside Descriptions",
    ),
    "Characters name not in FaceInfo": (
        request(movie({"Characters": ["Mar"]}, FaceInfo=faces("Mara"))),
        "InvalidParameter",
        f"{SHOTS}[0].Characters[0]",
        "did you mean Mara?",
    ),
    "narration beside a storyboard": (
        request({"MediaArray": MARKET, "SpeechText": WORDS, "SceneInfo": storyboard(SHOT)}),
        "InvalidParameter",
        "$.InputConfig.SpeechTextArray",
        "stands beside a storyboard",
    ),
    "SSML that is none": (
        request({"MediaArray": MARKET, "SpeechText": "<speak>Hello"}),
        "InvalidParameter",
        "$.InputConfig.SpeechText",
        "SSML",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code", "path", "message"), INVALID.values(), ids=INVALID)
def test_7_invalid(data: Json, code: str, path: str, message: str) -> None:
    told = {(found.code, found.path): found.message for found in check(data)}
    assert message in told[code, path]


def test_7_a_preview_needs_no_address() -> None:
    assert found(request({"MediaArray": MARKET}, MediaURL=None, GeneratePreviewOnly=True)) == []


def test_7_index_is_required_of_one_video_too() -> None:
    assert found(request({"MediaArray": MARKET}, MediaURL="a.mp4", Count=1))


IGNORED = {
    "2.2 a long SearchText": (
        request({"MediaSearchInput": {"LibSearchCondition": {
            "SearchLibs": ["lib"],
            "SearchText": "Waves, rocks, gulls and a lighthouse"}}}),
        "$.InputConfig.MediaSearchInput.LibSearchCondition.SearchText",
    ),
    "1 MediaArray beside groups": (
        request({"MediaGroupArray": GROUPS, "MediaArray": MARKET}),
        "$.InputConfig.MediaArray",
    ),
    "1 SceneInfo beside groups": (
        request({"MediaGroupArray": GROUPS, "SceneInfo": {"Scene": "General"}}),
        "$.InputConfig.SceneInfo",
    ),
    "2.3 Duration of a group that speaks": (
        request({"MediaGroupArray": [{**GROUPS[0], "SpeechTextArray": ["Hello."], "Duration": 5}]}),
        "$.InputConfig.MediaGroupArray[0].Duration",
    ),
    "2.3 SplitMode": (
        request({"MediaGroupArray": [{**GROUPS[0], "SplitMode": "Auto"}]}),
        "$.InputConfig.MediaGroupArray[0].SplitMode",
    ),
    "2.3 DurationAutoAdapt": (
        request({"MediaGroupArray": [{**GROUPS[0], "DurationAutoAdapt": True}]}),
        "$.InputConfig.MediaGroupArray[0].DurationAutoAdapt",
    ),
    "2.4 FaceInfo outside Movie": (
        request({"MediaArray": MARKET, "SceneInfo": {"FaceInfo": faces("Mara")}}),
        "$.InputConfig.SceneInfo.FaceInfo",
    ),
    "2.4 Descriptions outside Movie": (
        request({"MediaArray": MARKET, "SceneInfo": storyboard({"Descriptions": ["A car"]})}),
        f"{SHOTS}[0].Descriptions",
    ),
    "2.4 Duration of a shot that speaks": (
        request({"MediaArray": MARKET, "SceneInfo": storyboard({**SHOT, "Duration": 5})}),
        f"{SHOTS}[0].Duration",
    ),
    "6.5 MediaArray of a shot": (
        request({"MediaArray": MARKET, "SceneInfo": storyboard({**SHOT, "MediaArray": MARKET})}),
        SHOTS,
    ),
    "3 CustomizedVoice beside Voice": (
        request({"MediaArray": MARKET}, {"SpeechConfig": {"CustomizedVoice": "c", "Voice": "v"}}),
        "$.EditingConfig.SpeechConfig.CustomizedVoice",
    ),
    "3 Style of music": (
        request({"MediaArray": MARKET}, {"BackgroundMusicConfig": {"Style": "bgm-relaxing"}}),
        "$.EditingConfig.BackgroundMusicConfig.Style",
    ),
    "3 BackgroundImageConfig beside pictures": (
        request(
            {"MediaArray": MARKET, "BackgroundImage": "b.png"},
            {"BackgroundImageConfig": {"SubType": "Blur"}},
        ),
        "$.EditingConfig.BackgroundImageConfig",
    ),
    "3 AlignmentMode": (
        request({"MediaArray": MARKET}, {"ProcessConfig": {"AlignmentMode": "Cut"}}),
        "$.EditingConfig.ProcessConfig.AlignmentMode",
    ),
    "3 EnableSmartCrop": (
        request({"MediaArray": MARKET}, {"ProcessConfig": {"EnableSmartCrop": True}}),
        "$.EditingConfig.ProcessConfig.EnableSmartCrop",
    ),
    "3 SingleShotDuration beside EnableClipSplit": (
        request(
            {"MediaArray": MARKET},
            {"ProcessConfig": {"SingleShotDuration": 5, "EnableClipSplit": True}},
        ),
        "$.EditingConfig.ProcessConfig.SingleShotDuration",
    ),
    "3 SingleShotDuration in Movie": (
        request(movie(SHOT), {"ProcessConfig": {"SingleShotDuration": 5}}),
        "$.EditingConfig.ProcessConfig.SingleShotDuration",
    ),
    "3 AllowDuplicateMatch of groups": (
        request({"MediaGroupArray": GROUPS}, {"ProcessConfig": {"AllowDuplicateMatch": True}}),
        "$.EditingConfig.ProcessConfig.AllowDuplicateMatch",
    ),
    "3 AllowFilter without a list": (
        request({"MediaArray": MARKET}, {"ProcessConfig": {"AllowFilter": True}}),
        "$.EditingConfig.ProcessConfig.AllowFilter",
    ),
    "3 MediaMetaDataArray of no material": (
        request({"MediaArray": MARKET}, {"MediaConfig": {"MediaMetaDataArray": [{"Media": "x"}]}}),
        "$.EditingConfig.MediaConfig.MediaMetaDataArray[0].Media",
    ),
    "3 highlighted words": (
        request({"MediaArray": MARKET}, {"SpeechConfig": {"SpecialWordsConfig": [
            {"Type": "Highlight", "WordsList": ["sale"]}]}}),
        "$.EditingConfig.SpeechConfig.SpecialWordsConfig",
    ),
    "3 SoundReplaceMode": (
        request({"MediaArray": MARKET}, {"SpeechConfig": {"SpecialWordsConfig": [
            {"Type": "Forbidden", "WordsList": ["sale"], "SoundReplaceMode": "Beep"}]}}),
        "$.EditingConfig.SpeechConfig.SpecialWordsConfig[0].SoundReplaceMode",
    ),
    "4 MaxDuration in Movie": (
        request(movie(SHOT), MaxDuration=20),
        "$.OutputConfig.MaxDuration",
    ),
    "4 FixedDuration in Movie": (
        request(movie(SHOT), FixedDuration=20),
        "$.OutputConfig.FixedDuration",
    ),
    "8 MaxDuration of sections": (
        request({"MediaGroupArray": [{**GROUPS[0], "Duration": 5}]}, MaxDuration=20),
        "$.OutputConfig.MaxDuration",
    ),
    "8 FixedDuration of a storyboard": (
        request({"MediaArray": MARKET, "SceneInfo": storyboard(SHOT)}, FixedDuration=20),
        "$.OutputConfig.FixedDuration",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "path"), IGNORED.values(), ids=IGNORED)
def test_ignored(data: Json, path: str) -> None:
    assert found(data) == []
    assert only(data, "warning").path == path


@pytest.mark.parametrize(
    "field", ["EnableClipDetection", "EnableTemporalOpt", "EnableSubtitleMatch"]
)
def test_7_what_is_for_movies_only_is_ignored_elsewhere(field: str) -> None:
    data = request({"MediaArray": MARKET}, {"ProcessConfig": {field: True}})
    assert only(data, "warning").path == f"$.EditingConfig.ProcessConfig.{field}"
    assert found(request(movie(SHOT), {"ProcessConfig": {field: True}}), "warning") == []


def test_errors_come_before_warnings() -> None:
    data = request({"MediaArray": MARKET, "TitelArray": []}, Width=None)
    assert [finding.severity for finding in check(data)] == ["error", "warning"]


def test_5_a_template_that_nobody_knows_is_refused() -> None:
    data = {**request({"MediaArray": MARKET}), "TemplateConfig": ["tmeplate"]}
    (finding,) = check(data, templates={"template": {}})
    assert (finding.code, finding.path) == ("InvalidParameter", "$.TemplateConfig[0]")
    assert "did you mean template?" in finding.message


def test_5_without_templates_at_hand_what_they_may_give_is_not_missed() -> None:
    data = {**request({}, MediaURL=None), "TemplateConfig": ["t"]}
    assert found(data) == []
    assert only(data, "warning").path == "$.TemplateConfig"


def test_5_a_request_is_judged_with_its_template() -> None:
    data = {**request({}), "TemplateConfig": ["t"]}
    whole = {"InputTemplateConfig": {"MediaArray": MARKET}}
    assert check(data, templates={"t": whole}) == []
    assert [f.path for f in check(data, templates={"t": {}})] == ["$.InputConfig"]
