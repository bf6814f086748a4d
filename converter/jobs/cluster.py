"""A cluster: an Executor whose work is done by the workers of Dask. The only door to it.

Files come from a folder that all machines reach and go back there; in between they are on
the worker's own disk. Work whose worker dies is begun again by another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any
from uuid import uuid4

from converter.errors import JobError, TimelineError
from converter.jobs.dispatcher import State
from converter.jobs.faults import UNREACHABLE
from converter.jobs.job import WORK, Analysis, Conversion, Planning, Production, Work
from converter.jobs.oss import StoredObject
from converter.jobs.remote import Folder, fetch, is_remote
from converter.jobs.storage import REGION, Storage, texts
from converter.jobs.worker import KEPT, Teller, outcome
from converter.store import keeping
from converter.timeline import parse_output, parse_timeline

RETRIES = 3
"""How often work is begun again whose storage did not answer."""
PATIENCE = 30
"""Seconds to wait for the scheduler."""


def connected(scheduler: str) -> Any:
    """Return a client of the scheduler at an address, such as `tcp://10.0.0.1:8786`.

    Raises JobError when the extra is not installed or nobody answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise JobError(f"{error.name} is not installed; docreel[cluster] brings it") from error
    try:
        return Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        told = f"{scheduler}: no scheduler of Dask answers there"
        raise JobError(told, code=UNREACHABLE) from error


@contextmanager
def pool(scheduler: str) -> Iterator[Executor]:
    """Give the workers of a cluster as a pool of the standard library has them."""
    with connected(scheduler) as client:
        yield client.get_executor(retries=RETRIES, pure=False)


class Cluster:
    """Does work on a cluster, until it is closed.

    `storage` is the address of the folder that stands for object storage: `s3://`,
    `oss://`, `file://`, or a path that is the same on all machines.
    """

    def __init__(self, scheduler: str, storage: str) -> None:
        self._scheduler = scheduler
        self._client = connected(scheduler)
        self._storage = storage
        self._lock = Lock()
        self._futures: dict[str, tuple[Any, str]] = {}
        self._states: dict[str, State] = {}

    def submit(self, work: Work, token: str) -> str:
        """Take work; its ticket is the token."""
        with self._lock:
            if token not in self._states:
                if self._client.status == "closed":  # it gave up a scheduler that went away
                    self._client = connected(self._scheduler)
                topic = f"{token}-{uuid4().hex}"
                arguments = (work.model_dump_json(), self._storage, topic)
                future = self._client.submit(
                    done, *arguments, key=token, pure=False, retries=RETRIES
                )
                self._futures[token] = future, topic
                self._states[token] = State("Queuing")
        return token

    def poll(self, ticket: str) -> State:
        """Return how far the work has come."""
        with self._lock:
            if ticket in self._futures:
                with _answering():
                    self._look(ticket)
            try:
                return self._states[ticket]
            except KeyError:
                told = f"the cluster has no work {ticket!r}"
                raise JobError(told, code="InvalidParameter.JobNotFound") from None

    def close(self) -> None:
        """Leave the cluster; work nobody else waits for is not finished."""
        self._client.close()

    def _look(self, ticket: str) -> None:
        (future, topic), before = self._futures[ticket], self._states[ticket]
        if future.status == "pending":
            told = self._client.get_events(topic)
            if told:
                _, said = told[-1]
                now = State("Processing", said["progress"], said["stage"])
                self._states[ticket] = _later(now, before)
            return
        del self._futures[ticket]
        if future.status == "finished":
            self._states[ticket] = _later(State(**future.result()), before)
        elif future.status == "error":
            code, message = _broken(future.exception())
            self._states[ticket] = State("Failed", before.progress, code=code, message=message)
        else:  # the scheduler lost it
            del self._states[ticket]


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        told = "the scheduler of the cluster does not answer"
        raise JobError(told, code=UNREACHABLE) from error


def _later(state: State, before: State) -> State:
    return replace(state, progress=max(state.progress, before.progress))


def _broken(error: BaseException) -> tuple[str, str]:
    """Return code and message of why work could not be done at all."""
    from distributed.scheduler import KilledWorker

    if isinstance(error, KilledWorker):
        return "ProduceFailed", "its workers died, one after the other"
    code = error.code if isinstance(error, JobError) else "ProduceFailed"
    return code, " ".join(str(error).split())


# On a worker


def done(work: str, storage: str, topic: str) -> dict[str, Any]:
    """Do work given as JSON, tell its progress as events, and return its State.

    Raises JobError when the storage cannot be used: another try may find it well.
    """
    from distributed import get_worker

    worker = get_worker()
    progress = Teller(partial(worker.log_event, topic))
    with TemporaryDirectory(prefix="docreel-") as made:
        folder = Path(made)
        here, shared = Storage(folder / "storage"), Folder(storage)
        asked = _brought(WORK.validate_json(work), here, shared, folder)
        (folder / "work").mkdir()
        before = set(_files(here.root))
        with keeping(Path(worker.local_directory) / KEPT):
            ended = outcome(asked, here, folder / "work", progress)
        if ended["status"] == "Success":
            _take_back(asked, here, shared, before)
    return ended


def _brought(work: Work, here: Storage, shared: Folder, folder: Path) -> Work:
    """Fetch what work needs, and return the work as it is to be done here."""
    here.root.mkdir()
    if isinstance(work, Conversion):
        return _document(work, folder)
    for path in _needed(work, here):
        try:
            shared.fetch(path.relative_to(here.root).as_posix(), path)
        except JobError as error:
            if error.code != "InvalidMaterial.NotFound":
                raise
    return work


def _document(work: Conversion, folder: Path) -> Conversion:
    if not is_remote(work.address):
        return work
    path = folder / "document" / work.address.rpartition("/")[2]
    fetch(work.address, path)
    return work.model_copy(update={"address": str(path), "uploaded": True})


def _needed(work: Work, here: Storage) -> set[Path]:
    """Return the files of the storage that work reads; what is wrong is told by who does it."""
    try:
        return {here.path(address) for address in _addresses(work, here)}
    except (TimelineError, JobError):
        return set()


def _addresses(work: Work, here: Storage) -> Iterator[str]:
    if isinstance(work, Analysis):
        yield work.address
    elif isinstance(work, Production):
        timeline = parse_timeline(here.named(work.timeline, work.media))
        for _, address in (*timeline.addresses(), *timeline.attachments()):
            yield address
    elif isinstance(work, Planning):
        asked = {text for _, text in texts(work.request)}
        yield from (address for address in {*asked, *work.media.values()} if _stored(address))


def _stored(text: str) -> bool:
    """Tell whether a text of a request is an address in object storage."""
    return StoredObject.at(text, REGION) is not None


def _take_back(work: Work, here: Storage, shared: Folder, before: set[Path]) -> None:
    """Put what was made where it belongs; the one that tells of the others comes last."""
    made = set(_files(here.root)) - before
    for path in sorted(made, key=lambda path: (path == _target(work, here), path)):
        shared.put(path, path.relative_to(here.root).as_posix())


def _target(work: Work, here: Storage) -> Path | None:
    if isinstance(work, Production):
        return here.target(parse_output(work.output))
    return here.path(work.output) if isinstance(work, Conversion) else None


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
