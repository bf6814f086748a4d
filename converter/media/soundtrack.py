"""Soundtrack: the sound of a movie, coded in a thread beside its pictures."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import chain

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.packet import Packet
from av.stream import Stream

from converter.errors import RenderError
from converter.media import aac
from converter.media.sound import Samples

SOUND_RATE = 48_000
# Sound is coded in pieces of at most five seconds, four of them ahead of the video.
PIECE = 5 * SOUND_RATE
AHEAD = 4

MONO_BITS = 96_000
"""Bits a second of a sound whose two channels are alike."""


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
    first = next(pieces)
    alike = first.shape[1] == 1 and stream.codec_context.name == "aac"
    encode = _doubling(stream) if alike else stream.encode
    position = 0
    for piece in chain([first], pieces):
        yield encode(_frame(piece, 1 if alike else 2, position))
        position += len(piece)
    yield encode(None)


def _frame(piece: Samples, channels: int, position: int) -> AudioFrame:
    planar = np.ascontiguousarray(np.broadcast_to(piece, (len(piece), channels)).T, np.float32)
    frame = AudioFrame.from_ndarray(planar, "fltp", "mono" if channels == 1 else "stereo")
    frame.sample_rate = SOUND_RATE
    frame.time_base = Fraction(1, SOUND_RATE)
    frame.pts = position
    return frame


def _doubling(stream: AudioStream) -> Callable[[AudioFrame | None], list[Packet[Stream]]]:
    """Return what codes frames of one channel into packets of a stream of two."""
    encoder = av.CodecContext.create("aac", "w")
    if not isinstance(encoder, AudioCodecContext):
        raise RenderError("aac is no encoder of sound")
    encoder.sample_rate, encoder.layout, encoder.format = SOUND_RATE, "mono", "fltp"
    encoder.time_base = Fraction(1, SOUND_RATE)
    encoder.bit_rate, encoder.options = MONO_BITS, dict(aac.OPTIONS)
    # No element that names the encoder stands before the channel.
    encoder.flags |= Flags.bitexact

    def encode(frame: AudioFrame | None) -> list[Packet[Stream]]:
        return [_doubled(packet, stream) for packet in encoder.encode(frame)]

    return encode


def _doubled(packet: Packet[Stream], stream: AudioStream) -> Packet[Stream]:
    doubled = Packet(aac.doubled(bytes(packet)))
    doubled.stream, doubled.time_base = stream, packet.time_base
    doubled.pts, doubled.dts, doubled.duration = packet.pts, packet.dts, packet.duration
    doubled.is_keyframe = True
    return doubled
