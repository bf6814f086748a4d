"""Editing projects: Timelines that are kept, changed and produced later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from converter.jobs.records import Record
from converter.jobs.store import new_id
from converter.server.actions.paging import further, page
from converter.server.params import Params, invalid, moment
from converter.server.service import Service

KIND = "project"
_LONG = ("Timeline", "TemplateId", "ClipsParam")
"""What a list does not tell."""
STATUSES = {"Draft": 1, "Editing": 2, "Producing": 3, "Produced": 4, "ProduceFailed": 5}
_GIVEN = ("Title", "Description", "CoverURL", "TemplateId", "ClipsParam", "BusinessConfig")


def create(service: Service, params: Params) -> dict[str, Any]:
    """CreateEditingProject: keep a Timeline, or nothing yet."""
    project_id = _add(service, {"Title": params.text("Title", most=128), **_changes(params)})
    told = _told(service.record(KIND, project_id), whole=True)
    name = told["Status"]
    return {"Project": told | {"Status": STATUSES[name], "StatusName": name}}


def get(service: Service, params: Params) -> dict[str, Any]:
    """GetEditingProject: return a project with its Timeline."""
    project = service.record(KIND, params.text("ProjectId", required=True))
    return {"Project": _told(project, whole=True)}


def update(service: Service, params: Params) -> dict[str, Any]:
    """UpdateEditingProject: change what is given of a project."""
    project = service.record(KIND, params.text("ProjectId", required=True))
    changes = _changes(params)
    if "Timeline" in changes:
        changes["Status"] = "Editing"
    service.records.put(KIND, project.id, {**project.body, **changes})
    return {}


def listed(service: Service, params: Params) -> dict[str, Any]:
    """ListEditingProjects: a page of projects, without their Timelines."""
    wanted = page(params, ascending="CreationTime:Asc", descending="CreationTime:Desc")
    status = params.choice("Status", STATUSES)
    keys = {"Title": params.text("Keyword"), "Status": status}
    found, after = service.records.page(KIND, wanted, containing=keys)
    projects = [_told(project, whole=False) for project in found]
    return {"ProjectList": projects, "MaxResults": wanted.most, **further(after)}


def delete(service: Service, params: Params) -> dict[str, Any]:
    """DeleteEditingProjects: forget projects; what was made of them stays."""
    for project_id in params.items("ProjectIds", required=True):
        service.records.delete(KIND, project_id)
    return {}


def add(service: Service, timeline: str, *, title: str = "") -> str:
    """Keep the Timeline of a job as a project and return its id."""
    return _add(service, {"Title": title, "Timeline": timeline})


def expect_text(params: Params) -> None:
    """Raise JobError for a Timeline that is no text, which SDKs take apart."""
    if any(key.startswith("Timeline.") for key in params.values):
        raise invalid("Timeline", "Timeline must be a JSON string")


def set_status(service: Service, project_id: str | None, status: str) -> None:
    """Say how far the video of a project has come, if there still is one."""
    project = service.records.get(KIND, project_id) if project_id else None
    if project:
        service.records.put(KIND, project.id, {**project.body, "Status": status})


def _add(service: Service, body: Mapping[str, Any]) -> str:
    project_id = new_id()
    service.records.put(KIND, project_id, {**body, "Status": "Draft"})
    return project_id


def _changes(params: Params) -> dict[str, Any]:
    expect_text(params)
    changes = {key: params.text(key) for key in _GIVEN if key in params.values}
    if params.data("Timeline"):
        changes["Timeline"] = params.text("Timeline")
    return changes


def _told(project: Record, *, whole: bool) -> dict[str, Any]:
    body = {key: value for key, value in project.body.items() if whole or key not in _LONG}
    return {
        "ProjectId": project.id,
        "CreateTime": moment(project.created),
        "ModifiedTime": moment(project.modified),
        "CreateSource": "OpenAPI",
        "ProjectType": "EditingProject",
        "TemplateType": "Timeline" if project.body.get("TemplateId") else "None",
        **body,
    }
