"""Edits: what a person made of a storyboard, put together with the Script it was."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from converter import match
from converter.document.model import Document
from converter.errors import RenderError
from converter.script import slides
from converter.script.cards import design
from converter.script.diction import Diction
from converter.script.model import Card, LeftOut, Picture, Script, Sentence, Shot
from converter.script.storyboard import page, settings
from converter.script.storyboard.lines import Entry, Fault, Line, entries, one_line, place
from converter.script.storyboard.panel import Panel, own, usual
from converter.script.storyboard.words import Words, follow
from converter.script.wording.lexicon import NO_LEXICON, Lexicon
from converter.timeline.finding import suggestion

NEW = "new"
_USUAL = Shot(id=NEW, show=Card(kind="points"))
_BY_HAND = "taken out by hand"


@dataclass(frozen=True)
class Storyboard:
    """A Script as it was edited, and the line on which each of its shots begins."""

    script: Script
    lines: Mapping[str, int]


def read(
    text: str,
    draft: Script,
    *,
    document: Document,
    folder: Path,
    name: str = "script.md",
    lexicon: Lexicon = NO_LEXICON,
) -> Storyboard:
    """Read a storyboard that was written of `draft`, with all that was changed in it.

    Figures are those of `document`, paths of pictures relative to `folder`; what is new
    is worded with `lexicon`. Raises ScriptError that names the line in the file `name`,
    and what was expected there.
    """
    words = Words(draft, Diction(draft.language, lexicon))
    return _Reading(draft, document, folder, words, place(name)).storyboard(text)


class _Reading:
    """Compares what stands in the file with what was written there."""

    def __init__(
        self, draft: Script, document: Document, folder: Path, words: Words, fault: Fault
    ) -> None:
        self.draft = draft
        self.document = document
        self.folder = folder
        self.fault = fault
        self.before = {shot.id: shot for shot in draft.shots}
        self.words = words
        self.title = draft.title
        self.lines: dict[str, int] = {}

    def storyboard(self, text: str) -> Storyboard:
        given, found = entries(text, self.fault)
        if not found:
            self.fault(1, "no shots, expected at least one (## new)")
        default = {"title": self.title, "voice": None, "presenter": None, "rate": 0}
        whole = settings.changed(given, settings.of_script(self.draft), default, self.fault)
        self.title = whole.get("title", self.title)
        shots = [self._shot(entry) for entry in found]
        if shots != list(self.draft.shots):
            shots = list(slides.gather([_apart(shot) for shot in shots]))
        left_out = (*self.draft.left_out, *self._taken_out({entry.id for entry in found}))
        update = {**whole, "shots": tuple(shots), "left_out": left_out}
        return Storyboard(self.draft.model_copy(update=update), self.lines)

    def _shot(self, entry: Entry) -> Shot:
        before = self.before.get(entry.id)
        section = entry.section
        if before and one_line(before.section) == section:
            section = before.section
        bare = _USUAL.model_copy(
            update={
                "id": self._id(entry),
                "section": section,
                "sentences": self._said(entry, before, section),
                "show": Card(kind="points", heading=section or self.title),
                **self._how(entry, before),
            }
        )
        return bare.model_copy(update={"show": self._show(entry, before, bare)})

    def _id(self, entry: Entry) -> str:
        """Name a shot: as it was, or anew if it is new or stands there again."""
        if entry.id not in self.before and entry.id != NEW:
            hint = suggestion(entry.id, self.before)
            self.fault(
                entry.number,
                f"no shot {entry.id!r} in this draft{hint} (expected one of it, or ## {NEW})",
            )
        name, number = entry.id, 0
        while name == NEW or name in self.lines or (number and name in self.before):
            number += 1
            name = f"{NEW}-{number}"
        self.lines[name] = entry.number
        return name

    def _said(self, entry: Entry, before: Shot | None, section: str) -> tuple[Sentence, ...]:
        lines = [line.text for line in entry.words]
        if not before or lines != page.words(before):
            return tuple(self.words.read(lines, entry.id))
        was, heading = before.section or self.draft.title, section or self.title
        if before.shown == was != heading:
            return (self.words.by_hand(heading),)
        return before.sentences

    def _how(self, entry: Entry, before: Shot | None) -> dict[str, Any]:
        """Return pause, duration and captions of a shot."""
        keys = ("duration", "pause", "captions")
        kept = {key: getattr(before, key) for key in keys} if before else {}
        default = {key: getattr(_USUAL, key) for key in keys}
        written = settings.of_shot(before) if before else {}
        return {**kept, **settings.changed(entry.settings, written, default, self.fault)}

    # --- what is shown --------------------------------------------------------------

    def _show(self, entry: Entry, before: Shot | None, bare: Shot) -> Picture | Card:
        if not entry.target:
            return self._card(entry, bare)
        source = self._source(entry.target, before)
        show = source.show
        lines = [line.text.strip() for line in entry.panel]
        if lines != (_panel(before, self.draft.title) if before else []):
            return self._reworded(show, entry, bare.section)
        if isinstance(show, Picture):
            return show
        card = self._headed(show, source.section, bare.section)
        if before is not source:
            return own(card)
        followed = follow(own(card), before, bare, self.draft.language)
        return card if followed == own(card) else followed

    def _headed(self, card: Card, before: str, now: str) -> Card:
        """Let a heading that a card has from its section, or the title, follow it."""
        if card.heading != usual(card.kind, before, self.draft.title):
            return card
        return card.model_copy(update={"heading": usual(card.kind, now, self.title)})

    def _card(self, entry: Entry, bare: Shot) -> Picture | Card:
        """Return a card as it is written, or one made of the words."""
        if entry.panel:
            return Panel.of(entry.panel, self.fault).card("points", bare.section, self.title)
        if not bare.sentences:
            self.fault(entry.number, f"{bare.id} is empty, expected words, a picture or a card")
        return design([bare], self.document, self.draft.language)[0].show

    def _reworded(self, show: Picture | Card, entry: Entry, section: str) -> Picture | Card:
        panel = Panel.of(entry.panel, self.fault)
        if isinstance(show, Picture):
            return show.model_copy(update={"caption": panel.caption})
        card = panel.card(show.kind, section, self.title)
        told = show.now == (0, len(show.lines)) and card.kind == show.kind
        return card.model_copy(update={"now": (0, len(card.lines))}) if told else card

    def _source(self, target: Line, before: Shot | None) -> Shot:
        """Return the shot that shows what a line names: a figure, a shot's card, a file."""
        if before and target.text == page.target(before):
            return before
        name = page.named(target.text)
        if name in self.before:
            return self.before[name]
        figure = next((figure for figure in self.document.figures if figure.id == name), None)
        if figure and figure.image is None:
            self.fault(target.number, f"{name} has no picture file: {figure.src or 'not fetched'}")
        show = match.picture(figure) if figure else self._own_picture(target)
        return _USUAL.model_copy(update={"show": show})

    def _own_picture(self, target: Line) -> Picture:
        files = [self.folder / text for text in (target.text, unquote(target.text))]
        file = next((file for file in files if file.is_file()), None)
        if file is None:
            known = [*(figure.id for figure in self.document.figures), *self.before]
            hint = suggestion(page.named(target.text), known)
            self.fault(
                target.number,
                f"{target.text!r} is no figure, no shot and no file{hint} "
                "(the figures are listed at the end of the storyboard)",
            )
        try:
            return _picture(file.resolve())
        except RenderError as error:
            self.fault(target.number, f"{error}; expected a picture")

    def _taken_out(self, told: Collection[str]) -> Iterator[LeftOut]:
        """Yield the sections none of whose shots is left."""
        kept = {shot.section for shot in self.draft.shots if shot.id in told}
        for section in dict.fromkeys(shot.section for shot in self.draft.shots):
            if section and section not in kept:
                yield LeftOut(section=section, reason=_BY_HAND)


def _panel(shot: Shot, title: str) -> list[str]:
    return [line.strip() for line in page.shown(shot, title)]


def _apart(shot: Shot) -> Shot:
    """Take a shot off the slide it shares, so that slides are filled anew."""
    return shot.model_copy(update={"show": own(shot.show)}) if isinstance(shot.show, Card) else shot


def _picture(file: Path) -> Picture:
    from PIL import Image

    from converter.document.web.gallery import kind_of
    from converter.media import load_picture

    pixels = load_picture(file)
    height, width = pixels.shape[:2]
    kind = kind_of(Image.fromarray(pixels).convert("RGB"))
    return Picture(image=str(file), width=width, height=height, kind=kind)
