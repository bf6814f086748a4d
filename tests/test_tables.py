"""What is said of tables, and that all of it is true."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter.document.model import Block, Document, Section, Span
from converter.script import narrate
from converter.script.model import Card
from converter.script.tables import told

RIVERS = (
    ("River", "Length (km)", "Basin"),
    ("Rhine", "1,233", "Europe"),
    ("Danube", "2,850", "Europe"),
    ("Nile", "6,650", "Africa"),
)


def test_the_highest_and_the_lowest_are_named_with_their_units() -> None:
    assert told(RIVERS, "en") == [
        "Nile is the longest, at 6,650 km, and Rhine the shortest, at 1,233 km."
    ]


@pytest.mark.parametrize(
    ("language", "rows", "sentence"),
    [
        (
            "de",
            (("Fluss", "Länge in km"), ("Rhein", "1.233,5"), ("Donau", "2.850"), ("Ems", "371")),
            "Am längsten ist Donau mit 2.850 km, am kürzesten Ems mit 371 km.",
        ),
        (
            "zh",
            (("城市", "人口（万）"), ("北京", "2189"), ("上海", "2487"), ("广州", "1868")),
            "人口最多的是上海，为2487万；最少的是广州，为1868万。",
        ),
        (
            "fr",
            (("Ville", "Habitants"), ("Lyon", "522 250"), ("Nice", "348 085"), ("Metz", "120 874")),
            "Pour « Habitants », la valeur la plus élevée est 522 250 (Lyon), "
            "la plus basse 120 874 (Metz).",
        ),
        (
            "es",
            (("Año", "Ventas (%)"), ("2010", "3,5"), ("2020", "12,25")),
            "«Ventas» subió de 3,5% en 2010 a 12,25% en 2020.",
        ),
    ],
)
def test_tables_are_told_in_their_language(
    language: str, rows: tuple[tuple[str, ...], ...], sentence: str
) -> None:
    assert told(rows, language) == [sentence]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "In the column Shelf, Ems has the highest value, 24 km, and Rhine the lowest, 5 km.",
        ),
        (
            "de",
            "In der Spalte „Shelf“ hat Ems den höchsten Wert, 24 km, "
            "und Rhine den niedrigsten, 5 km.",
        ),
        ("zh", "在“Shelf”一栏，数值最高的是Ems，为24 km；最低的是Rhine，为5 km。"),
    ],
)
def test_what_a_column_measures_is_named_where_there_is_no_word_for_its_most(
    language: str, sentence: str
) -> None:
    rows = (("Harbour", "Shelf (km)"), ("Rhine", "5"), ("Nile", "6"), ("Ems", "24"))
    assert told(rows, language) == [sentence]


def test_a_series_is_told_from_the_first_year_to_the_last() -> None:
    rows = (("Year", "Output", "Share"), ("2020", "7.5", "5%"), ("2010", "10", "5%"))
    assert told(rows, "en") == [
        "Output fell from 10 in 2010 to 7.5 in 2020.",
        "Share was 5% in 2010 and again 5% in 2020.",
    ]


def test_years_in_the_heading_make_a_series_of_the_row_that_ends_highest() -> None:
    rows = (("Country", "2010", "2020"), ("Norway", "4", "9"), ("Chile", "6", "8"))
    assert told(rows, "en") == ["Norway rose from 4 in 2010 to 9 in 2020."]


def test_a_share_is_told_only_of_a_total_that_is_one() -> None:
    rows = (("Source", "Power"), ("Wind", "30"), ("Sun", "10"), ("Water", "60"), ("Total", "100"))
    assert told(rows, "en")[1] == "Water makes up about 60 percent of the total power."
    wrong = (*rows[:-1], ("Total", "130"))
    assert all("percent" not in sentence for sentence in told(wrong, "en"))


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (("River", "Length"), ("Rhine", "1233")),
        (("River", "Length"), ("Rhine", "long"), ("Nile", "6650"), ("Ems", "371")),
        (("River", "Length"), ("Rhine", "5 km"), ("Nile", "6650 m"), ("Ems", "371 m")),
        (("River", ""), ("Rhine", "5"), ("Nile", "6"), ("Ems", "7")),
        (("River", "Length"), ("Rhine", "5"), ("Rhine", "6"), ("Ems", "7")),
        (("River", "No."), ("Rhine", "3"), ("Nile", "9"), ("Ems", "7")),
        (("River", "Place"), ("Rhine", "1"), ("Nile", "2"), ("Ems", "3")),
        (("River", "Length"), ("Rhine", "9"), ("Nile", "9"), ("Ems", "7")),
        (("River", "Length"), ("Rhine", "1,23"), ("Nile", "9"), ("Ems", "7")),
        (("Item", "Value"), ("Length", "9"), ("Weight", "8"), ("Age", "7")),
        (("3", "4"), ("Rhine", "5"), ("Nile", "6"), ("Ems", "7")),
    ],
)
def test_what_is_not_understood_is_not_told(rows: tuple[tuple[str, ...], ...]) -> None:
    assert told(rows, "en") == []
    assert told(rows, "xx") == []


numbers = st.integers(-5000, 5000)


@settings(deadline=None)
@given(st.lists(numbers, min_size=3, max_size=8), st.booleans())
def test_every_number_said_is_a_cell_or_follows_from_the_cells(
    cells: list[int], totalled: bool
) -> None:
    body = [(f"Row {chr(65 + n)}", f"{cell:,}") for n, cell in enumerate(cells)]
    total = [("Total", f"{sum(cells):,}")] if totalled else []
    sentences = told((("Name", "Amount"), *body, *total), "en")
    for sentence in sentences:
        said = [int(found.replace(",", "")) for found in re.findall(r"-?\d[\d,]*", sentence)]
        if "percent" in sentence:
            assert said == [round(Fraction(100 * max(cells), sum(cells)))]
        else:
            assert said == [max(cells), min(cells)][: len(said)]
            assert body[cells.index(max(cells))][0] in sentence


@settings(deadline=None)
@given(st.lists(numbers, min_size=2, max_size=6))
def test_a_series_goes_where_its_ends_say(cells: list[int]) -> None:
    rows = (("Year", "Amount"), *((str(2000 + n), str(cell)) for n, cell in enumerate(cells)))
    (sentence,) = told(rows, "en")
    way = "rose" if cells[-1] > cells[0] else "fell" if cells[-1] < cells[0] else "was"
    assert f"Amount {way}" in sentence
    assert [int(n) for n in re.findall(r"-?\d+", sentence)] == [
        *(cells[0], 2000),
        *(cells[-1], 1999 + len(cells)),
    ]


def test_a_table_is_narrated_in_its_place_and_shown() -> None:
    span = Span(element="table")
    text = "Rivers carry rain and melted snow from the hills to the sea."
    blocks = (Block(text=text, span=Span(element="p")), Block(kind="table", rows=RIVERS, span=span))
    page = Document(
        source="x.html",
        media_type="text/html",
        title="Rivers",
        sections=(Section(heading="Water", level=1, blocks=blocks),),
    )
    shots = narrate(page).shots
    said = [sentence for shot in shots[1:] for sentence in shot.sentences]
    assert [sentence.text for sentence in said] == [text, *told(RIVERS, "en")]
    assert said[1].spans == (span,)
    assert said[1].say is not None
    assert "6650 kilometers" in said[1].say
    assert any(isinstance(shot.show, Card) and shot.show.kind == "table" for shot in shots)
