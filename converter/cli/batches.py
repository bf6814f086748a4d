"""Commands that make many videos of one request."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from converter.cli.files import folder_of, read_json, read_text
from converter.cli.library import Store
from converter.cli.options import AsJson, Cluster, File, Mastering, Quiet, Seed, Storage, Workers
from converter.cli.places import existing_folder, outgoing
from converter.cli.progress import progress_of
from converter.cli.telling import say, tell
from converter.settings import library_file

Templates = Annotated[
    Path | None,
    typer.Option(
        parser=existing_folder,
        metavar="DIR",
        help="Folder of the templates a request names: ID.json.",
    ),
]


def batch(
    request: File,
    out: Annotated[
        Path, typer.Option(parser=outgoing(), metavar="DIR", help="Folder for the videos.")
    ],
    seed: Seed = 0,
    storage: Storage = None,
    matcher: Annotated[
        str, typer.Option(help="words, sentences:FOLDER or pictures:FOLDER; see docs/batch.md.")
    ] = "words",
    faces: Annotated[
        Path | None,
        typer.Option(
            parser=existing_folder,
            metavar="DIR",
            help="Folder of models that recognise those of FaceInfo.",
        ),
    ] = None,
    store: Store = None,
    templates: Templates = None,
    only_timelines: Annotated[
        bool, typer.Option("--only-timelines", help="Plan the videos, render none.")
    ] = False,
    workers: Workers = None,
    cluster: Cluster = None,
    mastering: Mastering = True,
    quiet: Quiet = False,
    json: AsJson = False,
) -> None:
    """Make all videos of an IMS batch request, each unlike the others."""
    from converter import matching
    from converter.batch import check, parse_batch
    from converter.batch.produce import produce
    from converter.errors import TimelineError
    from converter.footage.faces import Faces
    from converter.library import Library

    text = read_json(request)
    known = read_templates(templates)
    findings = check(text, templates=known)
    for found in findings:
        if found.severity == "error":
            raise TimelineError(found.message, code=found.code, path=found.path)
        if not (quiet or json):
            say(f"{found.path}: {found.message}")
    with executor_of(cluster) as executor, progress_of(quiet or json) as progress:
        made = produce(
            parse_batch(text)[0],
            out.resolve(),
            seed=seed,
            base=folder_of(request),
            storage=storage,
            templates=known,
            matcher=matching.matcher(matcher),
            library=Library(store or library_file()),
            faces=Faces(faces) if faces else None,
            only_timelines=only_timelines,
            mastering=mastering,
            workers=workers,
            executor=executor,
            progress=progress,
        )
    tell(made, quiet=quiet, json=json)
    if made.failed:
        raise typer.Exit(1)


@contextmanager
def executor_of(cluster: str | None) -> Iterator[Executor | None]:
    """Give the workers of a cluster, None where none is asked for."""
    if cluster is None:
        yield None
        return
    from converter.jobs.cluster import pool

    with pool(cluster) as executor:
        yield executor


def read_templates(folder: Path | None) -> dict[str, Any]:
    """Return the templates of a folder by their ids, which are the names of their files."""
    from converter.timeline.parse import json_object

    files = sorted(folder.glob("*.json")) if folder else ()
    return {file.stem: json_object(read_text(str(file))) for file in files}
