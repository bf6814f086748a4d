"""Batch jobs: a request is planned, each of its videos a job of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from converter.errors import DocreelError
from converter.jobs.job import Part, Planning, Production
from converter.jobs.storage import Storage

if TYPE_CHECKING:
    from pathlib import Path

    from converter.batch import SubJob
    from converter.library import Library
    from converter.timeline.values import Model


def parts(work: Planning, storage: Storage, folder: Path) -> Iterator[Part]:
    """Plan the videos of a batch request, one after another; one may fail alone.

    The media library to search is built in `folder`. Raises a DocreelError for a request
    that none can be made of.
    """
    from converter.batch import SubJobs, parse_batch

    storage.confine_speech(work.request)
    request, _ = parse_batch(work.request)
    find = partial(storage.find, media=work.media)
    library = _library(work, storage, folder)
    planner = SubJobs(request, seed=work.seed, find=find, templates=work.templates, library=library)
    for index in range(len(planner)):
        try:
            planned = planner.make(index)
        except DocreelError as error:
            nothing = Production(timeline="{}", output=_text(request.output.of_video(index)))
            code = getattr(error, "code", "ProduceFailed")
            yield Part(production=nothing, code=code, message=str(error))
        else:
            yield _part(planned, work, storage, preview=request.output.generate_preview_only)


def _library(work: Planning, storage: Storage, folder: Path) -> Library:
    from converter.library import Entry, Library

    library = Library(folder / "library.sqlite")
    for known in work.library:
        library.put(Entry(**{**known, "path": str(storage.path(known["path"]))}))
    return library


def _part(planned: SubJob, work: Planning, storage: Storage, *, preview: bool) -> Part:
    timeline = storage.addressed(planned.timeline.wire())
    production = Production(
        timeline=json.dumps(timeline, ensure_ascii=False),
        output=_text(planned.output),
        editing=_text(planned.editing),
        title=planned.materials["Title"] or "",
        media=work.media,
        seed=planned.seed,
    )
    materials: dict[str, Any] = storage.addressed(planned.materials)
    return Part(production=production, materials=materials, preview=preview)


def _text(config: Model) -> str:
    return json.dumps(config.wire(), ensure_ascii=False)
