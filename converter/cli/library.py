"""Commands of the media library: `docreel media add`, `list`, `search`, `remove`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from converter.cli.options import AsJson, Quiet
from converter.cli.telling import say
from converter.settings import library_file

if TYPE_CHECKING:
    from converter.library import Entry

Store = Annotated[
    Path | None,
    typer.Option(
        "--store",
        dir_okay=False,
        envvar="DOCREEL_LIBRARY",
        help="SQLite file of the media library; else the system's place for data.",
    ),
]
Libraries = Annotated[
    list[str] | None, typer.Option("--library", help="Only of this library; may be repeated.")
]

media = typer.Typer(
    help="Keep films, pictures and music by MediaId, and find them by words.", no_args_is_help=True
)


@media.command()
def add(
    files: Annotated[
        list[Path],
        typer.Argument(
            exists=True, dir_okay=False, metavar="FILE", help="They stay where they are."
        ),
    ],
    media_id: Annotated[
        str, typer.Option("--id", help="MediaId that the only file has in the cloud, if it has.")
    ] = "",
    library: Annotated[str, typer.Option(help="Library they belong to.")] = "default",
    title: Annotated[str, typer.Option(help="What they are called.")] = "",
    description: Annotated[str, typer.Option(help="What they show.")] = "",
    tags: Annotated[list[str] | None, typer.Option("--tag", help="May be repeated.")] = None,
    letters: Annotated[bool, typer.Option(help="Read what stands in their pictures.")] = False,
    store: Store = None,
    quiet: Quiet = False,
) -> None:
    """Add films, pictures and music, or add to what is known of them."""
    from converter.errors import DocreelError
    from converter.library import Library

    if media_id and len(files) > 1:
        raise typer.BadParameter("is for one file", param_hint="--id")
    kept = Library(store or library_file())
    failed = 0
    for file in files:
        try:
            entry = kept.add(
                file,
                media_id=media_id,
                library=library,
                title=title,
                description=description,
                tags=tags or (),
                letters=letters,
            )
        except DocreelError as error:
            failed += 1
            say(str(error))
            continue
        if not quiet:
            print(_line(entry))
    if failed:
        raise typer.Exit(1)


@media.command("list")
def list_(libraries: Libraries = None, store: Store = None, json: AsJson = False) -> None:
    """List all media, or those of some libraries."""
    from converter.library import Library

    _show(Library(store or library_file()).entries(libraries or ()), json)


@media.command()
def search(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Words of any language.", show_default=False)
    ],
    libraries: Libraries = None,
    limit: Annotated[int, typer.Option(min=1, help="So many at most.")] = 20,
    store: Store = None,
    json: AsJson = False,
) -> None:
    """List the media with these words, the best first."""
    from converter.library import Library

    _show(Library(store or library_file()).search(text, libraries or (), limit), json)


@media.command()
def remove(
    ids: Annotated[
        list[str], typer.Argument(metavar="MEDIAID", help="As `docreel media list` shows it.")
    ],
    store: Store = None,
) -> None:
    """Forget media; their files stay."""
    from converter.errors import FootageError
    from converter.library import Library

    kept = Library(store or library_file())
    for media_id in ids:
        if not kept.remove(media_id):
            raise FootageError(f"{media_id}: no such medium; `docreel media list` shows all")


def _show(entries: Iterable[Entry], json: bool) -> None:
    if json:
        import json as wire
        from dataclasses import asdict

        print(wire.dumps([asdict(entry) for entry in entries], indent=2, ensure_ascii=False))
        return
    for entry in entries:
        print(_line(entry))


def _line(entry: Entry) -> str:
    length = "" if entry.seconds is None else f"{entry.seconds:.1f} s"
    named = entry.title or Path(entry.path).name
    told = "; ".join(filter(None, (entry.description, ", ".join(entry.tags))))
    return f"{entry.id}  {entry.kind:5} {length:>9}  {named}{told and f' ({told})'}"
