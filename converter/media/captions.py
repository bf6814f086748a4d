"""Captions: the texts that a video carries in a subtitle stream of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.packet import Packet
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import AssSubtitle

from converter.media.container import beginning, reading, tick

_CODES = re.compile(r"\{[^{}]*\}")


def embedded_captions(path: Path) -> Iterator[tuple[Fraction, Fraction, str]]:
    """Yield (begin, end, text) of a file's first stream of subtitles that are text.

    Times are seconds, texts without codes for their looks. The whole file is read and
    no picture of it decoded. Raises RenderError for a file that cannot be opened.
    """
    with reading(Path(path)) as container:
        for stream in container.streams.subtitles:
            found = list(_captions(container, stream))
            if found:
                yield from found
                return
            container.seek(0)


def _captions(
    container: InputContainer, stream: SubtitleStream
) -> Iterator[tuple[Fraction, Fraction, str]]:
    origin = beginning(container)
    for packet in container.demux(stream):
        if packet.pts is None or not packet.size:
            continue
        begin = packet.pts * tick(stream) - origin
        text = " ".join(_texts(packet)).strip()
        if text:
            yield begin, begin + (packet.duration or 0) * tick(stream), text


def _texts(packet: Packet[SubtitleStream]) -> Iterator[str]:
    for part in packet.decode():
        if isinstance(part, AssSubtitle):
            shown = part.dialogue.decode("utf-8", "replace")
            yield " ".join(_CODES.sub("", shown).split())
