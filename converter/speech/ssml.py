"""SSML as IMS takes it: one `<speak>` document, read into texts and pauses.

What a local voice cannot do is unwrapped and named in `notes`; what would make the
cloud fail raises SpeechError. No document type and so no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from xml.parsers import expat

from converter.errors import SpeechError
from converter.speech.words import IDEOGRAPHS

LONGEST_BREAK = Fraction(10)
SHORTEST_BREAK = Fraction(1, 20)
UNDONE = {
    "phoneme": "is read by the voice's own rules",
    "emotion": "has no effect",
    "soundEvent": "is not played",
}
"""Tags IMS knows and no local voice can follow."""
UNDONE_OF_ROOT = ("effect", "bgm")
CLOUD_VOLUME = 50


@dataclass(frozen=True, slots=True)
class Text:
    """Something to say, and how it is written."""

    spoken: str
    visible: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Exact silence."""

    seconds: Fraction


Part = Text | Pause


@dataclass(slots=True)
class Utterance:
    """What the Content of an AI_TTS clip asks for; None where it says nothing.

    `rate` and `pitch` are IMS rates, `gain` a factor; `emotional` needs an `_emo`
    voice; `notes` name what is not done as written.
    """

    parts: list[Part] = field(default_factory=list)
    voice: str | None = None
    rate: int | None = None
    pitch: int | None = None
    gain: float = 1.0
    emotional: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def visible(self) -> str:
        """The words for the eye."""
        return joined(part.visible for part in self.parts if isinstance(part, Text))


def parse(content: str) -> Utterance:
    """Read plain text, or SSML when it starts with `<speak` or an XML prologue.

    Raises SpeechError with line and column when it is not well-formed, and for a value
    an attribute cannot have.
    """
    trimmed = content.strip()
    if not re.match(r"<(speak[\s/>]|\?xml\s|!DOCTYPE\s)", trimmed):
        return Utterance([Text(trimmed, trimmed)] if trimmed else [])
    reader = _Reader()
    reader.read(trimmed)
    return reader.utterance


def visible(content: str) -> str:
    """Return the words of Content for the eye: SSML removed, `sub` as written."""
    return parse(content).visible


def joined(texts: Iterable[str]) -> str:
    """Join texts with a space, but for scripts that have none."""
    whole = ""
    for text in texts:
        whole += glue(whole, text) + text
    return whole


def glue(left: str, right: str) -> str:
    """Return what belongs between two texts: a space, or nothing."""
    return " " if left and right and not WITHOUT_SPACE.fullmatch(left[-1] + right[0]) else ""


WITHOUT_SPACE = re.compile(rf"[{IDEOGRAPHS}\u3000-\u303f\uff00-\uffef]{{2}}")


class _Reader:
    """Follows the events of the XML parser and fills an utterance."""

    def __init__(self) -> None:
        self.utterance = Utterance()
        self._spoken: list[str] = []
        self._visible: list[str] = []
        self._rewriting: tuple[str, dict[str, str]] | None = None
        self._inner: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, document: str) -> None:
        try:
            self._parser.Parse(document, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise SpeechError(f"SSML {_place(error.lineno, error.offset)}: {reason}") from error
        self._flush()

    def _refuse_doctype(self, *_: object) -> None:
        raise self._error("a document type is not allowed")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "speak":
            self._root(attributes)
        elif tag == "break":
            self._flush()
            self.utterance.parts.append(Pause(self._seconds(attributes.get("time", "1s"))))
        elif tag == "s":
            self._flush()
        elif tag in ("sub", "say-as"):
            self._rewriting, self._inner = (tag, attributes), []
        elif tag in UNDONE:
            self.utterance.emotional |= tag == "emotion"
            self._note(f"<{tag}> {UNDONE[tag]}")
        elif tag != "w":
            self._note(f"<{tag}> is not known, its text is read")

    def _end(self, tag: str) -> None:
        if tag == "s":
            self._flush()
        elif self._rewriting and tag == self._rewriting[0]:
            self._spoken.append(_rewritten(self._rewriting[1], "".join(self._inner)))
            self._rewriting = None

    def _text(self, text: str) -> None:
        self._visible.append(text)
        (self._inner if self._rewriting else self._spoken).append(text)

    def _flush(self) -> None:
        """End the text so far; what comes next is spoken apart."""
        spoken, seen = (" ".join("".join(b).split()) for b in (self._spoken, self._visible))
        if spoken or seen:
            self.utterance.parts.append(Text(spoken, seen))
        self._spoken, self._visible = [], []

    def _root(self, attributes: Mapping[str, str]) -> None:
        asked = self.utterance
        asked.voice = attributes.get("voice")
        asked.rate = self._whole(attributes, "rate")
        asked.pitch = self._whole(attributes, "pitch")
        volume = self._whole(attributes, "volume")
        asked.gain = 1.0 if volume is None else min(max(volume, 0), 100) / CLOUD_VOLUME
        for name in UNDONE_OF_ROOT:
            if name in attributes:
                self._note(f"<speak {name}={attributes[name]!r}> has no effect")

    def _whole(self, attributes: Mapping[str, str], name: str) -> int | None:
        try:
            return round(float(attributes[name])) if name in attributes else None
        except (ValueError, OverflowError) as error:
            raise self._error(f"{name} is {attributes[name]!r}, not a number") from error

    def _seconds(self, time: str) -> Fraction:
        match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})?)(ms|s)", time.strip())
        if not match:
            raise self._error(f'break time is {time!r}, not like "2s" or "500ms"')
        seconds = Fraction(match[1]) / (1000 if match[2] == "ms" else 1)
        kept = min(max(seconds, SHORTEST_BREAK), LONGEST_BREAK)
        if kept != seconds:
            self._note(f"<break time={time!r}> is held to {float(kept):g} s")
        return kept

    def _note(self, text: str) -> None:
        self.utterance.notes.append(f"SSML {self._here()}: {text}")

    def _error(self, message: str) -> SpeechError:
        return SpeechError(f"SSML {self._here()}: {message}")

    def _here(self) -> str:
        return _place(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber)


def _place(line: int, offset: int) -> str:
    return f"line {line} column {offset + 1}"


def _rewritten(attributes: Mapping[str, str], text: str) -> str:
    """Return the alias of a `sub`, or the text of a `say-as` in its reading style."""
    if "alias" in attributes:
        return attributes["alias"]
    rewrite = READINGS.get(attributes.get("interpret-as", ""), str)
    return rewrite(text)


def _one_by_one(text: str) -> str:
    return " ".join(character for character in text if character.isalnum())


def _telephone(text: str) -> str:
    groups = re.findall(r"\+|\d+", text)
    return ", ".join(" ".join("plus" if c == "+" else c for c in group) for group in groups)


def _cardinal(text: str) -> str:
    return re.sub(r"(?<=\d)[,\s](?=\d{3})", "", text)


READINGS: Mapping[str, Callable[[str], str]] = {
    "cardinal": _cardinal,
    "digits": _one_by_one,
    "id": _one_by_one,
    "characters": _one_by_one,
    "telephone": _telephone,
}
"""Styles the voice does not find by itself; the others read as written."""
