"""Dispatcher: takes jobs from a store to an executor, and what becomes of them back."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from converter.errors import JobError
from converter.jobs.faults import UNREACHABLE
from converter.jobs.job import ENDS, Job, Status, Work
from converter.jobs.store import YEAR, Store

PAUSE = 0.1
"""Seconds between two looks at what an executor has done."""
MOST_ATTEMPTS = 5
"""How often a job is begun whose executor disappears each time."""
HOUR = 3600.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """How far work has come. `progress` is 0 to 100, and 100 only with Success.

    `code` and `message` say why it failed, `result` what it made.
    """

    status: Status
    progress: int = 0
    stage: str = ""
    code: str = ""
    message: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)


class Executor(Protocol):
    """Does work somewhere: in processes of this machine, on a cluster, in the cloud."""

    def submit(self, work: Work, token: str) -> str:
        """Take work and return its ticket at once.

        The same token again is the same work, done once. Raises JobError for work that
        is refused, with code ServiceUnAvailable when nobody is there to take it now.
        """
        ...

    def poll(self, ticket: str) -> State:
        """Return how far the work has come; what has ended never changes.

        Work that fails is a State. Raises JobError, with code InvalidParameter.JobNotFound,
        for a ticket that is not, or no longer, known, and JobError of another code when it
        cannot be told now.
        """
        ...


class Dispatcher:
    """Runs the jobs of a store until it is closed; `at_once` are with the executor together.

    `ended` is called with each job that ends, inside the transaction that says so: what
    it writes to the database is there if and only if the end is. A job whose ticket the
    executor does not know, as after a crash, is begun again.
    """

    def __init__(
        self,
        store: Store,
        executor: Executor,
        *,
        at_once: int,
        ended: Callable[[Job], None] = lambda job: None,
    ) -> None:
        self._store = store
        self._executor = executor
        self._at_once = at_once
        self._ended = ended
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._cleaned = 0.0
        self._thread = threading.Thread(target=self._run, name="dispatcher")

    def start(self) -> None:
        """Begin to run jobs, in a thread."""
        self._thread.start()

    def close(self) -> None:
        """Stop running jobs; those that have not ended go on when the next one starts."""
        self._closing.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join()

    def wake(self) -> None:
        """Look for new jobs now."""
        self._wake.set()

    def step(self) -> None:
        """Look once at each job that an executor has, and give it those there is room for."""
        room = self._at_once - sum(map(self._goes_on, self._store.submitted()))
        for job in self._store.waiting(room) if room > 0 else ():
            self._submit(job)
        if time.time() - self._cleaned > HOUR:
            self._cleaned = time.time()
            self._store.forget(self._cleaned - YEAR)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self.step()
            except Exception:  # a full disk must not end all work for ever
                _log.exception("jobs could not be moved on")
            self._wake.wait(PAUSE)
            self._wake.clear()

    def _submit(self, job: Job) -> None:
        attempts = job.attempts + 1
        if attempts > MOST_ATTEMPTS:
            told = f"was begun {job.attempts} times and interrupted each time"
            self._end(job, State("Failed", code="ProduceFailed", message=told))
            return
        try:
            # A crash before the ticket is written submits again, with the same token.
            ticket = self._executor.submit(self._store.work(job.id), job.id)
        except JobError as error:
            if error.code == UNREACHABLE:
                return  # it is tried again at the next step
            self._end(job, State("Failed", code=error.code, message=str(error)))
            return
        self._store.change(job.id, status="Queuing", attempts=attempts, ticket=ticket)

    def _goes_on(self, job: Job) -> bool:
        """Write down how far a job has come; True when the executor still has it."""
        try:
            state = self._executor.poll(job.ticket or "")
        except JobError as error:
            if error.code != "InvalidParameter.JobNotFound":
                return True
            _say(job, "job was interrupted and begins again")
            self._store.change(job.id, status="Init", ticket=None, progress=0, stage="")
            return False
        if state.status in ENDS:
            self._end(job, state)
            return False
        if (state.status, state.progress, state.stage) != (job.status, job.progress, job.stage):
            self._store.change(
                job.id, status=state.status, progress=state.progress, stage=state.stage
            )
        return True

    def _end(self, job: Job, state: State) -> None:
        with self._store.database.transaction():
            done = self._store.change(
                job.id,
                status=state.status,
                progress=100 if state.status == "Success" else job.progress,
                code=state.code,
                message=state.message,
                result=dict(state.result),
                completed=time.time(),
                ticket=None,
            )
            self._ended(done)
        _say(done, "job ended", code=state.code, reason=state.message)


def _say(job: Job, message: str, **more: Any) -> None:
    """Log what happens to a job; `said` holds it for logs that are no prose."""
    said = {"job": job.id, "kind": job.kind, "status": job.status, "attempts": job.attempts}
    _log.info(message, extra={"said": said | {key: v for key, v in more.items() if v}})
