"""Words: what is said in a storyboard, with the sentences that were there before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from converter.script.diction import Diction
from converter.script.model import Card, Script, Sentence
from converter.script.points import point, single
from converter.script.sentences import split
from converter.script.storyboard.lines import escape, plain
from converter.speech.ssml import joined


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


def follow(card: Card, before: Sequence[Sentence], now: Sequence[Sentence], language: str) -> Card:
    """Let the words of a card follow the sentences they were made of.

    Points of a sentence that is gone go with it, where others are left; a number that
    is no longer said is no longer set large.
    """
    changes = dict(_changes([said.text for said in before], [said.text for said in now]))
    if not changes:
        return card
    if card.kind == "title":
        return card.model_copy(update={"heading": changes.get(card.heading) or card.heading})
    lines = tuple(filter(None, (_followed(line, changes, language) for line in card.lines)))
    if card.kind not in {"points", "number"} or not lines or lines == card.lines:
        return card
    if card.kind == "number" and card.value not in lines[0]:
        return Card(kind="points", heading=card.heading, lines=lines)
    return card.model_copy(update={"lines": lines})


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
