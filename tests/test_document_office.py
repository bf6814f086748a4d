"""Reading DOCX and PPTX files, made here by the libraries that also read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.oxml import parse_xml
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from converter.document import read
from converter.document.chart import read_chart, ticks
from converter.document.model import Block, Document
from converter.document.omml import tex
from converter.errors import DocumentError
from converter.script import narrate
from converter.source import fetch

Draw = Callable[[str], bytes]
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
PROSE = (
    "The bridge crosses the estuary where it is narrowest. It was built of oak, and its piers "
    "were renewed in stone a century later."
)


@pytest.fixture
def reader(tmp_path: Path) -> Callable[..., Document]:
    """Save a document and read it."""

    def run(made: Any, name: str) -> Document:
        made.save(str(tmp_path / name))
        return read(fetch(tmp_path / name), assets=tmp_path / "assets")

    return run


@pytest.fixture
def word(reader: Callable[..., Document]) -> Callable[[Any], Document]:
    return lambda made: reader(made, "bridge.docx")


@pytest.fixture
def deck(reader: Callable[..., Document]) -> Callable[[Any], Document]:
    return lambda made: reader(made, "roofs.pptx")


def blocks(document: Document) -> list[Block]:
    return [block for section in document.sections for block in section.blocks]


def formula(inner: str) -> Any:
    return parse_xml(f"<m:oMath {MATH}>{inner}</m:oMath>")


def run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


# DOCX


def test_styles_say_what_a_paragraph_is(word: Callable[[Any], Document]) -> None:
    made = docx.Document()
    made.add_paragraph("The Bridge", style="Title")
    made.add_paragraph("Opening words.")
    made.add_heading("Piers", 1)
    made.add_heading("The third", 2)
    for item in ("Clean.", "Fill."):
        made.add_paragraph(item, style="List Bullet")
    made.add_paragraph("Whoever mends.", style="Quote")
    for line in ("def flow(a):", "    return a"):
        made.add_paragraph().add_run(line).font.name = "Courier New"
    document = word(made)
    assert document.title == "The Bridge"
    assert [(s.heading, s.level) for s in document.sections] == [
        (None, 0),
        ("Piers", 1),
        ("The third", 2),
    ]
    assert [(block.kind, block.text) for block in blocks(document)] == [
        ("paragraph", "Opening words."),
        ("list", "Clean.\nFill."),
        ("quote", "Whoever mends."),
        ("code", "def flow(a):\n    return a"),
    ]
    assert blocks(document)[0].span.element == "document.xml p[2]"


def test_properties_are_the_title_page_unless_a_program_wrote_them(
    word: Callable[[Any], Document],
) -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    assert word(made).authors == ()
    made.core_properties.author = "Ada Marsh; Tom Reed"
    made.core_properties.title = "On bridges"
    document = word(made)
    assert (document.title, document.authors) == ("On bridges", ("Ada Marsh", "Tom Reed"))


def test_pictures_have_the_captions_below_and_tables_those_above(
    word: Callable[[Any], Document], drawn: Draw
) -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    made.add_picture(io.BytesIO(drawn("ebb")), width=Inches(4))
    made.inline_shapes[0]._inline.docPr.set("descr", "A curve")
    made.add_paragraph("Figure 1: The ebb.", style="Caption")
    made.add_paragraph("Table 1: Costs.", style="Caption")
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ("Pier", "Cost", "First", "4 €"), strict=True):
        cell.text = text
    document = word(made)
    (figure,) = document.figures
    assert (figure.label, figure.caption, figure.alt) == (
        "Figure 1",
        "Figure 1: The ebb.",
        "A curve",
    )
    assert figure.image
    kinds = [(block.kind, block.text) for block in blocks(document)[2:]]
    assert kinds == [("paragraph", "Table 1: Costs."), ("table", "Pier\tCost\nFirst\t4 €")]


def test_deleted_and_hidden_words_are_left_out(word: Callable[[Any], Document]) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Kept")
    paragraph.add_run(" hidden").font.hidden = True
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(parse_xml(f"<w:del {names}><w:r><w:delText>gone</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {names}><w:r><w:t> and new.</w:t></w:r></w:ins>"))
    assert [block.text for block in blocks(word(made))] == ["Kept and new."]


def test_a_cropped_picture_shows_only_what_its_author_shows(
    word: Callable[[Any], Document], drawn: Draw
) -> None:
    made = docx.Document()
    made.add_picture(io.BytesIO(drawn("abc")), width=Inches(4))
    blip = next(e for e in made.element.body.iter() if e.tag.endswith("}blip"))
    name = "http://schemas.openxmlformats.org/drawingml/2006/main"
    blip.addnext(parse_xml(f'<a:srcRect xmlns:a="{name}" l="25000" r="25000"/>'))
    (figure,) = word(made).figures
    assert (figure.width, figure.height) == (300, 400)


def test_formulas_become_tex(word: Callable[[Any], Document]) -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    made.add_paragraph()._p.append(
        formula(f"{run('Q=')}<m:f><m:num>{run('A')}</m:num><m:den>{run('α')}</m:den></m:f>")
    )
    found = blocks(word(made))[-1]
    assert (found.kind, found.text) == ("formula", r"$Q=\frac{A}{α}$")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>", "x^{2}"),
        (f"<m:rad><m:deg>{run('3')}</m:deg><m:e>{run('x')}</m:e></m:rad>", r"\sqrt[3]{x}"),
        (
            '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
            f"<m:sub>{run('i')}</m:sub><m:sup>{run('n')}</m:sup><m:e>{run('i')}</m:e></m:nary>",
            r"\sum_{i}^{n} i",
        ),
        (
            '<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>'
            f"<m:e>{run('x')}</m:e></m:d>",
            r"\left[x\right]",
        ),
        (
            f"<m:m><m:mr><m:e>{run('a')}</m:e><m:e>{run('b')}</m:e></m:mr></m:m>",
            r"\begin{matrix}a & b\end{matrix}",
        ),
        (f"<m:func><m:fName>{run('sin')}</m:fName><m:e>{run('x')}</m:e></m:func>", r"\sin{x}"),
        (f"<m:acc><m:e>{run('v')}</m:e></m:acc>", r"\hat{v}"),
    ],
)
def test_each_shape_of_a_formula_has_its_tex(inner: str, expected: str) -> None:
    assert tex(formula(inner)) == expected


# PPTX


@pytest.fixture
def roofs(drawn: Draw) -> Any:
    made = pptx.Presentation()
    first = made.slides.add_slide(made.slide_layouts[0])
    first.shapes.title.text = "Feeding a town"
    second = made.slides.add_slide(made.slide_layouts[1])
    second.shapes.title.text = "Why roofs?"
    second.placeholders[1].text = "Half of all flat roofs bear soil\nRain is held back"
    second.notes_slide.notes_text_frame.text = (
        "The roofs were there all the time, and nobody in the town had ever used them."
    )
    third = made.slides.add_slide(made.slide_layouts[5])
    third.shapes.title.text = "The first garden"
    right = third.shapes.add_textbox(Inches(6), Inches(2), Inches(3), Inches(1))
    right.text_frame.text = "It was planted on the market hall."
    picture = third.shapes.add_picture(
        io.BytesIO(drawn("roof")), Inches(1), Inches(2), Inches(4), Inches(3)
    )
    picture._element.nvPicPr.cNvPr.set("descr", "Raised beds")
    below = third.shapes.add_textbox(Inches(1), Inches(5.1), Inches(4), Inches(0.4))
    below.text_frame.text = "The roof of the market hall"
    return made


def test_a_slide_is_a_section_with_its_blocks_in_their_boxes(
    deck: Callable[[Any], Document], roofs: Any
) -> None:
    document = deck(roofs)
    assert document.title == "Feeding a town"
    assert [s.heading for s in document.sections] == ["Why roofs?", "The first garden"]
    assert [s.span.page for s in document.sections] == [2, 3]
    listed = document.sections[0].blocks[0]
    assert listed.items == ("Half of all flat roofs bear soil", "Rain is held back")
    assert listed.span.page == 2
    figure, beside = document.sections[1].blocks
    assert figure.span.box == (72.0, 144.0, 360.0, 360.0)
    assert beside.text == "It was planted on the market hall."


def test_words_right_below_a_picture_are_its_caption(
    deck: Callable[[Any], Document], roofs: Any
) -> None:
    (figure,) = deck(roofs).figures
    assert (figure.caption, figure.alt) == ("The roof of the market hall", "Raised beds")


def test_notes_are_told_instead_of_the_words_on_the_slide(
    deck: Callable[[Any], Document], roofs: Any
) -> None:
    document = deck(roofs)
    talk = document.sections[0].blocks[-1]
    assert talk.kind == "talk"
    assert (talk.span.page, talk.span.element) == (2, "notes p[1]")
    shots = [shot for shot in narrate(document).shots if shot.section == "Why roofs?"]
    assert [sentence.text for shot in shots for sentence in shot.sentences] == [talk.text]
    assert shots[0].show.model_dump()["lines"] == (
        "Half of all flat roofs bear soil",
        "Rain is held back",
    )


def test_hidden_slides_are_left_out_and_named(deck: Callable[[Any], Document], roofs: Any) -> None:
    roofs.slides[2]._element.set("show", "0")
    document = deck(roofs)
    assert [s.heading for s in document.sections] == ["Why roofs?"]
    assert document.warnings == ("hidden slide(s) 3 are left out",)


def test_a_slide_without_a_title_is_called_by_its_uppermost_words(
    deck: Callable[[Any], Document], roofs: Any
) -> None:
    slide = roofs.slides.add_slide(roofs.slide_layouts[6])
    for top, text in ((3, "It will grow."), (1, "What comes next")):
        box = slide.shapes.add_textbox(Inches(1), Inches(top), Inches(6), Inches(1))
        box.text_frame.text = text
    assert deck(roofs).sections[-1].heading == "What comes next"
    assert [b.text for b in deck(roofs).sections[-1].blocks] == ["It will grow."]


def test_a_chart_is_drawn_from_its_numbers(deck: Callable[[Any], Document], roofs: Any) -> None:
    data = CategoryChartData()
    data.categories = ["2020", "2021"]
    data.add_series("Tomatoes", (4.1, 9.8))
    made = roofs.slides[0].shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(5), Inches(4), data
    )
    made.chart.has_title = True
    made.chart.chart_title.text_frame.text = "Harvest in tonnes"
    figure = deck(roofs).figures[0]
    assert figure.image
    assert (figure.caption, figure.alt) == ("Harvest in tonnes", "Tomatoes")


@pytest.mark.parametrize(
    ("kind", "shape", "count"),
    [
        (XL_CHART_TYPE.COLUMN_CLUSTERED, 'width="193.7"', 2),
        (XL_CHART_TYPE.LINE, 'stroke-width="4"', 1),
        (XL_CHART_TYPE.PIE, "A240 240", 3),
    ],
)
def test_gaps_in_the_numbers_are_gaps_in_the_drawing(kind: Any, shape: str, count: int) -> None:
    data = CategoryChartData()
    data.categories = ["2020", "2021", "2022"]
    data.add_series("Lettuce", (2, None, 8))
    slide = pptx.Presentation().slides.add_slide(pptx.Presentation().slide_layouts[6])
    made = slide.shapes.add_chart(kind, 0, 0, Inches(5), Inches(4), data).chart
    found = read_chart(made.part.blob)
    assert found is not None
    assert found.svg().count(shape) == count


def test_ticks_are_round_and_reach_around_the_values() -> None:
    assert ticks(0, 31) == [0, 10, 20, 30, 40]
    assert ticks(-3, 9.5) == [-5, -2.5, 0, 2.5, 5, 7.5, 10]
    assert len(ticks(5, 5)) > 1


# Bad input


def packed(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def encrypted() -> bytes:
    content = bytearray(packed(word__document=b"<x/>"))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed(word__document=b"<x/>"), "is damaged"),
        (packed(ppt__presentation=b"<x/>"), "is damaged"),
        (packed(word__document=b"\0" * (40 << 20)), "more than is opened"),
        (packed(word__document=b" " + b"ab" * 10_000)[:-40], "damaged or cut short"),
        (encrypted(), "is encrypted"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is encrypted",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "before 2007"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "bad.docx").write_bytes(content)
    with pytest.raises(DocumentError, match=r"bad\.docx") as caught:
        read(fetch(tmp_path / "bad.docx"), assets=tmp_path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_entities_in_a_file_are_not_unfolded(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    made.save(str(tmp_path / "good.docx"))
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with (
        zipfile.ZipFile(tmp_path / "good.docx") as old,
        zipfile.ZipFile(tmp_path / "bomb.docx", "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name).decode("latin-1")
            if name == "word/document.xml":
                head, _, rest = content.partition("?>")
                content = f"{head}?>{bomb}{rest.replace('The bridge', '&b; The bridge')}"
            new.writestr(name, content.encode("latin-1"))
    with pytest.raises(DocumentError, match="neither words nor pictures"):
        read(fetch(tmp_path / "bomb.docx"), assets=tmp_path)


def test_a_missing_picture_is_a_warning(tmp_path: Path, drawn: Draw) -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    made.add_picture(io.BytesIO(drawn("x")))
    made.save(str(tmp_path / "good.docx"))
    with (
        zipfile.ZipFile(tmp_path / "good.docx") as old,
        zipfile.ZipFile(tmp_path / "less.docx", "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, b"broken" if "media/" in name else old.read(name))
    document = read(fetch(tmp_path / "less.docx"), assets=tmp_path)
    assert [figure.image for figure in document.figures] == [None]
    assert any("word/media/image1.png" in warning for warning in document.warnings)
