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
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
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


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font from a file, ready to be used: its measures are in em.

    `folder` holds a copy of it that bears the name `family` and no other.
    """

    family: str
    ascent: float
    descent: float
    weight: int
    folder: Path


def typeset(
    source: Path | str, data: object = None, *, ppi: float = 72.0, fonts: Sequence[Path] = ()
) -> list[Rgba]:
    """Typeset a Typst file, or Typst source text, and return its pages.

    `data` reaches the document as JSON in `sys.inputs.data`, `fonts` are folders with
    more fonts. At the default 72 ppi one point is one pixel. Raises TemplateError with
    Typst's own message when the source does not compile, TextOverflowError when it stops
    with `panic("overflow")`.
    """
    pages = _run("compile", source, data, fonts=fonts, format="png", ppi=ppi)
    return [_decode(page) for page in (pages if isinstance(pages, list) else [pages])]


def drawing(source: Path | str, data: object = None, *, fonts: Sequence[Path] = ()) -> str:
    """Typeset a document of one page and return it as SVG, one point a unit."""
    svg: bytes = _run("compile", source, data, fonts=fonts, format="svg")
    return svg.decode()


def query(source: Path | str, data: object = None, *, fonts: Sequence[Path] = ()) -> list[Any]:
    """Return the values of all `#metadata(...) <out>` of a Typst document, in order."""
    found: list[dict[str, Any]] = json.loads(_run("query", source, data, "<out>", fonts=fonts))
    return [item["value"] for item in found]


def widths(texts: Sequence[str], style: str, *, fonts: Sequence[Path] = ()) -> list[float]:
    """Measure texts on one line, in points, with the fonts lettering uses.

    `style` is Typst source for the arguments of `text`: `size: 40pt, weight: 600`;
    `fonts` are folders with more fonts.
    """
    source = (
        f"#set text({style})\n"
        "#let data = json(bytes(sys.inputs.data))\n"
        "#context { for t in data [#metadata(measure(t).width.pt()) <out>] }"
    )
    return [float(value) for value in query(source, list(texts), fonts=fonts)]


def families(names: Sequence[str] = ()) -> str:
    """Return Typst source for a `font:` argument: the given names, then the fallbacks."""
    chain = [*names, *(name for name in FAMILIES if name not in names)]
    return json.dumps(chain, ensure_ascii=False).replace("[", "(").replace("]", ",)")


@lru_cache(maxsize=64)
def font_file(path: Path) -> FontFile:
    """Make a TrueType, OpenType or WOFF font usable; of a collection, its first face.

    Raises TemplateError for what is no such font.
    """
    from fontTools.ttLib import TTFont

    family = f"docreel {sha256(path.read_bytes()).hexdigest()[:16]}"
    try:
        font = TTFont(path, fontNumber=0)
        metrics, em = font["OS/2"], font["head"].unitsPerEm
        ascent, descent = metrics.usWinAscent / em, metrics.usWinDescent / em
        folder = _renamed(font, family)
    # Tables of broken fonts raise whatever the damage leads to.
    except Exception as error:
        raise TemplateError(f"{path}: no font that can be read: {error}") from error
    if family not in _fonts((folder,)).families():
        raise TemplateError(f"{path}: no font that can be set")
    return FontFile(family, ascent, descent, metrics.usWeightClass, folder)


def _run(
    verb: str,
    source: Path | str,
    data: object,
    *args: Any,
    fonts: Sequence[Path] = (),
    **options: Any,
) -> Any:
    import typst

    compiler = typst.Compiler(
        source.encode() if isinstance(source, str) else str(source),
        root="/",
        font_paths=_fonts(tuple(fonts)),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    try:
        return getattr(compiler, verb)(*args, **options)
    except typst.TypstError as error:
        if "panicked" in error.message and "overflow" in error.message:
            raise TextOverflowError("the text does not fit") from error
        name = source.name if isinstance(source, Path) else "text"
        raise TemplateError(f"{name}: Typst cannot set it: {error.message}") from error


@lru_cache(maxsize=16)
def _fonts(more: tuple[Path, ...] = ()) -> Any:
    import typst

    folders = [FONTS, _cjk_folder(), *more]
    return typst.Fonts(include_system_fonts=False, font_paths=[str(each) for each in folders])


@lru_cache(maxsize=1)
def _cjk_folder() -> Path:
    """Put the CJK face inside PyMuPDF into a folder Typst can read, once a machine."""
    family = "Droid Sans Fallback"
    folder = _folder(f"{family} {version('pymupdf')}")
    if not any(folder.glob("*.ttf")):
        # Half a second, for PyMuPDF loads its layout model with itself.
        import pymupdf
        from fontTools.ttLib import TTFont

        _renamed(TTFont(io.BytesIO(pymupdf.Font("cjk").buffer)), family, folder)
    return folder


def _renamed(font: Any, family: str, folder: Path | None = None) -> Path:
    """Write a font under another name, and return the folder it is in.

    Typst passes over faces without a Unicode family name or a PostScript name, and
    two of one name would be taken for each other.
    """
    folder = folder or _folder(family)
    target = folder / "face.ttf"
    if not target.exists():
        font.flavor = None
        font["name"].names = []
        for number, name in ((1, family), (2, "Regular"), (4, family), (6, family)):
            font["name"].setName(
                name.replace(" ", "") if number == 6 else name, number, 3, 1, 0x409
            )
        folder.mkdir(mode=0o700, exist_ok=True)
        partial = target.with_suffix(f".{os.getpid()}")
        font.save(partial)
        partial.replace(target)
    return folder


def _folder(name: str) -> Path:
    return Path(tempfile.gettempdir()) / f"docreel-fonts-{os.getuid()}-{name.replace(' ', '-')}"


def _decode(png: bytes) -> Rgba:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGBA"))
