"""Assets: the files of this machine that a request names by address, MediaId or search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from converter.batch.inputs import LibSearchCondition, Reference, is_address
from converter.errors import RenderError, TimelineError
from converter.media import Media, probe

if TYPE_CHECKING:
    from converter.footage import Remark
    from converter.library import Entry, Library

Find = Callable[[Reference], Path | None]
"""Returns the file on this machine that an address or a MediaId means, if there is one."""

NOT_FOUND = "InvalidMaterial.NotFound"
UNREADABLE = "QueryMaterialFailed"


class Assets:
    """Finds media: MediaIds in the media library first, all else by `find`."""

    def __init__(self, find: Find = Path, library: Library | None = None) -> None:
        self._find = find
        self._library = library
        self._media: dict[Reference, Media] = {}

    def file(self, reference: Reference) -> Path | None:
        """Return the file that a request means, if there is one."""
        entry = self.entry(reference)
        return Path(entry.path) if entry else self._find(reference)

    def entry(self, reference: Reference) -> Entry | None:
        """Return what the library has of a MediaId."""
        if self._library is None or is_address(reference):
            return None
        return self._library.get(reference)

    def told(self, reference: Reference) -> tuple[Remark, ...]:
        """Return what the library tells of a medium."""
        entry = self.entry(reference)
        return entry.remarks() if entry else ()

    def media(self, reference: Reference, path: str) -> Media:
        """Return what a material with a picture is; `path` is where the request names it.

        Raises TimelineError for what is not there and for what cannot be shown.
        """
        if reference not in self._media:
            self._media[reference] = _probed(self.needed(reference, path), path)
        found = self._media[reference]
        if found.kind == "audio":
            told = f"{reference} has no picture"
            raise TimelineError(told, code="InvalidParameter.ResourceContentBad", path=path)
        return found

    def needed(self, reference: Reference, path: str) -> Path:
        """Return the file that a request means; TimelineError where there is none."""
        file = self.file(reference)
        if file is None or not file.is_file():
            told = f"{reference}: no such material on this machine"
            raise TimelineError(told, code=NOT_FOUND, path=path)
        return file

    def search(self, wanted: LibSearchCondition, path: str) -> list[Reference]:
        """Return the MediaIds that search libraries have for some words, the best first.

        Raises TimelineError where there are none.
        """
        if self._library is None:
            raise TimelineError("there is no media library here", code=NOT_FOUND, path=path)
        text, libraries = wanted.search_text, wanted.search_libs
        entries = self._library.search(text, libraries)
        found = [entry.id for entry in entries if entry.kind != "audio"]
        if not found:
            told = f"{', '.join(libraries)}: nothing there has words of the SearchText"
            raise TimelineError(told, code=NOT_FOUND, path=path)
        return found


def _probed(file: Path, path: str) -> Media:
    try:
        return probe(file)
    except RenderError as error:
        raise TimelineError(str(error), code=UNREADABLE, path=path) from error
