"""Stills: what a decoder sees of pictures that were coded once and repeated."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from converter.errors import RenderError
from converter.media import CodedFrame, Picture, VideoEncoder, VideoSettings, to_yuv, write_movie
from converter.render import h264
from converter.render.stills import (
    LONGEST_FADE,
    PlainEncoder,
    Still,
    StillEncoder,
    code,
    still_settings,
)

# So fast that ten seconds of it, and thus a seek point, never pass.
FAST = Fraction(1000)
SAME_STATE = "qp=51:no-deblock=1:aq-mode=0"


def painted(seed: int, size: tuple[int, int]) -> Picture:
    """Paint rough blocks and fine noise, so that every kind of macroblock is coded."""
    width, height = size
    rng = np.random.default_rng(seed)
    blocks = rng.integers(0, 255, (height // 24 + 1, width // 24 + 1, 3), dtype=np.uint8)
    picture = np.kron(blocks, np.ones((24, 24, 1), np.uint8))[:height, :width]
    noise = rng.integers(0, 40, (height, width // 2, 3), dtype=np.uint8)
    picture[:, : width // 2] //= 2
    picture[:, : width // 2] += noise
    return picture


def decoded(header: bytes, frames: list[CodedFrame]) -> list[bytes]:
    """Decode a stream; any word of the decoder about it is a failure."""
    av.logging.set_level(av.logging.WARNING)
    with av.logging.Capture(local=False) as words:
        stream = BytesIO(header + b"".join(frame.data for frame in frames))
        with av.open(stream, "r", format="h264") as container:
            pictures = [frame.to_ndarray().tobytes() for frame in container.decode(video=0)]
    assert [word for _level, _source, word in words if word.strip()] == []
    return pictures


def coded_once(stills: list[Still], stream: VideoSettings) -> list[bytes]:
    """Code each distinct picture by the encoder alone, and decode that."""
    encoder = VideoEncoder(stream)
    frames = [
        frame
        for still in stills
        for frame in encoder.push(still.picture, key=still.key, between=False)
    ] + encoder.finish()
    return decoded(encoder.header, frames)


def coded_with_repeats(stills: list[Still], stream: VideoSettings) -> list[bytes]:
    encoder = StillEncoder(stream)
    return decoded(VideoEncoder(stream).header, list(code(stills, encoder)))


def spread(pictures: list[bytes], stills: list[Still]) -> list[bytes]:
    pairs = zip(pictures, stills, strict=True)
    return [picture for picture, still in pairs for _ in range(still.repeats)]


stills_of = st.lists(
    st.tuples(st.integers(0, 3), st.one_of(st.just(1), st.integers(1, 40)), st.booleans()),
    min_size=1,
    max_size=9,
)
sides = st.integers(2, 160).map(lambda half: 2 * half)
sizes = st.one_of(st.sampled_from([(128, 128), (320, 180), (16, 16)]), st.tuples(sides, sides))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=stills_of, size=sizes, cabac=st.booleans())
def test_every_repeat_equals_its_picture(
    pieces: list[tuple[int, int, bool]], size: tuple[int, int], cabac: bool
) -> None:
    stills = [Still(painted(seed, size), count, key) for seed, count, key in pieces]
    stream = still_settings(size, FAST)
    if not cabac:
        stream = with_encoder_parameter(stream, "cabac=0")
    expected = spread(coded_once(stills, stream), stills)
    assert coded_with_repeats(stills, stream) == expected


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (854, 480)])
def test_sizes_of_real_videos_repeat_exactly(size: tuple[int, int]) -> None:
    stills = [Still(painted(n, size), count) for n, count in enumerate((17, 1, 1, 33, 2))]
    stream = still_settings(size, FAST)
    expected = spread(coded_once(stills, stream), stills)
    assert coded_with_repeats(stills, stream) == expected


def with_encoder_parameter(stream: VideoSettings, parameter: str) -> VideoSettings:
    options = dict(stream.options)
    options["x264-params"] += f":{parameter}"
    return replace(stream, options=tuple(options.items()))


@pytest.mark.parametrize("parameter", ["no-deblock=1", "8x8dct=0", "crf=30", "keyint=7"])
def test_repeats_follow_what_the_encoder_wrote_in_its_parameter_sets(parameter: str) -> None:
    size = (130, 98)
    stills = [Still(painted(n, size), 20) for n in range(4)]
    stream = with_encoder_parameter(still_settings(size, FAST), parameter)
    assert coded_with_repeats(stills, stream) == spread(coded_once(stills, stream), stills)


@settings(max_examples=60, deadline=None)
@given(size=sizes)
def test_a_repeat_is_what_the_encoder_itself_writes_for_an_unchanged_picture(
    size: tuple[int, int],
) -> None:
    # Constant, worst quality begins arithmetic coding in the state that repeats do.
    stream = with_encoder_parameter(still_settings(size, FAST, preset="veryfast"), SAME_STATE)
    encoder = VideoEncoder(stream)
    grey = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
    frames = encoder.push(grey, key=True) + encoder.push(grey, between=False) + encoder.finish()
    repeat = h264.repeated_picture(h264.read_parameters(encoder.header), h264.Place(1, 1))
    assert h264.split_units(frames[1].data) == h264.split_units(repeat)


REFUSED = ["bframes=0", "bframes=3", "weightb=0", "ref=2", "weightp=1", "interlaced=1"]


@pytest.mark.parametrize("parameter", REFUSED)
def test_a_stream_that_repeats_or_fades_would_break_is_refused(parameter: str) -> None:
    stream = with_encoder_parameter(still_settings((64, 64), FAST), parameter)
    with pytest.raises(RenderError, match=r"H\.264 encoder: .*(need|must)"):
        StillEncoder(stream)


def test_playing_may_begin_at_any_seek_point() -> None:
    stills = [Still(painted(n, (128, 128)), 23, key=n % 2 == 0) for n in range(4)]
    stream = still_settings((128, 128), FAST)
    encoder = StillEncoder(stream)
    frames = list(code(stills, encoder))
    header = VideoEncoder(stream).header
    assert decoded(header, frames)[46:] == decoded(header, frames[46:])


def test_segments_of_separate_encoders_join() -> None:
    stream = still_settings((128, 128), FAST)
    parts = [[Still(painted(n, (128, 128)), 19), Still(painted(n + 9, (128, 128)))] for n in (1, 2)]
    frames = [list(code(part, StillEncoder(stream))) for part in parts]
    header = VideoEncoder(stream).header
    apart = [picture for part in frames for picture in decoded(header, part)]
    assert decoded(header, frames[0] + frames[1]) == apart


def test_the_same_stills_give_the_same_bytes() -> None:
    stills = [Still(painted(n, (320, 180)), n % 3 + 1) for n in range(12)]
    stream = still_settings((320, 180), FAST)
    first, second = (list(code(stills, StillEncoder(stream))) for _ in range(2))
    assert first == second


def test_a_repeat_of_full_hd_costs_less_than_a_hundred_bytes() -> None:
    still = Still(painted(1, (1920, 1080)), 200)
    frames = list(code([still], StillEncoder(still_settings((1920, 1080), Fraction(25)))))
    assert len(frames) == 200
    assert max(len(frame.data) for frame in frames[1:]) < 100


def test_stills_look_better_than_x264_at_its_own_quality() -> None:
    size = (640, 360)
    stills = [Still(painted(n, size), 3) for n in range(6)]
    ours = coded_with_repeats(stills, still_settings(size, FAST))
    theirs = coded_once(stills, VideoSettings(size, FAST, options=(("preset", "veryfast"),)))
    wanted = [to_yuv(still.picture).tobytes() for still in stills]
    assert error(ours[::3], wanted) < error(theirs, wanted)


def error(pictures: list[bytes], wanted: list[bytes]) -> float:
    pairs = zip(pictures, wanted, strict=True)
    return float(
        sum(
            np.square(
                np.frombuffer(one, np.uint8).astype(int) - np.frombuffer(other, np.uint8)
            ).mean()
            for one, other in pairs
        )
    )


def test_a_picture_of_another_size_is_refused() -> None:
    encoder = StillEncoder(still_settings((64, 64), FAST))
    with pytest.raises(RenderError, match="32x64"):
        list(encoder.push(Still(painted(1, (32, 64)))))


def test_planar_and_rgb_pictures_are_coded_alike() -> None:
    rgb = painted(1, (128, 128))
    stream = still_settings((128, 128), FAST)
    assert coded_once([Still(to_yuv(rgb))], stream) == coded_once([Still(rgb)], stream)


def test_other_codecs_code_every_frame(tmp_path: Path) -> None:
    stills = [Still(painted(n, (128, 128)), 5, key=True) for n in range(2)]
    stream = VideoSettings((128, 128), Fraction(25), codec="mpeg4")
    output = tmp_path / "plain.mp4"
    write_movie(output, code(stills, PlainEncoder(stream)), stream, length=10)
    with av.open(str(output)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 10


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    fades=st.lists(st.tuples(st.integers(0, LONGEST_FADE), st.integers(1, 20)), max_size=5),
    size=sizes,
    cabac=st.booleans(),
)
def test_a_fade_weighs_its_neighbours_by_their_distance_in_time(
    fades: list[tuple[int, int]], size: tuple[int, int], cabac: bool
) -> None:
    stills = [Still(painted(0, size), 3)]
    stills += [
        Still(painted(n % 4, size), count, fade=fade) for n, (fade, count) in enumerate(fades, 1)
    ]
    stream = still_settings(size, FAST)
    stream = stream if cabac else with_encoder_parameter(stream, "cabac=0")
    pictures = coded_with_repeats(stills, stream)
    shown = 0
    for still in stills:
        shown += still.fade
        for step in range(1, still.fade + 1):
            before, after = shown - still.fade - 1, shown
            wanted = implicit_blend(pictures[before], pictures[after], step, still.fade + 1)
            assert pictures[before + step] == wanted
        shown += still.repeats
    assert shown == len(pictures)


def implicit_blend(before: bytes, after: bytes, step: int, steps: int) -> bytes:
    """Weigh two pictures as section 8.4.2.3.1 of the standard says."""
    past, whole = 2 * step, 2 * steps
    factor = past * ((16384 + whole // 2) // whole) + 32 >> 6
    one, other = (np.frombuffer(data, np.uint8).astype(int) for data in (before, after))
    mean = one * (64 - (factor >> 2)) + other * (factor >> 2) + 32 >> 6
    return mean.astype(np.uint8).tobytes()


@pytest.mark.parametrize("fade", [1, 12, LONGEST_FADE])
def test_a_fade_is_linear_in_time(fade: int) -> None:
    size = (320, 180)
    stills = [Still(painted(1, size), 5), Still(painted(2, size), 5, fade=fade)]
    pictures = [
        np.frombuffer(picture, np.uint8).astype(float)
        for picture in coded_with_repeats(stills, still_settings(size, FAST))
    ]
    for step in range(1, fade + 1):
        share = step / (fade + 1)
        wanted = pictures[4] * (1 - share) + pictures[5 + fade] * share
        assert np.abs(pictures[4 + step] - wanted).max() <= 255 / 64 + 1


def test_a_fade_is_shown_in_order_and_decoded_in_time(tmp_path: Path) -> None:
    stills = [Still(painted(1, (64, 64)), 4, key=True), Still(painted(2, (64, 64)), 3, fade=5)]
    stream = still_settings((64, 64), Fraction(25))
    output = tmp_path / "fade.mp4"
    write_movie(output, code(stills, StillEncoder(stream)), stream, length=12)
    with av.open(str(output)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        tick = 1 / Fraction(25) / packets[0].time_base
        assert [packet.pts / tick for packet in packets] == [0, 1, 2, 3, 9, 4, 5, 6, 7, 8, 10, 11]
        assert all(packet.dts <= packet.pts for packet in packets)
    with av.open(str(output)) as container:
        times = [frame.pts for frame in container.decode(video=0)]
        assert times == [number * tick for number in range(12)]


def test_seeking_into_a_fade_finds_the_same_picture(tmp_path: Path) -> None:
    stills = [Still(painted(n, (64, 64)), 9, key=not n, fade=n and 7) for n in range(3)]
    stream = still_settings((64, 64), Fraction(25))
    output = tmp_path / "fade.mp4"
    write_movie(output, code(stills, StillEncoder(stream)), stream, length=41)
    with av.open(str(output)) as container:
        played = {frame.pts: frame.to_ndarray().tobytes() for frame in container.decode(video=0)}
        for pts in reversed(played):
            container.seek(pts, stream=container.streams.video[0])
            found = next(f for f in container.decode(video=0) if f.pts == pts)
            assert found.to_ndarray().tobytes() == played[pts]


def test_a_frame_of_a_full_hd_fade_costs_less_than_a_hundred_bytes() -> None:
    size = (1920, 1080)
    stills = [Still(painted(1, size)), Still(painted(2, size), fade=12)]
    frames = list(code(stills, StillEncoder(still_settings(size, Fraction(25)))))
    assert max(len(frame.data) for frame in frames if frame.ahead < 0) < 100


def test_emulation_prevention_survives_renumbering() -> None:
    parameters = h264.read_parameters(VideoEncoder(still_settings((64, 64), FAST)).header)
    # first_mb 0, type 5, pps 0, frame_num and order 0, then zeros that need three escapes.
    unit = bytes([0x41, 0b1001_1010, 0, 0, 3, 0, 0, 3, 1])
    one = h264.placed(h264.START_CODE + unit, parameters, h264.Place(1, 1))
    again = h264.placed(one, parameters, h264.Place(0, 0))
    assert one != again
    assert again == h264.START_CODE + unit
