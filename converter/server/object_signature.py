"""Whether a call about an object was signed by one who has the secret of its key.

Version 4 of the signatures of object storage: over method, path, query and the headers
named in it, not over the body.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import reduce
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.types import Scope

from converter.errors import JobError
from converter.server.signature import WINDOW

ALGORITHM = "OSS4-HMAC-SHA256"


def verify(scope: Scope, keys: Mapping[str, str]) -> None:
    """Raise JobError for a call that is not signed as it should, or is late."""
    headers = Headers(scope=scope)
    fields = _fields(headers.get("authorization", ""))
    key, _, range_ = fields.get("Credential", "").partition("/")
    if key not in keys:
        raise JobError("The access key is not known.", code="InvalidAccessKeyId")
    date = headers.get("x-oss-date", "")
    named = fields.get("AdditionalHeaders", "").split(";")
    canonical = _canonical(scope, headers, [name for name in named if name])
    text = "\n".join([ALGORITHM, date, range_, hashlib.sha256(canonical.encode()).hexdigest()])
    secret = reduce(_keyed, range_.split("/"), f"aliyun_v4{keys[key]}".encode())
    expected, given = _keyed(secret, text).hex(), fields.get("Signature", "")
    if not hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace")):
        raise JobError("The signature does not match.", code="SignatureDoesNotMatch")
    _expect_now(date, range_)


def _fields(authorization: str) -> dict[str, str]:
    scheme, _, rest = authorization.partition(" ")
    if scheme != ALGORITHM:
        return {}
    pairs = (field.strip().partition("=") for field in rest.split(","))
    return {name: value for name, _, value in pairs}


def _canonical(scope: Scope, headers: Headers, named: list[str]) -> str:
    pairs = (part.partition("=") for part in scope["query_string"].decode("latin-1").split("&"))
    query = "&".join(f"{k}={v}" if v else k for k, _, v in sorted(pairs) if k)
    signed = sorted((k, v) for k, v in headers.items() if _is_signed(k) or k in named)
    return "\n".join(
        [
            scope["method"],
            quote(scope["path"], safe="/"),
            query,
            "".join(f"{name}:{value}\n" for name, value in signed),
            ";".join(named),
            headers.get("x-oss-content-sha256", "UNSIGNED-PAYLOAD"),
        ]
    )


def _is_signed(name: str) -> bool:
    return name.startswith("x-oss-") or name in ("content-type", "content-md5")


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _expect_now(date: str, range_: str) -> None:
    try:
        said = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        said = 0.0
    if abs(time.time() - said) > WINDOW or not range_.startswith(f"{date[:8]}/"):
        raise JobError("The call was signed at another time.", code="RequestTimeTooSkewed")
