"""Footage: the materials of a batch job, cut into shots that can be shown.

A shot knows in words what it shows: from the name of its file, from a text file of the
same name beside it, and from subtitles beside it for the time that it lasts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from converter.batch.edits import ProcessConfig, TimeRange
from converter.batch.inputs import LibSearchCondition, Reference
from converter.errors import RenderError, TimelineError
from converter.media import Media, probe
from converter.timeline.values import exact

Find = Callable[[Reference], Path | None]
"""Returns the file on this machine that an address or a MediaId means, if there is one."""

Span = tuple[Fraction, Fraction]

SUBTITLES = (".srt", ".vtt", ".ass")
PLAYABLE = {
    *(".mp4", ".mov", ".mkv", ".webm", ".m4v", ".avi"),
    *(".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"),
}
"""Endings of what a folder is searched for."""

TOO_SHORT = Fraction(1, 2)
"""What remains of a video is a shot of its own from this share of a shot on."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture, or a part of a video: [begin, end) in source seconds, 0 and 0 for pictures.

    `length` is how long it is shown when nothing else decides. Up to `limit` the video
    goes on without a break. `text` says what is to be seen and heard.
    """

    source: Reference
    media: Media
    length: Fraction
    begin: Fraction = Fraction(0)
    end: Fraction = Fraction(0)
    limit: Fraction = Fraction(0)
    text: str = ""

    @property
    def still(self) -> bool:
        """Whether it is a picture, which lasts as long as it is wanted."""
        return self.media.kind == "image"


def shots(
    source: Reference, media: Media, process: ProcessConfig, ranges: Sequence[TimeRange] = ()
) -> tuple[Shot, ...]:
    """Return the shots of a material, in its order; only `ranges` of it, where there are any."""
    described = _Description.beside(media.path)
    if media.kind == "image":
        length = exact(process.image_duration)
        return (Shot(source, media, length, text=described.during(None)),)
    return tuple(
        Shot(source, media, end - begin, begin, end, limit, described.during((begin, end)))
        for start, limit in _usable(media, ranges)
        for begin, end in _pieces(start, limit, exact(process.single_shot_duration))
    )


def _usable(media: Media, ranges: Sequence[TimeRange]) -> Iterator[Span]:
    whole = _ticks(media.duration or Fraction(0))
    for part in ranges or (TimeRange(),):
        begin = exact(part.in_)
        end = whole if part.out is None else min(exact(part.out), whole)
        if begin < end:
            yield begin, end


def _pieces(begin: Fraction, end: Fraction, length: Fraction) -> Iterator[Span]:
    """Cut a stretch into pieces of a length; a short rest stays with the last one."""
    while end - begin >= (1 + TOO_SHORT) * length:
        yield begin, begin + length
        begin += length
    yield begin, end


def _ticks(seconds: Fraction) -> Fraction:
    """Round down to ten-thousandths of a second, the precision of the wire."""
    return Fraction(int(seconds * 10_000), 10_000)


@dataclass(frozen=True, slots=True)
class _Description:
    """What is known of a material in words: as a whole, and from second to second."""

    whole: str
    cues: tuple[tuple[Span, str], ...] = ()

    @classmethod
    def beside(cls, path: Path) -> _Description:
        name = re.sub(r"[\W_]+|(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)", " ", path.stem)
        note = path.with_suffix(".txt")
        told = note.read_text(encoding="utf-8", errors="replace") if note.is_file() else ""
        subtitles = (path.with_suffix(suffix) for suffix in SUBTITLES)
        cues = (cue for file in subtitles if file.is_file() for cue in _cues(file))
        return cls(f"{name} {told}".strip(), tuple(cues))

    def during(self, span: Span | None) -> str:
        said = (text for (begin, end), text in self.cues if _meet(span, (begin, end)))
        return " ".join((self.whole, *said))


def _cues(file: Path) -> Iterator[tuple[Span, str]]:
    from converter.render.subtitles import read

    for entry in read(file).entries:
        yield (entry.begin, entry.end), entry.text


def _meet(span: Span | None, other: Span) -> bool:
    """Tell whether more than a moment of a cue falls into a span; all do without one."""
    if span is None:
        return True
    common = min(span[1], other[1]) - max(span[0], other[0])
    return common > (other[1] - other[0]) / 4


class Footage:
    """The materials of a job, each looked at once."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._media: dict[Reference, Media] = {}

    def media(self, source: Reference, path: str) -> Media:
        """Return what a material is; `path` is where the request names it.

        Raises TimelineError for what is not there and for what cannot be shown.
        """
        if source not in self._media:
            file = self._find(source)
            if file is None or not file.is_file():
                told = f"{source}: no such material on this machine"
                raise TimelineError(told, code="InvalidMaterial.NotFound", path=path)
            self._media[source] = _probed(file, path)
        return self._media[source]

    def picture(self, source: Reference, path: str) -> Media:
        """Return what a material with a picture is; TimelineError for sounds too."""
        found = self.media(source, path)
        if found.kind == "audio":
            told = f"{source} has no picture"
            raise TimelineError(told, code="InvalidParameter.ResourceContentBad", path=path)
        return found

    def searched(self, wanted: LibSearchCondition) -> tuple[Reference, ...]:
        """Return the materials of search libraries, which are folders."""
        folders = [folder for folder in map(self._find, wanted.search_libs) if folder]
        return tuple(
            str(file)
            for folder in folders
            if folder.is_dir()
            for file in sorted(folder.iterdir())
            if file.suffix.lower() in PLAYABLE
        )


def _probed(file: Path, path: str) -> Media:
    try:
        return probe(file)
    except RenderError as error:
        raise TimelineError(str(error), code="QueryMaterialFailed", path=path) from error
