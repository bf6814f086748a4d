"""Batch requests: the four configurations of a job, read from JSON, and its mode."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from converter.batch.edits import EditingConfig, OutputConfig
from converter.batch.inputs import InputConfig
from converter.errors import TimelineError
from converter.timeline.finding import Finding, brief
from converter.timeline.parse import Json, json_object, parse
from converter.timeline.values import Model

INVALID = "InvalidParameter"
MISSING = "MissingParameter"
_PARTS: Mapping[str, type[Model]] = {
    "InputConfig": InputConfig,
    "EditingConfig": EditingConfig,
    "OutputConfig": OutputConfig,
}
_FIELDS = dict(zip(_PARTS, ("input", "editing", "output"), strict=True))
_OF_A_TEMPLATE = {key: key.replace("Config", "TemplateConfig") for key in _PARTS}
_BESIDE = {"TemplateConfig", "UserData", "ClientToken"}


class Mode(StrEnum):
    """Which way videos are planned."""

    script_global = "script-to-video, global"
    script_segmented = "script-to-video, segmented"
    general_global = "General, global scripts"
    general_storyboard = "General, storyboard"
    highlights_global = "MovieHighlights, global narration"
    highlights_storyboard = "MovieHighlights, storyboard"

    @property
    def job_type(self) -> str:
        """The service's name for such a job."""
        return "Script" if self.of_groups else "Smart_Mix"

    @property
    def of_groups(self) -> bool:
        """Whether materials come in groups."""
        return self in (Mode.script_global, Mode.script_segmented)

    @property
    def of_movies(self) -> bool:
        """Whether materials are films, of which the best shots are taken."""
        return self in (Mode.highlights_global, Mode.highlights_storyboard)

    @property
    def storyboard(self) -> bool:
        """Whether scenes are given one by one."""
        return self in (Mode.general_storyboard, Mode.highlights_storyboard)


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """What decides about the videos of a batch job.

    `templates` are ids of which one is drawn for each video; `raw` is the data as it
    came, which templates are laid under.
    """

    input: InputConfig = field(default_factory=InputConfig)
    editing: EditingConfig = field(default_factory=EditingConfig)
    output: OutputConfig = field(default_factory=OutputConfig)
    templates: tuple[str, ...] = ()
    client_token: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mode(self) -> Mode:
        """The way its videos are planned."""
        given, scene = self.input, self.input.scene_info
        if given.media_group_array:
            sections = any(g.speech_text_array or g.duration for g in given.media_group_array)
            alone = not given.narrations
            return Mode.script_segmented if sections and alone else Mode.script_global
        if scene and scene.scene == "MovieHighlights":
            return Mode.highlights_storyboard if scene.shot_info else Mode.highlights_global
        return Mode.general_storyboard if scene and scene.shot_info else Mode.general_global

    def configs(self) -> tuple[tuple[str, Model], ...]:
        """Return the configurations by their keys."""
        return tuple((key, getattr(self, name)) for key, name in _FIELDS.items())

    def on(self, template: Mapping[str, Any]) -> BatchRequest:
        """Return the request with a template under it, whose values it overrides.

        Raises TimelineError, with code and JSON path, when the two make no request.
        """
        under = _data(template, "Config")
        merged = {
            key: _merged(_data(under.get(name), name), self.raw.get(key, {}))
            for key, name in _OF_A_TEMPLATE.items()
        }
        request, findings = parse_batch(merged)
        for found in findings:
            raise TimelineError(found.message, code=found.code, path=found.path)
        return replace(request, client_token=self.client_token)


def dump_batch(data: Mapping[str, Any], *, base: Path) -> str:
    """Return the JSON of a batch request, files inside of `base` relative to it."""
    return json.dumps(_inside(data, base), ensure_ascii=False, indent=2)


def _inside(data: Any, base: Path) -> Any:
    if isinstance(data, Mapping):
        return {key: _inside(value, base) for key, value in data.items()}
    if isinstance(data, list):
        return [_inside(item, base) for item in data]
    if isinstance(data, str) and data.startswith(f"{base}{os.sep}"):
        return Path(data).relative_to(base).as_posix()
    return data


def is_batch(data: Json) -> bool:
    """Tell a batch request from a Timeline, a request that holds one, and what is neither."""
    keys = _readable(data).keys()
    return bool(keys & _PARTS.keys()) and "Timeline" not in keys


def parse_batch(data: Json) -> tuple[BatchRequest, list[Finding]]:
    """Read what can be read of a batch request, and say what cannot.

    Every configuration is an object or, as on the wire, a text of JSON.
    """
    try:
        given = json_object(data)
    except TimelineError as error:
        return BatchRequest(), [Finding("error", "$", error.message, error.code)]
    models: dict[str, Any] = {}
    raw: dict[str, Any] = {}
    findings: list[Finding] = []
    for key, kind in _PARTS.items():
        part = given.get(key)
        if part in (None, ""):
            continue
        model, found = parse(kind, part)
        models[_FIELDS[key]] = model or kind()
        raw[key] = _readable(part)
        findings += [_placed(f, f"$.{key}") for f in found]
    templates, found = _templates(given.get("TemplateConfig"))
    token = str(given.get("ClientToken") or "")
    request = BatchRequest(**models, templates=templates, client_token=token, raw=raw)
    return request, [*findings, *found, *_unknown(given)]


def _placed(finding: Finding, root: str) -> Finding:
    code = MISSING if finding.message == "is missing" else finding.code
    return replace(finding, path=f"{root}{finding.path[1:]}", code=code)


def _readable(part: Json) -> Any:
    try:
        return json_object(part)
    except TimelineError:
        return {}


def _data(part: Any, key: str) -> Mapping[str, Any]:
    """Return a part of a template, which is an object or a text of JSON."""
    if part in (None, ""):
        return {}
    try:
        found: Mapping[str, Any] = json_object(part)
    except TimelineError as error:
        raise TimelineError(error.message, code=INVALID, path=f"$.TemplateConfig: {key}") from error
    return found


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one object over another, inside of both too; lists and values are replaced."""
    merged = {**under, **over}
    for key in under.keys() & over.keys():
        if isinstance(under[key], Mapping) and isinstance(over[key], Mapping):
            merged[key] = _merged(under[key], over[key])
    return merged


def _templates(given: Any) -> tuple[tuple[str, ...], list[Finding]]:
    """Read the ids of templates: a list, an object with `TemplateIds`, or JSON of either."""
    ids = given
    if isinstance(ids, str) and ids:
        try:
            ids = json.loads(ids)
        except ValueError as error:
            return (), [Finding("error", "$.TemplateConfig", f"not JSON: {error}", INVALID)]
    if isinstance(ids, Mapping):
        ids = ids.get("TemplateIds", ids)
    if not ids:
        return (), []
    if not isinstance(ids, Sequence) or not all(isinstance(name, str) for name in ids):
        told = f"is {brief(given)}, expected a list of template ids"
        return (), [Finding("error", "$.TemplateConfig", told, INVALID)]
    return tuple(ids), []


def _unknown(given: Mapping[str, Any]) -> list[Finding]:
    known = _PARTS.keys() | _BESIDE
    told = f"is not a part of a batch request, expected {', '.join(sorted(known))}"
    return [Finding("warning", f"$.{key}", told, "NoEffect") for key in given if key not in known]
