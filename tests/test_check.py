"""What `check` finds: everything the service would refuse, ignore or read otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from converter.timeline import Finding, check

IMAGE = {"Type": "Image", "MediaURL": "http://host/a.png", "Duration": 3}
SPOKEN = {"Type": "AI_TTS", "Content": "Hello.", "Voice": "andy"}
CLIP = "$.VideoTracks[0].VideoTrackClips[0]"
SOUND = "$.AudioTracks[0].AudioTrackClips[0]"


def pictures(*clips: dict[str, Any], **track: Any) -> dict[str, Any]:
    return {"VideoTracks": [{"VideoTrackClips": list(clips), **track}]}


def sounds(*clips: dict[str, Any], **track: Any) -> dict[str, Any]:
    return {"AudioTracks": [{"AudioTrackClips": list(clips), **track}]}


def texts(clip: dict[str, Any]) -> dict[str, Any]:
    return pictures(IMAGE) | {"SubtitleTracks": [{"SubtitleTrackClips": [clip]}]}


def effect(**fields: Any) -> dict[str, Any]:
    return pictures({**IMAGE, "Effects": [fields]})


def only(data: Any, **options: Any) -> Finding:
    findings = check(data, **options)
    assert len(findings) == 1, findings
    return findings[0]


def test_a_sound_timeline_has_no_findings() -> None:
    assert check(json.dumps(pictures(IMAGE) | sounds(SPOKEN))) == []


def test_all_problems_are_found_not_only_the_first() -> None:
    data = pictures({**IMAGE, "Speed": 0, "Opacity": 2}, {**IMAGE, "ReferenceClipId": "x"})
    found = [finding.path for finding in check(data)]
    assert found == [f"{CLIP}.Speed", f"{CLIP}.Opacity", f"{CLIP[:-3]}[1].ReferenceClipId"]


def test_errors_come_before_warnings() -> None:
    data = pictures({**IMAGE, "Sped": 2, "ReferenceClipId": "x"})
    assert [finding.severity for finding in check(data)] == ["error", "warning"]


def test_text_that_is_no_json_is_one_finding() -> None:
    assert only('{"VideoTracks": [').code == "InvalidParameter"


def test_an_unknown_key_is_a_warning_that_knows_better() -> None:
    finding = only(pictures({**IMAGE, "ReferenceClipld": "a"}))
    assert (finding.severity, finding.path) == ("warning", f"{CLIP}.ReferenceClipld")
    assert "did you mean ReferenceClipId?" in finding.message


def test_keys_of_the_web_editor_and_comments_are_not_reported() -> None:
    data = pictures({**IMAGE, "Comment": "mine"}, Id="t1", Visible=True)
    assert check(data | {"AspectRatio": "16:9", "Version": "1"}) == []


@pytest.mark.parametrize("data", [{}, {"VideoTracks": [{}]}, {"AudioTracks": []}])
def test_a_timeline_without_pictures_and_sounds_is_refused(data: dict[str, Any]) -> None:
    assert only(data).code == "TimelineFormatError"


def test_plain_tts_is_not_a_type() -> None:
    finding = only(sounds({**SPOKEN, "Type": "TTS"}))
    assert finding.path == f"{SOUND}.Type"
    assert "did you mean AI_TTS?" in finding.message


@pytest.mark.parametrize(
    ("fields", "key", "code"),
    [
        ({"Type": "Volume", "Volume": 0.5}, "Volume", "ProduceFailed"),
        ({"Type": "Text", "Text": "x", "FontSize": 9}, "Text", "ProduceFailed"),
        ({"Type": "Text", "Content": "x"}, "FontSize", "InvalidTimeline"),
        ({"Type": "Zoom", "StartRate": 1.5, "EndRate": 1.2}, "EndRate", "InvalidEffectParam"),
        ({"Type": "AFade", "SubType": "In", "Curve": "bent"}, "Curve", "InvalidEffectParam"),
        ({"Type": "KenBurns", "Start": "0,0,1"}, "Start", "InvalidEffectParam"),
        ({"Type": "VFX", "SubType": "hflip"}, "SubType", "InvalidTimelineFormat"),
        ({"Type": "VFX", "SubType": "snoww"}, "SubType", "InvalidTimelineFormat"),
        ({"Type": "Filter", "SubType": "m9"}, "SubType", "InvalidTimelineFormat"),
        ({"Type": "Transition", "SubType": "fadee"}, "SubType", "InvalidTimelineFormat"),
        ({"Type": "Transition", "SubType": ","}, "SubType", "InvalidTimelineFormat"),
        ({"Type": "Rotate", "Degree": 45}, "Degree", "InvalidTimelineFormat"),
        ({"Type": "Mosaic"}, "Type", "InvalidTimeline"),
        ({"Type": "AI_Avatar"}, "Type", "InvalidTimelineFormat"),
        ({"Content": "x"}, "Type", "InvalidTimeline"),
    ],
)
def test_an_effect_the_service_refuses_is_an_error(
    fields: dict[str, Any], key: str, code: str
) -> None:
    errors = [finding for finding in check(effect(**fields)) if finding.severity == "error"]
    assert [(error.path, error.code) for error in errors] == [(f"{CLIP}.Effects[0].{key}", code)]


@pytest.mark.parametrize("names", ["random", "fade", " wipeleft , , circleopen"])
def test_known_transition_names_are_fine(names: str) -> None:
    assert check(effect(Type="Transition", SubType=names)) == []


def test_a_list_with_one_unknown_transition_is_a_warning() -> None:
    finding = only(effect(Type="Transition", SubType="fade,fadee"))
    assert (finding.severity, finding.code) == ("warning", "UnknownName")


def test_a_paid_transition_is_unsupported() -> None:
    assert only(effect(Type="Transition", SubType="OT0001-000003")).code == "Unsupported"


def test_an_unknown_effect_is_kept_and_reported() -> None:
    finding = only(effect(Type="Transiton", SubType="fade", Anything=1))
    assert (finding.severity, finding.path) == ("warning", f"{CLIP}.Effects[0].Type")
    assert "did you mean Transition?" in finding.message


def test_a_picture_effect_on_a_sound_is_a_warning() -> None:
    data = sounds({**SPOKEN, "Effects": [{"Type": "Flip"}]})
    assert only(data).path == f"{SOUND}.Effects[0].Type"


@pytest.mark.parametrize(
    ("clip", "path"),
    [
        ({"Type": "Image", "Duration": 1}, CLIP),
        ({**IMAGE, "MediaId": "m"}, f"{CLIP}.MediaId"),
        ({**IMAGE, "TimelineIn": 4, "TimelineOut": 4}, f"{CLIP}.TimelineOut"),
        ({"MediaURL": "http://h/v.mp4", "In": 3, "Out": 2}, f"{CLIP}.Out"),
        ({**IMAGE, "Type": "VFX"}, f"{CLIP}.Type"),
        ({"Type": "GlobalImage", "MediaURL": "http://h/a.png"}, f"{CLIP}.Duration"),
    ],
)
def test_a_clip_the_service_refuses_is_an_error(clip: dict[str, Any], path: str) -> None:
    finding = only(pictures(clip))
    assert (finding.severity, finding.path) == ("error", path)


def test_a_picture_without_a_length_is_a_warning() -> None:
    assert only(pictures({"Type": "Image", "MediaURL": "http://h/a"})).path == f"{CLIP}.Duration"


def test_a_looping_picture_is_a_warning() -> None:
    assert only(pictures({**IMAGE, "LoopMode": True})).path == f"{CLIP}.LoopMode"


@pytest.mark.parametrize(
    "content", ["", "  ", "<speak>a & b</speak>", "<speak>a", "<speak></speak>"]
)
def test_content_that_cannot_be_spoken_is_an_error(content: str) -> None:
    finding = only(sounds({**SPOKEN, "Content": content}))
    assert (finding.path, finding.code) == (f"{SOUND}.Content", "InvalidParameter")


def test_content_that_is_only_a_pause_is_fine() -> None:
    assert check(sounds({**SPOKEN, "Content": '<speak><break time="2s"/></speak>'})) == []


def test_rates_out_of_range_are_warnings() -> None:
    assert only(sounds({**SPOKEN, "SpeechRate": 501})).path == f"{SOUND}.SpeechRate"
    assert check(sounds({**SPOKEN, "SpeechRate": -500})) == []


def test_sounds_of_one_track_that_overlap_are_an_error() -> None:
    first = {"MediaURL": "http://h/a.mp3", "TimelineIn": 0, "TimelineOut": 5}
    finding = only(sounds(first, {**first, "TimelineIn": 4.9, "TimelineOut": 8}))
    assert finding.path == f"{SOUND[:-3]}[1].TimelineIn"
    assert check(sounds(first, {**first, "TimelineIn": 5, "TimelineOut": 8})) == []


def test_a_reference_must_lead_to_a_clip_of_another_track() -> None:
    finding = only(
        pictures({**IMAGE, "ReferenceClipId": "speach1"}) | sounds({**SPOKEN, "ClipId": "speech1"})
    )
    assert "did you mean speech1?" in finding.message
    same = pictures({**IMAGE, "ClipId": "a"}, {**IMAGE, "ReferenceClipId": "a"})
    assert "another track" in only(same).message


def test_references_in_a_circle_are_an_error() -> None:
    data = pictures({**IMAGE, "ClipId": "a", "ReferenceClipId": "b"}) | sounds(
        {**SPOKEN, "ClipId": "b", "ReferenceClipId": "a"}
    )
    assert "circle" in only(data).message


def test_a_name_given_twice_matters_when_somebody_refers_to_it() -> None:
    twice = sounds({**SPOKEN, "ClipId": "a"}, {**SPOKEN, "ClipId": "a"})
    assert only(pictures(IMAGE) | twice).severity == "warning"
    assert only(pictures({**IMAGE, "ReferenceClipId": "a"}) | twice).severity == "error"


def test_references_do_not_go_with_loops_or_fitted_tracks() -> None:
    named = pictures({**IMAGE, "ClipId": "a"})
    music = {"MediaURL": "http://h/m.mp3", "ReferenceClipId": "a"}
    assert only(named | sounds({**music, "LoopMode": True})).path == f"{SOUND}.LoopMode"
    fitted = sounds(music, TrackShortenMode="AutoSpeed")
    assert only(named | fitted).path == f"{SOUND}.ReferenceClipId"


def test_a_subtitle_needs_a_type_and_what_belongs_to_it() -> None:
    path = "$.SubtitleTracks[0].SubtitleTrackClips[0]"
    assert only(texts({"Content": "x"})).path == f"{path}.Type"
    assert only(texts({"Type": "Text", "FontSize": 9})).path == f"{path}.Content"
    assert only(texts({"Type": "Subtitle"})).path == f"{path}.FileURL"


@pytest.mark.parametrize(
    ("key", "name", "like"),
    [
        ("EffectColorStyle", "CS0004-000020", "CS0004-00002"),
        ("BubbleStyleId", "BS0007-000004", "BS0007-00000"),
    ],
)
def test_an_unknown_preset_is_found_with_one_that_is_known(key: str, name: str, like: str) -> None:
    found = only(texts({"Type": "Text", "Content": "x", "FontSize": 9, key: name}))
    assert (found.path.rpartition(".")[2], found.code) == (key, "UnknownName")
    assert f"did you mean {like[:11]}" in found.message


@pytest.mark.parametrize("area", ["1,2,3", "a,b,c,d", "0,0,0,1", "0,0,nan,1", "10,10,50,50"])
def test_a_text_area_is_four_numbers_that_can_be_placed(area: str) -> None:
    box = {"Type": "Box", "TextArea": area}
    clip = {"Type": "Text", "Content": "x", "FontSize": 9, "SubtitleEffects": [box]}
    found = check(texts(clip))[0]
    assert ".SubtitleEffects[0]" in found.path
    assert "expected" in found.message


def test_effect_tracks_hold_one_type() -> None:
    items = [{"Type": "VFX", "SubType": "snow"}, {"Type": "Filter", "SubType": "m1"}]
    data = pictures(IMAGE) | {"EffectTracks": [{"EffectTrackItems": items}]}
    errors = [finding for finding in check(data) if finding.severity == "error"]
    assert [error.path for error in errors] == ["$.EffectTracks[0].EffectTrackItems"]


def test_effects_on_a_video_track_of_type_effect_are_at_home() -> None:
    data = pictures(IMAGE)
    item = {"Type": "VFX", "SubType": "snow", "ExtParams": "a=1", "TimelineIn": 1}
    data["VideoTracks"].append({"Type": "Effect", "VideoTrackClips": [item]})
    assert check(data) == []


def test_only_the_first_main_track_counts() -> None:
    data = pictures(IMAGE, MainTrack=True) | sounds(SPOKEN, MainTrack=True)
    assert only(data).path == "$.AudioTracks[0].MainTrack"


def test_files_are_looked_for_only_where_they_can_be(tmp_path: Path) -> None:
    (tmp_path / "here.png").touch()
    for address in ("here.png", str(tmp_path / "here.png"), (tmp_path / "here.png").as_uri()):
        assert check(pictures({**IMAGE, "MediaURL": address}), base=tmp_path) == []
    missing = pictures({**IMAGE, "MediaURL": "not there.png"})
    assert only(missing, base=tmp_path).code == "InvalidMaterial.NotFound"
    assert check(missing) == []


def test_an_avatar_is_refused_by_name() -> None:
    finding = only(pictures({"Type": "AI_Avatar", "TimelineOut": 1}))
    assert (finding.severity, finding.code) == ("error", "Unsupported")
    assert "AI_Avatar" in finding.message


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (effect(Type="Filter", SubType="m1"), "Approximated"),
        (effect(Type="AI_RealMatting"), "Unsupported"),
        (effect(Type="Harmonization", ReferenceClipId="a"), "Unsupported"),
        (texts({"Type": "AI_ASR", "MediaURL": "a.mp3"}), "Unsupported"),
        (
            texts({"Type": "Text", "Content": "x", "FontSize": 9, "AaiMotionInEffect": "wave_in"}),
            "Approximated",
        ),
        (
            texts(
                {
                    "Type": "Text",
                    "Content": "x",
                    "FontSize": 9,
                    "EffectColorStyle": "CS0004-000005",
                }
            ),
            "Approximated",
        ),
        (
            texts(
                {"Type": "Text", "Content": "x", "FontSize": 9, "BubbleStyleId": "BS0007-000003"}
            ),
            "Approximated",
        ),
    ],
)
def test_what_is_drawn_otherwise_here_is_a_warning(data: dict[str, Any], code: str) -> None:
    found = [f for f in check(data) if f.code in ("Unsupported", "Approximated")]
    assert [(finding.severity, finding.code) for finding in found] == [("warning", code)]


CLOUD = "http://bucket.oss-cn-shanghai.aliyuncs.com"


def request(output: Any = None, **parts: Any) -> dict[str, Any]:
    output = {"MediaURL": f"{CLOUD}/a.mp4"} if output is None else output
    return {"Timeline": pictures(IMAGE), "OutputMediaConfig": output, **parts}


def test_a_sound_request_has_no_findings() -> None:
    whole = request(EditingProduceConfig={"CoverConfig": {"StartTime": 1}, "PipelineId": "p"})
    assert check(whole) == []
    assert check({key: json.dumps(part) for key, part in whole.items()}) == []


def test_a_fault_of_a_timeline_in_a_request_has_its_place_in_the_whole() -> None:
    faulty = pictures({**IMAGE, "Speed": 0, "Sped": 1})
    for timeline in (faulty, json.dumps(faulty)):
        found = [finding.path for finding in check(request(Timeline=timeline))]
        clip = CLIP.replace("$", "$.Timeline")
        assert found == [f"{clip}.Speed", f"{clip}.Sped"]


@pytest.mark.parametrize(
    ("output", "key", "said"),
    [
        ({}, ".MediaURL", "is missing"),
        ({"MediaURL": "oss://bucket/a.mp4"}, ".MediaURL", "begins with http(s)://"),
        ({"MediaURL": f"{CLOUD}/a.avi"}, ".MediaURL", "ending in .mp4, .webm, .m3u8 or .mp3"),
        ({"MediaURL": f"{CLOUD}/{{index}}.mp4"}, ".MediaURL", "only batch jobs"),
        ({"StorageLocation": "vod-bucket"}, ".FileName", "is missing"),
        ({"StorageLocation": "s", "FileName": "a.doc"}, ".FileName", "ending in"),
        ({"Width": 100}, ".Width", "greater than or equal to 128"),
        ({"Width": 4098}, ".Width", "less than or equal to 4096"),
        ({"Width": 2162, "Height": 2162}, ".Height", "at most 2160"),
        ({"Bitrate": 0}, ".Bitrate", "greater than 0"),
        ({"Video": {"Crf": 52}}, ".Video.Crf", "less than or equal to 51"),
        ({"Video": {"Codec": "VP8"}}, ".Video.Codec", "H.264 or H.265 or VP9 or AV1"),
        ({"Video": []}, ".Video", "expected an object"),
        ("{", "", "not JSON"),
        ([], "", "expected a JSON object"),
    ],
)
def test_an_output_the_service_refuses_is_an_error(output: Any, key: str, said: str) -> None:
    if isinstance(output, dict) and key not in (".MediaURL", ".FileName"):
        output = {"MediaURL": f"{CLOUD}/a.mp4", **output}
    finding = only(request(output))
    assert (finding.severity, finding.code) == ("error", "InvalidParameter")
    assert finding.path == f"$.OutputMediaConfig{key}"
    assert said in finding.message


@pytest.mark.parametrize(
    ("output", "key", "code"),
    [
        ({"Width": 641}, "Width", "Approximated"),
        ({"Widht": 640}, "Widht", "UnknownKey"),
        ({"VodTemplateGroupId": "g"}, "VodTemplateGroupId", "Unsupported"),
        ({"MediaURL": f"{CLOUD}/a.mp3", "Video": {"Codec": "H.264"}}, "Video.Codec", "NoEffect"),
        (
            {"Width": 640, "Height": 360, "Video": {"Orientation": "Vertical"}},
            "Video.Orientation",
            "NoEffect",
        ),
    ],
)
def test_what_is_read_otherwise_in_an_output_is_a_warning(
    output: dict[str, Any], key: str, code: str
) -> None:
    finding = only(request({"MediaURL": f"{CLOUD}/a.mp4", **output}))
    assert (finding.severity, finding.code) == ("warning", code)
    assert finding.path == f"$.OutputMediaConfig.{key}"


def test_the_usual_output_of_a_vod_storage_is_fine() -> None:
    vod = {
        "StorageLocation": "outin-1.oss-cn-shanghai.aliyuncs.com",
        "FileName": "a.mp4",
        "VodTemplateGroupId": "VOD_NO_TRANSCODE",
    }
    assert check(request(vod)) == []


@pytest.mark.parametrize(
    ("editing", "key"),
    [
        ({"OutputWebmTransparentChannel": True}, "OutputWebmTransparentChannel"),
        ({"CoverConfig": {"StartTime": 9}}, "CoverConfig.StartTime"),
        ({"MaxBitRate": 5}, "MaxBitRate"),
    ],
)
def test_a_switch_without_effect_is_a_warning(editing: dict[str, Any], key: str) -> None:
    output = {"MediaURL": f"{CLOUD}/a.mp4", "MaxDuration": 5}
    finding = only(request(output, EditingProduceConfig=editing))
    assert (finding.severity, finding.path) == ("warning", f"$.EditingProduceConfig.{key}")


def test_a_request_needs_an_output_and_a_timeline_alone_does_not() -> None:
    assert only({"Timeline": pictures(IMAGE)}).path == "$.OutputMediaConfig"
    assert check(pictures(IMAGE)) == []
    assert only({"OutputMediaConfig": {"MediaURL": "a.mp4"}}).path == "$.Timeline"
    by_template = {
        "TemplateId": "t",
        "ClipsParam": "{}",
        "OutputMediaConfig": {"MediaURL": "a.mp4"},
    }
    assert check(by_template) == []


def test_an_output_given_apart_is_checked_with_the_timeline() -> None:
    finding = only(pictures(IMAGE), output={"MediaURL": "a.gif"}, editing='{"PipelineId": "p"}')
    assert finding.path == "$.OutputMediaConfig.MediaURL"


@pytest.mark.parametrize("count", [100, 101])
def test_a_timeline_has_at_most_a_hundred_tracks_of_a_kind(count: int) -> None:
    many = {"VideoTracks": [{"VideoTrackClips": [IMAGE]}] * count}
    assert [finding.path for finding in check(many)] == ["$.VideoTracks"] * (count - 100)


@pytest.mark.parametrize("address", ["oss://bucket/a.png", "ftp://host/a.png", "data:image/png,x"])
def test_a_material_of_another_kind_of_address_is_refused(address: str) -> None:
    finding = only(pictures({**IMAGE, "MediaURL": address}))
    assert (finding.path, finding.code) == (f"{CLIP}.MediaURL", "InvalidParameter")
    assert 'The specified parameter "VideoClip.MediaURL" is not valid.' in finding.message


def test_files_of_the_cloud_are_looked_for_in_the_storage_folder(tmp_path: Path) -> None:
    (tmp_path / "bucket").mkdir()
    (tmp_path / "bucket" / "a.png").touch()
    there, gone = (pictures({**IMAGE, "MediaURL": f"{CLOUD}/{name}.png"}) for name in "ab")
    assert check(there, base=tmp_path, storage=tmp_path) == []
    assert only(gone, base=tmp_path, storage=tmp_path).code == "InvalidMaterial.NotFound"
    assert check(gone, base=tmp_path) == []
