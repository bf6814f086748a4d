"""Diction: how what is written reaches the voice, in one language and a user's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from converter.document.model import Span
from converter.script.model import Script, Sentence
from converter.script.wording.lexicon import NO_LEXICON, Lexicon


@dataclass(frozen=True)
class Diction:
    """A language and the pronunciations a user wants in it."""

    language: str
    lexicon: Lexicon = NO_LEXICON

    def speakable(self, text: str) -> str:
        """Return a text as the voice says it."""
        return self.lexicon.speakable(text, self.language)

    def sentence(
        self,
        text: str,
        *,
        voice: str | None = None,
        spans: Sequence[Span] = (),
        by_hand: bool = False,
    ) -> Sentence:
        """Make a text a sentence; `voice` are its words with the formulas said."""
        said = self.speakable(text if voice is None else voice)
        return Sentence(
            text=text, say=None if said == text else said, spans=tuple(spans), by_hand=by_hand
        )

    def again(self, sentence: Sentence, before: Diction) -> Sentence:
        """Return a sentence said by this diction that was said by another.

        Words that stand for signs, as those of formulas, stay; terms in them are exchanged.
        """
        own = before.speakable(sentence.text) == sentence.spoken
        said = self.speakable(sentence.text if own else sentence.spoken)
        return sentence.model_copy(update={"say": None if said == sentence.text else said})


def reworded(script: Script, before: Lexicon, now: Lexicon) -> Script:
    """Return a Script that was made with one lexicon as another would have it said."""
    was, diction = Diction(script.language, before), Diction(script.language, now)
    shots = (
        shot.model_copy(
            update={"sentences": tuple(diction.again(said, was) for said in shot.sentences)}
        )
        for shot in script.shots
    )
    return script.model_copy(update={"shots": tuple(shots)})
