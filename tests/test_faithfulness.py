from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter.document.model import Block, Document, Section, Span
from converter.faithfulness import Difference, Faithfulness, review
from converter.faithfulness.numbers import quantities
from converter.script.model import Card, LeftOut, Script, Sentence, Shot
from converter.script.wording import readable

PLACE = Span(element="p1")


def document(*texts: str, language: str = "en", title: str = "On barrages") -> Document:
    blocks = tuple(Block(text=text, span=Span(element=f"p{n}")) for n, text in enumerate(texts, 1))
    return Document(
        source="x.txt", media_type="text/plain", title=title, language=language,
        sections=(Section(heading="The harbour", level=1, blocks=blocks),),
    )  # fmt: skip


def told(
    source: Document, *sentences: Sentence, left_out: tuple[LeftOut, ...] = ()
) -> Faithfulness:
    shot = Shot(id="s01", section="Results", sentences=sentences, show=Card(kind="points"))
    script = Script(title="", language=source.language, shots=(shot,), left_out=left_out)
    return review(source, script)


def differ(said: str, written: str, language: str = "en") -> list[Difference]:
    found = told(document(written, language=language), Sentence(text=said, spans=(PLACE,)))
    return list(found.claims[0].differences)


def kinds(said: str, written: str, language: str = "en") -> set[str]:
    return {difference.kind for difference in differ(said, written, language)}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "£3.4 million", "3,400,000 pounds"),
        ("en", "twenty-four", "24"),
        ("en", "one hundred and five", "105"),
        ("en", "nineteen ninety-eight", "1998"),
        ("en", "half", "50 %"),
        ("en", "2 1/2", "2.5"),
        ("en", "¾", "0.75"),
        ("en", "1.5 km", "1,500 m"),
        ("en", "90 minutes", "1.5 hours"),
        ("en", "6.4 MWh", "6,400 kilowatt hours"),
        ("en", "2:30 pm", "14:30"),
        ("en", "third", "3rd"),
        ("de", "1.234,5 kg", "1234,5 Kilogramm"),
        ("de", "zweihundertfünf", "205"),
        ("de", "3,1 Mio. Euro", "3.100.000 €"),
        ("de", "ein Drittel", "1/3"),
        ("de", "neun Uhr", "9:00 Uhr"),
        ("fr", "1\u202f260", "mille deux cent soixante"),
        ("fr", "18 pour cent", "18 %"),
        ("fr", "quatre-vingt-dix", "90"),
        ("es", "7,2 millones", "7.200.000"),
        ("es", "treinta y cinco", "35"),
        ("zh", "三千二百", "3200"),
        ("zh", "百分之六十八", "68%"),
        ("zh", "21.5亿", "2150000000"),
        ("zh", "二〇一四年", "2014年"),
        ("zh", "四万六千", "4.6万"),
    ],
)
def test_one_quantity_in_two_spellings_is_equal(language: str, one: str, other: str) -> None:
    (first,), (second,) = quantities(one, language), quantities(other, language)
    assert first.equals(second)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "1,234", "1.234"),
        ("en", "15 km", "15,100 m"),
        ("en", "in March", "in April"),
        ("en", "3.1.4", "3.1.5"),
        ("en", "2:30 pm", "2:30 am"),
        ("zh", "三万", "三亿"),
    ],
)
def test_other_quantities_are_not(language: str, one: str, other: str) -> None:
    (first,), (second,) = quantities(one, language), quantities(other, language)
    assert not first.equals(second)


@settings(deadline=None)
@given(st.integers(2, 999_999))
def test_a_number_in_digits_and_in_words_is_the_same(number: int) -> None:
    from num2words import num2words

    for language in ("en", "fr", "es"):
        found = quantities(num2words(number, lang=language), language)
        assert Fraction(number) in found[0].values, (language, found)


def test_dates_agree_however_they_are_written() -> None:
    assert not differ("It opened on 14 March 2009.", "Opened 2009-03-14, it works.")
    assert not differ("It opened in March 2009.", "It was opened on March 14, 2009.")
    assert kinds("It opened on 14 May 2009.", "It was opened on March 14, 2009.") == {"date"}


def test_a_wrong_number_is_shown_with_the_one_that_is_written() -> None:
    (found,) = differ("They built 34 turbines.", "They built 24 turbines in 11 years.")
    assert (found.kind, found.said, found.written) == ("number", "34", "24")
    assert "They built 34 turbines."[found.start : found.end] == "34"


def test_two_exchanged_numbers_are_found_though_both_are_written() -> None:
    written = "The price rose from 12 to 15 euros within a single year."
    assert kinds("The price rose from 15 to 12 euros within a single year.", written) == {"number"}


def test_rounding_is_honest_with_a_hedge_and_to_the_last_place_only() -> None:
    assert not differ("About 3,400 birds came.", "In winter 3,412 birds came.")
    assert not differ("Some 12 % were lost.", "The loss was 12.4 %.")
    assert kinds("There were 3,500 birds.", "In winter 3,412 birds came.") == {"number"}
    assert kinds("About 4,400 birds came.", "In winter 3,412 birds came.") == {"number"}


def test_minus_in_words_is_a_sign() -> None:
    assert not differ("An input of minus 1 blanks the field.", "An input of -1 blanks the field.")
    assert kinds("An input of minus 2 blanks the field.", "An input of -1 blanks the field.")


def test_a_lower_limit_is_no_upper_one() -> None:
    written = "The dough rested longer than twelve hours in 37 % of the bakeries."
    said = "In 37 % of the bakeries they gave it {} than 12 hours of rest."
    assert kinds(said.format("less"), written) == {"comparison"}
    assert not differ(said.format("more"), written)


def test_another_unit_is_another_claim() -> None:
    assert kinds("It weighs 5 tonnes.", "It weighs 5 kg.") == {"unit"}
    assert kinds("It costs 5 dollars.", "It costs 5 euros.") == {"unit"}


def test_counting_what_the_source_lists_is_no_invention() -> None:
    assert not differ("There are three forces.", "The forces are lift, drag and pull.")


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        ("en", "Kowalski built the barrage.", "Marsh built the barrage."),
        ("en", "It was built by Kowalski.", "It was built by Ellen Marsh."),
        ("de", "Das sagt Hanna Gerstner heute.", "Das sagt Hanna Wieland heute."),
        ("fr", "Selon Pierre Dupont, tout va bien.", "Selon Camille Ferrand, tout va bien."),
        ("zh", "列车由庞巴迪提供。", "列车由西门子提供。"),
    ],
)
def test_a_strange_name_is_found(language: str, said: str, written: str) -> None:
    assert "name" in kinds(said, written, language)


def test_a_name_may_come_from_the_title_or_the_sentence_before() -> None:
    source = document("Oyelaran leads the team.", "The team found rust.", title="Harwick")
    second = Span(element="p2")
    for text in ("Oyelaran's team found rust.", "In Harwick the team found rust."):
        assert not told(source, Sentence(text=text, spans=(second,))).claims[0].differences


def test_a_profession_in_front_of_a_name_is_none() -> None:
    written = "Ulrike Sommer hat den Forst untersucht."
    assert not differ("Försterin Ulrike Sommer hat ihn untersucht.", written, "de")


def test_letters_may_stand_for_a_long_name() -> None:
    written = "The World Health Organization warned of it."
    assert not differ("The WHO warned of it.", written)


@pytest.mark.parametrize(
    ("language", "plain", "denied"),
    [
        ("en", "Salmon are harmed by it.", "Salmon are not harmed by it."),
        ("en", "They asked the fishermen.", "They never asked the fishermen."),
        ("en", "It works with a pump.", "It works without a pump."),
        ("en", "A second barrage is likely.", "A second barrage is unlikely."),
        ("de", "Das Brot ist verträglich.", "Das Brot ist nicht verträglich."),
        ("de", "Es gab eine Ruhezeit.", "Es gab keine Ruhezeit."),
        ("fr", "Les pertes ont été remboursées.", "Les pertes n'ont pas été remboursées."),
        ("es", "Jorge quiere vender la casa.", "Jorge no quiere vender la casa."),
        ("zh", "该站有无障碍电梯可以使用。", "该站没有无障碍电梯可以使用。"),
    ],
)
def test_a_denial_that_came_or_went_is_found(language: str, plain: str, denied: str) -> None:
    assert kinds(plain, denied, language) == {"negation"}
    assert kinds(denied, plain, language) == {"negation"}
    assert not differ(denied, denied, language)


def test_a_denial_in_other_words_is_none_too_many() -> None:
    assert not differ("They were not consulted.", "Nobody asked them before it was built.")
    assert not differ("It is not only cheap but good.", "It is cheap and good.")
    assert not differ("He did not succeed.", "He failed to win them over.")


def test_a_denial_is_missed_among_others() -> None:
    written = "Bakers' yeast cannot do it, because it forms no acid."
    assert kinds("Yeast of bakers forms acid and cannot do it.", written) == {"negation"}
    assert not differ("Yeast of bakers forms no acid and cannot do it.", written)


def test_denials_that_agree_deny_once() -> None:
    written = "Durante 26 días no se permitió ningún vuelo sobre Quito."
    said = "Todos los vuelos sobre Quito estuvieron prohibidos durante 26 días."
    assert not differ(said, written, "es")


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        ("en", "The number of birds rose.", "The number of birds fell."),
        ("en", "All turbines turn.", "Most turbines turn."),
        ("de", "Der Umsatz ist gestiegen.", "Der Umsatz ist gesunken."),
        ("zh", "产量上升了一成。", "产量下降了一成。"),
    ],
)
def test_a_turned_comparison_is_found(language: str, said: str, written: str) -> None:
    assert "comparison" in kinds(said, written, language)


def test_a_sentence_about_something_else_rests_on_nothing() -> None:
    said = "Penguins breed in large colonies near the southern pole."
    assert kinds(said, "The barrage supplies electricity to homes.") == {"source"}


def test_a_sentence_that_names_no_passage_is_compared_with_the_likest() -> None:
    source = document("The barrage has 24 turbines.", "It cost £312 million.")
    (right, wrong, lost) = told(
        source,
        Sentence(text="The barrage has 24 turbines."),
        Sentence(text="The barrage has 34 turbines."),
        Sentence(text="Penguins breed near the pole."),
    ).claims
    assert not right.named
    assert not right.differences
    assert wrong.passage == "The barrage has 24 turbines."
    assert [one.kind for one in wrong.differences] == ["number"]
    assert [one.kind for one in lost.differences] == ["source"]
    assert lost.passage == ""


def test_what_is_told_and_left_out_is_counted() -> None:
    source = document("The barrage has 24 turbines.")
    apart = Section(
        heading="Summary",
        level=1,
        blocks=(Block(text="It saves 410 GWh.", span=Span(element="p9")),),
    )
    source = source.model_copy(update={"sections": (*source.sections, apart)})
    gone = LeftOut(section="Summary", reason="no room in 30 s")
    found = told(
        source, Sentence(text="The barrage has 24 turbines.", spans=(PLACE,)), left_out=(gone,)
    )
    assert [(s.heading, s.sentences, s.reason) for s in found.sections] == [
        ("The harbour", 1, ""),
        ("Summary", 0, "no room in 30 s"),
    ]
    assert [(fact.text, fact.place, fact.told) for fact in found.facts] == [
        ("410 GWh", "Summary", False)
    ]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_agrees_with_itself(text: str) -> None:
    source = document(text)
    said = Sentence(text=readable(text, "en"), spans=(PLACE,))
    claims = told(source, said).claims
    assert all(one.kind == "source" for claim in claims for one in claim.differences)


def test_our_samples_are_narrated_truly(samples: Path) -> None:
    for name in ("tides", "kites"):
        source = Document.model_validate_json((samples / name / "document.json").read_text())
        script = Script.model_validate_json((samples / name / "script.json").read_text())
        found = review(source, script)
        assert found.claims
        assert found.unsupported == ()
