"""Chat endpoints: those that know little, fail, dawdle or answer nonsense; what they cost."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_endpoint import (
    LINES,
    Asked,
    Endpoint,
    Reply,
    essay,
    failing,
    faithful,
    serving,
    shots,
    spoken,
    streamed,
    told,
)

from converter.document.model import Document
from converter.errors import ScriptError
from converter.script import narrate
from converter.script.model import Script
from converter.script.narration import Options, load_narrator
from converter.store import keeping

pytest.importorskip("openai")


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def plain() -> Script:
    """Return what the extractive narrator makes of the essay."""
    return narrate(essay(), seconds=60)


@pytest.mark.parametrize(
    ("understood", "form"), [("json_schema", 1), ("json_object", 2), ("text", 3)]
)
def test_endpoints_are_asked_in_the_strictest_form_they_know(
    endpoint: Endpoint, understood: str, form: int
) -> None:
    def model(asked: Asked) -> Reply:
        kind = asked.body.get("response_format", {}).get("type", "text")
        return faithful(asked) if kind == understood else failing(400, f"unknown {kind}")

    script = told(endpoint, model, essay(lines={"Water": LINES["Water"]}))
    assert "We learn that" in spoken(script)
    assert len(endpoint.asked) == form


@pytest.mark.parametrize(
    "wrapped",
    [
        "```json\n{}\n```",
        "<think>The user wants {shots}. I give it.</think>\n{}",
        "Here is the narration:\n\n{}\n\nI hope that it helps!",
    ],
)
def test_json_is_found_in_what_stands_around_it(endpoint: Endpoint, wrapped: str) -> None:
    def model(asked: Asked) -> Reply:
        told = [(f"So {text}", [n]) for n, text in asked.sources.items()]
        return streamed(wrapped.replace("{}", shots(*told), 1))

    assert "So Rivers carry" in spoken(told(endpoint, model, seconds=None))


def test_ids_are_read_however_they_are_written(endpoint: Endpoint) -> None:
    def model(asked: Asked) -> Reply:
        said = [
            {"text": f"So {text}", "sources": [f"[{n}]"], "mood": "glad"}
            for n, text in asked.sources.items()
        ]
        return streamed(json.dumps({"shots": [{"figure": None, "sentences": said}]}))

    script = told(endpoint, model, seconds=None)
    assert "So Rivers carry" in spoken(script)
    assert script.warnings == ()


UNUSABLE = {
    "empty": streamed(""),
    "refused": streamed("", refusal="I cannot help with that."),
    "refused in words": streamed("I am sorry, but I cannot help with that."),
    "filtered": streamed("", finish="content_filter"),
    "cut off": streamed('{"shots": [{"figure": "", "sentences": [{"te', finish="length"),
    "half an object": streamed('{"shots": [{"figure": "", "sentences": ['),
    "of another shape": streamed('{"scenes": []}'),
    "a list": streamed("[1, 2]"),
    "nothing told": streamed('{"shots": []}'),
    "deep": streamed('{"shots":' + "[" * 50_000),
    "endless": streamed("word " * 100_000),
    "not a stream": Reply(b'{"choices": []}', headers=(("Content-Type", "application/json"),)),
    "not JSON": Reply(b"data: <html>\n\n"),
    "an error in the stream": Reply(b'data: {"error": {"message": "overloaded"}}\n\n'),
    "an odd stream": Reply(b'data: {"choices": [{"delta": {"content": 7}}]}\n\n'),
    "no choices": Reply(b'data: {"choices": null}\n\ndata: [DONE]\n\n'),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_where_no_answer_is_of_use_the_document_speaks(
    endpoint: Endpoint, kind: str, plain: Script
) -> None:
    script = told(endpoint, lambda _: UNUSABLE[kind])
    assert script.shots == plain.shots
    assert len(script.warnings) == 1
    assert script.warnings[0].startswith("told without m: ")


def test_one_chapter_that_fails_is_told_in_its_own_words(endpoint: Endpoint) -> None:
    def model(asked: Asked) -> Reply:
        return failing(500, "out of memory") if asked.chapter == "Work" else faithful(asked)

    script = told(endpoint, model)
    (warning,) = (text for text in script.warnings if "own words" in text)
    assert warning.startswith("Work: told in the document's own words")
    assert "out of memory" in warning
    for shot in script.shots[1:-1]:
        own = shot.section == "Work"
        assert all(("We learn that" in s.text) != own for s in shot.sentences)


MANY = {f"Part {n}": said for n, said in enumerate((*LINES.values(),) * 4)}


def numbered() -> Document:
    """Return twelve sections no two sentences of which are alike."""
    lines = {
        heading: [f"{line[:-1]} in part number {heading[5:]}." for line in said]
        for heading, said in MANY.items()
    }
    return essay(lines=lines)


@pytest.mark.parametrize("status", [401, 402, 403, 404])
def test_an_endpoint_that_will_never_answer_is_not_asked_on(
    endpoint: Endpoint, status: int
) -> None:
    script = told(endpoint, lambda _: failing(status, "go away"), numbered(), seconds=180)
    assert len(endpoint.asked) <= 4
    assert script.warnings[0].startswith(f"told without m: {endpoint.url} answered {status}")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_endpoint_that_keeps_failing_is_given_up_in_time(
    endpoint: Endpoint, status: int
) -> None:
    script = told(endpoint, lambda _: failing(status, "busy"), numbered(), seconds=180)
    assert 3 <= len(endpoint.asked) <= 3 * 5
    assert f"answered {status}" in script.warnings[0]


def test_an_endpoint_that_stumbles_is_asked_again_when_it_says(endpoint: Endpoint) -> None:
    times: list[float] = []

    def model(asked: Asked) -> Reply:
        times.append(time.monotonic())
        return faithful(asked) if len(times) > 1 else failing(429, **{"retry-after-ms": "300"})

    script = told(endpoint, model, essay(lines={"Water": LINES["Water"]}))
    assert "We learn that" in spoken(script)
    assert times[1] - times[0] >= 0.3


SLOW = {
    "silent": Reply(b" ", rest=3.0, length=2),
    "dripping": Reply(b": wait\n\n" * 400, pieces=400, rest=0.02),
    "dripping words": Reply(
        b'data: {"choices": [{"delta": {"content": " "}}]}\n\n' * 400, pieces=400, rest=0.02
    ),
}


@pytest.mark.parametrize("kind", SLOW)
def test_nobody_waits_for_a_slow_endpoint_longer_than_asked(
    endpoint: Endpoint, kind: str, plain: Script
) -> None:
    begun = time.monotonic()
    document = essay(lines={"Water": LINES["Water"]})
    script = told(endpoint, lambda _: SLOW[kind], document, patience=0.3)
    assert time.monotonic() - begun < 3.5
    assert "took more than 0.3 s" in script.warnings[0]


def test_an_answer_that_breaks_off_is_asked_for_again(endpoint: Endpoint) -> None:
    def model(asked: Asked) -> Reply:
        whole = faithful(asked)
        half = whole.body[: len(whole.body) // 2]
        return whole if len(endpoint.asked) > 2 else Reply(half, length=len(whole.body))

    script = told(endpoint, model, essay(lines={"Water": LINES["Water"]}))
    assert len(endpoint.asked) == 3
    assert "We learn that" in spoken(script)


def test_without_an_endpoint_the_document_speaks(plain: Script) -> None:
    chat = load_narrator("chat", Options(url="http://127.0.0.1:9/v1", model="m"))
    script = narrate(essay(), seconds=60, narrator=chat)
    assert script.shots == plain.shots
    assert "cannot be reached" in script.warnings[0]


def test_answers_are_kept_and_cost_nothing_again(endpoint: Endpoint, tmp_path: Path) -> None:
    with keeping(tmp_path):
        first = told(endpoint, price=(2.0, 10.0))
        endpoint.asked.clear()
        second = told(endpoint, price=(2.0, 10.0))
    assert endpoint.asked == []
    assert second.shots == first.shots
    assert first.usage
    assert second.usage
    assert (first.usage.requests, first.usage.kept) == (3, 0)
    assert (first.usage.tokens_asked, first.usage.tokens_answered) == (3000, 300)
    assert first.usage.cost == pytest.approx(3000 * 2e-6 + 300 * 10e-6)
    assert (second.usage.requests, second.usage.kept, second.usage.cost) == (0, 3, 0)


@pytest.mark.parametrize("change", ["model", "document", "seconds"])
def test_another_question_is_asked_anew(endpoint: Endpoint, tmp_path: Path, change: str) -> None:
    options = Options(url=endpoint.url, model="n" if change == "model" else "m")
    with keeping(tmp_path):
        told(endpoint)
        endpoint.asked.clear()
        narrate(
            essay(title="Rivers Again") if change == "document" else essay(),
            seconds=50 if change == "seconds" else 60,
            narrator=load_narrator("chat", options),
        )
    assert endpoint.asked


def test_an_answer_of_no_use_is_not_kept(endpoint: Endpoint, tmp_path: Path) -> None:
    with keeping(tmp_path):
        told(endpoint, lambda _: streamed("Sorry."))
        assert "We learn that" in spoken(told(endpoint, faithful))


def test_tokens_that_nobody_counted_are_said_to_be_so(endpoint: Endpoint) -> None:
    def model(asked: Asked) -> Reply:
        said = [(text, [n]) for n, text in asked.sources.items()]
        return streamed(shots(*said), usage=False)

    usage = told(endpoint, model, seconds=None).usage
    assert usage
    assert usage.uncounted == 3
    assert "(3 requests uncounted)" in str(usage)


def test_the_key_goes_to_the_endpoint_and_nowhere_else(endpoint: Endpoint) -> None:
    script = told(endpoint, lambda _: failing(401, "bad"), key="secret-123")
    assert endpoint.asked[0].key == "Bearer secret-123"
    assert "secret-123" not in script.model_dump_json()
    assert "secret-123" not in repr(Options(key="secret-123"))


@pytest.mark.parametrize("options", [Options(), Options(url="http://x"), Options(model="m")])
def test_an_endpoint_needs_an_address_and_a_model(options: Options) -> None:
    with pytest.raises(ScriptError, match="--chat-url, --chat-model"):
        load_narrator("chat", options)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ScriptError, match=r"localhost:11434.*http"):
        load_narrator("chat", Options(url="localhost:11434/v1", model="m"))


def test_a_narrator_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(ScriptError, match="'poet'; installed are chat, extractive"):
        load_narrator("poet")
