"""Store: pieces of work kept on disk by their content, so that nothing is made twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from uuid import uuid4

LIMIT = 2 << 30
"""Bytes kept; what was out of use longest goes first."""

_SOURCES = (".py", ".typ", ".json", ".toml")
_SUM = hashlib.sha256().digest_size
_FOLDER: ContextVar[Path | None] = ContextVar("docreel_store", default=None)


@contextmanager
def keeping(folder: Path | None) -> Iterator[None]:
    """Keep what is made inside this context in a folder; None keeps nothing."""
    token = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(token)


def folder_in_use() -> Path | None:
    """Return the folder that work is kept in now, for processes that go on with it."""
    return _FOLDER.get()


def kept(kind: str) -> Store | None:
    """Return the store of a kind of work in the folder that is used, if one is."""
    folder = _FOLDER.get()
    return Store(folder / kind) if folder else None


def once(kind: str, key: str, make: Callable[[], bytes]) -> bytes:
    """Return what the store of a kind of work has under a key, else make it and keep it."""
    store, name = kept(kind), hashlib.sha256(key.encode()).digest()
    found = store.get(name) if store else None
    if found is not None:
        return found
    made = make()
    if store:
        store.put(name, made)
    return made


@cache
def maker(*libraries: str) -> bytes:
    """Return a digest of our code and the versions of some libraries.

    It belongs into the name of what they make: what another version made is not found.
    """
    folder = Path(__file__).parent
    sources = sorted(path for path in folder.rglob("*") if path.suffix in _SOURCES)
    found = hashlib.sha256(repr([_version(library) for library in libraries]).encode())
    for path in sources:
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.digest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def packed(parts: Iterable[bytes]) -> bytes:
    """Return several byte strings as one."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def unpacked(value: bytes) -> list[bytes]:
    """Return what was packed."""
    parts, position = [], 0
    while position < len(value):
        begin = position + 4
        position = begin + int.from_bytes(value[position:begin], "big")
        parts.append(value[begin:position])
    return parts


class Store:
    """A folder of byte strings by digest, which processes may share.

    Whatever is damaged, missing or cannot be written is as if it had never been kept:
    a store saves work, it is never needed.
    """

    def __init__(self, folder: Path, *, limit: int = LIMIT) -> None:
        """Use a folder, which is made when something is kept; `limit` is in bytes."""
        self._folder = folder
        self._limit = limit
        self._kept: int | None = None

    def get(self, digest: bytes) -> bytes | None:
        """Return what is kept under a digest, or None."""
        path = self._path(digest)
        try:
            stored = path.read_bytes()
            # Reading counts as use.
            os.utime(path)
        except OSError:
            return None
        value = stored[_SUM:]
        return value if hashlib.sha256(value).digest() == stored[:_SUM] else None

    def put(self, digest: bytes, value: bytes) -> None:
        """Keep a value; it appears whole or not at all."""
        path = self._path(digest)
        unfinished = path.with_name(f"{uuid4().hex}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(hashlib.sha256(value).digest() + value)
            unfinished.replace(path)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()
            return
        self._make_room(len(value))

    def _path(self, digest: bytes) -> Path:
        name = digest.hex()
        return self._folder / name[:2] / name[2:]

    def _make_room(self, added: int) -> None:
        """Drop what is oldest once the limit is passed, down to nine tenths of it."""
        if self._kept is not None:
            self._kept += added
        if self._kept is None or self._kept > self._limit:
            self._kept = self._trimmed()

    def _trimmed(self) -> int:
        files = sorted(self._files(), reverse=True)
        total = sum(size for _, size, _ in files)
        while total > self._limit * 9 // 10 and files:
            _, size, path = files.pop()
            with suppress(OSError):
                path.unlink()
            total -= size
        return total

    def _files(self) -> list[tuple[int, int, Path]]:
        """Return when each file was used last, how large it is, and where."""
        found = []
        for path in self._folder.glob("??/*"):
            with suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime_ns, state.st_size, path))
        return found
