"""Outcomes: what follows from the end of a job, in the transaction that says it ended."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from converter.jobs.job import Conversion, Job, Part
from converter.jobs.store import new_id
from converter.server.actions import media, projects
from converter.server.actions.events import announce
from converter.server.actions.producing import address, receivers
from converter.server.service import Service


class Outcomes:
    """Writes what follows from the end of jobs to the database of a service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def __call__(self, job: Job) -> None:
        """Write what follows from the end of a job."""
        match job.kind:
            case "production":
                self._produced(job)
            case "analysis":
                self._analysed(job)
            case "planning":
                self._planned(job)
            case "conversion":
                self._converted(job)

    def _produced(self, job: Job) -> None:
        good = job.status == "Success"
        projects.set_status(self._service, job.project, "Produced" if good else "ProduceFailed")
        if good:
            media.produced(self._service, job.asked, job.result["Media"])
        if job.parent:
            self._part_ended(job.parent)
            return
        told = {
            "Status": "Success" if good else "Fail",
            "MediaURL": job.asked["MediaURL"],
            "MediaId": job.asked["MediaId"],
            "ProjectId": job.project or "",
            "JobId": job.id,
            "ErrorCode": job.code,
            "ErrorMessage": job.message,
        }
        self._announce(job, "ProduceMediaComplete", told)
        if good:
            known = {"Status": "Success", "MediaId": job.asked["MediaId"]}
            asking = receivers(job.asked.get("UserData", "")).get("RegisterMediaNotifyAddress", "")
            announce(self._service, job.id, "RegisterMediaComplete", known, receiver=asking)

    def _part_ended(self, parent: str) -> None:
        if all(part.ended for part in self._service.store.parts(parent)):
            whole = self._service.store.change(
                parent, status="Success", progress=100, completed=time.time()
            )
            self._batch_ended(whole, "Finished")

    def _batch_ended(self, job: Job, status: str) -> None:
        told = {"Status": status, "JobId": job.id}
        self._announce(job, "BatchProduceMediaComplete", told)

    def _planned(self, job: Job) -> None:
        """Make the parts of a batch job; it ends when all of them have."""
        if job.status == "Failed":
            self._batch_ended(job, "Failed")
            return
        for made in job.result["Parts"]:
            self._add_part(job, Part.model_validate(made))
        waits = {"status": "Processing", "progress": 0, "completed": None, "result": {}}
        self._service.store.change(job.id, **waits)
        self._part_ended(job.id)

    def _add_part(self, batch: Job, part: Part) -> None:
        """Add a video of a batch job; it has ended if it cannot be made or is not to be."""
        work, now = part.production, time.time()
        job = Job(new_id(), "production", parent=batch.id)
        if part.code:
            failed = replace(job, status="Failed", code=part.code, message=part.message)
            self._service.store.add(replace(failed, completed=now), work)
            return
        project = projects.add(self._service, work.timeline, title=work.title)
        asked = {"SubJobMaterials": json.dumps(part.materials, ensure_ascii=False)}
        job = replace(job, project=project, asked=asked)
        if part.preview:
            job = replace(job, status="Success", progress=100, completed=now)
        else:
            job = replace(job, asked=asked | {"MediaId": new_id(), "MediaURL": address(work)})
        self._service.store.add(job, work)

    def _analysed(self, job: Job) -> None:
        media_id, good = job.asked["MediaId"], job.status == "Success"
        found = job.result if good else {}
        media.analysed(self._service, media_id, found, "Normal" if good else "PrepareFail")
        media.shelve(self._service, media_id)
        told = {"Status": "Success" if good else "Fail", "MediaId": media_id}
        announce(self._service, job.id, "RegisterMediaComplete", told)

    def _converted(self, job: Job) -> None:
        work = self._service.store.work(job.id)
        if isinstance(work, Conversion) and work.uploaded:
            shutil.rmtree(Path(work.address).parent, ignore_errors=True)

    def _announce(self, job: Job, event: str, told: Mapping[str, Any]) -> None:
        user_data = job.asked.get("UserData", "")
        body = {**told, "UserData": user_data}
        receiver = receivers(user_data).get("NotifyAddress", "")
        announce(self._service, job.id, event, body, receiver=receiver)
