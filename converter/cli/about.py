"""Commands about this installation: voices, effects, and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from converter import __version__
from converter.cli.options import AsJson
from converter.cli.places import outgoing


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"docreel {__version__}")
        raise typer.Exit


def docreel(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which version this is.", callback=_tell_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Turn a webpage, a PDF or another document into a narrated video."""


def voices(
    lang: Annotated[str | None, typer.Option(help="Only those of a language: en, de, zh.")] = None,
    json: AsJson = False,
) -> None:
    """List the voices that can be used now, and how each engine names its own."""
    import json as wire
    from dataclasses import asdict

    from converter.speech import usages, voices

    found = [v for v in voices() if lang is None or v.language.partition("-")[0] == lang]
    if json:
        print(wire.dumps([asdict(voice) for voice in found], indent=2, ensure_ascii=False))
        return
    for voice in found:
        print(f"{voice.id:24} {voice.language:10} {voice.gender:8} {voice.note}".rstrip())
    print("\nEngines, by what --voice takes:")
    for usage in usages():
        print(f"  {usage}")


def effects(
    gallery: Annotated[
        Path | None,
        typer.Option(
            parser=outgoing(), metavar="FILE", help="Write a page with a strip of each, .html."
        ),
    ] = None,
) -> None:
    """List the effects that are drawn here, by family."""
    from converter.render.effects.gallery import listing, write_gallery

    if gallery:
        write_gallery(gallery)
        return
    for family, name, description in listing():
        print(f"{family:24} {name:24} {description}")


def doctor() -> None:
    """Say what is installed and what each missing extra would add."""
    from converter.doctor import examine

    sound = True
    for line in examine():
        sound = sound and line.ok
        print(line)
    raise typer.Exit(0 if sound else 1)
