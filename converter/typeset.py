"""Typeset text: the only door to Typst.

Cards (`compose`) and lettering (`render`) are Typst documents. They see only the
fonts shipped in `converter/fonts`, those embedded in Typst and one CJK face from
PyMuPDF, so that a card looks the same on every machine; system fonts are left
out on purpose.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from converter.errors import TemplateError

FONTS = Path(__file__).parent / "fonts"
FAMILIES = (
    "Inter",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Droid Sans Fallback",
)
"""Fallback chain for text of any script, first match wins glyph by glyph."""
MONO = ("JetBrains Mono", "DejaVu Sans Mono", *FAMILIES[1:])


class TextOverflowError(TemplateError):
    """The text does not fit the page at the smallest size the document allows."""


Rgba = npt.NDArray[np.uint8]
"""Straight-alpha picture, shape (height, width, 4)."""


def typeset(source: Path | str, data: object = None, *, ppi: float = 72.0) -> list[Rgba]:
    """Typeset a Typst file, or Typst source text, and return its pages.

    `data` reaches the document as JSON in `sys.inputs.data`. At the default 72 ppi
    one point is one pixel. Raises TemplateError with Typst's own message when the
    source does not compile, TextOverflowError when it stops with `panic("overflow")`.
    """
    pages = _run("compile", source, data, format="png", ppi=ppi)
    return [_decode(page) for page in (pages if isinstance(pages, list) else [pages])]


def query(source: Path | str, data: object = None) -> list[Any]:
    """Return the values of all `#metadata(...) <out>` of a Typst document, in order."""
    found: list[dict[str, Any]] = json.loads(_run("query", source, data, "<out>"))
    return [item["value"] for item in found]


def widths(texts: Sequence[str], style: str) -> list[float]:
    """Measure texts on one line, in points, with the fonts lettering uses.

    `style` is Typst source for the arguments of `text`: `size: 40pt, weight: 600`.
    """
    source = (
        f"#set text({style})\n"
        "#let data = json(bytes(sys.inputs.data))\n"
        "#context { for t in data [#metadata(measure(t).width.pt()) <out>] }"
    )
    return [float(value) for value in query(source, list(texts))]


def families(names: Sequence[str] = ()) -> str:
    """Return Typst source for a `font:` argument: the given names, then the fallbacks."""
    chain = [*names, *(name for name in FAMILIES if name not in names)]
    return json.dumps(chain, ensure_ascii=False).replace("[", "(").replace("]", ",)")


def _run(verb: str, source: Path | str, data: object, *args: Any, **options: Any) -> Any:
    import typst

    compiler = typst.Compiler(
        source.encode() if isinstance(source, str) else str(source),
        root="/",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    try:
        return getattr(compiler, verb)(*args, **options)
    except typst.TypstError as error:
        if "panicked" in error.message and "overflow" in error.message:
            raise TextOverflowError("the text does not fit") from error
        name = source.name if isinstance(source, Path) else "text"
        raise TemplateError(f"{name}: Typst cannot set it: {error.message}") from error


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS), str(_cjk_folder())])


def _cjk_folder() -> Path:
    """Put the CJK face inside PyMuPDF into a folder Typst can read, once a machine.

    The face lacks a Unicode family name and a PostScript name, without which Typst
    passes it over; the copy gets both.
    """
    tag = f"{os.getuid()}-{version('pymupdf')}"
    folder = Path(tempfile.gettempdir()) / f"docreel-fonts-{tag}"
    target = folder / "DroidSansFallback.ttf"
    if not target.exists():
        # Half a second, for PyMuPDF loads its layout model with itself.
        import pymupdf
        from fontTools.ttLib import TTFont

        folder.mkdir(mode=0o700, exist_ok=True)
        font = TTFont(io.BytesIO(pymupdf.Font("cjk").buffer))
        font["name"].setName("Droid Sans Fallback", 1, 3, 1, 0x409)
        font["name"].setName("DroidSansFallback", 6, 3, 1, 0x409)
        partial = target.with_suffix(f".{os.getpid()}")
        font.save(partial)
        partial.replace(target)
    return folder


def _decode(png: bytes) -> Rgba:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGBA"))
