"""Sound in AAC: one on two channels, and passages that are coded apart."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from converter.media import (
    Quality,
    VideoEncoder,
    change_rate,
    load_sound,
    passages,
    video_settings,
    write_movie,
)
from converter.media.passages import FRAME, Passages
from converter.store import keeping

RATE = 48_000


def voice() -> np.ndarray:
    """Return three seconds: a tone, claps that need short windows, noise, silence."""
    clock = np.arange(3 * RATE) / RATE
    sound = 0.3 * np.sin(2 * np.pi * 220 * clock)
    sound[RATE : 2 * RATE : 4000] = 0.9
    sound[2 * RATE : 5 * RATE // 2] = np.random.default_rng(1).uniform(-0.8, 0.8, RATE // 2)
    sound[5 * RATE // 2 :] = 0
    return sound[:, None].astype(np.float32)


def movie(path: Path, sound: np.ndarray) -> Path:
    codec = "VP9" if path.suffix == ".webm" else "H.264"
    settings = video_settings(codec, (64, 64), Fraction(25), Quality())
    encoder, picture = VideoEncoder(settings), np.zeros((64, 64, 3), np.uint8)
    length = len(sound) * 25 // RATE
    frames = [frame for _ in range(length) for frame in encoder.push(picture)] + encoder.finish()
    write_movie(path, frames, settings, length=length, sound=sound)
    return path


def kilobits(path: Path) -> float:
    with av.open(str(path)) as container:
        return sum(packet.size for packet in container.demux(audio=0)) * 8 / 3 / 1000


def test_a_mono_sound_is_heard_alike_on_two_channels(tmp_path: Path) -> None:
    heard = load_sound(movie(tmp_path / "one.mp4", voice()))
    assert np.array_equal(heard[:, 0], heard[:, 1])
    tone = slice(RATE // 2)
    assert np.abs(heard[tone, 0] - voice()[tone, 0]).max() < 0.01


def test_two_channels_that_are_alike_cost_no_more_than_one(tmp_path: Path) -> None:
    one = movie(tmp_path / "one.mp4", voice())
    two = movie(tmp_path / "two.mp4", voice().repeat(2, axis=1))
    assert kilobits(one) < 0.8 * kilobits(two)
    with av.open(str(one)) as container:
        assert container.streams.audio[0].layout.name == "stereo"


@pytest.mark.parametrize("name", ["mono.mp4", "mono.webm", "mono.m3u8"])
def test_a_mono_sound_comes_with_every_kind_of_movie(tmp_path: Path, name: str) -> None:
    heard, given = load_sound(movie(tmp_path / name, voice())), voice()
    assert np.square(heard[:RATE]).mean() == pytest.approx(np.square(given[:RATE]).mean(), rel=0.05)


def song(seconds: int) -> np.ndarray:
    """Return two channels of tones that never repeat."""
    clock = np.arange(seconds * RATE) / RATE
    hertz = 200 + 30 * np.sin(clock / 3)
    left, right = np.sin(2 * np.pi * np.cumsum(hertz) / RATE), np.sin(2 * np.pi * 331 * clock)
    return (0.3 * np.stack([left, right], axis=1)).astype(np.float32)


@pytest.mark.parametrize("channels", [1, 2])
def test_passages_join_without_a_seam(
    tmp_path: Path, channels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passages, "OFTEN", 1 << 32)
    monkeypatch.setattr(passages, "LONGEST", 200 * FRAME)
    given = song(13)[:, :channels]
    heard = load_sound(movie(tmp_path / "song.mp4", given))[: len(given), :channels]
    steps = np.square(heard - given)[: 600 * FRAME].reshape(600, -1).mean(axis=1)
    loudest = max(steps[200 * n + k] for n in (1, 2) for k in range(-2, 3))
    assert loudest < 2 * np.percentile(steps, 99)


def test_what_sounds_as_before_is_not_coded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, coded = song(13), []
    monkeypatch.setattr(Passages, "_coded", counted(Passages._coded, coded))
    with keeping(tmp_path / "cache"):
        first = movie(tmp_path / "first.mp4", given).read_bytes()
        number = len(coded)
        assert movie(tmp_path / "second.mp4", given).read_bytes() == first
        assert len(coded) == number > 1
        given[-FRAME:] = 0
        movie(tmp_path / "third.mp4", given)
        assert len(coded) == number + 1


def test_what_is_heard_later_by_whole_frames_is_not_coded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, coded = song(13), []
    monkeypatch.setattr(passages, "OFTEN", 32)
    monkeypatch.setattr(Passages, "_coded", counted(Passages._coded, coded))
    with keeping(tmp_path / "cache"):
        movie(tmp_path / "first.mp4", given)
        assert len(coded) > 10
        coded.clear()
        movie(tmp_path / "second.mp4", np.concatenate([given[: 7 * FRAME][::-1], given]))
        # The beginning, what now has something before it, and the end.
        assert len(coded) <= 3


def counted(method: Callable[..., list[bytes]], calls: list[int]) -> Callable[..., list[bytes]]:
    def counting(*arguments: object) -> list[bytes]:
        calls.append(1)
        return method(*arguments)

    return counting


@pytest.mark.parametrize("rate", [8000, 16_000, 22_050, 24_000, 44_100, 96_000, 22_051])
def test_a_tone_keeps_its_place_and_length_at_another_rate(rate: int) -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(rate) / rate).astype(np.float32)[:, None]
    heard = change_rate(tone, rate, RATE)
    expected = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    assert abs(len(heard) - RATE) <= 1
    inner = slice(RATE // 10, -RATE // 10)
    assert np.abs(heard[: len(expected), 0][inner] - expected[: len(heard)][inner]).max() < 0.01
