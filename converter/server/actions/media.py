"""Media assets: files of the storage that are known by an id, and what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from converter.errors import JobError
from converter.jobs.job import Analysis, Job
from converter.jobs.records import Record
from converter.jobs.storage import REGION, normal
from converter.jobs.store import new_id
from converter.library import Entry
from converter.server.actions.paging import further, page
from converter.server.params import Params, invalid, moment
from converter.server.service import Service

KIND = "media"
TYPES = ("image", "video", "audio", "text")
BUSINESS = ("subtitles", "font", "watermark", "opening", "ending", "general")
SEARCHED = "ims-default-search-lib"
"""The search library of media that nobody named one for."""
_HIDDEN = ("Found", "SearchLibName")
_GIVEN = (
    *("Title", "Description", "MediaTags", "CoverURL", "UserData", "CateId"),
    *("ReferenceId", "BusinessType", "MediaType", "Category"),
)


def register(service: Service, params: Params) -> dict[str, Any]:
    """RegisterMediaInfo: know a file of the storage by an id."""
    address = normal(params.text("InputURL", required=True))
    service.storage.path(address)
    given = _given(params)
    if given.get("MediaType") == "text" and given.get("BusinessType") not in ("subtitles", "font"):
        raise invalid("BusinessType", "expected subtitles or font for text")
    given["SearchLibName"] = str(params.data("RegisterConfig").get("SearchLibName") or SEARCHED)
    known = service.records.named(KIND, address)
    if known and not params.switch("Overwrite"):
        return {"MediaId": known.id}
    return {"MediaId": add(service, address, given, known=known)}


def add(
    service: Service, address: str, given: Mapping[str, Any], *, known: Record | None = None
) -> str:
    """Know a file by an id, the one it has already if any, and find out what it is."""
    media_id = known.id if known else new_id()
    expect(service, media_id, address, given, "Preparing")
    job = Job(new_id(), "analysis", asked={"MediaId": media_id})
    service.add(job, Analysis(address=address))
    return media_id


def expect(
    service: Service, media_id: str, address: str, given: Mapping[str, Any], status: str
) -> None:
    """Know a file by an id before it is known what it is, or there at all."""
    body = {"Title": PurePosixPath(urlsplit(address).path).name, "Source": "oss", **given}
    body |= {"InputURL": address, "Status": status}
    service.records.put(KIND, media_id, body, name=address)


def get(service: Service, params: Params) -> dict[str, Any]:
    """GetMediaInfo: say what a file is, by its id or its address."""
    media_id, address = params.text("MediaId"), normal(params.text("InputURL"))
    if not (media_id or address):
        raise JobError("MediaId or InputURL is mandatory.", code="MissingParameter")
    found = None if media_id else service.records.named(KIND, address)
    return {"MediaInfo": _told(found or service.record(KIND, media_id or address))}


def get_several(service: Service, params: Params) -> dict[str, Any]:
    """BatchGetMediaInfos: say what up to 20 files are; others are listed as ignored."""
    wanted = params.items("MediaIds", required=True)
    if len(wanted) > 20:
        raise invalid("MediaIds", "expected at most 20")
    found = {media_id: service.records.get(KIND, media_id) for media_id in wanted}
    return {
        "MediaInfos": [_told(record) for record in found.values() if record],
        "IgnoredList": [media_id for media_id, record in found.items() if not record],
    }


def listed(service: Service, params: Params) -> dict[str, Any]:
    """ListMediaBasicInfos: a page of what is known."""
    wanted = page(params, ascending="asc", descending="desc")
    keys = {
        "MediaType": params.choice("MediaType", TYPES),
        "BusinessType": params.choice("BusinessType", BUSINESS),
        "Status": params.text("Status"),
    }
    found, after = service.records.page(KIND, wanted, containing=keys)
    return {
        "MediaInfos": [{"MediaId": one.id, "MediaBasicInfo": _basic(one)} for one in found],
        "TotalCount": service.records.count(KIND, keys),
        "MaxResults": wanted.most,
        **further(after),
    }


def update(service: Service, params: Params) -> dict[str, Any]:
    """UpdateMediaInfo: change what is given of a medium."""
    media_id, address = params.text("MediaId"), normal(params.text("InputURL"))
    found = None if media_id else service.records.named(KIND, address)
    record = found or service.record(KIND, media_id or address)
    changes = _given(params)
    if params.switch("AppendTags") and "MediaTags" in changes:
        tags = filter(None, (record.body.get("MediaTags"), changes["MediaTags"]))
        changes["MediaTags"] = ",".join(tags)
    service.records.put(KIND, record.id, {**record.body, **changes}, name=record.name)
    shelve(service, record.id)
    return {"MediaId": record.id}


def delete(service: Service, params: Params) -> dict[str, Any]:
    """DeleteMediaInfos: forget media, and delete their files if that is asked for."""
    ids, addresses = params.items("MediaIds"), params.items("InputURLs")
    if not (ids or addresses):
        raise JobError("MediaIds or InputURLs is mandatory.", code="MissingParameter")
    found = {name: service.records.get(KIND, name) for name in ids}
    found |= {name: service.records.named(KIND, normal(name)) for name in addresses}
    for record in filter(None, found.values()):
        service.records.delete(KIND, record.id)
        service.library.remove(record.id)
        if params.switch("DeletePhysicalFiles"):
            service.storage.path(str(record.body["InputURL"])).unlink(missing_ok=True)
    return {"IgnoredList": [name for name, record in found.items() if not record]}


def produced(service: Service, asked: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """Know the video that a job made by the id that the job was given for it."""
    body = {"InputURL": asked["MediaURL"], "Source": "oss", "BusinessType": "general"}
    body |= {"Title": PurePosixPath(urlsplit(asked["MediaURL"]).path).name}
    service.records.put(KIND, asked["MediaId"], body, name=asked["MediaURL"])
    analysed(service, asked["MediaId"], found, "Normal")


def analysed(service: Service, media_id: str, result: Mapping[str, Any], status: str) -> None:
    """Write down what a file was found to be, if it is still known."""
    record = service.records.get(KIND, media_id)
    if record:
        body = {**record.body, "Status": status, "Found": dict(result)}
        if result:
            body.setdefault("MediaType", result["Kind"])
        service.records.put(KIND, media_id, body, name=record.name)


def shelve(service: Service, media_id: str) -> None:
    """Let searches find a medium of which is known what it is, by what is said of it now."""
    record = service.records.get(KIND, media_id)
    if record is None or not record.body.get("Found"):
        return
    body, found = record.body, record.body["Found"]
    tags = (tag.strip() for tag in str(body.get("MediaTags", "")).split(","))
    service.library.put(
        Entry(
            *(media_id, str(body["InputURL"]), found["Kind"], found["Width"], found["Height"]),
            None if found["Kind"] == "image" else found["Duration"],
            title=str(body.get("Title", "")),
            description=str(body.get("Description", "")),
            tags=tuple(filter(None, tags)),
            detected=tuple(found.get("Detected", ())),
            libraries=(str(body.get("SearchLibName") or SEARCHED),),
        )
    )


def _given(params: Params) -> dict[str, str]:
    params.text("Title", most=128)
    params.text("Description", most=1024)
    params.choice("MediaType", TYPES)
    params.choice("BusinessType", BUSINESS)
    tags = params.items("MediaTags")
    if len(tags) > 16 or any(len(tag.encode("utf-8", "replace")) > 32 for tag in tags):
        raise invalid("MediaTags", "expected at most 16 of 32 bytes")
    if not re.fullmatch(r"([A-Za-z0-9_-]{6,64})?", params.text("ReferenceId")):
        raise invalid("ReferenceId", "expected 6 to 64 letters, digits, - or _")
    return {key: params.text(key) for key in _GIVEN if params.text(key)}


def _told(record: Record) -> dict[str, Any]:
    files = [_file(record)] if record.body.get("Found") else []
    basic = _basic(record)
    return {"MediaId": record.id, "MediaBasicInfo": basic, "FileInfoList": files}


def _basic(record: Record) -> dict[str, Any]:
    body = {key: value for key, value in record.body.items() if key not in _HIDDEN}
    return {
        "MediaId": record.id,
        "CreateTime": moment(record.created),
        "ModifiedTime": moment(record.modified),
        **body,
    }


def _file(record: Record) -> dict[str, Any]:
    """Return what is known of a file; all values are texts, as the service's are."""
    found, address = record.body["Found"], str(record.body["InputURL"])
    name = PurePosixPath(urlsplit(address).path)
    seconds, size = found["Duration"], found["FileSize"]
    sides = {"Width": str(found["Width"]), "Height": str(found["Height"])}
    length = {"Duration": f"{seconds:g}"}
    told: dict[str, Any] = {
        "FileBasicInfo": {
            "FileUrl": address,
            "FileName": name.name,
            "FileType": "source_file",
            "FileStatus": "Normal",
            "FileSize": str(size),
            "FormatName": name.suffix.removeprefix("."),
            "Bitrate": f"{size * 8 / seconds / 1000:.3f}" if seconds else "",
            "Region": REGION,
            **length,
            **sides,
        }
    }
    if found["Kind"] != "audio":
        told["VideoStreamInfoList"] = [{"Fps": f"{found['Fps']:g}", **sides, **length}]
    if found["HasAudio"]:
        told["AudioStreamInfoList"] = [length]
    return told
