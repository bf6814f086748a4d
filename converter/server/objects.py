"""Objects: as much of the API of object storage as its SDK needs to put files and get them.

`/BUCKET/KEY` below the address of the server, as the SDK asks where its endpoint is an IP
address: PUT, GET and HEAD of an object, and multipart uploads, whose parts wait in a
hidden folder until they are put together.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from converter.errors import JobError
from converter.jobs.storage import REGION
from converter.jobs.store import new_id
from converter.server.files import HARMLESS
from converter.server.service import Service

METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
OTHER_PATHS = ("jobs", "storage", "ui", "uploads")
"""Of this server, and so the names of no buckets."""
MOST_PARTS = 10_000

_UPLOAD_ID = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"<PartNumber>\s*(\d{1,5})\s*</PartNumber>")
_STATUSES = {
    "InvalidArgument": 400,
    "InvalidPart": 400,
    "AccessDenied": 403,
    "InvalidAccessKeyId": 403,
    "RequestTimeTooSkewed": 403,
    "SignatureDoesNotMatch": 403,
    "NoSuchKey": 404,
    "NoSuchUpload": 404,
    "MethodNotAllowed": 405,
    "ServiceUnAvailable": 503,
}


async def endpoint(request: Request) -> Response:
    """Answer a call about an object; what is wrong is told in the storage's own form."""
    try:
        return await _action(request)(request)
    except JobError as error:
        return refused(request.state.request_id, error)


def _action(request: Request) -> Callable[[Request], Awaitable[Response]]:
    query = request.query_params
    asked = (
        request.method,
        next((name for name in ("uploads", "uploadId") if name in query), ""),
    )
    found = _ACTIONS.get(("GET", "") if asked == ("HEAD", "") else asked)
    if found is None:
        raise JobError("The specified method is not allowed.", code="MethodNotAllowed")
    return found


async def _get(request: Request) -> Response:
    path = _path(request)
    if not path.is_file():
        raise JobError("The specified key does not exist.", code="NoSuchKey")
    return FileResponse(path, headers=HARMLESS | {"x-oss-object-type": "Normal"})


async def _put(request: Request) -> Response:
    path, service = _path(request), _service(request)
    service.expect_room()
    unfinished = service.configuration.uploads / f"{new_id()}.part"
    try:
        digest = await _receive(request, unfinished)
        await run_in_threadpool(_publish, unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return Response(headers={"ETag": f'"{digest}"'})


async def _begin(request: Request) -> Response:
    _path(request)
    _service(request).expect_room()
    upload_id = new_id()
    (_service(request).configuration.uploads / upload_id).mkdir(parents=True)
    return _xml("InitiateMultipartUploadResult", {**_named(request), "UploadId": upload_id})


async def _put_part(request: Request) -> Response:
    number = request.query_params.get("partNumber", "")
    if not number.isdecimal() or not 1 <= int(number[:6]) <= MOST_PARTS:
        raise JobError("The part number is not valid.", code="InvalidArgument")
    folder = _folder(request)
    unfinished = folder / f"{new_id()}.part"
    digest = await _receive(request, unfinished)
    for old in folder.glob(f"{int(number)}-*"):
        old.unlink()
    unfinished.replace(folder / f"{int(number)}-{digest}")
    return Response(headers={"ETag": f'"{digest}"'})


async def _parts(request: Request) -> Response:
    found = _numbered(_folder(request))
    told = "".join(_part(number, path) for number, path in sorted(found.items()))
    return _xml("ListPartsResult", {"IsTruncated": "false"}, told)


async def _end(request: Request) -> Response:
    path, folder = _path(request), _folder(request)
    wanted = [int(number) for number in _NUMBER.findall((await request.body()).decode())]
    found = _numbered(folder)
    if not wanted or not found.keys() >= set(wanted) or wanted != sorted(set(wanted)):
        raise JobError("One or more of the parts could not be found.", code="InvalidPart")
    await run_in_threadpool(_join, [found[number] for number in wanted], folder, path)
    return _xml("CompleteMultipartUploadResult", {**_named(request), "ETag": f'"{folder.name}"'})


async def _abort(request: Request) -> Response:
    await run_in_threadpool(shutil.rmtree, _folder(request), ignore_errors=True)
    return Response(status_code=204)


_ACTIONS: dict[tuple[str, str], Callable[[Request], Awaitable[Response]]] = {
    ("GET", ""): _get,
    ("PUT", ""): _put,
    ("POST", "uploads"): _begin,
    ("PUT", "uploadId"): _put_part,
    ("GET", "uploadId"): _parts,
    ("POST", "uploadId"): _end,
    ("DELETE", "uploadId"): _abort,
}


# Files


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _named(request: Request) -> dict[str, str]:
    return {"Bucket": request.path_params["bucket"], "Key": request.path_params["key"]}


def _path(request: Request) -> Path:
    """Return the file an object is; JobError for one that may not be."""
    named = _named(request)
    address = f"http://{named['Bucket']}.oss-{REGION}.aliyuncs.com/{quote(named['Key'])}"
    try:
        if named["Bucket"] in OTHER_PATHS:
            raise JobError("This name leads elsewhere.")
        return _service(request).storage.path(address)
    except JobError as error:
        raise JobError("The bucket or the key is not valid.", code="AccessDenied") from error


def _folder(request: Request) -> Path:
    """Return where the parts of an upload are; JobError for one that is not going on."""
    upload_id = request.query_params.get("uploadId", "")
    folder = _service(request).configuration.uploads / upload_id
    if not _UPLOAD_ID.fullmatch(upload_id) or not folder.is_dir():
        raise JobError("The specified upload does not exist.", code="NoSuchUpload")
    return folder


def _numbered(folder: Path) -> dict[int, Path]:
    return {int(path.name.partition("-")[0]): path for path in folder.glob("*-*")}


async def _receive(request: Request, path: Path) -> str:
    """Write a body to a file and return its digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("wb") as target:
        async for part in request.stream():
            digest.update(part)
            await run_in_threadpool(target.write, part)
    return digest.hexdigest().upper()


def _join(parts: list[Path], folder: Path, path: Path) -> None:
    whole = folder / "whole"
    with whole.open("wb") as target:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, target)
    _publish(whole, path)
    shutil.rmtree(folder, ignore_errors=True)


def _publish(unfinished: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(unfinished, path)


# Answers


def _part(number: int, path: Path) -> str:
    state = path.stat()
    when = datetime.fromtimestamp(state.st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    digest = path.name.partition("-")[2]
    return _element(
        "Part",
        _element("PartNumber", str(number))
        + _element("LastModified", when)
        + _element("ETag", f'"{digest}"')
        + _element("Size", str(state.st_size)),
    )


def _xml(name: str, fields: Mapping[str, str], inside: str = "", status: int = 200) -> Response:
    told = "".join(_element(key, escape(value)) for key, value in fields.items())
    text = f'<?xml version="1.0" encoding="UTF-8"?>{_element(name, told + inside)}'
    return Response(text, status, media_type="application/xml")


def _element(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>"


def refused(request_id: str, error: JobError) -> Response:
    """Return an error in the storage's own form."""
    known = error.code if error.code in _STATUSES else "InvalidArgument"
    said = {"Code": known, "Message": str(error), "RequestId": request_id}
    answer = _xml("Error", said, status=_STATUSES[known])
    answer.headers["x-oss-request-id"] = request_id
    # An answer to HEAD has no body.
    answer.headers["x-oss-err"] = base64.b64encode(bytes(answer.body)).decode()
    return answer
