"""Frames: the pictures of a video file, by time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.codec.context import CodecContext
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, Interpolation
from av.video.stream import VideoStream

from converter.errors import RenderError
from converter.media.container import (
    beginning,
    displayed_size,
    moving_pictures,
    open_media,
    tick,
    translating,
)
from converter.media.video import Picture

# Decoding on to a frame this far ahead costs less than seeking to it.
NEAR = Fraction(3)
# An index leads to a key frame by decoding time, or a bit behind: then from further back.
STEPS_BACK = tuple(map(Fraction, ("0", "0.5", "2", "8", "32")))
# Each thread holds frames of its own, and several videos may be open.
THREADS = 2
# AVColorSpace: nothing said; untagged video above PAL is BT.709.
UNSPECIFIED = 2
PAL_HEIGHT = 576
# Codecs whose own decoder passes over the alpha that comes beside the picture.
ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}


class VideoFrames:
    """The frames of a video file by time, upright and with square pixels.

    Frames asked for in rising order are decoded once each; far ones are reached from the
    key frame before them. `within` is a box (width, height) in pixels the frames are
    reduced to fit, never enlarged; those with transparency keep their size.
    """

    def __init__(self, path: Path, *, within: tuple[int, int] | None = None) -> None:
        """Open the file; RenderError where there is no video in it."""
        self.path = Path(path)
        self._within = within
        self._picture: Picture | None = None
        with translating(self.path):
            self._open()

    def at(self, seconds: Fraction) -> Picture:
        """Return the frame shown at a second of the file: uint8 RGB, or RGBA, read-only.

        Before the first frame it is the first, after the last the last.
        """
        time = self._origin + seconds
        with translating(self.path):
            shown = self._advanced(time)
            if self._picture is None:
                self._picture = self._upright(shown)
        return self._picture

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def _open(self) -> None:
        self._container = open_media(self.path)
        stream = moving_pictures(self._container)
        if stream is None:
            raise RenderError(f"{self.path}: no video in it")
        stream.thread_type, stream.codec_context.thread_count = "AUTO", THREADS
        self._stream = stream
        self._origin = beginning(self._container)
        self._run = _Run(_decoded(self._container, stream))

    def _advanced(self, time: Fraction) -> VideoFrame:
        """Decode on to the frame that shows at a timestamp."""
        begun = self._origin if self._run.shown is None else self._time(self._run.shown)
        ahead = time >= begun + NEAR and not self._run.over
        if ahead or begun > max(time, self._origin):
            self._seek(time)
        while self._run.shown is None or (self._run.next and self._time(self._run.next) <= time):
            self._picture = None
            if not self._run.advance():
                raise RenderError(f"{self.path}: no frame can be decoded")
        return self._run.shown

    def _seek(self, time: Fraction) -> None:
        """Take up decoding at a key frame that is not after `time`, or at the first frame."""
        for step in STEPS_BACK:
            if time - step <= self._origin or not self._sought(time - step):
                break
            if self._run.next and self._time(self._run.next) <= time:
                return
        # Many a format cannot seek to its first frame; all can be opened.
        self._container.close()
        self._open()

    def _sought(self, time: Fraction) -> bool:
        """Stand before the key frame that the index names for a timestamp, if it has one."""
        try:
            self._container.seek(int(time / tick(self._stream)), stream=self._stream)
        except av.FFmpegError:
            return False
        frames = _decoded(self._container, self._stream, from_key=True)
        self._run = _Run(frames, next=next(frames, None))
        return True

    def _time(self, frame: VideoFrame) -> Fraction:
        return (frame.pts or 0) * tick(self._stream)

    def _upright(self, frame: VideoFrame) -> Picture:
        clear = has_alpha(frame)
        size = displayed_size(self._stream, frame)
        width, height = size if clear else self._reduced(size)
        sideways = frame.rotation % 180
        untagged = frame.colorspace == UNSPECIFIED and frame.height > PAL_HEIGHT
        pixels = frame.reformat(
            width=height if sideways else width,
            height=width if sideways else height,
            format="rgba" if clear else "rgb24",
            src_colorspace=Colorspace.ITU709 if untagged else None,
            interpolation=Interpolation.BICUBIC,
        ).to_ndarray()
        picture = np.ascontiguousarray(np.rot90(pixels, frame.rotation // 90), np.uint8)
        picture.flags.writeable = False
        return picture

    def _reduced(self, size: tuple[int, int]) -> tuple[int, int]:
        if self._within is None:
            return size
        factor = min(Fraction(1), *map(Fraction, self._within, size))
        return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


@dataclass(slots=True)
class _Run:
    """Frames in order: the one that is shown, and the one after it."""

    frames: Iterator[VideoFrame]
    shown: VideoFrame | None = None
    next: VideoFrame | None = None

    @property
    def over(self) -> bool:
        """Whether the last frame is shown."""
        return self.shown is not None and self.next is None

    def advance(self) -> bool:
        """Go on by one frame, if there is one."""
        self.shown = self.next or next(self.frames, None) or self.shown
        self.next = next(self.frames, None)
        return self.shown is not None


def has_alpha(frame: VideoFrame) -> bool:
    """Tell whether a frame has an opacity for each pixel."""
    return any(component.is_alpha for component in frame.format.components)


def _decoded(
    container: InputContainer, stream: VideoStream, *, from_key: bool = False
) -> Iterator[VideoFrame]:
    """Yield frames from where the file stands, or from the first key frame after it.

    Frames that are shown before that key frame lack what they refer to (an open group of
    pictures), and are passed over, as are those without a time, which are before second 0.
    """
    decoder, first = _decoder(stream), None
    for packet in container.demux(stream):
        if from_key and first is None and packet.size:
            if not packet.is_keyframe:
                continue
            first = packet.pts
        for frame in decoder.decode(packet if packet.size else None):
            if frame.pts is not None and (first is None or frame.pts >= first):
                yield frame


def _decoder(stream: VideoStream) -> VideoCodecContext:
    """Return what decodes a stream, its alpha too."""
    name = ALPHA_DECODERS.get(stream.codec_context.name)
    if not name or stream.metadata.get("alpha_mode") != "1":
        return stream.codec_context
    decoder = CodecContext.create(name, "r")
    if not isinstance(decoder, VideoCodecContext):
        raise av.DecoderNotFoundError(0, f"{name} decodes no video")
    decoder.extradata = stream.codec_context.extradata
    return decoder
