"""Commands that check: Timelines and requests by their rules, narrations by their source."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path, PurePosixPath
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
from converter.cli.places import incoming_json, outgoing
from converter.cli.telling import expect_no_findings, tell

if TYPE_CHECKING:
    from converter.render import Rendering
    from converter.report import Report
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
    report = "report"


def schema(
    part: Annotated[Part, typer.Argument(help="A part of a request, or the report.")] = (
        Part.timeline
    ),
) -> None:
    """Print the JSON Schema of a Timeline or a report, for editors and pipelines."""
    import json as wire

    from converter.report import Report
    from converter.timeline.schema import DIALECT, json_schema

    if part is Part.report:
        found = {"$schema": DIALECT, **Report.model_json_schema(mode="serialization")}
    else:
        found = json_schema(part)
    print(wire.dumps(found, indent=2, ensure_ascii=False))


def _incoming(given: str) -> Path:
    return Path(incoming_json(given))


def _reported(given: str) -> Path:
    """Return what is reported on, brought here; of a video elsewhere its report will do."""
    from converter.jobs.remote import is_remote

    suffix = PurePosixPath(given).suffix
    video = is_remote(given) and suffix not in ("", ".json")
    return _incoming(f"{given.removesuffix(suffix)}.report.json" if video else given)


def report(
    made: Annotated[
        Path,
        typer.Argument(
            parser=_reported,
            metavar="VIDEO|DIR|SCRIPT",
            help="A video beside its report, what `convert --keep` left, or a Script.",
            show_default=False,
        ),
    ],
    document: Annotated[
        Path | None,
        typer.Argument(
            parser=_incoming,
            metavar="DOCUMENT",
            help="The Document of a Script.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            *("--output", "-o"),
            parser=outgoing(),
            metavar="FILE",
            help="The page, .html; the JSON goes beside it.",
        ),
    ] = None,
    duration: Duration = None,
    quiet: Quiet = False,
    json: AsJson = False,
    strict: Strict = False,
) -> None:
    """Compare what is said with the source, and say what was left out and how it was made.

    Of a video the report beside it is read. Of a folder or a Script a report is drawn up,
    of a folder with the video's measures; the page goes into the folder, or beside the
    Script.
    """
    from converter.report import write_report

    kept = _kept_report(made)
    if (kept is not None or made.is_dir()) == (document is not None):
        raise typer.BadParameter("give a video, a folder, or a Script and its Document")
    if kept is not None and duration:
        raise typer.BadParameter("the report of a video knows the length that was asked for")
    drawn = _drawn(made, document, duration) if kept is None else kept
    target = output or (made / "script" if made.is_dir() else made).with_suffix(".report.html")
    if kept is None or output:
        write_report(drawn, target)
    tell(drawn, quiet=quiet, json=json)
    if strict:
        expect_no_findings(drawn)


def _kept_report(made: Path) -> Report | None:
    """Return the report that stands beside a video, None where there is no video."""
    from converter.report import Report

    if made.is_dir() or (made.suffix == ".json" and not made.name.endswith(".report.json")):
        return None
    path = made if made.suffix == ".json" else made.with_suffix(".report.json")
    return read_model(Report, str(path))


def _drawn(made: Path, document: Path | None, duration: float | None) -> Report:
    """Draw up the report of a folder, or of a Script and its Document."""
    from converter.document.model import Document
    from converter.report import Report
    from converter.script.model import Script

    kept = made if made.is_dir() else None
    script = kept / "script.json" if kept else made
    return Report.of(
        read_model(Document, str(document or made / "document.json")),
        read_model(Script, str(script)),
        _kept_rendering(kept),
        timeline=_kept_timeline(kept),
        seconds=duration,
    )


def _kept_rendering(folder: Path | None) -> Rendering | None:
    from converter.render import Rendering

    path = folder and folder / "rendering.json"
    return read_model(Rendering, str(path)) if path and path.exists() else None


def _kept_timeline(folder: Path | None) -> Timeline | None:
    from converter.timeline import parse_timeline

    path = folder and folder / "timeline.json"
    return parse_timeline(read_text(str(path))) if path and path.exists() else None
