"""Event callbacks: who is told when a job ends, whoever submitted it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from converter.server.params import Params, invalid
from converter.server.service import Service

KIND = "callback"
_ONLY = "default"


def set_callback(service: Service, params: Params) -> dict[str, Any]:
    """SetEventCallback: say who is told, and about what."""
    kind = params.choice("CallbackType", ("HTTP", "MNS"), "HTTP")
    key = "CallbackURL" if kind == "HTTP" else "CallbackQueueName"
    target = params.text(key, required=True, most=256)
    if (kind == "HTTP") != target.startswith(("http://", "https://")):
        raise invalid(key, "expected an address" if kind == "HTTP" else "expected a queue")
    service.messages.expect_allowed(target)
    body = {
        "CallbackType": kind,
        key: target,
        "EventTypeList": params.text("EventTypeList"),
        "AuthSwitch": params.choice("AuthSwitch", ("on", "off"), "off"),
        "AuthKey": params.text("AuthKey", most=128),
    }
    service.records.put(KIND, _ONLY, body)
    return {"Success": True}


def get_callback(service: Service, params: Params) -> dict[str, Any]:
    """GetEventCallback: say who is told; an empty answer when nobody is."""
    found = service.records.get(KIND, _ONLY)
    return dict(found.body) if found else {}


def announce(
    service: Service, job_id: str, event: str, body: Mapping[str, Any], *, receiver: str = ""
) -> None:
    """Tell `receiver`, and whoever SetEventCallback named, of an event."""
    found = service.records.get(KIND, _ONLY)
    settings = dict(found.body) if found else {}
    key = settings.get("AuthKey", "") if settings.get("AuthSwitch") == "on" else ""
    wanted = [item.strip() for item in settings.get("EventTypeList", "").split(",")]
    everyone = settings.get("CallbackURL") or settings.get("CallbackQueueName") or ""
    if not ({event, "All", ""} & set(wanted)):
        everyone = ""
    for target in dict.fromkeys(filter(None, (receiver, everyone))):
        service.messages.add(job_id, target, event, body, key)
