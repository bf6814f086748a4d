from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from converter.document.model import Document, Figure, Span
from converter.errors import ScriptError
from converter.script.model import Card, Picture, Script, Sentence, Shot
from converter.script.storyboard import read, write
from converter.script.storyboard.lines import escape, one_line, plain

FIGURES = (
    Figure(id="figure-1", image="/a/one.png", width=900, height=600, caption="A kite."),
    Figure(id="figure-2", image="/a/two.png", width=900, height=600, caption="The forces."),
    Figure(id="figure-3", src="http://localhost/three.png"),
)
DOCUMENT = Document(
    source="page.html", media_type="text/html", title="Why kites fly", figures=FIGURES
)


def said(text: str, start: int = 0) -> Sentence:
    return Sentence(text=text, spans=(Span(element="p", start=start, end=start + len(text)),))


def points(heading: str, *lines: str, now: tuple[int, int] | None = None) -> Card:
    return Card(kind="points", heading=heading, lines=lines, now=now)


SCRIPT = Script(
    title="Why kites fly",
    language="en",
    voice="andy",
    shots=(
        Shot(
            id="s01",
            sentences=(said("Why kites fly"),),
            show=Card(kind="title", heading="Why kites fly", lines=("Ines Varga",)),
        ),
        Shot(
            id="s02",
            section="Lift",
            sentences=(said("A kite weighs 200 grams."), said("The wind lifts it.", 30)),
            show=points("Lift", "A kite weighs 200 grams", "The wind lifts it", now=(0, 1)),
        ),
        Shot(
            id="s03",
            section="Lift",
            sentences=(said("The wind lifts it.", 30),),
            show=points("Lift", "A kite weighs 200 grams", "The wind lifts it", now=(1, 2)),
        ),
        Shot(
            id="s04",
            section="Drag",
            sentences=(said("Drag pulls the kite back."),),
            show=Picture(
                image="/a/one.png", width=900, height=600, figure="figure-1", caption="A kite."
            ),
            pause=0.7,
        ),
        Shot(
            id="s05",
            section="Drag",
            show=Card(kind="closing", heading="Why kites fly", lines=("page.html",)),
            duration=3.0,
            pause=0.0,
        ),
    ),
)  # fmt: skip


def written(script: Script = SCRIPT) -> str:
    return write(script, seconds=[2.0] * len(script.shots), figures=DOCUMENT.figures)


def edited(*changes: tuple[str, str], folder: Path = Path()) -> Script:
    text = written()
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    return read(text, SCRIPT, document=DOCUMENT, folder=folder).script


def shot(script: Script, name: str) -> Shot:
    return next(shot for shot in script.shots if shot.id == name)


# --- the way there and back ------------------------------------------------------------

anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=24) | st.sampled_from(
    [
        "- dash",
        "# hash",
        "a\\*b",
        "\\",
        "<!-- no -->",
        "***",
        "___",
        "|x|",
        "> q",
        "![a](b)",
        "1. x",
    ]
)
cards = st.builds(
    Card,
    kind=st.sampled_from(["title", "points", "quote", "number", "table", "code", "closing"]),
    heading=anything,
    lines=st.lists(anything, max_size=3).map(tuple),
    rows=st.lists(st.lists(anything, min_size=1, max_size=3).map(tuple), max_size=2).map(tuple),
    value=anything,
    note=anything,
    now=st.none() | st.just((0, 1)),
)
pictures = st.builds(
    Picture,
    image=st.just("/a/x.png"),
    width=st.integers(1, 999),
    height=st.integers(1, 999),
    figure=st.sampled_from(["", "figure-1", "figure-9"]),
    caption=anything,
)
sentences = st.builds(Sentence, text=anything, say=st.none() | anything)
shots = st.builds(
    Shot,
    id=st.just(""),
    section=anything,
    sentences=st.lists(sentences, max_size=3).map(tuple),
    show=cards | pictures,
    duration=st.none() | st.floats(0.01, 500),
    pause=st.integers(0, 900).map(lambda hundredths: hundredths / 100),
    captions=st.booleans(),
)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    found = draw(st.lists(shots, min_size=1, max_size=5))
    return Script(
        title=draw(anything),
        language="en",
        voice=draw(st.sampled_from([None, "andy", "espeak:de"])),
        presenter=draw(st.sampled_from([None, "ava"])),
        rate=draw(st.integers(-500, 500)),
        shots=tuple(one.model_copy(update={"id": f"s{n}"}) for n, one in enumerate(found)),
    )


@given(scripts())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_script_comes_back_as_it_was_when_nothing_is_edited(script: Script) -> None:
    text = write(script, seconds=[1.0] * len(script.shots), figures=DOCUMENT.figures)
    assert read(text, script, document=DOCUMENT, folder=Path()).script == script


@given(scripts())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_all_that_is_written_is_read_from_the_page_itself(script: Script) -> None:
    blank = Shot(id="", section="x", sentences=(said("Another."),), show=Card(kind="points"))
    draft = script.model_copy(
        update={
            "title": "Another",
            "shots": tuple(blank.model_copy(update={"id": one.id}) for one in script.shots),
        }
    )
    text = write(script, seconds=[1.0] * len(script.shots))
    text = re.sub(r"(?m)^!\[.*\n", "", text)
    text = re.sub(r"(?m)^>.*\n?", "", text).replace("\n- title: \n", "\n")
    text = re.sub(r"(?m)^(## .*)$", r"\1\n> - A point", text)
    if not one_line(script.title):
        text = "- title: Another\n" + text
    found = read(text, draft, document=DOCUMENT, folder=Path()).script
    assert found.title == (one_line(script.title) or "Another")
    for got, wanted in zip(found.shots, script.shots, strict=True):
        assert got.section == one_line(wanted.section)
        assert got.captions == wanted.captions
        assert "".join(got.shown.split()) == "".join(wanted.shown.split())


@given(anything)
def test_every_text_is_one_line_of_markdown_that_shows_it(text: str) -> None:
    line = escape(text)
    assert "\n" not in line
    assert plain(line) == one_line(text)


def test_a_viewer_of_markdown_shows_the_words_as_they_are() -> None:
    from markdown_it import MarkdownIt

    for text in (
        "a *b* c",
        "x < y <b> &amp; `z`",
        "- no list",
        "# no title",
        "> no quote",
        "1_a_b",
    ):
        (paragraph,) = [t for t in MarkdownIt().parse(escape(text)) if t.type == "inline"]
        assert "".join(child.content for child in paragraph.children or []) == text


# --- words -----------------------------------------------------------------------------


def test_untouched_sentences_keep_their_spans_and_changed_ones_are_by_hand() -> None:
    script = edited(("A kite weighs 200 grams.", "A kite weighs 300 grams."))
    first, second = shot(script, "s02").sentences
    assert (first.text, first.by_hand, first.spans) == ("A kite weighs 300 grams.", True, ())
    assert second == SCRIPT.shots[1].sentences[1]


def test_what_is_written_by_hand_is_worded_for_the_voice() -> None:
    script = edited(("Drag pulls the kite back.", "Drag takes 5 % of it."))
    assert shot(script, "s04").sentences[0].spoken == "Drag takes 5 percent of it."


def test_a_sentence_may_be_wrapped_and_lines_may_hold_several() -> None:
    wrapped = edited(("A kite weighs 200 grams.\nThe wind", "A kite weighs\n200 grams. The wind"))
    assert wrapped.shots[1].sentences == SCRIPT.shots[1].sentences


def test_a_sentence_keeps_its_spans_in_another_shot() -> None:
    script = edited(("Drag pulls the kite back.", "A kite weighs 200 grams."))
    assert shot(script, "s04").sentences == SCRIPT.shots[1].sentences[:1]


def test_points_follow_the_words_they_were_made_of_on_every_card_of_the_slide() -> None:
    script = edited(("\nA kite weighs 200 grams.", "\nA kite weighs 300 grams."))
    for name in ("s02", "s03"):
        assert shot(script, name).show == points(
            "Lift", "A kite weighs 300 grams", "The wind lifts it",
            now=(0, 1) if name == "s02" else (1, 2),
        )  # fmt: skip


def test_points_can_be_written_by_hand_and_then_stay() -> None:
    script = edited(
        ("> - A kite weighs 200 grams", "> - Light"), ("\nA kite weighs 200", "\nA kite has 2")
    )
    card = shot(script, "s02").show
    assert isinstance(card, Card)
    assert card.lines[0] == "Light"


QUOTE = Card(kind="quote", lines=("We flew. We fell.",), note="Ines Varga")
TABLE = Card(
    kind="table", heading="Lift", rows=(("Kite", "Grams"), ("Red", "200"), ("Blue", "300"))
)
CODE = Card(kind="code", heading="Lift", lines=("fly()", "fall()"))
NUMBER = Card(kind="number", value="30 %", lines=("The wind rose by 30 %.",))


@pytest.mark.parametrize(
    ("card", "was", "now", "shown"),
    [
        (QUOTE, "We flew.\nWe fell.", "We flew.\nWe landed.", ("We flew. We landed.",)),
        (QUOTE, "We flew.\nWe fell.", "We flew.", ("We flew.",)),
        (TABLE, "The red kite weighs 200 grams.", "The blue kite weighs 300 grams.", TABLE),
        (TABLE, "The red kite weighs 200 grams.", "The red kite weighs 250 grams.", None),
        (TABLE, "The red kite weighs 200 grams.", "Wind is free for everybody.", None),
        (CODE, "This is how a kite flies.", "So a kite flies by code.", CODE),
        (CODE, "This is how a kite flies.", "Wind is free for everybody.", None),
        (
            NUMBER,
            "The wind rose by 30 %.",
            "The wind rose by 30 % today.",
            ("The wind rose by 30 % today.",),
        ),
        (NUMBER, "The wind rose by 30 %.\nWe flew high.", "We flew high.", None),
        (points("Lift", "We fell down"), "We fell down.\nWe flew high.", "We flew high.", None),
    ],
)
def test_a_card_shows_what_is_said_after_an_edit_or_gives_way_to_points_of_it(
    card: Card, was: str, now: str, shown: Card | tuple[str, ...] | None
) -> None:
    sentences = tuple(said(line) for line in was.split("\n"))
    one = Shot(id="s01", section="Lift", sentences=sentences, show=card)
    script = SCRIPT.model_copy(update={"shots": (one,)})
    text = written(script).replace(was, now)
    found = shot(read(text, script, document=DOCUMENT, folder=Path()).script, "s01").show
    if isinstance(shown, tuple):
        assert found == card.model_copy(update={"lines": shown})
    else:
        assert found == (shown or points("Lift", now.rstrip(".")))


# --- shots -----------------------------------------------------------------------------


def test_shots_can_be_deleted_moved_and_added() -> None:
    text = written()
    text = text[text.index("-->") + 3 :]
    blocks = re.split(r"(?m)^(?=## s)", text)
    head, s1, _, s3, s4, s5 = blocks
    text = "".join([head, s1, "## new\n\nDo kites need tails?\n\n", s4, s3, s5])
    script = read(text, SCRIPT, document=DOCUMENT, folder=Path()).script
    assert [one.id for one in script.shots] == ["s01", "new-1", "s04", "s03", "s05"]
    assert [one.section for one in script.shots] == ["", "Lift", "Lift", "Lift", "Drag"]
    assert shot(script, "s03").show == points("Lift", "The wind lifts it")
    added = shot(script, "new-1")
    assert added.show == points("Lift", "Do kites need tails?")
    assert added.sentences[0].by_hand


def test_a_copy_of_a_shot_gets_an_id_of_its_own_and_keeps_its_spans() -> None:
    text = written()
    block = text[text.rindex("## s04") : text.index("## s05")]
    script = read(text.replace(block, block * 2), SCRIPT, document=DOCUMENT, folder=Path()).script
    assert [one.id for one in script.shots].count("s04") == 1
    assert script.shots[4].id == "new-1"
    assert script.shots[4].sentences == SCRIPT.shots[3].sentences


def test_a_section_whose_shots_are_all_gone_is_left_out_by_hand() -> None:
    text = written()
    begin, end = text.index("# Lift"), text.index("# Drag")
    script = read(text[:begin] + text[end:], SCRIPT, document=DOCUMENT, folder=Path()).script
    assert [(left.section, left.reason) for left in script.left_out] == [
        ("Lift", "taken out by hand")
    ]


def test_a_chapter_can_be_renamed_with_the_headings_of_its_cards() -> None:
    script = edited(("# Lift\n", "# Upwards\n"))
    assert [one.section for one in script.shots] == ["", "Upwards", "Upwards", "Drag", "Drag"]
    assert {getattr(one.show, "heading", None) for one in script.shots[1:3]} == {"Upwards"}
    assert script.shots[1].sentences == SCRIPT.shots[1].sentences


def test_a_new_title_is_on_the_cards_and_in_the_first_words() -> None:
    script = edited(("- title: Why kites fly", "- title: Kites"))
    assert script.title == script.shots[0].shown == "Kites"
    assert [getattr(script.shots[n].show, "heading", "") for n in (0, 4)] == ["Kites", "Kites"]


# --- pictures and cards ----------------------------------------------------------------


def test_a_picture_is_swapped_by_the_id_of_a_figure_and_brings_its_caption() -> None:
    for target in ("figure-2", "thumbnails/figure-2.jpg"):
        shown = shot(edited(("thumbnails/figure-1.jpg", target)), "s04").show
        assert isinstance(shown, Picture)
        assert (shown.figure, shown.image, shown.caption) == (
            "figure-2",
            "/a/two.png",
            "The forces.",
        )


def test_a_picture_of_ones_own_is_measured(tmp_path: Path) -> None:
    Image.fromarray(np.full((300, 500, 3), 200, np.uint8)).save(tmp_path / "my kite.png")
    for target in ("my kite.png", "my%20kite.png", "<my kite.png>"):
        shown = shot(edited(("thumbnails/figure-1.jpg", target), folder=tmp_path), "s04").show
        assert isinstance(shown, Picture)
        assert (shown.width, shown.height, shown.kind) == (500, 300, "diagram")
        assert Path(shown.image) == (tmp_path / "my kite.png").resolve()


def test_a_caption_can_be_changed() -> None:
    shown = shot(edited(("> A kite.", "> My kite,\n> red.")), "s04").show
    assert isinstance(shown, Picture)
    assert (shown.caption, shown.figure) == ("My kite, red.", "figure-1")


def test_without_a_picture_a_card_is_made_of_the_words() -> None:
    picture = "![figure-1](thumbnails/figure-1.jpg)\n> A kite.\n"
    card = shot(edited((picture, "")), "s04").show
    assert card == points("Drag", "Drag pulls the kite back")


def test_a_card_is_what_it_is_written_as() -> None:
    picture = "![figure-1](thumbnails/figure-1.jpg)\n> A kite.\n"
    table = "> ### Winds\n> | Name | Speed |\n> |---|---|\n> | Gale | 70 \\| 80 |\n"
    code = "> ```python\n> if wind:\n>     fly()\n> ```\n"
    assert shot(edited((picture, table)), "s04").show == Card(
        kind="table", heading="Winds", rows=(("Name", "Speed"), ("Gale", "70 | 80"))
    )
    assert shot(edited((picture, code)), "s04").show == Card(
        kind="code", heading="Drag", lines=("if wind:", "    fly()"), note="python"
    )


# --- settings --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("- duration: 8 s", "duration", 8.0),
        ("- pause: 1.25", "pause", 1.25),
        ("- pause: 300 ms", "pause", 0.3),
        ("- captions: off", "captions", False),
    ],
)
def test_timing_and_captions_can_be_set(line: str, field: str, value: Any) -> None:
    assert getattr(shot(edited(("- pause: 0.7 s", line)), "s04"), field) == value


def test_the_voices_can_be_set() -> None:
    script = edited(("- voice: andy", "- voice: ava\n- presenter: andy\n- rate: -50"))
    assert (script.voice, script.presenter, script.rate) == ("ava", "andy", -50)


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("## s04", "## s44", "no shot 's44' in this draft, did you mean"),
        ("## s04", "### s04", "expected a chapter"),
        ("- pause: 0.7 s", "- pause: long", "pause: 'long', expected seconds"),
        ("- pause: 0.7 s", "- duration: 0 s", "duration: '0 s', expected seconds"),
        ("- pause: 0.7 s", "- captions: no", "captions: 'no', expected on or off"),
        ("- pause: 0.7 s", "- paws: 0.7 s", "'paws' is no setting here, expected one of duration"),
        ("- pause: 0.7 s", "- pause: 1 s\n- pause: 1 s", "pause a second time"),
        ("- voice: andy", "- voice: andi", "voice 'andi' is neither"),
        ("- voice: andy", "- rate: 501", "rate: '501', expected a whole number"),
        ("thumbnails/figure-1.jpg", "figure-4", "'figure-4' is no figure, no shot and no file, d"),
        ("thumbnails/figure-1.jpg", "figure-3", "figure-3 has no picture file: http"),
        ("> A kite.", "![](figure-2)", "a second picture"),
        ("> A kite.", "> ```\n> x", "code that does not end"),
        ("Drag pulls", "- Drag pulls", "a backslash before it"),
        ("Drag pulls", "<!-- Drag pulls", "a comment that does not end"),
        ("![figure-1](", "![figure-1]", "expected !["),
    ],
)  # fmt: skip
def test_errors_name_the_line_and_what_was_expected(
    before: str, after: str, complaint: str
) -> None:
    text = written()
    at = text.index(before, text.index("-->"))
    number = text[:at].count("\n") + 1 + after.startswith("- pause: 1 s\n")
    broken = text[:at] + after + text[at + len(before) :]
    with pytest.raises(ScriptError, match=re.escape(complaint)) as caught:
        read(broken, SCRIPT, document=DOCUMENT, folder=Path())
    assert str(caught.value).startswith(f"script.md:{number}: ")


def test_a_shot_of_nothing_and_a_page_without_shots_are_refused() -> None:
    with pytest.raises(ScriptError, match=r"md:1: new-1 is empty, expected words"):
        read("## new\n", SCRIPT, document=DOCUMENT, folder=Path())
    with pytest.raises(ScriptError, match="no shots, expected at least one"):
        read("# Lift\n", SCRIPT, document=DOCUMENT, folder=Path())
