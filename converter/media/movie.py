"""Movies: coded video, sound and chapters into one MP4 file."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from converter.errors import RenderError
from converter.media.languages import three_letter
from converter.media.sound import Samples
from converter.media.video import CodedFrame, VideoSettings

SOUND_RATE = 48_000
SOUND_BITS = 160_000
# Sound is coded in pieces of at most five seconds, four of them ahead of the video.
PIECE = 5 * SOUND_RATE
AHEAD = 4


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter begins at frame `start` and lasts to the next."""

    start: int
    title: str


def write_movie(
    output: Path,
    frames: Iterable[CodedFrame],
    settings: VideoSettings,
    *,
    length: int,
    sound: Samples | Iterable[Samples] | None = None,
    chapters: Sequence[Chapter] = (),
    title: str = "",
    language: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write an MP4 whose index comes first, so that it plays while it loads.

    `frames` are `length` coded frames made under `settings`. `sound` is float32 in
    [-1, 1] of shape (samples, 2) at 48 kHz, whole or in blocks, which are asked for
    in a thread beside; it is cut or filled with silence to the length of the video.
    `language` is a BCP 47 tag. `progress(done, length)` is called after each frame;
    an exception it raises cancels. The file appears whole or not at all. Raises
    RenderError when it cannot be written or the number of frames is another.
    """
    output = Path(output)
    with _replacing(output) as unfinished, _opened(unfinished, title) as container:
        video = _add_video(container, settings, language)
        audio = None if sound is None else _add_audio(container, language)
        container.set_chapters(_chapter_list(chapters, length, settings.fps))
        container.start_encoding()
        pieces = _fitted(sound, round(length / settings.fps * SOUND_RATE))
        with closing(_coded_beside(audio, pieces)) as coded_sound:
            pictures = _counted(_packets(video, frames, settings.fps), length)
            for packet in heapq.merge(pictures, coded_sound, key=_time):
                # Muxing rescales the packet's times.
                number = packet.pts or 0
                container.mux_one(packet)
                if progress and packet.stream_index == video.index:
                    progress(number + 1, length)


@contextmanager
def _replacing(output: Path) -> Iterator[Path]:
    """Give a name beside `output` that becomes `output` only on success."""
    unfinished = output.with_name(f".{output.name}.{uuid4().hex}.part")
    try:
        yield unfinished
        _publish(unfinished, output)
    except av.FFmpegError as error:
        raise RenderError(f"{output}: cannot be written ({error.strerror})") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _publish(unfinished: Path, output: Path) -> None:
    try:
        unfinished.replace(output)
    except OSError as error:
        raise RenderError(f"{output}: cannot be written ({error.strerror})") from error


def _opened(path: Path, title: str) -> OutputContainer:
    container = av.open(str(path), "w", format="mp4", container_options={"movflags": "+faststart"})
    if title:
        container.metadata["title"] = title
    return container


def _add_video(container: OutputContainer, settings: VideoSettings, language: str) -> VideoStream:
    # Its encoder codes nothing: opened alike, it describes the frames to the muxer.
    stream = container.add_stream(settings.codec, rate=settings.fps)
    if not isinstance(stream, VideoStream):
        raise RenderError(f"{settings.codec} is no video encoder")
    settings.apply(stream.codec_context)
    stream.metadata["language"] = three_letter(language)
    return stream


def _add_audio(container: OutputContainer, language: str) -> AudioStream:
    stream = container.add_stream("aac", rate=SOUND_RATE, options={"aac_coder": "fast"})
    stream.bit_rate = SOUND_BITS
    stream.layout = "stereo"
    stream.metadata["language"] = three_letter(language)
    return stream


def _chapter_list(
    chapters: Sequence[Chapter], length: int, fps: Fraction
) -> list[av.container.Chapter]:
    starts = [chapter.start for chapter in chapters]
    return [
        {
            "id": number,
            "start": start,
            "end": end,
            "time_base": 1 / fps,
            "metadata": {"title": chapter.title},
        }
        for number, (chapter, (start, end)) in enumerate(
            zip(chapters, pairwise([*starts, length]), strict=True)
        )
    ]


def _packets(
    stream: VideoStream, frames: Iterable[CodedFrame], fps: Fraction
) -> Iterator[Packet[Stream]]:
    for number, frame in enumerate(frames):
        packet = Packet(frame.data)
        packet.stream = stream
        packet.time_base = 1 / fps
        packet.pts = packet.dts = number
        packet.duration = 1
        packet.is_keyframe = frame.key
        yield packet


def _counted(packets: Iterator[Packet[Stream]], length: int) -> Iterator[Packet[Stream]]:
    """Pass packets on, `length` of them and no other number."""
    number = 0
    for packet in packets:
        number += 1
        if number <= length:
            yield packet
    if number != length:
        raise RenderError(f"video of {length} frames: {number} were drawn")


def _time(packet: Packet[Stream]) -> Fraction:
    return (packet.dts or 0) * packet.time_base


def _fitted(sound: Samples | Iterable[Samples] | None, length: int) -> Iterator[Samples]:
    """Yield exactly `length` samples in pieces, silence where the sound is over."""
    blocks = [sound] if isinstance(sound, np.ndarray) else sound or ()
    left = length
    for block in blocks:
        for start in range(0, min(left, len(block)), PIECE):
            piece = block[start : start + min(PIECE, left)]
            left -= len(piece)
            yield piece
        if not left:
            return
    for start in range(0, left, PIECE):
        yield np.zeros((min(PIECE, left - start), 2), np.float32)


def _coded_beside(
    stream: AudioStream | None, pieces: Iterator[Samples]
) -> Generator[Packet[Stream]]:
    """Code sound in a thread of its own, a few pieces ahead of who takes them."""
    if stream is None:
        return
    coded = _coded(stream, pieces)
    pool = ThreadPoolExecutor(1, thread_name_prefix="sound")
    ahead = deque(pool.submit(next, coded, None) for _ in range(AHEAD))
    try:
        while (packets := ahead.popleft().result()) is not None:
            ahead.append(pool.submit(next, coded, None))
            yield from packets
    finally:
        pool.shutdown(cancel_futures=True)


def _coded(stream: AudioStream, pieces: Iterator[Samples]) -> Iterator[list[Packet[Stream]]]:
    position = 0
    for piece in pieces:
        planar = np.ascontiguousarray(piece.T, np.float32)
        frame = AudioFrame.from_ndarray(planar, "fltp", "stereo")
        frame.sample_rate = SOUND_RATE
        frame.time_base = Fraction(1, SOUND_RATE)
        frame.pts = position
        position += len(piece)
        yield stream.encode(frame)
    yield stream.encode(None)
