"""Storyboard, of General and of MovieHighlights: scenes given one by one.

A scene shows what fits its words: what it should show as a text, or what was parsed by
hand, else what is said. With materials of its own it shows these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from converter.batch.draft import Draft, Material
from converter.batch.footage import Shot
from converter.batch.inputs import ShotScript
from converter.batch.matching import Slot
from converter.batch.narration import Narration
from converter.batch.plan import Scene
from converter.timeline.values import exact

_PATH = "$.InputConfig.SceneInfo.ShotInfo.ShotScripts"


def lists(material: Material) -> Mapping[str, Sequence[Any]]:
    """Return nothing: all videos have the same scenes."""
    return {}


def scenes(draft: Draft) -> list[Scene]:
    """Return the scenes of the storyboard."""
    scripts = draft.request.input.shot_scripts
    narrations = [draft.speak(s.speech_text) if s.speech_text else None for s in scripts]
    lengths = [_length(draft, *pair) for pair in zip(scripts, narrations, strict=True)]
    shown = _shown(draft, scripts, lengths)
    return [draft.scene(*scene) for scene in zip(lengths, shown, narrations, strict=True)]


def _length(draft: Draft, script: ShotScript, narration: Narration | None) -> Fraction:
    if narration:
        return narration.seconds
    return exact(script.duration) if script.duration else draft.single


def _shown(
    draft: Draft, scripts: Sequence[ShotScript], lengths: Sequence[Fraction]
) -> list[list[Shot]]:
    """Return the shots of each scene: its own, or matched together with the others'."""
    free = [index for index, script in enumerate(scripts) if not script.media_array]
    slots = [Slot(scripts[index].wanted, lengths[index]) for index in free]
    matched = draft.matched(slots, draft.material.all) if slots else []
    found = dict(zip(free, matched, strict=True))
    for index, script in enumerate(scripts):
        if script.media_array:
            own = draft.material.shots(script.media_array, f"{_PATH}[{index}].MediaArray")
            found[index] = draft.filled(lengths[index], own)
        if script.volume is not None:
            found[index] = [replace(shot, volume=script.volume) for shot in found[index]]
    return [found[index] for index in range(len(scripts))]
