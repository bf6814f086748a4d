"""Produce: the videos of a batch request, rendered side by side into a folder.

Beside each video stands its Timeline, ready to be rendered again, and beside all of
them a manifest of what was drawn, made, and left out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from typing import Any, Literal, Unpack

from pydantic import BaseModel, ConfigDict

from converter.batch.assets import Assets
from converter.batch.edits import INDEX
from converter.batch.expand import Options, SubJob, SubJobs
from converter.batch.request import BatchRequest
from converter.errors import DocreelError
from converter.progress import Progress, silent
from converter.publish import make_folder, replacing
from converter.render import render
from converter.store import folder_in_use, keeping
from converter.timeline import local_path, parse_timeline
from converter.timeline.address import split
from converter.timeline.values import FILE_KEYS

MANIFEST = "batch.json"
NAMELESS = f"video_{INDEX}.mp4"
"""What videos are called whose request says no address."""


_SOUND = re.compile(r'(<soundEvent\b[^>]*?\bsrc=")([^"]*)')


class Video(BaseModel):
    """What became of one video; `timeline` and `output` are names of files in the folder.

    `materials` is what was drawn and is seen when; `code` and `message` are those of the
    error that kept the video from being made.
    """

    model_config = ConfigDict(frozen=True)

    index: int
    status: Literal["Success", "Failed"] = "Success"
    timeline: str = ""
    output: str = ""
    seconds: float = 0
    code: str = ""
    message: str = ""
    materials: Mapping[str, Any] = {}
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Say in a few lines what a person wants to know."""
        if self.status == "Failed":
            yield f"video {self.index} failed: {self.message} [{self.code}]"
        else:
            yield f"{self.output}: {self.seconds:.1f} s" if self.output else self.timeline
        for note in self.notes:
            yield f"  note: {note}"


class Batch(BaseModel):
    """What a batch request has come to."""

    model_config = ConfigDict(frozen=True)

    mode: str
    job_type: str
    seed: str
    videos: tuple[Video, ...]

    @property
    def failed(self) -> int:
        """How many videos could not be made."""
        return sum(video.status == "Failed" for video in self.videos)

    def lines(self) -> Iterator[str]:
        """Say in a few lines what a person wants to know."""
        for video in self.videos:
            yield from video.lines()
        yield f"{len(self.videos) - self.failed} made, {self.failed} failed"


def produce(
    request: BatchRequest,
    out: Path,
    *,
    base: Path | None = None,
    storage: Path | None = None,
    only_timelines: bool = False,
    mastering: bool = True,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress = silent,
    **options: Unpack[Options],
) -> Batch:
    """Make the videos of a request in the folder `out`, and the manifest `batch.json`.

    Addresses are relative to `base` (the current folder); `storage` is the folder that
    stands for the cloud's object storage. Videos are called as their addresses are, with
    `{index}` filled in. As many are rendered at once as there are `workers`, by default
    processors; an `executor` takes them to where it works, which must reach the same
    files. A video that cannot be made is told of and stops no other; TimelineError is
    raised for a request that none can be made of.
    """
    base = (base or Path.cwd()).resolve()
    find = partial(local_path, base=base, storage=storage)
    planner = SubJobs(request, find=find, **options)
    make_folder(out / MANIFEST)
    place = _Place(out.resolve(), base, storage, mastering, folder_in_use())
    planned = []
    for index in range(len(planner)):
        progress("plan", index / len(planner))
        planned.append(_planned(planner, index, place))
    preview = only_timelines or request.output.generate_preview_only
    videos = (
        [video for _, video in planned]
        if preview
        else _rendered(planned, executor, workers or os.cpu_count() or 1, progress)
    )
    batch = Batch(
        mode=request.mode,
        job_type=request.mode.job_type,
        seed=planner.seed,
        videos=tuple(videos),
    )
    _write(out / MANIFEST, batch.model_dump(mode="json"))
    return batch


@dataclass(frozen=True, slots=True)
class _Place:
    """Where videos are made, and how."""

    out: Path
    base: Path
    storage: Path | None
    mastering: bool
    store: Path | None

    def target(self, job: SubJob) -> Path:
        """Return the file of a video."""
        address = job.output.address or NAMELESS.replace(INDEX, str(job.index))
        parts = split(address)
        return self.out / PurePosixPath(parts.path if parts else address).name

    def seen(self, address: str) -> str:
        """Return an address as it is to be written in a file of the folder."""
        if split(address) is not None:
            return address
        file = self.base / address
        try:
            return Path(os.path.relpath(file, self.out)).as_posix()
        except ValueError:  # on another drive
            return str(file)


@dataclass(frozen=True, slots=True)
class _Task:
    """A video that is planned, as another process can make it."""

    job: SubJob
    place: _Place

    def render(self) -> Mapping[str, Any]:
        """Make the video and return what is to be told of it."""
        target = self.place.target(self.job)
        with keeping(self.place.store):
            made = render(
                self.job.timeline,
                target,
                output=self.job.output,
                editing=self.job.editing,
                base=self.place.out,
                storage=self.place.storage,
                title=self.job.materials["Title"] or "",
                seed=self.job.seed,
                mastering=self.place.mastering,
            )
        return {"output": target.name, "seconds": made.seconds, "notes": made.notes}


def _planned(planner: SubJobs, index: int, place: _Place) -> tuple[_Task | None, Video]:
    """Plan a video and write its Timeline."""
    try:
        job = planner.make(index)
    except DocreelError as error:
        return None, _failed(Video(index=index), error)
    target = place.target(job).with_suffix(".timeline.json")
    timeline = _portable(job.timeline.wire(), place, planner.assets)
    _write(target, timeline)
    video = Video(index=index, timeline=target.name, materials=job.materials, notes=job.notes)
    return _Task(replace(job, timeline=parse_timeline(timeline)), place), video


def _rendered(
    planned: Sequence[tuple[_Task | None, Video]],
    executor: Executor | None,
    workers: int,
    progress: Progress,
) -> list[Video]:
    videos = []
    own = _pool(min(workers, sum(bool(task) for task, _ in planned)))
    with nullcontext(executor) if executor else own as pool:
        waiting = [
            (pool.submit(task.render).result if pool and task else task and task.render, video)
            for task, video in planned
        ]
        for done, (result, video) in enumerate(waiting, start=1):
            videos.append(_ended(result, video) if result else video)
            progress("render", done / len(planned))
    return videos


@contextmanager
def _pool(workers: int) -> Iterator[Executor | None]:
    """Give processes that end with what is done in them, or at once when that fails.

    One worker needs none beside this one.
    """
    if workers < 2:
        yield None
        return
    # Threads of this process may hold locks, which a fork would take along for ever.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _ended(result: Callable[[], Mapping[str, Any]], video: Video) -> Video:
    """Wait for a video; whatever went wrong stops no other."""
    try:
        told = dict(result())
    except BrokenProcessPool as error:
        return _failed(video, error, "its process was ended from outside")
    except DocreelError as error:
        return _failed(video, error)
    except Exception as error:
        return _failed(video, error, f"unexpected {type(error).__name__}: {error}")
    notes = tuple(dict.fromkeys((*video.notes, *told.pop("notes"))))
    return video.model_copy(update={**told, "notes": notes})


def _failed(video: Video, error: Exception, message: str = "") -> Video:
    code = getattr(error, "code", "ProduceFailed")
    told = " ".join((message or str(error)).split())
    return video.model_copy(update={"status": "Failed", "code": code, "message": told})


def _portable(data: Any, place: _Place, assets: Assets) -> Any:
    """Return a Timeline's data with all files named as they are seen from its folder."""
    if isinstance(data, list):
        return [_portable(item, place, assets) for item in data]
    if not isinstance(data, dict):
        return data
    found = {}
    for key, value in data.items():
        entry = assets.entry(value) if key == "MediaId" else None
        if entry:
            found["MediaURL"] = place.seen(entry.path)
        elif key in FILE_KEYS and isinstance(value, str):
            found[key] = place.seen(value)
        elif key == "Content":
            found[key] = _SOUND.sub(lambda sound: sound[1] + place.seen(sound[2]), value)
        else:
            found[key] = _portable(value, place, assets)
    return found


def _write(file: Path, data: Any) -> None:
    with replacing(file) as unfinished:
        text = json.dumps(data, ensure_ascii=False, indent=2)
        unfinished.write_text(text + "\n", encoding="utf-8")
