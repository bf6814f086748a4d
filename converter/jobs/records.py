"""Records: things with an id that requests make and read, such as projects and media."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from converter.jobs.database import Database, Page


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a kind; `name` finds it as well as `id`, `body` is JSON data.

    Times are seconds since 1970.
    """

    kind: str
    id: str
    name: str | None
    created: float
    modified: float
    body: Mapping[str, Any]


class Records:
    """The records of a database. All methods may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def put(
        self, kind: str, record_id: str, body: Mapping[str, Any], *, name: str | None = None
    ) -> None:
        """Add a record, or put another body and name into the one that is there."""
        now = time.time()
        self.database.write(
            "INSERT INTO records (kind, id, name, created, modified, body) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET "
            "name = excluded.name, modified = excluded.modified, body = excluded.body",
            *(kind, record_id, name, now, now, json.dumps(body)),
        )

    def get(self, kind: str, record_id: str) -> Record | None:
        """Return a record by its id."""
        row = self.database.row("SELECT * FROM records WHERE kind = ? AND id = ?", kind, record_id)
        return _record(row) if row else None

    def named(self, kind: str, name: str) -> Record | None:
        """Return the newest record of a name."""
        row = self.database.row(
            "SELECT * FROM records WHERE kind = ? AND name = ? ORDER BY number DESC", kind, name
        )
        return _record(row) if row else None

    def delete(self, kind: str, record_id: str) -> bool:
        """Delete a record; False when there is none."""
        done = self.database.write("DELETE FROM records WHERE kind = ? AND id = ?", kind, record_id)
        return done > 0

    def count(self, kind: str, containing: Mapping[str, str]) -> int:
        """Return how many records of a kind have texts in their bodies, as in `page`."""
        where = {"kind = ?": [kind], **_containing(containing)}
        query = f"SELECT COUNT(*) FROM records WHERE {' AND '.join(where)}"
        row = self.database.row(query, *chain.from_iterable(where.values()))
        return int(row[0]) if row else 0

    def page(
        self, kind: str, page: Page, *, containing: Mapping[str, str]
    ) -> tuple[list[Record], int | None]:
        """Return some records, and the `after` of the next page if there is one.

        `containing` gives keys of the body and what must be in their texts, if anything.
        """
        where = {"kind = ?": [kind], **_containing(containing)}
        rows, following = self.database.page("records", where, page)
        return list(map(_record, rows)), following


def _containing(parts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the conditions that texts of the body contain what they should."""
    return {
        f"instr(lower(body ->> '$.{key}'), lower(?))": [part] for key, part in parts.items() if part
    }


def _record(row: sqlite3.Row) -> Record:
    return Record(
        kind=row["kind"],
        id=row["id"],
        name=row["name"],
        created=row["created"],
        modified=row["modified"],
        body=json.loads(row["body"]),
    )
