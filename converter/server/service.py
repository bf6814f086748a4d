"""Service: what the actions and routes of one server share."""

from __future__ import annotations

from collections.abc import Callable
from shutil import disk_usage

from converter.errors import JobError
from converter.jobs import Store
from converter.jobs.database import Database
from converter.jobs.job import Job, Work
from converter.jobs.records import Record, Records
from converter.jobs.storage import Storage
from converter.library import Library
from converter.server.configuration import Configuration
from converter.server.messages import Messages

_LACKING = {"project": "ProjectNotFound"}


class Service:
    """The store of a server and what the server was told."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.database = Database(configuration.state / "docreel.sqlite")
        self.store = Store(self.database)
        self.records = Records(self.database)
        self.messages = Messages(self.database, configuration.callback_hosts)
        self.storage = Storage(configuration.storage)
        self.library = Library(configuration.state / "library.sqlite")
        self._wake: Callable[[], None] = lambda: None

    def on_wake(self, wake: Callable[[], None]) -> None:
        """Name what looks for new jobs."""
        self._wake = wake

    def wake(self) -> None:
        """Tell that there may be new jobs."""
        self._wake()

    def add(self, job: Job, work: Work) -> Job:
        """Add a job to the store; JobError when too many have not ended."""
        if self.store.unended() >= self.configuration.most_unended:
            raise JobError("Too many jobs are waiting.", code="Throttling.User")
        return self.store.add(job, work)

    def expect_room(self) -> None:
        """Raise JobError when the disk is too full to take anything more."""
        for folder in (self.configuration.storage, self.configuration.state):
            if disk_usage(folder).free < self.configuration.least_free_bytes:
                raise JobError("There is no room left in the storage.", code="ServiceUnAvailable")

    def record(self, kind: str, record_id: str) -> Record:
        """Return a record; JobError when there is none."""
        found = self.records.get(kind, record_id)
        if found is None:
            told = f"The specified {kind} {record_id[:64]!r} was not found."
            raise JobError(told, code=_LACKING.get(kind, "ResourceNotFound"))
        return found
