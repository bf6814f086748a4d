"""Muxers: how each kind of file is opened, and how it comes to its place."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import av
from av.container import OutputContainer

from converter.errors import RenderError
from converter.publish import replacing, replacing_with_others


@dataclass(frozen=True, slots=True)
class Muxer:
    """A kind of file: FFmpeg's name of it, the encoder of its sound and its bits a second."""

    name: str
    sound: str
    sound_bits: int
    options: Mapping[str, str] = field(default_factory=dict)
    sound_options: Mapping[str, str] = field(default_factory=dict)


_FAST_AAC = {"aac_coder": "fast"}
_HLS = {"hls_time": "6", "hls_playlist_type": "vod", "hls_segment_type": "fmp4"}
MUXERS: Mapping[str, Muxer] = {
    # The index comes first, so that a file plays while it loads.
    ".mp4": Muxer("mp4", "aac", 160_000, {"movflags": "+faststart"}, _FAST_AAC),
    ".webm": Muxer("webm", "libopus", 128_000, {"cues_to_front": "1"}),
    ".m3u8": Muxer("hls", "aac", 160_000, _HLS, _FAST_AAC),
    ".mp3": Muxer("mp3", "libmp3lame", 192_000),
}
"""The kinds of files that are written, by extension."""


def muxer_of(output: Path) -> Muxer:
    """Return how a file of this name is written; RenderError for an unknown extension."""
    found = MUXERS.get(output.suffix.lower())
    if found is None:
        raise RenderError(f"{output}: expected the name of a file ending in {' or '.join(MUXERS)}")
    return found


@contextmanager
def writing(output: Path, title: str) -> Iterator[OutputContainer]:
    """Open a file for writing that appears whole at the end of the block, or not at all.

    Raises RenderError when it cannot be written.
    """
    muxer = muxer_of(output)
    former = set(segments(output))
    try:
        with _replacing(output) as path, _opened(path, muxer) as container:
            container.metadata.update({"title": title} if title else {})
            yield container
    except av.FFmpegError as error:
        raise RenderError(f"{output}: cannot be written ({error.strerror})") from error
    for outdated in former - set(segments(output)):
        outdated.unlink(missing_ok=True)


def segments(output: Path) -> list[Path]:
    """Return the files of ours beside a playlist that it lists; none for other files."""
    if output.suffix.lower() != ".m3u8" or not output.is_file():
        return []
    names = re.findall(
        r'^(?:#EXT-X-MAP:URI="([^"]+)".*|([^#].*))$', output.read_text("utf-8"), re.M
    )
    ours = re.compile(re.escape(_plain(output.stem)) + r"-(\d+\.m4s|init\.mp4)")
    return [output.with_name(a or b) for a, b in names if ours.fullmatch(a or b)]


@contextmanager
def _replacing(output: Path) -> Iterator[Path]:
    place = replacing_with_others if output.suffix.lower() == ".m3u8" else replacing
    with place(output) as path:
        yield path


def _opened(path: Path, muxer: Muxer) -> OutputContainer:
    options = dict(muxer.options)
    if muxer.name == "hls":
        stem = _plain(path.stem)
        options["hls_segment_filename"] = f"{path.parent}/{stem}-%05d.m4s"
        options["hls_fmp4_init_filename"] = f"{stem}-init.mp4"
    return av.open(str(path), "w", format=muxer.name, container_options=options)


def _plain(stem: str) -> str:
    """Return a name that may stand in a playlist as it is."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", stem)
    return stem if plain == stem else f"{plain}-{zlib.crc32(stem.encode()):08x}"
