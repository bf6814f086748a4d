"""Scanning: the frames of a whole video, small and in order, at the least cost."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation
from av.video.stream import VideoStream

from converter.errors import RenderError
from converter.media.container import beginning, displayed_size, moving_pictures, reading, tick
from converter.media.video import Picture


def scan(path: Path, *, width: int) -> Iterator[tuple[Fraction, Picture]]:
    """Yield (second, picture) for frames of a video: uint8 BGR, read once, in order.

    Frames that no other one refers to, up to half of them, are passed over. Pictures are
    `width` pixels wide with square pixels, not turned upright; blocks show, since the
    smoothing of their edges is left out. Damaged packets are skipped. Raises RenderError
    for a file without video.
    """
    with reading(Path(path)) as container:
        stream = moving_pictures(container)
        if stream is None:
            raise RenderError(f"{path}: no video in it")
        _hurry(stream)
        origin, size = beginning(container), None
        for frame in _decoded(container, stream):
            if frame.pts is None:
                continue
            size = size or _size(stream, frame, width)
            yield frame.pts * tick(stream) - origin, _small(frame, size)


def _hurry(stream: VideoStream) -> None:
    stream.thread_type = "AUTO"
    stream.codec_context.skip_frame = "NONREF"
    stream.codec_context.options = {"skip_loop_filter": "all", "flags2": "fast"}


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    for packet in container.demux(stream):
        try:
            yield from stream.codec_context.decode(packet if packet.size else None)
        except av.InvalidDataError:
            continue


def _size(stream: VideoStream, frame: VideoFrame, width: int) -> tuple[int, int]:
    across, down = displayed_size(stream, frame)
    if frame.rotation % 180:
        across, down = down, across
    return width, max(2, round(width * down / across))


def _small(frame: VideoFrame, size: tuple[int, int]) -> Picture:
    small = frame.reformat(*size, format="bgr24", interpolation=Interpolation.FAST_BILINEAR)
    return np.asarray(small.to_ndarray(), np.uint8)
