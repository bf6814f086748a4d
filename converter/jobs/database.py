"""Database: one SQLite file of jobs and records, whole after any crash.

Every thread has a connection of its own, so reading never waits; writing takes turns.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from converter.errors import JobError

SCHEMA = """
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    progress INTEGER NOT NULL,
    stage TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    created REAL NOT NULL,
    modified REAL NOT NULL,
    completed REAL,
    parent TEXT,
    project TEXT,
    ticket TEXT,
    attempts INTEGER NOT NULL,
    asked TEXT NOT NULL,
    result TEXT NOT NULL
);
CREATE TABLE works (id TEXT PRIMARY KEY, work TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX jobs_by_status ON jobs (status, number);
CREATE INDEX jobs_by_kind ON jobs (kind, number);
CREATE INDEX jobs_by_parent ON jobs (parent) WHERE parent IS NOT NULL;
CREATE TABLE records (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    created REAL NOT NULL,
    modified REAL NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, id)
);
CREATE INDEX records_by_name ON records (kind, name);
CREATE TABLE answers (
    key TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    answer TEXT NOT NULL,
    created REAL NOT NULL
);
CREATE TABLE nonces (nonce TEXT PRIMARY KEY, seen REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    job TEXT NOT NULL,
    target TEXT NOT NULL,
    body TEXT NOT NULL,
    key TEXT NOT NULL,
    due REAL,
    attempts TEXT NOT NULL
);
CREATE INDEX messages_due ON messages (due) WHERE due IS NOT NULL;
"""
VERSION = 1
"""Of the schema; a file of another version is refused."""
PATIENCE = 30.0
"""Seconds to wait for another process that writes."""
FOREVER = 1e12
"""A time, in seconds since 1970, that nothing comes after."""


@dataclass(frozen=True, slots=True)
class Page:
    """The first `most` of those created from `since` to `until`, or that come `after` a page.

    The newest come first, unless `ascending`.
    """

    since: float = 0
    until: float = FOREVER
    ascending: bool = False
    after: int | None = None
    most: int = 10


@contextmanager
def sole_owner(path: Path) -> Iterator[None]:
    """Hold a lock that ends with this process, however that ends.

    Raises JobError when another process holds it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    except (sqlite3.Error, OSError) as error:
        raise JobError(f"{path}: cannot be used: {error}", code="InternalError") from error
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            told = f"{path}: another server works with this state"
            raise JobError(told, code="InternalError") from error
        yield


class Database:
    """A SQLite file; JobError, with code InternalError, for whatever goes wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.RLock()
        self._own = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._flushing = threading.Lock()
        self._written = self._flushed = 0
        with self._translating():
            path.parent.mkdir(parents=True, exist_ok=True)
        self._prepare()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that is written inside appear together, or nothing of it."""
        with self._writing, self._translating():
            connection = self._connection()
            if connection.in_transaction:
                yield
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
            self._written += 1

    def flush(self) -> None:
        """Wait until what was written is safe from a failure of the power, too.

        Those who wait at the same time wait for one write to the disk together. Without
        it, what was written is safe from the end of this process only.
        """
        mine = self._written
        with self._flushing, self._translating():
            if self._flushed >= mine:
                return
            written = self._written
            with self.path.with_name(f"{self.path.name}-wal").open("rb+") as log:
                os.fsync(log.fileno())
            self._flushed = written

    def write(self, statement: str, *values: Any) -> int:
        """Run a statement and return how many rows it changed."""
        with self.transaction():
            return self._connection().execute(statement, values).rowcount

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        with self._translating():
            return self._connection().execute(query, values).fetchall()

    def row(self, query: str, *values: Any) -> sqlite3.Row | None:
        """Return the first row of a query, if there is one."""
        with self._translating():
            found: sqlite3.Row | None = self._connection().execute(query, values).fetchone()
            return found

    def page(
        self, table: str, where: Mapping[str, Any], page: Page
    ) -> tuple[list[sqlite3.Row], int | None]:
        """Return rows in the order they were added, and the `after` of the next page, if any.

        `where` gives conditions, with a mark for each item of its value.
        """
        order, beyond = ("ASC", ">") if page.ascending else ("DESC", "<")
        where = {**where, "created BETWEEN ? AND ?": [page.since, page.until]}
        if page.after is not None:
            where[f"number {beyond} ?"] = [page.after]
        found = self.rows(
            f"SELECT * FROM {table} WHERE {' AND '.join(where)} ORDER BY number {order} LIMIT ?",
            *chain.from_iterable(where.values()),
            page.most + 1,
        )
        following = found[page.most - 1]["number"] if len(found) > page.most else None
        return found[: page.most], following

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._writing:
            while self._opened:
                self._opened.pop().close()

    def _prepare(self) -> None:
        with self.transaction():
            row = self.row("PRAGMA user_version")
            version = row[0] if row else 0
            if version == 0:
                for statement in SCHEMA.split(";\n"):
                    self.write(statement)
                self.write(f"PRAGMA user_version = {VERSION}")
            elif version != VERSION:
                told = f"{self.path}: is of version {version}, expected {VERSION}"
                raise JobError(told, code="InternalError")

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is None:
            found = sqlite3.connect(
                self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            found.row_factory = sqlite3.Row
            found.execute("PRAGMA journal_mode = WAL")
            found.execute("PRAGMA synchronous = NORMAL")  # see `flush`
            self._own.connection = found
            self._opened.append(found)
        return found

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            told = f"{self.path}: cannot be used: {error}"
            raise JobError(told, code="InternalError") from error
