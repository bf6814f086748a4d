"""Commands that make videos of documents: the whole walk in one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from converter.cli.drafts import changes, expect_arguments
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
    AddressesOrNone,
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
    SectionPause,
    Seed,
    Size,
    Strict,
    Template,
    Theme,
    Title,
    VoiceId,
    Voices,
    Words,
    spoken,
)
from converter.cli.places import existing_folder, incoming, outgoing, published
from converter.cli.progress import progress_of
from converter.cli.telling import expect_no_findings, tell, tell_each

if TYPE_CHECKING:
    from converter.draft import Drafted
    from converter.report import Report


def convert(
    context: typer.Context,
    sources: AddressesOrNone = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", parser=outgoing(), metavar="FILE", help=f"{VIDEO}."),
    ] = None,
    title: Title = "",
    aspect: Aspect = "16:9",
    size: Size = None,
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
    music: Music = None,
    captions: Captions = True,
    theme: Theme = "paper",
    template: Template = "slideshow",
    draft: Annotated[
        Path | None,
        typer.Option(
            parser=outgoing("script.md", "draft.json", "document.json"),
            metavar="DIR",
            help="Make no video yet: write a storyboard into this folder, script.md, to edit.",
        ),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            parser=existing_folder,
            metavar="DIR",
            help="Make the video of a draft, as edited; options given now win over the draft's.",
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(parser=outgoing(), metavar="DIR", help="Folder for every stage's artefact."),
    ] = None,
    seed: Seed = 0,
    quiet: Quiet = False,
    json: AsJson = False,
    strict: Strict = False,
    allow_private: Private = False,
    password: Password = None,
    pages: Chosen = None,
    sections: Headings = None,
) -> None:
    """Turn a document into a narrated video: the whole walk in one command.

    To edit before rendering, go in two steps: `docreel convert SOURCE
    --draft DIR` writes DIR/script.md, a storyboard in Markdown. Change
    words, pictures, chapters, the order and the timing of shots in any
    editor; its top says how. Then `docreel convert --resume DIR -o
    video.mp4` makes the video. What is not edited stays as it was.
    """
    from converter import pipeline
    from converter.draft import Staging

    addresses, video = expect_arguments(context)
    told = {
        "title": title,
        "seconds": duration,
        "language": lang,
        "lexicon": lexicon,
        "section_pause": section_pause,
        "narrator": narrator_of(narrator, chat_url, chat_model, chat_price, chat_timeout, prompt),
        "password": password,
        "pages": pages or (),
        "sections": sections or (),
        "allow_private": allow_private,
        "rate": rate,
        **spoken(voice, voices),
    }
    shown = {
        "size": size or aspect,
        "template": template,
        "theme": theme,
        "captions": captions,
        "music": music,
        "seed": seed,
    }
    report: Report | Drafted
    with progress_of(quiet or json) as progress:
        if draft:
            staging = Staging(**shown)
            report = pipeline.draft(addresses, draft, staging=staging, progress=progress, **told)
        elif resume:
            wishes = changes(context, {**told, **shown})
            report = pipeline.resume(resume, video, progress=progress, **wishes)
        else:
            report = pipeline.convert(
                addresses, video, keep=keep, progress=progress, **told, **shown
            )
    tell(report, quiet=quiet, json=json)
    if strict:
        expect_no_findings(report)


def feed(
    source: Annotated[
        str,
        typer.Argument(
            parser=incoming,
            metavar="SOURCE",
            help="Address or file of an RSS, Atom or JSON feed.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            *("--output", "-o"),
            parser=outgoing("feed.json"),
            metavar="DIR",
            help="Folder for the videos.",
        ),
    ],
    limit: Annotated[int | None, typer.Option(min=1, help="Only the newest so many.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only items of that day or later.")
    ] = None,
    aspect: Aspect = "16:9",
    size: Size = None,
    duration: Duration = None,
    voice: VoiceId = None,
    voices: Voices = None,
    rate: Rate = 0,
    section_pause: SectionPause = 0.2,
    lang: Language = None,
    lexicon: Words = None,
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

    outcomes = follow(
        source,
        output,
        limit=limit,
        since=since and since.date(),
        size=size or aspect,
        seconds=duration,
        **spoken(voice, voices),
        rate=rate,
        section_pause=section_pause,
        language=lang,
        lexicon=lexicon,
        music=music,
        captions=captions,
        theme=theme,
        template=template,
        seed=seed,
        allow_private=allow_private,
    )
    tell_each(published(outcomes), quiet=quiet)
