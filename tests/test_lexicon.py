"""A user's own pronunciations."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.document.model import Block, Document, Section
from converter.errors import ScriptError
from converter.script import narrate
from converter.script.wording.lexicon import Lexicon, read_lexicon

LINES = """\
# our words
SQL: sequel
gif: jiff
kubectl: cube control
C++ Builder: C plus plus builder
Nuc (de): Nuck
Nuc: nuke
北理工: 北京理工大学
v2: the second one
"""


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    path = tmp_path / "words.txt"
    path.write_text(LINES, encoding="utf-8")
    return read_lexicon(path)


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("en", "SQL and sql", "sequel and sql"),
        ("en", "a GIF, a Gif, gifs", "a jiff, a jiff, gifs"),
        ("en", "MySQL uses SQL.", "MySQL uses sequel."),
        ("en", "in C++ Builder, 5 %", "in C plus plus builder, 5 percent"),
        ("en", "a Nuc", "a nuke"),
        ("de-AT", "ein Nuc", "ein Nuck"),
        ("de", "mit SQL", "mit sequel"),
        ("zh", "他在北理工学SQL语言", "他在北京理工大学学sequel语言"),
        ("en", "v2 of v2.1", "the second one of version 2.1"),
    ],
)
def test_terms_are_said_as_the_user_wants(
    lexicon: Lexicon, language: str, written: str, spoken: str
) -> None:
    assert lexicon.speakable(written, language) == spoken


def test_what_a_lexicon_says_is_not_reworded(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("Dr. Who: Dr. Who & 5 %")
    assert read_lexicon(path).speakable("Dr. Who left", "en") == "Dr. Who & 5 % left"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SQL sequel", "line 1: 'SQL sequel', expected `term: spoken form`"),
        ("a: b\n\nSQL:", "line 3"),
        ("a: b\n: c", "line 2"),
        ("a: b\nb: c\na: d", "line 3: 'a' stands in line 1 already"),
    ],
)
def test_an_error_names_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "words.txt"
    path.write_text(text)
    with pytest.raises(ScriptError, match=message):
        read_lexicon(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(b"\xff\xfe\x00a")
    with pytest.raises(ScriptError, match="UTF-8"):
        read_lexicon(path)
    with pytest.raises(ScriptError, match="missing"):
        read_lexicon(tmp_path / "missing.txt")


def test_narration_says_the_lexicons_words_and_shows_the_documents(lexicon: Lexicon) -> None:
    text = "Many people learn SQL at school."
    page = Document(
        source="x.html",
        media_type="text/html",
        title="SQL for all",
        sections=(Section(blocks=(Block(text=text),)),),
    )
    script = narrate(page, lexicon=lexicon)
    sentences = [s for shot in script.shots for s in shot.sentences]
    assert [s.say for s in sentences] == ["sequel for all", "Many people learn sequel at school."]
    assert [s.text for s in sentences] == ["SQL for all", text]
