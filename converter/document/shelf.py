"""Shelf: Documents that were read before, with their pictures, in the store of work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from converter.document.model import Document
from converter.store import once, packed, unpacked


def kept(key: str, assets: Path, make: Callable[[], Document]) -> Document:
    """Return the Document of a key, its pictures in the folder `assets`.

    What is not in the store in use is made now.
    """
    value = once("documents", key, lambda: _packed(make(), assets))
    return _taken(value, assets)


def _packed(document: Document, assets: Path) -> bytes:
    text = document.model_dump_json(context={"base": str(assets)})
    images = {Path(figure.image) for figure in document.figures if figure.image}
    files = sorted(path for path in images if path.parent == assets)
    contents = (part for path in files for part in (path.name.encode(), path.read_bytes()))
    return packed((text.encode(), *contents))


def _taken(value: bytes, assets: Path) -> Document:
    text, *parts = unpacked(value)
    assets.mkdir(parents=True, exist_ok=True)
    for name, content in zip(parts[::2], parts[1::2], strict=True):
        (assets / name.decode()).write_bytes(content)
    return Document.model_validate_json(text, context={"base": str(assets)})
