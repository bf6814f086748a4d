"""Probe: what a media file is, found by its bytes and not by its name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

from av.container import InputContainer
from av.stream import Stream
from av.video.stream import VideoStream

from converter.errors import RenderError
from converter.media.animation import pace
from converter.media.container import (
    MICROSECOND,
    beginning,
    displayed_size,
    moving_pictures,
    reading,
    tick,
)
from converter.media.picture import displayed_shape, is_picture, opened

# Frames a second that are looked for in a video of variable rate.
FINEST_RATE = Fraction(240)
# Formats that do not say how long they are; the demuxer guesses from a bit rate.
WITHOUT_DURATION = {"aac", "ac3", "eac3", "mp3", "amr", "h264", "hevc", "m4v", "mpegvideo"}


@dataclass(frozen=True, slots=True)
class Media:
    """A media file: its kind and measures.

    `width` and `height` are pixels as displayed: turned by `rotation` degrees
    clockwise, pixels square; 0 for sound. `duration` is seconds, of an animated image
    those of one turn; None, like `fps`, for images that stand still. `fps` is frames a
    second, on average; where they come unevenly, all of them fall on `finest`.
    """

    path: Path
    kind: Literal["image", "video", "audio"]
    width: int
    height: int
    duration: Fraction | None
    fps: Fraction | None
    has_audio: bool
    rotation: int
    finest: Fraction | None = None

    @property
    def animated(self) -> bool:
        """Whether it is an image that moves, and begins again where it ends."""
        return self.kind == "image" and self.fps is not None

    @property
    def rate(self) -> Fraction | None:
        """How often a second to look at it so as to miss no frame, at most 240."""
        return self.finest or self.fps


def probe(path: Path) -> Media:
    """Return what the file at `path` is.

    Cover art does not make a sound file a video; an animated image is an image.
    Raises RenderError for a file that is missing, damaged or of no known format.
    """
    path = Path(path)
    if is_picture(path):
        return _probe_image(path)
    with reading(path) as container:
        if stream := moving_pictures(container):
            return _probe_video(path, container, stream)
        return _probe_sound(path, container)


def _probe_image(path: Path) -> Media:
    with opened(path) as image:
        width, height, rotation = displayed_shape(image)
        found = pace(image)
    still = Media(path, "image", width, height, None, None, False, rotation)
    if found is None:
        return still
    return replace(still, duration=found.duration, fps=found.fps, finest=found.finest)


def _probe_video(path: Path, container: InputContainer, stream: VideoStream) -> Media:
    # Only a decoded frame tells the rotation, and that the codec is known.
    frame = next(container.decode(stream), None)
    if frame is None:
        raise RenderError(f"{path}: no frame in its video")
    if stream.start_time is None:
        raise RenderError(f"{path}: its frames have no time, expected them in a container as MP4")
    width, height = displayed_size(stream, frame)
    return Media(
        path,
        "video",
        width,
        height,
        _duration(container, stream),
        average := stream.average_rate or stream.guessed_rate or FINEST_RATE,
        has_audio=bool(container.streams.audio),
        rotation=-frame.rotation % 360,
        finest=min(stream.base_rate or average, max(average, FINEST_RATE)),
    )


def _probe_sound(path: Path, container: InputContainer) -> Media:
    if not container.streams.audio:
        raise RenderError(f"{path}: neither picture nor sound in it")
    duration = _duration(container, container.streams.audio[0])
    return Media(path, "audio", 0, 0, duration, None, has_audio=True, rotation=0)


def _duration(container: InputContainer, stream: Stream) -> Fraction:
    if container.format.name not in WITHOUT_DURATION:
        if stream.duration:
            late = (stream.start_time or 0) * tick(stream) - beginning(container)
            return max(Fraction(0), late) + stream.duration * tick(stream)
        if container.duration:
            return container.duration * MICROSECOND
    return _measured_duration(container, stream)


def _measured_duration(container: InputContainer, stream: Stream) -> Fraction:
    """Add up all packets, which is slow and right."""
    container.seek(0)
    return sum(packet.duration or 0 for packet in container.demux(stream)) * tick(stream)
