"""Commands that make videos of documents: the whole walk in one."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from converter.cli.options import (
    VIDEO,
    Addresses,
    AsJson,
    Aspect,
    Captions,
    Chosen,
    Duration,
    Headings,
    Language,
    Music,
    Password,
    Private,
    Quiet,
    Rate,
    Seed,
    Size,
    Template,
    Theme,
    Title,
    VoiceId,
)
from converter.cli.progress import progress_of


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

    with progress_of(quiet or json) as progress:
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
