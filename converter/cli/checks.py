"""Commands that check: Timelines and requests by their rules, narrations by their source."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from converter.cli.batches import Templates, read_templates
from converter.cli.files import folder_of, read_config, read_model, read_text
from converter.cli.options import (
    AsJson,
    Duration,
    EditingConfig,
    File,
    OutputConfig,
    Quiet,
    Storage,
    Strict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from converter.draft import Drafted
    from converter.feed import Outcome as Followed
    from converter.render import Rendering
    from converter.report import Report
    from converter.series import Outcome
    from converter.timeline import Timeline


def check(
    timeline: File,
    output_config: OutputConfig = None,
    editing_config: EditingConfig = None,
    storage: Storage = None,
    templates: Templates = None,
    json: AsJson = False,
) -> None:
    """Check a Timeline, a request that holds one, or a batch request, against IMS."""
    import json as wire
    from dataclasses import asdict

    from converter import batch
    from converter.timeline import check

    text = read_text(timeline)
    if batch.is_batch(text):
        known = read_templates(templates) if templates else None
        findings = batch.check(text, templates=known)
    else:
        findings = check(
            text,
            output=read_config(output_config),
            editing=read_config(editing_config),
            base=folder_of(timeline),
            storage=storage,
        )
    errors = sum(finding.severity == "error" for finding in findings)
    if json:
        print(wire.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{finding.severity}: {finding.path}: {finding.message} [{finding.code}]")
        print(f"{errors} errors, {len(findings) - errors} warnings", file=sys.stderr)
    if errors:
        raise typer.Exit(1)


class Part(StrEnum):
    """What there is a JSON Schema of."""

    timeline = "timeline"
    output = "output"
    editing = "editing"


def schema(
    part: Annotated[Part, typer.Argument(help="Of which part of a request.")] = Part.timeline,
) -> None:
    """Print the JSON Schema of a Timeline, for editors."""
    import json as wire

    from converter.timeline.schema import json_schema

    print(wire.dumps(json_schema(part), indent=2, ensure_ascii=False))


def report(
    script: Annotated[
        Path,
        typer.Argument(
            metavar="DIR|SCRIPT",
            help="What `convert --keep` left, or a Script.",
            show_default=False,
        ),
    ],
    document: Annotated[
        Path | None, typer.Argument(help="The Document of a Script.", show_default=False)
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The page, .html; the JSON goes beside it."),
    ] = None,
    duration: Duration = None,
    quiet: Quiet = False,
    json: AsJson = False,
    strict: Strict = False,
) -> None:
    """Compare what is said with the source, and say what was left out and how it was made.

    Of a folder the video's measures are told too. The page goes into the folder, or beside
    the Script.
    """
    from converter.document.model import Document
    from converter.report import Report, write_report
    from converter.script.model import Script

    if script.is_dir() == (document is not None):
        raise typer.BadParameter("give a folder, or a Script and its Document")
    kept = script if script.is_dir() else None
    script, document = (
        (kept / "script.json", kept / "document.json") if kept else (script, document)
    )
    drawn = Report.of(
        read_model(Document, str(document)),
        read_model(Script, str(script)),
        _kept_rendering(kept),
        timeline=_kept_timeline(kept),
        seconds=duration,
    )
    write_report(drawn, output or script.with_suffix(".report.html"))
    tell(drawn, quiet=quiet, json=json, strict=strict)


def _kept_rendering(folder: Path | None) -> Rendering | None:
    from converter.render import Rendering

    path = folder and folder / "rendering.json"
    return read_model(Rendering, str(path)) if path and path.exists() else None


def _kept_timeline(folder: Path | None) -> Timeline | None:
    from converter.timeline import parse_timeline

    path = folder and folder / "timeline.json"
    return parse_timeline(read_text(str(path))) if path and path.exists() else None


def tell(report: Report | Drafted, *, quiet: bool, json: bool, strict: bool) -> None:
    """Print a report as asked; exit with 1 when `strict` and somebody should look at it."""
    if json:
        print(report.model_dump_json(indent=2))
    elif not quiet:
        for line in report.lines():
            print(line, file=sys.stderr)
    if strict and report.findings:
        found = len(report.findings)
        print(f"docreel: {found} findings; the first: {report.findings[0]}", file=sys.stderr)
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
