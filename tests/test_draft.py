from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from converter.cli import app
from converter.draft import Drafted, Staging, load
from converter.errors import ScriptError, TemplateError
from converter.media import probe
from converter.pipeline import draft, resume
from converter.script.model import Picture, Script

SMALL = Staging(size=(320, 180), theme="ink")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draft the sample page once for all tests of this file, which leave it alone."""
    folder = tmp_path_factory.mktemp("draft")
    samples = Path(__file__).parent.parent / "samples"
    staging = SMALL.model_copy(update={"music": samples / "music.m4a"})
    draft(samples / "kites/page.html", folder, staging=staging, seconds=20)
    return folder


@pytest.fixture
def folder(drafted: Path, tmp_path: Path) -> Path:
    """Return a copy of the draft to edit."""
    return Path(shutil.copytree(drafted, tmp_path / "kites"))


def edit(folder: Path, *changes: tuple[str, str]) -> None:
    file = folder / "script.md"
    text = file.read_text("utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    file.write_text(text, "utf-8")


def test_a_draft_has_the_artefact_of_every_stage_and_thumbnails_that_are_there(
    drafted: Path,
) -> None:
    names = {path.name for path in drafted.iterdir()}
    assert names >= {"document.json", "script.json", "timeline.json", "assets", "script.md"}
    text = (drafted / "script.md").read_text("utf-8")
    targets = [line[line.index("](") + 2 : -1] for line in text.split("\n") if "](thumb" in line]
    assert len(targets) > 3
    for target in targets:
        assert probe(drafted / target).width <= 480


def test_the_times_in_a_storyboard_run_to_the_planned_length(drafted: Path) -> None:
    text = (drafted / "script.md").read_text("utf-8")
    assert [line for line in text.split("\n") if line.startswith("## ")][-1].endswith("–0:20")


def test_a_draft_that_is_not_edited_is_the_script_as_it_was(drafted: Path) -> None:
    found, _, storyboard = load(drafted)
    assert storyboard.script == found.script


def test_the_video_of_an_edited_draft_has_the_edits(folder: Path) -> None:
    edit(folder, ("## s02", "## new\n\nHold on tight!\n\n- captions: off\n\n## s02"))
    report = resume(folder, folder / "a.mp4", rate=100)
    assert report.by_hand == ("Hold on tight!",)
    assert "Hold on tight!" in (folder / "a.srt").read_text("utf-8")
    media = probe(folder / "a.mp4")
    assert (media.width, media.height) == (320, 180)
    script = json.loads((folder / "script.json").read_text("utf-8"))
    assert media.duration == pytest.approx(script["seconds"], abs=0.1)
    assert [shot["id"] for shot in script["shots"]][:3] == ["s01", "new-1", "s02"]


def test_what_is_put_back_is_again_the_narrators(folder: Path) -> None:
    before = (folder / "script.md").read_text("utf-8")
    edit(folder, ("Why kites fly\n\n- pause", "Kites\n\n- pause"))
    resume(folder, folder / "a.mp3")
    assert json.loads((folder / "script.json").read_text("utf-8"))["shots"][0]["sentences"] == [
        {"text": "Kites", "by_hand": True}
    ]
    (folder / "script.md").write_text(before, "utf-8")
    found, _, storyboard = load(folder)
    assert storyboard.script == found.script


def test_options_can_be_changed_when_a_draft_is_resumed(folder: Path) -> None:
    output = folder / "a.mp4"
    options = ["--size", "180x320", "--voice", "ava", "--theme", "moss", "--json"]
    ran = CliRunner().invoke(app, ["convert", "--resume", str(folder), "-o", str(output), *options])
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout)["rendering"]["output"] == str(output)
    timeline = json.loads((folder / "timeline.json").read_text("utf-8"))
    assert timeline["FECanvas"] == {"Width": 180, "Height": 320}
    assert {clip["Voice"] for clip in timeline["AudioTracks"][0]["AudioTrackClips"]} == {"ava"}
    assert timeline["AudioTracks"][1]["AudioTrackClips"][0]["MediaURL"].endswith("music.m4a")


def test_a_draft_keeps_the_lexicon_and_another_can_take_its_place(
    samples: Path, tmp_path: Path
) -> None:
    lexicon = tmp_path / "words.txt"
    lexicon.write_text("kites: kights", "utf-8")
    wish, small = ["--lexicon", str(lexicon)], ["--duration", "20s", "--size", "320x180"]
    folder = tmp_path / "kites"
    made = CliRunner().invoke(
        app,
        ["convert", str(samples / "kites/page.html"), "--draft", str(folder), *wish, *small],
    )
    assert made.exit_code == 0, made.output
    edit(folder, ("Why kites fly\n\n- pause", "All my kites\n\n- pause"))
    _, _, storyboard = load(folder)
    assert storyboard.script.shots[0].sentences[0].spoken == "All my kights"
    lexicon.write_text("kites: kytes", "utf-8")
    resumed = CliRunner().invoke(
        app,
        ["convert", "--resume", str(folder), "-o", str(folder / "a.mp3"), *wish],
    )
    assert resumed.exit_code == 0, resumed.output
    script = Script.model_validate_json((folder / "script.json").read_text("utf-8"))
    spoken = " ".join(said.spoken for shot in script.shots for said in shot.sentences)
    assert "All my kytes" in spoken
    assert "kights" not in spoken
    assert "kites" not in spoken


def test_a_resumed_video_is_held_against_the_length_asked_of_the_draft(folder: Path) -> None:
    edit(folder, ("## s02", "## new\n\nHold on tight!\n\n- duration: 9 s\n\n## s02"))
    report = resume(folder, folder / "a.mp3")
    assert any("20.6" in finding for finding in report.findings), report.findings


def test_a_draft_can_be_moved(folder: Path) -> None:
    moved = folder.rename(folder.parent / "moved")
    _, document, storyboard = load(moved)
    shown = [shot.show for shot in storyboard.script.shots if isinstance(shot.show, Picture)]
    assert shown
    assert all(Path(picture.image).is_relative_to(moved) for picture in shown)
    assert len(document.figures) == 3


def test_words_that_take_longer_than_they_may_are_refused_with_the_line_of_their_shot(
    folder: Path,
) -> None:
    edit(folder, ("Why kites fly\n\n- pause", "Why kites fly\n\n- duration: 0.5 s\n- pause"))
    line = (folder / "script.md").read_text("utf-8").split("\n## s01")[0].count("\n") + 2
    complaint = rf"script\.md:{line}: s01: a duration of 0\.5 s, expected at least"
    with pytest.raises(ScriptError, match=complaint):
        resume(folder, folder / "a.mp4")
    assert not (folder / "a.mp4").exists()


def test_words_that_fit_no_card_are_refused_with_the_line_of_their_shot(folder: Path) -> None:
    edit(folder, ("\n> - Ines Varga", f"\n> ### {'Kites and kites. ' * 200}\n> - Ines Varga"))
    with pytest.raises(ScriptError, match=r"script\.md:\d+: cards/title\.typ: .* does not fit"):
        resume(folder, folder / "a.mp4")
    with pytest.raises(TemplateError, match="neon: no such file"):
        resume(folder, folder / "a.mp4", theme="neon")


def test_lines_that_find_no_room_on_their_card_are_in_the_report(folder: Path) -> None:
    line = "A kite in the wind. " * 200
    edit(folder, ("\n> - Ines Varga", f"\n> - Ines Varga\n> - {line}"))
    report = resume(folder, folder / "a.mp3")
    assert f"s01: no room on the card for {line.strip()!r}" in " ".join(report.warnings)


def test_an_edited_storyboard_is_never_overwritten(folder: Path, samples: Path) -> None:
    page = samples / "kites/page.html"
    draft(page, folder, staging=SMALL, seconds=20)
    edit(folder, ("# Pictures", "# Photographs"))
    draft(page, folder, staging=SMALL, seconds=20)
    edit(folder, ("- title: Why", "- title: How"))
    with pytest.raises(ScriptError, match="was edited and would be overwritten"):
        draft(page, folder, staging=SMALL, seconds=20)


def test_a_folder_without_a_draft_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"draft\.json: cannot be read .* expected a folder"):
        resume(tmp_path, tmp_path / "a.mp4")
    (tmp_path / "draft.json").write_text('{"script": 1}')
    with pytest.raises(ScriptError, match=r"draft\.json: not a Draft: script"):
        resume(tmp_path, tmp_path / "a.mp4")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["page.html"], "--output: is needed"),
        (["-o", "a.mp4"], "SOURCE: is needed"),
        (["page.html", "--draft", "d", "-o", "a.mp4"], "--output: does not go with --draft"),
        (["--draft", "d"], "SOURCE: is needed with --draft"),
        (["page.html", "--resume", ".", "-o", "a.mp4"], "SOURCE: does not go with --resume"),
        (["--resume", ".", "-o", "a.mp4", "--duration", "9"], "--duration: comes too late"),
        (["page.html", "-o", "a.mp4", "--voices", "ava"], "are not two voices"),
        (["p.html", "-o", "a.mp4", "--voices", "a,b", "--voice", "c"], "does not go with --voice"),
    ],
)
def test_arguments_that_do_not_go_together_are_wrong_usage(
    words: list[str], complaint: str
) -> None:
    ran = CliRunner().invoke(app, ["convert", *words])
    assert ran.exit_code == 2
    assert complaint in " ".join(ran.stderr.replace("│", " ").split())


def test_staging_keeps_files_wherever_it_is_read(
    tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    staging = Staging().changed({"theme": "my.toml", "size": None, "seed": 3})
    monkeypatch.chdir(samples)
    assert Staging.model_validate_json(staging.model_dump_json()) == staging
    assert staging.theme == str(tmp_path / "my.toml")
    assert (staging.size, staging.seed) == ((1920, 1080), 3)


def test_a_draft_says_how_to_go_on() -> None:
    told = Drafted(storyboard="my folder/script.md", title="Kites", shots=2, seconds=65)
    assert list(told.lines()) == [
        "my folder/script.md: 2 shots, 1:05",
        "  edit it, then: docreel convert --resume 'my folder' -o video.mp4",
    ]
