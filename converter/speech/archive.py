"""Archive: what was spoken once, kept on disk by its content.

A file holds a digest, a header in JSON and the samples. It appears whole or not at
all, so processes may share a folder; one whose digest is wrong counts as missing and
is made again. When the folder is full, what was used least recently goes.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

import numpy as np

from converter.speech.model import Samples, Speech, Word

BUDGET = 2**30
"""Bytes a folder may hold, 1 GiB: about three hours of speech."""

ROOM = 0.9
"""Share of the budget that is left when old files go."""

DIGEST = hashlib.sha256().digest_size
SUFFIX = ".speech"

_FOLDER: ContextVar[Path | None] = ContextVar("docreel_speech_archive", default=None)


@contextmanager
def keeping_speech(folder: Path | None) -> Iterator[None]:
    """Keep what is spoken inside this context in a folder; None keeps nothing."""
    token = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(token)


def kept(key: str, make: Callable[[], Speech]) -> Speech:
    """Return the speech of a key: from the folder in use, else made now and kept there."""
    folder = _FOLDER.get()
    return make() if folder is None else Archive(folder).get(key, make)


class Archive:
    """A folder of speeches that holds at most `budget` bytes."""

    def __init__(self, folder: Path, budget: int = BUDGET) -> None:
        self._folder = folder
        self._budget = budget

    def get(self, key: str, make: Callable[[], Speech]) -> Speech:
        """Return the speech of a key, made now unless it is here and whole."""
        file = self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}{SUFFIX}"
        found = _read(file)
        if found is not None:
            return found
        speech = make()
        with suppress(OSError):  # A folder that cannot be written harms nobody.
            self._write(file, _packed(speech))
        return speech

    def _write(self, file: Path, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(SUFFIX, prefix="part-", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(data)
            os.replace(name, file)
        except OSError:
            os.unlink(name)
            raise
        self._make_room()

    def _make_room(self) -> None:
        """Delete what was used least recently, down to a share of the budget."""
        files = sorted(_aged(self._folder))
        held = sum(size for _, size, _ in files)
        if held <= self._budget:
            return
        for _, size, path in files:
            if held <= ROOM * self._budget:
                break
            with suppress(OSError):  # Another process was faster.
                os.unlink(path)
            held -= size


def _aged(folder: Path) -> Iterator[tuple[float, int, str]]:
    """Yield when each file was used, its size and its path."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(SUFFIX):
                with suppress(OSError):
                    about = entry.stat()
                    yield about.st_mtime, about.st_size, entry.path


def _packed(speech: Speech) -> bytes:
    header = {
        "text": speech.text,
        "rate": speech.rate,
        "words": [(word.start, word.end, word.begin, word.stop) for word in speech.words],
        "timing": speech.timing,
        "notes": speech.notes,
    }
    head = json.dumps(header).encode()
    samples = np.asarray(speech.samples[:], "<f4").tobytes()
    body = len(head).to_bytes(4, "big") + head + samples
    return hashlib.sha256(body).digest() + body


def _read(file: Path) -> Speech | None:
    """Return the speech of a file, None where there is none or it is damaged."""
    try:
        data = file.read_bytes()
        os.utime(file)
    except OSError:
        return None
    digest, body = data[:DIGEST], data[DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        return None
    begin = 4 + int.from_bytes(body[:4], "big")
    header = json.loads(body[4:begin])
    return Speech(
        header["text"],
        _samples(body[begin:]),
        header["rate"],
        tuple(Word(*word) for word in header["words"]),
        header["timing"],
        tuple(header["notes"]),
    )


def _samples(data: bytes) -> Samples:
    return np.frombuffer(data, "<f4").astype(np.float32, copy=False)
