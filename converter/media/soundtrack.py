"""Soundtrack: the sound of a movie, coded in a thread beside its pictures."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import numpy as np
from av.audio.stream import AudioStream
from av.packet import Packet
from av.stream import Stream

from converter.media.passages import SOUND_RATE, Passages, audio_frame
from converter.media.sound import Samples
from converter.store import Store, kept

# Sound is coded in pieces of at most five seconds, four of them ahead of the video.
PIECE = 5 * SOUND_RATE
AHEAD = 4


def fitted(sound: Samples | Iterable[Samples] | None, length: int) -> Iterator[Samples]:
    """Yield exactly `length` samples in pieces, silence where the sound is over."""
    blocks = [sound] if isinstance(sound, np.ndarray) else sound or ()
    left, channels = length, 1
    for block in blocks:
        channels = block.shape[1]
        for start in range(0, min(left, len(block)), PIECE):
            piece = block[start : start + min(PIECE, left)]
            left -= len(piece)
            yield piece
        if not left:
            return
    for start in range(0, left, PIECE):
        yield np.zeros((min(PIECE, left - start), channels), np.float32)


def coded_beside(
    stream: AudioStream | None, pieces: Iterator[Samples], options: Mapping[str, str]
) -> Generator[Packet[Stream]]:
    """Code sound in a thread of its own, a few pieces ahead of who takes them.

    `options` are those of the encoder.
    """
    if stream is None:
        return
    coded = _coded(stream, pieces, options, kept("sound"))
    pool = ThreadPoolExecutor(1, thread_name_prefix="sound")
    ahead = deque(pool.submit(next, coded, None) for _ in range(AHEAD))
    try:
        while (packets := ahead.popleft().result()) is not None:
            ahead.append(pool.submit(next, coded, None))
            yield from packets
    finally:
        pool.shutdown(cancel_futures=True)


def _coded(
    stream: AudioStream,
    pieces: Iterator[Samples],
    options: Mapping[str, str],
    store: Store | None,
) -> Iterator[list[Packet[Stream]]]:
    first = next(pieces)
    pieces = chain([first], pieces)
    if stream.codec_context.name == "aac":
        yield from Passages(stream, first.shape[1], options, store).packets(pieces)
        return
    position = 0
    for piece in pieces:
        yield stream.encode(audio_frame(piece, 2, position))
        position += len(piece)
    yield stream.encode(None)
