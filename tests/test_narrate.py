"""What is said of a document, how long it takes and what is shown with it."""

from __future__ import annotations

from itertools import cycle

import pytest

from converter.document.model import Block, Document, Figure, Section, Span
from converter.errors import ScriptError
from converter.script import narrate
from converter.script.cards import design
from converter.script.cues import is_apart
from converter.script.model import Card, Picture, Script, Sentence, Shot
from converter.script.pace import ENTIRE, LONGEST, natural
from converter.script.points import point, single

RIVERS = """\
Rivers carry rain and melted snow from the hills to the sea.
A river basin is the area of land that one river drains.
The Amazon moves about 209,000 cubic metres of water each second.
Farmers have used river water for their fields for six thousand years.
Most large cities of the ancient world stood on the bank of a river.
Dams store water for dry seasons and produce electricity for cities.
Sediment settles where the current slows, and so deltas grow into the sea.
Floods destroy houses but also leave fertile soil on the plains.
Fish such as salmon swim upstream for hundreds of kilometres to spawn.
Engineers straightened many rivers to help ships and to gain farmland.
Restored meanders slow the water and lower the peaks of floods.
Warm winters reduce the snow that feeds mountain rivers in summer.
About 15 percent of the world's electricity comes from hydropower plants.
Scientists measure the flow of a river with acoustic instruments on boats.
Industrial pollution made the Rhine almost lifeless by the year 1970.
Treaties between neighbouring countries divide the water of shared rivers.
Wetlands filter nitrogen from the water before it reaches the coast.
Ice once carved the valleys through which many northern rivers run.
Barges move heavy cargo with a fraction of the fuel that trucks need.
Groundwater keeps rivers alive during long weeks without any rain.""".splitlines()
TOPICS = ["Water", "Farming", "Cities", "Energy", "Floods", "Wildlife", "Shipping", "Law"]


def section(heading: str | None, *texts: str, level: int = 1, **fields: object) -> Section:
    return Section(
        heading=heading,
        level=level if heading else 0,
        blocks=tuple(
            Block.model_validate({"text": text, "span": Span(element=f"{heading}>{n}"), **fields})
            for n, text in enumerate(texts)
        ),
    )


def document(*sections: Section, **fields: object) -> Document:
    known = {"source": "rivers.html", "media_type": "text/html", "title": "The Life of Rivers"}
    return Document.model_validate({**known, "sections": sections, **fields})


def essay() -> Document:
    """Return eight sections of six sentences; no sentence is there twice."""
    lines = cycle(RIVERS)
    sections = []
    for n, topic in enumerate(TOPICS):
        said = [next(lines) for _ in range(6)]
        if n > 2:
            said = [
                f"In the region of {topic.lower()}, {line[0].lower()}{line[1:]}" for line in said
            ]
        sections.append(section(topic, " ".join(said[:3]), " ".join(said[3:])))
    return document(*sections, authors=("Ada Flood", "Ben Shore"), date="2024-05-17")


def spoken(script: Script) -> str:
    return " ".join(s.text for shot in script.shots for s in shot.sentences)


@pytest.fixture(scope="module")
def minute() -> Script:
    return narrate(essay(), seconds=60)


@pytest.mark.parametrize("seconds", [30, 60, 120, 180])
def test_the_length_asked_for_is_met_within_three_percent(seconds: float) -> None:
    script = narrate(essay(), seconds=seconds)
    assert script.seconds == pytest.approx(seconds, rel=0.03)
    assert script.warnings == ()


def test_a_faster_voice_says_more_in_the_same_time(minute: Script) -> None:
    fast = narrate(essay(), seconds=60, rate=300)
    assert fast.seconds == pytest.approx(60, rel=0.03)
    assert len(spoken(fast)) > 1.15 * len(spoken(minute))


def test_without_a_length_a_page_is_read_whole() -> None:
    page = document(section("Water", " ".join(RIVERS[:10])))
    assert all(line in spoken(narrate(page)) for line in RIVERS[:10])


def test_the_natural_length_grows_ever_slower() -> None:
    assert natural(60) == 60
    lengths = [natural(ENTIRE * factor) for factor in (1, 2, 10, 100, 10_000)]
    assert lengths == sorted(lengths)
    assert lengths[-1] == LONGEST


def test_a_document_too_short_for_the_length_says_all_and_warns() -> None:
    script = narrate(document(section("Water", *RIVERS[:3])), seconds=120)
    assert all(line in spoken(script) for line in RIVERS[:3])
    assert "no more to say" in script.warnings[0]


def test_a_length_too_short_for_anything_says_one_sentence_and_warns() -> None:
    script = narrate(essay(), seconds=3)
    assert len([s for shot in script.shots[1:] for s in shot.sentences]) == 1
    assert "shortest there is" in script.warnings[0]


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(ScriptError, match="no words"):
        narrate(document(section("Water", "12 34 --- 56")))


@pytest.mark.parametrize("name", ["Keywords", "CCS Concepts", "Palabras clave", "关键词"])
def test_keywords_and_the_like_are_not_said(name: str) -> None:
    assert is_apart(f"1 {name}:", last=False)


def test_a_length_that_is_no_length_is_refused() -> None:
    with pytest.raises(ScriptError, match="expected more than 0"):
        narrate(essay(), seconds=-5)


def test_the_title_opens_and_the_source_closes(minute: Script) -> None:
    first, last = minute.shots[0], minute.shots[-1]
    assert isinstance(first.show, Card)
    assert isinstance(last.show, Card)
    assert (first.show.kind, first.show.lines) == ("title", ("Ada Flood, Ben Shore", "17 May 2024"))
    assert [s.text for s in first.sentences] == ["The Life of Rivers"]
    assert (last.show.kind, last.sentences, last.duration) == ("closing", (), 3.0)
    assert last.show.lines == ("Ada Flood, Ben Shore", "17 May 2024")


@pytest.mark.parametrize(
    ("source", "site", "expected"),
    [
        ("https://www.rivers.example/life/", "River Letters", "rivers.example/life"),
        ("rivers.html", "River Letters", "River Letters"),
        ("rivers.html", None, "rivers.html"),
    ],
)
def test_the_end_names_a_file_only_where_nothing_else_is_known(
    source: str, site: str | None, expected: str
) -> None:
    nothing = {"authors": (), "date": None, "source": source, "site": site}
    last = narrate(essay().model_copy(update=nothing), seconds=60).shots[-1]
    assert isinstance(last.show, Card)
    assert last.show.lines == (expected,)


def test_shots_are_numbered_short_and_follow_the_document(minute: Script) -> None:
    assert [shot.id for shot in minute.shots] == [
        f"s{n:02d}" for n in range(1, len(minute.shots) + 1)
    ]
    assert all(len(shot.sentences) <= 4 for shot in minute.shots)
    assert all(0.3 <= shot.pause <= 0.8 for shot in minute.shots[:-1])
    told = [shot.section for shot in minute.shots[1:]]
    assert told == sorted(told, key=TOPICS.index)


def test_every_section_is_told_or_listed_with_a_reason() -> None:
    script = narrate(essay(), seconds=30)
    told = {shot.section for shot in script.shots if shot.section}
    left = {out.section: out.reason for out in script.left_out}
    assert told | set(left) == set(TOPICS)
    assert not told & set(left)
    assert set(left.values()) == {"no room in 30 s"}


def test_every_sentence_names_the_words_it_rests_on(minute: Script) -> None:
    blocks = {block.span.element: block.text for s in essay().sections for block in s.blocks}
    for shot in minute.shots[1:]:
        for sentence in shot.sentences:
            if sentence.text == f"{shot.section}.":
                continue
            (span,) = sentence.spans
            assert blocks[span.element][span.start : span.end] == sentence.text


def test_equal_documents_make_equal_scripts(minute: Script) -> None:
    assert narrate(essay(), seconds=60) == minute


def test_what_is_not_prose_is_never_said() -> None:
    water = section("Water", *RIVERS[:6])
    noise = Section(
        heading="Method",
        level=1,
        blocks=(
            Block(text=RIVERS[7]),
            Block(text="Figure 3: The flow of the river in the months of one year."),
            Block(text="Click here to subscribe to our newsletter about rivers."),
            Block(text="Ada Flood is at ada@rivers.example and answers letters gladly."),
            Block(kind="code", text="flow = measure(river)\nprint(flow)"),
            Block(kind="table", text="River\tFlow\nRhine\t2900", rows=(("River", "Flow"),)),
            Block(kind="formula", text="Q equals A times v in every river."),
        ),
    )
    references = section("References", "Shore, B. showed in 1999 that all rivers are the same.")
    script = narrate(document(water, noise, references))
    said = spoken(script)
    assert RIVERS[7] in said
    for word in ("Figure 3", "subscribe", "example", "print", "2900", "times v", "1999"):
        assert word not in said
    assert [(out.section, out.reason) for out in script.left_out] == [
        ("References", "references, notes and appendices are not narrated")
    ]


def test_a_document_that_stands_under_its_own_contents_is_told() -> None:
    parts = [section(topic, *RIVERS[2 * n : 2 * n + 2], level=2) for n, topic in enumerate(TOPICS)]
    script = narrate(document(section("Abstract", RIVERS[18]), section("Contents"), *parts))
    assert {"Farming", "Floods"} <= {shot.section for shot in script.shots}
    assert "Contents" not in {shot.section for shot in script.shots}


def test_sources_at_the_end_are_left_out_but_a_subject_of_that_name_is_told() -> None:
    page = document(
        section("Water", *RIVERS[:4]),
        section("Sources", *RIVERS[4:6], level=2),
        section("Floods", *RIVERS[6:8]),
        section("Law", *RIVERS[8:10]),
        section("Sources", "The flood report was printed in the city of Cologne."),
    )
    said = spoken(narrate(page))
    assert RIVERS[4] in said
    assert "Cologne" not in said


def test_the_documents_own_summary_opens_it() -> None:
    summary = section("Abstract", *RIVERS[16:19])
    script = narrate(document(section("Water", *RIVERS[:8]), summary), seconds=40)
    assert script.shots[1].section == "Abstract"


@pytest.mark.parametrize("seconds", [45, 60, 75])
def test_a_sentence_that_hangs_on_another_brings_it_along(seconds: float) -> None:
    floods = [
        section(topic, f"The {topic.lower()} flood reached the valley. It destroyed {line}")
        for topic, line in zip(TOPICS, RIVERS, strict=False)
    ]
    texts = [
        s.text for shot in narrate(document(*floods), seconds=seconds).shots for s in shot.sentences
    ]
    hanging = [n for n, text in enumerate(texts) if text.startswith("It ")]
    assert hanging
    assert all("flood reached the valley" in texts[n - 1] for n in hanging)


def test_a_connective_goes_when_nothing_stands_before_it() -> None:
    page = document(section("Water", f"However, {RIVERS[0][0].lower()}{RIVERS[0][1:]}"))
    script = narrate(page)
    (sentence,) = script.shots[1].sentences
    assert sentence.text == RIVERS[0]
    assert sentence.spans[0].start == len("However, ")


def test_a_chapter_is_announced_where_its_first_sentence_does_not_name_it() -> None:
    farms = "Farmers keep cattle on the meadows beside the stream all summer long."
    page = document(
        section("Water", RIVERS[7], RIVERS[8]),
        section("Farming", farms, RIVERS[14]),
        section("Why do floods come?", "Floods come when snow melts fast.", RIVERS[19]),
        section("Rivers and cities", RIVERS[4], RIVERS[9]),
        section("Law", RIVERS[15]),
    )
    said = [[s.text for s in shot.sentences] for shot in narrate(page).shots]
    openings = {texts[0] for texts in said if texts}
    assert {"Water.", "Farming.", "Why do floods come?"} <= openings
    assert not openings & {"Rivers and cities.", "Law."}


def test_what_an_abbreviation_stands_for_is_said_once() -> None:
    page = document(
        section("Water", "The water framework directive (WFD) protects every river of Europe."),
        section("Law", "All members apply the water framework directive (WFD) since long ago."),
    )
    said = " ".join(s.spoken for shot in narrate(page).shots for s in shot.sentences)
    assert said.count(", or WFD,") == 1
    assert "apply the water framework directive since" in said


@pytest.mark.parametrize(
    "said",
    [
        "First, let's see what rivers can do with so much water!",
        "For more about rivers and their water, see “Streams” below.",
        "Just four lines!",
    ],
)
def test_what_only_leads_through_a_page_is_not_said(said: str) -> None:
    page = document(section("Water", f"{said} {RIVERS[7]}", *RIVERS[8:12]))
    assert said.rpartition(", ")[2] not in spoken(narrate(page))


def test_no_part_of_a_series_is_said_without_the_others_where_there_is_a_choice() -> None:
    series = "The course of a river has three parts. The first is steep. The second is slow."
    page = document(section("Course", series, *RIVERS[:10]))
    assert "The first is" not in spoken(narrate(page, seconds=30))


def test_what_leads_up_to_a_formula_is_not_said_without_it() -> None:
    blocks = (
        Block(text=f"{RIVERS[0]} The speed of the river follows from its depth alone:"),
        Block(kind="formula", text="v equals c"),
        Block(text=f"Here the depth is that of the whole bed. {RIVERS[1]} {RIVERS[2]}"),
    )
    page = document(Section(heading="Flow", level=1, blocks=blocks))
    assert spoken(narrate(page)).endswith(f"{RIVERS[0]} {RIVERS[1]} {RIVERS[2]}")


def test_what_was_left_in_english_is_not_said_in_another_language() -> None:
    german = [
        "Flüsse tragen Regen und Schnee von den Bergen bis in das Meer.",
        "„The Lord of the Rings“ ist ein Buch, in dem auch ein Fluss vorkommt.",
    ]
    english = "The archive will send the file that you uploaded to the list."
    found = narrate(document(section("Flüsse", *german, english), language="de"))
    told = [said.text for shot in found.shots[1:] for said in shot.sentences]
    assert told == german


def test_numbers_of_chapters_and_marks_of_headings_are_not_said() -> None:
    parts = [section("• Water.", *RIVERS[6:8]), section("• Cities.", *RIVERS[3:5])]
    found = narrate(document(*parts, title="6. The Life of Rivers"))
    assert found.shots[0].sentences[0].spoken == "The Life of Rivers"
    assert {shot.section for shot in found.shots[1:]} == {"Water", "Cities"}
    counted = narrate(document(*parts, title="20 Rivers: a Life"))
    assert counted.shots[0].sentences[0].spoken == "20 Rivers: a Life"


def test_an_exclamation_leads_only_where_nothing_else_does() -> None:
    texts = ["Quite a lot works for rivers already!", RIVERS[5]]
    said = [
        s.text
        for shot in narrate(document(section("Dams", *texts)), seconds=9).shots
        for s in shot.sentences
    ]
    assert RIVERS[5] in said
    assert texts[0] not in said


def test_a_short_list_is_said_with_its_introduction() -> None:
    blocks = (
        Block(text="A river has three parts:", span=Span(element="p")),
        Block(
            kind="list",
            text="the source\nthe middle course\nthe mouth",
            items=("the source", "the middle course", "the mouth"),
            span=Span(element="ul"),
        ),
    )
    script = narrate(document(Section(heading="Parts", level=1, blocks=blocks)))
    (sentence,) = script.shots[1].sentences
    assert sentence.text == "A river has three parts: the source; the middle course; the mouth."
    assert [span.element for span in sentence.spans] == ["p", "ul"]


def test_sections_too_many_for_the_time_are_told_under_their_parent() -> None:
    parts = [
        section("Nature", *RIVERS[:2]),
        *(section(topic, *RIVERS[n : n + 2], level=2) for n, topic in enumerate(TOPICS[:5])),
        section("People", *RIVERS[10:14]),
    ]
    script = narrate(document(*parts), seconds=40)
    assert {shot.section for shot in script.shots[1:]} == {"Nature", "People"}


def test_a_deck_of_pictures_says_its_captions_or_headings() -> None:
    slides = [
        Section(
            heading=heading,
            level=1,
            span=Span(page=n, box=(0, 0, 9, 9)),
            blocks=(Block(kind="figure", figure=heading, span=Span(page=n)),),
        )
        for n, heading in enumerate(["Water for all people", "Energy", "Law"])
    ]
    figures = [
        Figure(id=slide.heading or "", image=f"/{n}.png", width=900, height=600, alt=alt)
        for n, (slide, alt) in enumerate(
            zip(slides, ["", "A dam in the mountains of Norway", ""], strict=True)
        )
    ]
    script = narrate(document(*slides, figures=figures))
    assert [s.text for shot in script.shots[1:] for s in shot.sentences] == [
        "Water for all people.",
        "A dam in the mountains of Norway.",
        "Law.",
    ]
    assert [isinstance(shot.show, Picture) for shot in script.shots[1:-1]] == [True] * 3


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Flüsse führen Regen zum Meer. Am 3. Mai steigt z. B. der Rhein. Dämme halten Wasser.",
        ),
        ("zh", "河流把雨水带到大海。农民用河水灌溉农田已有六千年。水坝在旱季储存水。"),
        ("ar", "تحمل الأنهار مياه الأمطار إلى البحر. يستخدم المزارعون مياه النهر في الحقول."),
        ("fr", "Les fleuves portent la pluie vers la mer. Les barrages gardent l'eau."),
    ],
)
def test_other_languages_are_narrated_whole(language: str, text: str) -> None:
    script = narrate(document(section(None, text), title=text[:12], language=language))
    assert "".join(spoken(script).split()).endswith("".join(text.split()))
    assert script.language == language
    assert script.seconds is not None
    assert script.seconds > 5


def shot(*texts: str, element: str = "") -> Shot:
    span = (Span(element=element, start=0, end=1),) if element else ()
    sentences = tuple(Sentence(text=text, spans=span) for text in texts)
    return Shot(id="s1", section="Water", sentences=sentences, show=Card(kind="points"))


def card(of: Shot, *blocks: Block) -> Card:
    page = document(Section(heading="1.2 Water", level=1, blocks=blocks))
    (found,) = design([of], page, "en")
    assert isinstance(found.show, Card)
    return found.show


def test_a_card_has_the_points_of_its_sentences() -> None:
    found = card(shot("Dams store water, which cities use in summer.", "Rivers are long."))
    assert found == Card(
        kind="points",
        heading="Water",
        lines=("Dams store water, which cities use in summer", "Rivers are long"),
    )


def test_a_striking_number_is_set_large() -> None:
    text = "About 15 percent of the world's electricity comes from hydropower."
    found = card(shot(text))
    assert (found.kind, found.value, found.lines) == ("number", "15 percent", (text,))


def test_a_quotation_stays_one() -> None:
    quote = Block(
        kind="quote", text="No man steps in it twice. — Heraclitus", span=Span(element="q")
    )
    found = card(shot("No man steps in it twice.", element="q"), quote)
    assert (found.kind, found.lines, found.note) == (
        "quote",
        ("No man steps in it twice.",),
        "Heraclitus",
    )


def test_a_paraphrase_is_no_quotation() -> None:
    quote = Block(
        kind="quote", text="No man steps in it twice. — Heraclitus", span=Span(element="q")
    )
    assert card(shot("Nobody enters the same river again.", element="q"), quote).kind == "points"


def test_a_listing_and_a_small_table_stand_beside_their_words() -> None:
    words = Block(text="x", span=Span(element="p"))
    code = Block(kind="code", text="    a = 1\n    if a:\n        b()")
    rows = (("River", "Flow"), ("Rhine", "2900"))
    table = Block(kind="table", text="", rows=rows)
    assert card(shot("So it is done.", element="p"), words, code).lines == (
        "a = 1",
        "if a:",
        "    b()",
    )
    assert card(shot("So it flows.", element="p"), words, table).rows == rows
    wide = Block(kind="table", text="", rows=(("x" * 40, "y"),) * 3)
    assert card(shot("So it flows.", element="p"), words, wide).kind == "points"


def test_no_card_follows_its_own_likeness() -> None:
    page = document(section("Water", "x"))
    first, second = design(
        [shot("Rivers are long."), shot("Rivers are long.", "Dams are high.")], page, "en"
    )
    assert first.show != second.show


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (
            "In the long dry years of the last century, the dam releases water, because so much"
            " of the land lies waste.",
            "The dam releases water",
        ),
        (
            "We show that rivers with meanders are slower than rivers without.",
            "Rivers with meanders are slower than rivers without",
        ),
        (
            "The old river, which was straightened by engineers in 1850, has lost its meadows.",
            "The old river has lost its meadows",
        ),
        (
            "America's Seed Fund, powered by a public agency, helps small companies grow quickly.",
            "America's Seed Fund helps small companies grow quickly",
        ),
        ("Trees, shrubs and the high grass, bent by the wind, and a dead dog drift ashore.", None),
        ("If the dam breaks, water covers the whole of the valley and all of its villages.", None),
        ("You must not open the sluice by pulling the lever while a boat is in the lock.", None),
        (
            "The gates can be opened by turning the great wheel that stands on the north wall.",
            "The gates can be opened",
        ),
        ("The company, called the old mill using steam, grinds the grain of all the valley.", None),
        ("Who would build a house on the flood plain of such a river today?", None),
    ],
)
def test_a_point_is_a_whole_thought_or_none(text: str, short: str | None) -> None:
    assert point(text, "en") == short


@pytest.mark.parametrize(
    ("language", "text", "short"),
    [
        ("de", "Wenn der Damm bricht, steht das ganze Tal mit allen Dörfern unter Wasser.", None),
        (
            "de",
            "Der Fluss wird im Sommer sehr flach, weil die Felder im Tal viel Wasser brauchen.",
            "Der Fluss wird im Sommer sehr flach",
        ),
        ("de", "Es gibt im Tal einige Mühlen, die seit hundert Jahren stillstehen sollen.", None),
        ("zh", "律师认为，依据最高人民法院的终审裁定，公司应当履行全部赔偿责任。", None),
        ("zh", "如果大坝在雨季决口，整个山谷里所有的村庄都会被洪水淹没。", None),
        (
            "zh",
            "随着气候变暖，山区的积雪逐年减少，夏季的河流水量因此明显下降。",
            "山区的积雪逐年减少，夏季的河流水量因此明显下降",
        ),
        ("zh", "公司已预计负债37,745,190.00元并在本年度报告中作了详细披露。", None),
    ],
)
def test_a_point_says_no_more_and_nothing_else_than_its_sentence(
    language: str, text: str, short: str | None
) -> None:
    assert point(text, language) == short


@pytest.mark.parametrize("text", RIVERS)
def test_points_are_short_and_made_of_the_sentence(text: str) -> None:
    found = point(text, "en")
    assert found is None or (len(found) <= 60 and found.lower() in text.lower())
    assert single(text).rstrip(".") in text
