"""Telling: how commands say what came of them, in words or as JSON, and by their exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

import typer

if TYPE_CHECKING:
    from converter.draft import Drafted
    from converter.feed import Outcome as Followed
    from converter.report import Report
    from converter.series import Outcome


class Result(Protocol):
    """What a command has made, as a person and as a program wants to know it."""

    def lines(self) -> Iterable[str]:
        """Say it in a few lines."""

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """Return all of it as JSON."""


def tell(result: Result, *, quiet: bool, json: bool) -> None:
    """Print a result as asked: JSON on standard output, lines for people on standard error."""
    if json:
        print(result.model_dump_json(indent=2))
    elif not quiet:
        for line in result.lines():
            print(line, file=sys.stderr)


def expect_no_findings(report: Report | Drafted) -> None:
    """Exit with 1 when there is something in a report that somebody should look at."""
    if report.findings:
        found = len(report.findings)
        say(f"{found} findings; the first: {report.findings[0]}")
        raise typer.Exit(1)


def tell_each(outcomes: Iterable[Followed | Outcome], *, quiet: bool) -> None:
    """Print what becomes of each of many documents; exit with 1 when one has no video."""
    made = failed = 0
    for outcome in outcomes:
        made, failed = made + bool(outcome.video), failed + bool(outcome.error)
        if outcome.error or not quiet:
            print(outcome.video or f"docreel: {outcome.error}", file=sys.stderr, flush=True)
    if not quiet:
        print(f"{made} made, {failed} failed", file=sys.stderr)
    if failed:
        raise typer.Exit(1)


def say(*notes: str) -> None:
    """Print what a person should know, a line each, on standard error."""
    for note in notes:
        print(f"docreel: {note}", file=sys.stderr)
