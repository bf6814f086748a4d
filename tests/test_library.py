"""The media library: files by MediaId, found by words of any language."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from converter.cli import app
from converter.errors import FootageError, RenderError
from converter.library import Library
from converter.settings import library_file


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "data" / "library.sqlite")


@pytest.fixture
def file(tmp_path: Path, drawn: Callable[[str], bytes]) -> Callable[[str], Path]:
    """Return a function that writes a picture, unlike that of another name."""

    def write(name: str) -> Path:
        path = tmp_path / f"{name}.png"
        path.write_bytes(drawn(name))
        return path

    return write


Files = Callable[[str], Path]


def test_a_file_has_one_id_however_often_it_is_added(library: Library, file: Files) -> None:
    path = file("a")
    moved = path.with_name("moved.png")
    moved.write_bytes(path.read_bytes())
    first = library.add(path, tags=["red"], description="a balloon")
    second = library.add(moved, tags=["round"], title="Balloon")
    assert first.id == second.id
    assert (second.path, second.tags) == (str(moved), ("red", "round"))
    assert (second.title, second.description) == ("Balloon", "a balloon")
    assert len(library.entries()) == 1


def test_a_media_id_leads_to_its_file(library: Library, file: Files) -> None:
    entry = library.add(file("a"))
    found = library.get(entry.id)
    assert found is not None
    assert Path(found.path) == file("a")
    assert library.get("0" * 32) is None


@pytest.mark.parametrize("words", ["熊猫", "竹子", "猫", "大熊猫吃竹"])
def test_chinese_is_found_by_any_part_of_it(library: Library, file: Files, words: str) -> None:
    library.add(file("a"), description="大熊猫在吃竹子")
    library.add(file("b"), description="上海的夜景")
    assert [entry.description for entry in library.search(words)] == ["大熊猫在吃竹子"]


@pytest.mark.parametrize(
    "words", ["balloon", "BALLOONS", "a balloon's sky", 'balloon" OR "harbour']
)
def test_other_forms_of_words_are_found(library: Library, file: Files, words: str) -> None:
    library.add(file("a"), description="Three red balloons in the sky")
    library.add(file("b"), description="A boat")
    assert [entry.description for entry in library.search(words)][:1] == [
        "Three red balloons in the sky"
    ]


def test_titles_and_tags_count_more_than_what_was_detected(library: Library, file: Files) -> None:
    file("a").with_suffix(".txt").write_text("a boat in the harbour", "utf-8")
    library.add(file("a"))
    library.add(file("b"), tags=["boat"])
    best, other = library.search("boat")
    assert best.tags == ("boat",)
    assert "a boat in the harbour" in other.detected


def test_a_search_keeps_to_its_libraries(library: Library, file: Files) -> None:
    library.add(file("a"), library="sea", description="boat")
    library.add(file("b"), library="land", description="boat")
    library.add(file("b"), library="sea")
    assert len(library.search("boat", ["land"])) == 1
    assert len(library.search("boat", ["sea"])) == 2
    assert library.search("boat", ["sky"]) == []


def test_what_is_said_of_a_medium_is_known_of_its_shots(library: Library, file: Files) -> None:
    entry = library.add(file("a"), title="Harbour", tags=["boat", "sea"])
    assert [remark.text for remark in entry.remarks()] == ["Harbour", "boat sea", "a"]


def test_a_search_without_words_finds_nothing(library: Library, file: Files) -> None:
    library.add(file("a"), description="boat")
    assert library.search(" … ") == []


def test_what_was_removed_is_not_found(library: Library, file: Files) -> None:
    entry = library.add(file("a"), description="boat")
    assert library.remove(entry.id)
    assert not library.remove(entry.id)
    assert library.search("boat") == []
    assert Path(entry.path).is_file()


def test_what_is_no_medium_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("no picture")
    with pytest.raises(RenderError, match=r"note\.txt"):
        library.add(tmp_path / "note.txt")


def test_an_id_of_the_cloud_is_kept(library: Library, file: Files) -> None:
    library.add(file("a"), media_id="9d46c886b454")
    library.add(file("b"), media_id="9d46c886b454")
    (entry,) = library.entries()
    assert (entry.id, Path(entry.path)) == ("9d46c886b454", file("b"))
    with pytest.raises(FootageError, match=r"a\.png: is no MediaId"):
        library.add(file("a"), media_id="a.png")


def test_what_is_read_in_a_picture_is_known_of_it(library: Library, file: Files) -> None:
    path = file("a")
    path.with_suffix(".txt").write_text("a red balloon")
    assert "a red balloon" in [remark.text for remark in library.add(path).remarks()]


def test_a_file_that_is_no_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "other.sqlite").write_bytes(b"something else" * 100)
    with pytest.raises(FootageError, match=r"other\.sqlite"):
        Library(tmp_path / "other.sqlite").entries()


def test_the_place_of_the_library_can_be_said() -> None:
    assert library_file({"DOCREEL_LIBRARY": "/x/y.sqlite"}) == Path("/x/y.sqlite")
    assert library_file({}).name == "library.sqlite"


def test_the_commands_add_list_search_and_remove(tmp_path: Path, file: Files) -> None:
    store = ["--store", str(tmp_path / "l.sqlite")]
    run = CliRunner().invoke
    added = run(app, ["media", "add", str(file("a")), "--tag", "熊猫", "--title", "Panda", *store])
    assert added.exit_code == 0
    media_id = added.stdout.split()[0]
    listed = run(app, ["media", "list", "--json", *store])
    assert [entry["id"] for entry in json.loads(listed.stdout)] == [media_id]
    assert media_id in run(app, ["media", "search", "熊猫", *store]).stdout
    assert run(app, ["media", "remove", media_id, *store]).exit_code == 0
    assert run(app, ["media", "list", *store]).stdout == ""


def test_music_is_kept_too(library: Library, footage: Path) -> None:
    entry = library.add(footage / "one.wav", media_id="song")
    assert (entry.kind, entry.seconds) == ("audio", 4)


def test_an_id_is_for_one_file(tmp_path: Path, file: Files) -> None:
    store = ["--store", str(tmp_path / "l.sqlite")]
    files = [str(file("a")), str(file("b"))]
    assert CliRunner().invoke(app, ["media", "add", *files, "--id", "x", *store]).exit_code == 2
    added = CliRunner().invoke(app, ["media", "add", files[0], "--id", "x", *store])
    assert added.stdout.startswith("x ")


def test_one_bad_file_does_not_keep_others_out(tmp_path: Path, file: Files) -> None:
    (tmp_path / "note.txt").write_text("no picture")
    store = ["--store", str(tmp_path / "l.sqlite")]
    files = [str(tmp_path / "note.txt"), str(file("a"))]
    added = CliRunner().invoke(app, ["media", "add", *files, *store])
    assert added.exit_code == 1
    assert "image" in added.stdout
