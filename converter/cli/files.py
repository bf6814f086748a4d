"""Files that commands read and write; `-` and no name mean the standard streams."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from converter.cli.places import at_hand
from converter.errors import DocreelError, TimelineError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from converter.document.model import Model

M = TypeVar("M", bound="BaseModel")


def read_text(name: str) -> str:
    """Return the text of a file, of standard input for `-`."""
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocreelError(
            f"{name}: cannot be read: {getattr(error, 'strerror', error)}"
        ) from error


def read_json(name: str) -> str:
    """Return the text of a JSON file, with what it names at addresses brought here."""
    return at_hand(read_text(name))


@contextmanager
def naming(file: str) -> Iterator[None]:
    """Begin what is wrong with JSON by the name of its file, which only the caller knows."""
    try:
        yield
    except TimelineError as error:
        raise DocreelError(f"{file}: {error}") from error


def read_config(given: str | None) -> str | None:
    """Return the JSON of an option that is JSON itself or names a file."""
    return given if given is None or given.lstrip().startswith("{") else read_text(given)


def read_model(model: type[M], name: str) -> M:
    """Return a Document, Script or Rendering from JSON; DocreelError names what is wrong."""
    from pydantic import ValidationError

    try:
        return model.model_validate_json(read_json(name), context={"base": str(folder_of(name))})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DocreelError(
            f"{name}: not a {model.__name__}: {place or 'JSON'}: {first['msg']}"
        ) from error


def write_model(model: Model, output: Path | None) -> None:
    """Write a Document or Script as JSON, its pictures relative to the file."""
    context = {"base": str(base_of(output))}
    write_text(model.model_dump_json(indent=2, exclude_defaults=True, context=context), output)


def write_text(text: str, output: Path | None) -> None:
    """Write to a file, or to standard output."""
    if output is None:
        print(text.rstrip("\n"))
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    except OSError as error:
        raise DocreelError(f"{output}: cannot be written: {error.strerror}") from error


def base_of(output: Path | None) -> Path:
    """Return the folder that paths in an output are relative to."""
    return Path.cwd() if output is None else output.parent.resolve()


def folder_of(name: str) -> Path:
    """Return the folder that paths in an input are relative to."""
    return Path.cwd() if name == "-" else Path(name).parent.resolve()


def assets_of(given: Path | None, output: Path | None) -> Path:
    """Return where pictures go: as asked, beside the output, or below this folder."""
    folder = given or (output.with_suffix(".assets") if output else Path("docreel.assets"))
    return folder.resolve()
