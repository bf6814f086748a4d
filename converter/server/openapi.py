"""OpenAPI: what programs may ask besides the API of the service, which has its own SDKs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from converter.server.order import Order

_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The job.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
}
_NAME = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
_TEXT, _MOMENT = {"type": "string"}, {"type": ["string", "null"], "format": "date-time"}
_JOB = {
    "type": "object",
    "required": ["id", "kind", "status", "progress"],
    "properties": {
        "id": _TEXT,
        "kind": {"enum": ["production", "conversion", "analysis", "planning"]},
        "status": {"enum": ["Init", "Queuing", "Processing", "Success", "Failed"]},
        "progress": {"type": "integer", "minimum": 0, "maximum": 100},
        "stage": _TEXT,
        "code": _TEXT,
        "message": _TEXT,
        "created": _MOMENT,
        "modified": _MOMENT,
        "completed": _MOMENT,
        "source": _TEXT,
        "title": _TEXT,
        "language": _TEXT,
        "duration": {"type": ["number", "null"], "description": "Seconds."},
        "notes": {"type": "array", "items": _TEXT},
        "files": {"type": "array", "items": _TEXT, "description": "The video comes first."},
        "callbacks": {
            "type": "array",
            "description": "Who was told of its end, and why that failed, if it did.",
            "items": {
                "type": "object",
                "properties": {"receiver": _TEXT, "at": _MOMENT, "failure": _TEXT},
            },
        },
        "chapters": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"start": {"type": "number"}, "title": _TEXT},
            },
        },
    },
}
_PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {"title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
}


def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    order = Order.model_json_schema()
    order["properties"] = {name: _given(field) for name, field in order["properties"].items()}
    upload = {**order, "properties": order["properties"] | {"file": _binary()}}
    upload["oneOf"] = [{"required": ["url"]}, {"required": ["file"]}]
    order["required"] = ["url"]
    bodies = {
        "application/json": {"schema": {"$ref": "#/components/schemas/Order"}},
        "multipart/form-data": {"schema": {"$ref": "#/components/schemas/Upload"}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Docreel", "version": _version()},
        "paths": {
            "/convert": {
                "post": {
                    **_operation("Make a video of a document", {"202": _job()}, 400, 413, 415),
                    "requestBody": {"required": True, "content": bodies},
                }
            },
            "/jobs": _get("List the newest jobs of documents", {"200": _jobs()}),
            "/jobs/{id}": _get("Say how far a job is", {"200": _job()}, _ID),
            "/jobs/{id}/events": _get(
                "Say how far a job is, each time that changes",
                {"200": _content("text/event-stream")},
                _ID,
            ),
            "/jobs/{id}/chapters.vtt": _get(
                "Return the chapters of a video", {"200": _content("text/vtt")}, _ID
            ),
            "/jobs/{id}/files/{name}": _get(
                "Return a file that a job made", {"200": _content("*/*")}, _ID, _NAME
            ),
            "/metrics": _get("Count for Prometheus", {"200": _content("text/plain")}),
            "/healthz": _get(
                "Tell whether the server works", {"200": _content("application/json")}
            ),
        },
        "components": {
            "schemas": {"Order": order, "Upload": upload, "Job": _JOB, "Problem": _PROBLEM}
        },
    }


def _get(summary: str, answers: dict[str, Any], *parameters: dict[str, Any]) -> dict[str, Any]:
    operation = _operation(summary, answers, 404) if parameters else _operation(summary, answers)
    return {"get": {**operation, **({"parameters": parameters} if parameters else {})}}


def _operation(summary: str, answers: dict[str, Any], *refusals: int) -> dict[str, Any]:
    refused = {
        "description": "Refused.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    codes = (*refusals, 422, 503) if 400 in refusals else refusals
    return {"summary": summary, "responses": answers | {str(code): refused for code in codes}}


def _job() -> dict[str, Any]:
    return _content("application/json", {"$ref": "#/components/schemas/Job"})


def _jobs() -> dict[str, Any]:
    items = {"type": "array", "items": {"$ref": "#/components/schemas/Job"}}
    return _content("application/json", {"type": "object", "properties": {"jobs": items}})


def _content(kind: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"description": "What was asked for.", "content": {kind: {"schema": schema or {}}}}


def _given(field: dict[str, Any]) -> dict[str, Any]:
    """Return a field of an order without null, which a form does not have."""
    merged = {**field, **field.get("anyOf", [{}])[0]}
    return {key: said for key, said in merged.items() if key != "anyOf" and said is not None}


def _binary() -> dict[str, str]:
    return {"type": "string", "format": "binary", "description": "The document."}


def _version() -> str:
    try:
        return version("docreel")
    except PackageNotFoundError:
        return "0"
