"""Options that several commands share, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from converter.cli.places import existing_file, incoming, incoming_json, outgoing
from converter.settings import ASPECTS, parse_duration, parse_pages, parse_size, parse_voices


def parsed(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """Let a parser of settings refuse a value as wrong usage."""

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


def _lexicon(name: str) -> Any:
    from converter.script.wording.lexicon import read_lexicon

    return read_lexicon(Path(incoming(name)))


def spoken(voice: str | None, voices: tuple[str, str | None] | None) -> dict[str, str | None]:
    """Return who speaks, as `narrate` takes it."""
    if voice and voices:
        raise typer.BadParameter("does not go with --voice", param_hint="--voices")
    presenter, narrator = voices or (None, voice)
    return {"presenter": presenter, "voice": narrator}


VIDEO = "The video: .mp4, .webm, .m3u8; or its sound: .mp3"
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", parser=outgoing(), metavar="FILE", help="Standard output without."
    ),
]
_SOURCES = typer.Argument(
    parser=incoming,
    metavar="SOURCE",
    help="http(s) address or file: HTML, PDF, Markdown, text, DOCX, PPTX, EPUB. "
    "Several make one document in parts.",
    show_default=False,
)
Addresses = Annotated[list[str], _SOURCES]
AddressesOrNone = Annotated[list[str] | None, _SOURCES]
Title = Annotated[str, typer.Option(help="Instead of the document's own, or of all parts'.")]
File = Annotated[
    str,
    typer.Argument(
        parser=incoming_json,
        metavar="FILE",
        help="JSON file, - for standard input.",
        show_default=False,
    ),
]
Aspect = Annotated[
    Any,
    typer.Option(parser=parsed(_aspect), metavar="|".join(ASPECTS), help="Shape of the frame."),
]
Size = Annotated[
    Any,
    typer.Option(parser=parsed(parse_size), metavar="WxH", help="Pixels, instead of --aspect."),
]
Duration = Annotated[
    Any,
    typer.Option(
        parser=parsed(parse_duration), metavar="TIME", help="Target length: 90s, 3m, 1m30s."
    ),
]
VoiceId = Annotated[str | None, typer.Option(help="One of `docreel voices`.")]
Voices = Annotated[
    Any,
    typer.Option(
        parser=parsed(parse_voices),
        metavar="A,B",
        help="Two voices: A says headings and questions, B the rest. `auto` chooses both.",
    ),
]
SectionPause = Annotated[
    float, typer.Option(min=0, max=10, help="Seconds of silence added where a section ends.")
]
Rate = Annotated[
    int, typer.Option(min=-500, max=500, help="Pace: -500 half, 0 normal, 500 double.")
]
Language = Annotated[
    str | None, typer.Option("--lang", help="Language of the document: en, de, zh.")
]
Words = Annotated[
    Any,
    typer.Option(
        "--lexicon",
        parser=_lexicon,
        metavar="FILE",
        help="Pronunciations: lines `term: spoken form`.",
    ),
]
Music = Annotated[
    Path | None, typer.Option(parser=existing_file, metavar="FILE", help="Looped quietly.")
]
Captions = Annotated[bool, typer.Option(help="Draw captions into the picture.")]
Theme = Annotated[
    str,
    typer.Option(parser=incoming, metavar="NAME|FILE", help="paper, ink, moss, or a .toml file."),
]
Template = Annotated[
    str,
    typer.Option(
        parser=incoming, metavar="NAME|FILE", help="slideshow, album, or a .json.j2 file."
    ),
]
OutputConfig = Annotated[
    str | None, typer.Option(parser=incoming, metavar="JSON|FILE", help="OutputMediaConfig.")
]
EditingConfig = Annotated[
    str | None, typer.Option(parser=incoming, metavar="JSON|FILE", help="EditingProduceConfig.")
]
Mastering = Annotated[
    bool, typer.Option(help="Duck the music and bring all to -16 LUFS; the cloud does neither.")
]
Storage = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder that stands for object storage: BUCKET/KEY."),
]
Seed = Annotated[int, typer.Option(help="Fixes every random choice.")]
Workers = Annotated[int | None, typer.Option(min=1, help="At once; by default one a processor.")]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="tcp://HOST:PORT",
        envvar="DOCREEL_CLUSTER",
        help="Let a Dask cluster do it; files must be where all its machines reach them.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable report on standard output.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 when the report has findings.")]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Allow addresses in private networks.")
]
Password = Annotated[str | None, typer.Option(help="Opens an encrypted PDF.")]
Chosen = Annotated[
    Any,
    typer.Option("--pages", parser=parsed(parse_pages), metavar="3-5,9", help="Only these pages."),
]
Headings = Annotated[
    list[str] | None,
    typer.Option("--section", help="Only the section with this heading; may be repeated."),
]
Assets = Annotated[
    Path | None,
    typer.Option(
        parser=outgoing(), metavar="DIR", help="Folder for pictures; else beside the output."
    ),
]
