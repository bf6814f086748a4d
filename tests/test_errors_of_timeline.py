"""Errors of a Timeline: each code of section 14 that content can raise, where it is raised."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image
from timelines import FILES, IMAGE, VIDEO, Json, pictures, sounds

from converter import render
from converter.errors import TimelineError
from converter.render import Rendering
from converter.render.scheduling import schedule
from converter.timeline import check, parse_timeline

CLIP = "$.VideoTracks[0].VideoTrackClips[0]"
SOUND = "$.AudioTracks[0].AudioTrackClips[0]"
ENDLESS = {"odd.mkv": replace(FILES["ten.mp4"], duration=Fraction(0))}


def raised(*tracks: Json, **root: object) -> TimelineError:
    """Return what scheduling tracks with stand-in media raises."""
    data: Json = {"VideoTracks": [], "AudioTracks": [], **root}
    for track in tracks:
        data["VideoTracks" if "VideoTrackClips" in track else "AudioTracks"].append(track)
    with pytest.raises(TimelineError) as caught:
        schedule(parse_timeline(data), speeches={}, media={**FILES, **ENDLESS}, size=(64, 36))
    return caught.value


def with_effect(**fields: object) -> Json:
    return pictures({**IMAGE, "Effects": [fields]})


@pytest.mark.parametrize(
    ("tracks", "code", "path", "told"),
    [
        ([], "TimelineFormatError", "$", "Both video tracks and audio tracks are empty."),
        (
            [with_effect(Type="VFX", SubType="hflip")],
            *("InvalidTimelineFormat", CLIP, "Invalid vfx subType"),
        ),
        (
            [with_effect(Type="Filter", SubType="m9")],
            *("InvalidTimelineFormat", CLIP, "unknown filter 'm9'"),
        ),
        (
            [pictures({**IMAGE, "Effects": [{"Type": "Transition", "SubType": "x"}]}, IMAGE)],
            *("InvalidTimelineFormat", CLIP, "transition 'x' is not known"),
        ),
        (
            [pictures({"Type": "Image", "Duration": 3})],
            *("InvalidTimelineFormat", CLIP, "MediaId is not valid. MediaId is empty"),
        ),
        (
            [with_effect(Type="Background", SubType="Image")],
            *("InvalidTimelineFormat", f"{CLIP}.Effects[0]", "MediaId is empty"),
        ),
        (
            [pictures({"MediaURL": "gone.mp4"})],
            *("InvalidMaterial.NotFound", CLIP, "gone.mp4 was not found"),
        ),
        (
            [pictures({"MediaId": "5f0c"})],
            *("InvalidMaterial.NotFound", CLIP, "5f0c was not found"),
        ),
        (
            [sounds({"MediaURL": "gone.mp3"})],
            *("InvalidMaterial.NotFound", SOUND, "gone.mp3 was not found"),
        ),
        (
            [pictures({"MediaURL": "odd.mkv"})],
            *("QueryMaterialFailed", CLIP, "odd.mkv has no length"),
        ),
        (
            [pictures({"MediaURL": "music.mp3"})],
            *("InvalidParameter.ResourceContentBad", CLIP, "no picture"),
        ),
        (
            [sounds({"MediaURL": "mute.mp4"})],
            *("InvalidParameter.ResourceContentBad", SOUND, "no sound"),
        ),
        (
            [pictures({**VIDEO, "MaskVideoUrl": "music.mp3"})],
            *("InvalidParameter.ResourceContentBad", f"{CLIP}.MaskVideoUrl", "no picture"),
        ),
        (
            [pictures({**VIDEO, "In": 4, "Out": 4})],
            *("InvalidParameter", CLIP, "not before Out"),
        ),
        (
            [with_effect(Type="Zoom", StartRate=1.5, EndRate=1.2)],
            *("InvalidEffectParam", CLIP, "Zoom EndRate"),
        ),
        (
            [pictures({"Type": "AI_Avatar", "Duration": 3})],
            *("Unsupported", CLIP, "AI_Avatar cannot be made here"),
        ),
    ],
)
def test_what_the_service_would_refuse_is_refused_with_its_code(
    tracks: list[Json], code: str, path: str, told: str
) -> None:
    error = raised(*tracks)
    assert (error.code, error.path) == (code, path)
    assert told in str(error)


@pytest.mark.parametrize(
    ("tracks", "code", "path"),
    [
        ([], "TimelineFormatError", "$"),
        ([with_effect(Type="VFX", SubType="nope")], "InvalidTimelineFormat", ".Effects[0].SubType"),
        ([with_effect(Type="AI_Avatar")], "InvalidTimelineFormat", ".Effects[0].Type"),
        ([pictures({"Type": "Image", "Duration": 3})], "InvalidTimelineFormat", ""),
        (
            [with_effect(Type="Zoom", StartRate=2, EndRate=1)],
            *("InvalidEffectParam", ".Effects[0].EndRate"),
        ),
        ([with_effect(Type="Volume", Volume=1)], "ProduceFailed", ".Effects[0].Volume"),
        ([pictures({"Type": "AI_Avatar", "Duration": 3})], "Unsupported", ".Type"),
    ],
)
def test_the_check_foretells_the_code(tracks: list[Json], code: str, path: str) -> None:
    errors = [f for f in check({"VideoTracks": tracks}) if f.severity == "error"]
    assert [(error.code, error.path) for error in errors] == [
        (code, path if path == "$" else CLIP + path)
    ]


@pytest.mark.parametrize("address", ["gone.png", "http://127.0.0.1:9/gone.png"])
def test_a_file_that_is_not_here_is_refused_before_any_work(tmp_path: Path, address: str) -> None:
    timeline = parse_timeline({"VideoTracks": [pictures({**IMAGE, "MediaURL": address})]})
    with pytest.raises(TimelineError) as caught:
        render(timeline, tmp_path / "a.mp4", base=tmp_path)
    assert (caught.value.code, caught.value.path) == (
        *("InvalidMaterial.NotFound", f"{CLIP}.MediaURL"),
    )
    assert list(tmp_path.iterdir()) == []


def test_a_backdrop_that_is_not_here_is_refused_and_a_mask_left_out(tmp_path: Path) -> None:
    Image.new("RGB", (64, 36), "red").save(tmp_path / "a.png")
    back = {"Type": "Background", "SubType": "Image", "ImageURL": "gone.png"}
    shown = {**IMAGE, "Duration": 0.2}
    with pytest.raises(TimelineError) as caught:
        made(tmp_path, {**shown, "Effects": [back]})
    assert caught.value.path == f"{CLIP}.Effects[0].ImageURL"
    notes = made(tmp_path, {**shown, "MaskVideoUrl": "gone.mp4"}).notes
    assert notes == (f"{CLIP}.MaskVideoUrl: gone.mp4 was not found, shown without it",)


def made(folder: Path, clip: Json) -> Rendering:
    timeline = parse_timeline({"VideoTracks": [pictures(clip)]})
    return render(timeline, folder / "out.mp4", base=folder, size=(64, 36))
