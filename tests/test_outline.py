from __future__ import annotations

from pathlib import Path

import pytest

from converter.document import read
from converter.document.model import Block, Document, Figure, Section, Span
from converter.document.outline import Outline, outline
from converter.source import fetch


@pytest.fixture
def document() -> Document:
    return Document(
        source="a.pdf",
        media_type="application/pdf",
        title="A",
        authors=("Ada", "Bo"),
        figures=(
            Figure(id="f1", src="a.png", caption="Figure 1: a hill", alt="hill"),
            Figure(id="f2", src="logo.png", decorative=True),
        ),
        sections=(
            Section(blocks=(Block(text="Before."), Block(kind="figure", figure="f2"))),
            Section(
                heading="One",
                level=1,
                blocks=(
                    Block(text="Words.", span=Span(page=3)),
                    Block(kind="figure", figure="f1"),
                    Block(kind="list", text="a\nb", items=("a", "b")),
                ),
            ),
        ),
        notes=(
            Block(kind="reference", text="Ada 1843"),
            Block(kind="footnote", text="see there"),
        ),
    )


def test_words_and_pictures_stand_below_their_heading(document: Document) -> None:
    before, one, _ = outline(document).sections
    assert (before.heading, before.level, before.text) == (None, 0, "Before.")
    assert (one.heading, one.level, one.text) == ("One", 1, "Words.\na\nb")
    (image,) = one.images
    assert (image.src, image.alt, image.caption) == ("a.png", "hill", "Figure 1: a hill")


def test_decorative_pictures_are_left_out(document: Document) -> None:
    assert not outline(document).sections[0].images


def test_notes_come_last_and_references_below_their_own_line(document: Document) -> None:
    assert outline(document).sections[-1].text.splitlines() == [
        "Notes",
        "see there",
        "References",
        "Ada 1843",
    ]


def test_authors_are_one_line_and_pages_are_counted(document: Document) -> None:
    found = outline(document)
    assert (found.title, found.author, found.date, found.pages) == ("A", "Ada, Bo", None, 3)


def test_the_outline_of_a_real_paper_is_json_and_back(samples: Path, tmp_path: Path) -> None:
    found = outline(read(fetch(samples / "tides/paper.pdf"), assets=tmp_path))
    assert Outline.model_validate_json(found.model_dump_json()) == found
    assert any(section.images for section in found.sections)
