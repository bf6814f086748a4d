"""OpenAI: voices of any endpoint that speaks OpenAI's protocol, theirs or your own.

Needs the extra `docreel[openai]`. The official client reads OPENAI_BASE_URL and
OPENAI_API_KEY from the environment. A voice is `MODEL/VOICE`, or a voice of the default
model. The protocol gives no word times, so they are found in the sound.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from converter.errors import RenderError, SpeechError
from converter.speech.alignment import align
from converter.speech.model import Pronunciation, Samples, Speech, Voice
from converter.speech.words import AUDIBLE
from converter.tempo import changed

if TYPE_CHECKING:
    from openai import OpenAI as Client

MODEL = "tts-1"
VOICE = "alloy"

RATE = 48_000
SLOWEST, FASTEST = 0.25, 4.0
"""Speeds the protocol takes."""

PATIENCE = 120.0
"""Seconds to wait for an answer."""

RETRIES = 2
"""How often an endpoint that stumbles is asked again."""

SHORTEST = 2400
"""Samples that are no speech yet, 50 ms."""


class OpenAI:
    """Any voice by name: `openai:nova`, `openai:kokoro/af_heart`."""

    name = "openai"
    usage = "openai:[MODEL/]VOICE: an endpoint that speaks OpenAI's protocol"
    longest = 2000

    def voices(self) -> Sequence[Voice]:
        """Return nothing: the protocol has no list of voices."""
        return ()

    def model(self, voice: str) -> str:
        """Return the address of the endpoint and the name of the model."""
        with _client() as client:
            return f"{client.base_url} {_model(voice)}"

    def speak(
        self,
        text: str,
        voice: str,
        *,
        speed: float = 1.0,
        pitch: float = 1.0,
        said: Sequence[Pronunciation] = (),
    ) -> Speech:
        """Speak plain text at the endpoint's speed; the pitch is changed here.

        Raises SpeechError when the extra or the key is missing, and when the endpoint
        refuses, fails, is too slow or answers with anything but sound.
        """
        sent = min(max(speed, SLOWEST), FASTEST)
        sound = _decoded(_asked(text, voice, sent), voice)
        samples = changed(sound, speed=speed / sent, pitch=pitch)
        notes = tuple(f"{one.symbols!r} is read as written by {voice!r}" for one in said)
        return replace(align(text, samples, RATE), notes=notes)


def _model(voice: str) -> str:
    return voice.rpartition("/")[0] or MODEL


@contextmanager
def _client() -> Iterator[Client]:
    """Open a client; what it raises is told as a SpeechError."""
    try:
        import openai
    except ImportError as error:
        raise SpeechError("voices of 'openai' need pip install docreel[openai]") from error
    try:
        with openai.OpenAI(timeout=PATIENCE, max_retries=RETRIES) as client:
            yield client
    except openai.APITimeoutError as error:
        raise SpeechError(f"the speech endpoint took more than {PATIENCE:g} s") from error
    except openai.APIStatusError as error:
        place, status = error.request.url, error.status_code
        raise SpeechError(f"{place} answered {status}: {error.message[:200]}") from error
    except openai.APIConnectionError as error:
        raise SpeechError(f"{error.request.url} cannot be reached") from error
    except openai.OpenAIError as error:
        raise SpeechError(f"the speech endpoint cannot be used: {error}") from error


def _asked(text: str, voice: str, speed: float) -> bytes:
    with _client() as client:
        answer = client.audio.speech.create(
            input=text,
            model=_model(voice),
            voice=voice.rpartition("/")[2] or VOICE,
            response_format="wav",
            speed=speed,
        )
        return answer.read()


def _decoded(answer: bytes, voice: str) -> Samples:
    """Return the sound of an answer in whatever format it came."""
    from converter.media import load_sound

    with tempfile.TemporaryDirectory(prefix="docreel-") as folder:
        file = Path(folder) / "answer"
        file.write_bytes(answer)
        try:
            samples = load_sound(file, rate=RATE, channels=1)[:, 0]
        except RenderError as error:
            begun = answer[:40]
            raise SpeechError(
                f"voice 'openai:{voice}': expected sound, the endpoint sent {begun!r}"
            ) from error
    if len(samples) < SHORTEST or not (abs(samples) > AUDIBLE).any():
        raise SpeechError(f"voice 'openai:{voice}': the endpoint sent no sound")
    return samples
