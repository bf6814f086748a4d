"""Docreel: a webpage or a PDF becomes a narrated video.

    from pathlib import Path
    from converter import convert
    report = convert("paper.pdf", Path("paper.mp4"), seconds=120)

or stage by stage: `fetch`, `read`, `narrate`, `compose`, `render`, each a function
over plain data. The whole walk is in `converter/pipeline.py`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

# These two share their names with the modules they live in, so they are bound at once.
from converter.compose import compose
from converter.render import render

if TYPE_CHECKING:
    from converter.document import read
    from converter.document.model import Document
    from converter.errors import DocreelError
    from converter.pipeline import convert
    from converter.report import Report
    from converter.script import narrate
    from converter.script.model import Script
    from converter.source import Source, fetch
    from converter.timeline import Timeline, check

__version__ = "0.1.0"

# The rest is loaded when first asked for: who only renders need not wait for the
# libraries that read.
_HOMES = {
    "DocreelError": "converter.errors",
    "Document": "converter.document.model",
    "Report": "converter.report",
    "Script": "converter.script.model",
    "Source": "converter.source",
    "Timeline": "converter.timeline",
    "check": "converter.timeline",
    "convert": "converter.pipeline",
    "fetch": "converter.source",
    "narrate": "converter.script",
    "read": "converter.document",
}

__all__ = [
    "DocreelError",
    "Document",
    "Report",
    "Script",
    "Source",
    "Timeline",
    "check",
    "compose",
    "convert",
    "fetch",
    "narrate",
    "read",
    "render",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
