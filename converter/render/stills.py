"""Stills: pictures, how often each repeats and what fades into it; coded video frames out.

The encoder sees each distinct picture once. The repeats between, and cross-fades from
one picture to the next, are written here as skipped pictures of a few dozen bytes, so a
still costs the same however long it stands, and a decoder meets an ordinary stream of
constant rate: every repeat equals its picture bit for bit, every fade is linear.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from converter.errors import RenderError
from converter.media import CodedFrame, Picture, VideoEncoder, VideoSettings
from converter.render import h264

LONGEST_FADE = 15
"""Frames between two coded pictures that can be written as their blends."""


@dataclass(frozen=True, slots=True)
class Still:
    """A picture shown for `repeats` frames; `key` where playing may begin.

    `picture` is uint8, RGB (height, width, 3) or planar YUV as `to_yuv` gives it. It is
    preceded by `fade` frames, LONGEST_FADE at most, of cross-fade from the still before;
    it cannot be a key then.
    """

    picture: Picture
    repeats: int = 1
    key: bool = False
    fade: int = 0


class Encoder(Protocol):
    """Turns stills into frames, which may come one or more stills later."""

    def push(self, still: Still) -> Iterator[CodedFrame]:
        """Code one more still and yield the frames that are ready."""

    def finish(self) -> Iterator[CodedFrame]:
        """Yield the frames still held back."""


def still_settings(
    size: tuple[int, int], fps: Fraction, *, crf: int = 20, preset: str = "superfast"
) -> VideoSettings:
    """Return settings of libx264 under which repeats and fades can be written.

    Only the picture before is referred to, and the one after where that is asked for, as
    every key frame is. Six B pictures in a row make order counts that span LONGEST_FADE.
    The defaults look better than x264's veryfast at crf 23; slower presets save 5 to 8 %
    of the bytes for half as much work again.
    """
    private = {
        "bframes": 6, "b-adapt": 0, "b-pyramid": "none", "weightb": 1,
        "ref": 1, "weightp": 0, "scenecut": 0, "keyint": "infinite",
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
    """Yield the frames of `stills` in the order of coding, one for each repeat."""
    for still in stills:
        yield from encoder.push(still)
    yield from encoder.finish()


class Weaver:
    """Writes repeats and fades between coded pictures, whose places change with that.

    Pictures come in the order of coding: those between two others after both.
    """

    def __init__(self, header: bytes) -> None:
        """Read a stream's header; RenderError where nothing can be written into it."""
        self._parameters = h264.read_parameters(header)
        if self._parameters.longest_fade < LONGEST_FADE:
            raise RenderError(f"H.264 encoder: order counts must span {LONGEST_FADE + 1} frames")
        # All are counted from the last key on: frames shown, frames coded, references.
        self._shown = self._coded = self._references = 0
        self._between = self._repeats = 0

    def reference(
        self, coded: CodedFrame, *, repeats: int = 1, fade: int = 0, between: int = 0
    ) -> Iterator[CodedFrame]:
        """Yield what was due before, and a picture that others refer to.

        It is shown after `fade` blends, which follow it here, or after `between`
        pictures, which are to follow.
        """
        yield from self.finish()
        if coded.key:
            self._shown = self._coded = self._references = 0
        place = h264.Place(self._references, self._shown + fade + between)
        yield self._placed(coded, place)
        self._references += 1
        for order in range(self._shown, self._shown + fade):
            blend = h264.Place(self._references, order)
            yield self._frame(h264.blended_picture(self._parameters, blend), blend)
        self._between, self._shown, self._repeats = self._shown, place.order + 1, repeats - 1

    def between(self, coded: CodedFrame) -> CodedFrame:
        """Return the next picture between the last two references."""
        self._between += 1
        return self._placed(coded, h264.Place(self._references, self._between - 1))

    def finish(self) -> Iterator[CodedFrame]:
        """Yield the repeats of the last reference."""
        for _ in range(self._repeats):
            place = h264.Place(self._references, self._shown)
            yield self._frame(h264.repeated_picture(self._parameters, place), place)
            self._references, self._shown = place.frame_num + 1, place.order + 1
        self._repeats = 0

    def _placed(self, coded: CodedFrame, place: h264.Place) -> CodedFrame:
        return self._frame(h264.placed(coded.data, self._parameters, place), place, coded.key)

    def _frame(self, data: bytes, place: h264.Place, key: bool = False) -> CodedFrame:
        self._coded += 1
        return CodedFrame(data, key, place.order - self._coded + 1)


class StillEncoder:
    """Codes H.264 in which repeats and fades need no encoder; `still_settings` suit it."""

    def __init__(self, settings: VideoSettings) -> None:
        """Open the encoder; RenderError where nothing can be written into its stream."""
        self._encoder = VideoEncoder(settings)
        self._weaver = Weaver(self._encoder.header)
        self._waiting: deque[Still] = deque()

    def push(self, still: Still) -> Iterator[CodedFrame]:
        """Code one more still and yield the frames that are ready."""
        self._waiting.append(still)
        for coded in self._encoder.push(still.picture, key=still.key, between=False):
            yield from self._woven(coded)

    def finish(self) -> Iterator[CodedFrame]:
        """Yield the frames still held back; the encoder is used up then."""
        for coded in self._encoder.finish():
            yield from self._woven(coded)
        yield from self._weaver.finish()

    def _woven(self, coded: CodedFrame) -> Iterator[CodedFrame]:
        still = self._waiting.popleft()
        yield from self._weaver.reference(coded, repeats=still.repeats, fade=still.fade)


class PlainEncoder:
    """Codes every frame, repeats too: for codecs other than H.264, without fades."""

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
