"""Commands about Timelines and requests: are they right, and what may stand in them."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from converter.cli.files import folder_of, read_config, read_text
from converter.cli.options import AsJson, EditingConfig, File, OutputConfig, Storage


def check(
    timeline: File,
    output_config: OutputConfig = None,
    editing_config: EditingConfig = None,
    storage: Storage = None,
    json: AsJson = False,
) -> None:
    """Check a Timeline, or a request that holds one, against IMS and this renderer."""
    import json as wire
    from dataclasses import asdict

    from converter.timeline import check

    findings = check(
        read_text(timeline),
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
