"""Submission: exactly what is sent to the cloud for a Timeline, a request or a batch request.

Made without asking anyone, so it can be looked at before anything leaves this machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from converter import batch
from converter.errors import JobError, TimelineError
from converter.jobs.assets import Assets, Upload, expect_region
from converter.jobs.cost import Drivers, drivers
from converter.jobs.oss import StoredObject
from converter.timeline import check, parse_output
from converter.timeline.finding import Finding
from converter.timeline.parse import first_of, read_json

PRODUCING, BATCH = "SubmitMediaProducingJob", "SubmitBatchMediaProducingJob"
PREFIX = "docreel"
"""Of the keys of files, where nobody says another."""

_PARTS = {
    PRODUCING: (
        *("Timeline", "ProjectId", "TemplateId", "ClipsParam", "OutputMediaConfig"),
        *("OutputMediaTarget", "EditingProduceConfig", "MediaMetadata", "ProjectMetadata"),
        *("UserData", "Source"),
    ),
    BATCH: ("InputConfig", "EditingConfig", "OutputConfig", "TemplateConfig", "UserData"),
}
_OUTPUTS = {PRODUCING: "OutputMediaConfig", BATCH: "OutputConfig"}
_IMS_ALONE = {"ProjectId", "TemplateId"}
_TOKEN = 32


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the one who submits says besides the request.

    `region` may be empty: then it is that of the output. `output` is an address, or
    `oss://BUCKET/KEY`; `config` and `editing` stand in for the OutputMediaConfig and the
    EditingProduceConfig. `assets` is `BUCKET[/PREFIX]`, by default in the bucket of the
    output. `again` makes it another job than the same request before.
    """

    region: str = ""
    output: str = ""
    config: str | None = None
    editing: str | None = None
    assets: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Submission:
    """A call of the service, and the files that go before it."""

    region: str
    action: str
    parameters: Mapping[str, str]
    uploads: tuple[Upload, ...]
    drivers: Drivers
    notes: tuple[str, ...] = field(default=())

    def lines(self) -> Iterator[str]:
        """Say all that would be sent, to the letter, and what its price depends on."""
        yield f"{self.action} in {self.region}"
        for name, value in self.parameters.items():
            yield f"  {name}: {value}"
        for upload in self.uploads:
            yield f"upload {upload.path} ({upload.size} bytes) to {upload.stored}"
        yield "The price depends on:"
        yield from (f"  {line}" for line in self.drivers.lines())
        yield from (f"note: {note}" for note in self.notes)

    def wire(self) -> dict[str, Any]:
        """Return the same as JSON data."""
        return {
            "Region": self.region,
            "Action": self.action,
            "Parameters": dict(self.parameters),
            "Uploads": [
                {"Path": str(one.path), "Object": str(one.stored), "Bytes": one.size}
                for one in self.uploads
            ],
            "Drivers": self.drivers.wire(),
            "Notes": list(self.notes),
        }


def prepare(text: str, *, base: Path, wishes: Wishes = Wishes()) -> Submission:
    """Return what is to be sent; paths in the request are relative to `base`.

    Raises TimelineError for what the service would refuse, JobError for an output or
    media it could not reach.
    """
    given = dict(read_json(text))
    action = BATCH if batch.is_batch(given) else PRODUCING
    if action == PRODUCING and not given.keys() & {"Timeline", *_IMS_ALONE}:
        given = {"Timeline": given}
    given = {key: _read(value) for key, value in given.items()}
    given, region = _directed(given, action, wishes)
    findings = list(_findings(given, action, base))
    assets = Assets(base, region, wishes.assets or _beside(given, action))
    parameters = {
        key: _text(_placed(assets, key, given[key])) for key in _PARTS[action] if key in given
    }
    token = _token(action, parameters, region, again=wishes.again)
    cost = replace(drivers(given, base), uploaded=sum(one.size for one in assets.uploads))
    notes = [f"{finding.path}: {finding.message}" for finding in findings]
    notes += [
        f"{key}: is not sent, {action} has no such part"
        for key in given
        if key not in (*_PARTS[action], "ClientToken")
    ]
    return Submission(
        region, action, {**parameters, "ClientToken": token}, assets.uploads, cost, tuple(notes)
    )


def _read(part: Any) -> Any:
    """Return the data of a part that is, as on the wire, a text of JSON."""
    if isinstance(part, str) and part.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(part)
        except (ValueError, RecursionError):
            return part
    return part


def _directed(given: Mapping[str, Any], action: str, wishes: Wishes) -> tuple[dict[str, Any], str]:
    """Return the request with its output where it shall go, and the region of the job.

    Raises JobError for an output that is nowhere, or in another region than the job.
    """
    key = _OUTPUTS[action]
    config = read_json(wishes.config) if wishes.config else given.get(key) or {}
    if not isinstance(config, Mapping):
        raise TimelineError("expected a JSON object", code="InvalidParameter", path=f"$.{key}")
    output = {**config, **({"MediaURL": wishes.output} if wishes.output else {})}
    edited = {"EditingProduceConfig": read_json(wishes.editing)} if wishes.editing else {}
    rest = {**given, **edited}
    if str(output.get("GeneratePreviewOnly")).lower() == "true" and wishes.region:
        return {**rest, key: output}, wishes.region
    if given.get("OutputMediaTarget") == "S3" and wishes.region:
        return {**rest, key: output}, wishes.region
    stored = _stored(output, wishes.region)
    expect_region(stored, wishes.region or stored.region)
    if output.get("MediaURL"):
        output["MediaURL"] = _address(str(output["MediaURL"]), stored)
    return {**rest, key: output}, stored.region


def _stored(output: Mapping[str, Any], region: str) -> StoredObject:
    """Return the object that is to be made."""
    address = parse_output({key: value for key, value in output.items() if key in _PLACES}).address
    found = StoredObject.at(address or "", region)
    if found is None:
        given = f"{address[:200]}: not in object storage" if address else "nowhere for the video"
        raise JobError(
            f"{given}; --output oss://BUCKET/KEY.mp4 with --region, or its https address"
        )
    return found


_PLACES = ("MediaURL", "MediaUrl", "StorageLocation", "FileName")


def _address(given: str, stored: StoredObject) -> str:
    """Return the output's address; what batch jobs fill in stays in its braces."""
    if not given.startswith("oss:"):
        return given
    return stored.address.replace("%7B", "{").replace("%7D", "}")


def _beside(given: Mapping[str, Any], action: str) -> str:
    """Return the place for files where none is asked for: in the bucket of the output."""
    stored = StoredObject.at(str(given[_OUTPUTS[action]].get("MediaURL", "")))
    return f"{stored.bucket}/{PREFIX}" if stored else ""


def _findings(given: Mapping[str, Any], action: str, base: Path) -> Iterator[Finding]:
    """Yield what should be known of a request; raises TimelineError for an error in it."""
    found = batch.check(given) if action == BATCH else check(given, base=base)
    errors = [finding for finding in found if finding.severity == "error"]
    if errors:
        raise first_of(errors)
    # What only this renderer does not draw is no matter of the cloud.
    yield from (finding for finding in found if finding.code not in ("Unsupported", "Approximated"))


def _placed(assets: Assets, key: str, part: Any) -> Any:
    if key in _OUTPUTS.values():
        return part
    return assets.placed_anywhere(part) if key == "ClipsParam" else assets.placed(part)


def _text(part: Any) -> str:
    if isinstance(part, str):
        return part
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


def _token(action: str, parameters: Mapping[str, str], region: str, *, again: bool) -> str:
    """Return what makes the same request the same job, however often it is sent."""
    said = [action, region, sorted(parameters.items()), uuid4().hex if again else ""]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:_TOKEN]
