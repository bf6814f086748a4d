"""Match: which picture of the document goes with which words.

Every pair of a shot and a figure gets a score: the figure is named in the words,
stands near them, or has a caption that speaks of the same. One order-preserving
alignment over all shots then picks the best whole, so that no figure is shown twice
and the order of the document holds; a figure that is named out of order comes back
in afterwards where it does not follow itself.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from converter.document.model import Document, Figure
from converter.script.flow import Flow, Stand
from converter.script.model import Picture, Shot
from converter.script.sentences import words

SMALLEST = 200
"""A picture with fewer pixels than this on both sides is never shown."""
LEAST = 0.35
"""A pair that scores less is no pair."""
Name = tuple[str, str]

_NAMES = re.compile(
    r"\b(?P<figure>fig(?:ure)?s?|abb(?:ildung(?:en)?)?|scheme|chart|plate|diagram|photo|map)\b\.?\s*(?P<a>S?\d+(?:[.-]\d+)*)(?P<more>(?:[a-h]\b)?(?:\s*(?:,|and|und|&|to|bis|–)\s*S?\d+(?:[.-]\d+)*[a-h]?\b)*)"
    r"|(?P<figure2>[图圖]|(?:ال)?شكل)\s*(?P<b>\d+(?:[.-]\d+)*)"
    r"|\b(?P<table>tab(?:le|elle)?s?)\b\.?\s*(?P<c>S?\d+(?:[.-]\d+)*|[IVX]+\b)"
    r"|(?P<table2>表|(?:ال)?جدول)\s*(?P<d>\d+(?:[.-]\d+)*)"
    r"|\b(?P<formula>eq(?:uation)?s?|gleichung(?:en)?|formula|formel)\b\.?\s*\(?(?P<e>\d+(?:[.-]\d+)*)\)?",
    re.IGNORECASE,
)
_ABOUT_FORMULA = re.compile(
    r"\b(?:equation|formula|gleichung|formel)\b|公式|方程|معادلة", re.IGNORECASE
)


def match(
    shots: Sequence[Shot], document: Document, language: str | None = None
) -> tuple[Shot, ...]:
    """Give each shot the figure that belongs to its words, where there is one.

    Shots without sentences, those that show a picture already, and those no figure
    belongs to, keep what they show.
    """
    flow = Flow(document)
    shown = {shot.show.figure for shot in shots if isinstance(shot.show, Picture)}
    left = (figure for figure in document.figures if showable(figure) and figure.id not in shown)
    figures = sorted(left, key=lambda figure: _place(figure, flow))
    speaking = [i for i, shot in enumerate(shots) if shot.sentences and not _is_settled(shot)]
    if not figures or not speaking:
        return tuple(shots)
    spoken = [shots[i] for i in speaking]
    scores = _scores(spoken, figures, flow, language or document.language)
    pairs = _align(scores)
    _recall(pairs, scores)
    found = list(shots)
    for row, column in pairs.items():
        at = speaking[row]
        found[at] = found[at].model_copy(update={"show": picture(figures[column])})
    return tuple(found)


def showable(figure: Figure) -> bool:
    """Say whether a figure can fill a picture: there, no decoration, not tiny."""
    return (
        figure.image is not None
        and not figure.decorative
        and (figure.width >= SMALLEST or figure.height >= SMALLEST)
    )


def picture(figure: Figure) -> Picture:
    """Return a figure as the Picture a shot shows."""
    return Picture(
        image=figure.image or "",
        width=figure.width,
        height=figure.height,
        kind=figure.kind,
        figure=figure.id,
        label=figure.label,
        caption=figure.caption or figure.alt,
    )


def named(text: str) -> set[Name]:
    """Return the figures, tables and formulas a text names: `("figure", "3")`."""
    found: set[Name] = set()
    for hit in _NAMES.finditer(text):
        kind = (hit.lastgroup or "") and next(
            name for name in ("figure", "figure2", "table", "table2", "formula") if hit[name]
        )
        first = next(hit[name] for name in "abcde" if hit[name])
        numbers = [first, *re.findall(r"S?\d+(?:[.-]\d+)*", hit["more"] or "")]
        found.update((kind.rstrip("2"), number.upper()) for number in numbers)
    return found


def _place(figure: Figure, flow: Flow) -> float:
    stand = flow.figures.get(figure.id)
    return stand.place if stand else math.inf


def _is_settled(shot: Shot) -> bool:
    return isinstance(shot.show, Picture) or shot.show.kind in {"title", "closing"}


def _scores(
    shots: Sequence[Shot], figures: Sequence[Figure], flow: Flow, language: str
) -> list[list[float]]:
    spoken = [_Words.of(shot, flow, language) for shot in shots]
    seen = [_Words.of_figure(figure, flow, language) for figure in figures]
    rarity = _rarity([*spoken, *seen])
    return [[_score(shot, figure, rarity) for figure in seen] for shot in spoken]


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known of one side of a pair."""

    terms: Counter[str]
    names: set[Name]
    stands: tuple[Stand, ...]
    text: str
    kind: str = ""
    captioned: bool = False

    @classmethod
    def of(cls, shot: Shot, flow: Flow, language: str) -> _Words:
        raw = " ".join(flow.raw(sentence) for sentence in shot.sentences)
        stands = tuple(filter(None, map(flow.stand, shot.sentences)))
        return cls(Counter(words(raw, language)), named(raw), stands, raw)

    @classmethod
    def of_figure(cls, figure: Figure, flow: Flow, language: str) -> _Words:
        text = f"{figure.caption} {figure.alt}".strip()
        stand = flow.figures.get(figure.id)
        names = named(figure.label or "") or set(list(named(text[:30]))[:1])
        return cls(
            Counter(words(text, language)),
            names,
            (stand,) if stand else (),
            text,
            figure.kind,
            bool(figure.caption),
        )


def _rarity(sides: Sequence[_Words]) -> dict[str, float]:
    spread = Counter(term for side in sides for term in side.terms)
    return {term: math.log(1 + len(sides) / count) for term, count in spread.items()}


def _score(shot: _Words, figure: _Words, rarity: dict[str, float]) -> float:
    """Score one pair; a figure named in the words outweighs all else."""
    called = bool(shot.names & figure.names) and _one_source(shot, figure)
    alike = _cosine(shot.terms, figure.terms, rarity)
    near = max((_nearness(a, b) for a in shot.stands for b in figure.stands), default=0.0)
    if figure.kind == "formula":
        about = called or (near > 0.6 and _ABOUT_FORMULA.search(shot.text))
        return 0.6 if about else 0.0
    if figure.kind == "table" and not called:
        return 0.5 * (near > 0.6) * alike + 0.5 * alike
    return 2.0 * called + 0.6 * near + 1.2 * alike + 0.1 * figure.captioned * (near > 0)


def _one_source(shot: _Words, figure: _Words) -> bool:
    """Tell whether both stand in the same source: each has a Figure 1 of its own."""
    return len({stand.block.span.source for stand in (*shot.stands, *figure.stands)}) < 2


def _nearness(shot: Stand, figure: Stand) -> float:
    """Fall from 1 with the blocks between; a figure before the words is a little farther."""
    away = abs(shot.place - figure.place) + 0.5 * (figure.place < shot.place - 1)
    return math.exp(-max(0.0, away - 1) / 4) * (1.0 if shot.section == figure.section else 0.5)


def _cosine(left: Counter[str], right: Counter[str], rarity: dict[str, float]) -> float:
    common = left.keys() & right.keys()
    if not common:
        return 0.0
    product = sum(rarity[term] ** 2 for term in common)
    return product / math.sqrt(_square(left, rarity) * _square(right, rarity))


def _square(terms: Collection[str], rarity: dict[str, float]) -> float:
    return sum(rarity[term] ** 2 for term in set(terms))


def _align(scores: list[list[float]]) -> dict[int, int]:
    """Pick the pairs of greatest total score whose figures keep the document's order."""
    rows, columns = len(scores), len(scores[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows):
        for j in range(columns):
            pair = best[i][j] + scores[i][j] if scores[i][j] >= LEAST else 0.0
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], pair)
    pairs: dict[int, int] = {}
    i, j = rows, columns
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs[i] = j
    return pairs


def _recall(pairs: dict[int, int], scores: list[list[float]]) -> None:
    """Show figures the words name though the order had no room for them."""
    for row, line in enumerate(scores):
        if row in pairs:
            continue
        for column in sorted(range(len(line)), key=lambda j: -line[j]):
            if line[column] >= 2.0 and column not in pairs.values():
                pairs[row] = column
                break
