from __future__ import annotations

import re
import subprocess
import sys
import types
from fractions import Fraction
from pathlib import Path

import av
import pytest

import converter
from converter import DocreelError, Report, convert
from converter.media import probe


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Report]:
    """Convert the sample paper once for all tests of this file."""
    folder = tmp_path_factory.mktemp("paper")
    samples = Path(__file__).parent.parent / "samples"
    report = convert(
        samples / "tides/paper.pdf", folder / "paper.mp4", seconds=60, keep=folder / "kept",
        music=samples / "music.m4a", size=(640, 360),
    )  # fmt: skip
    return folder / "paper.mp4", folder / "kept", report


def test_the_video_is_as_long_as_asked(made: tuple[Path, Path, Report]) -> None:
    video, _, report = made
    assert abs(report.rendering.seconds - 60) <= 3
    assert probe(video).duration == Fraction(report.rendering.frames, 25)


def test_picture_and_sound_end_within_a_frame_of_each_other(
    made: tuple[Path, Path, Report],
) -> None:
    video, _, report = made
    with av.open(str(video)) as container:
        frames = sum(1 for _ in container.decode(video=0))
    with av.open(str(video)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert frames == report.rendering.frames
    assert abs(samples / 48_000 - frames / 25) < 0.04


def test_figures_of_the_paper_are_shown(made: tuple[Path, Path, Report]) -> None:
    _, _, report = made
    assert set(report.figures_shown) & {"Figure 1", "Figure 2"}


def test_every_section_is_a_chapter_or_listed_as_left_out(made: tuple[Path, Path, Report]) -> None:
    video, _, report = made
    with av.open(str(video)) as container:
        chapters = [chapter["metadata"]["title"] for chapter in container.chapters()]
    assert tuple(chapters) == report.rendering.chapters
    told = {*chapters, *(left.section for left in report.left_out)}
    for heading in ("Measurements", "Discussion", "Conclusion"):
        assert any(heading in name for name in told), (heading, told)


def test_loudness_is_that_of_broadcast_speech(made: tuple[Path, Path, Report]) -> None:
    _, _, report = made
    assert report.rendering.loudness == pytest.approx(-16, abs=0.5)
    assert report.rendering.true_peak <= -1


def test_captions_beside_the_video_hold_what_is_said_and_no_more(
    made: tuple[Path, Path, Report],
) -> None:
    video, kept, _ = made
    srt = video.with_suffix(".srt").read_text()
    said = re.findall(r'"text": "(.*?)"', (kept / "script.json").read_text())
    words = re.findall(r"\w+", " ".join(re.sub(r"(?m)^\d+$|^.*-->.*$", "", srt).split()))
    assert words == re.findall(r"\w+", " ".join(said))


def test_nothing_of_the_furniture_is_said(made: tuple[Path, Path, Report]) -> None:
    video, _, _ = made
    srt = video.with_suffix(".srt").read_text()
    for furniture in ("Notes on Coastal Physics 7", "coffee", "11–29", "Oyelaran, T."):
        assert furniture not in srt


def test_the_same_call_makes_the_same_video(samples: Path, tmp_path: Path) -> None:
    videos = [tmp_path / "one.mp4", tmp_path / "two.mp4"]
    for video in videos:
        convert(samples / "kites/page.html", video, seconds=15, size=(320, 180))
    assert videos[0].read_bytes() == videos[1].read_bytes()


def test_a_failed_conversion_leaves_the_old_video_alone(tmp_path: Path) -> None:
    video = tmp_path / "old.mp4"
    video.write_bytes(b"precious")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(DocreelError, match=r"broken\.pdf"):
        convert(broken, video)
    assert video.read_bytes() == b"precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.pdf", "old.mp4"]


def test_progress_can_stop_the_walk_and_nothing_is_left(samples: Path, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(stage: str, done: float) -> None:
        if stage == "render" and done > 0.2:
            raise Stop

    with pytest.raises(Stop):
        convert(
            samples / "kites/page.html",
            tmp_path / "x.mp4",
            seconds=15,
            size=(320, 180),
            progress=stop,
        )
    assert list(tmp_path.iterdir()) == []


def test_importing_the_library_is_quick() -> None:
    code = "import time; t = time.process_time(); import converter; print(time.process_time() - t)"
    best = min(
        float(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(5)
    )
    assert best < 0.3


def test_every_public_name_is_what_it_says() -> None:
    for name in converter.__all__:
        assert callable(getattr(converter, name)), name
    assert isinstance(converter.compose, types.FunctionType)
    assert isinstance(converter.render, types.FunctionType)
