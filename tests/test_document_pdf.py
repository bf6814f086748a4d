"""PDFs: small ones, drawn here page by page, and what a reader must make of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from converter.document.language import language_of
from converter.document.model import Document, Figure
from converter.document.pdf import read_pdf, reader
from converter.document.pdf.captions import caption_label, starts_caption
from converter.document.pdf.dates import find_date
from converter.document.pdf.headings import SIGN, scheme
from converter.document.pdf.page import _named
from converter.document.pdf.text import Joiner, clean, renaming, turned, unspaced
from converter.errors import DocumentError
from converter.source import Source
from converter.store import keeping

LOREM = (
    "The tide gauge at the harbour wall has measured the height of the water since the spring "
    "of that year and its float moves in a narrow well that keeps the waves away from the pen. "
    "Every morning a keeper reads the drum and writes the highest and the lowest mark in a book."
)
Draw = Callable[[Any], None]


def words(text: str, per_line: int = 13) -> list[str]:
    """Break a text into lines of a fixed number of words."""
    each = text.split()
    return [" ".join(each[i : i + per_line]) for i in range(0, len(each), per_line)]


def write(
    page: Any,
    lines: Sequence[str],
    at: tuple[float, float],
    *,
    size: float = 10,
    font: str = "helv",
) -> float:
    """Write lines from a baseline down; return the baseline after the last."""
    x, y = at
    for line in lines:
        page.insert_text((x, y), line, fontsize=size, fontname=font)
        y += 1.25 * size
    return y


def drawn(*pages: Draw, size: tuple[float, float] = (595, 842)) -> Any:
    """Draw a document, one function a page."""
    pdf = pymupdf.open()
    for draw in pages:
        draw(pdf.new_page(width=size[0], height=size[1]))
    return pdf


def read(pdf: Any, assets: Path, name: str = "tides.pdf", **options: Any) -> Document:
    content = pdf if isinstance(pdf, bytes) else pdf.tobytes()
    source = Source(name, "application/pdf", content, f"file:///{name}")
    return read_pdf(source, assets=assets, **options)


def said(document: Document) -> str:
    return "\n".join(section.text for section in document.sections)


def photograph(width: int, height: int) -> bytes:
    """A PNG with as many tones as a photograph."""
    noise = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    data = io.BytesIO()
    Image.fromarray(noise).save(data, "PNG")
    return data.getvalue()


def plot(page: Any, box: tuple[float, float, float, float]) -> None:
    """Draw a chart of three bars on axes, with numbers under it."""
    x0, y0, x1, y1 = box
    page.draw_line((x0, y0), (x0, y1))
    page.draw_line((x0, y1), (x1, y1))
    step = (x1 - x0) / 4
    for i in range(3):
        left = x0 + step * (i + 0.4)
        page.draw_rect((left, y0 + 12 * i, left + step / 2, y1), fill=(0.1, 0.3, 0.7))
        page.insert_text((left, y1 + 10), str(i + 1), fontsize=7)


def only(figures: Sequence[Figure]) -> Figure:
    (figure,) = figures
    return figure


# Text


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        write(page, ["A title over both columns"], (60, 70), size=20)
        left = [f"left {i} has several words in its column" for i in range(20)]
        right = [f"right {i} has several words in its column" for i in range(20)]
        write(page, left, (60, 120))
        write(page, right, (310, 120))

    text = said(read(drawn(page), tmp_path))
    assert text.index("left 19") < text.index("right 0")


def test_a_word_broken_at_a_line_end_is_whole_again(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        lines = [
            "The keeper of the harbour wrote the highest and the low-",
            "est mark of the day in a book with a well-known and self-",
            "locking clasp, and the book is kept in the archive today.",
        ]
        write(page, lines, (60, 100))

    text = said(read(drawn(page), tmp_path))
    assert "lowest mark" in text
    assert "self-locking clasp" in text


def test_a_paragraph_runs_on_over_the_page_and_past_a_running_head(tmp_path: Path) -> None:
    def page(number: int, lines: list[str]) -> Draw:
        def draw(page: Any) -> None:
            write(page, [f"Tides of the North {number}"], (60, 40), size=8)
            write(page, lines, (60, 100))
            write(page, [str(number)], (295, 810), size=8)

        return draw

    first = [*words(LOREM), "The keeper who came after him found that the old marks were"]
    second = ["too high by the width of a hand and began the book again.", *words(LOREM)]
    pdf = drawn(page(1, first), page(2, second), page(3, words(LOREM)), page(4, words(LOREM)))
    document = read(pdf, tmp_path)
    assert "the old marks were too high by the width" in said(document)
    assert "Tides of the North" not in said(document)
    assert not any(line.strip().isdigit() for line in said(document).splitlines())


def test_numbers_before_the_lines_of_a_draft_are_dropped(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        for i, line in enumerate(words(LOREM * 4)):
            write(page, [str(i + 1)], (30, 100 + 16 * i), size=7)
            write(page, [line], (80, 100 + 16 * i))

    text = said(read(drawn(page), tmp_path))
    assert "the harbour wall has measured" in text
    assert not any(character.isdigit() for character in text)


def test_chinese_lines_are_joined_without_spaces(tmp_path: Path) -> None:
    lines = [
        "潮汐是海水在月球和太阳引力作用下发生的周期性运动现象",
        "它在许多港口比月球经过的时间晚几个小时才出现高潮位置",
        "我们测量了五个港口的延迟并且比较了模型与观测的结果。",
    ]

    def page(page: Any) -> None:
        write(page, lines, (60, 100), size=12, font="china-s")

    document = read(drawn(page), tmp_path)
    assert "".join(lines) in said(document)
    assert document.language == "zh"


def test_a_lam_alef_taken_apart_backwards_is_put_right() -> None:
    def char(letter: str, width: float) -> dict[str, Any]:
        return {"c": letter, "bbox": (0.0, 0.0, width, 10.0)}

    ligature = [char("س", 5), char("ا", 0), char("ل", 6), char("م", 4)]
    assert turned(ligature) == "سلام"
    assert turned([char("ا", 3), char("ل", 3)]) == "ال"


def test_ligatures_and_loose_accents_become_letters() -> None:
    assert clean("e\ufb03cient \ufb02ow, G¨odel, Pok´emon") == "efficient flow, Gödel, Pokémon"


def test_a_loose_grave_accent_is_told_from_a_quotation_mark() -> None:
    assert clean("d’apr`es lui, `a la plage") == "d’après lui, à la plage"
    for quoted in ("type `a` or `echo`", "a ``actual'' quotation", "the `a' key"):
        assert clean(quoted) == quoted


@given(st.lists(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяА", min_size=4), min_size=1))
def test_cyrillic_read_as_latin_is_put_right(written: list[str]) -> None:
    page = " ".join([*written, "и", "для", "LaTeX"])
    latin = page.encode("cp1251").decode("latin-1")
    assert renaming(latin)(latin) == page
    assert renaming(latin)("ïî") == "по"


def test_words_that_bear_many_accents_stay_as_they_are() -> None:
    for word in ("été", "Œuvre créée à Ölüdeniz", "hääöinen", "þjóð", "Ünïcödé", "ÅÄÖ"):
        assert renaming(word)(word) == word


def test_letters_set_apart_are_words_again() -> None:
    assert unspaced("P h y M L – M a n u a l") == "PhyML–Manual"
    assert unspaced("A N N U A L report of a b company") == "ANNUAL report of a b company"


@given(st.text("abcdefghijklm", min_size=2, max_size=12), st.integers(1, 11))
def test_a_word_cut_anywhere_by_a_soft_hyphen_is_itself_again(word: str, place: int) -> None:
    place = min(place, len(word) - 1)
    assert Joiner().join(word[:place] + "\u00ad", word[place:]) == word


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=20))
def test_joining_lines_neither_loses_nor_adds_words(each: list[str]) -> None:
    joined = ""
    for word in each:
        joined = Joiner().join(joined, word)
    assert joined.split() == each


def test_a_heading_run_into_its_paragraph_ends_with_a_stop(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        write(page, ["Abstract"], (72, 100), font="hebo")
        write(page, ["Why the tide runs late is told by"], (122, 100))
        write(page, words(LOREM), (72, 112))
        write(page, ["Tides"], (72, 200), font="hebo")
        write(page, ["come late to the harbour, which is told by"], (104, 200))
        write(page, words(LOREM), (72, 212))

    text = said(read(drawn(page), tmp_path))
    assert "Abstract. Why the tide" in text
    assert "Tides come late" in text


def test_footnotes_and_references_stand_apart(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        y = write(page, words(LOREM), (60, 80))
        y = write(page, ["References"], (60, y + 30), size=14, font="hebo")
        write(
            page,
            ["[1] A. Doe. On gauges. Journal of Tides, 2019.", "[2] B. Roe. On wells. 2020."],
            (60, y + 10),
        )
        page.insert_text((60, 745), "1", fontsize=5)
        page.insert_text((64, 750), "Measured by the second author in 2021.", fontsize=8)

    document = read(drawn(page), tmp_path)
    references = [note.text for note in document.notes if note.kind == "reference"]
    assert [text[:10] for text in references] == ["[1] A. Doe", "[2] B. Roe"]
    assert "On gauges" not in said(document)


def test_a_table_of_contents_is_not_read_out(tmp_path: Path) -> None:
    def contents(page: Any) -> None:
        write(page, ["Contents"], (60, 80), size=16, font="hebo")
        entries = [f"{i} Chapter about gauges {'.' * 60} {i * 7}" for i in range(1, 12)]
        write(page, entries, (60, 120))

    def text(page: Any) -> None:
        write(page, ["1 Chapter about gauges"], (60, 80), size=16, font="hebo")
        write(page, words(LOREM), (60, 120))

    document = read(drawn(contents, text), tmp_path)
    assert "....." not in said(document)
    assert [section.heading for section in document.sections] == ["1 Chapter about gauges"]


# Headings


def chapters(page: Any) -> None:
    y = 80.0
    for heading, size in (
        ("1 Introduction", 16),
        ("1.1 Gauges", 13),
        ("1.2 Wells", 13),
        ("2 Method", 16),
    ):
        y = write(page, [heading], (60, y + 16), size=size, font="hebo") + 6
        y = write(page, words(LOREM), (60, y))


def test_numbers_give_headings_their_levels(tmp_path: Path) -> None:
    document = read(drawn(chapters), tmp_path)
    assert [(s.level, s.heading) for s in document.sections if s.heading] == [
        (1, "1 Introduction"),
        (2, "1.1 Gauges"),
        (2, "1.2 Wells"),
        (1, "2 Method"),
    ]


def test_an_outline_that_fits_its_pages_decides(tmp_path: Path) -> None:
    pdf = drawn(chapters)
    pdf.set_toc([[1, "Introduction", 1], [2, "Gauges", 1], [3, "Wells", 1], [1, "Method", 1]])
    document = read(pdf, tmp_path)
    assert [s.level for s in document.sections if s.heading] == [1, 2, 3, 1]


def test_an_outline_from_another_file_is_not_believed(tmp_path: Path) -> None:
    pdf = drawn(chapters)
    pdf.set_toc([[1, "Slide 1", 1], [2, "Slide 2", 1], [3, "Slide 3", 1]])
    document = read(pdf, tmp_path)
    assert [s.heading for s in document.sections if s.heading][:2] == [
        "1 Introduction",
        "1.1 Gauges",
    ]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2.3 Results", ("decimal", 2)),
        ("IV. Results", ("roman", 1)),
        ("第三节 重要事项", ("chapter", 1)),
        ("二、证券投资情况", ("chinese", 1)),
        ("Results in 2019", None),
    ],
)
def test_the_numbering_of_a_heading_is_recognised(
    heading: str, expected: tuple[str, int] | None
) -> None:
    assert scheme(heading) == expected


# Figures


def test_a_vector_figure_is_cut_out_whole_and_bound_to_its_caption(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        write(page, words(LOREM), (60, 80))
        plot(page, (150, 200, 430, 360))
        write(page, ["Figure 3: Height of the tide at three harbours."], (150, 395), size=9)
        write(page, words(LOREM), (60, 440))

    document = read(drawn(page), tmp_path, picture_size=(1280, 720))
    figure = only(document.figures)
    assert (figure.label, figure.kind) == ("Figure 3", "diagram")
    assert figure.caption == "Figure 3: Height of the tide at three harbours."
    assert "Height of the tide" not in said(document)
    assert figure.span.box is not None
    x0, y0, x1, y1 = figure.span.box
    assert (x0, x1) == pytest.approx((150, 430), abs=4)
    assert (y0, y1) == pytest.approx((200, 372), abs=4)
    assert max(figure.width / 1280, figure.height / 720) == pytest.approx(1, abs=0.05)
    with Image.open(str(figure.image)) as image:
        assert image.size == (figure.width, figure.height)


def test_figures_side_by_side_keep_their_own_captions(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        write(page, words(LOREM), (60, 80))
        plot(page, (70, 200, 270, 330))
        plot(page, (320, 200, 520, 330))
        write(page, ["Figure 1: Bergen in the spring."], (90, 360), size=9)
        write(page, ["Figure 2: Oslo in the autumn."], (345, 360), size=9)
        write(page, words(LOREM), (60, 410))

    document = read(drawn(page), tmp_path)
    places = {f.label: f.span.box[0] for f in document.figures if f.span.box}
    assert places["Figure 1"] < 250 < places["Figure 2"]
    assert len(document.figures) == 2


def test_parts_under_one_caption_make_one_figure(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        write(page, words(LOREM), (60, 80))
        for i, letter in enumerate("ab"):
            plot(page, (90 + 220 * i, 200, 270 + 220 * i, 320))
            write(page, [f"({letter})"], (170 + 220 * i, 345), size=8)
        write(page, ["Figure 1: Two harbours, in the spring (a) and autumn (b)."], (150, 375))
        write(page, words(LOREM), (60, 430))

    figure = only(read(drawn(page), tmp_path).figures)
    assert figure.span.box is not None
    assert figure.span.box[0] < 95
    assert figure.span.box[2] > 480


def test_an_embedded_raster_is_not_enlarged_beyond_twice_its_pixels(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        write(page, words(LOREM), (60, 80))
        page.insert_image((100, 200, 400, 350), stream=photograph(200, 100))

    figure = only(read(drawn(page), tmp_path).figures)
    assert figure.kind == "photo"
    assert figure.width <= 2 * 200 * 1.1


def test_a_logo_on_every_page_is_no_figure(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        page.insert_image((60, 20, 180, 80), stream=photograph(120, 60))
        write(page, words(LOREM), (60, 120))

    assert not read(drawn(page, page, page, page), tmp_path).figures


def test_a_table_has_rows_and_a_picture(tmp_path: Path) -> None:
    rows = [["Harbour", "Delay"], ["Bergen", "1.1"], ["Oslo", "2.4"], ["Tromso", "3.1"]]

    def page(page: Any) -> None:
        write(page, words(LOREM), (60, 80))
        write(page, ["Table 1: Delay of high water in hours."], (120, 190), size=9)
        for i in range(5):
            page.draw_line((120, 205 + 20 * i), (420, 205 + 20 * i))
        for x in (120, 270, 420):
            page.draw_line((x, 205), (x, 285))
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                write(page, [cell], (130 + 150 * j, 219 + 20 * i))
        write(page, words(LOREM), (60, 330))

    document = read(drawn(page), tmp_path)
    figure = only(document.figures)
    block = next(b for s in document.sections for b in s.blocks if b.kind == "table")
    assert [list(row) for row in block.rows] == rows
    assert (figure.kind, figure.label, block.figure) == ("table", "Table 1", figure.id)


def test_pictures_are_named_by_their_content(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        write(page, words(LOREM), (60, 80))
        plot(page, (150, 200, 430, 360))

    first, second = (only(read(drawn(page), tmp_path).figures) for _ in range(2))
    assert first.image == second.image
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Figure 3: The tide", ("Figure 3", "figure")),
        ("Fig. 2. The tide", ("Fig. 2", "figure")),
        ("Abb. 4: Die Gezeiten", ("Abb. 4", "figure")),
        ("Table A.1 Delays", ("Table A.1", "table")),
        ("图 1：潮汐", ("图 1", "figure")),
        ("Figure 3 shows the tide", None),
        ("Figures of speech", None),
    ],
)
def test_a_caption_is_told_by_its_label(text: str, expected: tuple[str, str] | None) -> None:
    assert caption_label(text) == expected
    assert starts_caption(text, bold=False) == (expected is not None)


# Front matter


def front(page: Any) -> None:
    write(page, ["Why the Tide Runs Late"], (150, 80), size=20, font="hebo")
    page.insert_text((180, 115), "Mara Lindqvist", fontsize=12)
    page.insert_text((262, 111), "1", fontsize=7)
    page.insert_text((268, 115), ", José Oyelaran and Wei-Lun Chen", fontsize=12)
    write(page, ["Department of Oceanography, University of Somewhere"], (170, 135), size=9)
    write(page, ["Published: 14 March 2024"], (170, 150), size=9)
    y = write(page, ["Abstract"], (60, 185), size=12, font="hebo")
    write(page, words(LOREM), (60, y))


def test_title_authors_and_date_stand_on_the_first_page(tmp_path: Path) -> None:
    pdf = drawn(front)
    pdf.set_metadata({"title": "Microsoft Word - final_v3.docx", "author": "admin"})
    document = read(pdf, tmp_path)
    assert document.title == "Why the Tide Runs Late"
    assert document.authors == ("Mara Lindqvist", "José Oyelaran", "Wei-Lun Chen")
    assert document.date == "2024-03-14"
    assert "Department" not in said(document)
    assert document.sections[0].heading == "Abstract"


def test_an_ornament_before_a_heading_is_no_part_of_it(tmp_path: Path) -> None:
    def page(page: Any) -> None:
        for top, heading in ((80, "Method"), (300, "Results")):
            page.insert_text((60, top), f"\u2022 {heading}", fontsize=16, fontname="hebo")
            write(page, words(LOREM), (60, top + 30))

    headings = [section.heading for section in read(drawn(page), tmp_path).sections]
    assert "Results" in headings


@pytest.mark.parametrize(
    ("written", "heading"),
    [("1 • Abstract", "1 Abstract"), ("◦ Notes", "Notes"), ("• 3", "• 3")],
)
def test_an_ornament_goes_from_before_words_only(written: str, heading: str) -> None:
    assert SIGN.sub(r"\1", written) == heading


def test_metadata_counts_where_the_page_says_the_same(tmp_path: Path) -> None:
    pdf = drawn(front)
    pdf.set_metadata({"title": "Why the tide runs late", "author": "Lindqvist; Oyelaran"})
    document = read(pdf, tmp_path)
    assert document.title == "Why the tide runs late"
    assert document.authors == ("Lindqvist", "Oyelaran")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Submitted: 1 May 2020, Published: 24 December 2024", "2024-12-24"),
        ("August 6, 2020", "2020-08-06"),
        ("15. März 2021", "2021-03-15"),
        ("2018 年 4 月", "2018-04"),
        ("pages 2020 to 2024", None),
    ],
)
def test_dates_are_read_as_documents_write_them(text: str, expected: str | None) -> None:
    assert find_date([text]) == expected


def test_the_words_outweigh_a_declared_language() -> None:
    german = "Die Flut kommt später als der Mond und das ist in den Häfen nicht gleich. " * 3
    assert language_of(german, "en-US") == "de"
    assert language_of(german, "de-AT") == "de-AT"


def test_a_running_head_is_no_part_of_the_figure_below_it(tmp_path: Path) -> None:
    def plotted(page: Any) -> None:
        write(page, [f"{page.number + 1}", "Marsh and Oyelaran"], (72, 40))
        page.draw_rect((150, 80, 440 - 40 * page.number, 260), fill=(0.2, 0.4, 0.8))
        write(page, [f"Figure {page.number + 1}. The height of the water by day."], (72, 300))
        write(page, words(LOREM * 3), (72, 340))

    document = read(drawn(*[plotted] * 4), tmp_path)
    assert len(document.figures) == 4
    assert all(figure.span.box and figure.span.box[1] > 60 for figure in document.figures)


def test_the_bulk_of_a_text_decides_its_language() -> None:
    english = "This is the abstract of the thesis and it is in the language of the readers. "
    german = "Die Flut kommt später als der Mond und das ist in den Häfen nicht gleich. "
    assert language_of(english * 100 + german * 600) == "de"


def test_filler_text_leaves_the_language_to_the_headings() -> None:
    filler = (
        "Nam dui ligula, fringilla a, euismod sodales, sollicitudin vel, wisi. Morbi auctor lorem "
        "non justo. Nam lacus libero, pretium at, lobortis vitae, ultricies et, tellus. "
    ) * 5
    assert language_of("Содержание отчёта, Реферат, Термины и определения. " + filler) == "ru"
    assert language_of(filler) == "en"


def test_ligatures_that_calibri_names_no_letters_for_are_read() -> None:
    def page(unknown: str) -> Any:
        letters = [{"c": c, "origin": (x, 9)} for x, c in enumerate(f"wri{unknown}ng")]
        spans = [{"font": "RKRNVU+Calibri", "chars": letters}]
        return {"blocks": [{"lines": [{"spans": spans}]}]}

    class Drawn:
        def get_text(self, kind: str, flags: int) -> Any:
            return page("\u019f" if flags & pymupdf.TEXT_USE_CID_FOR_UNKNOWN_UNICODE else "\ufffd")

    (line,) = _named(Drawn(), 0)["blocks"][0]["lines"]
    assert line["spans"][0]["text"] == "writing"


# Slides


def test_each_slide_is_a_section_and_a_picture(tmp_path: Path) -> None:
    def slide(title: str, points: list[str]) -> Draw:
        def draw(page: Any) -> None:
            write(page, [title], (40, 60), size=28, font="hebo")
            write(page, [f"• {point}" for point in points], (60, 130), size=18)

        return draw

    pdf = drawn(
        slide("Why tides matter", ["Ports need them"]),
        slide("Why tides matter", ["Ports need them", "Fish too"]),
        slide("What we measured", ["Five harbours", "One year"]),
        size=(720, 405),
    )
    document = read(pdf, tmp_path)
    assert [s.heading for s in document.sections] == ["Why tides matter", "What we measured"]
    assert [s.blocks[1].items for s in document.sections] == [
        ("Ports need them", "Fish too"),
        ("Five harbours", "One year"),
    ]
    assert [(f.width, f.height) for f in document.figures] == [(1920, 1080)] * 2


# Places and states


def test_every_piece_says_where_it_stood_upright(tmp_path: Path) -> None:
    pdf = drawn(chapters)
    pdf[0].set_rotation(90)
    upright = read(drawn(chapters), tmp_path)
    sideways = read(pdf, tmp_path)
    for document, (width, height) in ((upright, (595, 842)), (sideways, (595, 842))):
        for section in document.sections:
            for span in (section.span, *(block.span for block in section.blocks)):
                assert span.page == 1
                assert span.box is not None
                assert 0 <= span.box[0] < span.box[2] <= width
                assert 0 <= span.box[1] < span.box[3] <= height
    assert said(sideways) == said(upright)


def test_a_scan_without_text_is_refused_with_the_reason(tmp_path: Path) -> None:
    def scan(page: Any) -> None:
        page.insert_image(page.rect, stream=photograph(120, 170))

    with pytest.raises(DocumentError, match=r"tides\.pdf: has no text layer"):
        read(drawn(scan, scan), tmp_path)


def test_scanned_pages_among_others_are_named(tmp_path: Path) -> None:
    def scan(page: Any) -> None:
        page.insert_image(page.rect, stream=photograph(120, 170))

    document = read(drawn(chapters, scan, scan, chapters), tmp_path)
    assert any("page(s) 2-3" in warning for warning in document.warnings)


def test_an_encrypted_file_asks_for_its_password(tmp_path: Path) -> None:
    # 5 is AES with 256 bits
    locked = drawn(chapters).tobytes(encryption=5, user_pw="open", owner_pw="owner")
    with pytest.raises(DocumentError, match=r"tides\.pdf: is encrypted; give the password"):
        read(locked, tmp_path)
    with pytest.raises(DocumentError, match="not its password"):
        read(locked, tmp_path, password="shut")
    assert "harbour wall" in said(read(locked, tmp_path, password="open"))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of files that PyMuPDF is asked to read."""
    found: list[str] = []
    true = reader.read_pdf

    def told(source: Source, **options: Any) -> Document:
        found.append(source.address)
        return true(source, **options)

    monkeypatch.setattr(reader, "read_pdf", told)
    return found


def test_a_file_that_was_read_before_is_taken_from_the_store_with_its_pictures(
    samples: Path, tmp_path: Path, readings: list[str]
) -> None:
    paper = (samples / "tides" / "paper.pdf").read_bytes()
    with keeping(tmp_path / "store"):
        first, again = (read(paper, tmp_path / folder) for folder in ("first", "again"))
    assert readings == ["tides.pdf"]
    assert {Path(f.image).parent for f in again.figures if f.image} == {tmp_path / "again"}
    assert again.model_dump_json(context={"base": str(tmp_path / "again")}) == (
        first.model_dump_json(context={"base": str(tmp_path / "first")})
    )
    for picture in (tmp_path / "first").iterdir():
        assert (tmp_path / "again" / picture.name).read_bytes() == picture.read_bytes()


def test_other_options_or_another_content_are_read_anew(
    tmp_path: Path, readings: list[str]
) -> None:
    pdf = drawn(chapters, chapters).tobytes()
    with keeping(tmp_path / "store"):
        read(pdf, tmp_path)
        read(pdf, tmp_path, picture_size=(1280, 720))
        read(pdf, tmp_path, pages=(range(1, 2),))
        read(drawn(chapters), tmp_path)
    assert len(readings) == 4


def test_what_a_password_protects_is_not_kept(tmp_path: Path) -> None:
    locked = drawn(chapters).tobytes(encryption=5, user_pw="open", owner_pw="owner")
    with keeping(tmp_path / "store"):
        read(locked, tmp_path / "assets", password="open")
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("content", [b"", b"no PDF at all", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_refused_in_one_line(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as refused:
        read(content, tmp_path)
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("tides.pdf: ")


def test_a_truncated_file_is_read_or_refused_but_never_empty(tmp_path: Path) -> None:
    whole = drawn(chapters, chapters).tobytes()
    for share in (0.2, 0.5, 0.8, 0.95):
        try:
            document = read(whole[: int(share * len(whole))], tmp_path)
        except DocumentError as refused:
            assert "\n" not in str(refused)
        else:
            assert said(document).strip()


def test_pages_without_a_page_tree_are_found_again(tmp_path: Path) -> None:
    broken = drawn(chapters).tobytes().replace(b"/Type/Catalog", b"/Type/Katalog")
    broken = broken.replace(b"/Kids", b"/Kinds")
    assert "harbour wall" in said(read(broken, tmp_path))


def _small_pdf() -> bytes:
    pdf = pymupdf.open()
    page = pdf.new_page()
    write(page, ["The tides"], (72, 80), size=20)
    write(page, words(LOREM), (72, 120))
    picture = io.BytesIO()
    Image.linear_gradient("L").save(picture, "PNG")
    page.insert_image(pymupdf.Rect(72, 300, 300, 450), stream=picture.getvalue())
    return bytes(pdf.tobytes(deflate=False))


SMALL = _small_pdf()


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=60),
    st.integers(0, len(SMALL)),
)
def test_a_pdf_with_damaged_bytes_is_read_or_refused_in_one_line(
    tmp_path: Path, damage: list[tuple[int, int]], cut: int
) -> None:
    content = bytearray(SMALL)
    for place, value in damage:
        content[place] = value
    kept = bytes(content[: len(content) - cut // 8])
    source = Source("tides.pdf", "application/pdf", kept, "file:///tides.pdf")
    try:
        document = read_pdf(source, assets=tmp_path)
    except DocumentError as error:
        assert "\n" not in str(error)
    else:
        assert document.sections or document.figures
