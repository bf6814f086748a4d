"""The command line: one command a stage, a thin shell over the library.

Results go to files or to standard output, everything said to people to standard
error. Exit codes: 0 done, 1 the input or the work failed (one line says why), 2
wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from converter.cli.about import docreel, doctor, effects, voices
from converter.cli.batches import batch
from converter.cli.checks import check, report, schema
from converter.cli.cloud import jobs, submit
from converter.cli.library import media
from converter.cli.places import Mirror
from converter.cli.series import series
from converter.cli.serving import serve
from converter.cli.stages import compose, narrate, read, render
from converter.cli.videos import convert, feed
from converter.errors import DocreelError
from converter.settings import cache_folder

COMMANDS = (
    *(convert, series, feed, batch),
    *(read, narrate, compose, render),
    *(check, schema, report),
    *(voices, effects, doctor),
    *(submit, serve),
)
"""In the order in which the help lists them."""

_WRONG_USAGE = 2

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.callback()(docreel)
for command in COMMANDS:
    app.command()(command)
app.add_typer(jobs, name="jobs")
app.add_typer(media, name="media")


def main() -> None:
    """Run the command line; the entry point of `docreel`."""
    # Threads that wait for the next product of small matrices would burn what coding needs.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    mirror = Mirror()
    try:
        with _kept_between_runs(), mirror.open():
            _run(mirror)
    except DocreelError as error:
        _fail(mirror.named(str(error)))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _fail(mirror.named(f"{error.filename or 'input and output'}: {error.strerror}"))
    except KeyboardInterrupt:
        _fail("stopped", code=130)
    except Exception as error:
        if os.environ.get("DOCREEL_DEBUG"):
            raise
        told = f"unexpected {type(error).__name__}: {error} (DOCREEL_DEBUG=1 shows where)"
        _fail(mirror.named(told))


def _run(mirror: Mirror) -> None:
    """Run the command, and put what it made where it belongs; wrong usage makes nothing."""
    try:
        app()
    except SystemExit as ended:
        if ended.code != _WRONG_USAGE:
            mirror.publish()
        raise


@contextmanager
def _kept_between_runs() -> Iterator[None]:
    from converter.store import keeping

    with keeping(cache_folder()):
        yield


def _fail(message: str, code: int = 1) -> None:
    print(f"docreel: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(code)
