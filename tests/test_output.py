"""What is produced: every kind of file, codec and switch, decoded again and looked at."""

from __future__ import annotations

import json
import os
import wave
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.logging
import numpy as np
import pytest
from PIL import Image

from converter import render
from converter.errors import RenderError, TimelineError
from converter.media import MUXERS, segments
from converter.render.cutout import cut_out
from converter.timeline import (
    EditingProduceConfig,
    OutputMediaConfig,
    parse_editing,
    parse_output,
    parse_timeline,
)
from converter.timeline.formats import FORMATS

RED, BLUE = (200, 30, 40), (20, 40, 220)
LENGTH = 2


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """Make two pictures of one colour and two seconds of a tone."""
    Image.new("RGB", (160, 90), RED).save(tmp_path / "red.png")
    Image.new("RGB", (160, 90), BLUE).save(tmp_path / "blue.png")
    tone = 9000 * np.sin(np.arange(LENGTH * 44100) * 2 * np.pi * 440 / 44100)
    with wave.open(str(tmp_path / "tone.wav"), "wb") as file:
        file.setparams((1, 2, 44100, 0, "NONE", ""))
        file.writeframes(tone.astype("<i2").tobytes())
    return tmp_path


SOUND = {"AudioTracks": [{"AudioTrackClips": [{"MediaURL": "tone.wav"}]}]}
FULL = {"Width": 1, "Height": 1}


def album(**place: Any) -> dict[str, Any]:
    """A second of red, then a second of blue, with a tone."""
    clips = [
        {"Type": "Image", "MediaURL": f"{name}.png", "Duration": 1, **(place or FULL)}
        for name in ("red", "blue")
    ]
    return {"VideoTracks": [{"VideoTrackClips": clips}], **SOUND}


def made(media: Path, name: str, timeline: Any = None, **configs: Any) -> Any:
    """Render the album, or another Timeline, as 160x128 pixels at 10 frames a second."""
    output = {"Width": 160, "Height": 128, **configs.get("output", {})}
    output["Video"] = {"Fps": 10, **output.get("Video", {})}
    return render(
        parse_timeline(timeline or album()),
        media / name,
        output=parse_output(output),
        editing=parse_editing(configs.get("editing", {})),
        base=media,
    )


def decoded(file: Path, stream: int = 0) -> list[np.ndarray]:
    """Decode the pictures without a word of complaint."""
    with av.logging.Capture() as complaints, av.open(str(file)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=stream)]
    assert complaints == []
    return pictures


def heard(file: Path) -> float:
    """Return how many seconds of sound decode."""
    with av.open(str(file)) as container:
        frames = list(container.decode(audio=0))
    return sum(frame.samples / frame.sample_rate for frame in frames)


def codec_of(file: Path) -> tuple[str, str]:
    with av.open(str(file)) as container:
        video = container.streams.video[0].codec_context
        return video.name, video.profile or ""


def near(pixel: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() < 12)


@pytest.mark.parametrize(
    ("name", "codec", "decoder"),
    [
        ("a.mp4", None, "h264"),
        ("b.mp4", "H.265", "hevc"),
        ("c.mp4", "vp9", "libvpx-vp9"),
        ("d.mp4", "AV1", "libdav1d"),
        ("e.webm", None, "libvpx-vp9"),
        ("f.webm", "av1", "libdav1d"),
        ("g.m3u8", None, "h264"),
        ("h.m3u8", "HEVC", "hevc"),
    ],
)
def test_every_format_and_codec_shows_the_same_frames(
    media: Path, name: str, codec: str | None, decoder: str
) -> None:
    report = made(media, name, output={"Video": {"Codec": codec}} if codec else {})
    pictures = decoded(media / name)
    assert len(pictures) == report.frames == 10 * LENGTH
    assert near(pictures[9][64, 80], RED)
    assert near(pictures[10][64, 80], BLUE)
    assert heard(media / name) == pytest.approx(LENGTH, abs=0.06)
    assert codec_of(media / name)[0].removeprefix("lib") in decoder


@pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() != 0 or not hasattr(os, "sched_getscheduler"),
    reason="only root may make threads real-time",
)
def test_no_encoder_makes_threads_real_time(media: Path) -> None:
    seen: set[int] = set()

    def look(*_: object) -> None:
        for thread in Path("/proc/self/task").iterdir():
            with suppress(OSError):
                seen.add(os.sched_getscheduler(int(thread.name)))

    output = parse_output({"Width": 160, "Height": 128, "Video": {"Codec": "AV1"}})
    render(parse_timeline(album()), media / "a.mp4", output=output, base=media, progress=look)
    look()
    assert seen == {os.SCHED_OTHER}


def test_every_format_that_is_checked_can_be_written() -> None:
    assert set(FORMATS) == set(MUXERS)


def test_a_sound_alone_becomes_an_mp3(media: Path) -> None:
    report = made(media, "a.mp3")
    assert (report.codec, report.width, report.frames, report.seconds) == ("", 0, 0, LENGTH)
    assert heard(media / "a.mp3") == pytest.approx(LENGTH, abs=0.06)
    assert "sound only" in next(report.lines())
    assert not (media / "a.png").exists()


def test_a_timeline_of_sound_is_black_as_a_video(media: Path) -> None:
    made(media, "a.mp4", SOUND)
    pictures = decoded(media / "a.mp4")
    assert len(pictures) == 10 * LENGTH
    assert max(picture.max() for picture in pictures) < 3


def test_a_playlist_stands_beside_its_segments(media: Path) -> None:
    report = made(media, "watch this #1.m3u8")
    assert report.segments
    names = {Path(segment).name for segment in report.segments}
    assert {file.name for file in media.iterdir()} == names | {
        *("red.png", "blue.png", "tone.wav", "watch this #1.m3u8", "watch this #1.png")
    }
    assert not any(" " in name or "#" in name for name in names)


def test_a_playlist_written_again_leaves_no_segment_of_the_first(media: Path) -> None:
    made(media, "a.m3u8", output={"Video": {"Fps": 25}})
    (media / "a-99999.m4s").touch()
    playlist = (media / "a.m3u8").read_text()
    (media / "a.m3u8").write_text(playlist.replace("#EXT-X-ENDLIST", "a-99999.m4s\nred.png"))
    made(media, "a.m3u8")
    assert not (media / "a-99999.m4s").exists()
    assert (media / "red.png").exists()
    assert all(segment.is_file() for segment in segments(media / "a.m3u8"))


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.m3u8", "a.mp3"])
def test_what_is_stopped_leaves_the_old_file_and_nothing_else(media: Path, name: str) -> None:
    (media / name).write_text("old")
    before = sorted(media.iterdir())

    def stop(stage: str, done: float) -> None:
        if stage == "render":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(parse_timeline(album()), media / name, base=media, size=(160, 128), progress=stop)
    assert sorted(media.iterdir()) == before
    assert (media / name).read_text() == "old"


@pytest.mark.parametrize("preset", ["veryfast", "fast", "medium", "slow", "slower"])
def test_every_preset_codes_repeats_right(media: Path, preset: str) -> None:
    made(media, "a.mp4", output={"Video": {"Preset": preset, "Crf": "18"}})
    pictures = decoded(media / "a.mp4")
    assert all(np.array_equal(picture, pictures[0]) for picture in pictures[:10])
    assert near(pictures[-1][64, 80], BLUE)


@pytest.mark.parametrize(
    ("profile", "found"),
    [("baseline", "Constrained Baseline"), ("main", "Main"), ("high", "High")],
)
def test_a_profile_is_kept(media: Path, profile: str, found: str) -> None:
    made(media, "a.mp4", output={"Video": {"Profile": profile}})
    assert codec_of(media / "a.mp4") == ("h264", found)
    assert len(decoded(media / "a.mp4")) == 10 * LENGTH


def test_a_profile_of_another_codec_is_noted(media: Path) -> None:
    report = made(media, "a.webm", output={"Video": {"Profile": "main"}})
    assert any("Profile main" in note for note in report.notes)


def noise(media: Path) -> dict[str, Any]:
    """Fifty different pictures of noise, which no encoder codes in a few bytes."""
    rng = np.random.default_rng(5)
    clips = []
    for number in range(5):
        pixels = rng.integers(0, 255, (128, 160, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(media / f"noise{number}.png")
        clip = {"Type": "Image", "MediaURL": f"noise{number}.png", "Duration": 0.2, **FULL}
        clips.append(clip | {"Effects": [{"Type": "Zoom", "StartRate": 1, "EndRate": 1.3}]})
    return {"VideoTracks": [{"VideoTrackClips": clips * 2}]}


def size_of(media: Path, name: str, **configs: Any) -> int:
    made(media, name, noise(media), **configs)
    return (media / name).stat().st_size


def test_a_bitrate_is_kept_and_limited(media: Path) -> None:
    free, asked, limited = (
        size_of(media, "a.mp4"),
        size_of(media, "b.mp4", output={"Bitrate": "400"}),
        size_of(media, "c.mp4", output={"Bitrate": 400}, editing={"MaxBitrate": 200}),
    )
    # Two seconds at 400 kbit/s; over so short a time an encoder spends more.
    assert 0.8 < asked / (2 * 400_000 / 8) < 2
    assert limited < 0.7 * asked < asked < free


def test_the_rate_of_a_video_may_be_kept(media: Path) -> None:
    size_of(media, "source.mp4", output={"Bitrate": 300, "Video": {"Fps": 30}})
    shown = {"VideoTracks": [{"VideoTrackClips": [{"MediaURL": "source.mp4"}]}]}
    keep = {"KeepOriginMaxBitrate": True, "KeepOriginVideoMaxFps": True}
    report = render(parse_timeline(shown), media / "a.mp4", editing=parse_editing(keep), base=media)
    assert report.fps == 30
    sizes = [(media / name).stat().st_size for name in ("source.mp4", "a.mp4")]
    assert sizes[1] == pytest.approx(sizes[0], rel=0.5)


def test_the_cover_is_the_frame_asked_for_beside_and_inside(media: Path) -> None:
    made(media, "a.mp4", editing={"CoverConfig": {"StartTime": 1.5}})
    assert near(np.asarray(Image.open(media / "a.png"))[64, 80], BLUE)
    with av.open(str(media / "a.mp4")) as container:
        cover = next(container.decode(video=1)).to_ndarray(format="rgb24")
    assert near(cover[64, 80], BLUE)
    assert len(decoded(media / "a.mp4")) == 10 * LENGTH


def test_a_cover_past_the_end_is_the_last_frame(media: Path) -> None:
    made(media, "a.webm", editing={"CoverConfig": {"StartTime": 99}})
    assert near(np.asarray(Image.open(media / "a.png"))[64, 80], BLUE)


def test_without_one_the_cover_is_the_first_frame_and_only_beside(media: Path) -> None:
    made(media, "a.mp4")
    assert near(np.asarray(Image.open(media / "a.png"))[64, 80], RED)
    with av.open(str(media / "a.mp4")) as container:
        assert len(container.streams.video) == 1


def with_alpha(file: Path) -> list[np.ndarray]:
    """Decode by the decoder that knows of alpha."""
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    with av.open(str(file)) as container:
        packets = container.demux(container.streams.video[0])
        return [
            frame.to_ndarray(format="rgba")
            for packet in packets
            for frame in decoder.decode(packet)
        ]


def test_gaps_of_a_transparent_webm_are_transparent(media: Path) -> None:
    placed = album(X=0.5, Y=0, Width=0.5, Height=1, Opacity=0.5)
    transparent = {"OutputWebmTransparentChannel": True}
    made(media, "a.webm", placed, editing=transparent)
    first = with_alpha(media / "a.webm")[0]
    assert first[64, 30, 3] == 0
    assert abs(int(first[64, 120, 3]) - 128) < 6
    assert near(first[64, 120, :3], RED)


def test_a_webm_is_opaque_unless_asked_otherwise(media: Path) -> None:
    made(media, "a.webm")
    assert with_alpha(media / "a.webm")[0][..., 3].min() == 255


def test_only_vp9_is_transparent(media: Path) -> None:
    with pytest.raises(RenderError, match="AV1 has none here, expected VP9"):
        made(
            media,
            "a.webm",
            output={"Video": {"Codec": "AV1"}},
            editing={"OutputWebmTransparentChannel": True},
        )


@pytest.mark.parametrize("alpha", [0, 1, 128, 254, 255])
def test_a_picture_is_cut_out_of_black_and_white(alpha: int) -> None:
    colour = np.array([200, 100, 0])
    black, white = (
        np.rint(colour * alpha / 255 + ground * (1 - alpha / 255)).astype(np.uint8)
        for ground in (0, 255)
    )
    found = cut_out(*(np.broadcast_to(ground, (4, 4, 3)) for ground in (black, white)))[0, 0]
    assert abs(int(found[3]) - alpha) <= 1
    if alpha > 100:
        assert np.abs(found[:3] - colour).max() <= 3


def test_what_is_clear_takes_the_colour_beside_it() -> None:
    black = np.zeros((8, 8, 3), np.uint8)
    black[:, :4] = RED
    white = black.copy()
    white[:, 4:] = 255
    clear = cut_out(black, white)[4, 4]
    assert near(clear[:3], RED)
    assert clear[3] == 0


@pytest.mark.parametrize(
    ("video", "size"), [("Vertical", (90, 160)), ("Horizontal", (160, 90)), (None, (160, 90))]
)
def test_the_orientation_turns_the_frame(
    media: Path, video: str | None, size: tuple[int, int]
) -> None:
    output = parse_output({"Video": {"Orientation": video} if video else {}})
    report = render(parse_timeline(album()), media / "a.mp4", output=output, base=media)
    assert (report.width, report.height) == size


def test_sides_are_made_even_and_the_length_is_capped(media: Path) -> None:
    report = made(media, "a.mp4", output={"Width": 161, "Height": 131, "MaxDuration": 0.5})
    assert (report.width % 2, report.height % 2, report.frames) == (0, 0, 5)


def test_one_channel_may_be_heard_on_both(media: Path) -> None:
    left = np.zeros((LENGTH * 44100, 2), "<i2")
    left[:, 0] = 9000 * np.sin(np.arange(len(left)) / 20)
    with wave.open(str(media / "tone.wav"), "wb") as file:
        file.setparams((2, 2, 44100, 0, "NONE", ""))
        file.writeframes(left.tobytes())
    for side, loud in (("left", True), ("right", False)):
        made(media, "a.mp4", editing={"AudioChannelCopy": side})
        with av.open(str(media / "a.mp4")) as container:
            sound = np.hstack([frame.to_ndarray() for frame in container.decode(audio=0)])
        levels = np.sqrt((sound**2).mean(axis=1))
        assert (levels > 0.01).tolist() == [loud, loud]


def test_an_address_in_the_cloud_is_a_file_in_the_storage_folder(media: Path) -> None:
    (media / "store" / "pictures" / "in").mkdir(parents=True)
    (media / "red.png").rename(media / "store" / "pictures" / "in" / "a red.png")
    address = "https://pictures.oss-cn-shanghai.aliyuncs.com/in/a%20red.png"
    clip = {"Type": "Image", "MediaURL": address, "Duration": 1}
    target = "http://videos.oss-cn-hangzhou-internal.aliyuncs.com/out/a.mp4"
    report = render(
        parse_timeline({"VideoTracks": [{"VideoTrackClips": [clip]}]}),
        output=OutputMediaConfig(media_url=target),
        editing=EditingProduceConfig(),
        storage=media / "store",
    )
    assert report.output == str(media / "store" / "videos" / "out" / "a.mp4")
    assert near(decoded(Path(report.output))[0][40, 80], RED)


def test_a_file_of_a_vod_storage_is_in_its_bucket(media: Path) -> None:
    output = OutputMediaConfig(
        storage_location="vod.oss-cn-shanghai.aliyuncs.com", file_name="x/a.mp3"
    )
    report = render(parse_timeline(SOUND), output=output, base=media, storage=media / "store")
    assert report.output == str(media / "store" / "vod" / "x" / "a.mp3")


@pytest.mark.parametrize(
    "address",
    [
        "http://b.oss-cn-shanghai.aliyuncs.com/../../a.mp4",
        "http://b.oss-cn-shanghai.aliyuncs.com/%2e%2e/a.mp4",
        "https://example.org/a.mp4",
        "file://elsewhere/a.mp4",
        "oss://b/a.mp4",
    ],
)
def test_no_address_leads_out_of_the_storage_folder(media: Path, address: str) -> None:
    with pytest.raises(TimelineError, match="not on this machine") as caught:
        render(
            parse_timeline(SOUND),
            output=OutputMediaConfig(media_url=address),
            base=media,
            storage=media / "store",
        )
    assert (caught.value.code, caught.value.path) == (
        "InvalidParameter",
        "$.OutputMediaConfig.MediaURL",
    )


def test_without_a_place_to_write_nothing_is_rendered(media: Path) -> None:
    with pytest.raises(TimelineError, match=r"MediaURL: is missing"):
        render(parse_timeline(SOUND), base=media)


@pytest.mark.parametrize("name", ["a.avi", "a", "a.mp4.part"])
def test_a_kind_of_file_that_is_not_written_is_refused_at_once(media: Path, name: str) -> None:
    with pytest.raises(RenderError, match=r"\.mp4, \.webm, \.m3u8 or \.mp3"):
        made(media, name)


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "MPEG-2"), ("a.webm", "H.264")])
def test_a_codec_that_does_not_go_into_the_file_is_refused_with_those_that_do(
    media: Path, name: str, codec: str
) -> None:
    with pytest.raises(RenderError, match=r"expected .*VP9 or AV1"):
        made(media, name, output={"Video": {"Codec": codec}})


def test_a_codec_without_an_encoder_names_what_there_is(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(av, "codecs_available", {"libx264", "libvpx-vp9"})
    with pytest.raises(RenderError, match=r"AV1: no encoder .*, there are H\.264, VP9"):
        made(media, "a.mp4", output={"Video": {"Codec": "AV1"}})


def test_a_medium_that_cannot_be_analysed_has_its_code(media: Path) -> None:
    (media / "red.png").write_text("no picture")
    with pytest.raises(TimelineError) as caught:
        made(media, "a.mp4")
    assert caught.value.code == "QueryMaterialFailed"
    assert caught.value.path == "$.VideoTracks[0].VideoTrackClips[0].MediaURL"


def test_a_sound_shown_as_a_picture_is_bad_content(media: Path) -> None:
    clip = {"Type": "Image", "MediaURL": "tone.wav", "Duration": 1}
    with pytest.raises(TimelineError) as caught:
        made(media, "a.mp4", {"VideoTracks": [{"VideoTrackClips": [clip]}]})
    assert caught.value.code == "InvalidParameter.ResourceContentBad"


def test_a_rate_in_numbers_written_as_strings_is_understood(media: Path) -> None:
    output = json.dumps({"Width": "160", "Height": "128", "Video": {"Fps": "12.5"}})
    report = render(
        parse_timeline(album()), media / "a.mp4", output=parse_output(output), base=media
    )
    assert (report.fps, report.frames) == (12.5, 25)
    with av.open(str(media / "a.mp4")) as container:
        assert container.streams.video[0].average_rate == Fraction(25, 2)
