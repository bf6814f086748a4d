"""The local pool: an Executor whose work is done in processes of this machine.

Every job has a process of its own, so that what breaks, hangs or eats memory is one
job. A process is forked from one that has loaded the libraries already, and ends when
the pool's process does, however that ends.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import shutil
import signal
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from converter.errors import JobError
from converter.jobs.dispatcher import State
from converter.jobs.job import Work
from converter.jobs.worker import main, stop

REMEMBERED = 1000
"""Ends that are kept to be asked for."""
_PRELOADED = [
    *("converter.jobs.worker", "converter.pipeline", "converter.render.delivery"),
    *("converter.batch", "converter.source"),
    *("converter.speech.espeak", "converter.script.sentences", "trafilatura", "spacy"),
]
"""What takes long to load: once for all processes."""
_MIB = 1 << 20


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one job may take; memory is bounded on Linux only."""

    seconds: float = 3600.0
    memory_bytes: int = 4096 * _MIB
    file_bytes: int = 16384 * _MIB


@dataclass(slots=True)
class _Running:
    process: BaseProcess
    connection: Connection
    folder: Path
    deadline: float


class LocalPool:
    """Does work in up to `workers` processes, oldest first, until it is closed.

    `storage` is the folder that stands for object storage, and the only one where work
    reads and writes; what is unfinished is in a hidden folder of it.
    """

    def __init__(self, storage: Path, *, workers: int, bounds: Bounds = Bounds()) -> None:
        self._storage = storage
        self._scratch = storage / ".scratch"
        self._workers = workers
        self._bounds = bounds
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, Work] = OrderedDict()
        self._running: dict[str, _Running] = {}
        self._states: OrderedDict[str, State] = OrderedDict()
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._context = _context()

    def submit(self, work: Work, token: str) -> str:
        """Take work; its ticket is the token."""
        with self._lock:
            if token not in self._states:
                self._states[token] = State("Queuing")
                self._waiting[token] = work
            self._advance()
        return token

    def poll(self, ticket: str) -> State:
        """Return how far the work has come."""
        with self._lock:
            self._advance()
            try:
                return self._states[ticket]
            except KeyError:
                told = f"the pool has no work {ticket!r}"
                raise JobError(told, code="InvalidParameter.JobNotFound") from None

    def process_id(self, ticket: str) -> int | None:
        """Return the process that does the work now, None when there is none."""
        with self._lock:
            running = self._running.get(ticket)
            return running.process.pid if running else None

    def close(self) -> None:
        """End all processes; what they did not finish is not known afterwards."""
        with self._lock:
            for ticket in list(self._running):
                self._finish(ticket)
                del self._states[ticket]
            for ticket in self._waiting:
                del self._states[ticket]
            self._waiting.clear()

    def _advance(self) -> None:
        for ticket in list(self._running):
            self._hear(ticket)
        while self._waiting and len(self._running) < self._workers:
            ticket = next(iter(self._waiting))
            try:
                self._start(ticket, self._waiting[ticket])
            except (OSError, EOFError) as error:  # no process to be had now; soon, perhaps
                _log.warning("no process could be started: %r", error)
                break
            del self._waiting[ticket]
        ended = [ticket for ticket in self._states if self._has_ended(ticket)]
        for ticket in ended[:-REMEMBERED]:
            del self._states[ticket]

    def _has_ended(self, ticket: str) -> bool:
        return ticket not in self._running and ticket not in self._waiting

    def _start(self, ticket: str, work: Work) -> None:
        folder = self._scratch / ticket
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        ours, theirs = self._context.Pipe()
        limits = (self._bounds.memory_bytes, self._bounds.file_bytes)
        arguments = (work.model_dump_json(), str(self._storage), str(folder), limits, theirs)
        process = self._context.Process(target=main, args=arguments, daemon=True)
        process.start()
        theirs.close()
        deadline = time.monotonic() + self._bounds.seconds
        self._running[ticket] = _Running(process, ours, folder, deadline)
        self._states[ticket] = State("Processing")

    def _hear(self, ticket: str) -> None:
        """Take in what a process has said; finish with it when it ended or took too long."""
        running = self._running[ticket]
        alive = running.process.is_alive()  # asked first: what it said before is all here
        for said in _messages(running.connection):
            self._states[ticket] = _state(said, self._states[ticket])
        late = time.monotonic() > running.deadline
        if self._states[ticket].status == "Processing" and alive and not late:
            return
        if self._states[ticket].status == "Processing":
            told = f"took longer than {self._bounds.seconds:g} s" if late else _death(running)
            self._states[ticket] = State("Failed", code="ProduceFailed", message=told)
        self._finish(ticket)

    def _finish(self, ticket: str) -> None:
        running = self._running.pop(ticket)
        stop(running.process)
        running.connection.close()
        shutil.rmtree(running.folder, ignore_errors=True)


def _context() -> Any:
    """Return how processes are made: forked from a clean one where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing.forkserver import ensure_running

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    ensure_running()  # it loads while nobody waits
    return context


def _messages(connection: Connection) -> Iterator[dict[str, Any]]:
    # Not pickled: a process that a hostile file took over must not take over this one.
    try:
        while connection.poll():
            yield json.loads(connection.recv_bytes())
    except (EOFError, OSError, ValueError):
        return


def _state(said: dict[str, Any], before: State) -> State:
    state = State(**said)
    return replace(state, progress=max(state.progress, before.progress))


def _death(running: _Running) -> str:
    running.process.join()
    code = running.process.exitcode or 0
    reason = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return f"its process died ({reason})"
