"""Uploads: files that come into the storage, sent by the caller or fetched from an address."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from converter.errors import JobError
from converter.jobs.database import Page
from converter.jobs.job import Analysis, Job
from converter.jobs.storage import REGION
from converter.jobs.store import new_id
from converter.server.actions import media
from converter.server.params import Params, invalid, moment
from converter.server.service import Service

KIND = "analysis"
MOST_ADDRESSES = 20
_STATUSES = {
    "Init": "PENDING",
    "Queuing": "PENDING",
    "Processing": "PROCESSING",
    "Success": "SUCCESS",
    "Failed": "FAILED",
}


def create(service: Service, params: Params) -> dict[str, Any]:
    """CreateUploadMedia: give a place in the storage, and an address of ours to PUT the file.

    The upload SDK of the cloud cannot use it: it speaks to object storage itself.
    """
    info = params.data("FileInfo", required=True)
    name = f"{info.get('Name') or 'file'}"
    suffix = f"{info.get('Ext') or PurePosixPath(name).suffix}"
    upload_id, media_id = new_id(), new_id()
    address = _place(service, params, upload_id, suffix)
    given = {"Title": name[:128], **params.data("MediaMetaData")}
    media.expect(service, media_id, address, given, "Uploading")
    service.records.put("upload", upload_id, {"FileURL": address, "MediaId": media_id})
    put = {"Endpoint": f"/uploads/{upload_id}", "Method": "PUT", "FileName": address}
    return {
        "FileURL": address,
        "MediaURL": address,
        "MediaId": media_id,
        "UploadAddress": _base64(put),
        "UploadAuth": _base64({"UploadId": upload_id}),
    }


def by_address(service: Service, params: Params) -> dict[str, Any]:
    """UploadMediaByURL: fetch files from the web into the storage."""
    origins = _origins(params)
    if not origins:
        raise JobError("UploadURLs is mandatory for this action.", code="MissingParameter")
    return {"UploadJobs": [_fetch(service, params, origin) for origin in origins]}


def infos(service: Service, params: Params) -> dict[str, Any]:
    """GetUrlUploadInfos: say how far files are that are fetched from the web."""
    ids, origins = params.items("JobIds"), _origins(params)
    column = "id" if ids else "asked ->> '$.Origin'"
    found = {
        name: service.store.page(KIND, Page(most=1), matching={column: name})[0]
        for name in ids or origins
    }
    return {
        "URLUploadInfoList": [_told(job) for jobs in found.values() for job in jobs],
        "NonExists": [name for name, jobs in found.items() if not jobs],
    }


def _origins(params: Params) -> list[str]:
    origins = [unquote(origin) for origin in params.items("UploadURLs")]
    if len(origins) > MOST_ADDRESSES:
        raise invalid("UploadURLs", f"expected at most {MOST_ADDRESSES}")
    if not all(origin.startswith(("http://", "https://")) for origin in origins):
        raise invalid("UploadURLs", "expected http(s) addresses with commas between")
    return origins


def _fetch(service: Service, params: Params, origin: str) -> dict[str, Any]:
    job_id, media_id = new_id(), new_id()
    try:
        suffix = PurePosixPath(urlsplit(origin).path).suffix
    except ValueError:
        raise invalid("UploadURLs", "expected http(s) addresses with commas between") from None
    address = _place(service, params, job_id, suffix)
    media.expect(service, media_id, address, {}, "Uploading")
    asked = {"MediaId": media_id, "Origin": origin, "UserData": params.text("UserData")}
    work = Analysis(
        address=address, origin=origin, allow_private=service.configuration.allow_private
    )
    service.add(Job(job_id, KIND, asked=asked), work)
    return {"JobId": job_id, "MediaId": media_id, "SourceURL": origin}


def _place(service: Service, params: Params, name: str, suffix: str) -> str:
    """Return the address where a file goes; JobError when it is not in the storage."""
    target = params.data("UploadTargetConfig")
    host = str(target.get("StorageLocation") or f"uploads.oss-{REGION}.aliyuncs.com")
    ending = re.sub(r"[^A-Za-z0-9]", "", suffix)[:8]
    address = f"http://{host}/{name}{'.' + ending if ending else ''}"
    service.storage.path(address)
    return address


def _told(job: Job) -> dict[str, Any]:
    told = {
        "JobId": job.id,
        "MediaId": job.asked["MediaId"],
        "UploadURL": job.asked.get("Origin"),
        "Status": _STATUSES[job.status],
        "CreationTime": moment(job.created),
        "CompleteTime": moment(job.completed),
        "UserData": job.asked.get("UserData") or None,
        "FileSize": str(job.result["FileSize"]) if job.result else None,
    }
    if job.status == "Failed":
        told |= {"ErrorCode": job.code, "ErrorMessage": job.message}
    return {key: value for key, value in told.items() if value is not None}


def _base64(data: Mapping[str, Any]) -> str:
    return base64.b64encode(json.dumps(data).encode()).decode()
