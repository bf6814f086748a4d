"""Requests: a Timeline together with what is to be made of it, as a job is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from converter.errors import TimelineError
from converter.timeline.finding import Finding
from converter.timeline.model import Timeline
from converter.timeline.output import (
    EditingProduceConfig,
    MediaMetadata,
    OutputMediaConfig,
    ProjectMetadata,
)
from converter.timeline.parse import Json, first_of, json_object, parse
from converter.timeline.values import Model

_PARTS: Mapping[str, type[Model]] = {
    "Timeline": Timeline,
    "OutputMediaConfig": OutputMediaConfig,
    "EditingProduceConfig": EditingProduceConfig,
    "MediaMetadata": MediaMetadata,
    "ProjectMetadata": ProjectMetadata,
}
_FIELDS = dict(zip(_PARTS, ("timeline", "output", "editing", "media", "project"), strict=True))
_INSTEAD_OF_A_TIMELINE = {"ProjectId", "TemplateId"}


@dataclass(frozen=True, slots=True)
class Request:
    """What decides about one video. Parts that are not there, or cannot be read, are None.

    `root` is the JSON path of the Timeline: `$` where it stands alone.
    """

    timeline: Timeline | None = None
    output: OutputMediaConfig | None = None
    editing: EditingProduceConfig | None = None
    media: MediaMetadata | None = None
    project: ProjectMetadata | None = None
    root: str = "$"

    def configs(self) -> Iterator[tuple[str, Model]]:
        """Yield the parts beside the Timeline that are there, by their keys."""
        for key, name in _FIELDS.items():
            model = getattr(self, name)
            if model is not None and key != "Timeline":
                yield key, model


def read_request(
    data: Json, *, output: Json | None = None, editing: Json | None = None
) -> tuple[Timeline, Request]:
    """Read a Timeline, or a request that has one, with what comes with it.

    `output` and `editing` stand in for its OutputMediaConfig and EditingProduceConfig.
    Raises TimelineError at the first problem, with its JSON path and code.
    """
    request, findings = parse_request(data, output=output, editing=editing)
    if findings:
        raise first_of(findings)
    if request.timeline is None:
        raise TimelineError("is missing", code="InvalidParameter", path="$.Timeline")
    return request.timeline, request


def parse_request(
    data: Json, *, output: Json | None = None, editing: Json | None = None
) -> tuple[Request, list[Finding]]:
    """Read what can be read of a request or a Timeline, and say what cannot.

    Every part is an object or, as on the wire, a text of JSON.
    """
    try:
        given = json_object(data)
    except TimelineError as error:
        return Request(), [Finding("error", "$", error.message, error.code)]
    alone = not given.keys() & (_PARTS.keys() | _INSTEAD_OF_A_TIMELINE)
    parts = {"Timeline": given} if alone else dict(given)
    instead = {"OutputMediaConfig": output, "EditingProduceConfig": editing}
    parts |= {key: part for key, part in instead.items() if part is not None}
    paths = {key: "$" if alone and key == "Timeline" else f"$.{key}" for key in _PARTS}
    models: dict[str, Any] = {}
    findings: list[Finding] = []
    for key, kind in _PARTS.items():
        part = parts.get(key)
        if part is None:
            continue
        models[_FIELDS[key]], found = parse(kind, part)
        findings += [replace(f, path=f"{paths[key]}{f.path[1:]}") for f in found]
    if not parts.keys() & {"Timeline", *_INSTEAD_OF_A_TIMELINE}:
        findings.append(Finding("error", "$.Timeline", "is missing", "InvalidParameter"))
    return Request(**models, root=paths["Timeline"]), findings
