"""Sound: any file's audio as float32 samples at one rate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from converter.errors import RenderError
from converter.media.container import beginning, reading, tick

Samples = NDArray[np.float32]


def load_sound(path: Path, *, rate: int = 48_000, channels: int = 2) -> Samples:
    """Load a file's sound as float32 of shape (samples, channels), in [-1, 1].

    `rate` is samples a second; see `stream_sound`, which it gathers.
    """
    blocks = list(stream_sound(path, rate=rate, channels=channels))
    return np.concatenate(blocks) if blocks else np.zeros((0, channels), np.float32)


def stream_sound(path: Path, *, rate: int = 48_000, channels: int = 2) -> Iterator[Samples]:
    """Yield a file's sound in blocks of float32, shape (samples, channels), 1 or 2.

    Sample 0 is second 0 of the file: sound that begins after the picture is
    preceded by silence. One channel is heard alike on two, two are heard as their
    mean on one. Damaged packets are skipped, as players do; RenderError where there
    is no sound, or all of it is damaged.
    """
    path = Path(path)
    with reading(path) as container:
        if not container.streams.audio:
            raise RenderError(f"{path}: no sound in it")
        stream = container.streams.audio[0]
        layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        resampler = AudioResampler(format="flt", layout=layout, rate=rate)
        for number, frame in enumerate(_decoded(container, stream)):
            if not number:
                lead = _silence_before(container, stream, frame, rate)
                yield np.zeros((lead, channels), np.float32)
            yield from _resampled(resampler, frame, channels)
        yield from _resampled(resampler, None, channels)


def _decoded(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    damage, heard = None, False
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.InvalidDataError as error:
            damage = error
            continue
        heard = heard or bool(frames)
        yield from frames
    if damage and not heard:
        raise damage


def _silence_before(
    container: InputContainer, stream: AudioStream, frame: AudioFrame, rate: int
) -> int:
    start = (frame.pts or 0) * tick(stream) - beginning(container)
    return max(0, round(start * rate))


def _resampled(
    resampler: AudioResampler, frame: AudioFrame | None, channels: int
) -> Iterator[Samples]:
    for block in resampler.resample(frame):
        samples = np.asarray(block.to_ndarray(), np.float32)
        yield _on_channels(samples.reshape(-1, block.layout.nb_channels), channels)


def _on_channels(samples: Samples, channels: int) -> Samples:
    """Bring one or two channels to one or two; the library's own way changes loudness."""
    if samples.shape[1] > channels:
        return np.asarray(samples.mean(axis=1, keepdims=True), np.float32)
    return samples.repeat(channels // samples.shape[1], axis=1)
