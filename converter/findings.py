"""Findings: what was found out about a file, kept by the file's content.

One SQLite file in the cache folder, which processes share. A file is known again by
its path, size and time of change, so that two hours of film are not read to learn
that they are the same.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from converter.errors import FootageError

MOST = 20_000
"""Findings that are kept; those used least recently go."""
PATIENCE = 30
"""Seconds to wait for another process that writes."""
_FOLDER: ContextVar[Path | None] = ContextVar("docreel_findings", default=None)
_TABLES = """
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, digest TEXT
);
CREATE TABLE IF NOT EXISTS finding (
    digest TEXT, key TEXT, body TEXT, used REAL, PRIMARY KEY (digest, key)
);
"""


@contextmanager
def keeping_findings(folder: Path | None) -> Iterator[None]:
    """Keep what is found out inside this context in a folder; None keeps nothing."""
    token = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(token)


def kept(path: Path, key: str, make: Callable[[], Any]) -> Any:
    """Return what is kept about a file under a key, else what is made now: plain JSON.

    An archive that cannot be read or written harms nobody.
    """
    folder = _FOLDER.get()
    if folder is None:
        return make()
    try:
        digest, found = _look_up(folder, path, key)
    except sqlite3.Error:
        return make()
    if found is None:
        found = make()
        _keep(folder, digest, key, found)
    return found


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal; FootageError without the file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FootageError(f"{path}: cannot be read ({error.strerror})") from error


def _look_up(folder: Path, path: Path, key: str) -> tuple[str, Any]:
    with _opened(folder) as base:
        known = _digest(base, path)
        row = base.execute(
            "UPDATE finding SET used = ? WHERE digest = ? AND key = ? RETURNING body",
            (time.time(), known, key),
        ).fetchone()
        return known, None if row is None else json.loads(row[0])


def _digest(base: sqlite3.Connection, path: Path) -> str:
    place = str(path.resolve())
    try:
        about = path.stat()
    except OSError as error:
        raise FootageError(f"{path}: cannot be read ({error.strerror})") from error
    row = base.execute(
        "SELECT digest FROM file WHERE path = ? AND size = ? AND changed = ?",
        (place, about.st_size, about.st_mtime_ns),
    ).fetchone()
    if row:
        return str(row[0])
    found = digest(path)
    values = (place, about.st_size, about.st_mtime_ns, found)
    base.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", values)
    return found


def _keep(folder: Path, digest: str, key: str, found: Any) -> None:
    row = (digest, key, json.dumps(found, ensure_ascii=False), time.time())
    try:
        with _opened(folder) as base:
            base.execute("INSERT OR REPLACE INTO finding VALUES (?, ?, ?, ?)", row)
            base.execute(
                "DELETE FROM finding WHERE rowid IN"
                " (SELECT rowid FROM finding ORDER BY used DESC LIMIT -1 OFFSET ?)",
                (MOST,),
            )
    except sqlite3.Error:
        return


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the archive for one transaction."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise sqlite3.OperationalError(str(error)) from error
    with closing(sqlite3.connect(folder / "findings.sqlite", timeout=PATIENCE)) as base, base:
        base.executescript(_TABLES)
        yield base
