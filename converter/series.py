"""Series: a video of each of many documents, side by side, here or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from converter.errors import DocreelError
from converter.jobs.remote import Folder, fetch, is_remote
from converter.pipeline import convert
from converter.timeline.address import split


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: the name of its video, or the line that says why not."""

    source: str
    video: str = ""
    error: str = ""
    notes: tuple[str, ...] = ()


def series(
    sources: Sequence[str], folder: str, executor: Executor, **options: Any
) -> Iterator[Outcome]:
    """Make a video of each source in a folder, and yield what became of each as it ends.

    Sources and the folder are paths or addresses that fsspec reads (`s3://`, `oss://`),
    sources also those of webpages; whoever works for `executor` must reach them. Videos
    are called as their sources are. `options` go to `convert`. A failing source is an
    Outcome, not an exception.
    """
    place = folder if split(folder) else str(Path(folder).resolve())
    waiting: dict[Future[Outcome], str] = {
        executor.submit(make, _rooted(source), place, name, options): source
        for source, name in zip(sources, names(sources), strict=True)
    }
    for future in as_completed(waiting):
        yield _outcome(future, waiting[future])


def make(source: str, folder: str, name: str, options: Mapping[str, Any]) -> Outcome:
    """Make a video of a source; nothing of it is in the folder before all of it is made."""
    with TemporaryDirectory(prefix="docreel-") as made:
        here = Path(made)
        report = convert(_brought(source, here / "source"), here / "made" / name, **options)
        files = sorted((here / "made").iterdir(), key=lambda file: (file.name == name, file.name))
        for file in files:
            Folder(folder).put(file, file.name)
    return Outcome(source, name, notes=report.warnings)


def names(sources: Sequence[str]) -> list[str]:
    """Return the name of each source's video, no two alike."""
    found: list[str] = []
    for source in sources:
        parts = split(source)
        path = PurePosixPath(parts.path.strip("/") or parts.netloc if parts else source)
        free = (f"{path.stem}-{n}.mp4" if n > 1 else f"{path.stem}.mp4" for n in count(1))
        found.append(next(name for name in free if name not in found))
    return found


def _rooted(source: str) -> str:
    return source if split(source) else str(Path(source).resolve())


def _brought(source: str, folder: Path) -> str:
    """Return where to read a source, fetched first where only fsspec can."""
    if not is_remote(source):
        return source
    target = folder / PurePosixPath(source).name
    fetch(source, target)
    return str(target)


def _outcome(future: Future[Outcome], source: str) -> Outcome:
    try:
        return future.result()
    except DocreelError as error:
        return Outcome(source, error=str(error))
    except Exception as error:  # one source must not stop the others
        return Outcome(source, error=f"{source}: unexpected {type(error).__name__}: {error}")
