"""DOCX: a word processor's file as HTML, its paragraphs named by their styles.

`inline` turns what stands in a paragraph into HTML, `body` paragraphs and tables
into blocks. Only these modules know python-docx.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from converter.document.archive import Archive, sound
from converter.document.model import Document
from converter.errors import DocumentError
from converter.source import Source


def read_docx(source: Source, *, assets: Path) -> Document:
    """Read a DOCX; tracked deletions and hidden words are left out.

    Raises DocumentError for a file that is encrypted, damaged, a bomb, or empty.
    """
    from converter.document.docx.body import Body
    from converter.document.web.whole import read_whole

    archive = Archive(source)
    with sound(source):
        main = _main_part(source)
        body = Body(main)
        markup = body.markup()
        facts = _facts(main.package.core_properties, body.title)
    return read_whole(
        source, markup, facts, assets=assets, fetch=archive.pictures, warnings=body.warnings
    )


def _main_part(source: Source) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(source.content)).part
    except ValueError as error:  # templates and files with macros have types of their own
        raise DocumentError(f"{source.address}: not a plain DOCX; save it as one") from error


def _facts(properties: Any, title: str) -> Any:
    from converter.document.web.metadata import stated

    written = properties.created or properties.modified
    return stated(
        title=title or properties.title,
        authors=properties.author.split(";"),
        date=written and written.date().isoformat(),
        language=properties.language,
    )
