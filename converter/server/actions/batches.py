"""Batch jobs: many videos of one request."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from converter.errors import TimelineError
from converter.jobs.job import Job, Planning
from converter.jobs.storage import references
from converter.jobs.store import new_id
from converter.library import Entry
from converter.server.actions.paging import further, page
from converter.server.actions.producing import expect_receivers, known_media, seed
from converter.server.params import Params, moment
from converter.server.service import Service

if TYPE_CHECKING:
    from converter.batch import BatchRequest

KIND = "planning"
_CONFIGS = ("InputConfig", "EditingConfig", "OutputConfig")
_STATUSES = {
    "Init": ["Init", "Queuing"],
    "Processing": ["Processing"],
    "Finished": ["Success"],
    "Failed": ["Failed"],
}
"""What the service says of a batch job, and the statuses of ours."""


def submit(service: Service, params: Params) -> dict[str, Any]:
    """SubmitBatchMediaProducingJob: take a request for many videos."""
    from converter.batch import parse_batch  # it brings the libraries that read media

    expect_receivers(service, params)
    asked = {key: params.text(key) for key in (*_CONFIGS, "UserData") if params.text(key)}
    given: dict[str, Any] = {key: params.data(key) for key in _CONFIGS if key in asked}
    given["TemplateConfig"] = params.text("TemplateConfig")
    request, _ = parse_batch(given)
    templates = _templates(service, request.templates)
    _expect_possible(service, given, templates)
    job_id = new_id()
    media = known_media(service, references(given))
    library = tuple(_entries(service, request, templates, media))
    work = Planning(
        request=given,
        templates=templates,
        media=media | {one.id: one.path for one in library},
        library=tuple(map(asdict, library)),
        seed=seed(params.text("ClientToken") or job_id),
    )
    service.add(Job(job_id, KIND, asked=asked | {"JobType": request.mode.job_type}), work)
    return {"JobId": job_id}


def get(service: Service, params: Params) -> dict[str, Any]:
    """GetBatchMediaProducingJob: say how far a batch job and its parts have come."""
    job = service.store.job(params.text("JobId", required=True), kinds=[KIND])
    parts = [_part(part) for part in service.store.parts(job.id)]
    return {"EditingBatchJob": _told(job) | {"SubJobList": parts}}


def listed(service: Service, params: Params) -> dict[str, Any]:
    """ListBatchMediaProducingJobs: a page of batch jobs, without their parts."""
    wanted = page(params, ascending="asc", descending="desc")
    status = params.choice("Status", _STATUSES)
    job_type = params.choice("JobType", ("Script", "Smart_Mix"))
    columns = {"id": params.text("JobId"), "asked ->> '$.JobType'": job_type}
    jobs, after = service.store.page(
        KIND,
        wanted,
        statuses=_STATUSES.get(status, ()),
        matching={column: value for column, value in columns.items() if value},
    )
    return {
        "EditingBatchJobList": [_told(job) for job in jobs],
        "MaxResults": wanted.most,
        **further(after),
    }


def _templates(service: Service, wanted: Iterable[str]) -> dict[str, Any]:
    """Return the Configs of the templates that there are, by their ids."""
    found = {name: service.records.get("template", name) for name in wanted}
    return {name: json.loads(record.body["Config"]) for name, record in found.items() if record}


def _entries(
    service: Service, request: BatchRequest, templates: Mapping[str, Any], named: Iterable[str]
) -> Iterator[Entry]:
    """Yield what the library has for a request: media it names, and what its searches find."""
    from converter.batch.expand import merged

    searches = (one.input.media_search_input for one in merged(request, templates).values())
    wanted = [search.lib_search_condition for search in searches if search]
    found = [service.library.search(one.search_text, one.search_libs) for one in wanted]
    entries = (*map(service.library.get, named), *chain.from_iterable(found))
    yield from {entry.id: entry for entry in entries if entry}.values()


def _expect_possible(
    service: Service, request: Mapping[str, Any], templates: Mapping[str, Any]
) -> None:
    """Raise the first thing that is wrong with a request."""
    from converter.batch import check

    for found in check(request, templates=templates):
        if found.severity == "error":
            raise TimelineError(found.message, code=found.code, path=found.path)
    address = request.get("OutputConfig", {}).get("MediaURL")
    if address:
        service.storage.path(str(address))


def _told(job: Job) -> dict[str, Any]:
    told = {
        "JobId": job.id,
        "Status": next(ours for ours, among in _STATUSES.items() if job.status in among),
        "CreateTime": moment(job.created),
        "ModifiedTime": moment(job.modified),
        "CompleteTime": moment(job.completed),
        **job.asked,
    }
    if job.status == "Failed":
        told["Extend"] = json.dumps({"ErrorCode": job.code, "ErrorMessage": job.message})
    return {key: value for key, value in told.items() if value is not None}


def _part(job: Job) -> dict[str, Any]:
    told = {
        "JobId": job.id,
        "ProjectId": job.project,
        "MediaId": job.asked.get("MediaId"),
        "MediaURL": job.asked.get("MediaURL"),
        "Duration": job.result.get("Duration"),
        "Status": "Init" if job.status == "Queuing" else job.status,
    }
    if job.status == "Failed":
        told |= {"ErrorCode": job.code, "ErrorMessage": job.message}
    return {key: value for key, value in told.items() if value is not None}
