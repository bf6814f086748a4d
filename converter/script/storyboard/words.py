"""Words: what is said in a storyboard, with the sentences that were there before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from converter.script.cards import pointed, quoted
from converter.script.diction import Diction
from converter.script.model import Card, Script, Sentence, Shot
from converter.script.points import point, single
from converter.script.sentences import split, words
from converter.script.storyboard.lines import escape, plain
from converter.speech.ssml import joined

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Words:
    """All sentences of a Script, by how they are written, in the order of each shot."""

    def __init__(self, script: Script, diction: Diction) -> None:
        self._diction = diction
        self._of_shot: dict[tuple[str, str], list[Sentence]] = defaultdict(list)
        self._anywhere: dict[str, Sentence] = {}
        for shot in script.shots:
            for sentence in shot.sentences:
                line = escape(sentence.text)
                self._of_shot[shot.id, line].append(sentence)
                self._anywhere.setdefault(line, sentence)

    def read(self, lines: Sequence[str], shot: str) -> Iterator[Sentence]:
        """Yield the sentences of a shot: known ones as they were, the rest by hand.

        Lines that are not known may be one sentence wrapped, or several.
        """
        loose: list[str] = []
        for line in lines:
            known = self._take(line, shot)
            if known:
                yield from self._loose(loose, shot)
                loose = []
                yield known
            else:
                loose.append(line)
        yield from self._loose(loose, shot)

    def by_hand(self, text: str) -> Sentence:
        """Return a sentence that a person wrote."""
        return self._diction.sentence(text, by_hand=True)

    def _loose(self, lines: Sequence[str], shot: str) -> Iterator[Sentence]:
        text = plain(joined(lines))
        for begin, end in split(text, self._diction.language):
            said = text[begin:end]
            yield self._take(escape(said), shot) or self.by_hand(said)

    def _take(self, line: str, shot: str) -> Sentence | None:
        """Return the sentence written so: the shot's own first, each of them once."""
        own = self._of_shot[shot, line]
        return own.pop(0) if own else self._anywhere.get(line)


def follow(card: Card, before: Shot, now: Shot, language: str) -> Card:
    """Let a card follow the sentences it was made of, from the shot it was to what it is now.

    Points of a sentence that is gone go with it. A card that no longer goes with what is
    said gives way to points of it.
    """
    changes = dict(_changes(_texts(before), _texts(now)))
    if not changes or not now.sentences or card.kind == "closing":
        return card
    if card.kind == "title":
        return card.model_copy(update={"heading": changes.get(card.heading) or card.heading})
    followed = _with_lines(card, before, now, changes, language)
    if _belongs(followed, before, now, language):
        return followed
    return pointed(now.sentences, card.heading or now.section, language)


def _texts(shot: Shot) -> list[str]:
    return [said.text for said in shot.sentences]


def _with_lines(
    card: Card, before: Shot, now: Shot, changes: Mapping[str, str], language: str
) -> Card:
    if card.kind == "quote" and card.lines == (quoted(before.sentences),):
        lines: tuple[str, ...] = (quoted(now.sentences),)
    elif card.kind in {"points", "number"}:
        lines = tuple(_followed(line, changes, language) for line in card.lines)
    else:
        return card
    return card.model_copy(update={"lines": tuple(filter(None, lines))})


def _belongs(card: Card, before: Shot, now: Shot, language: str) -> bool:
    """Say whether a card still goes with the words.

    What is set large is said, a table has every number that is new, and of the words a
    table or a listing stood beside some are left.
    """
    if card.kind not in {"table", "code"}:
        return bool(card.lines) and card.value in card.lines[0]
    was, said = (" ".join(_texts(shot)) for shot in (before, now))
    cells = " ".join(cell for row in card.rows for cell in row)
    unseen = {*_NUMBER.findall(said)} - {*_NUMBER.findall(was)} - {*_NUMBER.findall(cells)}
    related = {*words(was, language)} & {*words(said, language)}
    return bool(related) and not (card.rows and unseen)


def _changes(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each text that is no longer there, with what stands in its place."""
    for step, first, last, begin, end in SequenceMatcher(None, before, now, False).get_opcodes():
        if step in {"replace", "delete"}:
            replaced = [*now[begin:end], *[""] * (last - first)]
            yield from zip(before[first:last], replaced, strict=False)


def _followed(line: str, changes: Mapping[str, str], language: str) -> str:
    for before, now in changes.items():
        if line in {point(before, language), single(before), before}:
            return (point(now, language) or single(now)) if now else ""
    return line
