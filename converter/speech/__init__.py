"""Speech: Content of an IMS AI_TTS clip to sound, with the time of every word.

    Content ──parse──▶ Utterance ──cast──▶ Order ──record──▶ Speech

An Order holds all that the sound depends on, so it is also the key under which a
Speech is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Literal

from converter import engines
from converter.errors import SpeechError
from converter.speech.archive import kept
from converter.speech.casting import cast, catalogue, default_presenter, default_voice, language_of
from converter.speech.model import (
    Engine,
    Pronunciation,
    Samples,
    Speech,
    Timing,
    Voice,
    Word,
    least_sure,
)
from converter.speech.order import Order, engine, ordered
from converter.speech.recordings import recorded
from converter.speech.ssml import Text, parse, visible
from converter.speech.tape import record

__all__ = [
    "Engine",
    "Pronunciation",
    "Samples",
    "Speech",
    "Timing",
    "Voice",
    "Word",
    "default_presenter",
    "default_voice",
    "least_sure",
    "recorded",
    "rehearsed",
    "speak",
    "usages",
    "visible",
    "voices",
]

FURTHEST = 500
"""How far IMS rates go to both sides of 0."""

REVISION = 1
"""To be raised whenever an equal Order sounds otherwise than before."""

RateModel = Literal["documented", "linear"]


def speak(
    content: str,
    *,
    voice: str | None = None,
    language: str | None = None,
    rate: float = 0,
    pitch: float = 0,
    rate_model: RateModel = "documented",
    find: Callable[[str], Path | None] = Path,
) -> Speech:
    """Speak plain text, or one `<speak>` document.

    `voice` is an IMS id, `ENGINE:NAME` or `ENGINE`; without one the language decides.
    `language` is that of Latin text (`de`); other scripts tell by themselves. `rate`
    and `pitch` are IMS SpeechRate and PitchRate, -500 to 500. `rate_model` is `linear`
    for what was once measured on a cloned voice. `find` returns the file on this
    machine that an address in SSML means. Equal input gives equal samples.

    Raises SpeechError for an unknown voice, a language the voice lacks, malformed
    SSML, and text with nothing in it to say.
    """
    seen = parse(content).visible
    asked = parse(content, language_of(seen, language))
    identity = asked.voice or voice
    text = " ".join(part.spoken for part in asked.parts if isinstance(part, Text))
    role = cast(identity or default_voice(language_of(text, language)))
    if asked.emotional and identity and not identity.endswith("_emo"):
        raise SpeechError(f"voice {identity!r} takes no <emotion>; only `*_emo` voices do")
    order = ordered(
        asked,
        role,
        language=language_of(text, language or role.language),
        speed=_speed(asked.rate if asked.rate is not None else rate, rate_model),
        pitch=_pitch(asked.pitch if asked.pitch is not None else pitch),
        find=find,
    )
    speech = kept(f"{REVISION} {order!r}", partial(_recorded, order))
    if not len(speech.samples):
        raise SpeechError(f"there is nothing to say in {content[:60]!r}")
    return speech


def voices() -> list[Voice]:
    """Return all voices that can be used now: the IMS ids, then those of each engine."""
    found = list(catalogue())
    for name in engines.names("speech"):
        try:
            found += engine(name).voices()
        except SpeechError:
            continue  # A broken plug-in matters to those who ask for it by name.
    return found


def usages() -> list[str]:
    """Return how to name a voice of each engine that is installed."""
    found = []
    for name in engines.names("speech"):
        try:
            found.append(engine(name).usage)
        except SpeechError as error:
            found.append(f"{name}: {error}")
    return found


def rehearsed(voice: str | None) -> str | None:
    """Return the voice that shows how long texts take which nobody has recorded yet."""
    return "silent" if voice and voice.partition(":")[0] == "recordings" else voice


def _speed(rate: float, model: RateModel) -> float:
    """Return the factor of an IMS SpeechRate: -500 is half speed, 500 double."""
    held = _held(rate)
    if model == "linear":
        return 1 + held / (500 if held >= 0 else 1000)
    return 1 / (1 - held * (0.001 if held >= 0 else 0.002))


def _pitch(rate: float) -> float:
    """Return the factor of an IMS PitchRate: 500 is six semitones up."""
    return float(2 ** (_held(rate) / 1000))


def _held(rate: float) -> int:
    return min(max(round(rate), -FURTHEST), FURTHEST)


@lru_cache(maxsize=64)
def _recorded(order: Order) -> Speech:
    return record(order)
