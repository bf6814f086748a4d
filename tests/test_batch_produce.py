"""Videos of a batch request, in a folder, and the commands that make requests and videos."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from converter.batch import check, parse_batch
from converter.batch.compose import compose_batch
from converter.batch.produce import produce
from converter.cli import app
from converter.errors import FootageError, TemplateError
from converter.script.model import Card, Script, Sentence, Shot
from converter.store import keeping
from converter.timeline import parse_timeline
from tests.batches import MARKET, Json, request, storyboard
from tests.commands import docreel, one_line

SMALL = {"Width": 128, "Height": 228, "Video": {"Fps": 5}}
GIVEN: Json = {"MediaArray": MARKET, "TitleArray": ["One", "Two"]}


def small(given: Json, editing: Json | None = None, **output: Any) -> Json:
    """Return a request for videos that are soon made."""
    return request(given, editing, **{**SMALL, "MaxDuration": 1, **output})


def made(folder: Path) -> dict[str, bytes]:
    """Return the content of all files of a folder."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("workers", [1, 2])
def test_videos_their_timelines_and_a_manifest_are_made(
    footage: Path, tmp_path: Path, workers: int
) -> None:
    data = small(GIVEN, MediaURL="http://host/videos/v_{index}.mp4", Count=2)
    batch = produce(parse_batch(data)[0], tmp_path, base=footage, workers=workers)
    assert batch.failed == 0
    assert {"v_0.mp4", "v_1.mp4", "v_0.timeline.json", "v_1.timeline.json", "batch.json"} <= set(
        made(tmp_path)
    )
    manifest = json.loads((tmp_path / "batch.json").read_text())
    assert manifest["mode"] == "General, global scripts"
    assert [video["output"] for video in manifest["videos"]] == ["v_0.mp4", "v_1.mp4"]
    assert [video["seconds"] for video in manifest["videos"]] == [1.0, 1.0]
    assert {video["materials"]["Title"] for video in manifest["videos"]} == {"One", "Two"}


def test_the_same_request_and_seed_make_the_same_files(
    footage: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One run, then one with two workers, in another place with nothing kept of the first."""
    process = {"AllowVfxEffect": True, "AllowTransition": True}
    given = {**GIVEN, "SpeechText": "Come in.", "BackgroundMusic": "one.wav"}
    data = small(given, {"ProcessConfig": process}, Count=2)
    files = []
    for place, workers in (("a", 1), ("b", 2)):
        base = tmp_path / place / "media"
        shutil.copytree(footage, base)
        monkeypatch.chdir(base)
        with keeping(tmp_path / place / "cache"):
            produce(parse_batch(data)[0], Path("../out"), seed=3, workers=workers)
        files.append(made(tmp_path / place / "out"))
    assert files[0].keys() >= {"out_0.mp4", "out_1.mp4", "out_1.timeline.json", "batch.json"}
    assert files[0] == files[1]


def test_a_written_timeline_means_the_same_files_from_everywhere(
    footage: Path, tmp_path: Path
) -> None:
    produce(parse_batch(small(GIVEN))[0], tmp_path, base=footage, only_timelines=True)
    timeline = parse_timeline((tmp_path / "out_0.timeline.json").read_bytes())
    files = [(tmp_path / address).resolve() for _, address in timeline.addresses()]
    assert files
    assert all(file.is_file() and file.parent == footage for file in files)


def test_a_sound_in_a_narration_is_found_from_the_folder_too(footage: Path, tmp_path: Path) -> None:
    words = '<speak>Listen. <soundEvent src="one.wav"/></speak>'
    data = small({"MediaArray": MARKET, "SpeechText": words})
    batch = produce(parse_batch(data)[0], tmp_path, base=footage, workers=1)
    assert batch.videos[0].message == ""
    assert batch.videos[0].seconds > 4


@pytest.mark.parametrize("given", [{"only_timelines": True}, {"preview": True}])
def test_a_preview_plans_and_renders_nothing(footage: Path, tmp_path: Path, given: Json) -> None:
    preview = given.pop("preview", False)
    data = small(GIVEN, GeneratePreviewOnly=preview, MediaURL=None if preview else "o_{index}.mp4")
    batch = produce(parse_batch(data)[0], tmp_path, base=footage, **given)
    names = {"batch.json", "video_0.timeline.json" if preview else "o_0.timeline.json"}
    assert set(made(tmp_path)) == names
    assert batch.videos[0].output == ""


def test_one_bad_video_does_not_stop_the_others(footage: Path, tmp_path: Path) -> None:
    editing = {"SpeechConfig": {"Voice": "andy,nobody"}}
    data = small({"MediaArray": MARKET, "SpeechText": "Hello."}, editing, Count=2)
    batch = produce(parse_batch(data)[0], tmp_path, base=footage, workers=1)
    assert sorted(video.status for video in batch.videos) == ["Failed", "Success"]
    (failed,) = (video for video in batch.videos if video.status == "Failed")
    assert "nobody" in failed.message


def test_a_video_that_fails_in_its_process_is_told_of(footage: Path, tmp_path: Path) -> None:
    music = {**GIVEN, "BackgroundMusicArray": ["one.wav", "lost.wav"]}
    batch = produce(parse_batch(small(music, Count=2))[0], tmp_path, base=footage)
    (failed,) = (video for video in batch.videos if video.status == "Failed")
    assert failed.code == "InvalidMaterial.NotFound"
    assert "lost.wav" in failed.message
    assert batch.failed == 1


def test_media_of_the_cloud_come_from_the_storage(footage: Path, tmp_path: Path) -> None:
    (tmp_path / "bucket").symlink_to(footage)
    url = "http://bucket.oss-cn-shanghai.aliyuncs.com/till.png"
    data = small({"MediaArray": [url]})
    batch = produce(parse_batch(data)[0], tmp_path / "out", storage=tmp_path)
    assert batch.failed == 0


# --- the commands -------------------------------------------------------------------


def written(folder: Path, data: Json) -> Path:
    file = folder / "request.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def test_the_command_makes_all_videos_of_a_request(footage: Path, tmp_path: Path) -> None:
    given = {**GIVEN, "MediaArray": [str(footage / name) for name in MARKET]}
    file = written(tmp_path, small(given, Count=2))
    done = docreel("batch", file, "--out", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    assert [video["output"] for video in json.loads(done.stdout)["videos"]] == [
        "out_0.mp4",
        "out_1.mp4",
    ]


def test_the_command_fails_when_a_video_does(footage: Path, tmp_path: Path) -> None:
    given = {"MediaArray": [str(footage / "till.png")], "BackgroundMusic": "lost.wav"}
    done = docreel("batch", written(tmp_path, small(given)), "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "0 made, 1 failed" in done.stderr


def test_the_command_refuses_a_request_that_is_wrong(tmp_path: Path) -> None:
    file = written(tmp_path, small({}))
    done = docreel("batch", file, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "$.InputConfig: is missing" in one_line(done)
    assert not (tmp_path / "out").exists()


def test_templates_are_files_of_a_folder(footage: Path, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    config = {"InputTemplateConfig": {"MediaArray": [str(footage / "till.png")]}}
    (templates / "simple.json").write_text(json.dumps(config), encoding="utf-8")
    file = written(tmp_path, {**small({}), "TemplateConfig": ["simple"]})
    assert docreel("check", file, "--templates", templates).returncode == 0
    options = ("--out", tmp_path / "out", "--templates", templates, "--only-timelines", "-q")
    assert docreel("batch", file, *options).returncode == 0


def test_check_knows_batch_requests(tmp_path: Path) -> None:
    done = docreel("check", written(tmp_path, small({"MediaArray": MARKET}, Count=0)))
    assert done.returncode == 1
    assert "error: $.OutputConfig.Count: is 0, expected" in done.stdout


@pytest.mark.parametrize("spelling", ["ScriptText", "ScripText"])
def test_check_knows_both_spellings_of_the_vendor_s_pages(tmp_path: Path, spelling: str) -> None:
    scenes = storyboard({spelling: "A crowd", "Duration": 2})
    older = {"Title": "One", "Sticker": {"MediaId": "label"}, "BackgroundMusic": "song"}
    data = small({"MediaArray": MARKET, "SceneInfo": scenes, **older}, MaxDuration=None)
    done = docreel("check", written(tmp_path, data))
    assert (done.returncode, done.stdout) == (0, "")


def test_the_command_takes_a_matcher_faces_and_a_library(market: Path, tmp_path: Path) -> None:
    sample = Path(__file__).parent.parent / "samples" / "batch" / "001-storyboard-searched.json"
    common = ["batch", sample, "--out", tmp_path / "out", "--only-timelines", "--storage", market]
    store = ["--store", market / "library.sqlite"]

    def done(*options: object) -> Result:
        return CliRunner().invoke(app, list(map(str, [*common, *store, *options])))

    assert done("--matcher", "words").exit_code == 0
    for option, told in (
        (("--matcher", "wrods"), "there is no matcher engine 'wrods'"),
        (("--matcher", f"sentences:{tmp_path}"), r"no model\.onnx"),
        (("--faces", tmp_path), "no face models"),
    ):
        with pytest.raises(FootageError, match=told):
            raise done(*option).exception


# --- from a document ----------------------------------------------------------------


def script(*words: str) -> Script:
    """Return a script with a card for each text."""
    shots = [
        Shot(
            id=f"s{number}",
            sentences=(Sentence(text=text),) if text else (),
            duration=None if text else 2.0,
            show=Card(kind="points", heading="Kites", lines=(text,) if text else ()),
        )
        for number, text in enumerate(words)
    ]
    return Script(title="Why kites fly, and what else there is to say of wind", language="en",
                  shots=tuple(shots))  # fmt: skip


@pytest.mark.parametrize("template", ["storyboard", "global", "highlights"])
def test_a_script_becomes_a_batch_request_that_is_right(tmp_path: Path, template: str) -> None:
    talk = script("Wind lifts the kite.", "", "The line holds it.")
    data = compose_batch(talk, assets=tmp_path, template=template, size=(640, 360))
    assert [found for found in check(data) if found.severity == "error"] == []
    batch = produce(parse_batch(data)[0], tmp_path / "out", only_timelines=True)
    assert batch.failed == 0


def test_a_storyboard_shows_every_shot_with_its_own_picture(tmp_path: Path) -> None:
    talk = script("Wind lifts the kite.", "", "The line holds it.")
    data = compose_batch(talk, assets=tmp_path, size=(640, 360))
    scenes = data["InputConfig"]["SceneInfo"]["ShotInfo"]["ShotScripts"]
    assert [scene.get("Duration") for scene in scenes] == [None, 2.0, None]
    batch = produce(parse_batch(data)[0], tmp_path / "out", only_timelines=True)
    seen = [clip["Media"] for clip in batch.videos[0].materials["Clips"]]
    assert seen == [image for scene in scenes for image in scene["MediaArray"]]


def test_whole_narrations_are_as_long_as_the_service_allows(tmp_path: Path) -> None:
    words = [f"Sentence {number} says again that the wind lifts the kite." for number in range(60)]
    data = compose_batch(script(*words), assets=tmp_path, template="global", size=(640, 360))
    narrations = data["InputConfig"]["SpeechTextArray"]
    assert " ".join(narrations) == " ".join(words)
    assert all(len(text) <= 1000 for text in narrations)
    assert data["OutputConfig"]["Count"] == len(narrations) == 4


def test_beside_every_picture_stands_what_it_shows(tmp_path: Path) -> None:
    compose_batch(script("Wind lifts the kite."), assets=tmp_path, size=(640, 360))
    (card,) = tmp_path.glob("*.png")
    assert card.with_suffix(".txt").read_text() == "Kites Wind lifts the kite."


def test_highlights_are_taken_from_a_film(footage: Path, tmp_path: Path) -> None:
    talk, film = script("Mara writes a letter at her desk."), footage / "film.mp4"
    data = compose_batch(talk, assets=tmp_path, template="highlights", films=[film])
    assert data["InputConfig"]["MediaArray"] == [str(film)]
    assert len(data["InputConfig"]["TitleArray"][0]) <= 50
    batch = produce(parse_batch(data)[0], tmp_path / "out", only_timelines=True)
    assert 13 < batch.videos[0].materials["Clips"][0]["In"] < 18


def test_a_template_that_makes_no_request_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json.j2"
    bad.write_text('{"InputConfig": {"MediaArray": 7}}', encoding="utf-8")
    with pytest.raises(TemplateError, match=r"\$\.InputConfig\.MediaArray"):
        compose_batch(script("Wind."), assets=tmp_path, template=str(bad))


def test_compose_writes_requests_with_paths_of_its_own_folder(
    samples: Path, tmp_path: Path
) -> None:
    target = tmp_path / "batch.json"
    done = docreel("compose", samples / "kites/script.json", "--as", "storyboard", "-o", target,
                   "--size", "640x360")  # fmt: skip
    assert done.returncode == 0, done.stderr
    images = json.loads(target.read_text())["InputConfig"]["MediaArray"]
    assert all((tmp_path / image).is_file() and not Path(image).is_absolute() for image in images)
    assert docreel("check", target).returncode == 0


def test_films_are_for_highlights_only(samples: Path) -> None:
    done = docreel("compose", samples / "kites/script.json", "--film", "a.mp4")
    assert done.returncode == 2


def test_a_scene_that_is_matched_nowhere_is_still_shown(footage: Path, tmp_path: Path) -> None:
    scenes = storyboard({"SpeechText": "Zebras graze."})
    data = small({"MediaArray": MARKET, "SceneInfo": scenes}, MaxDuration=None)
    assert produce(parse_batch(data)[0], tmp_path, base=footage, only_timelines=True).failed == 0
