"""Script: what to say, what to show, in which order.

A Script is made for people to read and change between `narrate` and `compose`:
every shot says what is spoken and shown, and every sentence where it came from.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Literal
from xml.sax.saxutils import escape

from converter.document.model import Asset, FigureKind, Model, Span

LONGEST_BREAK, SHORTEST_BREAK = 10_000, 50
"""Milliseconds of silence one SSML `<break>` may last."""
SILENT_SECONDS = 3.0
"""How long a shot lasts that has neither words nor a duration."""


class Sentence(Model):
    """One spoken sentence.

    `text` is for the eye (captions), `say` for the voice where the two differ:
    "12 % (Smith, 2020)" is shown as "12 %" and spoken as "12 percent".
    """

    text: str
    say: str | None = None
    spans: tuple[Span, ...] = ()
    by_hand: bool = False
    """Written or changed by a person, and so not checked against the source."""

    @property
    def spoken(self) -> str:
        """The words that reach the voice."""
        return self.text if self.say is None else self.say


class Picture(Model):
    """A figure of the document, full and unscaled; `width` and `height` in pixels."""

    image: Asset
    width: int
    height: int
    kind: FigureKind = "diagram"
    figure: str = ""
    label: str | None = None
    caption: str = ""
    credit: str = ""


CardKind = Literal["title", "points", "quote", "number", "table", "code", "closing"]


class Card(Model):
    """A designed card, drawn by `templates/cards/KIND.typ`.

    title    heading (the title), lines (authors; site and date)
    points   heading, lines (up to three key points); `now` when the points come one
             by one: those before it stand back, those after it are not yet shown
    quote    lines[0], note (who said it)
    number   value ("12.5 %"), lines[0] (what it measures)
    table    heading, rows (first row is the header)
    code     heading, lines (source lines), note (language)
    closing  heading (the title), lines (source, address, date)
    """

    kind: CardKind
    heading: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    value: str = ""
    note: str = ""
    now: tuple[int, int] | None = None
    """Range of lines (half-open) that is spoken of now."""


class Shot(Model):
    """What is said while one picture or one card is on the screen."""

    id: str
    section: str = ""
    """Heading of the section; the first shot of a new one begins a chapter."""
    sentences: tuple[Sentence, ...] = ()
    show: Picture | Card
    duration: float | None = None
    """Seconds; None lasts as long as the voice. A shot without sentences needs one."""
    pause: float = 0.5
    """Seconds of silence after the last word; a `duration` decides it instead."""
    captions: bool = True
    """Whether captions are drawn where the video has any."""

    @property
    def shown(self) -> str:
        """The words for the eye."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def content(self) -> str:
        """The words for the voice, as SSML: the AI_TTS Content with the pause after it."""
        if not self.sentences:
            return f"<speak>{_silence(self.duration or SILENT_SECONDS)}</speak>"
        words = escape(" ".join(sentence.spoken for sentence in self.sentences))
        return f"<speak>{words}{_silence(self.pause)}</speak>"


def _silence(seconds: float) -> str:
    """Return silence as SSML: as many breaks as IMS needs for that long."""
    whole = round(seconds * 1000)
    if whole <= 0:
        return ""
    whole = max(whole, SHORTEST_BREAK)
    count = math.ceil(whole / LONGEST_BREAK)
    bounds = [whole * n // count for n in range(count + 1)]
    return "".join(f'<break time="{end - begin}ms"/>' for begin, end in pairwise(bounds))


class LeftOut(Model):
    """A section nothing was said of, and why."""

    section: str
    reason: str


class Usage(Model):
    """What a model was asked, and what its answers cost.

    `kept` answers were on disk already and cost nothing, of `uncounted` ones the
    endpoint told no tokens. `cost` is in the currency of the price, None without one.
    """

    model: str
    requests: int = 0
    kept: int = 0
    uncounted: int = 0
    tokens_asked: int = 0
    tokens_answered: int = 0
    cost: float | None = None

    def __str__(self) -> str:
        """Say it in one line."""
        kept = f" and {self.kept} kept" if self.kept else ""
        tokens = f"{self.tokens_asked:,} + {self.tokens_answered:,} tokens"
        uncounted = f" ({self.uncounted} requests uncounted)" if self.uncounted else ""
        cost = "" if self.cost is None else f", cost {self.cost:.4f}"
        return f"{self.model}: {self.requests} requests{kept}, {tokens}{uncounted}{cost}"


class Script(Model):
    """The whole narration of one document."""

    title: str
    language: str
    source: str = ""
    voice: str | None = None
    """An IMS or local voice id; None lets the language decide."""
    presenter: str | None = None
    """A second voice, for titles, headings and questions; None leaves them to the first."""
    rate: int = 0
    """IMS SpeechRate, -500 (half speed) to 500 (double speed)."""
    seconds: float | None = None
    """Expected length of the video, measured with the voice."""
    shots: tuple[Shot, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    usage: Usage | None = None
    """What the model behind the narrator cost, where there was one."""
