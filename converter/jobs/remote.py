"""Remote: files wherever fsspec reaches: s3://, oss://, memory://, file:// and paths.

The only door to fsspec. Which protocols work depends on what is installed: s3fs brings
s3://, ossfs brings oss://; both find their credentials as their own pages say.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from converter.errors import JobError
from converter.jobs.faults import translated
from converter.publish import make_folder, replacing
from converter.timeline.address import local_path, split


def is_remote(address: str) -> bool:
    """Tell an address that only fsspec can read from a path, file: and the web.

    A chain of fsspec's (`simplecache::http://…`) is none: it would lead past the rules of
    our own fetch.
    """
    parts = split(address)
    known = parts is None or parts.scheme in ("file", "http", "https", "")
    return not known and "://" in address and "::" not in address


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by its address, and files in it by their paths below it.

    Raises JobError, with code InvalidMaterial.NotFound for a file that is not there.
    """

    address: str

    def fetch(self, name: str, target: Path) -> None:
        """Copy a file of the folder to this machine."""
        fetch(f"{self.address.rstrip('/')}/{name}", target)

    def fetch_all(self, target: Path) -> None:
        """Copy the folder, or a file if that is what is there, to this machine."""
        with _found(self.address) as (files, inside):
            names = files.find(inside)
            if not names:
                told = f"{self.address}: no such file or folder"
                raise JobError(told, code="InvalidMaterial.NotFound")
            for name in names:
                here = target / name.removeprefix(inside).lstrip("/")
                here.parent.mkdir(parents=True, exist_ok=True)
                files.get_file(name, str(here))

    def put(self, source: Path, name: str) -> None:
        """Copy a file of this machine into the folder; it appears whole or not at all."""
        place = f"{self.address.rstrip('/')}/{name}"
        path = local_path(place, Path.cwd())
        if path is None:
            # Object storage shows nothing before all of it is there.
            with _found(place) as (files, inside):
                files.makedirs(inside.rpartition("/")[0], exist_ok=True)
                files.put_file(str(source), inside)
            return
        make_folder(path)
        with replacing(path) as unfinished, translated(place):
            shutil.copyfile(source, unfinished)


def fetch(address: str, target: Path) -> None:
    """Copy the file at an address to this machine.

    Raises JobError, with code InvalidMaterial.NotFound for one that is not there.
    """
    with _found(address) as (files, inside):
        if not files.isfile(inside):
            raise JobError(f"{address}: no such file", code="InvalidMaterial.NotFound")
        target.parent.mkdir(parents=True, exist_ok=True)
        files.get_file(inside, str(target))


@contextmanager
def _found(address: str) -> Iterator[tuple[Any, str]]:
    """Give the file system of an address, and where it is there."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        told = f"{address}: fsspec is not installed; docreel[storage] brings it"
        raise JobError(told) from error
    with translated(address):
        try:
            files, inside = url_to_fs(address)
        except (ImportError, ValueError) as error:  # the library of a protocol, or the protocol
            raise JobError(f"{address}: {error}") from error
        yield files, str(inside)
