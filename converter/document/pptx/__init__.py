"""PPTX: a deck as HTML, a section for every slide.

`slide` turns what stands on a slide into HTML in reading order, with the box it fills;
what the speaker noted stands last, as what is to be said. Only these modules know
python-pptx.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from converter.document.archive import Archive, sound
from converter.document.model import Document
from converter.errors import DocumentError
from converter.source import Source


def read_pptx(source: Source, *, assets: Path) -> Document:
    """Read a PPTX; hidden slides are left out, with a warning.

    Raises DocumentError for a file that is encrypted, damaged, a bomb, or empty.
    """
    from converter.document.web.whole import read_whole

    archive = Archive(source)
    warnings: list[str] = []
    with sound(source):
        deck = _deck(source)
        markup = "\n".join(_slides(deck, warnings))
        facts = _facts(deck)
    return read_whole(
        source, markup, facts, assets=assets, fetch=archive.pictures, warnings=warnings
    )


def _deck(source: Source) -> Any:
    import pptx

    try:
        return pptx.Presentation(io.BytesIO(source.content))
    except ValueError as error:  # shows and files with macros have types of their own
        raise DocumentError(f"{source.address}: not a plain PPTX; save it as one") from error


def _slides(deck: Any, warnings: list[str]) -> Iterator[str]:
    from converter.document.pptx.slide import Slide

    hidden: list[int] = []
    title = ""
    for number, slide in enumerate(deck.slides, 1):
        if _is_hidden(slide):
            hidden.append(number)
            continue
        one = Slide(slide, number, deck.slide_height, before=title)
        yield one.markup()
        title = one.title
        warnings += one.warnings
    if hidden:
        warnings.append(f"hidden slide(s) {', '.join(map(str, hidden))} are left out")


def _is_hidden(slide: Any) -> bool:
    """Tell whether a slide is left out of the show."""
    return slide.element.get("show") in {"0", "false"}


def _facts(deck: Any) -> Any:
    from converter.document.web.metadata import stated

    properties = deck.core_properties
    written = properties.created or properties.modified
    title = next(iter(_titles(deck)), "")
    return stated(
        title=title or properties.title,
        authors=properties.author.split(";"),
        date=written and written.date().isoformat(),
        language=properties.language,
    )


def _titles(deck: Any) -> Iterator[str]:
    """Yield the title of a deck whose first slide is laid out as a title."""
    shown = [slide for slide in deck.slides if not _is_hidden(slide)]
    for slide in shown[:1]:
        title = slide.shapes.title
        if title is not None and title.placeholder_format.type.name == "CENTER_TITLE":
            yield title.text_frame.text
