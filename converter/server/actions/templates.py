"""Templates: Timelines with parameters, and defaults of batch jobs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from converter.jobs.database import Page
from converter.jobs.records import Record
from converter.jobs.store import new_id
from converter.server.params import Params, moment
from converter.server.service import Service
from converter.timeline.template import parameters

KIND = "template"
TYPES = ("Timeline", "BatchEditing", "VETemplate")
_GIVEN = ("Name", "CoverUrl", "PreviewMedia", "Status", "RelatedMediaids")
_NOT_WHEN_ADDED = ("CreationTime", "ModifiedTime", "RelatedMediaids")


def add(service: Service, params: Params) -> dict[str, Any]:
    """AddTemplate: keep a template."""
    params.data("Config", required=True)
    body = {
        "Name": "",
        "Type": params.choice("Type", TYPES, "Timeline"),
        "Status": "Available",
        **_changes(params),
    }
    template_id = new_id()
    service.records.put(KIND, template_id, body)
    told = _told(service.record(KIND, template_id))
    return {"Template": {key: v for key, v in told.items() if key not in _NOT_WHEN_ADDED}}


def get(service: Service, params: Params) -> dict[str, Any]:
    """GetTemplate: return a template with its parameters, empty, as ClipsParam."""
    template = service.record(KIND, params.text("TemplateId", required=True))
    return {"Template": _told(template) | {"ClipsParam": _clips_param(template)}}


def update(service: Service, params: Params) -> dict[str, Any]:
    """UpdateTemplate: change what is given of a template."""
    template = service.record(KIND, params.text("TemplateId", required=True))
    service.records.put(KIND, template.id, {**template.body, **_changes(params)})
    return {}


def listed(service: Service, params: Params) -> dict[str, Any]:
    """ListTemplates: a page of templates, counted from 1, newest first."""
    number = params.whole("PageNo", 1, least=1, most=1000)
    size = params.whole("PageSize", 20, least=1, most=100)
    keys = {"Type": params.choice("Type", TYPES), "Name": params.text("Keyword")}
    found, _ = service.records.page(KIND, Page(most=number * size), containing=keys)
    shown = [_told(template) for template in found[(number - 1) * size :]]
    for told in shown:
        told.pop("RelatedMediaids", None)
    return {"Templates": shown, "TotalCount": service.records.count(KIND, keys)}


def delete(service: Service, params: Params) -> dict[str, Any]:
    """DeleteTemplate: forget templates."""
    for template_id in params.items("TemplateIds", required=True):
        service.records.delete(KIND, template_id)
    return {}


def _changes(params: Params) -> dict[str, str]:
    given = {key: params.text(key) for key in _GIVEN if params.text(key)}
    return given | ({"Config": params.text("Config")} if params.data("Config") else {})


def _told(template: Record) -> dict[str, Any]:
    return {
        "TemplateId": template.id,
        "CreationTime": moment(template.created),
        "ModifiedTime": moment(template.modified),
        "CreateSource": "OpenAPI",
        **template.body,
    }


def _clips_param(template: Record) -> str:
    config: Mapping[str, Any] = json.loads(template.body["Config"])
    return json.dumps(dict.fromkeys(sorted(set(parameters(config))), ""))
