"""A chat endpoint on loopback whose model a test chooses, and a document to narrate with it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from converter.document.model import Block, Document, Section, Span
from converter.script import narrate
from converter.script.model import Script
from converter.script.narration import Options, load_narrator

LINES = {
    "Water": [
        "Rivers carry rain and melted snow from the hills to the sea.",
        "A river basin is the area of land that one river drains.",
        "The Amazon moves about 209,000 cubic metres of water each second.",
        "Groundwater keeps rivers alive during long weeks without any rain.",
        "Warm winters reduce the snow that feeds mountain rivers in summer.",
        "Ice once carved the valleys through which many northern rivers run.",
    ],
    "Work": [
        "Farmers have used river water for their fields for six thousand years.",
        "Most large cities of the ancient world stood on the bank of a river.",
        "Dams store water for dry seasons and produce electricity for cities.",
        "About 15 percent of the world's electricity comes from hydropower plants.",
        "Barges move heavy cargo with a fraction of the fuel that trucks need.",
        "Engineers straightened many rivers to help ships and to gain farmland.",
    ],
    "Life": [
        "Fish such as salmon swim upstream for hundreds of kilometres to spawn.",
        "Wetlands filter nitrogen from the water before it reaches the coast.",
        "Floods destroy houses but also leave fertile soil on the plains.",
        "Restored meanders slow the water and lower the peaks of floods.",
        "Industrial pollution made the Rhine almost lifeless by the year 1970.",
        "Sediment settles where the current slows, and so deltas grow into the sea.",
    ],
}


def essay(*, lines: dict[str, list[str]] = LINES, **fields: object) -> Document:
    known = {"source": "rivers.html", "media_type": "text/html", "title": "The Life of Rivers"}
    sections = [
        Section(
            heading=heading,
            level=1,
            blocks=tuple(
                Block(text=" ".join(said[at : at + 3]), span=Span(element=f"{heading}>{at}"))
                for at in range(0, len(said), 3)
            ),
        )
        for heading, said in lines.items()
    ]
    return Document.model_validate({**known, "sections": sections, **fields})


@dataclass(frozen=True)
class Asked:
    """One request as the endpoint saw it."""

    body: dict[str, Any]
    key: str | None

    @property
    def words(self) -> str:
        """What the user message says."""
        return next(str(m["content"]) for m in self.body["messages"] if m["role"] == "user")

    @property
    def fence(self) -> str:
        return self.words.splitlines()[0]

    @property
    def material(self) -> list[dict[str, Any]]:
        """The document as it was sent, a line each."""
        return [json.loads(line) for line in self.words.split(self.fence)[1].strip().splitlines()]

    @property
    def sources(self) -> dict[int, str]:
        return {line["id"]: line["text"] for line in self.material if "id" in line}

    @property
    def chapter(self) -> str:
        return next(str(line["chapter"]) for line in self.material if line.get("now"))

    @property
    def figures(self) -> list[str]:
        return [line["figure"] for line in self.material if "figure" in line]

    @property
    def amount(self) -> int:
        found = re.search(r"about (\d+) (?:words|characters)", self.words)
        assert found
        return int(found[1])

    @property
    def again(self) -> bool:
        return len(self.body["messages"]) > 2


@dataclass(frozen=True)
class Reply:
    """What the endpoint sends: a body after a status, in pieces with a rest between them."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/event-stream"),)
    pieces: int = 1
    rest: float = 0.0
    length: int | None = None
    """Content-Length, where it is not that of the body."""


Model = Callable[[Asked], Reply]


def streamed(text: str, *, finish: str | None = "stop", usage: bool = True, **delta: str) -> Reply:
    """Return a whole answer as a stream of three events and an end."""
    choices = [
        {"index": 0, "delta": {"role": "assistant", "content": text[: len(text) // 2], **delta}},
        {"index": 0, "delta": {"content": text[len(text) // 2 :]}},
        {"index": 0, "delta": {}, "finish_reason": finish},
    ]
    events: list[dict[str, Any]] = [{"choices": [choice]} for choice in choices]
    if usage:
        events.append({"choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 100}})
    shell = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    lines = [f"data: {json.dumps({**shell, **event})}\n\n" for event in events]
    return Reply("".join([*lines, "data: [DONE]\n\n"]).encode())


def shots(*said: tuple[str, list[int]], figure: str = "", optional: bool = False) -> str:
    sentences = [{"text": text, "sources": ids, "optional": optional} for text, ids in said]
    return json.dumps({"shots": [{"figure": figure, "sentences": sentences}]})


def faithful(asked: Asked) -> Reply:
    """Answer as a good model does: the chapter in other words, as long as was asked."""
    told: list[tuple[str, list[int]]] = []
    words = 0
    for number, text in asked.sources.items():
        said = f"We learn that {text[0].lower()}{text[1:]}"
        words += len(said.split())
        if not told or words < asked.amount * 1.1:
            told.append((said, [number]))
    return streamed(shots(*told))


def failing(status: int, message: str = "no", **headers: str) -> Reply:
    body = json.dumps({"error": {"message": message}}).encode()
    hasty = {"Content-Type": "application/json", "retry-after-ms": "1", **headers}
    return Reply(body, status, tuple(hasty.items()))


class Endpoint(ThreadingHTTPServer):
    """A chat endpoint whose model a test chooses; it notes what is asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.model: Model = faithful
        self.asked: list[Asked] = []
        self.lock = Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_: Any) -> None:
        """Say nothing of a client that has left."""


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = Asked(body, self.headers["Authorization"])
        with self.server.lock:
            self.server.asked.append(asked)
        reply = self.server.model(asked)
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(reply.length or len(reply.body)))
        self.end_headers()
        size = -(-len(reply.body) // reply.pieces) or 1
        for at in range(0, len(reply.body), size):
            self.wfile.write(reply.body[at : at + size])
            self.wfile.flush()
            time.sleep(reply.rest)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[Endpoint]:
    """Serve inside the context."""
    with Endpoint() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def told(
    endpoint: Endpoint,
    model: Model | None = None,
    document: Document | None = None,
    *,
    seconds: float | None = 60,
    **options: Any,
) -> Script:
    """Narrate a document through the endpoint, with a model that answers so."""
    endpoint.model = model or endpoint.model
    chat = load_narrator("chat", Options(url=endpoint.url, model="m", **options))
    return narrate(document or essay(), seconds=seconds, narrator=chat)


def spoken(script: Script) -> str:
    return " ".join(s.text for shot in script.shots for s in shot.sentences)
