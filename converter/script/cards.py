"""Cards: which designed card goes with which words, where no picture does.

A quotation stays a quotation, a listing stands beside the words that introduce it,
a striking number is set large. All else becomes two or three short points, or the
sentence itself where no short point can be made that means something alone.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from converter.document.model import Block, Document
from converter.script import cues
from converter.script.announcing import unopened
from converter.script.flow import Flow, Stand
from converter.script.model import Card, Sentence, Shot
from converter.script.points import LONG, fits, point, single

MOST_POINTS = 3
MOST_SLIDE_LINES = 6
SLIDE = {"paragraph", "list"}
QUOTE = 180
TABLE_ROWS, TABLE_COLUMNS, TABLE_CELL = 6, 5, 24
CODE_LINES, CODE_COLUMNS = 14, 80
SHOTS_BETWEEN_NUMBERS = 3
_SHORT_LINE = 45
"""A number in fewer letters is an aside, nothing to be set large."""

_NUMBER = re.compile(
    r"(?<![\w.,-])(?:"
    r"[$€£¥]\s?\d[\d.,]*\d?(?:\s?(?:thousand|million|billion|trillion|bn)\b)?"
    r"|\d[\d.,]*(?:\s?%|\s(?:percent|per\s+cent|Prozent)\b)"
    r"|\d[\d.,]*[\s-](?:million|billion|trillion|Millionen|Milliarden|Mio\.|Mrd\.)(?:\s(?:Euro|euros?|dollars?|Dollar|€))?"
    r"|\d[\d.,]*(?:\s(?:times|fold)\b|-fold\b|\s?×|(?:\.\d+)?倍)"
    r"|\d[\d.,]*\s?[万亿][元人]?)"
)
_ATTRIBUTION = re.compile(r"\s*[—–]\s*(?P<who>[^\n—–]{3,60})$")


def design(shots: Sequence[Shot], document: Document, language: str) -> tuple[Shot, ...]:
    """Give every shot with words, but the title, the card that suits them."""
    designer = _Designer(document, language)
    found = []
    for shot in shots:
        plain = isinstance(shot.show, Card) and shot.show.kind == "points"
        card = designer.card(unopened(shot)) if plain and shot.sentences else shot.show
        found.append(shot.model_copy(update={"show": card}))
    return tuple(found)


class _Designer:
    """Remembers what has been shown, so that nothing is shown twice."""

    def __init__(self, document: Document, language: str) -> None:
        self.document = document
        self.language = language
        self.flow = Flow(document)
        self.shown: set[int] = set()
        self.last: Card | None = None
        self.since_number = SHOTS_BETWEEN_NUMBERS

    def card(self, shot: Shot) -> Card:
        stand = self.flow.stand(shot.sentences[0])
        heading = self._heading(shot, stand)
        card = (
            self._quote(shot, stand)
            or self._beside(shot, heading)
            or self._slide(stand, heading)
            or self._number(shot)
            or pointed(shot.sentences, heading, self.language)
        )
        if card == self.last and card.now is None:
            card = Card(kind="points", heading=heading, lines=(single(shot.sentences[-1].text),))
        self.since_number = 0 if card.kind == "number" else self.since_number + 1
        self.last = card
        return card

    def _heading(self, shot: Shot, stand: Stand | None) -> str:
        own = self.document.sections[stand.section].heading if stand else None
        return cues.plain(own or shot.section or self.document.title)

    def _quote(self, shot: Shot, stand: Stand | None) -> Card | None:
        if stand is None or stand.block.kind != "quote":
            return None
        if not all(_is_in(stand.block.text, sentence.text) for sentence in shot.sentences):
            return None
        words = quoted(shot.sentences)
        who = _ATTRIBUTION.search(stand.block.text)
        note = who["who"] if who else ""
        return Card(kind="quote", lines=(words,), note=note) if words else None

    def _beside(self, shot: Shot, heading: str) -> Card | None:
        """Show the listing or small table that stands beside the words."""
        for sentence in shot.sentences:
            stand = self.flow.stand(sentence)
            own = stand and stand.block.kind == "table"
            near = stand if own else stand and self.flow.near(stand, {"code", "table"})
            if near and near.place not in self.shown and (card := _block(near.block, heading)):
                self.shown.add(near.place)
                return card
        return None

    def _slide(self, stand: Stand | None, heading: str) -> Card | None:
        """Show the words of the slide a speaker's notes belong to, whole while they are told."""
        if stand is None or stand.block.kind != "talk":
            return None
        blocks = self.document.sections[stand.section].blocks
        lines = [
            line for block in blocks if block.kind in SLIDE for line in block.text.split("\n")
        ][:MOST_SLIDE_LINES]
        if not lines or not all(fits(line, LONG) for line in lines):
            return None
        return Card(kind="points", heading=heading, lines=tuple(lines), now=(0, len(lines)))

    def _number(self, shot: Shot) -> Card | None:
        if self.since_number < SHOTS_BETWEEN_NUMBERS:
            return None
        for sentence in shot.sentences:
            line = single(sentence.text)
            hits = list(_NUMBER.finditer(line))
            if len(hits) == 1 and fits(line, LONG) and not fits(line, _SHORT_LINE):
                return Card(kind="number", value=hits[0].group().strip(" .,"), lines=(line,))
        return None


def pointed(sentences: Sequence[Sentence], heading: str, language: str) -> Card:
    """Return the points that sentences make, or the one that is told best as it is."""
    short = [found for said in sentences if (found := point(said.text, language))]
    lines = tuple(dict.fromkeys(short))[:MOST_POINTS]
    return Card(kind="points", heading=heading, lines=lines or (single(_shortest(sentences)),))


def quoted(sentences: Sequence[Sentence]) -> str:
    """Return as much of a quotation as a card bears, without its marks."""
    words = ""
    for sentence in sentences:
        if len(words) + len(sentence.text) < QUOTE:
            words = f"{words} {sentence.text}".strip()
    return words.strip('“”"„')


def _is_in(source: str, words: str) -> bool:
    """Say whether words stand in a source in this order: others may stand between."""
    left = iter(re.findall(r"\w+", source.casefold()))
    return all(word in left for word in re.findall(r"\w+", words.casefold()))


def _shortest(sentences: Sequence[Sentence]) -> str:
    """Prefer the first sentence, unless only a later one fits a card."""
    texts = [sentence.text for sentence in sentences]
    return next((text for text in texts if fits(text, LONG)), min(texts, key=len))


def _block(block: Block, heading: str) -> Card | None:
    return _code(block, heading) if block.kind == "code" else _table(block, heading)


def _code(block: Block, heading: str) -> Card | None:
    lines = textwrap.dedent(block.text.expandtabs(4)).strip("\n").rstrip().split("\n")
    lines = [line.rstrip() for line in lines]
    if len(lines) < 2 or len(lines) > CODE_LINES or max(map(len, lines)) > CODE_COLUMNS:
        return None
    return Card(kind="code", heading=heading, lines=tuple(lines))


def _table(block: Block, heading: str) -> Card | None:
    rows = [tuple(" ".join(cell.split()) for cell in row) for row in block.rows]
    rows = [row for row in rows if any(row)]
    small = (
        2 <= len(rows) <= TABLE_ROWS
        and len({len(row) for row in rows}) == 1
        and 2 <= len(rows[0]) <= TABLE_COLUMNS
        and all(len(cell) <= TABLE_CELL for row in rows for cell in row)
    )
    return Card(kind="table", heading=heading, rows=tuple(rows)) if small else None
