"""Producing jobs: a Timeline, a project or a filled template becomes a video."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from converter.errors import JobError
from converter.jobs.job import Job, Production
from converter.jobs.storage import media_ids
from converter.jobs.store import new_id
from converter.server.actions import projects
from converter.server.actions.paging import further, page
from converter.server.params import Params, invalid, moment
from converter.server.service import Service
from converter.timeline import filled, parse_editing, parse_output
from converter.timeline.formats import EXTENSIONS, extension
from converter.timeline.parse import json_object

KIND = "production"
_ECHOED = ("ClipsParam", "TemplateId", "UserData", "Source")
_NOTIFIED = ("NotifyAddress", "RegisterMediaNotifyAddress")
_SOURCES = ("Timeline", "ProjectId", "TemplateId")


def submit(service: Service, params: Params) -> dict[str, Any]:
    """SubmitMediaProducingJob: take a job, to be done when there is room."""
    job_id, media_id = new_id(), new_id()
    expect_receivers(service, params)
    timeline, project_id = _timeline(service, params)
    work = production(service, params, timeline, seed=seed(params.text("ClientToken") or job_id))
    asked = {key: params.text(key) for key in _ECHOED if params.text(key)}
    asked |= {"MediaId": media_id, "MediaURL": address(work)}
    if params.choice("OutputMediaTarget", ("oss-object", "vod-media")) == "vod-media":
        asked["VodMediaId"] = media_id
    service.add(Job(job_id, KIND, project=project_id, asked=asked), work)
    projects.set_status(service, project_id, "Producing")
    answer = {"JobId": job_id, "ProjectId": project_id, "MediaId": media_id}
    return answer | ({"VodMediaId": media_id} if "VodMediaId" in asked else {})


def get(service: Service, params: Params) -> dict[str, Any]:
    """GetMediaProducingJob: say how far a job has come."""
    job = service.store.job(params.text("JobId", required=True), kinds=[KIND])
    work = service.store.work(job.id)
    told = _told(job) | {"Progress": job.progress}
    told |= {key: job.asked[key] for key in ("VodMediaId", "SubJobMaterials") if key in job.asked}
    if isinstance(work, Production):
        told["Timeline"] = work.timeline
    return {"MediaProducingJob": told}


def listed(service: Service, params: Params) -> dict[str, Any]:
    """ListMediaProducingJobs: a page of jobs."""
    among = ("Init", "Queuing", "Processing", "Success", "Failed")
    status = params.choice("Status", among)
    wanted = page(params, ascending="CreationTime:Asc", descending="CreationTime:Desc")
    kind = params.choice("JobType", ("EditingJob", "LiveEditingJob", "VETemplateJob"), "EditingJob")
    columns = {"ProjectId": "project", "MasterJobId": "parent", "Keyword": "id"}
    matching = {column: params.text(key) for key, column in columns.items() if params.text(key)}
    jobs, after = service.store.page(
        KIND if kind == "EditingJob" else "",
        wanted,
        statuses=("Processing", "Queuing") if status == "Processing" else filter(None, [status]),
        matching=matching,
    )
    return {
        "MediaProducingJobList": [_told(job) for job in jobs],
        "MaxResults": str(wanted.most),
        **further(after),
    }


def production(service: Service, params: Params, timeline: str, *, seed: int) -> Production:
    """Return the work of a request; JobError for a configuration that cannot be met."""
    config = params.text("OutputMediaConfig", required=True)
    output = parse_output(config)
    target = service.storage.target(output)
    if not extension(target.name):
        raise invalid("OutputMediaConfig", f"expected a MediaURL ending in {EXTENSIONS}")
    editing = params.text("EditingProduceConfig") or "{}"
    parse_editing(editing)
    titles = (params.data(key).get("Title") for key in ("MediaMetadata", "ProjectMetadata"))
    return Production(
        timeline=timeline,
        output=config,
        editing=editing,
        title=str(next(filter(None, titles), "")),
        media=known_media(service, media_ids(json_object(timeline))),
        seed=seed,
    )


def expect_receivers(service: Service, params: Params) -> None:
    """Raise JobError for UserData that is too long, or asks to notify one who may not be."""
    for receiver in receivers(params.text("UserData", most=512)).values():
        service.messages.expect_allowed(receiver)


def receivers(user_data: str) -> dict[str, str]:
    """Return the addresses in UserData that want to be notified, by their keys."""
    try:
        found = json.loads(user_data or "{}")
    except (ValueError, RecursionError):
        return {}  # it is the caller's own, and need not be JSON
    given = found if isinstance(found, Mapping) else {}
    return {key: given[key] for key in _NOTIFIED if given.get(key) and isinstance(given[key], str)}


def known_media(service: Service, names: Iterable[str]) -> dict[str, str]:
    """Return the addresses of media by their ids, where they are known."""
    found = {name: service.records.get("media", name) for name in names}
    return {name: str(record.body["InputURL"]) for name, record in found.items() if record}


def seed(text: str) -> int:
    """Return what fixes the random choices of a job: the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:6])


def address(work: Production) -> str:
    """Return where the video of a job goes."""
    return parse_output(work.output).address or ""


def _timeline(service: Service, params: Params) -> tuple[str, str]:
    """Return the Timeline to make, and the id of the project it belongs to."""
    projects.expect_text(params)
    given = [key for key in _SOURCES if params.text(key)]
    if not given:
        raise JobError(f"One of {', '.join(_SOURCES)} is mandatory.", code="MissingParameter")
    if len(given) > 1:
        raise invalid(given[1], f"{given[0]} is given already, expected one of them")
    if given == ["ProjectId"]:
        project = service.record("project", params.text("ProjectId"))
        if not project.body.get("Timeline"):
            raise invalid("ProjectId", "the project has no Timeline")
        return str(project.body["Timeline"]), project.id
    params.data("Timeline")
    text = params.text("Timeline") or _filled(service, params)
    title = params.data("ProjectMetadata").get("Title")
    return text, projects.add(service, text, title=str(title or ""))


def _filled(service: Service, params: Params) -> str:
    template = service.record("template", params.text("TemplateId"))
    clips = params.data("ClipsParam", required=True)
    config = json.loads(template.body["Config"])
    return json.dumps(filled(config.get("Timeline", config), clips), ensure_ascii=False)


def _told(job: Job) -> dict[str, Any]:
    """Return what both Get and List say about a job."""
    told = {
        "JobId": job.id,
        "ProjectId": job.project,
        "Status": job.status,
        "CreateTime": moment(job.created),
        "ModifiedTime": moment(job.modified),
        "CompleteTime": moment(job.completed),
        **{key: job.asked.get(key) for key in ("MediaId", "MediaURL", *_ECHOED[:3])},
        "Duration": job.result.get("Duration"),
    }
    if job.status == "Failed":
        told |= {"Code": job.code, "Message": job.message}
    return {key: value for key, value in told.items() if value is not None}
