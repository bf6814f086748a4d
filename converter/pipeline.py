"""The whole walk, from an address to a video. Start reading here.

    address ──fetch──▶ Source ──read──▶ Document ──narrate──▶ Script
            ──compose──▶ Timeline ──render──▶ video

Every arrow is a function of its own and every noun plain data, so a pipeline may
stop, look, change something and go on anywhere.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from converter.compose import compose
from converter.document.excerpt import Pages
from converter.document.model import Document
from converter.document.parts import read_parts
from converter.progress import Progress, silent
from converter.render import expect_format, render
from converter.report import Report, contact_sheet
from converter.script import narrate
from converter.script.model import Script
from converter.source import fetch
from converter.timeline import Timeline, dump_timeline


def convert(
    address: str | Path | Sequence[str | Path],
    output: Path,
    *,
    title: str = "",
    size: tuple[int, int] = (1920, 1080),
    seconds: float | None = None,
    voice: str | None = None,
    rate: int = 0,
    language: str | None = None,
    music: Path | None = None,
    captions: bool = True,
    theme: str = "paper",
    template: str = "slideshow",
    keep: Path | None = None,
    seed: int = 0,
    password: str | None = None,
    pages: Pages = (),
    sections: Sequence[str] = (),
    allow_private: bool = False,
    progress: Progress = silent,
) -> Report:
    """Turn a document, or several, into a narrated video.

    `address` is an http(s) URL or a file: HTML, PDF, Markdown, text, DOCX, PPTX or EPUB.
    Several make one video in parts, called `title` or by the titles of all. `pages` and
    `sections` choose parts of a document; `seconds` is a target length, `rate` an IMS
    SpeechRate. With `keep`, every stage's artefact stays in that folder. Beside `output`
    stand captions (.srt, .vtt) and a poster (.png).

    Raises a DocreelError of the stage that failed; `output` is then untouched.
    """
    expect_format(output)
    addresses = [address] if isinstance(address, (str, Path)) else list(address)
    stage = Clock(progress)
    with _folder(keep) as folder:
        assets = folder / "assets"
        with stage("fetch"):
            sources = [fetch(one, allow_private=allow_private) for one in addresses]
        with stage("read"):
            document = read_parts(
                sources,
                title=title,
                assets=assets,
                allow_private=allow_private,
                password=password,
                picture_size=size,
                pages=pages,
                sections=sections,
            )
        with stage("narrate"):
            script = narrate(document, seconds=seconds, voice=voice, rate=rate, language=language)
        with stage("compose"):
            timeline = compose(
                script,
                assets=assets,
                size=size,
                template=template,
                theme=theme,
                captions=captions,
                music=music,
            )
        with stage("render"):
            rendering = render(
                timeline,
                output,
                size=size,
                title=script.title,
                language=script.language,
                seed=seed,
                progress=progress,
            )
        if keep:
            save(folder, document, script, timeline)
            # There is nothing to see in a sound, and no way to seek in a playlist.
            if rendering.scenes and not rendering.segments:
                contact_sheet(output, rendering, folder / "contact-sheet.png")
    return Report.of(document, script, rendering, stage.seconds)


class Clock:
    """Says which stage is on and remembers how many seconds each took."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Time what is done inside."""
        self.progress(stage, 0.0)
        begun = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - begun, 3)
        self.progress(stage, 1.0)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="docreel-") as scratch:
            yield Path(scratch)


def save(folder: Path, document: Document, script: Script, timeline: Timeline) -> None:
    """Write the artefacts, with the pictures' paths relative to the folder."""
    base = {"base": str(folder)}
    for name, model in (("document", document), ("script", script)):
        text = model.model_dump_json(indent=2, context=base, exclude_defaults=True)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    (folder / "timeline.json").write_text(dump_timeline(timeline, base=folder), encoding="utf-8")
