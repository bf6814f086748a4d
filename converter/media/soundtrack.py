"""Soundtrack: the sound of a movie, coded in a thread beside its pictures."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet
from av.stream import Stream

from converter.media.sound import Samples

SOUND_RATE = 48_000
# Sound is coded in pieces of at most five seconds, four of them ahead of the video.
PIECE = 5 * SOUND_RATE
AHEAD = 4


def fitted(sound: Samples | Iterable[Samples] | None, length: int) -> Iterator[Samples]:
    """Yield exactly `length` samples in pieces, silence where the sound is over."""
    blocks = [sound] if isinstance(sound, np.ndarray) else sound or ()
    left = length
    for block in blocks:
        for start in range(0, min(left, len(block)), PIECE):
            piece = block[start : start + min(PIECE, left)]
            left -= len(piece)
            yield piece
        if not left:
            return
    for start in range(0, left, PIECE):
        yield np.zeros((min(PIECE, left - start), 2), np.float32)


def coded_beside(
    stream: AudioStream | None, pieces: Iterator[Samples]
) -> Generator[Packet[Stream]]:
    """Code sound in a thread of its own, a few pieces ahead of who takes them."""
    if stream is None:
        return
    coded = _coded(stream, pieces)
    pool = ThreadPoolExecutor(1, thread_name_prefix="sound")
    ahead = deque(pool.submit(next, coded, None) for _ in range(AHEAD))
    try:
        while (packets := ahead.popleft().result()) is not None:
            ahead.append(pool.submit(next, coded, None))
            yield from packets
    finally:
        pool.shutdown(cancel_futures=True)


def _coded(stream: AudioStream, pieces: Iterator[Samples]) -> Iterator[list[Packet[Stream]]]:
    position = 0
    for piece in pieces:
        planar = np.ascontiguousarray(piece.T, np.float32)
        frame = AudioFrame.from_ndarray(planar, "fltp", "stereo")
        frame.sample_rate = SOUND_RATE
        frame.time_base = Fraction(1, SOUND_RATE)
        frame.pts = position
        position += len(piece)
        yield stream.encode(frame)
    yield stream.encode(None)
