"""Endpoint: a chat model somewhere that speaks OpenAI's protocol; the only door to its client.

OpenAI, DashScope, Ollama, vLLM and many others speak it. Answers come as a stream, so
that time and length have limits while they are written. What could be read of an answer
is kept on disk by the whole conversation before it.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from threading import Lock, Timer
from typing import Any
from urllib.parse import urlsplit

from converter.errors import ScriptError
from converter.script.model import Usage
from converter.script.narration import Options
from converter.store import kept

Message = Mapping[str, str]

RETRIES = 2
"""How often an endpoint that stumbles is asked again; the client heeds Retry-After."""
LONGEST_ANSWER = 200_000
"""Letters; what goes on for longer is cut off."""
_NEVER_MENDS = {401, 402, 403, 404}
"""Statuses of a wrong key, an empty account or a model that is not there."""
_NOT_UNDERSTOOD = {400, 415, 422, 501}
"""Statuses an endpoint gives a form of answer that it does not know."""
_QUIRK = 1000
"""Letters of a foreign message, at most, that are shown to people."""


class EndpointError(ScriptError):
    """An endpoint gave no answer; `final` when it will give none to any question."""

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(" ".join(message.split())[:_QUIRK])
        self.final = final


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered; `whole` unless it was cut off, `refusal` when it would not."""

    text: str
    refusal: str = ""
    whole: bool = True
    asked: int | None = None
    answered: int | None = None


class Endpoint:
    """A model that can be asked from several threads; counts what it costs."""

    def __init__(self, options: Options) -> None:
        """Open a client. Options are as `expect_usable` wants them."""
        self._options = options
        self._client = _client(options)
        self._store = kept("chat")
        self._lock = Lock()
        self._form = 0
        self._usage = Usage(model=options.model)

    def __enter__(self) -> Endpoint:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def usage(self) -> Usage:
        """What was asked so far, and its cost where the price is known."""
        usage, price = self._usage, self._options.price
        if price is None:
            return usage
        cost = usage.tokens_asked * price[0] + usage.tokens_answered * price[1]
        return usage.model_copy(update={"cost": round(cost / 1e6, 6)})

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Reply:
        """Return the model's answer, one of before if that was kept. Raises EndpointError.

        The answer should be JSON to the schema, but an endpoint may not see to that.
        """
        before = self._store and self._store.get(self._digest(messages))
        if before:
            self._count(kept=1)
            return Reply(**json.loads(before))
        for attempt in range(RETRIES + 1):
            try:
                reply = self._formed(messages, schema, self._form)
                break
            except _BrokenOffError as error:
                if attempt == RETRIES:
                    raise EndpointError(str(error)) from error
        self._count(
            requests=1,
            uncounted=reply.asked is None,
            tokens_asked=reply.asked or 0,
            tokens_answered=reply.answered or 0,
        )
        return reply

    def keep(self, messages: Sequence[Message], reply: Reply) -> None:
        """Keep an answer that is of use, so that it need not be asked for again."""
        if self._store:
            self._store.put(self._digest(messages), json.dumps(asdict(reply)).encode())

    def _digest(self, messages: Sequence[Message]) -> bytes:
        asked = ["narration 1", self._options.url, self._options.model, *map(dict, messages)]
        return hashlib.sha256(json.dumps(asked).encode()).digest()

    def _count(self, **more: int) -> None:
        with self._lock:
            sums = {name: getattr(self._usage, name) + n for name, n in more.items()}
            self._usage = self._usage.model_copy(update=sums)

    def _formed(self, messages: Sequence[Message], schema: Mapping[str, Any], form: int) -> Reply:
        """Ask for JSON in the strictest form, from `form` on, that the endpoint understands."""
        forms = _forms(schema)
        try:
            reply = self._streamed(messages, forms[form])
        except _NotUnderstoodError as error:
            if form + 1 == len(forms):
                raise EndpointError(str(error)) from error
            return self._formed(messages, schema, form + 1)
        self._form = form
        return reply

    def _streamed(self, messages: Sequence[Message], form: Mapping[str, Any]) -> Reply:
        with self._translated():
            stream = self._client.chat.completions.create(
                model=self._options.model,
                messages=[dict(message) for message in messages],
                stream=True,
                stream_options={"include_usage": True},
                **form,
            )
        late = Timer(self._options.patience, stream.close)
        late.daemon = True
        late.start()
        begun = time.monotonic()
        try:
            return _collected(stream)
        except Exception as error:  # Whatever a stream raises that is closed under its reader.
            if time.monotonic() - begun >= self._options.patience:
                raise EndpointError(self._late) from error
            raise _BrokenOffError(f"{self._options.url} broke off its answer: {error}") from error
        finally:
            late.cancel()
            stream.close()

    @property
    def _late(self) -> str:
        return f"{self._options.url} took more than {self._options.patience:g} s"

    @contextmanager
    def _translated(self) -> Iterator[None]:
        import openai

        url = self._options.url
        try:
            yield
        except openai.APITimeoutError as error:
            raise EndpointError(self._late) from error
        except openai.APIConnectionError as error:
            raise EndpointError(f"{url} cannot be reached", final=True) from error
        except openai.APIStatusError as error:
            status = error.status_code
            message = f"{url} answered {status}: {error.message}"
            if status in _NOT_UNDERSTOOD:
                raise _NotUnderstoodError(message) from error
            raise EndpointError(message, final=status in _NEVER_MENDS) from error
        except openai.OpenAIError as error:
            raise EndpointError(f"{url} cannot be used: {error}", final=True) from error


class _NotUnderstoodError(Exception):
    """The endpoint refused a request as malformed."""


class _BrokenOffError(Exception):
    """The answer ended before its end."""


def expect_usable(options: Options) -> None:
    """Raise ScriptError unless there are an address, a model and the client's library."""
    if not options.url or not options.model:
        raise ScriptError(
            "the chat narrator needs an address and a model (--chat-url, --chat-model)"
        )
    if urlsplit(options.url).scheme not in {"http", "https"}:
        raise ScriptError(f"{options.url}: expected the http(s) address of a chat endpoint")
    if not find_spec("openai"):
        raise ScriptError("the chat narrator needs pip install 'docreel[chat]'")


def _client(options: Options) -> Any:
    import openai

    # Servers of one's own ask for no key, but the client insists on one.
    return openai.OpenAI(
        base_url=options.url,
        api_key=options.key or "none",
        timeout=options.patience,
        max_retries=RETRIES,
    )


def _forms(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    strict = {"name": "narration", "strict": True, "schema": schema}
    return [
        {"response_format": {"type": "json_schema", "json_schema": strict}},
        {"response_format": {"type": "json_object"}},
        {},
    ]


def _collected(stream: Any) -> Reply:
    """Read a stream to its end, or as far as an answer may go."""
    said: list[str] = []
    refused: list[str] = []
    finish, usage, length = "", None, 0
    for chunk in stream:
        usage = getattr(chunk, "usage", None) or usage
        for choice in (getattr(chunk, "choices", None) or [])[:1]:
            said.append(_text(choice.delta, "content"))
            refused.append(_text(choice.delta, "refusal"))
            finish = getattr(choice, "finish_reason", None) or finish
            length += len(said[-1]) + len(refused[-1])
        if length > LONGEST_ANSWER:
            finish = "length"
            break
    if not finish:
        raise ConnectionError("no end was marked")
    return Reply(
        text="".join(said),
        refusal="".join(refused) or ("filtered" if finish == "content_filter" else ""),
        whole=finish != "length",
        asked=_number(usage, "prompt_tokens"),
        answered=_number(usage, "completion_tokens"),
    )


def _text(delta: object, name: str) -> str:
    found = getattr(delta, name, None)
    return found if isinstance(found, str) else ""


def _number(usage: object, name: str) -> int | None:
    found = getattr(usage, name, None)
    return found if isinstance(found, int) and found >= 0 else None
