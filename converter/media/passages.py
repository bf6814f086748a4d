"""Passages: the sound of a movie as pieces of AAC that are coded apart and kept.

A frame of AAC depends on its samples and those next to it, so a passage coded with a
little of what is around it joins those before and after without a seam. What it is coded
into is kept by its samples: a rendering in which only pictures changed codes no sound.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from importlib.metadata import version

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
from converter.store import Store, packed, unpacked

SOUND_RATE = 48_000

FRAME = 1024
OFTEN, LONGEST = 128, 512 * FRAME
"""Frames of a passage on average, 2.7 s, and the most samples it has."""
LOOKED_AT = 16
"""One sample in so many tells where a passage ends."""
AROUND = 4 * FRAME
"""Samples before and after a passage that its coding looks at; with fewer, it is heard."""

MONO_BITS = 96_000
"""Bits a second of a sound whose two channels are alike."""


class Passages:
    """Codes sound of one or two channels for a stream of two; what a store has is not coded."""

    def __init__(
        self,
        stream: AudioStream,
        channels: int,
        options: Mapping[str, str],
        store: Store | None,
    ) -> None:
        self._stream = stream
        self._channels = channels
        self._bits = MONO_BITS if channels == 1 else stream.bit_rate
        self._options = {**options, **(aac.OPTIONS if channels == 1 else {})}
        self._store = store

    def packets(self, pieces: Iterator[Samples]) -> Iterator[list[Packet[Stream]]]:
        """Yield the packets of each passage; `pieces` are of any length."""
        pts = -FRAME
        for samples, before, end in _divided(pieces, self._channels):
            frames = self._frames(samples, before // FRAME, last=end is not None)
            yield [self._packet(frame, pts + n * FRAME, end) for n, frame in enumerate(frames)]
            pts += len(frames) * FRAME

    def _packet(self, frame: bytes, pts: int, end: int | None) -> Packet[Stream]:
        packet = Packet(frame)
        packet.stream, packet.time_base = self._stream, Fraction(1, SOUND_RATE)
        packet.pts = packet.dts = pts
        packet.duration = FRAME if end is None else min(FRAME, end - pts)
        packet.is_keyframe = True
        return packet

    def _frames(self, samples: Samples, before: int, *, last: bool) -> list[bytes]:
        """Return a passage's frames, kept or coded now; `before` it are some others."""
        settings = self._bits, sorted(self._options.items()), before, last, version("av")
        name = hashlib.sha256(repr((samples.shape, settings)).encode() + samples.tobytes())
        found = self._store.get(name.digest()) if self._store else None
        if found is not None:
            return unpacked(found)
        frames = self._coded(samples)[before : None if last else -1 - AROUND // FRAME]
        if self._store:
            self._store.put(name.digest(), packed(frames))
        return frames

    def _coded(self, samples: Samples) -> list[bytes]:
        encoder = self._encoder()
        packets = encoder.encode(audio_frame(samples, self._channels, 0)) + encoder.encode(None)
        frames = map(bytes, packets)
        return list(map(aac.doubled, frames) if self._channels == 1 else frames)

    def _encoder(self) -> AudioCodecContext:
        encoder = av.CodecContext.create("aac", "w")
        if not isinstance(encoder, AudioCodecContext):
            raise RenderError("aac is no encoder of sound")
        encoder.sample_rate, encoder.format = SOUND_RATE, "fltp"
        encoder.layout = "mono" if self._channels == 1 else "stereo"
        encoder.time_base = Fraction(1, SOUND_RATE)
        encoder.bit_rate, encoder.options = self._bits, self._options
        # No element that names the encoder stands before the channels.
        encoder.flags |= Flags.bitexact
        return encoder


def audio_frame(piece: Samples, channels: int, position: int) -> AudioFrame:
    """Return samples as a frame of one or two channels that begins at a position."""
    planar = np.ascontiguousarray(np.broadcast_to(piece, (len(piece), channels)).T, np.float32)
    frame = AudioFrame.from_ndarray(planar, "fltp", "mono" if channels == 1 else "stereo")
    frame.sample_rate = SOUND_RATE
    frame.time_base = Fraction(1, SOUND_RATE)
    frame.pts = position
    return frame


def _divided(pieces: Iterator[Samples], channels: int) -> Iterator[tuple[Samples, int, int | None]]:
    """Yield each passage with what is around it, and how many samples are before it.

    With the last comes the number of all samples.
    """
    held, begin, start, end = np.zeros((0, channels), np.float32), 0, 0, 0
    for piece in pieces:
        held = np.concatenate([held, piece])
        while begin + len(held) > end + FRAME + AROUND:
            last, end = held[end - begin :][:FRAME], end + FRAME
            if _is_last(last) or end - start == LONGEST:
                yield held[: end + AROUND - begin], start - begin, None
                start, used = end, max(0, end - AROUND - begin)
                held, begin = held[used:], begin + used
    yield held, start - begin, begin + len(held)


def _is_last(frame: Samples) -> bool:
    """Tell of a frame whether a passage ends with it; one in OFTEN does, wherever it stands."""
    return zlib.crc32(frame[::LOOKED_AT].tobytes()) % OFTEN == 0
