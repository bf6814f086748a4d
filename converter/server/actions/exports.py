"""Exports: the Timeline of a project, as other editors read it."""

from __future__ import annotations

from typing import Any

from converter.errors import JobError
from converter.jobs.store import new_id
from converter.server.actions import projects
from converter.server.params import Params
from converter.server.service import Service

KIND = "export"


def submit(service: Service, params: Params) -> dict[str, Any]:
    """SubmitProjectExportJob: keep the Timeline that a project has now."""
    params.choice("ExportType", ("BaseTimeline",))  # projects of other editors are not made
    params.data("OutputMediaConfig", required=True)
    projects.expect_text(params)
    params.data("Timeline")
    project_id, timeline = params.text("ProjectId"), params.text("Timeline")
    if bool(project_id) == bool(timeline):
        raise JobError("Either ProjectId or Timeline is mandatory.", code="MissingParameter")
    if project_id:
        timeline = str(service.record(projects.KIND, project_id).body.get("Timeline", "{}"))
    told = {
        "ExportType": "BaseTimeline",
        "Status": "Success",
        "ProjectId": project_id,
        "UserData": params.text("UserData"),
        "ExportResult": {"Timeline": timeline},
    }
    job_id = new_id()
    service.records.put(KIND, job_id, {key: value for key, value in told.items() if value})
    return {"JobId": job_id}


def get(service: Service, params: Params) -> dict[str, Any]:
    """GetProjectExportJob: return what was exported."""
    found = service.record(KIND, params.text("JobId", required=True))
    return {"ProjectExportJob": {"JobId": found.id, **found.body}}
