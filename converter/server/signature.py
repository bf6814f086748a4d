"""Signatures: whether a call was made by one who has the secret of its access key.

Both kinds that the official SDKs use: ACS3-HMAC-SHA256 in a header, and the older RPC
version with HMAC-SHA1 in the query.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from converter.errors import JobError
from converter.jobs.database import Database

ALGORITHM = "ACS3-HMAC-SHA256"
WINDOW = 900.0
"""Seconds by which a caller's clock may differ, and for which a nonce is remembered."""
_SIGNED = ("host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce")


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it came: headers with lower-case names, query and form decoded."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    body: bytes

    @property
    def params(self) -> dict[str, str]:
        """All parameters, wherever they came."""
        return {**self.query, **self.form}

    def header_or_param(self, header: str, name: str) -> str:
        """Return what newer SDKs say in a header and older ones in a parameter."""
        return self.headers.get(header) or self.params.get(name, "")

    @property
    def access_key(self) -> str:
        """The id of the key the call says it was signed with."""
        return _authorization(self).get("Credential") or self.params.get("AccessKeyId", "")


def verify(call: Call, keys: Mapping[str, str], database: Database) -> None:
    """Raise JobError for a call that is not signed as it should, is late, or came before."""
    if call.headers.get("authorization", "").startswith(ALGORITHM):
        date, nonce = call.headers.get("x-acs-date", ""), call.headers.get("x-acs-signature-nonce")
        expected = _acs3(call, _secret(call, keys))
        given = _authorization(call).get("Signature", "")
    elif "Signature" in call.query:
        date, nonce = call.params.get("Timestamp", ""), call.params.get("SignatureNonce")
        expected, given = _v2(call, _secret(call, keys)), call.query["Signature"]
    else:
        raise JobError("The request is not signed.", code="IncompleteSignature")
    if not hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace")):
        told = "The request signature does not conform to the standard."
        raise JobError(told, code="SignatureDoesNotMatch")
    _expect_now(date)
    if not nonce:
        raise JobError("The request has no signature nonce.", code="IncompleteSignature")
    _expect_new(f"{call.access_key} {nonce}", database)


def _authorization(call: Call) -> dict[str, str]:
    scheme, _, fields = call.headers.get("authorization", "").partition(" ")
    if scheme != ALGORITHM:
        return {}
    pairs = (field.strip().partition("=") for field in fields.split(","))
    return {name: value for name, _, value in pairs}


def _secret(call: Call, keys: Mapping[str, str]) -> str:
    if call.access_key not in keys:
        raise JobError("Specified access key is not found.", code="InvalidAccessKeyId.NotFound")
    return keys[call.access_key]


def _acs3(call: Call, secret: str) -> str:
    names = _authorization(call).get("SignedHeaders", "").split(";")
    unsigned = [name for name in _SIGNED if name in call.headers and name not in names]
    if unsigned or "x-acs-content-sha256" not in names:
        told = f"Not all headers are signed: {', '.join(unsigned) or 'x-acs-content-sha256'}."
        raise JobError(told, code="IncompleteSignature")
    digest = hashlib.sha256(call.body).hexdigest()
    if call.headers.get("x-acs-content-sha256") != digest:
        raise JobError("The digest of the body is another.", code="SignatureDoesNotMatch")
    headers = "".join(f"{name}:{call.headers.get(name, '').strip()}\n" for name in names)
    canonical = "\n".join(
        [call.method, "/", _canonical(call.query), headers, ";".join(names), digest]
    )
    text = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _v2(call: Call, secret: str) -> str:
    params = {name: value for name, value in call.params.items() if name != "Signature"}
    text = f"{call.method}&%2F&{_encoded(_canonical(params))}"
    digest = hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _canonical(params: Mapping[str, str]) -> str:
    return "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in sorted(params.items()))


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~", errors="replace")


def _expect_now(date: str) -> None:
    try:
        said = datetime.strptime(date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        said = 0.0
    if abs(time.time() - said) > WINDOW:
        told = "Specified time stamp or date value is expired."
        raise JobError(told, code="InvalidTimeStamp.Expired")


def _expect_new(nonce: str, database: Database) -> None:
    now = time.time()
    with database.transaction():
        # A call whose nonce is forgotten is refused for its time.
        database.write("DELETE FROM nonces WHERE seen < ?", now - 2 * WINDOW)
        if not database.write("INSERT OR IGNORE INTO nonces VALUES (?, ?)", nonce, now):
            raise JobError("Specified signature nonce was used already.", code="SignatureNonceUsed")
