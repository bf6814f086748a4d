"""Library: media that MediaIds name and that words find, in one SQLite file.

A MediaId is made of the file's content unless the cloud has given one, so a file has
one id however often it is added, and is known again when it has moved. Words are found
by SQLite's FTS5 in tokens of ours: stems beside whole words, and Chinese and Japanese
as pairs of neighbours beside single characters, which needs no dictionary.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from converter.document.language import language_of
from converter.errors import FootageError
from converter.footage import Cutting, Look, Remark, look
from converter.footage.findings import digest
from converter.media import Media, probe
from converter.script.sentences import CJK, words

DEFAULT = "default"
"""The library of media that nobody named one for."""
MOST = 200
"""Media that a search returns."""
PATIENCE = 30
"""Seconds to wait for another process that writes."""
_ID_LENGTH = 32
_TABLES = """
CREATE TABLE IF NOT EXISTS media (
    id TEXT PRIMARY KEY, path TEXT, kind TEXT, width INTEGER, height INTEGER, seconds REAL,
    title TEXT, description TEXT, tags TEXT, detected TEXT
);
CREATE TABLE IF NOT EXISTS member (
    library TEXT, id TEXT REFERENCES media ON DELETE CASCADE, PRIMARY KEY (library, id)
);
CREATE VIRTUAL TABLE IF NOT EXISTS term USING fts5 (
    id UNINDEXED, title, tags, description, detected,
    tokenize = "unicode61 remove_diacritics 2"
);
"""
_WEIGHTS = "0, 4, 4, 3, 1"
"""Of the columns of `term`, in their order."""
_CHARACTER = re.compile(f"[{CJK}]")
_WORD = re.compile(rf"[^\W_{CJK}]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A medium of the library: `kind` is image, video or audio; `seconds` is None for images.

    `detected` is what is known of it without anybody's description: subtitles, files
    beside it, and letters in its pictures.
    """

    id: str
    path: str
    kind: str
    width: int
    height: int
    seconds: float | None
    title: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    detected: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()

    def remarks(self) -> tuple[Remark, ...]:
        """Return what people say of it, and what is read in a picture, as remarks on its shots."""
        read = self.detected if self.kind == "image" else ()
        told = (self.title, self.description, " ".join(self.tags), *read)
        return tuple(Remark(text, "caption") for text in told if text)


class Library:
    """The media in a SQLite file, which is made when the first of them is added."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(
        self,
        path: Path,
        *,
        media_id: str = "",
        library: str = DEFAULT,
        title: str = "",
        description: str = "",
        tags: Iterable[str] = (),
        letters: bool = False,
    ) -> Entry:
        """Add a medium, or add to what is known of it, and return its entry.

        `media_id` is the one it has in the cloud. `letters` reads also what stands in its
        pictures, scene by scene. Raises RenderError for what is no picture, film or sound,
        and FootageError for files beside it that cannot be read.
        """
        if set("/.") & set(media_id):
            raise FootageError(f"{media_id}: is no MediaId, expected neither dots nor slashes")
        media = probe(path)
        entry = Entry(
            media_id or digest(path)[:_ID_LENGTH],
            str(path.resolve()),
            media.kind,
            media.width,
            media.height,
            None if media.duration is None else float(media.duration),
            title,
            description,
            tuple(dict.fromkeys(tags)),
            detected(path, media, letters=letters and media.kind != "audio"),
            (library,),
        )
        with self._opened() as base:
            known = _entry(base, entry.id)
            _write(base, _joined(known, entry) if known else entry)
            return _entry(base, entry.id) or entry

    def put(self, entry: Entry) -> None:
        """Add a medium that was looked at elsewhere; what was known by its id goes."""
        with self._opened() as base:
            _remove(base, entry.id)
            _write(base, entry)

    def entries(self, libraries: Sequence[str] = ()) -> list[Entry]:
        """Return all media, or those of some libraries, by their titles and paths."""
        with self._opened() as base:
            ids = [row[0] for row in base.execute("SELECT id FROM media ORDER BY title, path")]
            found = (_entry(base, each) for each in ids)
            return [entry for entry in found if entry and _is_in(entry, libraries)]

    def search(self, text: str, libraries: Sequence[str] = (), most: int = MOST) -> list[Entry]:
        """Return the media with words of a text, the best first; of some libraries or of all."""
        wanted = " OR ".join(f'"{term}"' for term in dict.fromkeys(_asked(text)))
        if not wanted:
            return []
        query = f"SELECT id FROM term WHERE term MATCH ? ORDER BY bm25(term, {_WEIGHTS}), id"
        with self._opened() as base:
            found = (_entry(base, row[0]) for row in base.execute(query, (wanted,)).fetchall())
            return [entry for entry in found if entry and _is_in(entry, libraries)][:most]

    def get(self, media_id: str) -> Entry | None:
        """Return the entry of a MediaId, if there is one."""
        with self._opened() as base:
            return _entry(base, media_id)

    def remove(self, media_id: str) -> bool:
        """Forget a medium, not its file; tell whether it was known."""
        with self._opened() as base:
            return _remove(base, media_id)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction; failures name it."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=PATIENCE)) as base, base:
                base.execute("PRAGMA foreign_keys = ON")
                base.executescript(_TABLES)
                yield base
        except (sqlite3.Error, OSError) as error:
            raise FootageError(f"{self._file}: is no media library: {error}") from error


def detected(path: Path, media: Media, *, letters: bool = False) -> tuple[str, ...]:
    """Return what is known of a medium without anybody's description, as Entry has it.

    Raises FootageError for files beside it that cannot be read.
    """
    cutting = Cutting(by_scenes=letters)
    found = look(str(path), media, Look(cutting, letters=letters))
    told = (remark for shot in found.shots for remark in shot.remarks)
    return tuple(dict.fromkeys(remark.text for remark in told))


def _joined(known: Entry, new: Entry) -> Entry:
    """Return what is new, and what was known where nothing new is said."""
    return replace(
        new,
        title=new.title or known.title,
        description=new.description or known.description,
        tags=tuple(dict.fromkeys((*known.tags, *new.tags))),
        detected=tuple(dict.fromkeys((*new.detected, *known.detected))),
    )


def _remove(base: sqlite3.Connection, media_id: str) -> bool:
    base.execute("DELETE FROM term WHERE id = ?", (media_id,))
    return base.execute("DELETE FROM media WHERE id = ?", (media_id,)).rowcount > 0


def _write(base: sqlite3.Connection, entry: Entry) -> None:
    """Write an entry, which stays in the libraries it is in."""
    texts = (entry.title, " ".join(entry.tags), entry.description, "\n".join(entry.detected))
    row = (
        *(entry.id, entry.path, entry.kind, entry.width, entry.height, entry.seconds),
        *(entry.title, entry.description, _json(entry.tags), _json(entry.detected)),
    )
    base.execute(
        "INSERT INTO media VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " path = excluded.path, kind = excluded.kind, width = excluded.width,"
        " height = excluded.height, seconds = excluded.seconds, title = excluded.title,"
        " description = excluded.description, tags = excluded.tags,"
        " detected = excluded.detected",
        row,
    )
    for library in entry.libraries:
        base.execute("INSERT OR IGNORE INTO member VALUES (?, ?)", (library, entry.id))
    base.execute("DELETE FROM term WHERE id = ?", (entry.id,))
    terms = (" ".join(_indexed(text)) for text in texts)
    base.execute("INSERT INTO term VALUES (?, ?, ?, ?, ?)", (entry.id, *terms))


def _entry(base: sqlite3.Connection, media_id: str) -> Entry | None:
    row = base.execute("SELECT * FROM media WHERE id = ?", (media_id,)).fetchone()
    if row is None:
        return None
    query = "SELECT library FROM member WHERE id = ? ORDER BY library"
    return replace(
        Entry(*row),
        tags=tuple(json.loads(row[-2])),
        detected=tuple(json.loads(row[-1])),
        libraries=tuple(each[0] for each in base.execute(query, (media_id,))),
    )


def _is_in(entry: Entry, libraries: Sequence[str]) -> bool:
    return not libraries or not {*libraries}.isdisjoint(entry.libraries)


def _indexed(text: str) -> Iterator[str]:
    """Yield what a text is found by, repeated as often as it is there."""
    yield from _CHARACTER.findall(text)
    yield from _asked(text)


def _asked(text: str) -> Iterator[str]:
    """Yield what is looked for: whole words and stems, and pairs of Chinese characters."""
    yield from (word.lower() for word in _WORD.findall(text))
    yield from (word.replace('"', "") for word in words(text, language_of(text)))


def _json(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)
