from __future__ import annotations

from pathlib import Path

import pytest

from converter.document import read
from converter.document.excerpt import of_pages, of_sections
from converter.document.model import Block, Document, Figure, Section, Span
from converter.errors import DocumentError
from converter.settings import parse_pages
from converter.source import fetch


def section(heading: str, level: int, page: int, figure: str | None = None) -> Section:
    span = Span(page=page)
    blocks = [Block(text=f"Words of {heading}.", span=span)]
    if figure:
        blocks.append(Block(kind="figure", figure=figure, span=Span(page=page + 1)))
    return Section(heading=heading, level=level, blocks=tuple(blocks), span=span)


@pytest.fixture
def book() -> Document:
    return Document(
        source="book.pdf",
        media_type="application/pdf",
        title="Book",
        figures=(Figure(id="f1"), Figure(id="f2")),
        sections=(
            section("1 Tides", 1, 1, "f1"),
            section("1.1 Ebb", 2, 2),
            section("1.2 Flow", 2, 3),
            section("2 Waves", 1, 5, "f2"),
        ),
    )


def headings(document: Document) -> list[str | None]:
    return [section.heading for section in document.sections]


@pytest.mark.parametrize("wanted", ["1 Tides", "tides", "TID", "1"])
def test_a_section_comes_with_all_below_it(book: Document, wanted: str) -> None:
    found = of_sections(book, [wanted])
    assert headings(found) == ["1 Tides", "1.1 Ebb", "1.2 Flow"]
    assert [figure.id for figure in found.figures] == ["f1"]


def test_sections_stay_in_the_order_of_the_document(book: Document) -> None:
    assert headings(of_sections(book, ["waves", "flow"])) == ["1.2 Flow", "2 Waves"]


def test_a_heading_wins_over_one_that_only_begins_so(book: Document) -> None:
    longer = book.model_copy(
        update={"sections": (section("Flow of time", 1, 1), section("Flow", 1, 2))}
    )
    assert headings(of_sections(longer, ["flow"])) == ["Flow"]


def test_a_section_that_is_not_there_is_named_with_the_nearest(book: Document) -> None:
    with pytest.raises(DocumentError, match=r"book\.pdf: has no section 'Wave s'.*'2 Waves'"):
        of_sections(book, ["Wave s"])


def test_pages_keep_what_stands_on_them(book: Document) -> None:
    found = of_pages(book, parse_pages("2-3"))
    assert headings(found) == ["1 Tides", "1.1 Ebb", "1.2 Flow"]
    assert [block.kind for block in found.sections[0].blocks] == ["figure"]
    assert [figure.id for figure in found.figures] == ["f1"]


def test_pages_that_are_not_there_are_refused(book: Document) -> None:
    with pytest.raises(DocumentError, match="pages asked for"):
        of_pages(book, parse_pages("7-"))


def test_pages_of_a_pdf_are_read_alone_but_titled_by_the_first(
    samples: Path, tmp_path: Path
) -> None:
    source = fetch(samples / "tides/paper.pdf")
    whole = read(source, assets=tmp_path)
    part = read(source, assets=tmp_path, pages=parse_pages("2-"))
    assert part.title == whole.title
    spans = [block.span.page for section in part.sections for block in section.blocks]
    assert spans
    assert min(page for page in spans if page) == 2


@pytest.mark.parametrize(
    ("text", "pages"),
    [("3", [3]), ("3-5", [3, 4, 5]), ("1, 4-5", [1, 4, 5]), ("2–3", [2, 3])],
)
def test_pages_are_written_as_people_write_them(text: str, pages: list[int]) -> None:
    assert [page for each in parse_pages(text) for page in each] == pages


@pytest.mark.parametrize("text", ["", "0", "5-3", "a", "1,,2", "-4"])
def test_what_names_no_pages_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="are no pages"):
        parse_pages(text)
