"""Submission: exactly what is sent to the cloud for a Timeline, a request or a batch request.

Made without asking anyone, so it can be looked at before anything leaves this machine.
"""

from __future__ import annotations

import hashlib
import json
import re
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
from converter.timeline.parse import Json, first_of, json_object

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
_OPAQUE = ("UserData", "ClientToken")
"""Texts that come back as they were sent."""
_SECRET = re.compile(r'("AccessKeySecret":")(?:[^"\\]|\\.)*')
_INSTEAD_OF_A_TIMELINE = {"ProjectId", "TemplateId"}
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
        """Say all that would be sent, secrets aside, and what its price depends on."""
        yield f"{self.action} in {self.region}"
        for name, value in self._shown().items():
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
            "Parameters": self._shown(),
            "Uploads": [
                {"Path": str(one.path), "Object": str(one.stored), "Bytes": one.size}
                for one in self.uploads
            ],
            "Drivers": self.drivers.wire(),
            "Notes": list(self.notes),
        }

    def _shown(self) -> dict[str, str]:
        """Return the parameters without the secret that a storage of others needs."""
        return {name: _SECRET.sub(r"\1***", value) for name, value in self.parameters.items()}


def prepare(text: str, *, base: Path, wishes: Wishes = Wishes()) -> Submission:
    """Return what is to be sent; paths in the request are relative to `base`.

    Raises TimelineError for what the service would refuse, JobError for an output or
    media it could not reach.
    """
    given, action = _parts(text)
    given, region = _directed(given, action, wishes)
    assets = Assets(base, region, wishes.assets or _beside(given, action))
    placed = {key: _placed(assets, key, given[key]) for key in _PARTS[action] if key in given}
    notes = [*_findings(placed, action), *_unsent(given, action)]
    parameters = {key: _text(part) for key, part in placed.items()}
    token = "" if wishes.again else str(given.get("ClientToken") or "")
    parameters["ClientToken"] = token or _token(action, parameters, region, again=wishes.again)
    # Lengths are told by the files of this machine.
    cost = replace(drivers(given, base), uploaded=sum(one.size for one in assets.uploads))
    return Submission(region, action, parameters, assets.uploads, cost, tuple(notes))


def _parts(text: str) -> tuple[dict[str, Any], str]:
    """Return the parts of a request as data, and the action they are for."""
    given = dict(json_object(text))
    action = BATCH if batch.is_batch(given) else PRODUCING
    if action == PRODUCING and not given.keys() & {"Timeline", *_INSTEAD_OF_A_TIMELINE}:
        given = {"Timeline": given}
    read = {key: _read(value) for key, value in given.items() if key not in _OPAQUE}
    return {**given, **read}, action


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
    output = _object(wishes.config or given.get(key) or {}, key)
    if wishes.output:
        output["MediaURL"] = wishes.output
    directed = {**given, key: output}
    if wishes.editing:
        directed["EditingProduceConfig"] = _object(wishes.editing, "EditingProduceConfig")
    if wishes.region and _stays_out(directed, output):
        return directed, wishes.region
    stored = _stored(output, wishes.region)
    expect_region(stored, wishes.region or stored.region)
    if str(output.get("MediaURL", "")).startswith("oss:"):
        # What batch jobs fill in stays in its braces.
        output["MediaURL"] = stored.address.replace("%7B", "{").replace("%7D", "}")
    return directed, stored.region


def _object(part: Json, key: str) -> dict[str, Any]:
    try:
        return dict(json_object(part))
    except TimelineError as error:
        raise TimelineError(error.message, code=error.code, path=f"$.{key}") from error


def _stays_out(given: Mapping[str, Any], output: Mapping[str, Any]) -> bool:
    """Tell whether nothing is put into object storage: previews, and storage of others."""
    preview = str(output.get("GeneratePreviewOnly")).lower() == "true"
    return preview or given.get("OutputMediaTarget") == "S3"


def _stored(output: Mapping[str, Any], region: str) -> StoredObject:
    """Return the object that is to be made."""
    keys = ("MediaURL", "MediaUrl", "StorageLocation", "FileName")
    address = parse_output({key: output[key] for key in keys if key in output}).address
    found = StoredObject.at(address or "", region)
    if found is None:
        given = f"{address[:200]}: not in object storage" if address else "nowhere for the video"
        raise JobError(
            f"{given}; --output oss://BUCKET/KEY.mp4 with --region, or its https address"
        )
    return found


def _beside(given: Mapping[str, Any], action: str) -> str:
    """Return the place for files where none is asked for: in the bucket of the output."""
    stored = StoredObject.at(str(given[_OUTPUTS[action]].get("MediaURL", "")))
    return f"{stored.bucket}/{PREFIX}" if stored else ""


def _findings(placed: Mapping[str, Any], action: str) -> Iterator[str]:
    """Yield what should be known of what is sent; raises TimelineError for an error in it."""
    found = batch.check(placed) if action == BATCH else check(placed)
    errors = [finding for finding in found if finding.severity == "error"]
    if errors:
        raise first_of(errors)
    # What only this renderer does not draw is no matter of the cloud.
    of_the_cloud = (one for one in found if one.code not in ("Unsupported", "Approximated"))
    yield from (f"{finding.path}: {finding.message}" for finding in of_the_cloud)


def _unsent(given: Mapping[str, Any], action: str) -> Iterator[str]:
    for key in given.keys() - {*_PARTS[action], "ClientToken"}:
        yield f"{key}: is not sent, {action} has no such part"


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
