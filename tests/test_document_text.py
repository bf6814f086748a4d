"""Reading Markdown and plain text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from converter.document import read
from converter.document.model import Block, Document
from converter.errors import DocumentError
from converter.mediatype import sniff
from converter.source import Source, fetch

Reader = Callable[..., Document]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Write a text with files beside it and read it."""

    def run(text: str | bytes, name: str = "notes.md", **files: bytes) -> Document:
        for file, content in files.items():
            (tmp_path / file.replace("__", ".")).write_bytes(content)
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(fetch(tmp_path / name), assets=tmp_path / "assets")

    return run


def blocks(document: Document) -> list[Block]:
    return [block for section in document.sections for block in section.blocks]


def outline(document: Document) -> list[tuple[str | None, int]]:
    return [(section.heading, section.level) for section in document.sections]


# Markdown


def test_front_matter_is_the_title_page(reader: Reader) -> None:
    front = "title: Tides\nauthor:\n  - name: Ada Marsh\n  - Tom Reed\ndate: 2024-05-17\nlang: de"
    document = reader(f"---\n{front}\n---\n\nA text.\n")
    assert document.title == "Tides"
    assert document.authors == ("Ada Marsh", "Tom Reed")
    assert document.date == "2024-05-17"
    assert document.language == "de"
    toml = reader('+++\ntitle = "Tides"\nauthors = ["Ada Marsh"]\n+++\nA text.\n')
    assert (toml.title, toml.authors) == ("Tides", ("Ada Marsh",))


def test_the_only_top_heading_is_the_title(reader: Reader) -> None:
    document = reader("# Tides\n\nWater.\n\n## Ebb\n\nIt goes.\n\n### Slack\n\nIt stands.\n")
    assert document.title == "Tides"
    assert outline(document) == [(None, 0), ("Ebb", 1), ("Slack", 2)]


def test_several_top_headings_are_sections_and_the_file_gives_the_title(reader: Reader) -> None:
    document = reader("# Ebb\n\nIt goes.\n\n# Flood\n\nIt comes.\n", "water_and-sand.md")
    assert document.title == "Water and sand"
    assert outline(document) == [("Ebb", 1), ("Flood", 1)]


def test_markdown_keeps_what_each_block_is(reader: Reader) -> None:
    document = reader(
        "Words.\n\n- one\n- two\n\n> said\n\n```python\nx = 1\n  y\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n$$\n\\rho = 2\n$$\n\nInline $S$ costs \\$5 and $10.\n"
    )
    found = [(block.kind, block.text) for block in blocks(document)]
    assert found == [
        ("paragraph", "Words."),
        ("list", "one\ntwo"),
        ("quote", "said"),
        ("code", "x = 1\n  y"),
        ("table", "a\tb\n1\t2"),
        ("formula", "$\\rho = 2$"),
        ("paragraph", "Inline $S$ costs $5 and $10."),
    ]


def test_blocks_say_on_which_lines_they_stand(reader: Reader) -> None:
    document = reader(
        "---\ntitle: T\n---\n\nFirst\nparagraph.\n\n## Head\n\n```\ncode\n```\n\n[^1]: Note.\n\n"
        "See.[^1]\n"
    )
    spans = {block.text: block.span.element for block in (*blocks(document), *document.notes)}
    assert spans == {
        "First paragraph.": "L5-L6",
        "code": "L10-L12",
        "See.": "L16",
        "Note.": "L14",
    }
    assert document.sections[1].span.element == "L8"


def test_pictures_come_from_beside_the_file_with_their_captions(
    reader: Reader, drawn: Callable[[str], bytes]
) -> None:
    document = reader(
        '![Ebb](a.png)\n\n*Figure 1: The ebb.*\n\nText.\n\n![](b.png "The flood.")\n\n'
        "![Gone](gone.png)\n",
        a__png=drawn("a"),
        b__png=drawn("b"),
    )
    assert [(f.label, f.caption, f.alt) for f in document.figures] == [
        ("Figure 1", "Figure 1: The ebb.", "Ebb"),
        (None, "The flood.", ""),
        (None, "", "Gone"),
    ]
    assert [bool(f.image) for f in document.figures] == [True, True, False]
    assert [block.text for block in blocks(document) if block.text] == ["Text."]
    assert any("gone.png" in warning for warning in document.warnings)


def test_footnotes_stand_apart(reader: Reader) -> None:
    document = reader("A claim.[^a] More.[^b]\n\n[^a]: First.\n[^b]: Second.\n")
    assert [block.text for block in blocks(document)] == ["A claim. More."]
    assert [(note.kind, note.text) for note in document.notes] == [
        ("footnote", "First."),
        ("footnote", "Second."),
    ]


def test_html_in_markdown_is_read_and_scripts_in_it_are_not(
    reader: Reader, drawn: Callable[[str], bytes]
) -> None:
    document = reader(
        '<script>alert("x")</script>\n\n<p align="center"><img src="a.png" alt="A"></p>\n\nText.\n',
        a__png=drawn("a"),
    )
    assert [block.text for block in blocks(document) if block.text] == ["Text."]
    assert [figure.alt for figure in document.figures] == ["A"]


@pytest.mark.parametrize("front", ["title: [", "- a\n- b", "&a [*a, *a]", "title: {a: 1}"])
def test_odd_front_matter_does_no_harm(reader: Reader, front: str) -> None:
    assert blocks(reader(f"---\n{front}\n---\n\nA text.\n"))[-1].text.endswith("A text.")


def test_an_alias_bomb_in_front_matter_is_not_unfolded(reader: Reader) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    document = reader(f"---\n{bomb}author: *a11\ntitle: *a11\n---\n\nA text.\n")
    assert document.title
    assert document.authors == ()


def test_too_deep_nesting_is_said(reader: Reader) -> None:
    document = reader("Text.\n\n" + "> " * 3000 + "deep\n")
    assert blocks(document)[0].text == "Text."
    assert any("nested deeper" in warning for warning in document.warnings)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(alphabet="#*_`~[]()<>!|-$\\&;: \n\taZ1é中", min_size=1, max_size=200))
def test_any_text_is_a_document_or_a_clear_error(tmp_path: Path, text: str) -> None:
    for media_type in ("text/markdown", "text/plain"):
        source = Source("x", media_type, text.encode(), (tmp_path / "x").as_uri())
        try:
            document = read(source, assets=tmp_path)
        except DocumentError as error:
            assert "\n" not in str(error)
        else:
            assert document.title


# Plain text

TALE = """THE KEEPER

by Ada Marsh and Tom Reed

Chapter I

The lamp had burned for ninety years when the keeper's daughter
first climbed the stairs alone.
    The sea lay flat that evening.

She took with her:

- a can of oil
- the book in which every ship
  was written down

2.1 The storm

It came after midnight.
"""


def test_plain_text_has_the_headings_people_type(reader: Reader) -> None:
    document = reader(TALE, "tale.txt")
    assert document.title == "THE KEEPER"
    assert document.authors == ("Ada Marsh", "Tom Reed")
    assert outline(document) == [(None, 0), ("Chapter I", 1), ("2.1 The storm", 2)]


def test_plain_text_joins_wrapped_lines_and_parts_indented_ones(reader: Reader) -> None:
    found = blocks(reader(TALE, "tale.txt"))
    assert found[1].text == (
        "The lamp had burned for ninety years when the keeper's daughter first climbed the "
        "stairs alone."
    )
    assert (found[1].span.element, found[2].span.element) == ("L7-L8", "L9")
    assert found[2].text == "The sea lay flat that evening."
    assert found[4].items == ("a can of oil", "the book in which every ship was written down")


def test_underlined_lines_are_headings(reader: Reader) -> None:
    document = reader("Tides\n=====\n\nWater.\n\nEbb\n---\nIt goes.\n", "tides.txt")
    assert document.title == "Tides"
    assert outline(document) == [(None, 0), ("Ebb", 1)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Die Brücke über den Fluß wurde gebaut, und die Bürger waren stolz.", "latin-1"),
        ("“Quoted” words — and a dash, which Windows puts in its own places.", "cp1252"),
        ("桥梁建于一九零四年,市民们为此感到自豪。磨坊主住在对面,每天都能看到河上的船只。", "gbk"),
        ("Мост был построен в тысяча девятьсот четвёртом году, и горожане гордились им.", "cp1251"),
        ("The bridge was built by Müller.", "utf-16"),
        ("The bridge was built by Müller.", "utf-8-sig"),
    ],
)
def test_encodings_are_detected(reader: Reader, text: str, encoding: str) -> None:
    document = reader(text.encode(encoding), "bridge.txt")
    assert [block.text for block in blocks(document)] == [text]


def test_text_without_words_is_an_error(reader: Reader) -> None:
    with pytest.raises(DocumentError, match=r"empty\.txt: neither words nor pictures"):
        reader(" \n\n\t\n", "empty.txt")


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"# Tides\n\n<img src='a.png'> and <br>", "README.md", "text/markdown"),
        (b"<!doctype html><title>README.md</title>", "README.md", "text/html"),
        (b"[a](b) {x}", "x.markdown", "text/markdown"),
        (b"# Tides\n\nSee [the sea](sea.html).", "", "text/markdown"),
        (b"Water # 5 and more.", "", "text/plain"),
        (b"{\\rtf1}", "x.txt", "application/rtf"),
        (b"%PDF-1.7", "x.md", "application/pdf"),
        (b"<p>a</p>", "x.txt", "text/plain"),
    ],
)
def test_names_are_believed_among_texts_only(content: bytes, name: str, media_type: str) -> None:
    assert sniff(content, name) == media_type
