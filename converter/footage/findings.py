"""Findings: what was found out about a file, kept by the file's content.

A file is known again by its path, size and time of change, so that two hours of film
are not read to learn that they are the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from converter import store
from converter.errors import FootageError
from converter.store import Store


def finding(path: Path, key: str, make: Callable[[], Any]) -> Any:
    """Return what is kept about a file under a key, else what is made now: plain JSON.

    Raises FootageError without the file.
    """
    kept = store.kept("findings")
    if kept is None:
        return make()
    place = _place("finding", _known_digest(path, kept), key)
    found = kept.get(place)
    if found is not None:
        return json.loads(found)
    made = make()
    kept.put(place, json.dumps(made, ensure_ascii=False).encode())
    return made


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal; FootageError without the file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FootageError(f"{path}: cannot be read ({error.strerror})") from error


def _known_digest(path: Path, kept: Store) -> str:
    try:
        state = path.stat()
    except OSError as error:
        raise FootageError(f"{path}: cannot be read ({error.strerror})") from error
    place = _place("file", str(path.resolve()), f"{state.st_size} {state.st_mtime_ns}")
    known = kept.get(place)
    if known is not None:
        return known.decode()
    found = digest(path)
    kept.put(place, found.encode())
    return found


def _place(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode()).digest()
