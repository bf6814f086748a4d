"""Frames: the picture of any second of any video, whatever its packing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from converter.errors import RenderError
from converter.media import VideoFrames, load_sound, probe

FPS = 25


def write(
    path: Path,
    codec: str,
    frames: int = 100,
    *,
    form: str = "yuv420p",
    times: Sequence[int] = (),
    **options: str,
) -> Path:
    """Write frames with their number in bars, the left half transparent where it can be."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt = 64, 48, form
        if codec == "mpeg4":
            stream.codec_context.max_b_frames = 2
        for number in range(frames):
            picture = np.dstack((bars(number), np.full((48, 64), 255, np.uint8)))
            picture[:, :32, 3] = 0
            frame = VideoFrame.from_ndarray(picture, "rgba").reformat(format=form)
            frame.pts = times[number] if times else number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def bars(number: int) -> np.ndarray:
    """Draw a number as eight bars, the lowest bit on top."""
    bits = [200 if number >> bit & 1 else 40 for bit in range(8)]
    return np.broadcast_to(np.repeat(bits, 6)[:, None, None], (48, 64, 3)).astype(np.uint8)


def number(picture: np.ndarray) -> int:
    """Return which frame a picture is."""
    return sum(int(picture[6 * bit + 3, 48, 1] > 120) << bit for bit in range(8))


OPEN_GROUPS = "open-gop=1:scenecut=0"


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("b.mp4", "libx264", {"g": "30", "bf": "3"}),
        ("b.avi", "mpeg4", {"g": "30", "q": "2"}),
        ("open.mp4", "libx264", {"g": "20", "bf": "3", "x264-params": OPEN_GROUPS}),
        ("open.ts", "libx264", {"g": "20", "bf": "3", "x264-params": OPEN_GROUPS}),
        ("open.mkv", "libx265", {"x265-params": f"keyint=20:{OPEN_GROUPS}:log-level=none"}),
        ("intra.mp4", "libx264", {"g": "1"}),
        ("one_key.mp4", "libx264", {"g": "999"}),
    ],
)
def test_every_frame_is_found_from_everywhere(
    tmp_path: Path, name: str, codec: str, options: dict[str, str]
) -> None:
    path = write(tmp_path / name, codec, **options)
    asked = [*np.random.default_rng(5).permutation(100), *range(95, 0, -19), 0, 99, 0]
    # The second picture of an AVI with B frames has the time of its first packet.
    late = 1 if name.endswith(".avi") else 0
    with closing(VideoFrames(path)) as frames:
        for wanted in map(int, asked):
            middle = Fraction(2 * (wanted + late) + 1, 2 * FPS)
            assert number(frames.at(middle)) == wanted


def test_a_frame_begins_exactly_at_its_time(tmp_path: Path) -> None:
    path = write(tmp_path / "b.mp4", "libx264", g="30", bf="3")
    with closing(VideoFrames(path)) as frames:
        for wanted in (90, 31, 30, 29, 1):
            start = Fraction(wanted, FPS)
            assert number(frames.at(start)) == wanted
            assert number(frames.at(start - Fraction(1, 1000))) == wanted - 1


def test_the_last_frame_is_held_without_looking_for_it_again(tmp_path: Path) -> None:
    path = write(tmp_path / "short.mp4", "libx264", 20)
    with closing(VideoFrames(path)) as frames:
        last = frames.at(Fraction(2))
        assert number(last) == 19
        assert frames.at(Fraction(30)) is last


@pytest.mark.parametrize(
    ("name", "codec", "form"),
    [
        ("a.webm", "libvpx-vp9", "yuva420p"),
        ("a.mov", "prores_ks", "yuva444p10le"),
        ("b.mov", "qtrle", "argb"),
        ("c.mov", "png", "rgba"),
    ],
)
def test_a_video_may_be_transparent(tmp_path: Path, name: str, codec: str, form: str) -> None:
    path = write(tmp_path / name, codec, 30, form=form)
    with closing(VideoFrames(path)) as frames:
        for wanted in (0, 20, 7):
            picture = frames.at(Fraction(2 * wanted + 1, 2 * FPS))
            assert picture.shape == (48, 64, 4)
            assert number(picture) == wanted
            assert picture[24, 8, 3] <= 3
            assert picture[24, 56, 3] >= 252


def test_an_opaque_video_has_no_alpha(tmp_path: Path) -> None:
    with closing(VideoFrames(write(tmp_path / "a.webm", "libvpx-vp9", 3))) as frames:
        assert frames.at(Fraction(0)).shape == (48, 64, 3)


def test_what_is_before_time_0_is_not_heard_and_does_not_make_the_picture_late(
    tmp_path: Path,
) -> None:
    path = tmp_path / "cut.mkv"
    with av.open(str(path), "w", container_options={"avoid_negative_ts": "disabled"}) as container:
        video = container.add_stream("libx264", rate=FPS, options={"bf": "0"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=48_000, layout="mono")
        for begin in range(-24_000, 24_000, 4800):
            samples = np.full((1, 4800), 16_384 if begin < 0 else 0, np.int16)
            sound = av.AudioFrame.from_ndarray(samples, "s16", "mono")
            sound.sample_rate, sound.pts, sound.time_base = 48_000, begin, Fraction(1, 48_000)
            container.mux(audio.encode(sound))
        for level in range(25):
            container.mux(video.encode(VideoFrame.from_ndarray(bars(level))))
        container.mux([*video.encode(None), *audio.encode(None)])
    with av.open(str(path)) as container:
        assert container.start_time == -500_000
    with closing(VideoFrames(path)) as frames:
        assert number(frames.at(Fraction(0))) == 0
        assert number(frames.at(Fraction(10, FPS))) == 10
    assert not load_sound(path).any()
    assert probe(path).duration is not None


def test_frames_that_come_in_bursts_are_all_told_apart(tmp_path: Path) -> None:
    """Ten frames in a third of a second, then two seconds of nothing: a screen recording."""
    times = [*range(10), 60]
    path = write(tmp_path / "burst.mp4", "libx264", 11, times=times, bf="0")
    media = probe(path)
    assert media.fps is not None
    assert media.rate is not None
    assert media.fps < 10 < media.rate
    ticks = [int(Fraction(2 * time + 1, 2 * FPS) * media.rate) for time in times]
    with closing(VideoFrames(path)) as frames:
        seen = [number(frames.at((tick + Fraction(1, 2)) / media.rate)) for tick in ticks]
    assert seen == list(range(11))


def test_video_without_times_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = write(tmp_path / "raw.h264", "libx264", 10)
    with pytest.raises(RenderError, match=r"raw\.h264: its frames have no time"):
        probe(path)
