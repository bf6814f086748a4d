"""Commands of the single stages; each writes what the next one reads."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from converter.cli.files import (
    assets_of,
    base_of,
    folder_of,
    naming,
    read_config,
    read_json,
    read_model,
    write_model,
    write_text,
)
from converter.cli.narrators import (
    ChatModel,
    ChatPatience,
    ChatPrice,
    ChatUrl,
    NarratorName,
    Prompts,
    narrator_of,
)
from converter.cli.options import (
    VIDEO,
    Addresses,
    AsJson,
    Aspect,
    Assets,
    Captions,
    Chosen,
    Duration,
    EditingConfig,
    File,
    Headings,
    Language,
    Mastering,
    Music,
    Output,
    OutputConfig,
    Password,
    Private,
    Quiet,
    Rate,
    SectionPause,
    Seed,
    Size,
    Storage,
    Theme,
    Title,
    VoiceId,
    Voices,
    Words,
    parsed,
    spoken,
)
from converter.cli.places import existing_file, incoming, outgoing
from converter.cli.progress import progress_of
from converter.cli.telling import say, tell
from converter.settings import parse_size


class Shape(StrEnum):
    """What `read` writes."""

    document = "document"
    outline = "outline"


class Made(StrEnum):
    """What `compose` makes of a Script."""

    timeline = "timeline"
    storyboard = "storyboard"
    whole = "global"
    highlights = "highlights"


def read(
    sources: Addresses,
    output: Output = None,
    title: Title = "",
    assets: Assets = None,
    size: Annotated[
        Any,
        typer.Option(
            parser=parsed(parse_size),
            metavar="WxH",
            help="Pixels of the video that pictures are cut out of pages for.",
        ),
    ] = "1920x1080",
    shape: Annotated[
        Shape, typer.Option("--as", help="Whole document, or its plain outline.")
    ] = Shape.document,
    proof: Annotated[
        Path | None,
        typer.Option(
            parser=outgoing(),
            metavar="FILE",
            help="Write a page that shows what was read where, .html.",
        ),
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
        assets=assets_of(assets, output),
        allow_private=allow_private,
        password=password,
        picture_size=size,
        pages=pages or (),
        sections=sections or (),
    )
    if proof:
        write_proof(document, fetched[0], proof, password=password)
    if shape is Shape.outline:
        write_text(outline(document).model_dump_json(indent=2), output)
    elif output or not proof:
        write_model(document, output)
    say(*document.warnings)


def narrate(
    document: File,
    output: Output = None,
    duration: Duration = None,
    voice: VoiceId = None,
    voices: Voices = None,
    rate: Rate = 0,
    section_pause: SectionPause = 0.2,
    lang: Language = None,
    lexicon: Words = None,
    narrator: NarratorName = "extractive",
    chat_url: ChatUrl = "",
    chat_model: ChatModel = "",
    chat_price: ChatPrice = None,
    chat_timeout: ChatPatience = "2m",
    prompt: Prompts = None,
) -> None:
    """Condense a Document into a Script: what to say and what to show."""
    from converter.document.model import Document
    from converter.script import narrate

    script = narrate(
        read_model(Document, document),
        seconds=duration,
        rate=rate,
        section_pause=section_pause,
        language=lang,
        lexicon=lexicon,
        narrator=narrator_of(narrator, chat_url, chat_model, chat_price, chat_timeout, prompt),
        **spoken(voice, voices),
    )
    write_model(script, output)
    say(*script.warnings)
    if script.usage:
        say(f"narrated by {script.usage}")


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
    template: Annotated[
        str | None,
        typer.Option(
            parser=incoming, metavar="NAME|FILE", help="slideshow, album, or a .json.j2 file."
        ),
    ] = None,
    made: Annotated[
        Made, typer.Option("--as", help="A Timeline, or a batch request of this kind.")
    ] = Made.timeline,
    films: Annotated[
        list[Path] | None,
        typer.Option(
            "--film",
            parser=existing_file,
            metavar="FILE",
            help="For highlights: take from this film; may be repeated.",
        ),
    ] = None,
    assets: Assets = None,
) -> None:
    """Compose a Script into an IMS Timeline or batch request, drawing its cards."""
    from converter.batch.compose import compose_batch
    from converter.batch.request import dump_batch
    from converter.compose import compose
    from converter.script.model import Script
    from converter.timeline import dump_timeline

    if films and made is not Made.highlights:
        raise typer.BadParameter("only highlights are taken from films", param_hint="--film")
    options: dict[str, Any] = {
        "assets": assets_of(assets, output),
        "size": size or aspect,
        "theme": theme,
        "voice": voice,
        "rate": rate,
        "captions": captions,
        "music": music,
        "warn": say,
    }
    given, base = read_model(Script, script), base_of(output)
    if made is Made.timeline:
        timeline = compose(given, template=template or "slideshow", **options)
        write_text(dump_timeline(timeline, base=base), output)
    else:
        options["films"] = [film.resolve() for film in films or ()]
        request = compose_batch(given, template=template or made, **options)
        write_text(dump_batch(request, base=base), output)


def render(
    timeline: File,
    output: Annotated[
        Path | None,
        typer.Option(
            *("--output", "-o"),
            parser=outgoing(),
            metavar="FILE",
            help=f"{VIDEO}; else where OutputMediaConfig says.",
        ),
    ] = None,
    output_config: OutputConfig = None,
    editing_config: EditingConfig = None,
    storage: Storage = None,
    size: Annotated[
        Any,
        typer.Option(
            parser=parsed(parse_size), metavar="WxH", help="Pixels; else as the Timeline says."
        ),
    ] = None,
    fps: Annotated[
        int | None, typer.Option(min=1, max=120, help="Frames a second; else as configured, or 25.")
    ] = None,
    seed: Seed = 0,
    mastering: Mastering = True,
    quiet: Quiet = False,
    json: AsJson = False,
) -> None:
    """Render an IMS Timeline, or a request that holds one, on this machine."""
    from fractions import Fraction

    from converter.render import render
    from converter.timeline import read_request

    with naming(timeline):
        parsed, request = read_request(
            read_json(timeline),
            output=read_config(output_config),
            editing=read_config(editing_config),
        )
    with progress_of(quiet or json) as progress:
        rendering = render(
            parsed,
            output,
            output=request.output,
            editing=request.editing,
            base=folder_of(timeline),
            storage=storage,
            size=size,
            fps=Fraction(fps) if fps else None,
            title=(request.media.title or "") if request.media else "",
            seed=seed,
            mastering=mastering,
            progress=progress,
        )
    tell(rendering, quiet=quiet, json=json)
