"""The cloud: the API of the service by its official SDK. The only door to it.

Also an Executor: productions become jobs of the service.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from typing import Any

from converter.errors import JobError
from converter.jobs.credentials import chain, missing
from converter.jobs.dispatcher import State
from converter.jobs.faults import translated
from converter.jobs.job import Production, Status, Work
from converter.jobs.storage import with_addresses
from converter.timeline.parse import json_object

CONNECT, READ = 5_000, 60_000
"""Milliseconds to wait for a connection and for an answer."""
_SDK = "alibabacloud_ice20201109"
_STATUSES: Mapping[str, Status] = {
    "Init": "Queuing",  # it is taken, so nobody is to submit it again
    "Queuing": "Queuing",
    "Processing": "Processing",
    "Success": "Success",
    "Finished": "Success",
    "S3UploadSuccess": "Success",
    "Failed": "Failed",
    "S3UploadFailed": "Failed",
}
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Cloud:
    """The service in a region, or a server of ours that stands for it.

    `endpoint` is `HOST[:PORT]` with or without a scheme, by default that of the region.
    """

    def __init__(self, region: str, *, endpoint: str = "") -> None:
        self._region = region
        self._endpoint = endpoint

    def call(self, action: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Call an action and return its answer, both with the names of the wire.

        Raises JobError, in one line with the service's code and the id of the request.
        """
        client, models = self._client, self._module("models")
        with translated(action):
            request = getattr(models, f"{action}Request")().from_map(dict(parameters))
            answer: dict[str, Any] = getattr(client, _snake(action))(request).body.to_map()
        return answer

    def submit(self, work: Work, token: str) -> str:
        """Make a job of a production; its ticket is the JobId."""
        if not isinstance(work, Production):
            told = f"the cloud takes no {work.kind}, expected a production"
            raise JobError(told, code="OperationDenied")
        timeline = with_addresses(json_object(work.timeline), work.media)
        asked = {
            "Timeline": json.dumps(timeline, ensure_ascii=False),
            "OutputMediaConfig": work.output,
            "EditingProduceConfig": work.editing,
            "ClientToken": token,
        }
        if work.title:
            asked["MediaMetadata"] = json.dumps({"Title": work.title}, ensure_ascii=False)
        return str(self.call("SubmitMediaProducingJob", asked)["JobId"])

    def poll(self, ticket: str) -> State:
        """Return how far a producing job has come."""
        job = self.call("GetMediaProducingJob", {"JobId": ticket})["MediaProducingJob"]
        return production_state(job)

    def poll_batch(self, ticket: str) -> State:
        """Return how far a batch job has come; its result lists the parts."""
        return batch_state(
            self.call("GetBatchMediaProducingJob", {"JobId": ticket})["EditingBatchJob"]
        )

    def poll_any(self, ticket: str) -> State:
        """Return how far a job of either kind has come."""
        try:
            return self.poll(ticket)
        except JobError as error:
            if error.code != "InvalidParameter.JobNotFound":
                raise
        return self.poll_batch(ticket)

    def jobs(self, *, batches: bool = False, most: int = 10) -> Iterator[dict[str, Any]]:
        """Yield the newest jobs as the service lists them."""
        action = "ListBatchMediaProducingJobs" if batches else "ListMediaProducingJobs"
        kind = "EditingBatchJobList" if batches else "MediaProducingJobList"
        asked: dict[str, Any] = {}
        while most > 0:
            answer = self.call(action, {**asked, "MaxResults": min(most, 100)})
            found = answer.get(kind) or []
            yield from found[:most]
            most -= len(found)
            if not found or not answer.get("NextToken"):
                return
            asked = {"NextToken": answer["NextToken"]}

    @cached_property
    def _client(self) -> Any:
        scheme, _, host = self._endpoint.rpartition("://")
        with translated("the SDK"):
            return self._module("client").Client(
                import_module("alibabacloud_tea_openapi.models").Config(
                    credential=chain(),
                    region_id=self._region,
                    endpoint=host or None,
                    protocol=scheme or "https",
                    connect_timeout=CONNECT,
                    read_timeout=READ,
                )
            )

    def _module(self, name: str) -> Any:
        try:
            return import_module(f"{_SDK}.{name}")
        except ImportError as error:
            raise missing(error) from error


def production_state(job: Mapping[str, Any]) -> State:
    """Return what the service says of a producing job, or of a part of a batch job."""
    status = _status(job)
    return State(
        status,
        progress=100 if status == "Success" else min(int(job.get("Progress") or 0), 99),
        stage="render" if status == "Processing" else "",
        code=str(job.get("Code") or job.get("ErrorCode") or ""),
        message=str(job.get("Message") or job.get("ErrorMessage") or ""),
        result={key: job[key] for key in ("MediaURL", "MediaId", "Duration") if job.get(key)},
    )


def batch_state(job: Mapping[str, Any]) -> State:
    """Return what the service says of a batch job."""
    status = _status(job)
    parts = [production_state(part) for part in job.get("SubJobList") or ()]
    ended = sum(part.status in ("Success", "Failed") for part in parts)
    extend = job.get("Extend")
    why = json.loads(extend) if extend else {}
    return State(
        status,
        progress=100 if status == "Success" else min(ended * 100 // max(len(parts), 1), 99),
        stage="render" if status == "Processing" else "",
        code=str(why.get("ErrorCode") or ""),
        message=str(why.get("ErrorMessage") or ""),
        result={"Parts": parts},
    )


def _status(job: Mapping[str, Any]) -> Status:
    """Return a status in our words; one that is new goes on."""
    return _STATUSES.get(str(job.get("Status")), "Processing")


def _snake(action: str) -> str:
    return _WORD.sub("_", action).lower()
