"""SSML as IMS takes it: one `<speak>` document, read into texts and pauses.

What nobody here can do is unwrapped and named in `notes`; what would make the cloud
fail raises SpeechError. No document type and so no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import quoteattr, unescape

from converter.errors import SpeechError
from converter.speech.model import Pronunciation
from converter.speech.readings import read_as
from converter.speech.words import IDEOGRAPHS

LONGEST_BREAK = Fraction(10)
SHORTEST_BREAK = Fraction(1, 20)
_ADDRESS = re.compile(
    r"(?P<before><(?:soundEvent\b[^<>]*?\ssrc|speak\b[^<>]*?\sbgm)\s*=\s*)"
    r"""(?P<value>(?P<quote>["'])(?P<address>[^<]*?)(?P=quote))"""
)
"""An attribute that names a sound or music."""
SENTENCES = ("s", "p")
WRAPPERS = ("w",)
ALPHABETS = ("ipa", "py")
CLOUD_VOLUME = 50
LOUDEST = 100


@dataclass(frozen=True, slots=True)
class Text:
    """Something to say, how it is written, and what of it sounds otherwise than it reads."""

    spoken: str
    visible: str
    said: tuple[Pronunciation, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """Exact silence."""

    seconds: Fraction


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound effect between words, by its address."""

    address: str


Part = Text | Pause | Sound


@dataclass(slots=True)
class Utterance:
    """What the Content of an AI_TTS clip asks for; None where it says nothing.

    `rate` and `pitch` are IMS rates, `gain` a factor; `emotional` needs an `_emo`
    voice; `bgm` is the address of music to lie under the words at `bgm_gain`;
    `effect` colours the voice. `notes` name what is not done as written.
    """

    parts: list[Part] = field(default_factory=list)
    voice: str | None = None
    rate: int | None = None
    pitch: int | None = None
    gain: float = 1.0
    emotional: bool = False
    effect: str | None = None
    effect_value: str | None = None
    bgm: str | None = None
    bgm_gain: float = 1.0
    notes: list[str] = field(default_factory=list)

    @property
    def visible(self) -> str:
        """The words for the eye."""
        return joined(part.visible for part in self.parts if isinstance(part, Text))


def parse(content: str, language: str = "en") -> Utterance:
    """Read plain text, or SSML when it starts with `<speak` or an XML prologue.

    `language` is that in which a `say-as` reads out.

    Raises SpeechError with line and column when it is not well-formed, and for a value
    an attribute cannot have.
    """
    trimmed = content.strip()
    if not re.match(r"<(speak[\s/>]|\?xml\s|!DOCTYPE\s)", trimmed):
        return Utterance([Text(trimmed, trimmed)] if trimmed else [])
    reader = _Reader(language)
    reader.read(trimmed)
    return reader.utterance


def visible(content: str) -> str:
    """Return the words of Content for the eye: SSML removed, `sub` as written."""
    return parse(content).visible


def sounds(content: str) -> set[str]:
    """Return the addresses of the sounds and the music of Content, none if it cannot be read."""
    try:
        asked = parse(content)
    except SpeechError:
        return set()
    named = {part.address for part in asked.parts if isinstance(part, Sound)}
    return named | ({asked.bgm} if asked.bgm else set())


def readdressed(content: str, placed: Callable[[str], str]) -> str:
    """Return Content whose sounds and music are at other addresses, the rest to the letter."""
    known = sounds(content)

    def moved(found: re.Match[str]) -> str:
        address = unescape(found["address"], {"&quot;": '"', "&apos;": "'"})
        value = quoteattr(placed(address)) if address in known else found["value"]
        return f"{found['before']}{value}"

    return _ADDRESS.sub(moved, content)


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

    def __init__(self, language: str) -> None:
        self.utterance = Utterance()
        self._language = language
        self._spoken: list[_Fragment] = []
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
            self._part(Pause(self._seconds(attributes.get("time", "1s"))))
        elif tag == "soundEvent":
            self._part(Sound(self._attribute(tag, attributes, "src")))
        elif tag in SENTENCES:
            self._flush()
        elif tag in ("sub", "say-as", "phoneme"):
            self._rewriting, self._inner = (tag, attributes), []
        elif tag == "emotion":
            self.utterance.emotional = True
            self._note("<emotion> has no effect")
        elif tag not in WRAPPERS:
            self._note(f"<{tag}> is not known, its text is read")

    def _end(self, tag: str) -> None:
        if tag in SENTENCES:
            self._flush()
        elif self._rewriting and tag == self._rewriting[0]:
            self._spoken.append(self._rewritten(*self._rewriting, "".join(self._inner)))
            self._rewriting = None

    def _text(self, text: str) -> None:
        self._visible.append(text)
        if self._rewriting:
            self._inner.append(text)
        else:
            self._spoken.append(_Fragment(text))

    def _part(self, part: Part) -> None:
        self._flush()
        self.utterance.parts.append(part)

    def _flush(self) -> None:
        """End the text so far; what comes next is spoken apart."""
        spoken, said = _squeezed(self._spoken)
        seen = " ".join("".join(self._visible).split())
        if spoken or seen:
            self.utterance.parts.append(Text(spoken, seen, said))
        self._spoken, self._visible = [], []

    def _rewritten(self, tag: str, attributes: Mapping[str, str], text: str) -> _Fragment:
        """Return the alias of a `sub`, a `say-as` in its style, a `phoneme` as it sounds."""
        if tag == "sub":
            return _Fragment(attributes.get("alias", text))
        if tag == "say-as":
            return _Fragment(read_as(attributes.get("interpret-as", ""), text, self._language))
        alphabet = attributes.get("alphabet", "py")
        if alphabet not in ALPHABETS:
            self._note(f"<phoneme alphabet={alphabet!r}> is not known, its text is read")
            return _Fragment(text)
        return _Fragment(text, alphabet, self._attribute(tag, attributes, "ph"))

    def _root(self, attributes: Mapping[str, str]) -> None:
        asked = self.utterance
        asked.voice = attributes.get("voice")
        asked.rate = self._whole(attributes, "rate")
        asked.pitch = self._whole(attributes, "pitch")
        asked.gain = self._loudness(attributes, "volume")
        asked.effect = attributes.get("effect")
        asked.effect_value = attributes.get("effectValue")
        asked.bgm = attributes.get("bgm")
        asked.bgm_gain = self._loudness(attributes, "backgroundMusicVolume")

    def _loudness(self, attributes: Mapping[str, str], name: str) -> float:
        volume = self._whole(attributes, name)
        return 1.0 if volume is None else min(max(volume, 0), LOUDEST) / CLOUD_VOLUME

    def _attribute(self, tag: str, attributes: Mapping[str, str], name: str) -> str:
        if not attributes.get(name, "").strip():
            raise self._error(f"<{tag}> has no {name}")
        return attributes[name].strip()

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


class _Fragment(NamedTuple):
    """A piece of spoken text, and how it sounds where that is said."""

    text: str
    alphabet: str = ""
    symbols: str = ""


def _squeezed(fragments: Iterable[_Fragment]) -> tuple[str, tuple[Pronunciation, ...]]:
    """Join fragments with single spaces inside, and find what is pronounced where."""
    whole, said = "", []
    for fragment in fragments:
        text = re.sub(r"\s+", " ", fragment.text)
        if not whole or whole.endswith(" "):
            text = text.lstrip()
        if fragment.symbols and text.strip():
            end = len(whole) + len(text.rstrip())
            said.append(Pronunciation(len(whole), end, fragment.alphabet, fragment.symbols))
        whole += text
    return whole.rstrip(), tuple(said)
