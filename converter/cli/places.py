"""Places: the files and folders of a command, wherever fsspec reaches them.

Commands work on paths. What stands at an address (`s3://`, `oss://`, `memory://`) is
brought into a mirror on this machine while options are read, and what a command leaves
there is put back when it has ended: each file whole, what was asked for last. Files lie to
each other in the mirror as they do outside, so JSON finds what it names beside itself.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from contextvars import ContextVar
from glob import escape
from pathlib import Path
from typing import Any, TextIO, TypeVar, cast

import typer

from converter.errors import JobError
from converter.timeline.address import local_path, split

T = TypeVar("T")

_NO_HOST = "~"
"""What stands in the mirror for the nothing before the path in `hdfs:///path`."""
_TELLING = {".json", ".html", ".md"}
"""Files of ours that may name others."""


# What options are read with


def incoming(given: str) -> str:
    """Return the name of a file or folder, brought here where only fsspec reaches it."""
    from converter.jobs.remote import is_remote

    return str(_OPEN.get().bring(given)) if is_remote(given) else _plain(given)


def incoming_json(given: str) -> str:
    """Return the name of a JSON file as `incoming` does, with the files it names beside itself."""
    name = incoming(given)
    if name != given and name.endswith(".json"):
        folder = given.rpartition("/")[0]
        for file in files_in(Path(name).read_text("utf-8", errors="replace")):
            if split(file) is None and not file.startswith("/"):
                _OPEN.get().bring_if_there(f"{folder}/{file}")
    return name


def at_hand(text: str) -> str:
    """Return JSON whose files at addresses were brought here."""
    from converter.jobs.remote import is_remote

    for address in filter(is_remote, files_in(text)):
        path = str(_OPEN.get().bring(address)).replace("\\", r"\\")
        text = re.sub(rf'{re.escape(address)}(?=\\*")', path, text)
    return text


def files_in(text: str) -> set[str]:
    """Return the files that the JSON of a Document, a Script, a Timeline or a request names."""
    from converter.jobs.assets import ADDRESSES, REFERENCES
    from converter.jobs.storage import texts
    from converter.speech.ssml import sounds
    from converter.timeline.values import SPELLINGS

    found, pending = set[str](), [text]
    while pending:
        try:
            data = json.loads(pending.pop())
        except (ValueError, RecursionError):  # who reads it says what is wrong with it
            continue
        for key, value in texts(data):
            if SPELLINGS.get(key, key) in ADDRESSES | REFERENCES | {"image"}:
                found.add(value)
            elif value.lstrip()[:1] in ("{", "["):  # as on the wire, a text of JSON
                pending.append(value)
            elif "<speak" in value:
                found |= sounds(value)
    return found - {""}


def outgoing(*known: str) -> Callable[[str], Path]:
    """Return what reads the name of a file or folder that is to be made.

    Files called `known`, which a folder has of an earlier time, are brought here.
    """
    from converter.jobs.remote import is_remote

    def place(given: str) -> Path:
        path = _OPEN.get().expect(given, known) if is_remote(given) else Path(_plain(given))
        if mirror := _OPEN.get(None):
            mirror.made.append(path)
        return path

    return place


def existing_file(given: str) -> Path:
    """Return the path of a file that is there."""
    return _existing(given, Path.is_file, "File")


def existing_folder(given: str) -> Path:
    """Return the path of a folder that is there."""
    return _existing(given, Path.is_dir, "Directory")


def existing(given: str) -> Path:
    """Return the path of a file or a folder that is there."""
    return _existing(given, Path.exists, "Path")


def _existing(given: str, there: Callable[[Path], bool], kind: str) -> Path:
    path = Path(incoming(given))
    if not there(path):
        raise typer.BadParameter(f"{kind} {given!r} does not exist.")
    return path


def _plain(given: str) -> str:
    """Return the path that a file: address means, anything else as it is."""
    parts = split(given)
    if parts is None or parts.scheme != "file":
        return given
    path = local_path(given, Path())
    if path is None:
        raise typer.BadParameter(f"{given!r} names another machine.")
    return str(path)


def published(outcomes: Iterable[T]) -> Iterator[T]:
    """Yield outcomes of long work, each when what was made of it is where it belongs."""
    for outcome in outcomes:
        if mirror := _OPEN.get(None):
            mirror.publish()
        yield outcome


# The mirror


class Mirror:
    """A folder that holds files as `SCHEME/REST` of their addresses; made when needed."""

    def __init__(self) -> None:
        self.made: list[Path] = []
        """What the command was asked to make."""
        self._root: Path | None = None
        self._seen: dict[Path, tuple[int, int]] = {}
        self._open = ExitStack()

    @contextmanager
    def open(self) -> Iterator[None]:
        """Let options be read by this mirror; its files go when that ends."""
        token = _OPEN.set(self)
        try:
            with self._open:
                yield
        finally:
            _OPEN.reset(token)

    def bring(self, address: str) -> Path:
        """Return the path here of a file or folder, fetched once; JobError when there is none."""
        path = self._place(address)
        if not path.exists():
            from converter.jobs.remote import Folder

            Folder(address).fetch_all(path)
            self._seen |= _states(path)
        return path

    def expect(self, address: str, known: Iterable[str] = ()) -> Path:
        """Return the path here of what is to be made, with what is `known` of it already."""
        path = self._place(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        for name in known:
            self.bring_if_there(f"{address.rstrip('/')}/{name}")
        return path

    def bring_if_there(self, address: str) -> None:
        """Fetch what may be missing."""
        try:
            self.bring(address)
        except JobError as error:
            if error.code != "InvalidMaterial.NotFound":
                raise

    def named(self, text: str) -> str:
        """Return a text in which files of the mirror are called by their addresses."""
        if self._root is None:
            return text
        root = re.escape(str(self._root))
        found = rf"(?:file://)?{root}/([a-z][a-z0-9+.-]+)/(?:{_NO_HOST}(?=/))?"
        return re.sub(found, r"\1://", text)

    def publish(self) -> None:
        """Put what is new here where it belongs, and let what we wrote tell of addresses."""
        if self._root is None:
            return
        from converter.jobs.remote import Folder

        for path in self.made:
            self._rename(path)
        states = _states(self._root)
        new = [path for path, state in states.items() if self._seen.get(path) != state]
        for path in sorted(new, key=lambda path: (path in self.made, path)):
            self._rename(path)
            folder, _, name = self.named(str(path)).rpartition("/")
            Folder(folder).put(path, name)
        self._seen = _states(self._root)

    def _rename(self, made: Path) -> None:
        """Call files by their addresses in what tells of something made, beside it or in it."""
        files = made.rglob("*") if made.is_dir() else made.parent.glob(f"{escape(made.stem)}.*")
        for file in files:
            if file.suffix in _TELLING and file.is_file():
                text = file.read_text("utf-8")
                named = self.named(text)
                if named != text:
                    file.write_text(named, "utf-8")

    def _place(self, address: str) -> Path:
        scheme, _, rest = address.partition("://")
        if ".." in rest.split("/") or not rest.strip("/"):
            raise JobError(f"{address[:200]}: expected a place inside of a bucket or folder")
        host = _NO_HOST if rest.startswith("/") else ""
        return self._folder() / scheme.lower() / f"{host}{rest.rstrip('/')}"

    def _folder(self) -> Path:
        if self._root is None:
            made = self._open.enter_context(tempfile.TemporaryDirectory(prefix="docreel-"))
            self._root = Path(made).resolve()
            self._open.enter_context(redirect_stdout(cast(TextIO, _Said(sys.stdout, self.named))))
            self._open.enter_context(redirect_stderr(cast(TextIO, _Said(sys.stderr, self.named))))
        return self._root


_OPEN: ContextVar[Mirror] = ContextVar("mirror")


def _states(place: Path) -> dict[Path, tuple[int, int]]:
    """Return what tells whether a file, or those in a folder, have changed."""
    files = place.rglob("*") if place.is_dir() else [place]
    stats = ((file, file.stat()) for file in files if file.is_file())
    return {file: (stat.st_mtime_ns, stat.st_size) for file, stat in stats}


class _Said:
    """A stream on which files of the mirror are called by their addresses."""

    def __init__(self, stream: TextIO, named: Callable[[str], str]) -> None:
        self._stream = stream
        self._named = named

    def write(self, text: str) -> int:
        return self._stream.write(self._named(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
