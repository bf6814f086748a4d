"""Voices of an endpoint that speaks OpenAI's protocol, and of one that does not."""

from __future__ import annotations

import io
import json
import time
import wave
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest

from converter.errors import SpeechError
from converter.speech import openai, speak
from converter.speech.espeak import Espeak

pytest.importorskip("openai")

TEXT = "The sea was warm. Nobody knew why."
Answer = Callable[[dict[str, Any]], tuple[int, bytes]]


def spoken(request: dict[str, Any]) -> tuple[int, bytes]:
    """Answer as a good server does."""
    speech = Espeak().speak(request["input"], "en-us", speed=request["speed"])
    return 200, as_wave(speech.samples, speech.rate)


def as_wave(samples: np.ndarray[Any, Any], rate: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes((samples * 32767).astype("<i2").tobytes())
    return file.getvalue()


class Endpoint(ThreadingHTTPServer):
    """A speech endpoint on loopback whose answers a test chooses; it notes what is asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer: Answer = spoken
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    def handle_error(self, *_: Any) -> None:
        """Say nothing of a client that has left."""


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], request))
        status, body = self.server.answer(request)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    with Endpoint() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "a key")
        yield server
        server.shutdown()
        thread.join()


def test_the_endpoint_is_asked_as_the_protocol_wants(endpoint: Endpoint) -> None:
    speak(TEXT, voice="openai:nova", rate=200)
    ((path, key, request),) = endpoint.asked
    assert (path, key) == ("/v1/audio/speech", "Bearer a key")
    assert request == {
        **{"input": TEXT, "model": "tts-1", "voice": "nova"},
        **{"response_format": "wav", "speed": 1.25},
    }


def test_a_voice_may_name_its_model(endpoint: Endpoint) -> None:
    speak(TEXT, voice="openai:hexgrad/kokoro/af_heart")
    speak(TEXT, voice="openai")
    models = [(request["model"], request["voice"]) for _, _, request in endpoint.asked]
    assert models == [("hexgrad/kokoro", "af_heart"), ("tts-1", "alloy")]


def test_words_are_found_in_the_sound_and_that_is_recorded(endpoint: Endpoint) -> None:
    speech = speak(TEXT, voice="openai:nova")
    truth = speak(TEXT, voice="espeak:en-us")
    assert speech.timing == "alignment"
    nobody = next(word for word in speech.words if speech.text[word.start :].startswith("Nobody"))
    there = next(word for word in truth.words if truth.text[word.start :].startswith("Nobody"))
    assert nobody.begin / speech.rate == pytest.approx(there.begin / truth.rate, abs=0.1)


def test_the_pitch_is_changed_here_and_the_length_stays(endpoint: Endpoint) -> None:
    high, plain = (speak(TEXT, voice="openai:nova", pitch=pitch) for pitch in (500, 0))
    assert high.seconds == pytest.approx(plain.seconds, abs=0.1)
    assert not np.allclose(high.samples[:20_000], plain.samples[:20_000], atol=0.01)
    assert endpoint.asked[0][2]["speed"] == 1


def test_long_text_is_asked_for_in_pieces(endpoint: Endpoint) -> None:
    text = "It was warm. " * 300
    speech = speak(text, voice="openai:nova")
    assert [len(request["input"]) <= 2000 for _, _, request in endpoint.asked] == [True, True]
    assert len(speech.words) == 900


def test_a_server_that_fails_once_is_asked_again(endpoint: Endpoint) -> None:
    def stumbling(request: dict[str, Any]) -> tuple[int, bytes]:
        return (500, b"{}") if len(endpoint.asked) == 1 else spoken(request)

    endpoint.answer = stumbling
    assert speak(TEXT, voice="openai:echo").words


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (401, b'{"error": {"message": "Incorrect API key"}}', "401.*Incorrect API key"),
        (404, b'{"error": {"message": "no model tts-9"}}', "404.*no model"),
        (500, b"oh no", "answered 500"),
        (200, b'{"audio": "later"}', "expected sound.*later"),
        (200, b"", "expected sound"),
        (200, as_wave(np.ones(10), 8000), "sent no sound"),
        (200, as_wave(np.zeros(8000), 8000), "sent no sound"),
    ],
)
def test_an_endpoint_that_misbehaves_is_named(
    endpoint: Endpoint, status: int, body: bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openai, "RETRIES", 0)
    endpoint.answer = lambda request: (status, body)
    with pytest.raises(SpeechError, match=told):
        speak(TEXT, voice="openai:onyx")


def test_an_endpoint_that_never_answers_is_left(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleepy(request: dict[str, Any]) -> tuple[int, bytes]:
        time.sleep(0.5)
        return spoken(request)

    endpoint.answer = sleepy
    monkeypatch.setattr(openai, "PATIENCE", 0.1)
    monkeypatch.setattr(openai, "RETRIES", 0)
    with pytest.raises(SpeechError, match=r"more than 0\.1 s"):
        speak(TEXT, voice="openai:fable")


def test_where_nobody_listens_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "a key")
    monkeypatch.setattr(openai, "RETRIES", 0)
    with pytest.raises(SpeechError, match=r"127\.0\.0\.1:9"):
        speak(TEXT, voice="openai:nova")


def test_without_a_key_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SpeechError, match="OPENAI_API_KEY"):
        speak(TEXT, voice="openai:nova")


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openai", None)
    with pytest.raises(SpeechError, match=r"docreel\[openai\]"):
        speak(TEXT, voice="openai:nova")


def test_an_answer_is_not_left_on_the_disk(
    endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    speak(TEXT, voice="openai:shimmer")
    assert not list(tmp_path.iterdir())
