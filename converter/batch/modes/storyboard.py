"""Storyboard, of General and of MovieHighlights: scenes given one by one.

A scene shows what fits its words: what it should show as a text, or what was parsed by
hand, else what is said. With materials of its own it shows these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from converter.batch.inputs import ShotScript
from converter.batch.material import Material
from converter.batch.narration import Narration
from converter.batch.plan import Scene
from converter.batch.sketch import Sketch
from converter.footage import Shot
from converter.matching import Slot
from converter.timeline.values import exact

_PATH = "$.InputConfig.SceneInfo.ShotInfo.ShotScripts"


def lists(material: Material) -> Mapping[str, Sequence[Any]]:
    """Return nothing: all videos have the same scenes."""
    return {}


def scenes(sketch: Sketch) -> list[Scene]:
    """Return the scenes of the storyboard."""
    scripts = sketch.request.input.shot_scripts
    narrations = [sketch.speak(s.speech_text) if s.speech_text else None for s in scripts]
    lengths = [_length(sketch, *pair) for pair in zip(scripts, narrations, strict=True)]
    shown = _shown(sketch, scripts, lengths)
    return [
        sketch.scene(seconds, shots, narration, volumes=[script.volume] * len(shots))
        for script, seconds, shots, narration in zip(
            scripts, lengths, shown, narrations, strict=True
        )
    ]


def _length(sketch: Sketch, script: ShotScript, narration: Narration | None) -> Fraction:
    if narration:
        return narration.seconds
    return exact(script.duration) if script.duration else sketch.single


def _slot(script: ShotScript, seconds: Fraction) -> Slot:
    return Slot(script.wanted, seconds, frozenset(script.characters))


def _shown(
    sketch: Sketch, scripts: Sequence[ShotScript], lengths: Sequence[Fraction]
) -> list[list[Shot]]:
    """Return the shots of each scene: its own, or matched together with the others'."""
    free = [index for index, script in enumerate(scripts) if not script.media_array]
    slots = [_slot(scripts[index], lengths[index]) for index in free]
    matched = sketch.matched(slots, sketch.material.all) if slots else []
    found = dict(zip(free, matched, strict=True))
    for index, script in enumerate(scripts):
        if script.media_array:
            own = sketch.material.shots(script.media_array, f"{_PATH}[{index}].MediaArray")
            found[index] = sketch.filled(lengths[index], own)
    return [found[index] for index in range(len(scripts))]
