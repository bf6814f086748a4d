from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from converter import __version__
from converter.cli import app
from tests.commands import docreel, one_line, process


def test_the_stages_are_commands_that_pass_json_on(samples: Path, tmp_path: Path) -> None:
    document, script, timeline = (
        tmp_path / f"{n}.json" for n in ("document", "script", "timeline")
    )
    assert docreel("read", samples / "kites/page.html", "-o", document).returncode == 0
    assert docreel("narrate", document, "-o", script, "--duration", "20s").returncode == 0
    made = docreel("compose", script, "-o", timeline, "--size", "640x360")
    assert made.returncode == 0, made.stderr
    checked = docreel("check", timeline)
    assert checked.returncode == 0, checked.stdout
    video = tmp_path / "out.mp4"
    rendered = docreel("render", timeline, "-o", video, "--json")
    assert rendered.returncode == 0, rendered.stderr
    assert json.loads(rendered.stdout)["frames"] > 0
    assert video.is_file()


def test_json_goes_through_pipes_too(samples: Path, tmp_path: Path) -> None:
    assets = tmp_path / "pictures"
    document = process("read", samples / "kites/page.html", "--assets", assets)
    script = process("narrate", "-", "--duration", "20s", stdin=document.stdout)
    timeline = process("compose", "-", "--assets", assets, stdin=script.stdout)
    assert json.loads(timeline.stdout)["AudioTracks"][0]["MainTrack"] is True
    assert process("check", "-", stdin=timeline.stdout).returncode == 0


def test_convert_reports_to_machines(samples: Path, tmp_path: Path) -> None:
    video = tmp_path / "kites.mp4"
    done = docreel(
        "convert", samples / "kites/page.html", "-o", video, "--size", "640x360",
        "--duration", "25s", "--json", "--keep", tmp_path / "kept",
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert done.stderr == ""
    assert abs(report["rendering"]["seconds"] - 25) <= 1.25
    for name in ("kites.mp4", "kites.srt", "kites.vtt", "kites.png", "kept/document.json",
                 "kept/script.json", "kept/timeline.json", "kept/contact-sheet.png"):  # fmt: skip
        assert (tmp_path / name).stat().st_size > 0, name


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("convert", "-q", "nowhere.pdf", "-o", "x.mp4"), 1, "nowhere.pdf"),
        (("convert", "-q", "http://127.0.0.1:9/", "-o", "x.mp4"), 1, "127.0.0.1"),
        (("convert", "-q", "x.pdf", "-o", "x.avi"), 1, "ending in .mp4"),
        (("convert", "-q", "x.pdf", "-o", "x.mp4", "--keep", "README.md"), 1, "README.md"),
        (("narrate", "nowhere.json"), 1, "nowhere.json"),
        (("render", "nowhere.json", "-o", "x.mp4"), 1, "nowhere.json"),
    ],
)
def test_bad_input_gets_one_line_that_names_it(
    words: tuple[str, ...], code: int, said: str
) -> None:
    done = docreel(*words)
    assert done.returncode == code
    assert said in one_line(done)
    assert not Path("x.mp4").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("convert", "x.pdf"),
        ("convert", "x.pdf", "-o", "x.mp4", "--aspect", "4:3"),
        ("convert", "x.pdf", "-o", "x.mp4", "--size", "13x13"),
        ("convert", "x.pdf", "-o", "x.mp4", "--duration", "soon"),
        ("convert", "x.pdf", "-o", "x.mp4", "--music", "nowhere.mp3"),
        ("dance",),
    ],
)
def test_wrong_usage_ends_with_2(words: tuple[str, ...]) -> None:
    done = docreel(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_timeline_with_faults_fails_the_check_with_their_places() -> None:
    done = docreel("check", "-", stdin='{"VideoTracks": [], "AudioTracks": []}')
    assert done.returncode == 1
    assert "empty" in done.stdout


def test_voices_and_doctor_answer() -> None:
    assert any(line.startswith("zhichu") for line in docreel("voices").stdout.splitlines())
    examined = docreel("doctor")
    assert examined.returncode == 0, examined.stdout
    assert "espeak" in examined.stdout


def test_effects_are_listed_and_shown(tmp_path: Path) -> None:
    listed = docreel("effects").stdout.splitlines()
    assert any("circleopen" in line for line in listed)
    page = tmp_path / "effects.html"
    assert docreel("effects", "--gallery", page).returncode == 0
    assert page.read_text().count("<img") >= len(listed)


def test_json_that_is_no_document_names_the_field() -> None:
    done = docreel("narrate", "-", stdin='{"source": "x", "media_type": "text/html"}')
    assert "title" in one_line(done)


def test_a_request_is_checked_and_rendered_where_it_says(tmp_path: Path) -> None:
    spoken = {"Type": "AI_TTS", "Content": "Hello.", "Voice": "andy"}
    wanted = {
        "Timeline": json.dumps({"AudioTracks": [{"AudioTrackClips": [spoken]}]}),
        "OutputMediaConfig": {"MediaURL": "http://b.oss-cn-shanghai.aliyuncs.com/in/a.mp3"},
        "MediaMetadata": {"Title": "Greeting"},
    }
    file = tmp_path / "request.json"
    file.write_text(json.dumps(wanted), encoding="utf-8")
    assert docreel("check", file).returncode == 0
    said = one_line(docreel("render", file, "-q"))
    assert "$.OutputMediaConfig.MediaURL" in said
    done = docreel("render", file, "--storage", tmp_path / "store", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["output"] == str(tmp_path / "store" / "b" / "in" / "a.mp3")
    other = docreel("render", file, "--output-config", '{"MediaURL": "b.mp3"}', "-q")
    assert other.returncode == 0, other.stderr
    assert (tmp_path / "b.mp3").is_file()


def test_a_configuration_is_checked_from_a_file_or_as_it_is(tmp_path: Path) -> None:
    timeline = '{"VideoTracks": [{"VideoTrackClips": [{"MediaURL": "http://h/a.mp4"}]}]}'
    faulty = '{"MediaURL": "a.mov"}'
    (tmp_path / "output.json").write_text(faulty, encoding="utf-8")
    for given in (faulty, tmp_path / "output.json"):
        done = docreel("check", "-", "--output-config", given, "--json", stdin=timeline)
        assert done.returncode == 1
        assert [found["code"] for found in json.loads(done.stdout)] == ["InvalidParameter"]
    missing = docreel("check", "-", "--output-config", tmp_path / "gone.json", stdin=timeline)
    assert "gone.json" in one_line(missing)


def test_the_schema_of_each_part_is_printed() -> None:
    assert "VideoTracks" in json.loads(docreel("schema").stdout)["properties"]
    assert "Bitrate" in json.loads(docreel("schema", "output").stdout)["properties"]
    assert "CoverConfig" in json.loads(docreel("schema", "editing").stdout)["properties"]
    assert docreel("schema", "nothing").returncode == 2


@pytest.mark.parametrize("name", ["kites.mp3", "kites.m3u8"])
def test_convert_makes_the_kind_of_file_that_is_named(
    samples: Path, tmp_path: Path, name: str
) -> None:
    video = tmp_path / name
    done = docreel(
        "convert", samples / "kites/page.html", "-o", video, "--size", "320x180",
        "--duration", "12s", "--keep", tmp_path / "kept", "-q",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert video.is_file()


def test_no_help_is_taken_for_markup() -> None:
    def told(command: Any) -> Iterator[str]:
        yield from (getattr(each, "help", "") or "" for each in command.params)
        for name in getattr(command, "commands", {}).values():
            yield from told(name)

    assert not [text for text in told(get_command(app)) if re.search(r"\[[a-z]", text)]


def test_the_version_is_told() -> None:
    assert docreel("--version").stdout == f"docreel {__version__}\n"


def test_json_that_is_none_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "cut.json").write_text('{"VideoTracks":')
    said = one_line(docreel("render", tmp_path / "cut.json", "-o", tmp_path / "a.mp4"))
    assert "cut.json: $: not JSON" in said
