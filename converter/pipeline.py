"""The whole walk, from an address to a video. Start reading here.

    address ──fetch──▶ Source ──read──▶ Document ──narrate──▶ Script
            ──compose──▶ Timeline ──render──▶ video

Every arrow is a function of its own and every noun plain data, so a pipeline may
stop, look, change something and go on anywhere. `draft` stops after compose, `resume`
goes on with what a person made of it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from converter.compose import Warn, compose, unheard
from converter.document.excerpt import Pages
from converter.document.model import Document
from converter.document.parts import read_parts
from converter.draft import Draft, Drafted, Staging, expect_unedited, load, rehearse
from converter.progress import Progress, silent
from converter.render import Rendering, expect_format, render
from converter.report import Report, write_report
from converter.report.sheet import contact_sheet
from converter.script import narrate
from converter.script.diction import reworded
from converter.script.model import Script
from converter.script.narration import Narrator
from converter.script.pace import SECTION_PAUSE
from converter.script.wording.lexicon import NO_LEXICON, Lexicon
from converter.source import fetch
from converter.speech import default_presenter
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
    lexicon: Lexicon | None = None,
    presenter: str | None = None,
    section_pause: float = SECTION_PAUSE,
    narrator: Narrator | None = None,
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
    SpeechRate; `lexicon`, `presenter`, `section_pause` and `narrator` are as in `narrate`.
    With `keep`, every stage's artefact stays in that folder. Beside `output` stand captions
    (.srt, .vtt), a poster (.png) and the report (.report.json, .report.html).

    Raises a DocreelError of the stage that failed; `output` is then untouched.
    """
    expect_format(output)
    staging = Staging(
        size=size, template=template, theme=theme, captions=captions, music=music, seed=seed
    )
    stage = Clock(progress)
    with _folder(keep) as folder:
        document, script = _write(
            address,
            folder / "assets",
            stage,
            title=title,
            size=size,
            seconds=seconds,
            voice=voice,
            rate=rate,
            language=language,
            lexicon=lexicon,
            presenter=presenter,
            section_pause=section_pause,
            narrator=narrator,
            password=password,
            pages=pages,
            sections=sections,
            allow_private=allow_private,
        )
        kept = keep and folder
        return _make(document, script, staging, output, stage, keep=kept, seconds=seconds)


def draft(
    address: str | Path | Sequence[str | Path],
    folder: Path,
    *,
    staging: Staging | None = None,
    seconds: float | None = None,
    lexicon: Lexicon | None = None,
    progress: Progress = silent,
    **options: Any,
) -> Drafted:
    """Write a video without making it: `folder` then holds a storyboard to edit.

    `options` are those of `convert` that say what is read and narrated, `staging` how
    it is shown. Raises as `convert` does, and ScriptError when the folder holds a
    storyboard that was edited.
    """
    expect_unedited(folder)
    drafted = staging or Staging()
    stage = Clock(progress)
    with _folder(folder) as home:
        assets = home / "assets"
        document, script = _write(
            address, assets, stage, size=drafted.size, seconds=seconds, lexicon=lexicon, **options
        )
        written = Draft(
            script=script, staging=drafted, seconds=seconds, lexicon=lexicon or NO_LEXICON
        )
        with stage("compose"):
            save(home, document, script, _compose(script, drafted, assets))
            return written.save(home, document)


def resume(
    folder: Path,
    output: Path,
    *,
    voice: str | None = None,
    presenter: str | None = None,
    rate: int | None = None,
    lexicon: Lexicon | None = None,
    progress: Progress = silent,
    **staging: Any,
) -> Report:
    """Make the video of a draft, with all that was edited in its storyboard.

    `voice`, `presenter`, `rate`, `lexicon` and the fields of Staging are as drafted where
    they are None. Raises ScriptError that names the line that cannot be followed; `output` is
    then untouched.
    """
    expect_format(output)
    stage = Clock(progress)
    folder = folder.resolve()
    with stage("read"):
        drafted, document, storyboard = load(folder)
        if presenter == "auto":
            presenter = default_presenter(storyboard.script.language)
        wishes = {"voice": voice, "presenter": presenter, "rate": rate}
        script = storyboard.script.model_copy(
            update={name: wish for name, wish in wishes.items() if wish is not None}
        )
        if lexicon:
            script = reworded(script, drafted.lexicon, lexicon)
        wished = drafted.staging.changed(staging)
        script = rehearse(storyboard, script, wished, folder)
    return _make(document, script, wished, output, stage, keep=folder, seconds=drafted.seconds)


def _write(
    address: str | Path | Sequence[str | Path],
    assets: Path,
    stage: Clock,
    *,
    size: tuple[int, int],
    title: str = "",
    password: str | None = None,
    pages: Pages = (),
    sections: Sequence[str] = (),
    allow_private: bool = False,
    **narrating: Any,
) -> tuple[Document, Script]:
    """Fetch, read and narrate; `narrating` is what `narrate` takes."""
    addresses = [address] if isinstance(address, (str, Path)) else list(address)
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
        return document, narrate(document, **narrating)


def _make(
    document: Document,
    script: Script,
    staging: Staging,
    output: Path,
    stage: Clock,
    *,
    keep: Path | None,
    seconds: float | None = None,
) -> Report:
    """Compose and render; with `keep`, leave every stage's artefact there.

    `seconds` is the length that was asked for; else that of the Script is expected.
    """
    with _folder(keep) as folder:
        with stage("compose"):
            unfit: list[str] = []
            timeline = _compose(script, staging, folder / "assets", unfit.append)
            script = script.model_copy(update={"warnings": (*script.warnings, *unfit)})
        with stage("render"):
            rendering = render(
                timeline,
                output,
                size=staging.size,
                title=script.title,
                language=script.language,
                seed=staging.seed,
                progress=stage.progress,
            )
        if keep:
            save(folder, document, script, timeline, rendering)
            # There is nothing to see in a sound, and no way to seek in a playlist.
            if rendering.scenes and not rendering.segments:
                contact_sheet(output, rendering, folder / "contact-sheet.png")
        with stage("report"):
            report = Report.of(
                document, script, rendering, stage.seconds, timeline=timeline, seconds=seconds
            )
            write_report(report, output.with_suffix(".report.html"))
    return report


def _compose(script: Script, staging: Staging, assets: Path, warn: Warn = unheard) -> Timeline:
    return compose(
        script,
        assets=assets,
        size=staging.size,
        template=staging.template,
        theme=staging.theme,
        captions=staging.captions,
        music=staging.music,
        warn=warn,
    )


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


def save(
    folder: Path,
    document: Document,
    script: Script,
    timeline: Timeline,
    rendering: Rendering | None = None,
) -> None:
    """Write the artefacts, with the pictures' paths relative to the folder."""
    base = {"base": str(folder)}
    for name, model in (("document", document), ("script", script)):
        text = model.model_dump_json(indent=2, context=base, exclude_defaults=True)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    (folder / "timeline.json").write_text(dump_timeline(timeline, base=folder), encoding="utf-8")
    if rendering:
        text = rendering.model_dump_json(indent=2)
        (folder / "rendering.json").write_text(text + "\n", encoding="utf-8")
