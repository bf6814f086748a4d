"""Batch jobs: many videos of one request."""

from __future__ import annotations

import json
from typing import Any

from converter.jobs.batch import expect_engine
from converter.jobs.job import Job, Planning
from converter.jobs.store import new_id
from converter.server.actions.paging import page, token
from converter.server.actions.producing import expect_receiver, seed
from converter.server.params import Params, moment
from converter.server.service import Service

KIND = "planning"
_CONFIGS = ("InputConfig", "EditingConfig", "OutputConfig", "TemplateConfig")
_STATUSES = {
    "Init": ["Init", "Queuing"],
    "Processing": ["Processing"],
    "Finished": ["Success"],
    "Failed": ["Failed"],
}
"""What the service says of a batch job, and the statuses of ours."""


def submit(service: Service, params: Params) -> dict[str, Any]:
    """SubmitBatchMediaProducingJob: take a request for many videos."""
    expect_engine()
    expect_receiver(service, params)
    request: dict[str, Any] = {key: params.data(key) for key in _CONFIGS[:3]}
    request["TemplateConfig"] = params.items("TemplateConfig")
    job_id = new_id()
    asked = {key: params.text(key) for key in (*_CONFIGS, "UserData") if params.text(key)}
    by_groups = "MediaGroupArray" in request["InputConfig"]
    asked["JobType"] = "Script" if by_groups else "Smart_Mix"
    work = Planning(request=request, seed=seed(params.text("ClientToken") or job_id))
    service.add(Job(job_id, KIND, asked=asked), work)
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
        statuses=_STATUSES.get(status, ()),
        matching={column: value for column, value in columns.items() if value},
        since=wanted.since,
        until=wanted.until,
        ascending=wanted.ascending,
        after=wanted.after,
        most=wanted.most,
    )
    answer = {"EditingBatchJobList": [_told(job) for job in jobs], "MaxResults": wanted.most}
    return answer | ({"NextToken": token(after)} if after is not None else {})


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
