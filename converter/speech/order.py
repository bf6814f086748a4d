"""Order: everything the sound of a speech depends on, and so the key it is kept under."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from converter import engines
from converter.errors import SpeechError
from converter.speech.casting import Role
from converter.speech.colours import COLOURS, LOLITA
from converter.speech.model import Engine, Pronunciation
from converter.speech.ssml import Part, Pause, Sound, Text, Utterance, glue, joined

UNDER_VOICE = 0.25
"""Factor of a `bgm` at its default volume, 12 dB under what it is."""

Find = Callable[[str], Path | None]
"""From an address to a file on this machine."""


@dataclass(frozen=True, slots=True)
class File:
    """A sound file and a digest of what is in it."""

    path: Path
    digest: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be said and how; `speed`, `pitch`, `gain` and `music_gain` are factors.

    `model` is the engine's word for what will speak, `effect` the name of a colour and
    its value. `notes` name what of the wish is not in here.
    """

    role: Role
    model: str
    parts: tuple[Text | Pause | File, ...]
    language: str
    speed: float
    pitch: float
    gain: float = 1.0
    effect: tuple[str, str | None] | None = None
    music: File | None = None
    music_gain: float = 0.0
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=16)
def engine(name: str) -> Engine:
    """Return the voice engine of a name. Raises SpeechError where there is none."""
    found = engines.load("speech", name, SpeechError)()
    if not isinstance(found, Engine):
        raise SpeechError(f"speech engine {name!r} is none: it lacks a part of the protocol")
    return found


def ordered(
    asked: Utterance, role: Role, *, language: str, speed: float, pitch: float, find: Find
) -> Order:
    """Return the order for what is `asked` of a role, at factors of speed and pitch.

    Raises SpeechError for an engine or a voice that does not exist.
    """
    performer = engine(role.engine)
    files = _Files(find, list(asked.notes))
    parts = _whole(asked.parts) if performer.longest == sys.maxsize else asked.parts
    effect = asked.effect if asked.effect in COLOURS else None
    if asked.effect != effect:
        files.notes.append(f"<speak effect={asked.effect!r}> has no effect")
    return Order(
        role,
        performer.model(role.name(language)),
        tuple(files.of(parts)),
        language,
        speed=role.speed * speed,
        pitch=role.pitch * pitch * (LOLITA if effect == "lolita" else 1),
        gain=asked.gain,
        effect=(effect, asked.effect_value) if effect else None,
        music=files.file(asked.bgm, "bgm") if asked.bgm else None,
        music_gain=asked.bgm_gain * UNDER_VOICE,
        notes=tuple(files.notes),
    )


class _Files:
    """Looks for the sounds that SSML names; what is not found or no sound is a note."""

    def __init__(self, find: Find, notes: list[str]) -> None:
        self._find = find
        self.notes = notes

    def of(self, parts: list[Part]) -> Iterator[Text | Pause | File]:
        """Yield parts with files in place of addresses."""
        for part in parts:
            if not isinstance(part, Sound):
                yield part
            elif found := self.file(part.address, "soundEvent"):
                yield found

    def file(self, address: str, what: str) -> File | None:
        path = self._find(address)
        try:
            if path is not None and path.is_file():
                return File(path, hashlib.sha256(path.read_bytes()).hexdigest())
        except OSError:
            pass  # As good as none.
        self.notes.append(f"{what} {address} is not played: no such file on this machine")
        return None


def _whole(parts: list[Part]) -> list[Part]:
    """Join all texts for a voice that takes nothing apart; its pauses are its own."""
    spoken, said = "", []
    for part in parts:
        if isinstance(part, Text):
            offset = len(spoken) + len(glue(spoken, part.spoken))
            spoken += glue(spoken, part.spoken) + part.spoken
            said += [
                Pronunciation(one.start + offset, one.end + offset, one.alphabet, one.symbols)
                for one in part.said
            ]
    seen = joined(part.visible for part in parts if isinstance(part, Text))
    return [Text(spoken, seen, tuple(said))] if spoken else []
