"""Remarks: what is known of a file in words, from its name and from what lies beside it.

`walk.mp4` is told about by `walk.txt` or `walk.mp4.txt`, `walk.json`, and `walk.srt` or
another file of subtitles, with a language before the suffix where there are several.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from converter.errors import FootageError, RenderError
from converter.footage.findings import finding
from converter.footage.model import Origin, Range, Remark
from converter.media import Media, embedded_captions

SUBTITLES = (".srt", ".vtt", ".ass", ".ssa")
TOLD = frozenset(
    ("title", "caption", "description", "text", "alt", "label", "transcript", "tags", "keywords")
)
"""Keys of a description in JSON whose values are words about the whole."""
SHOTS = frozenset(("shots", "scenes", "segments", "sentences"))
"""Keys under which parts are described, each with its times."""
_BEGIN, _END = ("in", "begin", "start", "from"), ("out", "end", "to")
_SEAMS = re.compile(
    r"[\W_]+|(?<=[^\W\dA-Z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])",
)


def remarks(media: Media, *, speech: bool = True) -> tuple[Remark, ...]:
    """Return what is known of a file without looking at its pictures.

    `speech` is what subtitles say, in the file or beside it. Raises FootageError for a
    file beside it that cannot be read.
    """
    found = [Remark(_name(media.path), "name"), *_captions(media.path)]
    if speech and media.kind == "video":
        found += _subtitles(media.path)
    return tuple(remark for remark in found if remark.text)


def _name(path: Path) -> str:
    """Return the words of a file's name: `greatWall_02.mp4` tells `great Wall 02`."""
    return _SEAMS.sub(" ", path.stem).strip()


def _captions(path: Path) -> Iterator[Remark]:
    for file in _beside(path, ".txt"):
        yield Remark(" ".join(_read(file).split()), "caption")
    for file in _beside(path, ".json"):
        try:
            told = json.loads(_read(file))
        except ValueError as error:
            raise FootageError(f"{file}: is not JSON ({error})") from error
        yield from _described(told)


def _beside(path: Path, suffix: str) -> list[Path]:
    names = dict.fromkeys((path.with_suffix(suffix), path.with_name(path.name + suffix)))
    return [file for file in names if file.is_file() and file != path]


def _read(file: Path) -> str:
    from charset_normalizer import from_bytes

    try:
        data = file.read_bytes()
    except OSError as error:
        raise FootageError(f"{file}: cannot be read ({error.strerror})") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return str(from_bytes(data).best() or "")


def _described(told: Any, stretch: Range | None = None) -> Iterator[Remark]:
    """Yield the words of a description: a text, a list, or an object of known keys."""
    if isinstance(told, str):
        yield Remark(" ".join(told.split()), "caption", stretch)
    elif isinstance(told, list):
        for item in told:
            yield from _described(item, _stretch(item) or stretch)
    elif isinstance(told, dict):
        for key, value in told.items():
            if key.lower() in TOLD | SHOTS:
                yield from _described(value, stretch)


def _stretch(item: Any) -> Range | None:
    if not isinstance(item, dict):
        return None
    known = {key.lower(): value for key, value in item.items()}
    times = [_first(known, names) for names in (_BEGIN, _END)]
    begin, end = times
    return (begin, end) if begin is not None and end is not None and begin < end else None


def _first(known: dict[str, Any], names: Iterable[str]) -> Fraction | None:
    values = (known[name] for name in names if name in known)
    number = next((value for value in values if isinstance(value, int | float)), None)
    return None if number is None else Fraction(number).limit_denominator(10_000)


def _subtitles(path: Path) -> list[Remark]:
    beside = [file for suffix in SUBTITLES for file in _subtitle_files(path, suffix)]
    if beside:
        return [remark for file in beside for remark in _cues(file)]
    found = finding(path, "embedded captions 1", lambda: _embedded(path))
    return [_remark("subtitle", text, Fraction(begin), Fraction(end)) for begin, end, text in found]


def _subtitle_files(path: Path, suffix: str) -> list[Path]:
    """Return `walk.srt`, or else `walk.en.srt` and its like."""
    own = path.with_suffix(suffix)
    pattern = re.compile(rf"{re.escape(path.stem)}\.[A-Za-z]{{2,3}}(-\w+)?{re.escape(suffix)}")
    if own.is_file() or not path.parent.is_dir():
        return [own] if own.is_file() else []
    return sorted(file for file in path.parent.iterdir() if pattern.fullmatch(file.name))


def _cues(file: Path) -> Iterator[Remark]:
    from converter.render.inline import plain
    from converter.render.subtitles import read

    try:
        entries = read(file).entries
    except RenderError as error:
        raise FootageError(str(error)) from error
    for entry in entries:
        shown = plain(entry.text).replace("\\N", " ")
        yield _remark("subtitle", shown, entry.begin, entry.end)


def _embedded(path: Path) -> list[tuple[str, str, str]]:
    return [(str(begin), str(end), text) for begin, end, text in embedded_captions(path)]


def _remark(origin: Origin, text: str, begin: Fraction, end: Fraction) -> Remark:
    return Remark(" ".join(text.split()), origin, (begin, max(begin, end)))
