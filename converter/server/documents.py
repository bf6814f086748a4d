"""Documents: what a person or a program asks to be made into a video, and how far it is."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)

from converter.errors import JobError
from converter.jobs.database import Page
from converter.jobs.job import Conversion, Job
from converter.jobs.storage import REGION
from converter.jobs.store import new_id
from converter.server.order import Order
from converter.server.params import moment
from converter.server.service import Service

BUCKET = "docreel"
"""Where videos of documents are kept."""
KIND = "conversion"
LISTENING = 0.4
"""Seconds between two looks for someone who listens."""
_LISTED = 20
# What a document says must not act in the name of this server.
_HARMLESS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:"
}


async def convert(request: Request) -> Response:
    """Take a document, by its address or uploaded, to be made into a video."""
    service: Service = request.app.state.service
    try:
        return await _taken(request, service)
    finally:
        await request.close()  # an uploaded file is a temporary one until it is kept


async def listed(request: Request) -> Response:
    """List the newest jobs of documents."""
    service: Service = request.app.state.service
    jobs, _ = await run_in_threadpool(lambda: service.store.page(KIND, Page(most=_LISTED)))
    return JSONResponse({"jobs": [view(job) for job in jobs]})


async def job(request: Request) -> Response:
    """Say how far a job is, what it made, and who was told."""
    found = await _job(request)
    service: Service = request.app.state.service
    told = await run_in_threadpool(service.messages.attempts, found.id)
    return JSONResponse(view(found) | {"callbacks": told})


async def events(request: Request) -> Response:
    """Say how far a job is each time that changes, until it ends."""
    found = await _job(request)
    listeners: asyncio.Semaphore = request.app.state.listeners
    if listeners.locked():
        raise HTTPException(503, "too many listen already; ask /jobs/ID instead")
    changes = _changes(request.app.state.service, found.id, listeners)
    return StreamingResponse(changes, media_type="text/event-stream")


async def file(request: Request) -> Response:
    """Return a file that a job made."""
    found = await _job(request)
    name = request.path_params["name"]
    if name not in found.result.get("Files", ()):
        raise HTTPException(404, f"the job made no file {name[:80]!r}")
    service: Service = request.app.state.service
    path = service.configuration.storage / BUCKET / found.id / name
    if not path.is_file():
        raise HTTPException(404, f"the file {name[:80]!r} is gone")
    return FileResponse(path, headers=_HARMLESS)


async def chapters(request: Request) -> Response:
    """Return the chapters of a video, as WebVTT."""
    found = await _job(request)
    starts = list(found.result.get("Chapters", ()))
    ends = [start for start, _ in starts[1:]] + [found.result.get("Duration", 0.0)]
    cues = (
        f"{_clock(start)} --> {_clock(end)}\n{' '.join(title.split()).replace('-->', '→')}\n"
        for (start, title), end in zip(starts, ends, strict=False)
    )
    return PlainTextResponse("\n".join(["WEBVTT\n", *cues]), media_type="text/vtt")


def view(job: Job) -> dict[str, Any]:
    """Return a job as this part of the server shows it."""
    return {
        "id": job.id,
        "kind": job.kind,
        "status": job.status,
        "progress": job.progress,
        "stage": job.stage,
        "code": job.code,
        "message": job.message,
        "created": moment(job.created),
        "modified": moment(job.modified),
        "completed": moment(job.completed),
        "source": job.asked.get("Source", ""),
        "title": job.result.get("Title", ""),
        "language": job.result.get("Language", ""),
        "duration": job.result.get("Duration"),
        "notes": job.result.get("Notes", []),
        "files": [f"/jobs/{job.id}/files/{name}" for name in job.result.get("Files", ())],
        "chapters": [
            {"start": start, "title": title} for start, title in job.result.get("Chapters", ())
        ],
    }


async def _taken(request: Request, service: Service) -> Response:
    service.expect_room()
    order, upload = await _order(request)
    try:
        options = order.options() | {"allow_private": service.configuration.allow_private}
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    job_id = new_id()
    if upload is not None and not order.url:
        address = str(await run_in_threadpool(_keep, service, job_id, upload))
    elif upload is None and order.url:
        address = order.url
    else:
        raise HTTPException(422, "expected either url or file")
    work = Conversion(
        address=address,
        uploaded=upload is not None,
        output=f"http://{BUCKET}.oss-{REGION}.aliyuncs.com/{job_id}/video.mp4",
        options=options,
    )
    name = order.url or Path(address).name
    job = await run_in_threadpool(_add, service, Job(job_id, KIND, asked={"Source": name}), work)
    service.wake()
    return JSONResponse(view(job), 202, headers={"Location": f"/jobs/{job_id}"})


async def _job(request: Request) -> Job:
    service: Service = request.app.state.service
    try:
        return await run_in_threadpool(service.store.job, request.path_params["id"])
    except JobError as error:
        raise HTTPException(404, "there is no such job") from error


async def _changes(
    service: Service, job_id: str, listeners: asyncio.Semaphore
) -> AsyncIterator[bytes]:
    said = None
    async with listeners:
        while True:
            try:
                found = await run_in_threadpool(service.store.job, job_id)
            except JobError:
                return
            now = json.dumps(view(found), ensure_ascii=False)
            # An empty line of comment shows whether anybody is still there.
            yield f"data: {now}\n\n".encode() if now != said else b":\n\n"
            if found.ended:
                return
            said = now
            await asyncio.sleep(LISTENING)


async def _order(request: Request) -> tuple[Order, UploadFile | None]:
    """Read an order from JSON or a form; HTTPException for what is neither."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    upload = None
    try:
        if kind == "application/json":
            return Order.model_validate_json(await request.body()), None
        if kind not in ("multipart/form-data", "application/x-www-form-urlencoded"):
            raise HTTPException(415, "expected JSON or a form")
        form = await request.form(max_files=1, max_fields=40)
        given: dict[str, Any] = {key: value for key, value in form.items() if key != "file"}
        sections = [text for text in form.getlist("sections") if text]
        upload = form.get("file")
        given = {key: value for key, value in given.items() if value != ""}
        order = Order.model_validate(given | ({"sections": sections} if sections else {}))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the body"
        raise HTTPException(422, f"{place}: {first['msg']}") from error
    if isinstance(upload, str):
        raise HTTPException(422, "file: expected an uploaded file")
    return order, upload


def _keep(service: Service, job_id: str, upload: UploadFile) -> Path:
    """Write an uploaded document to a folder of its own, under a tame name."""
    name = re.sub(r"[^\w.-]+", "-", Path(upload.filename or "").name, flags=re.UNICODE)
    folder = service.configuration.uploads / job_id
    folder.mkdir(parents=True)
    path = folder / (name.strip(".-")[-100:] or "document")
    with path.open("wb") as target:
        shutil.copyfileobj(upload.file, target)
    return path


def _add(service: Service, job: Job, work: Conversion) -> Job:
    try:
        with service.database.transaction():
            added = service.add(job, work)
        service.database.flush()
    except JobError as error:
        raise HTTPException(503, str(error)) from error
    return added


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes) // 60:02}:{int(minutes) % 60:02}:{rest:06.3f}"
