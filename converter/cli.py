"""The command line: one command a stage, a thin shell over the library.

Results go to files or to standard output, everything said to people to standard
error. Exit codes: 0 done, 1 the input or the work failed (one line says why), 2
wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from converter.errors import DocreelError
from converter.settings import ASPECTS, parse_duration, parse_pages, parse_size

if TYPE_CHECKING:
    from converter.document.model import Model
    from converter.progress import Progress

M = TypeVar("M", bound="Model")

app = typer.Typer(
    help="Turn a webpage, a PDF or another document into a narrated video.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; the entry point of `docreel`."""
    try:
        app()
    except DocreelError as error:
        _fail(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _fail(f"{error.filename or 'input and output'}: {error.strerror}")
    except KeyboardInterrupt:
        _fail("stopped", code=130)
    except Exception as error:
        if os.environ.get("DOCREEL_DEBUG"):
            raise
        _fail(f"unexpected {type(error).__name__}: {error} (DOCREEL_DEBUG=1 shows where)")


def _fail(message: str, code: int = 1) -> None:
    print(f"docreel: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(code)


def _parsed(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    def parser(text: str) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error

    return parser


def _aspect(text: str) -> tuple[int, int]:
    try:
        return ASPECTS[text]
    except KeyError:
        raise ValueError(f"{text!r} is not one of {', '.join(ASPECTS)}; --size takes any") from None


VIDEO = "The video: .mp4, .webm, .m3u8; or its sound: .mp3"
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="File; standard output without.")
]
Addresses = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="http(s) address or file: HTML, PDF, Markdown, text, DOCX, PPTX, EPUB. "
        "Several make one document in parts.",
        show_default=False,
    ),
]
Title = Annotated[str, typer.Option(help="Instead of the document's own, or of all parts'.")]
File = Annotated[str, typer.Argument(help="JSON file, - for standard input.", show_default=False)]
Aspect = Annotated[
    Any,
    typer.Option(parser=_parsed(_aspect), metavar="|".join(ASPECTS), help="Shape of the frame."),
]
Size = Annotated[
    Any,
    typer.Option(parser=_parsed(parse_size), metavar="WxH", help="Pixels, instead of --aspect."),
]
Duration = Annotated[
    Any,
    typer.Option(
        parser=_parsed(parse_duration), metavar="TIME", help="Target length: 90s, 3m, 1m30s."
    ),
]
VoiceId = Annotated[str | None, typer.Option(help="One of `docreel voices`.")]
Rate = Annotated[
    int, typer.Option(min=-500, max=500, help="Pace: -500 half, 0 normal, 500 double.")
]
Language = Annotated[
    str | None, typer.Option("--lang", help="Language of the document: en, de, zh.")
]
Music = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Looped quietly.")]
Captions = Annotated[bool, typer.Option(help="Draw captions into the picture.")]
Theme = Annotated[str, typer.Option(help="paper, ink, moss, or a .toml file.")]
Template = Annotated[str, typer.Option(help="slideshow, album, or a .json.j2 file.")]
OutputConfig = Annotated[str | None, typer.Option(metavar="JSON|FILE", help="OutputMediaConfig.")]
EditingConfig = Annotated[
    str | None, typer.Option(metavar="JSON|FILE", help="EditingProduceConfig.")
]
Storage = Annotated[
    Path | None, typer.Option(help="Folder that stands for object storage: BUCKET/KEY.")
]
Seed = Annotated[int, typer.Option(help="Fixes every random choice.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable report on standard output.")]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Allow addresses in private networks.")
]
Password = Annotated[str | None, typer.Option(help="Opens an encrypted PDF.")]
Chosen = Annotated[
    Any,
    typer.Option("--pages", parser=_parsed(parse_pages), metavar="3-5,9", help="Only these pages."),
]
Headings = Annotated[
    list[str] | None,
    typer.Option("--section", help="Only the section with this heading; may be repeated."),
]
Assets = Annotated[
    Path | None, typer.Option(help="Folder for pictures [default: beside the output].")
]


class Shape(StrEnum):
    """What `read` writes."""

    document = "document"
    outline = "outline"


@app.command()
def convert(
    sources: Addresses,
    output: Annotated[Path, typer.Option("--output", "-o", help=f"{VIDEO}.")],
    title: Title = "",
    aspect: Aspect = "16:9",
    size: Size = None,
    duration: Duration = None,
    voice: VoiceId = None,
    rate: Rate = 0,
    lang: Language = None,
    music: Music = None,
    captions: Captions = True,
    theme: Theme = "paper",
    template: Template = "slideshow",
    keep: Annotated[Path | None, typer.Option(help="Folder for every stage's artefact.")] = None,
    seed: Seed = 0,
    quiet: Quiet = False,
    json: AsJson = False,
    allow_private: Private = False,
    password: Password = None,
    pages: Chosen = None,
    sections: Headings = None,
) -> None:
    """Turn a document into a narrated video: the whole walk in one command."""
    from converter.pipeline import convert

    with _progress(quiet or json) as progress:
        report = convert(
            sources,
            output,
            title=title,
            size=size or aspect,
            seconds=duration,
            voice=voice,
            rate=rate,
            language=lang,
            music=music,
            captions=captions,
            theme=theme,
            template=template,
            keep=keep,
            seed=seed,
            password=password,
            pages=pages or (),
            sections=sections or (),
            allow_private=allow_private,
            progress=progress,
        )
    if json:
        print(report.model_dump_json(indent=2))
    elif not quiet:
        for line in report.lines():
            print(line, file=sys.stderr)


@app.command()
def feed(
    source: Annotated[
        str,
        typer.Argument(help="Address or file of an RSS, Atom or JSON feed.", show_default=False),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the videos.")],
    limit: Annotated[int | None, typer.Option(min=1, help="Only the newest so many.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only items of that day or later.")
    ] = None,
    aspect: Aspect = "16:9",
    size: Size = None,
    duration: Duration = None,
    voice: VoiceId = None,
    rate: Rate = 0,
    lang: Language = None,
    music: Music = None,
    captions: Captions = True,
    theme: Theme = "paper",
    template: Template = "slideshow",
    seed: Seed = 0,
    quiet: Quiet = False,
    allow_private: Private = False,
) -> None:
    """Make a video of every new item of a feed; what was made is remembered in the folder."""
    from converter.feed import follow

    made = failed = 0
    for outcome in follow(
        source,
        output,
        limit=limit,
        since=since and since.date(),
        size=size or aspect,
        seconds=duration,
        voice=voice,
        rate=rate,
        language=lang,
        music=music,
        captions=captions,
        theme=theme,
        template=template,
        seed=seed,
        allow_private=allow_private,
    ):
        made, failed = made + bool(outcome.video), failed + bool(outcome.error)
        if outcome.error or not quiet:
            print(outcome.video or f"docreel: {outcome.error}", file=sys.stderr, flush=True)
    if not quiet:
        print(f"{made} made, {failed} failed", file=sys.stderr)
    if failed:
        raise typer.Exit(1)


@app.command()
def read(
    sources: Addresses,
    output: Output = None,
    title: Title = "",
    assets: Assets = None,
    size: Size = "1920x1080",
    shape: Annotated[
        Shape, typer.Option("--as", help="Whole document, or its plain outline.")
    ] = Shape.document,
    proof: Annotated[
        Path | None, typer.Option(help="Write a page that shows what was read where, .html.")
    ] = None,
    password: Password = None,
    pages: Chosen = None,
    sections: Headings = None,
    allow_private: Private = False,
) -> None:
    """Read a webpage, a PDF or another document into a Document."""
    from converter.document.outline import outline
    from converter.document.parts import read_parts
    from converter.document.proof import write_proof
    from converter.source import fetch

    if proof and len(sources) > 1:
        raise typer.BadParameter("a proof page shows one source", param_hint="--proof")
    fetched = [fetch(source, allow_private=allow_private) for source in sources]
    document = read_parts(
        fetched,
        title=title,
        assets=_assets(assets, output),
        allow_private=allow_private,
        password=password,
        picture_size=size,
        pages=pages or (),
        sections=sections or (),
    )
    if proof:
        write_proof(document, fetched[0], proof, password=password)
    if shape is Shape.outline:
        _write(outline(document).model_dump_json(indent=2), output)
    elif output or not proof:
        _write_model(document, output)
    for warning in document.warnings:
        print(f"docreel: {warning}", file=sys.stderr)


@app.command()
def narrate(
    document: File,
    output: Output = None,
    duration: Duration = None,
    voice: VoiceId = None,
    rate: Rate = 0,
    lang: Language = None,
) -> None:
    """Condense a Document into a Script: what to say and what to show."""
    from converter.document.model import Document
    from converter.script import narrate

    script = narrate(
        _read_model(Document, document), seconds=duration, voice=voice, rate=rate, language=lang
    )
    _write_model(script, output)


@app.command()
def compose(
    script: File,
    output: Output = None,
    aspect: Aspect = "16:9",
    size: Size = None,
    voice: VoiceId = None,
    rate: Annotated[
        int | None, typer.Option(min=-500, max=500, help="Instead of the Script's.")
    ] = None,
    music: Music = None,
    captions: Captions = True,
    theme: Theme = "paper",
    template: Template = "slideshow",
    assets: Assets = None,
) -> None:
    """Compose a Script into an IMS Timeline, drawing its cards."""
    from converter.compose import compose
    from converter.script.model import Script
    from converter.timeline import dump_timeline

    timeline = compose(
        _read_model(Script, script),
        assets=_assets(assets, output),
        size=size or aspect,
        template=template,
        theme=theme,
        voice=voice,
        rate=rate,
        captions=captions,
        music=music,
    )
    _write(dump_timeline(timeline, base=_base(output)), output)


@app.command()
def render(
    timeline: File,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=f"{VIDEO}; else where OutputMediaConfig says."),
    ] = None,
    output_config: OutputConfig = None,
    editing_config: EditingConfig = None,
    storage: Storage = None,
    size: Size = None,
    fps: Annotated[
        int | None, typer.Option(min=1, max=120, help="Frames a second [default: 25].")
    ] = None,
    seed: Seed = 0,
    mastering: Annotated[
        bool, typer.Option(help="Duck the music and bring all to -16 LUFS; the cloud does neither.")
    ] = True,
    quiet: Quiet = False,
    json: AsJson = False,
) -> None:
    """Render an IMS Timeline, or a request that holds one, on this machine."""
    from fractions import Fraction

    from converter.render import render
    from converter.timeline import read_request

    parsed, request = read_request(
        _read(timeline), output=_config(output_config), editing=_config(editing_config)
    )
    with _progress(quiet or json) as progress:
        rendering = render(
            parsed,
            output,
            output=request.output,
            editing=request.editing,
            base=_folder_of(timeline),
            storage=storage,
            size=size,
            fps=Fraction(fps) if fps else None,
            title=(request.media.title or "") if request.media else "",
            seed=seed,
            mastering=mastering,
            progress=progress,
        )
    if json:
        print(rendering.model_dump_json(indent=2))
    elif not quiet:
        for line in rendering.lines():
            print(line, file=sys.stderr)


@app.command()
def check(
    timeline: File,
    output_config: OutputConfig = None,
    editing_config: EditingConfig = None,
    storage: Storage = None,
    json: AsJson = False,
) -> None:
    """Check a Timeline, or a request that holds one, against IMS and this renderer."""
    import json as wire
    from dataclasses import asdict

    from converter.timeline import check

    findings = check(
        _read(timeline),
        output=_config(output_config),
        editing=_config(editing_config),
        base=_folder_of(timeline),
        storage=storage,
    )
    errors = sum(finding.severity == "error" for finding in findings)
    if json:
        print(wire.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{finding.severity}: {finding.path}: {finding.message} [{finding.code}]")
        print(f"{errors} errors, {len(findings) - errors} warnings", file=sys.stderr)
    if errors:
        raise typer.Exit(1)


class Part(StrEnum):
    """What there is a JSON Schema of."""

    timeline = "timeline"
    output = "output"
    editing = "editing"


@app.command()
def schema(
    part: Annotated[Part, typer.Argument(help="Of which part of a request.")] = Part.timeline,
) -> None:
    """Print the JSON Schema of a Timeline, for editors."""
    import json as wire

    from converter.timeline.schema import json_schema

    print(wire.dumps(json_schema(part), indent=2, ensure_ascii=False))


@app.command()
def voices(
    lang: Language = None,
    json: AsJson = False,
) -> None:
    """List the voices that can be used now."""
    import json as wire
    from dataclasses import asdict

    from converter.speech import voices

    found = [v for v in voices() if lang is None or v.language.partition("-")[0] == lang]
    if json:
        print(wire.dumps([asdict(voice) for voice in found], indent=2, ensure_ascii=False))
        return
    for voice in found:
        print(f"{voice.id:24} {voice.language:10} {voice.gender:8} {voice.note}".rstrip())


@app.command()
def effects(
    gallery: Annotated[
        Path | None, typer.Option(help="Write a page with a strip of each, .html.")
    ] = None,
) -> None:
    """List the effects that are drawn here, by family."""
    from converter.render.effects.gallery import listing, write_gallery

    if gallery:
        write_gallery(gallery)
        return
    for family, name, description in listing():
        print(f"{family:24} {name:24} {description}")


@app.command()
def doctor() -> None:
    """Say what is installed and what each missing extra would add."""
    from converter.doctor import examine

    sound = True
    for line in examine():
        sound = sound and line.ok
        print(line)
    raise typer.Exit(0 if sound else 1)


def _read(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocreelError(
            f"{name}: cannot be read: {getattr(error, 'strerror', error)}"
        ) from error


def _config(given: str | None) -> str | None:
    """Return the JSON of an option that is JSON itself or names a file."""
    return given if given is None or given.lstrip().startswith("{") else _read(given)


def _read_model(model: type[M], name: str) -> M:
    from pydantic import ValidationError

    try:
        return model.model_validate_json(_read(name), context={"base": str(_folder_of(name))})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DocreelError(
            f"{name}: not a {model.__name__}: {place or 'JSON'}: {first['msg']}"
        ) from error


def _write_model(model: Model, output: Path | None) -> None:
    context = {"base": str(_base(output))}
    _write(model.model_dump_json(indent=2, exclude_defaults=True, context=context), output)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        print(text.rstrip("\n"))
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    except OSError as error:
        raise DocreelError(f"{output}: cannot be written: {error.strerror}") from error


def _base(output: Path | None) -> Path:
    return Path.cwd() if output is None else output.parent.resolve()


def _folder_of(name: str) -> Path:
    return Path.cwd() if name == "-" else Path(name).parent.resolve()


def _assets(given: Path | None, output: Path | None) -> Path:
    """Return where pictures go: as asked, beside the output, or below this folder."""
    folder = given or (output.with_suffix(".assets") if output else Path("docreel.assets"))
    return folder.resolve()


STAGES = {
    "fetch": "Fetching",
    "read": "Reading",
    "narrate": "Narrating",
    "compose": "Composing",
    "speak": "Speaking",
    "render": "Rendering",
}


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    """Show progress: a live display on a terminal, a line a stage elsewhere."""
    from converter.progress import silent

    if quiet:
        yield silent
    elif sys.stderr.isatty():
        with _live() as progress:
            yield progress
    else:
        seen: set[str] = set()

        def line(stage: str, done: float) -> None:
            if stage not in seen:
                seen.add(stage)
                print(f"{STAGES.get(stage, stage)} ...", file=sys.stderr, flush=True)

        yield line


@contextmanager
def _live() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Display

    columns = (
        SpinnerColumn(finished_text="[green]✓"),
        TextColumn("{task.description:10}"),
        BarColumn(bar_width=32),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Display(*columns, console=Console(stderr=True)) as display:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: float) -> None:
            if stage not in tasks:
                tasks[stage] = display.add_task(STAGES.get(stage, stage), total=1.0)
            display.update(tasks[stage], completed=done)

        yield show


if __name__ == "__main__":
    main()
