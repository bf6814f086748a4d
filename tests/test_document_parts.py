"""Several documents in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.document import read
from converter.document.model import Document
from converter.document.parts import join
from converter.script import narrate
from converter.script.model import Picture
from converter.source import fetch

EBB = """# The ebb

The ebb draws the water out of the lagoon twice a day, and with it what the river brought.

## Its force

Figure 1 shows that the ebb is strongest between the second and the third hour.

![](ebb.png "Figure 1: Force of the ebb.")
"""
FLOOD = EBB.replace("ebb", "flood")


@pytest.fixture
def parts(tmp_path: Path, drawn: object) -> list[Document]:
    assert callable(drawn)
    for name, text in (("ebb", EBB), ("flood", FLOOD)):
        (tmp_path / f"{name}.md").write_text(text)
        (tmp_path / f"{name}.png").write_bytes(drawn(name))
    return [
        read(fetch(tmp_path / f"{name}.md"), assets=tmp_path / "assets")
        for name in ("ebb", "flood")
    ]


def test_each_document_is_a_section_by_its_title(parts: list[Document]) -> None:
    whole = join(parts)
    assert whole.title == "The ebb · The flood"
    assert [(section.heading, section.level) for section in whole.sections] == [
        ("The ebb", 1),
        ("Its force", 2),
        ("The flood", 1),
        ("Its force", 2),
    ]


def test_spans_say_which_source_they_lead_to(parts: list[Document]) -> None:
    whole = join(parts)
    assert [section.span.source for section in whole.sections] == [
        "ebb.md",
        "ebb.md",
        "flood.md",
        "flood.md",
    ]
    assert whole.sections[3].blocks[0].span.model_dump(exclude_defaults=True) == {
        "source": "flood.md",
        "element": "L7",
    }


def test_figures_of_parts_have_ids_of_their_own(parts: list[Document]) -> None:
    whole = join(parts)
    assert [figure.id for figure in whole.figures] == ["1-figure-1", "2-figure-1"]
    shown = [block.figure for section in whole.sections for block in section.blocks if block.figure]
    assert shown == ["1-figure-1", "2-figure-1"]


def test_the_figure_1_of_another_source_is_not_meant(parts: list[Document], tmp_path: Path) -> None:
    (tmp_path / "bread.md").write_text(
        "# Bread\n\nA loaf rises for two hours before the baker puts it into the oven.\n\n"
        '![](ebb.png "Figure 1: A loaf.")\n'
    )
    bread = read(fetch(tmp_path / "bread.md"), assets=tmp_path / "assets")
    whole = join([bread, parts[1].model_copy(update={"figures": ()})])
    naming = [
        shot
        for shot in narrate(whole).shots
        if any("Figure 1" in sentence.text for sentence in shot.sentences)
    ]
    assert naming
    assert not any(isinstance(shot.show, Picture) for shot in naming)


def test_the_same_file_twice_is_told_apart(parts: list[Document]) -> None:
    whole = join([parts[0], parts[0]], title="Twice")
    assert whole.title == "Twice"
    assert {section.span.source for section in whole.sections} == {"ebb.md (1)", "ebb.md (2)"}


def test_one_document_stays_as_it_is(parts: list[Document]) -> None:
    assert join(parts[:1]) is not None
    assert join(parts[:1]) == parts[0]
    assert join(parts[:1], title="Water").title == "Water"


def test_warnings_name_their_source(parts: list[Document]) -> None:
    warned = parts[0].model_copy(update={"warnings": ("odd",)})
    assert join([warned, parts[1]]).warnings == ("ebb.md: odd",)
