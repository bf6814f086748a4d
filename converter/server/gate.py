"""Gate: what holds for every request before anything else is done with it.

It answers to its own names only and to no foreign page, so that a website a person
visits cannot use a server on their machine; it counts what comes in; it asks for a key
where keys are set; and it writes one line of log, without query or credentials.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import logging
import time
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from converter.errors import JobError
from converter.server import object_signature, objects
from converter.server.configuration import Configuration
from converter.server.metrics import Metrics

OPEN_PATHS = ("/", "/healthz")
"""Reached without a password: calls at `/` are signed."""

_log = logging.getLogger(__name__)


class Gate:
    """An ASGI application that lets requests through to another one."""

    def __init__(self, app: ASGIApp, configuration: Configuration, metrics: Metrics) -> None:
        self._app = app
        self._configuration = configuration
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, begun = str(uuid4()).upper(), time.perf_counter()
        scope.setdefault("state", {})["request_id"] = request_id
        status = 500

        async def answered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(MutableHeaders(scope=message), request_id)
            await send(message)

        try:
            app = self._refusal(scope) or self._app
            await app(scope, _Bounded(receive, self._most(scope)), answered)
        except TooLarge:
            await problem(413, "the body is too large")(scope, receive, answered)
        finally:
            self._note(scope, request_id, status, time.perf_counter() - begun)

    def _most(self, scope: Scope) -> int:
        """Return how many bytes a body may have."""
        uploads = scope["path"] == "/convert" or scope["method"] == "PUT"
        wanted = self._configuration
        return wanted.upload_bytes if uploads else wanted.body_bytes

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = _host(headers.get("host", ""))
        if self._configuration.hosts and host not in self._configuration.hosts:
            return problem(421, f"this server does not answer to the name {host[:80]!r}")
        origin = headers.get("origin")
        if origin and _host(origin) != host:
            return problem(403, "requests of other websites are refused")
        if self._configuration.keys and scope["path"] not in OPEN_PATHS:
            return self._key_refusal(scope, headers.get("authorization", ""))
        return None

    def _key_refusal(self, scope: Scope, authorization: str) -> Response | None:
        if not authorization.startswith(object_signature.ALGORITHM):
            return self._password_refusal(authorization)
        try:
            object_signature.verify(scope, self._configuration.keys)
        except JobError as error:
            return objects.refused(scope["state"]["request_id"], error)
        return None

    def _password_refusal(self, authorization: str) -> Response | None:
        scheme, _, coded = authorization.partition(" ")
        try:
            name, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            name, secret = "", ""
        expected = self._configuration.keys.get(name, "")
        good = hmac.compare_digest(expected.encode(), secret.encode())
        if scheme.lower() == "basic" and expected and good:
            return None
        refused = problem(401, "expected an access key and its secret")
        refused.headers["WWW-Authenticate"] = 'Basic realm="docreel", charset="UTF-8"'
        return refused

    def _note(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        action = scope["state"].get("action", "")
        self._metrics.note(action or route, status, seconds)
        said: dict[str, Any] = {
            "method": scope["method"],
            "route": route,
            "status": status,
            "milliseconds": round(1000 * seconds, 1),
            "request_id": request_id,
        }
        _log.info("request", extra={"said": said | ({"action": action} if action else {})})


class TooLarge(Exception):  # noqa: N818 - never leaves the gate
    """More came in than may."""


class _Bounded:
    """A receiving end that counts."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLarge
        return message


def problem(status: int, detail: str) -> Response:
    """Return an error as RFC 9457 has it, for all that is not the API of the service."""
    body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")


def _host(text: str) -> str:
    """Return the name in a Host or Origin header; some SDKs send a scheme in both."""
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        return (parts.hostname or "").lower()
    except ValueError:
        return ""


def _add_headers(headers: MutableHeaders, request_id: str) -> None:
    headers["x-acs-request-id"] = request_id
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Cache-Control", "no-store")
