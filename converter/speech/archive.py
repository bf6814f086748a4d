"""Archive: what was spoken once, in the store of work: a header in JSON, then the samples."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import numpy as np

from converter import store
from converter.speech.model import Speech, Word

_LENGTH = 4
"""Bytes that say how long the header is."""


def kept(key: str, make: Callable[[], Speech]) -> Speech:
    """Return the speech of a key: from the store in use, else made now and kept there."""
    archive = store.kept("speech")
    if archive is None:
        return make()
    digest = hashlib.sha256(key.encode()).digest()
    found = archive.get(digest)
    if found is not None:
        return unpacked(found)
    speech = make()
    archive.put(digest, packed(speech))
    return speech


def packed(speech: Speech) -> bytes:
    """Return a speech as bytes."""
    header = {
        "text": speech.text,
        "rate": speech.rate,
        "words": [(word.start, word.end, word.begin, word.stop) for word in speech.words],
        "timing": speech.timing,
        "notes": speech.notes,
    }
    head = json.dumps(header).encode()
    samples = np.asarray(speech.samples[:], "<f4").tobytes()
    return len(head).to_bytes(_LENGTH, "big") + head + samples


def unpacked(data: bytes) -> Speech:
    """Return the speech that was packed into some bytes."""
    begin = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    header = json.loads(data[_LENGTH:begin])
    return Speech(
        header["text"],
        np.frombuffer(data[begin:], "<f4").astype(np.float32, copy=False),
        header["rate"],
        tuple(Word(*word) for word in header["words"]),
        header["timing"],
        tuple(header["notes"]),
    )
