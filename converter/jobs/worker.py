"""Worker: what the process of one job does, and says about it."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from converter.errors import DocreelError, FootageError, JobError, TimelineError
from converter.jobs.batch import parts
from converter.jobs.job import WORK, Analysis, Conversion, Planning, Production, Work
from converter.jobs.storage import Storage
from converter.progress import Progress
from converter.store import keeping

if TYPE_CHECKING:
    from converter.render import Rendering

NICENESS = 10
"""Below those who ask: requests are answered while videos are made."""
KEPT = ".kept"
"""Folder, hidden in the storage, of what is spoken and drawn once for all jobs."""
MOST_FETCHED = 256 << 20
"""Bytes of a medium that is fetched from the web."""
MOST_NOTES = 50
_SPANS = {
    "fetch": (0, 3),
    "read": (3, 10),
    "narrate": (10, 12),
    "compose": (12, 16),
    "speak": (16, 25),
    "render": (25, 97),
    "report": (97, 99),
}
"""From where to where each stage leads, in percent."""
_EVERY = 0.2
"""Seconds between two words about progress."""


def main(
    work: str, storage: str, folder: str, limits: tuple[int, int], connection: Connection
) -> None:
    """Do work given as JSON, and say how it ends; runs in a process of its own."""
    _settle(folder, limits, connection)
    progress = Teller(partial(_say, connection))
    with keeping(Path(storage) / KEPT):
        said = outcome(WORK.validate_json(work), Storage(Path(storage)), Path(folder), progress)
    _say(connection, said)


def outcome(work: Work, storage: Storage, folder: Path, progress: Progress) -> dict[str, Any]:
    """Do work and return the State in which it ends, as data; nothing is raised."""
    try:
        done = perform(work, storage, folder, progress)
    except (TimelineError, JobError) as error:
        return _failed(error.code, error)
    except DocreelError as error:
        return _failed("ProduceFailed", error)
    except MemoryError:
        return _failed("ProduceFailed", "needs more memory than a job may have")
    except Exception as error:
        return _failed("ProduceFailed", f"unexpected {type(error).__name__}: {error}")
    return {"status": "Success", "progress": 100, "result": done}


def stop(process: BaseProcess) -> None:
    """End a process and all that it started."""
    if process.pid is not None and process.is_alive() and hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()


def perform(work: Work, storage: Storage, folder: Path, progress: Progress) -> dict[str, Any]:
    """Do work and return what was made; unfinished files are in `folder`.

    Raises a DocreelError.
    """
    match work:
        case Production():
            return _produce(work, storage, folder, progress)
        case Conversion():
            return _convert(work, storage, folder, progress)
        case Analysis():
            return _analyse(work, storage, folder)
        case Planning():
            return {
                "Parts": [part.model_dump(mode="json") for part in parts(work, storage, folder)]
            }


def _produce(
    work: Production, storage: Storage, folder: Path, progress: Progress
) -> dict[str, Any]:
    from converter.render import render
    from converter.timeline import parse_editing, parse_output, parse_timeline

    timeline = parse_timeline(storage.named(work.timeline, work.media))
    storage.confine(timeline)
    output = parse_output(work.output)
    target = storage.target(output)
    made = render(
        timeline,
        folder / target.name,
        output=output,
        editing=parse_editing(work.editing),
        base=storage.root,
        storage=storage.root,
        title=work.title,
        seed=work.seed,
        mastering=False,
        progress=progress,
    )
    publish([*made.segments, *made.beside, made.output], target.parent)
    return {
        "Duration": made.seconds,
        "Media": _analysis(target),
        "Notes": list(made.notes[:MOST_NOTES]),
    }


def _convert(
    work: Conversion, storage: Storage, folder: Path, progress: Progress
) -> dict[str, Any]:
    from converter.pipeline import convert

    target = storage.path(work.output)
    report = convert(
        Path(work.address) if work.uploaded else work.address,
        folder / target.name,
        progress=progress,
        **_options(work.options),
    )
    made = cast("Rendering", report.rendering)  # what is converted is rendered
    beside = [*made.beside, *map(str, folder.glob("*.report.html"))]
    publish([*made.segments, *beside, made.output], target.parent)
    return {
        "Duration": made.seconds,
        "Width": made.width,
        "Height": made.height,
        "Title": report.title,
        "Language": report.language,
        "Chapters": list(map(list, zip(made.chapter_starts, made.chapters, strict=True))),
        "Files": [Path(name).name for name in (made.output, *beside)],
        "Notes": [*report.warnings, *made.notes][:MOST_NOTES],
    }


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options as the library takes them; JSON has neither tuples nor ranges."""
    found = {key: tuple(v) if isinstance(v, list) else v for key, v in options.items()}
    return found | {"pages": tuple(range(*pair) for pair in options.get("pages", ()))}


def _analyse(work: Analysis, storage: Storage, folder: Path) -> dict[str, Any]:
    path = storage.path(work.address)
    if work.origin:
        _fetch(work, folder / path.name)
        publish([str(folder / path.name)], path.parent)
    if not path.is_file():
        raise JobError(f"{work.address}: no such file", code="InvalidMaterial.NotFound")
    return {**_analysis(path), "Detected": _detected(path)}


def _detected(path: Path) -> tuple[str, ...]:
    from converter.library import detected
    from converter.media import probe

    with suppress(FootageError):  # a file beside it, which is not what was asked for
        return detected(path, probe(path))
    return ()


def _fetch(work: Analysis, target: Path) -> None:
    from converter.source import Limits, fetch

    limits = Limits(page_bytes=MOST_FETCHED)
    source = fetch(work.origin, allow_private=work.allow_private, limits=limits)
    target.write_bytes(source.content)


def _analysis(path: Path) -> dict[str, Any]:
    from converter.media import probe

    found = probe(path)
    return {
        "Kind": found.kind,
        "Width": found.width,
        "Height": found.height,
        "Duration": float(found.duration or 0),
        "Fps": float(found.fps or 0),
        "HasAudio": found.has_audio,
        "FileSize": path.stat().st_size,
    }


def publish(files: Iterable[str], folder: Path) -> None:
    """Move finished files where they belong, each whole, what tells of the others last."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        os.replace(file, folder / Path(file).name)


# The process


def _settle(folder: str, limits: tuple[int, int], connection: Connection) -> None:
    """Make this process one that can be limited and ended with all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server is asked to stop, and stops us
    os.chdir(folder)  # where a bare name leads to nothing
    tempfile.tempdir = folder
    os.environ["TMPDIR"] = folder
    if hasattr(os, "setpgrp"):
        os.setpgrp()  # not a session: niceness counts inside of one only
        os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, args=(connection,), daemon=True).start()
    if hasattr(os, "setpgrp"):
        _limit(*limits)  # last: a thread that finds no memory would be waited for


def _limit(memory_bytes: int, file_bytes: int) -> None:
    import resource

    # Data and not address space: a browser reserves far more than it uses.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent(connection: Connection) -> None:
    with suppress(EOFError, OSError):
        connection.recv_bytes()  # nothing is ever sent: this ends when the other side does
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


class Teller:
    """A Progress that says how far a job has come, as data of a State, not too often."""

    def __init__(self, say: Callable[[Mapping[str, Any]], None]) -> None:
        self._say = say
        self._stage, self._told = "", 0.0

    def __call__(self, stage: str, done: float) -> None:
        """Tell how much of a stage is done."""
        now = time.monotonic()
        if stage == self._stage and now - self._told < _EVERY:
            return
        self._stage, self._told = stage, now
        begin, end = _SPANS.get(stage, (0, 0))
        percent = round(begin + (end - begin) * done)
        self._say({"status": "Processing", "progress": percent, "stage": stage})


def _failed(code: str, error: object) -> dict[str, Any]:
    return {"status": "Failed", "code": code, "message": " ".join(str(error).split())}


def _say(connection: Connection, said: Mapping[str, Any]) -> None:
    connection.send_bytes(json.dumps(said).encode())
