"""Assets: the files of this machine that a request shows and plays, and where they go.

A file is stored under the digest of what is in it, so what was sent once is known again,
and an address in a request always means the same content.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from converter.batch.inputs import is_address
from converter.errors import JobError
from converter.jobs.oss import ObjectStorage, StoredObject
from converter.speech.ssml import readdressed
from converter.timeline.address import local_path, split
from converter.timeline.values import FILE_KEYS, SPELLINGS

ADDRESSES = FILE_KEYS | {"CoverURL"}
"""Keys whose values are addresses."""
REFERENCES = {
    *("Media", "MediaArray", "BackgroundMusic", "BackgroundMusicArray"),
    *("BackgroundImage", "BackgroundImageArray"),
}
"""Keys of batch requests whose values are addresses or MediaIds, one or a list."""
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along, and the object it becomes.

    `size` and `modified`, in nanoseconds, are as they were when its content was looked at.
    """

    path: Path
    stored: StoredObject
    size: int
    modified: int

    def send(self, storage: ObjectStorage, told: Callable[[int], None]) -> None:
        """Upload the file; JobError when it is not what it was when it was looked at."""
        self._expect_unchanged()
        storage.put(self.path, self.stored, told)
        try:
            self._expect_unchanged()
        except JobError:
            storage.void(self.stored)  # else it would be taken for what its key says
            raise

    def _expect_unchanged(self) -> None:
        try:
            same = _state(self.path) == (self.size, self.modified)
        except OSError:  # it went away
            same = False
        if not same:
            raise JobError(f"{self.path}: changed while it was being submitted; submit again")


class Assets:
    """The files that a request names, gathered while their addresses are replaced.

    Paths are relative to `base`. `place` is `BUCKET/PREFIX`; a file when there is none is
    an error.
    """

    def __init__(self, base: Path, region: str, place: str) -> None:
        self._base = base
        self._region = region
        self._place = place
        self._uploads: dict[Path, Upload] = {}

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """What is to be uploaded, each content once, in the order it was met."""
        return tuple({upload.stored: upload for upload in self._uploads.values()}.values())

    def placed(self, value: Any, key: str = "") -> Any:
        """Return JSON data with addresses that the service can reach.

        Raises JobError for a file that is not there, and for what is in another region.
        """
        if isinstance(value, Mapping):
            return {
                name: self.placed(item, SPELLINGS.get(name) or name) for name, item in value.items()
            }
        if isinstance(value, list):
            return [self.placed(item, key) for item in value]
        if not isinstance(value, str) or not value:
            return value
        if "<speak" in value:
            return readdressed(value, self._address)
        wanted = key in ADDRESSES or (key in REFERENCES and is_address(value))
        return self._address(value) if wanted else value

    def placed_anywhere(self, value: Any) -> Any:
        """Return JSON data whose keys say nothing: every text that names a file is one."""
        if isinstance(value, Mapping):
            return {name: self.placed_anywhere(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.placed_anywhere(item) for item in value]
        if isinstance(value, str) and "<speak" in value:
            return readdressed(value, self._address)
        return self._address(value) if isinstance(value, str) and self._names_file(value) else value

    def _names_file(self, text: str) -> bool:
        try:
            found = local_path(text, self._base)
            return bool(text) and found is not None and found.is_file()
        except (OSError, ValueError):  # too long for a name, or with a NUL in it
            return False

    def _address(self, given: str) -> str:
        stored = StoredObject.at(given, self._region)
        if stored is not None:
            expect_region(stored, self._region)
            return stored.address if given.startswith("oss:") else given
        path = local_path(given, self._base)
        if path is None:
            parts = split(given)
            if parts is None or parts.scheme not in ("http", "https"):
                told = f"{given[:200]}: expected a file, or an address that begins with http(s)://"
                raise JobError(told)
            return given
        return self._upload(path.resolve(), given).stored.address

    def _upload(self, path: Path, given: str) -> Upload:
        if path not in self._uploads:
            if not path.is_file():
                raise JobError(f"{given[:200]}: no such file", code="InvalidMaterial.NotFound")
            if not self._place:
                told = f"{given[:200]}: is on this machine; --assets BUCKET says where files go"
                raise JobError(told)
            self._uploads[path] = self._measured(path)
        return self._uploads[path]

    def _measured(self, path: Path) -> Upload:
        try:
            size, modified = _state(path)  # first: what changes from now on is noticed
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise JobError(f"{path}: cannot be read: {error.strerror}") from error
        bucket, _, prefix = self._place.strip("/").partition("/")
        suffix = path.suffix.lower()
        name = f"{digest}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        key = f"{prefix}/{name}" if prefix else name
        return Upload(path, StoredObject(self._region, bucket, key), size, modified)


def _state(path: Path) -> tuple[int, int]:
    """Return what tells whether a file has changed."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def expect_region(stored: StoredObject, region: str) -> None:
    """Raise JobError for an object that a job in a region cannot use."""
    if stored.region != region:
        raise JobError(f"{stored.address}: is in {stored.region}, but the job in {region}")
