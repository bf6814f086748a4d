"""Movies: coded video, sound and chapters into one file, of the kind its name says."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from converter.errors import RenderError
from converter.media.languages import three_letter
from converter.media.muxer import Muxer, muxer_of, writing
from converter.media.passages import SOUND_RATE
from converter.media.sound import Samples
from converter.media.soundtrack import coded_beside, fitted
from converter.media.video import CodedFrame, VideoSettings, ordinary_threads


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
    cover: bytes = b"",
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a video file: .mp4, .webm, or .m3u8 with its segments beside it.

    `frames` are `length` coded frames made under `settings`. `sound` is float32 in
    [-1, 1] of shape (samples, 1 or 2) at 48 kHz, whole or in blocks, which are asked for
    in a thread beside; it is cut or filled with silence to the length of the video, and
    always heard on two channels.
    `language` is a BCP 47 tag, `cover` a JPEG that players of an .mp4 show for it.
    `progress(done, length)` is called after each frame; an exception it raises cancels.
    The file appears whole or not at all. Raises RenderError when it cannot be written
    or the number of frames is another.
    """
    output = Path(output)
    muxer = muxer_of(output)
    with writing(output, title) as container:
        video = _add_video(container, settings, language)
        audio = None if sound is None else _add_audio(container, muxer, language)
        container.set_chapters(_chapter_list(chapters, length, settings.fps))
        attached = _add_cover(container, cover) if cover and muxer.name == "mp4" else None
        with ordinary_threads():
            container.start_encoding()
        if attached:
            container.mux_one(attached)
        pieces = fitted(sound, round(length / settings.fps * SOUND_RATE))
        done = 0
        with closing(coded_beside(audio, pieces, muxer.sound_options)) as coded_sound:
            pictures = _counted(_packets(video, frames, settings.fps), length)
            for packet in heapq.merge(pictures, coded_sound, key=_time):
                container.mux_one(packet)
                if progress and packet.stream_index == video.index:
                    done += 1
                    progress(done, length)


def write_sound(
    output: Path,
    sound: Samples | Iterable[Samples],
    *,
    length: int,
    fps: Fraction,
    chapters: Sequence[Chapter] = (),
    title: str = "",
    language: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a sound file, .mp3, as long as a video of `length` frames.

    Everything else is as in `write_movie`.
    """
    output = Path(output)
    muxer = muxer_of(output)
    with writing(output, title) as container:
        audio = _add_audio(container, muxer, language)
        container.set_chapters(_chapter_list(chapters, length, fps))
        container.start_encoding()
        pieces = fitted(sound, round(length / fps * SOUND_RATE))
        with closing(coded_beside(audio, pieces, muxer.sound_options)) as coded:
            for packet in coded:
                done = min(length, int(_time(packet) * fps) + 1)
                container.mux_one(packet)
                if progress:
                    progress(done, length)


def _add_video(container: OutputContainer, settings: VideoSettings, language: str) -> VideoStream:
    # Its encoder codes nothing: opened alike, it describes the frames to the muxer.
    stream = container.add_stream(settings.codec, rate=settings.fps)
    if not isinstance(stream, VideoStream):
        raise RenderError(f"{settings.codec} is no video encoder")
    settings.apply(stream.codec_context)
    if settings.codec == "libx265" and container.format.name != "matroska":
        # The one of two tags that all players take.
        stream.codec_context.codec_tag = "hvc1"
    stream.metadata["language"] = three_letter(language)
    return stream


def _add_audio(container: OutputContainer, muxer: Muxer, language: str) -> AudioStream:
    stream = container.add_stream(muxer.sound, rate=SOUND_RATE, options=dict(muxer.sound_options))
    if not isinstance(stream, AudioStream):
        raise RenderError(f"{muxer.sound} is no encoder of sound")
    stream.bit_rate = muxer.sound_bits
    stream.layout = "stereo"
    stream.metadata["language"] = three_letter(language)
    return stream


def _add_cover(container: OutputContainer, picture: bytes) -> Packet[Stream]:
    """Add a stream for a cover and return its one packet."""
    with av.open(BytesIO(picture), "r", format="mjpeg") as image:
        stream = container.add_stream_from_template(image.streams.video[0])
    stream.disposition = Disposition.attached_pic
    packet = Packet(picture)
    packet.stream = stream
    packet.pts = packet.dts = 0
    packet.is_keyframe = True
    return packet


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
    # Where frames may be coded ahead of their turn, every frame is decoded a frame early.
    early = int(stream.codec_context.has_b_frames)
    for number, frame in enumerate(frames):
        packet = Packet(frame.data)
        if frame.alpha:
            packet.set_sidedata(frame.alpha)
        packet.stream = stream
        packet.time_base = 1 / fps
        packet.pts = number + frame.ahead
        packet.dts = number - early
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
