"""Store: jobs and what they are to do, in a database."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any
from uuid import uuid4

from converter.errors import JobError
from converter.jobs.database import Database, Page
from converter.jobs.job import WORK, Job, Work

YEAR = 365 * 86400.0
"""Seconds that a job which has ended is remembered."""

_STRUCTURED = {"asked", "result"}
_UNENDED = "('Init', 'Queuing', 'Processing')"
_QUICK_FIRST = "CASE kind WHEN 'analysis' THEN 0 ELSE 1 END, number"
"""What a medium is takes a moment to say; nobody should wait hours for it."""


def new_id() -> str:
    """Return an id in the form of the service: 32 hexadecimal digits."""
    return uuid4().hex


class Store:
    """The jobs of a database. All methods may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, job: Job, work: Work) -> Job:
        """Add a job, created now."""
        now = time.time()
        values = _written(asdict(job) | {"created": now, "modified": now})
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        with self.database.transaction():
            self.database.write(f"INSERT INTO jobs ({names}) VALUES ({marks})", *values.values())
            self.database.write("INSERT INTO works VALUES (?, ?)", job.id, work.model_dump_json())
        return self.job(job.id)

    def job(self, job_id: str, *, kinds: Iterable[str] = ()) -> Job:
        """Return a job; JobError for one that is not there, or of none of `kinds`."""
        row = self.database.row("SELECT * FROM jobs WHERE id = ?", job_id)
        if row is None or (kinds and row["kind"] not in kinds):
            raise JobError(f"there is no job {job_id!r}", code="InvalidParameter.JobNotFound")
        return _job(row)

    def work(self, job_id: str) -> Work:
        """Return what a job is to do."""
        row = self.database.row("SELECT work FROM works WHERE id = ?", job_id)
        if row is None:
            raise JobError(f"there is no job {job_id!r}", code="InvalidParameter.JobNotFound")
        return WORK.validate_json(row["work"])

    def change(self, job_id: str, **changes: Any) -> Job:
        """Change columns of a job and return it."""
        values = _written({"modified": time.time(), **changes})
        columns = ", ".join(f"{column} = ?" for column in values)
        with self.database.transaction():
            self.database.write(f"UPDATE jobs SET {columns} WHERE id = ?", *values.values(), job_id)
            return self.job(job_id)

    def waiting(self, most: int) -> list[Job]:
        """Return jobs that no executor has yet, in the order they are to begin."""
        return self._where(f"status = 'Init' ORDER BY {_QUICK_FIRST} LIMIT ?", most)

    def submitted(self) -> list[Job]:
        """Return the jobs that an executor has."""
        return self._where(f"status IN {_UNENDED} AND ticket IS NOT NULL ORDER BY number")

    def parts(self, parent: str) -> list[Job]:
        """Return the jobs that are parts of another, in their order."""
        return self._where("parent = ? ORDER BY number", parent)

    def unended_of(self, kind: str) -> list[Job]:
        """Return the jobs of a kind that have not ended."""
        return self._where(f"kind = ? AND status IN {_UNENDED}", kind)

    def unended(self) -> int:
        """Return how many jobs have not ended."""
        row = self.database.row(f"SELECT COUNT(*) FROM jobs WHERE status IN {_UNENDED}")
        return int(row[0]) if row else 0

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many jobs there are, by kind and status."""
        query = "SELECT kind, status, COUNT(*) AS count FROM jobs GROUP BY kind, status"
        return {(row["kind"], row["status"]): row["count"] for row in self.database.rows(query)}

    def page(
        self,
        kind: str,
        page: Page,
        *,
        statuses: Iterable[str] = (),
        matching: Mapping[str, Any] | None = None,
    ) -> tuple[list[Job], int | None]:
        """Return some jobs, and the `after` of the next page if there is one.

        `matching` gives columns their values.
        """
        where: dict[str, Any] = {"kind = ?": [kind]}
        if among := list(statuses):
            where[f"status IN ({', '.join('?' * len(among))})"] = among
        where |= {f"{column} = ?": [value] for column, value in (matching or {}).items()}
        rows, following = self.database.page("jobs", where, page)
        return list(map(_job, rows)), following

    def forget(self, before: float) -> None:
        """Delete jobs that were created before a time and have ended."""
        with self.database.transaction():
            self.database.write(
                f"DELETE FROM jobs WHERE created < ? AND status NOT IN {_UNENDED}", before
            )
            self.database.write("DELETE FROM works WHERE id NOT IN (SELECT id FROM jobs)")

    def _where(self, condition: str, *values: Any) -> list[Job]:
        return list(map(_job, self.database.rows(f"SELECT * FROM jobs WHERE {condition}", *values)))


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: json.dumps(v) if key in _STRUCTURED else v for key, v in values.items()}


def _job(row: sqlite3.Row) -> Job:
    names = [field.name for field in fields(Job)]
    return Job(**{key: json.loads(row[key]) if key in _STRUCTURED else row[key] for key in names})
