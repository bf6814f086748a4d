"""Video: coded frames from pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from av.packet import Packet, PacketSideData
from av.stream import Stream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation
from numpy.typing import NDArray

from converter.errors import RenderError

Picture = NDArray[np.uint8]

# AVColorSpace of BT.709.
BT709 = 1
_KINDS = {None: PictureType.NONE, False: PictureType.P, True: PictureType.B}


@dataclass(frozen=True, slots=True)
class CodedFrame:
    """One coded frame of a stream of constant rate, in the order of coding.

    It is shown `ahead` frames later than its turn, so that frames coded after it, each
    a frame earlier than its turn, can lie between it and those before. `alpha` is what a
    container keeps beside it where the stream has an alpha channel.
    """

    data: bytes
    key: bool
    ahead: int = 0
    alpha: PacketSideData | None = None


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """All that decides a coded stream; equal settings give equal stream headers.

    `size` is (width, height), both even; `options` are the encoder's own; with `alpha`
    pictures may be RGBA.
    """

    size: tuple[int, int]
    fps: Fraction
    codec: str = "libx264"
    options: tuple[tuple[str, str], ...] = ()
    alpha: bool = False

    @property
    def pixel_format(self) -> str:
        """How pixels are laid out: 8 bit 4:2:0."""
        return "yuva420p" if self.alpha else "yuv420p"

    def apply(self, context: VideoCodecContext) -> None:
        """Set up an encoder that is not open yet: 8 bit 4:2:0, BT.709, no B frames."""
        context.width, context.height = self.size
        context.pix_fmt = self.pixel_format
        context.framerate = self.fps
        context.time_base = 1 / self.fps
        context.max_b_frames = 0
        context.colorspace = BT709
        context.color_range = ColorRange.MPEG
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.flags |= Flags.global_header
        context.options = dict(self.options)


class VideoEncoder:
    """Codes pictures one by one; `header` holds the stream's parameter sets."""

    def __init__(self, settings: VideoSettings) -> None:
        """Open the encoder; RenderError where the settings do not suit it."""
        width, height = settings.size
        if width % 2 or height % 2:
            raise RenderError(f"video of {width}x{height}: width and height must be even")
        self._size = settings.size
        self._pixel_format = settings.pixel_format
        self._context = _opened_encoder(settings)
        self._pushed = 0
        self.header = bytes(self._context.extradata or b"")

    def push(
        self, picture: Picture, *, key: bool = False, between: bool | None = None
    ) -> list[CodedFrame]:
        """Code a picture, RGB, RGBA or planar YUV; return the frames that are ready.

        A frame may come some pictures later. All come in the order of their pictures, but
        for those coded from both neighbours: the settings allow it, and `between` tells
        whether to, or leaves it to the encoder.
        """
        frame = _video_frame(picture, self._pixel_format)
        if (frame.width, frame.height) != self._size:
            expected = "x".join(map(str, self._size))
            raise RenderError(f"picture of {frame.width}x{frame.height} in a video of {expected}")
        frame.pts = self._pushed
        frame.pict_type = PictureType.I if key else _KINDS[between]
        self._pushed += 1
        return self._coded(frame)

    def finish(self) -> list[CodedFrame]:
        """Return the frames still held back; the encoder is used up then."""
        return self._coded(None)

    def _coded(self, frame: VideoFrame | None) -> list[CodedFrame]:
        packets = self._context.encode(frame)
        return [
            CodedFrame(bytes(packet), packet.is_keyframe, alpha=_alpha(packet))
            for packet in packets
        ]


def to_yuv(picture: Picture) -> Picture:
    """Convert RGB (height, width, 3) to planar YUV (height * 3 / 2, width).

    8 bit 4:2:0, BT.709, limited range: rows of Y, then U, then V at half the width
    and height. What is fed to an encoder more than once is best converted once.
    """
    return np.asarray(_video_frame(picture).to_ndarray(), np.uint8)


def _opened_encoder(settings: VideoSettings) -> VideoCodecContext:
    try:
        context = av.CodecContext.create(settings.codec, "w")
        if not isinstance(context, VideoCodecContext):
            raise RenderError(f"{settings.codec} is no video encoder")
        settings.apply(context)
        with ordinary_threads():
            context.open()
    except (av.FFmpegError, ValueError) as error:
        raise RenderError(f"video encoder {settings.codec} cannot be opened: {error}") from error
    return context


@contextmanager
def ordinary_threads() -> Iterator[None]:
    """Keep threads that are started inside from being real-time.

    Run as root, SVT-AV1 gives its threads and the one that calls it the highest real-time
    priority. Nothing else on the machine gets its turn then, and what this process starts
    inherits it.
    """
    yield
    if not hasattr(os, "sched_setscheduler"):
        return
    for thread in Path("/proc/self/task").glob("*"):
        with suppress(OSError):  # a thread may be gone by now
            if os.sched_getscheduler(int(thread.name)) == os.SCHED_FIFO:
                os.sched_setscheduler(int(thread.name), os.SCHED_OTHER, os.sched_param(0))


def _alpha(packet: Packet[Stream]) -> PacketSideData | None:
    found = packet.has_sidedata("matroska_block_additional")
    return packet.get_sidedata("matroska_block_additional") if found else None


def _video_frame(picture: Picture, pixel_format: str = "yuv420p") -> VideoFrame:
    if picture.ndim == 2:
        return VideoFrame.from_ndarray(picture, "yuv420p")
    layout = "rgba" if picture.shape[2] == 4 else "rgb24"
    # The frame borrows the array: at 1080p a copy costs more than the conversion.
    return VideoFrame.from_numpy_buffer(np.ascontiguousarray(picture), layout).reformat(
        format=pixel_format,
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        # The mean of each 2x2 block: the least chroma error of all kernels measured.
        interpolation=Interpolation.AREA,
    )
