"""Messages: events that receivers are told, again and again until they take them.

A message is written together with what it tells about, so none is lost. HTTP receivers
get a POST, without redirects, and only on this machine or an allowed host; a queue,
whose name begins with `ice-callback`, is a file with one event a line.
"""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import json
import logging
import re
import sqlite3
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from converter.errors import JobError
from converter.jobs.database import Database
from converter.server.params import moment

USER_ID = 1
"""There is one account here."""
DELAYS = (1.0, 5.0, 25.0)
"""Seconds before each further attempt."""
TIMEOUT = 5.0
AT_ONCE = 8
PAUSE = 0.5
LONGEST = 256
"""Bytes of an address."""

_QUEUE = re.compile(r"ice-callback[A-Za-z0-9-]{0,100}")
_log = logging.getLogger(__name__)


class Messages:
    """The messages of a database; those that are due are sent by `step`."""

    def __init__(self, database: Database, hosts: Iterable[str] = ()) -> None:
        self._database = database
        self._hosts = frozenset(host.lower() for host in hosts)

    def expect_allowed(self, target: str) -> None:
        """Raise JobError for a receiver that nothing may be sent to."""
        if _QUEUE.fullmatch(target):
            return
        parts = _split(target)
        if parts is None or parts.scheme not in ("http", "https") or len(target) > LONGEST:
            raise JobError(f"{target[:LONGEST]!r} is neither an http(s) address nor a queue")
        host = (parts.hostname or "").lower()
        if not (_is_here(host) or host in self._hosts):
            raise JobError(f"callbacks may not be sent to {host!r}; the server was not told so")

    def add(self, job: str, target: str, event: str, body: Mapping[str, Any], key: str) -> None:
        """Add an event for a receiver, to be sent now and signed with `key` if there is one."""
        now = time.time()
        envelope = {
            "EventType": event,
            "UserId": USER_ID,
            "EventTime": moment(now),
            "MessageBody": body,
        }
        self._database.write(
            "INSERT INTO messages (job, target, body, key, due, attempts) "
            "VALUES (?, ?, ?, ?, ?, '[]')",
            *(job, target, json.dumps(envelope, ensure_ascii=False), key, now),
        )

    def attempts(self, job: str) -> list[dict[str, Any]]:
        """Return what was tried for the messages about a job, in the order of its events."""
        rows = self._database.rows("SELECT * FROM messages WHERE job = ? ORDER BY number", job)
        return [
            {"receiver": row["target"], **attempt}
            for row in rows
            for attempt in json.loads(row["attempts"])
        ]

    def due(self) -> list[sqlite3.Row]:
        """Return messages whose time has come."""
        query = "SELECT * FROM messages WHERE due <= ? ORDER BY due LIMIT ?"
        return self._database.rows(query, time.time(), AT_ONCE)

    def send(self, message: sqlite3.Row, queues: Path) -> None:
        """Try to send a message, and write down how it went and when the next attempt is."""
        failure = self._failure(message, queues)
        attempts = json.loads(message["attempts"])
        delay = DELAYS[len(attempts)] if failure and len(attempts) < len(DELAYS) else None
        attempts.append({"at": moment(time.time()), "failure": failure})
        self._database.write(
            "UPDATE messages SET attempts = ?, due = ? WHERE number = ?",
            *(json.dumps(attempts), delay and time.time() + delay, message["number"]),
        )
        if failure:
            said = {"job": message["job"], "attempts": len(attempts), "reason": failure}
            _log.warning("event was not taken", extra={"said": said})

    def _failure(self, message: sqlite3.Row, queues: Path) -> str:
        """Send a message and return what went wrong, if anything."""
        target, body = message["target"], message["body"].encode()
        try:
            self.expect_allowed(target)  # what is allowed may have changed since
            if _QUEUE.fullmatch(target):
                _append(queues / f"{target}.jsonl", body)
                return ""
            status = _post(target, body, _headers(target, message["key"]))
        except (OSError, http.client.HTTPException, ValueError, JobError) as error:
            return f"{type(error).__name__}: {error}"
        return "" if 200 <= status < 300 else f"answered {status}"


class Messenger:
    """Sends messages, in a thread, until it is closed."""

    def __init__(self, messages: Messages, queues: Path) -> None:
        self._messages = messages
        self._queues = queues
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="messenger")

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def close(self) -> None:
        """Stop sending; what is not sent stays."""
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        with ThreadPoolExecutor(AT_ONCE) as senders:
            while not self._closing.wait(PAUSE):
                try:
                    list(senders.map(self._send, self._messages.due()))
                except Exception:  # a full disk must not end all messages for ever
                    _log.exception("events could not be sent")

    def _send(self, message: sqlite3.Row) -> None:
        self._messages.send(message, self._queues)


def _split(target: str) -> SplitResult | None:
    try:
        parts = urlsplit(target)
        parts.port  # noqa: B018 - reading it tells whether it is a number
    except ValueError:
        return None
    return parts


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _headers(target: str, key: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json"}
    if key:
        now = str(int(time.time()))
        signed = f"{target}|{now}|{key}".encode()
        signature = hashlib.md5(signed, usedforsecurity=False).hexdigest()
        headers |= {"X-ICE-TIMESTAMP": now, "X-ICE-SIGNATURE": signature}
    return headers


def _post(target: str, body: bytes, headers: Mapping[str, str]) -> int:
    parts = urlsplit(target)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", path, body, dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


def _append(path: Path, line: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(line + b"\n")
