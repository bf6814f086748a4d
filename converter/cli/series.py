"""The command that makes a video of each of many documents."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Annotated

import typer

from converter.cli.batches import executor_of
from converter.cli.options import (
    Aspect,
    Captions,
    Cluster,
    Duration,
    Language,
    Private,
    Quiet,
    Rate,
    Seed,
    Size,
    Template,
    Theme,
    VoiceId,
    Workers,
)
from converter.cli.telling import tell_each


def series(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Documents, as `docreel convert` takes them; s3:// and oss:// too.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Folder for the videos; s3:// and oss:// too."
        ),
    ],
    aspect: Aspect = "16:9",
    size: Size = None,
    duration: Duration = None,
    voice: VoiceId = None,
    rate: Rate = 0,
    lang: Language = None,
    captions: Captions = True,
    theme: Theme = "paper",
    template: Template = "slideshow",
    seed: Seed = 0,
    workers: Workers = None,
    cluster: Cluster = None,
    quiet: Quiet = False,
    allow_private: Private = False,
) -> None:
    """Make a video of each of many documents, side by side."""
    from converter.series import series

    with _executor(cluster, min(workers or os.cpu_count() or 1, len(sources))) as executor:
        outcomes = series(
            sources,
            output,
            executor,
            size=size or aspect,
            seconds=duration,
            voice=voice,
            rate=rate,
            language=lang,
            captions=captions,
            theme=theme,
            template=template,
            seed=seed,
            allow_private=allow_private,
        )
        tell_each(outcomes, quiet=quiet)


@contextmanager
def _executor(cluster: str | None, workers: int) -> Iterator[Executor]:
    """Give the workers of a cluster, else processes of this machine."""
    with executor_of(cluster) as executor:
        if executor is not None:
            yield executor
            return
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield pool
