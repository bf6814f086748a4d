"""The Timeline is the cloud's own: read whole, written back unchanged, errors with a place."""

from __future__ import annotations

import json
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from converter.errors import TimelineError
from converter.timeline import (
    AudioTrackClip,
    EditingProduceConfig,
    MediaMetadata,
    OutputMediaConfig,
    ProjectMetadata,
    SubtitleTrackClip,
    Timeline,
    VideoTrackClip,
    dump_timeline,
    parse_editing,
    parse_output,
    parse_timeline,
    read_request,
)
from converter.timeline.effects import Background, Text, Transition, UnknownEffect
from converter.timeline.values import Model, exact

PICTURE = {"Type": "Image", "MediaURL": "a.png", "Duration": 3}

# The shape of a vendor sample: one picture a spoken text, a title, music.
NARRATED: dict[str, Any] = {
    "VideoTracks": [
        {
            "VideoTrackClips": [
                {
                    "ReferenceClipId": "speech1",
                    "MediaURL": "a.png",
                    "Type": "Image",
                    "Effects": [
                        {
                            "Type": "Text",
                            "Content": 'He said: "learn".',
                            "Alignment": "CenterCenter",
                            "FontSize": 55,
                            "AdaptMode": "AutoWrap",
                            "TextWidth": 0.7,
                            "FontColor": "#ffffe0",
                            "Outline": 2,
                            "OutlineColour": "#000000",
                            "FontFace": {"Bold": True, "Italic": False, "Underline": False},
                        }
                    ],
                }
            ]
        }
    ],
    "AudioTracks": [
        {
            "MainTrack": True,
            "AudioTrackClips": [
                {
                    "ClipId": "speech1",
                    "Type": "AI_TTS",
                    "Voice": "zhichu",
                    "Content": "He said: learn.",
                    "SpeechRate": -200,
                }
            ],
        },
        {"AudioTrackClips": [{"MediaURL": "m.wav", "LoopMode": True}]},
    ],
    "SubtitleTracks": [
        {
            "SubtitleTrackClips": [
                {
                    "Type": "Text",
                    "Y": 150,
                    "Content": "Title",
                    "Alignment": "TopCenter",
                    "EffectColorStyle": "CS0004-000005",
                    "FontSize": 70,
                    "TextWidth": 900,
                }
            ]
        }
    ],
}


def timeline(*clips: dict[str, Any], **root: Any) -> dict[str, Any]:
    return {"VideoTracks": [{"VideoTrackClips": list(clips)}], **root}


def refused(data: Any) -> TimelineError:
    with pytest.raises(TimelineError) as caught:
        parse_timeline(data)
    return caught.value


def test_a_timeline_is_written_back_as_it_was_read() -> None:
    assert json.loads(dump_timeline(parse_timeline(json.dumps(NARRATED)))) == NARRATED


def test_text_bytes_and_data_are_read_alike() -> None:
    text = json.dumps(NARRATED)
    assert parse_timeline(text) == parse_timeline(text.encode()) == parse_timeline(NARRATED)


def test_unknown_keys_and_effects_survive() -> None:
    clip = {
        **PICTURE,
        "Sparkle": {"MediaUrl": [1, "2", None]},
        "Effects": [{"Type": "Teleport", "To": {"X": 1}}],
    }
    data = timeline(clip, AspectRatio="16:9", Version=2.5)
    read = parse_timeline(data)
    assert read.wire() == data
    assert isinstance(read.video_tracks[0].video_track_clips[0].effects[0], UnknownEffect)


def test_every_spelling_of_an_address_is_read_and_one_is_written() -> None:
    read = parse_timeline(timeline({"MediaUrl": "a.mp4"}))
    assert read.video_tracks[0].video_track_clips[0].media_url == "a.mp4"
    assert read.wire() == timeline({"MediaURL": "a.mp4"})


def test_colours_without_hash_and_of_three_digits_are_normalised() -> None:
    text = {"Type": "Text", "Content": "x", "OutlineColour": "00ff00", "FontColor": "#abc"}
    style = parse_timeline(timeline({**PICTURE, "Effects": [text]})).video_tracks[0].clips[0]
    assert style.all(Text)[0].outline_colour == "#00ff00"
    assert style.all(Text)[0].font_color == "#aabbcc"


def test_numbers_and_switches_written_as_strings_are_understood() -> None:
    clip = {"Type": "Image", "MediaURL": "a", "Duration": "5", "Opacity": "0.5"}
    data = timeline(clip)
    data["VideoTracks"][0]["MainTrack"] = "true"
    track = parse_timeline(data).video_tracks[0]
    assert track.main_track
    assert (track.video_track_clips[0].duration, track.video_track_clips[0].opacity) == (5, 0.5)


def test_times_are_kept_to_a_ten_thousandth() -> None:
    clip = parse_timeline(timeline({**PICTURE, "Duration": 1.234567})).video_tracks[0].clips[0]
    assert clip.wire()["Duration"] == 1.2346


@given(st.integers(0, 10**9))
def test_a_time_of_the_wire_becomes_an_exact_fraction(ticks: int) -> None:
    assert exact(ticks / 10_000) == Fraction(ticks, 10_000)


def test_effects_are_found_by_their_class() -> None:
    effects = [
        {"Type": "Background", "SubType": "Blur", "Radius": 0.1},
        {"Type": "DLTransition", "SubType": "random", "Duration": 0.5},
    ]
    clip = parse_timeline(timeline({**PICTURE, "Effects": effects})).video_tracks[0].clips[0]
    transition, background = clip.first(Transition), clip.first(Background)
    assert transition is not None
    assert (transition.type, transition.duration) == ("DLTransition", 0.5)
    assert background is not None
    assert background.radius == 0.1


def test_models_do_not_change() -> None:
    read = parse_timeline(NARRATED)
    with pytest.raises(ValidationError):
        read.max_duration = 3  # type: ignore[misc]


def test_python_names_are_not_taken_from_the_wire() -> None:
    read = parse_timeline(timeline({**PICTURE, "duration": 7}))
    assert read.video_tracks[0].video_track_clips[0].duration == 3


@pytest.mark.parametrize(
    ("data", "path", "expected"),
    [
        (timeline({"MediaUrl": 5}), "$.VideoTracks[0].VideoTrackClips[0].MediaUrl", "a text"),
        (timeline({"Speed": 0}), "$.VideoTracks[0].VideoTrackClips[0].Speed", "0.1"),
        (timeline({"In": "soon"}), "$.VideoTracks[0].VideoTrackClips[0].In", "a number"),
        (timeline({"In": True}), "$.VideoTracks[0].VideoTrackClips[0].In", "a number"),
        (
            timeline({"Effects": [{"Type": "Background", "SubType": "Blurr"}]}),
            "$.VideoTracks[0].VideoTrackClips[0].Effects[0].SubType",
            "did you mean Blur?",
        ),
        (
            timeline({"Effects": [{"Type": "Text", "FontColor": "red"}]}),
            "$.VideoTracks[0].VideoTrackClips[0].Effects[0].FontColor",
            "#RRGGBB",
        ),
        ({"FECanvas": {"Width": 1}}, "$.FECanvas.Height", "missing"),
    ],
)
def test_the_first_problem_is_named_with_its_place(
    data: dict[str, Any], path: str, expected: str
) -> None:
    error = refused(data)
    assert error.path == path
    assert expected in str(error)
    assert error.code == "InvalidTimelineFormat"


@pytest.mark.parametrize(
    ("data", "path", "expected"),
    [
        ({"VideoTracks": {}}, "$.VideoTracks", "expected a list"),
        ({"VideoTracks": ["x"]}, "$.VideoTracks[0]", "expected an object"),
    ],
)
def test_a_wrong_structure_has_a_code_of_its_own(
    data: dict[str, Any], path: str, expected: str
) -> None:
    error = refused(data)
    assert (error.path, error.code) == (path, "ProduceTimelineFormatError")
    assert expected in str(error)


@pytest.mark.parametrize(
    "data", ["", "{", '{"MaxDuration": NaN}', "[]", "null", b"\xff\xfe\xff", "[" * 100_000]
)
def test_what_is_no_json_object_is_refused_in_one_line(data: str | bytes) -> None:
    error = refused(data)
    assert error.code == "InvalidParameter"
    assert "\n" not in str(error)


def test_huge_numbers_and_digits_are_refused() -> None:
    assert refused(timeline({"In": "9" * 5000})).path.endswith(".In")
    assert refused(timeline({"In": 1e300})).path.endswith(".In")


def test_clips_to_speak_and_files_to_open_come_with_their_paths() -> None:
    read = parse_timeline(NARRATED)
    assert [path for path, _ in read.spoken()] == ["$.AudioTracks[0].AudioTrackClips[0]"]
    assert [address for _, address in read.addresses()] == ["a.png", "m.wav"]


def test_disabled_tracks_have_no_clips() -> None:
    data = timeline(PICTURE)
    data["VideoTracks"][0]["Disabled"] = True
    assert list(parse_timeline(data).clips()) == []


def test_an_image_track_names_its_picture_by_either_id() -> None:
    for key in ("ImageId", "MediaId"):
        track = {"ImageTrackClips": [{key: "asset-1"}]}
        (clip,) = parse_timeline({"ImageTracks": [track]}).image_tracks[0].image_track_clips
        assert clip.picture().media_id == "asset-1"


def test_metadata_of_the_product_is_kept_in_either_spelling() -> None:
    given = {"Title": "Owls", "BusinessType": "general", "CateId": "7", "CoverUrl": "a.png"}
    asset = MediaMetadata.model_validate(given)
    assert (asset.title, asset.business_type, asset.cate_id) == ("Owls", "general", 7)
    assert asset.wire()["CoverURL"] == "a.png"
    assert ProjectMetadata.model_validate({"CoverURL": "b.png"}).cover_url == "b.png"


def test_pictures_of_a_legacy_image_track_count_as_files() -> None:
    track = {"ImageTrackClips": [{"ImageURL": "logo.png", "X": 10}]}
    assert [a for _, a in parse_timeline({"ImageTracks": [track]}).addresses()] == ["logo.png"]


def test_files_inside_the_folder_are_written_relative_to_it(tmp_path: Path) -> None:
    clips = [{"MediaURL": str(tmp_path / "assets" / "a.png")}, {"MediaURL": "/elsewhere/b.png"}]
    written = json.loads(dump_timeline(parse_timeline(timeline(*clips)), base=tmp_path))
    found = [clip["MediaURL"] for clip in written["VideoTracks"][0]["VideoTrackClips"]]
    assert found == ["assets/a.png", "/elsewhere/b.png"]


def test_an_output_config_is_read_with_the_limits_of_the_service() -> None:
    read = parse_output(
        '{"MediaURL": "file:///tmp/o.mp4", "Width": "1280", "Video": {"Crf": "23"}}'
    )
    assert (read.width, read.video and read.video.crf) == (1280, 23)
    with pytest.raises(TimelineError, match=r"\$\.Height: is 64, expected"):
        parse_output({"Height": 64})


JSON_VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=4)
KINDS: tuple[type[Model], ...] = (
    *(OutputMediaConfig, EditingProduceConfig, MediaMetadata, ProjectMetadata),
    *(Timeline, VideoTrackClip, AudioTrackClip, SubtitleTrackClip, Transition, Text),
)


@given(
    st.sampled_from(KINDS),
    st.dictionaries(st.text(min_size=1, max_size=6).map(lambda key: f"New{key}"), JSON_VALUES),
)
def test_unknown_keys_of_every_object_survive(kind: type[Model], unknown: dict[str, Any]) -> None:
    known = {"Type": "Transition" if kind is Transition else "Text"}
    data = {**unknown, **(known if kind in (Transition, Text) else {})}
    assert kind.model_validate(data, by_alias=True, by_name=False).wire() == data


def test_a_request_is_read_whether_its_parts_are_text_or_data() -> None:
    output = {"MediaURL": "http://b.oss-cn-shanghai.aliyuncs.com/a.mp4", "Width": 640}
    parts = {"Timeline": NARRATED, "OutputMediaConfig": output, "MediaMetadata": {"Title": "T"}}
    texts = {key: json.dumps(part) for key, part in parts.items()}
    assert read_request(parts) == read_request(json.dumps(texts))
    timeline, request = read_request(parts)
    assert timeline == parse_timeline(NARRATED)
    assert request.output == parse_output(output)
    assert request.editing is None
    assert request.media is not None
    assert request.media.title == "T"


def test_a_timeline_alone_is_a_request_too() -> None:
    timeline, request = read_request(NARRATED, output={"Width": 640}, editing='{"PipelineId": "p"}')
    assert timeline == parse_timeline(NARRATED)
    assert request.output is not None
    assert request.output.width == 640
    assert request.editing is not None
    assert request.editing.pipeline_id == "p"


@pytest.mark.parametrize(
    ("data", "path", "code"),
    [
        ({"Timeline": "{"}, "$.Timeline", "InvalidParameter"),
        ({"Timeline": {"VideoTracks": 1}}, "$.Timeline.VideoTracks", "ProduceTimelineFormatError"),
        ({"OutputMediaConfig": {}}, "$.Timeline", "InvalidParameter"),
        ({"TemplateId": "t", "ClipsParam": "{}"}, "$.Timeline", "InvalidParameter"),
        (
            {"Timeline": NARRATED, "OutputMediaConfig": '{"Width": 1}'},
            "$.OutputMediaConfig.Width",
            "InvalidParameter",
        ),
        (
            {"Timeline": NARRATED, "EditingProduceConfig": []},
            "$.EditingProduceConfig",
            "InvalidParameter",
        ),
    ],
)
def test_a_fault_of_a_request_has_its_place(data: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(TimelineError) as caught:
        read_request(data)
    assert (caught.value.path, caught.value.code) == (path, code)


def test_all_fields_of_the_configurations_are_known() -> None:
    video = {"Fps": 30, "Codec": "H.264", "Profile": "main", "Crf": 23, "Preset": "slow",
             "Orientation": "Vertical"}  # fmt: skip
    output = {
        "MediaURL": "a.mp4", "StorageLocation": "b", "FileName": "c", "Width": 640, "Height": 360,
        "Bitrate": 2000, "MaxDuration": 9, "Video": video, "VodTemplateGroupId": "v",
        "ProduceTemplateId": "p", "Endpoint": "e", "Bucket": "b", "ObjectKey": "k",
        "AccessKeyId": "i", "AccessKeySecret": "s",
    }  # fmt: skip
    editing = {
        "AutoRegisterInputVodMedia": True, "OutputWebmTransparentChannel": True,
        "CoverConfig": {"StartTime": 3.3}, "AudioChannelCopy": "left", "PipelineId": "p",
        "MaxBitrate": 5000, "KeepOriginMaxBitrate": False, "KeepOriginVideoMaxFps": False,
    }  # fmt: skip
    for read, given_ in ((parse_output(output), output), (parse_editing(editing), editing)):
        assert not read.model_extra
        assert read.wire() == given_
    assert not parse_output(output).video.model_extra


# Any JSON at all is either read or refused; nothing else happens.
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["VideoTracks", "VideoTrackClips", "Effects", "Type", "Content", "In"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["VideoTracks", "SubtitleTracks", "FECanvas"]), JSON))
def test_any_json_is_read_or_refused(data: dict[str, Any]) -> None:
    with suppress(TimelineError):
        read = parse_timeline(data)
        assert parse_timeline(read.wire()) == read
