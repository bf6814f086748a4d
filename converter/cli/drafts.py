"""Drafts on the command line: which options go with `--draft` and `--resume`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

_AGAIN = {
    **{name: (name,) for name in ("rate", "theme", "template", "captions", "music", "seed")},
    **{"lexicon": ("lexicon",), "size": ("size",), "aspect": ("size",)},
    **{"voice": ("voice",), "voices": ("voice", "presenter")},
}
"""Options a draft can be taken up again with, and what each of them settles."""
_BESIDE = {"resume", "output", "quiet", "json"}


def expect_arguments(context: typer.Context) -> tuple[list[str], Path]:
    """Return sources and output; empty, whichever the step has no use for.

    Raises BadParameter when they do not go together with the step.
    """
    given = {name for name, value in context.params.items() if value}
    step = next((f"--{name}" for name in ("draft", "resume") if name in given), "")
    needed, needless = {
        "": ({"sources", "output"}, set()),
        "--draft": ({"sources"}, {"output", "keep", "resume"}),
        "--resume": ({"output"}, {"sources", "keep"}),
    }[step]
    for name in ("sources", "output", "keep", "resume"):
        hint = "SOURCE" if name == "sources" else f"--{name}"
        if name in needed - given:
            raise typer.BadParameter(f"is needed{f' with {step}' if step else ''}", param_hint=hint)
        if name in needless & given:
            raise typer.BadParameter(f"does not go with {step}", param_hint=hint)
    return context.params["sources"] or [], context.params["output"] or Path()


def changes(context: typer.Context, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return those options that are to be otherwise than in the draft.

    Raises BadParameter for an option that comes too late.
    """
    found = {}
    for option in context.command.params:
        name = option.name or ""
        source = context.get_parameter_source(name)
        if source is None or source.name != "COMMANDLINE" or name in _BESIDE:
            continue
        if name not in _AGAIN:
            raise typer.BadParameter(
                "comes too late for a draft that is written; draft anew", param_hint=option.opts[0]
            )
        found.update({key: options[key] for key in _AGAIN[name]})
    return found
