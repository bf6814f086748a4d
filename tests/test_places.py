"""Places: commands read and write wherever fsspec reaches."""

from __future__ import annotations

import json
import sys
import wave
from pathlib import Path
from typing import Any

import pytest

from converter.cli import main

fsspec = pytest.importorskip("fsspec")

SMALL = ("--size", "320x180", "--voice", "silent", "-q")
PAGE = "# The sea\n\nThe sea rises and falls twice a day.\n"


@pytest.fixture
def bucket() -> Any:
    """Return a storage that only fsspec reaches, with a document in it."""
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    files.pipe("/docs/sea.md", PAGE.encode())
    return files


def docreel(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """Run a command in this process, where memory:// is; return how it ended."""
    monkeypatch.setattr("sys.argv", ["docreel", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda *words: docreel(monkeypatch, *words)


def names(files: Any, folder: str) -> list[str]:
    return [name.removeprefix(f"/{folder}/") for name in sorted(files.find(f"/{folder}"))]


def test_a_video_and_all_that_stands_beside_it_goes_to_where_it_was_asked_for(
    bucket: Any, run: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("convert", "memory://docs/sea.md", "-o", "memory://films/new/sea.mp4", *SMALL) == 0
    assert names(bucket, "films") == [
        *("new/sea.mp4", "new/sea.png", "new/sea.report.html", "new/sea.report.json"),
        *("new/sea.srt", "new/sea.vtt"),
    ]
    assert bucket.cat("/films/new/sea.mp4")[4:8] == b"ftyp"
    report = json.loads(bucket.cat("/films/new/sea.report.json"))
    assert report["rendering"]["output"] == "memory://films/new/sea.mp4"
    assert b"docreel-" not in bucket.cat("/films/new/sea.report.html")
    capfd.readouterr()
    assert run("report", "memory://films/new/sea.mp4") == 0
    assert "memory://films/new/sea.mp4" in capfd.readouterr().err


def test_stages_pass_their_pictures_on_through_storage(
    bucket: Any, run: Any, samples: Path, tmp_path: Path
) -> None:
    page = samples / "kites/page.html"
    script, timeline = "memory://b/elsewhere/script.json", tmp_path / "timeline.json"
    assert run("read", page, "-o", "memory://b/work/document.json") == 0
    assert any(name.startswith("document.assets/") for name in names(bucket, "b/work"))
    assert run("narrate", "memory://b/work/document.json", "-o", script, "--duration", "20s") == 0
    assert b'"memory://b/work/document.assets/' in bucket.cat("/b/elsewhere/script.json")
    assert run("compose", script, "-o", timeline, "--size", "320x180") == 0
    assert run("render", timeline, "-o", "memory://b/film.mp4", "-q") == 0
    assert bucket.size("/b/film.mp4") > 0


def test_a_timeline_finds_the_media_beside_it(bucket: Any, run: Any, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (64, 36), "navy").save(tmp_path / "sea.png")
    bucket.put_file(str(tmp_path / "sea.png"), "/b/pictures/sea.png")
    bucket.put_file(str(tmp_path / "sea.png"), "/other/far.png")
    with wave.open(str(tmp_path / "gull.wav"), "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        sound.writeframes(bytes(16000))
    bucket.put_file(str(tmp_path / "gull.wav"), "/b/gull.wav")
    words = '<speak>Hear. <soundEvent src="gull.wav"/></speak>'
    said = {"Type": "AI_TTS", "Voice": "silent", "Content": words}
    clips = [
        {"Type": "Image", "MediaURL": "pictures/sea.png", "Duration": 1},
        {"Type": "Image", "MediaURL": "memory://other/far.png", "Duration": 1},
    ]
    tracks = {"AudioTracks": [{"AudioTrackClips": [said]}]}
    timeline = json.dumps({"VideoTracks": [{"VideoTrackClips": clips}], **tracks})
    bucket.pipe("/b/request.json", json.dumps({"Timeline": timeline}).encode())
    assert run("render", "memory://b/request.json", "-o", tmp_path / "a.mp4", "-q") == 0
    assert (tmp_path / "a.mp4").is_file()


def test_a_feed_goes_on_where_it_was(bucket: Any, run: Any, tmp_path: Path) -> None:
    items = ""
    for name, expected in (("a", ["tide.mp4"]), ("b", ["tide-2.mp4", "tide.mp4"])):
        (tmp_path / f"{name}.md").write_text(PAGE)
        items += f"<item><title>Tide</title><link>{name}.md</link></item>"
        feed = f"<rss version='2.0'><channel>{items}</channel></rss>"
        (tmp_path / "feed.xml").write_text(feed)
        assert run("feed", tmp_path / "feed.xml", "-o", "memory://films", *SMALL) == 0
        assert [each for each in names(bucket, "films") if each.endswith(".mp4")] == expected


def test_addresses_without_a_host_keep_their_root(run: Any, tmp_path: Path) -> None:
    (tmp_path / "sea.md").write_text(PAGE)
    assert run("read", f"local://{tmp_path}/sea.md", "-o", f"local://{tmp_path}/made/a.json") == 0
    assert "twice a day" in (tmp_path / "made/a.json").read_text()


def test_what_fails_leaves_nothing_and_names_the_address(
    bucket: Any, run: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    bucket.pipe("/docs/broken.pdf", b"%PDF-1.7 nothing")
    assert run("convert", "memory://docs/broken.pdf", "-o", "memory://films/a.mp4", "-q") == 1
    said = capfd.readouterr().err
    assert "broken.pdf" in said
    assert len(said.splitlines()) == 1
    assert not bucket.exists("/films")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("memory://docs/none.md", "memory://docs/none.md: no such file"),
        ("nowhere://docs/a.md", "nowhere"),
        ("memory://docs/../a.md", "expected a place inside"),
        ("simplecache::http://127.0.0.1/a.md", "only http, https and file"),
    ],
)
def test_what_cannot_be_had_is_told_in_one_line(
    bucket: Any, run: Any, capfd: pytest.CaptureFixture[str], source: str, said: str
) -> None:
    assert run("convert", source, "-o", "memory://films/a.mp4", "-q") == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert said in line


def test_a_library_that_is_missing_is_named(
    run: Any, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert run("read", "s3://bucket/a.md") == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert "docreel[storage]" in line


def test_file_addresses_are_files_wherever_a_path_is_taken(run: Any, tmp_path: Path) -> None:
    (tmp_path / "sea side.md").write_text(PAGE)
    source, document = (tmp_path / name for name in ("sea side.md", "document.json"))
    assert run("read", source.as_uri(), "-o", document.as_uri()) == 0
    assert run("narrate", document.as_uri(), "-o", (tmp_path / "script.json").as_uri()) == 0
    assert "sea" in (tmp_path / "script.json").read_text()


def test_batches_and_their_media_may_be_in_storage(bucket: Any, run: Any, footage: Path) -> None:
    from tests.batches import request

    bucket.put_file(str(footage / "crowd.mp4"), "/b/media/crowd.mp4")
    given = {"MediaArray": ["media/crowd.mp4"], "TitleArray": ["One", "Two"]}
    size = {"Width": 128, "Height": 228, "Video": {"Fps": 5}, "MaxDuration": 1}
    text = json.dumps(request(given, MediaURL="v_{index}.mp4", Count=2, **size))
    bucket.pipe("/b/request.json", text.encode())
    assert run("batch", "memory://b/request.json", "--out", "memory://b/out", "-q") == 0
    assert {"v_0.mp4", "v_1.mp4", "batch.json"} <= set(names(bucket, "b/out"))
    assert b"docreel-" not in bucket.cat("/b/out/batch.json")


def test_a_draft_in_storage_is_edited_there_and_never_overwritten(bucket: Any, run: Any) -> None:
    draft = ("convert", "memory://docs/sea.md", "--draft", "memory://b/draft")
    assert run(*draft, *SMALL) == 0
    board = bucket.cat("/b/draft/script.md").decode()
    bucket.pipe("/b/draft/script.md", board.replace("twice a day", "all the time").encode())
    assert run(*draft, *SMALL) == 1
    assert run("convert", "--resume", "memory://b/draft", "-o", "memory://b/sea.mp4", "-q") == 0
    assert b"all the time" in bucket.cat("/b/sea.srt")
