from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from converter.script.cut import written
from converter.script.model import Card, Picture, Sentence, Shot
from converter.script.slides import MOST_LETTERS, MOST_POINTS, gather

PICTURE = Picture(image="x.png", width=10, height=10)


def shot(name: str, *lines: str, section: str = "Lift") -> Shot:
    card = Card(kind="points", heading=section, lines=lines)
    return Shot(id=name, section=section, sentences=(Sentence(text=name),), show=card)


def cards(shots: tuple[Shot, ...]) -> list[Card]:
    return [s.show for s in shots if isinstance(s.show, Card)]


def test_points_of_one_section_come_one_by_one_on_one_slide() -> None:
    told = cards(gather([shot("a", "Up"), shot("b", "Back"), shot("c", "Down")]))
    assert {card.lines for card in told} == {("Up", "Back", "Down")}
    assert [card.now for card in told] == [(0, 1), (1, 2), (2, 3)]


def test_a_slide_never_spans_sections_or_pictures() -> None:
    between = shot("b").model_copy(update={"show": PICTURE})
    shots = [shot("a", "Up"), between, shot("c", "Down"), shot("d", "Near", section="Drag")]
    assert list(gather(shots)) == shots


points = st.lists(
    st.tuples(
        st.sampled_from("AB"), st.lists(st.text("ab ", min_size=1, max_size=120), max_size=3)
    ),
    max_size=12,
)


@given(points)
def test_whatever_is_gathered_every_shot_tells_its_own_points(
    given_points: list[tuple[str, list[str]]],
) -> None:
    shots = [shot(str(i), *lines, section=s) for i, (s, lines) in enumerate(given_points)]
    gathered = gather(shots)
    assert [s.sentences for s in gathered] == [s.sentences for s in shots]
    for before, after in zip(cards(tuple(shots)), cards(gathered), strict=True):
        begin, end = after.now or (0, len(after.lines))
        assert after.lines[begin:end] == before.lines


@given(st.integers(2, 12))
def test_slides_are_about_equally_full(count: int) -> None:
    told = cards(gather([shot(str(i), f"Point {i}") for i in range(count)]))
    sizes = [len(card.lines) for card in told if card.now is None or card.now[0] == 0]
    assert sum(sizes) == count
    assert max(sizes) <= MOST_POINTS
    assert max(sizes) - min(sizes) <= 1


def test_long_points_get_more_slides() -> None:
    told = cards(gather([shot(str(i), "x" * (MOST_LETTERS // 2 + 1)) for i in range(2)]))
    assert [len(card.lines) for card in told] == [1, 1]


def test_dates_are_written_as_people_write_them() -> None:
    assert written("2026-05-09", "en") == "9 May 2026"
    assert written("2026-05", "de") == "Mai 2026"
    assert written("2026", "fr") == "2026"
    assert written("2026-05-09", "zh") == "2026年5月9日"
    assert written("2026-13-40", "en") == "2026-13-40"
    assert written("last week", "en") == "last week"
    assert written(None, "en") == ""
