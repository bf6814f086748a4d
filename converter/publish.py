"""Publishing: files that appear whole or not at all, whoever looks and whenever it ends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from converter.errors import RenderError


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """Give a name beside `output` that becomes `output` only on success.

    Raises RenderError when it cannot be put there.
    """
    unfinished = output.with_name(f".{output.name}.{uuid4().hex}.part")
    try:
        yield unfinished
        with _translating(output):
            unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def replacing_with_others(output: Path) -> Iterator[Path]:
    """Give a name in an empty folder; on success all files of it appear beside `output`.

    `output`, which tells of the others, comes last, and an old one goes first.
    """
    with _translating(output):
        made = tempfile.mkdtemp(prefix=".docreel.", suffix=".part", dir=output.parent)
    folder = Path(made)
    unfinished = folder / output.name
    try:
        yield unfinished
        with _translating(output):
            output.unlink(missing_ok=True)
            for other in set(folder.iterdir()) - {unfinished}:
                other.replace(output.with_name(other.name))
            unfinished.replace(output)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_folder(output: Path) -> None:
    """Make the folder that `output` is to stand in; RenderError when that fails."""
    with _translating(output):
        output.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _translating(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RenderError(f"{output}: cannot be written ({error.strerror})") from error
