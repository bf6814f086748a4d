"""RPC: one call of the API of the service, from the wire and back.

Every action that changes something is one transaction, with the answer that is
remembered for its ClientToken inside: a call is done once or not at all.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from converter.errors import JobError, TimelineError
from converter.server.actions import ACTIONS, reads_only
from converter.server.params import Params, invalid
from converter.server.service import Service
from converter.server.signature import Call, verify

VERSION = "2020-11-09"
HOST_ID = "ice.cn-shanghai.aliyuncs.com"
MOST_FIELDS = 2000
DAY = 86400.0
"""Seconds that an answer is remembered for its ClientToken."""

STATUSES = {
    "Throttling.User": 429,
    "InvalidAccessKeyId.NotFound": 404,
    "InvalidAction.NotFound": 404,
    "InvalidParameter.JobNotFound": 404,
    "ProjectNotFound": 404,
    "ResourceNotFound": 404,
    "Forbidden": 403,
    "OperationDenied": 403,
    "InternalError": 500,
    "ServiceUnAvailable": 503,
}
"""HTTP statuses of codes; 400 of all others."""

_OF_THE_CALL = {
    *("Action", "Version", "Format", "Timestamp", "AccessKeyId", "SecurityToken"),
    *("Signature", "SignatureNonce", "SignatureMethod", "SignatureVersion"),
}
"""Parameters that are about the call, and differ each time it is made again."""

_log = logging.getLogger(__name__)


async def endpoint(request: Request) -> Response:
    """Answer a call at `/`; a browser that asks for the page is sent there."""
    service: Service = request.app.state.service
    call = await _call(request)
    action = call.header_or_param("x-acs-action", "Action")
    if not action and request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse("/ui/")
    request.state.action = action if action in ACTIONS else "unknown"
    request_id = request.state.request_id
    status, answer = await run_in_threadpool(_answered, service, call, action)
    if status >= 400:
        answer |= {"HostId": HOST_ID}
    return JSONResponse({"RequestId": request_id, **answer}, status)


async def _call(request: Request) -> Call:
    body = await request.body()
    form = {}
    if "multipart" not in request.headers.get("content-type", ""):
        form = _fields(body.decode("utf-8", "replace"))
    return Call(
        method=request.method,
        headers={name.lower(): value for name, value in request.headers.items()},
        query=_fields(request.url.query),
        form=form,
        body=body,
    )


def _fields(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))


def _answered(service: Service, call: Call, action: str) -> tuple[int, dict[str, Any]]:
    """Return the HTTP status and the answer, or the error in the service's form."""
    try:
        return 200, _done(service, call, action)
    except (JobError, TimelineError) as error:
        return STATUSES.get(error.code, 400), {"Code": error.code, "Message": str(error)}
    except Exception:
        _log.exception("%s failed", action if action in ACTIONS else "an action")
        told = "The request processing has failed due to some unknown error."
        return 500, {"Code": "InternalError", "Message": told}


def _done(service: Service, call: Call, action: str) -> dict[str, Any]:
    if len(call.params) > MOST_FIELDS:
        raise invalid("Action", f"at most {MOST_FIELDS} parameters are taken")
    if service.configuration.keys:
        verify(call, service.configuration.keys, service.database)
    if not action:
        raise JobError("Action is mandatory for this action.", code="MissingParameter")
    version = call.header_or_param("x-acs-version", "Version")
    if version not in ("", VERSION):
        raise JobError(f"Specified version is not {VERSION}.", code="InvalidVersion")
    if action not in ACTIONS:
        raise JobError("Specified api is not found.", code="InvalidAction.NotFound")
    params = Params(call.params)
    if reads_only(action):
        return ACTIONS[action](service, params)
    service.expect_room()
    with service.database.transaction():
        answer = _once(service, call, action, params)
    service.database.flush()
    service.wake()
    return answer


def _once(service: Service, call: Call, action: str, params: Params) -> dict[str, Any]:
    """Act, or return what was answered to the same call with the same ClientToken."""
    token = params.text("ClientToken")
    if not token:
        return ACTIONS[action](service, params)
    if len(token) > 64 or not token.isascii():
        raise invalid("ClientToken", "expected at most 64 ASCII characters")
    key = json.dumps([call.access_key, action, token])
    digest = _digest(params)
    now = time.time()
    service.database.write("DELETE FROM answers WHERE created < ?", now - DAY)
    known = service.database.row("SELECT digest, answer FROM answers WHERE key = ?", key)
    if known is None:
        answer = ACTIONS[action](service, params)
        values = (key, digest, json.dumps(answer), now)
        service.database.write("INSERT INTO answers VALUES (?, ?, ?, ?)", *values)
        return answer
    if known["digest"] != digest:
        told = "The ClientToken was used with other parameters."
        raise JobError(told, code="InvalidParameter.ClientToken")
    answer = json.loads(known["answer"])
    return dict(answer)


def _digest(params: Params) -> str:
    said = sorted((key, v) for key, v in params.values.items() if key not in _OF_THE_CALL)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
