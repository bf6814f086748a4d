"""Archive: the zip file that a DOCX, PPTX or EPUB is, opened within limits.

The sizes a zip states are a true bound: `zipfile` unpacks no more of an entry than
stated. So a bomb is refused before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from urllib.parse import unquote

from converter.errors import DocreelError, DocumentError, SourceError
from converter.mediatype import sniff
from converter.source import MIB, Limits, Source, fetch_pictures, shown

MOST_ENTRIES = 20_000
MOST_BYTES = 512 * MIB
MOST_MARKUP = 64 * MIB
"""Bytes of one entry that is parsed into a tree, some ten times its size in memory."""
MOST_RATIO = 200
"""How much larger than packed an archive may be, once it is larger than `SMALL`."""
SMALL = 16 * MIB
_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
_MARKUP = {".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx"}


class Archive:
    """A zip file whose entries are within limits."""

    def __init__(self, source: Source) -> None:
        self.name = source.address
        self._source = source
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.content))
            self._check(self._zip.infolist(), len(source.content))
        except (*_FAULTS, ValueError) as error:
            raise DocumentError(f"{self.name}: is damaged or cut short") from error
        self.names = set(self._zip.namelist())

    def _check(self, entries: list[zipfile.ZipInfo], packed: int) -> None:
        total = sum(entry.file_size for entry in entries)
        bomb = total > SMALL and total > MOST_RATIO * packed
        if len(entries) > MOST_ENTRIES or total > MOST_BYTES or bomb:
            raise DocumentError(
                f"{self.name}: {len(entries)} files and {total // MIB} MiB unpacked from "
                f"{packed // 1024} KiB, more than is opened"
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise DocumentError(f"{self.name}: is encrypted; save it without a password")
        for entry in entries:
            if entry.file_size > MOST_MARKUP and _is_markup(entry.filename):
                raise DocumentError(f"{self.name}: {entry.filename} is larger than 64 MiB")

    def read(self, name: str) -> bytes:
        """Return the bytes of an entry; DocumentError when it is missing or damaged."""
        try:
            return self._zip.read(name)
        except KeyError as error:
            raise DocumentError(f"{self.name}: has no {name} in it") from error
        except _FAULTS as error:
            raise DocumentError(f"{self.name}: {name} in it is damaged") from error

    def pictures(self, names: Iterable[str]) -> dict[str, Source | SourceError]:
        """Return pictures by their names, as `fetch_pictures` does by their addresses.

        A name may end with `#crop=LEFT,TOP,RIGHT,BOTTOM`: shares of the sides cut off.
        """
        return {name: self._picture(name) for name in names}

    def _picture(self, address: str) -> Source | SourceError:
        if address.startswith("data:"):
            return fetch_pictures([address], referrer=self._source)[address]
        name, _, crop = address.partition("#crop=")
        name = name if name in self.names else unquote(name)
        if name not in self.names:
            return SourceError(f"{shown(name) or 'a picture'}: not in the file")
        if self._zip.getinfo(name).file_size > Limits().picture_bytes:
            return SourceError(f"{name}: larger than {Limits().picture_bytes // MIB} MiB")
        try:
            content = self.read(name)
            content = _cropped(content, crop) if crop else content
        except DocumentError:
            return SourceError(f"{name}: damaged")
        return Source(name, sniff(content), content, name)


@contextmanager
def sound(source: Source) -> Iterator[None]:
    """Say in one line what a library finds wrong with a file: what it raises is not documented."""
    try:
        yield
    except DocreelError:
        raise
    except Exception as error:
        told = isinstance(error, (SyntaxError, zipfile.BadZipFile, zlib.error))
        reason = " ".join(str(error).split())[:120] if told else "its parts do not fit together"
        raise DocumentError(f"{source.address}: is damaged: {reason}") from error


def _is_markup(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in _MARKUP


def _cropped(content: bytes, crop: str) -> bytes:
    """Return what is shown of a picture; the whole where it cannot be decoded here."""
    from PIL import Image, UnidentifiedImageError

    left, top, right, bottom = map(float, crop.split(","))
    try:
        picture: Image.Image = Image.open(io.BytesIO(content))
        width, height = picture.size
        picture = picture.crop(
            (
                round(left * width),
                round(top * height),
                round((1 - right) * width),
                round((1 - bottom) * height),
            )
        )
        out = io.BytesIO()
        picture.save(out, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return content
    return out.getvalue()
