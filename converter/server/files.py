"""Files: what is in the storage, and what is put into it."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from converter.errors import JobError
from converter.jobs.job import Analysis, Job
from converter.jobs.records import Record
from converter.jobs.storage import REGION
from converter.jobs.store import new_id
from converter.server.service import Service

# A stored page must not act in the name of this server.
HARMLESS = {"Content-Security-Policy": "sandbox; default-src 'none'"}


async def get(request: Request) -> Response:
    """Return a file of the storage by its bucket and key."""
    service: Service = request.app.state.service
    address = "http://{bucket}.oss-{region}.aliyuncs.com/{key}"
    try:
        path = service.storage.path(address.format(region=REGION, **request.path_params))
    except JobError as error:
        raise HTTPException(404, "there is no such file") from error
    if not path.is_file():
        raise HTTPException(404, "there is no such file")
    return FileResponse(path, headers=HARMLESS)


async def put(request: Request) -> Response:
    """Take the file that CreateUploadMedia gave an address for."""
    service: Service = request.app.state.service
    found = await run_in_threadpool(service.records.get, "upload", request.path_params["id"])
    if found is None:
        raise HTTPException(404, "there is no such upload, or it was done already")
    path = service.storage.path(found.body["FileURL"])
    service.expect_room()
    unfinished = service.configuration.uploads / f"{found.id}.{new_id()}.part"
    try:
        await _receive(request, unfinished)
        await run_in_threadpool(_keep, service, found, unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    service.wake()
    return JSONResponse(found.body, 201)


async def _receive(request: Request, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        async for part in request.stream():
            await run_in_threadpool(target.write, part)


def _keep(service: Service, upload: Record, unfinished: Path, path: Path) -> None:
    """Put a whole file where it belongs, and find out what it is; only once."""
    with service.database.transaction():
        if not service.records.delete("upload", upload.id):
            raise HTTPException(409, "this upload was done already")
        address, media_id = upload.body["FileURL"], upload.body["MediaId"]
        job = Job(new_id(), "analysis", asked={"MediaId": media_id})
        service.add(job, Analysis(address=address))
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(unfinished, path)
