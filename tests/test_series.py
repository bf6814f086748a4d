"""Series: a video of each of many documents."""

from __future__ import annotations

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from converter.cli import app
from converter.media import probe
from converter.series import names, series
from tests.batches import request
from tests.served import until

SMALL = {"size": (320, 180), "voice": "silent"}


@pytest.fixture
def notes(tmp_path: Path) -> list[str]:
    """Return the addresses of two documents of one name, and of one that is not there."""
    found = []
    for folder in ("sea", "moon"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "note.md"
        path.write_text(f"# The {folder}\n\nThe {folder} rises and falls twice a day.\n")
        found.append(str(path))
    return [*found, str(tmp_path / "none.md")]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["a.pdf", "b/a.md", "c.pdf"], ["a.mp4", "a-2.mp4", "c.mp4"]),
        (["a.pdf", "b/a.pdf", "a-2.pdf"], ["a.mp4", "a-2.mp4", "a-2-2.mp4"]),
        (["https://example.com/x/", "https://example.com"], ["x.mp4", "example.mp4"]),
        (["s3://bucket/deep/a.pdf?versionId=1"], ["a.mp4"]),
    ],
)
def test_videos_are_called_as_their_sources_and_no_two_alike(
    sources: list[str], expected: list[str]
) -> None:
    assert names(sources) == expected


def test_a_source_that_fails_stops_no_other(notes: list[str], tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        found = list(series(notes, str(tmp_path / "out"), executor, **SMALL))
    assert sorted(one.video for one in found) == ["", "note-2.mp4", "note.mp4"]
    assert next(one.error for one in found if not one.video).startswith(notes[2])
    for name in ("note.mp4", "note-2.mp4"):
        assert (tmp_path / "out" / name).stat().st_size > 0


def test_sources_and_videos_may_be_wherever_fsspec_reaches(
    notes: list[str], tmp_path: Path
) -> None:
    fsspec = pytest.importorskip("fsspec")
    files = fsspec.filesystem("memory")
    files.pipe("/docs/tide.md", Path(notes[0]).read_bytes())
    with ThreadPoolExecutor(1) as executor:
        (found,) = series(["memory://docs/tide.md"], "memory://films", executor, **SMALL)
    assert found.video == "tide.mp4"
    assert files.size("/films/tide.mp4") > 0


def test_a_cluster_whose_worker_is_killed_makes_all_videos_whole(
    notes: list[str], tmp_path: Path, scheduler: str
) -> None:
    from converter.jobs.cluster import connected, pool

    out = tmp_path / "out"
    with (
        pool(scheduler) as executor,
        connected(scheduler) as client,
        ThreadPoolExecutor(1) as beside,
    ):
        found = beside.submit(list, series(notes[:2], str(out), executor, **SMALL))
        worker = until(lambda: [name for name, keys in client.processing().items() if keys])[0]
        os.kill(client.run(os.getpid, workers=[worker])[worker], signal.SIGKILL)
        assert {outcome.video for outcome in found.result()} == {"note.mp4", "note-2.mp4"}
    assert all(probe(video).duration for video in out.glob("*.mp4"))
    assert not list(out.glob("*.part"))


def test_the_command_says_what_was_made_and_what_not(
    notes: list[str], tmp_path: Path, scheduler: str
) -> None:
    options = ("-o", str(tmp_path / "out"), "--size", "320x180", "--voice", "silent")
    result = CliRunner().invoke(app, ["series", *notes, *options, "--cluster", scheduler])
    assert result.exit_code == 1
    assert "2 made, 1 failed" in result.output
    assert "none.md" in result.output


def test_a_cluster_makes_the_videos_of_a_batch_request(
    footage: Path, tmp_path: Path, scheduler: str
) -> None:
    path = tmp_path / "batch.json"
    given = {"MediaArray": [str(footage / "crowd.mp4")], "TitleArray": ["One", "Two"]}
    size = {"Width": 128, "Height": 228, "Video": {"Fps": 5}, "MaxDuration": 1}
    path.write_text(json.dumps(request(given, MediaURL="v_{index}.mp4", Count=2, **size)))
    result = CliRunner().invoke(
        app, ["batch", str(path), "--out", str(tmp_path / "out"), "--cluster", scheduler]
    )
    assert "2 made, 0 failed" in result.output
    assert all((tmp_path / "out" / name).is_file() for name in ("v_0.mp4", "v_1.mp4"))
