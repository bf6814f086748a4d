"""Fingerprints: a digest of all that a picture is made of, wherever and whenever it shows.

Equal fingerprints promise equal pictures, in another run and another Timeline too, so
what is kept on disk under one can be shown again. Files count by their content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel

from converter.render.moments import Coat, Lit, Moment, Shown
from converter.render.schedule import Lettering, Look, Schedule, Showing, Window
from converter.store import maker

Timed = Showing | Lettering | Look
"""Parts of a schedule that show in a window of their own."""

_DRAWN_BY = ("av", "fonttools", "numpy", "opencv-python-headless", "pillow", "pymupdf", "typst")
_ADDRESSES = {"font_url", "image_url"}
_OUTWARD = {
    *("clip_id", "reference_clip_id", "comment", "media_id", "media_url"),
    *("timeline_in", "timeline_out", "duration"),
}
_MOVING = {"lead"}
"""What says of a clip how it is called and when it shows, not what it shows; and what
tells only of one that moves."""


class Fingerprints:
    """The fingerprints of a schedule's moments."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._known: dict[tuple[int, bool], bytes] = {}

    def of(self, moment: Moment) -> bytes:
        """Return the digest of what shows at a moment."""
        plan = self._schedule
        coats = [self._coat(coat) for coat in moment.coats]
        letterings = self._shown(moment.letterings, plan.letterings)
        looks = self._shown(moment.looks, plan.looks)
        return digest(renderer(), plan.width, plan.height, plan.fps, coats, letterings, looks)

    def _coat(self, coat: Coat) -> object:
        showing = self._schedule.tracks[coat.track][coat.number]
        moves = (coat.source_frame, coat.sweep) != (None, None)
        return (
            self._of(showing, moves),
            (coat.source_frame, coat.progress, coat.sweep),
            self._shown(coat.texts, showing.letterings),
            self._shown(coat.looks, showing.looks),
        )

    def _shown(
        self, shown: Sequence[Lit | Shown], parts: Sequence[Look | Lettering]
    ) -> list[object]:
        return [
            (self._of(parts[number], when is not None), when, *word)
            for number, when, *word in shown
        ]

    def _of(self, part: Timed, moves: bool) -> bytes:
        """Return the digest of a part of the schedule, which lives as long as this does.

        When it shows tells nothing of what stands still; of what moves it does, counted
        from its beginning.
        """
        name = id(part), moves
        if name not in self._known:
            self._known[name] = digest(part, origin=part.window.start if moves else None)
        return self._known[name]


def digest(*parts: object, origin: int | None = None) -> bytes:
    """Return one digest of plain values, dataclasses, models and files.

    Windows are counted from the frame `origin`; without one they are left out.
    """
    found = hashlib.sha256()
    for word in _words(parts, origin):
        found.update(len(word).to_bytes(8, "big") + word)
    return found.digest()


@lru_cache(maxsize=1)
def renderer() -> bytes:
    """Return the digest of the code that draws: ours, and the libraries' versions."""
    folder = Path(__file__).parents[1] / "fonts"
    fonts = [(path.name, path.stat().st_size) for path in sorted(folder.iterdir())]
    return digest(maker(*_DRAWN_BY), fonts)


def _words(part: object, origin: int | None) -> Iterator[bytes]:
    """Yield what is to be digested of a part, its type first."""
    yield type(part).__name__.encode()
    match part:
        case Mapping():
            left_out = _OUTWARD | _MOVING if origin is None else _OUTWARD
            for name in sorted(part.keys() - left_out, key=str):
                value = _file(part[name]) if name in _ADDRESSES else part[name]
                yield from (str(name).encode(), *_words(value, origin))
        case list() | tuple():
            yield str(len(part)).encode()
            for item in part:
                yield from _words(item, origin)
        case _:
            yield from _of_plain(part, origin)


def _of_plain(part: object, origin: int | None) -> Iterator[bytes]:
    match part:
        case Window():
            if origin is not None:
                yield repr((part.start - origin, part.end - origin)).encode()
        case BaseModel():
            yield from _words({**dict(part), **(part.model_extra or {})}, origin)
        case Path():
            yield _content(part)
        case _ if is_dataclass(part):
            members = {item.name: getattr(part, item.name) for item in fields(part)}
            yield from _words(members, origin)
        case _:
            yield part if isinstance(part, bytes) else repr(part).encode()


def _file(address: object) -> object:
    """Return the file of an address that was resolved to one on this machine."""
    path = Path(address) if isinstance(address, str) else None
    return path if path and path.is_file() else address


def _content(path: Path) -> bytes:
    state = path.stat()
    return _digest_of_file(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=1024)
def _digest_of_file(path: Path, _size: int, _changed: int) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
