"""Opening media files, and what their streams leave to a rule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from converter.errors import RenderError

MICROSECOND = Fraction(1, 1_000_000)


@contextmanager
def reading(path: Path) -> Iterator[InputContainer]:
    """Open a video or sound file; while it is open, failures name it as RenderError."""
    with translating(path), open_media(path) as container:
        yield container


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Turn the library's failures into RenderError."""
    try:
        yield
    except av.FFmpegError as error:
        raise RenderError(f"{path}: cannot be decoded ({error.strerror})") from error


def open_media(path: Path) -> InputContainer:
    """Open a file for reading, whatever the encoding of its metadata."""
    return av.open(str(path), "r", metadata_errors="replace")


def moving_pictures(container: InputContainer) -> VideoStream | None:
    """Return the first video stream that is no cover art."""
    streams = container.streams.video
    cover = Disposition.attached_pic
    return next((stream for stream in streams if not stream.disposition & cover), None)


def beginning(container: InputContainer) -> Fraction:
    """Return the timestamp, in seconds, of the file's second 0.

    What an encoder puts before time 0 to prime a sound is not heard, and does not make
    the picture late.
    """
    start = (container.start_time or 0) * MICROSECOND
    picture = moving_pictures(container)
    shown = (picture.start_time or 0) * tick(picture) if picture else Fraction(0)
    return max(start, min(shown, Fraction(0)))


def tick(stream: Stream) -> Fraction:
    """Return what one unit of a stream's timestamps is, in seconds."""
    return stream.time_base or MICROSECOND


def displayed_size(stream: VideoStream, frame: VideoFrame) -> tuple[int, int]:
    """Return width and height after making pixels square and turning the frame upright."""
    aspect = stream.sample_aspect_ratio or Fraction(1)
    width, height = round(frame.width * aspect), frame.height
    return (height, width) if frame.rotation % 180 else (width, height)
