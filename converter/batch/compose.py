"""Compose: a Script becomes a batch request, through a template and its cards.

A template of `templates/batch` sees `shots`, `look`, `title`, `voice`, `rate`, `music`
and `captions` as those of Timelines do (see `converter/compose.py`); besides `images`
(the files of all shots, or films in their place), `narrations` (the words of all shots,
in texts as long as the service allows) and `address`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from converter.batch.inputs import LONGEST_NARRATION
from converter.batch.request import parse_batch
from converter.cards import Look, load_theme
from converter.compose import Frame, Warn, fill_json, frames, spoken_by, unheard
from converter.errors import TemplateError
from converter.script.model import Script
from converter.templating import find


def compose_batch(
    script: Script,
    *,
    assets: Path,
    template: str = "storyboard",
    size: tuple[int, int] = (1920, 1080),
    theme: str = "paper",
    voice: str | None = None,
    rate: int | None = None,
    captions: bool = True,
    music: Path | None = None,
    films: Sequence[Path] = (),
    address: str = "video_{index}.mp4",
    warn: Warn = unheard,
) -> dict[str, Any]:
    """Turn a Script into an IMS batch request, as JSON data.

    `template` is `storyboard` (a scene a shot), `global` (whole narrations),
    `highlights` (what `films` show of it), or a path. All pictures are in `assets`, and
    beside each is written what it shows, so that it can be matched. `warn` hears what a
    card has no room for. Raises TemplateError
    when the template makes no valid request, ScriptError as `converter.compose` does.
    """
    script = spoken_by(script, voice, rate)
    drawn = frames(script, assets=assets, size=size, theme=theme, warn=warn)
    shots = [_voiced(_described(frame, assets), script.voice or "") for frame in drawn]
    images = map(str, films) if films else (shot.image for shot in shots)
    source = fill_json(
        find("batch", template, ".json.j2"),
        shots=shots,
        images=list(dict.fromkeys(images)),
        narrations=list(_narrations(script)),
        look=Look(*size, theme=load_theme(theme), language=script.language),
        title=script.title,
        voice=script.voice,
        rate=script.rate,
        captions=captions,
        music=None if music is None else str(music.resolve()),
        address=address,
    )
    for found in parse_batch(source)[1]:
        raise TemplateError(f"{template}: makes no batch request: {found.path}: {found.message}")
    request: dict[str, Any] = json.loads(source)
    return request


def _described(frame: Frame, assets: Path) -> Frame:
    """Put the picture of a frame into a folder, and beside it in words what it shows."""
    image = assets / Path(frame.image).name
    if not image.exists():
        shutil.copyfile(frame.image, image)
    image.with_suffix(".txt").write_text(frame.wanted, encoding="utf-8")
    return replace(frame, image=str(image))


def _voiced(frame: Frame, voice: str) -> Frame:
    """Let a frame be spoken by its own voice, since a request has but one for all."""
    if frame.voice == voice:
        return frame
    spoken = frame.content.replace("<speak>", f'<speak voice="{frame.voice}">', 1)
    return replace(frame, content=spoken)


def _narrations(script: Script) -> Iterator[str]:
    """Yield the words of all shots in texts of so many characters, cut after sentences."""
    text = ""
    for sentence in (s.spoken for shot in script.shots for s in shot.sentences):
        if text and len(text) + 1 + len(sentence) > LONGEST_NARRATION:
            yield text
            text = ""
        text = f"{text} {sentence}".strip()
    if text:
        yield text
