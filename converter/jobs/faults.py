"""Faults: what libraries of the cloud raise, as our error.

One line: what was asked, what came back, the code and the id of the request. Nothing of
an address's query or of a credential gets in, however a library words it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from converter.errors import JobError

UNREACHABLE = "ServiceUnAvailable"
"""The code of what was not answered: nobody knows whether it was done."""
NO_CREDENTIALS = "InvalidAccessKeyId"
LONGEST = 300

_NOT_FOUND = 404
_WORDING = re.compile(r"^code: \d+,\s*|\s*request id: \S+\s*$")
_INNER = ("inner_exception", "_error", "reason", "__cause__", "__context__")


@contextmanager
def translated(asked: str) -> Iterator[None]:
    """Turn whatever is raised inside into a JobError that begins with `asked`."""
    try:
        yield
    except JobError:
        raise
    except Exception as error:
        # Not by class: the SDKs let through what their parts raise, and parts change.
        # Not chained: what they say may hold a token.
        raise _fault(asked, list(_chain(error))) from None


def _fault(asked: str, chain: list[BaseException]) -> JobError:
    kinds = {type(error).__name__ for error in chain}
    if kinds & {"CredentialException", "CredentialsFetchError", "CredentialsEmptyError"}:
        told = f"{asked}: no credentials were found where the vendor's SDK looks for them"
        return JobError(told, code=NO_CREDENTIALS)
    for error in chain:
        code = getattr(error, "code", None)
        if isinstance(code, str) and code:
            return _answered(asked, error, code)
    return JobError(f"{asked}: no answer: {_reason(chain)}", code=UNREACHABLE)


def _answered(asked: str, error: Any, code: str) -> JobError:
    """Return an error that the service answered with."""
    data = getattr(error, "data", None)
    data = data if isinstance(data, dict) else {}
    status = getattr(error, "status_code", None) or data.get("statusCode")
    said = str(data.get("Message") or getattr(error, "message", None) or "no message")
    request = getattr(error, "request_id", None) or data.get("RequestId")
    known = f"[{code}, request {request}]" if request else f"[{code}]"
    told = f"{asked}: {_line(_WORDING.sub('', said))} {known}"
    lacking = status == _NOT_FOUND or code.endswith("JobNotFound")
    return JobError(told, code="InvalidParameter.JobNotFound" if lacking else code)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all it was made of, each once."""
    pending, seen = [error], set[int]()
    while pending:
        found = pending.pop(0)
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        parts = [*(getattr(found, name, None) for name in _INNER), *found.args]
        pending += [part for part in parts if isinstance(part, BaseException)]


def _reason(chain: list[BaseException]) -> str:
    """Return why nothing came back: what the system said, else what kind of error it is."""
    said = (error.strerror for error in chain if isinstance(error, OSError) and error.strerror)
    return _line(next(said, type(chain[-1]).__name__))


def _line(text: str) -> str:
    return " ".join(str(text).split())[:LONGEST]
