"""Sound: any file's audio as float32 samples at one rate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import chain
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

PREROLL = Fraction(1, 2)
"""Seconds that a decoder gets before those that are wanted, to find into the sound."""
DRIFT = Fraction(1, 10)
"""Seconds by which sound may run off its time stamps before it is set right."""


def load_sound(path: Path, *, rate: int = 48_000, channels: int = 2) -> Samples:
    """Load a file's sound as float32 of shape (samples, channels), in [-1, 1].

    `rate` is samples a second; see `stream_sound`, which it gathers.
    """
    blocks = list(stream_sound(path, rate=rate, channels=channels))
    return np.concatenate(blocks) if blocks else np.zeros((0, channels), np.float32)


def stream_sound(
    path: Path,
    *,
    rate: int = 48_000,
    channels: int = 2,
    start: Fraction = Fraction(0),
    end: Fraction | None = None,
) -> Iterator[Samples]:
    """Yield a file's sound in blocks of float32, shape (samples, channels), 1 or 2.

    It is that of seconds [start, end) of the file, or up to where the sound ends; what
    is before is not decoded. Second 0 is that of the picture: sound that begins after it
    is preceded by silence, and a hole in the sound is as long as it should be. One
    channel is heard alike on two, two are heard as their mean on one. Damaged packets
    are skipped, as players do; RenderError where there is no sound, or all of it is
    damaged.
    """
    place, last = round(start * rate), None if end is None else round(end * rate)
    with _standing(Path(path), start) as (container, stream):
        for begins, block in _placed(container, stream, rate, channels):
            rest = block[max(0, place - begins) :]
            for heard in chain(_silence(begins - place, rate, channels), (rest,)):
                if last is not None and place >= last:
                    return
                yield heard if last is None else heard[: last - place]
                place += len(heard)


def change_rate(samples: Samples, rate: int, to: int) -> Samples:
    """Return sound of shape (samples, channels), 1 or 2, at another rate."""
    if rate == to or not len(samples):
        return samples
    channels = samples.shape[1]
    layout = "mono" if channels == 1 else "stereo"
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples.reshape(1, -1)), "flt", layout)
    frame.sample_rate, frame.pts = rate, 0
    resampler = AudioResampler(format="flt", layout=layout, rate=to)
    parts = [part for given in (frame, None) for part in _resampled(resampler, given, channels)]
    return np.concatenate(parts)


@contextmanager
def _standing(path: Path, start: Fraction) -> Iterator[tuple[InputContainer, AudioStream]]:
    """Open a file somewhat before a second of it, at the beginning where it has no index."""
    with reading(path) as container:
        stream = _stream(container, path)
        if start <= PREROLL or _sought(container, stream, start - PREROLL):
            yield container, stream
            return
    with reading(path) as container:
        yield container, _stream(container, path)


def _stream(container: InputContainer, path: Path) -> AudioStream:
    if not container.streams.audio:
        raise RenderError(f"{path}: no sound in it")
    return container.streams.audio[0]


def _sought(container: InputContainer, stream: AudioStream, second: Fraction) -> bool:
    target = int((beginning(container) + second) / tick(stream))
    try:
        container.seek(target, stream=stream)
        first = next(container.demux(stream)).pts
        container.seek(target, stream=stream)
    except av.FFmpegError:
        return False
    return first is not None and first <= target


def _placed(
    container: InputContainer, stream: AudioStream, rate: int, channels: int
) -> Iterator[tuple[int, Samples]]:
    """Yield blocks, and the sample of the file each begins at."""
    layout = "mono" if stream.codec_context.channels == 1 else "stereo"
    resampler, place = None, 0
    for frame in _decoded(container, stream):
        begins = _begins(container, stream, frame, rate)
        if resampler is None or (begins is not None and abs(begins - place) > DRIFT * rate):
            resampler = AudioResampler(format="flt", layout=layout, rate=rate)
            place = begins or 0
        for block in _resampled(resampler, frame, channels):
            yield place, block
            place += len(block)
    if resampler is not None:
        for block in _resampled(resampler, None, channels):
            yield place, block
            place += len(block)


def _silence(samples: int, most: int, channels: int) -> Iterator[Samples]:
    """Yield silence in blocks of not more than `most` samples."""
    for place in range(0, samples, most):
        yield np.zeros((min(most, samples - place), channels), np.float32)


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


def _begins(
    container: InputContainer, stream: AudioStream, frame: AudioFrame, rate: int
) -> int | None:
    """Return the sample of the file that a frame begins at, None where it does not say."""
    if frame.pts is None:
        return None
    return round((frame.pts * tick(stream) - beginning(container)) * rate)


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
