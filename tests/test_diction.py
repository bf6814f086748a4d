"""Diction: what a user's words change in what is said, before and after."""

from __future__ import annotations

from converter.script.diction import Diction, reworded
from converter.script.model import Card, Script, Sentence, Shot
from converter.script.wording.lexicon import NO_LEXICON, Entry, Lexicon

SQL = Lexicon((Entry("SQL", "sequel"),))
SQUEAL = Lexicon((Entry("SQL", "squeal"),))


def said(before: Lexicon, now: Lexicon, *sentences: Sentence) -> list[str | None]:
    shot = Shot(id="s01", sentences=sentences, show=Card(kind="points"))
    script = Script(title="SQL", language="en", shots=(shot,))
    return [sentence.say for sentence in reworded(script, before, now).shots[0].sentences]


def test_words_are_for_the_eye_and_for_the_voice() -> None:
    diction = Diction("en", SQL)
    assert diction.sentence("SQL is 5 % faster.").spoken == "sequel is 5 percent faster."
    assert diction.sentence("All is well.").say is None


def test_formulas_reach_the_voice_in_words_of_their_own() -> None:
    found = Diction("en", SQL).sentence("SQL has a².", voice="SQL has a squared.")
    assert (found.text, found.say) == ("SQL has a².", "sequel has a squared.")


def test_another_lexicon_says_what_was_said_anew() -> None:
    sentence = Diction("en", SQL).sentence("SQL is 5 % faster.")
    assert said(SQL, SQUEAL, sentence) == ["squeal is 5 percent faster."]
    assert said(SQL, NO_LEXICON, sentence) == ["SQL is 5 percent faster."]


def test_words_that_stand_for_signs_stay_when_a_lexicon_comes_later() -> None:
    sentence = Sentence(text="Nguyen has a².", say="Nguyen has a squared.")
    later = Lexicon((Entry("Nguyen", "win"),))
    assert said(NO_LEXICON, later, sentence) == ["win has a squared."]
