"""Addresses of media: which file on this machine one means, if any.

A bare path and `file:` mean themselves. `http(s)://BUCKET.oss-REGION.HOST/KEY`, an
address in the cloud's object storage, means `BUCKET/KEY` below a storage folder, so
that the JSON of the cloud renders here unchanged.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_BUCKET = re.compile(r"(?P<bucket>[a-z0-9][a-z0-9-]*)\.oss-[a-z0-9-]+(\.[a-z0-9-]+)*")


def local_path(address: str, base: Path, storage: Path | None = None) -> Path | None:
    """Return the file an address means on this machine, or None when it is elsewhere.

    `base` is the folder that bare paths start from, `storage` the one that stands for
    the cloud's object storage. No key leads out of its bucket.
    """
    parts = split(address)
    if parts is None:
        return base / address
    if parts.scheme == "file":
        return Path(unquote(parts.path)) if parts.netloc in ("", "localhost") else None
    if storage is None or parts.scheme not in ("http", "https"):
        return None
    return _stored(parts, storage)


def split(address: str) -> SplitResult | None:
    """Return the parts of an address, or None for a bare path.

    What begins like an address and is none has an empty scheme.
    """
    if not _SCHEME.match(address):
        return None
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


def _stored(parts: SplitResult, storage: Path) -> Path | None:
    found = _BUCKET.fullmatch(parts.hostname or "")
    key = PurePosixPath(unquote(parts.path).lstrip("/"))
    if not found or not key.parts or ".." in key.parts or "\0" in str(key):
        return None
    return storage / found["bucket"] / key
