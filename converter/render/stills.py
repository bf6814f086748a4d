"""Stills: pictures and how often each repeats in, coded video frames out.

The encoder sees each distinct picture once. The repeats between are written here
as skipped pictures of a few dozen bytes, so a still costs the same however long
it stands, and a decoder meets an ordinary stream of constant rate in which every
repeat equals its picture bit for bit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from converter.media import CodedFrame, Picture, VideoEncoder, VideoSettings
from converter.render import h264

SEEK_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Still:
    """A picture shown for `repeats` frames; `key` where a new scene begins.

    `picture` is uint8, RGB (height, width, 3) or planar YUV as `to_yuv` gives it.
    """

    picture: Picture
    repeats: int = 1
    key: bool = False


class Encoder(Protocol):
    """Turns stills into frames, which may come one or more stills later."""

    def push(self, still: Still) -> Iterator[CodedFrame]:
        """Code one more still and yield the frames that are ready."""

    def finish(self) -> Iterator[CodedFrame]:
        """Yield the frames still held back."""


def still_settings(
    size: tuple[int, int], fps: Fraction, *, crf: int = 20, preset: str = "superfast"
) -> VideoSettings:
    """Return settings of libx264 under which repeats can be written.

    Only the picture before is referred to, nothing is reordered, and every key
    frame is asked for. The defaults look better than x264's veryfast at crf 23; slower
    presets save 5 to 8 % of the bytes for half as much work again.
    """
    private = {
        "bframes": 0, "ref": 1, "weightp": 0, "scenecut": 0, "keyint": "infinite",
        "mbtree": 0, "rc-lookahead": 0, "sync-lookahead": 0,
        "threads": 2, "sliced-threads": 0,
    }  # fmt: skip
    return VideoSettings(
        size,
        fps,
        options=(
            ("preset", preset),
            ("crf", str(crf)),
            ("forced-idr", "1"),
            ("x264-params", ":".join(f"{name}={value}" for name, value in private.items())),
        ),
    )


def code(stills: Iterable[Still], encoder: Encoder) -> Iterator[CodedFrame]:
    """Yield the frames of `stills` in order, one for each repeat."""
    for still in stills:
        yield from encoder.push(still)
    yield from encoder.finish()


class StillEncoder:
    """Codes H.264 in which repeats need no encoder.

    `settings` come from `still_settings`. Besides the stills marked as key, a seek
    point is set at least every 10 s, in the midst of a still too.
    """

    def __init__(self, settings: VideoSettings) -> None:
        """Open the encoder; RenderError where repeats cannot be written for it."""
        self._encoder = VideoEncoder(settings)
        self._parameters = h264.read_parameters(self._encoder.header)
        self._seek_interval = int(SEEK_SECONDS * settings.fps)
        self._since_key = self._seek_interval
        self._lengths: deque[int] = deque()
        self._frame_num = 0
        self._repeats: dict[int, CodedFrame] = {}

    def push(self, still: Still) -> Iterator[CodedFrame]:
        """Code one more still and yield the frames that are ready."""
        for length, key in self._stretches(still):
            self._lengths.append(length)
            for coded in self._encoder.push(still.picture, key=key):
                yield from self._with_repeats(coded)

    def finish(self) -> Iterator[CodedFrame]:
        """Yield the frames still held back; the encoder is used up then."""
        for coded in self._encoder.finish():
            yield from self._with_repeats(coded)

    def _stretches(self, still: Still) -> Iterator[tuple[int, bool]]:
        """Divide a still at seek points: lengths in frames, and whether a key begins each."""
        left, key = still.repeats, still.key
        while left:
            key = key or self._since_key >= self._seek_interval
            since_key = 0 if key else self._since_key
            length = min(left, self._seek_interval - since_key)
            self._since_key = since_key + length
            yield length, key
            left, key = left - length, False

    def _with_repeats(self, coded: CodedFrame) -> Iterator[CodedFrame]:
        number = 0 if coded.key else self._next_number()
        self._frame_num = number
        yield CodedFrame(h264.renumbered(coded.data, self._parameters, number), coded.key)
        for _ in range(self._lengths.popleft() - 1):
            self._frame_num = self._next_number()
            yield self._repeat(self._frame_num)

    def _next_number(self) -> int:
        return (self._frame_num + 1) % (1 << self._parameters.frame_num_bits)

    def _repeat(self, number: int) -> CodedFrame:
        if number not in self._repeats:
            data = h264.skipped_picture(self._parameters, number)
            self._repeats[number] = CodedFrame(data, key=False)
        return self._repeats[number]


class PlainEncoder:
    """Codes every frame, repeats too: for codecs other than H.264."""

    def __init__(self, settings: VideoSettings) -> None:
        """Open the encoder; RenderError where the settings do not suit it."""
        self._encoder = VideoEncoder(settings)

    def push(self, still: Still) -> Iterator[CodedFrame]:
        """Code one more still and yield the frames that are ready."""
        for repeat in range(still.repeats):
            yield from self._encoder.push(still.picture, key=still.key and not repeat)

    def finish(self) -> Iterator[CodedFrame]:
        """Yield the frames still held back; the encoder is used up then."""
        yield from self._encoder.finish()
