"""Progress of a command: a live display on a terminal, a line a stage elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from converter.progress import Progress

STAGES = {
    "fetch": "Fetching",
    "read": "Reading",
    "narrate": "Narrating",
    "compose": "Composing",
    "plan": "Planning",
    "speak": "Speaking",
    "render": "Rendering",
    "report": "Reviewing",
    "upload": "Uploading",
    "wait": "Waiting",
}


@contextmanager
def progress_of(quiet: bool) -> Iterator[Progress]:
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
