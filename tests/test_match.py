"""Which figure is shown with which words."""

from __future__ import annotations

from converter.document.model import Block, Document, Figure, Section, Span
from converter.match import match, named, picture, showable
from converter.script.model import Card, Picture, Sentence, Shot

PIXELS = {"width": 800, "height": 600}


def figure(id: str, caption: str = "", **fields: object) -> Figure:
    return Figure.model_validate(
        {"id": id, "image": f"/pictures/{id}.png", "caption": caption, **PIXELS, **fields}
    )


def document(*blocks: str | Figure) -> Document:
    """Return one section in which words and figures stand in the order given."""
    flow = tuple(
        Block(text=block, span=Span(element=f"p{n}"))
        if isinstance(block, str)
        else Block(kind="figure", figure=block.id, span=Span(element=f"p{n}"))
        for n, block in enumerate(blocks)
    )
    return Document(
        source="page",
        media_type="text/html",
        title="Rivers",
        sections=(Section(heading="Rivers", level=1, blocks=flow),),
        figures=tuple(block for block in blocks if isinstance(block, Figure)),
    )


def shots(of: Document) -> list[Shot]:
    """Return a shot for every paragraph, with the first sentence of it."""
    return [
        Shot(
            id=f"s{n}",
            sentences=(
                Sentence(
                    text=block.text.partition(" (")[0],
                    spans=(block.span.model_copy(update={"start": 0, "end": len(block.text)}),),
                ),
            ),
            show=Card(kind="points", heading="Rivers"),
        )
        for section in of.sections
        for n, block in enumerate(section.blocks)
        if block.text
    ]


def shown(of: Document) -> list[str]:
    found = match(shots(of), of)
    return [shot.show.figure if isinstance(shot.show, Picture) else "" for shot in found]


def test_figures_are_named_in_many_languages() -> None:
    assert named("see Fig. 3a and Figures 4 and 5") == {
        ("figure", "3"),
        ("figure", "4"),
        ("figure", "5"),
    }
    assert named("siehe Abb. 2, Tabelle 1") == {("figure", "2"), ("table", "1")}
    assert named("如图3所示, 表 2") == {("figure", "3"), ("table", "2")}
    assert named("الشكل 7") == {("figure", "7")}
    assert named("The figure of 3 million") == set()


def test_a_name_that_was_removed_for_the_eye_still_binds_the_figure() -> None:
    page = document(
        "Rain falls on the hills (see Figure 2).",
        "Snow melts in spring.",
        figure("a", "Figure 1: A map of the delta", label="Figure 1"),
        figure("b", "Figure 2: Weather", label="Figure 2"),
    )
    assert shown(page)[0] == "b"


def test_a_figure_goes_with_the_words_beside_it() -> None:
    page = document(
        "Farmers use the water for fields.",
        "Ships carry coal and grain.",
        "Dams make power.",
        *("Many things are said here that no picture shows.",) * 6,
        figure("late"),
        "The delta reaches the sea.",
    )
    assert shown(page)[:3] == ["", "", ""]
    assert "late" in shown(page)[-2:]


def test_like_words_decide_between_neighbours() -> None:
    page = document(
        "The dam holds back a long lake.",
        figure("grain", "A ship loaded with grain in the harbour"),
        "A ship carries grain down to the harbour.",
    )
    assert shown(page) == ["", "grain"]


def test_no_figure_is_shown_twice_and_their_order_holds() -> None:
    words = [f"Sentence number {n} speaks about water." for n in range(8)]
    pictures = [figure(f"f{n}") for n in range(3)]
    page = document(*words[:2], pictures[0], *words[2:5], pictures[1], *words[5:], pictures[2])
    found = [name for name in shown(page) if name]
    assert found == ["f0", "f1", "f2"]


def test_a_figure_named_before_its_turn_is_shown_where_it_is_named() -> None:
    page = document(
        "The result is clear (Figure 2).",
        "The method takes water from the river (Figure 1).",
        figure("a", label="Figure 1"),
        figure("b", label="Figure 2"),
    )
    assert shown(page) == ["b", "a"]


def test_what_cannot_fill_a_picture_is_never_shown() -> None:
    assert not showable(figure("a", image=None))
    assert not showable(figure("a", decorative=True))
    assert not showable(figure("a", width=199, height=120))
    assert showable(figure("a", width=199, height=900))


def test_tables_need_words_that_name_them_and_formulas_words_about_them() -> None:
    table = figure("t", "Table 1: Rainfall", kind="table", label="Table 1")
    formula = figure("f", kind="formula")
    assert shown(document("Ships carry coal.", table)) == [""]
    assert shown(document("Rain fell (Table 1).", table)) == ["t"]
    assert shown(document("Ships carry coal.", formula)) == [""]
    assert shown(document("The equation gives the flow.", formula)) == ["f"]


def test_title_and_closing_keep_their_cards() -> None:
    page = document("Rivers", figure("a", "Rivers"))
    title = shots(page)[0].model_copy(update={"show": Card(kind="title", heading="Rivers")})
    closing = Shot(id="s2", show=Card(kind="closing"), duration=3.0)
    assert match([title, closing], page) == (title, closing)


def test_sentences_a_person_wrote_are_matched_by_their_words() -> None:
    page = document("Ships carry coal.", figure("a", "A steam engine in a museum"))
    shot = Shot(
        id="s1",
        sentences=(Sentence(text="Here is the steam engine of the museum."),),
        show=Card(kind="points"),
    )
    (found,) = match([shot], page)
    assert isinstance(found.show, Picture)
    assert found.show.figure == "a"


def test_a_picture_that_was_chosen_stays_and_is_shown_once() -> None:
    boat, barge = figure("boat", "A boat on the river"), figure("barge", "A barge on the river")
    of = document("A barge moves on the river.", boat, "A boat moves on the river.", barge)
    first, second = shots(of)
    chosen = first.model_copy(update={"show": picture(boat)})
    kept, other = match([chosen, second], of)
    assert kept == chosen
    assert isinstance(other.show, Picture)
    assert other.show.figure == "barge"
