"""Doctor: what is installed here, and what each missing extra would add."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version


@dataclass(frozen=True)
class Finding:
    """One line of the examination; `ok` is False only for what every video needs."""

    ok: bool
    mark: str
    what: str
    detail: str

    def __str__(self) -> str:
        """Return the line people read."""
        return f"{self.mark} {self.what:22} {self.detail}"


def examine() -> Iterator[Finding]:
    """Try every part once, in a second or two."""
    yield _try("voice (espeak-ng)", _voice)
    yield _try("video (FFmpeg, x264)", _encoder)
    yield _try("PDF (PyMuPDF, layout)", _pdf)
    yield _try("lettering (Typst)", _lettering)
    yield _try("templates", _templates)
    yield _extra("piper", "piper", "neural voices, offline, from voice files: --voice piper:FILE")
    yield _extra("rapidocr", "ocr", "the text of scans")
    yield _extra("scenedetect", "footage", "long videos cut where the scene changes")
    yield _extra("tokenizers", "embedding", "clips found by meaning, with ONNX models you have")
    yield _extra("playwright", "browser", "pages that their own scripts make")
    yield _extra("openai", "openai", "voices of an endpoint: --voice openai:MODEL/VOICE")
    yield _extra("openai", "chat", "narration by a chat endpoint: --narrator chat")
    yield _extra("starlette", "serve", "the API of the cloud and a page for people, served here")
    yield _extra("alibabacloud_ice20201109", "cloud", "jobs in the cloud: docreel submit")
    yield _extra("distributed", "cluster", "jobs on the machines of a Dask cluster")
    yield _models()
    yield _try("cache", _cache)


def _try(what: str, work: Callable[[], str]) -> Finding:
    try:
        return Finding(True, "ok     ", what, work())
    except Exception as error:
        return Finding(False, "BROKEN ", what, f"{type(error).__name__}: {error}")


def _voice() -> str:
    from converter.speech import speak, voices

    speak("Hello.", language="en")
    return f"{len(voices())} voices; docreel voices lists them"


def _encoder() -> str:
    import numpy as np

    from converter.render.stills import Still, StillEncoder, code, still_settings

    settings = still_settings((64, 64), Fraction(25))
    black = Still(np.zeros((64, 64, 3), np.uint8), 3, key=True)
    coded = sum(len(frame.data) for frame in code([black], StillEncoder(settings)))
    return f"PyAV {version('av')}; three frames coded into {coded} bytes"


def _pdf() -> str:
    return f"PyMuPDF {version('pymupdf')}"


def _lettering() -> str:
    from converter.typeset import FAMILIES, widths

    widths(["Docreel"], "size: 10pt")
    return f"faces: {', '.join(FAMILIES)}"


def _templates() -> str:
    from converter.templating import TEMPLATES

    names = sorted(path.name.partition(".")[0] for path in (TEMPLATES / "timelines").iterdir())
    themes = sorted(path.stem for path in (TEMPLATES / "themes").iterdir())
    return f"{', '.join(names)}; themes {', '.join(themes)}"


def _cache() -> str:
    from converter.settings import cache_folder

    folder = cache_folder()
    if folder is None:
        return "none: DOCREEL_CACHE is empty"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return f"{size / 1e6:.0f} MB in {folder}; DOCREEL_CACHE names another"


def _extra(module: str, extra: str, adds: str) -> Finding:
    if importlib.util.find_spec(module):
        return Finding(True, "ok     ", f"extra {extra}", adds)
    return Finding(True, "missing", f"extra {extra}", f"pip install 'docreel[{extra}]' adds {adds}")


def _models() -> Finding:
    import spacy.util

    models = spacy.util.get_installed_models()
    if models:
        return Finding(True, "ok     ", "spaCy models", ", ".join(models))
    return Finding(
        True, "missing", "spaCy models", "rules split sentences; an installed model does it better"
    )
