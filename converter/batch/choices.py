"""Choices: the lists that every batch video draws from, whatever its mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from converter.batch.edits import AsrConfig
from converter.batch.request import BatchRequest
from converter.timeline.names import listed

TRANSITIONS = (
    *("linearblur", "colordistance", "crosshatch", "dreamyzoom", "doomscreentransition_up"),
)
"""What is drawn from when the request allows transitions and lists none."""

MOTIONS = ("AaiMotionInEffect", "AaiMotionOutEffect", "AaiMotionLoopEffect")
"""Fields of captions that may hold a list with commas."""


def heading_key(level: int) -> str:
    """Return the name of the list of sub-headings of a level."""
    return f"sub-heading {level}"


def choices(request: BatchRequest) -> Mapping[str, Sequence[Any]]:
    """Return the lists by name, those that tell videos apart best first."""
    given, editing = request.input, request.editing
    process, speech = editing.process_config, editing.speech_config
    asr = (speech.asr_config or AsrConfig()).wire()
    return {
        "title": given.titles,
        **{heading_key(item.level): item.title_array for item in given.sub_heading_array},
        "music": given.music,
        "background": given.backgrounds,
        "sticker": given.stickers,
        "voice": listed(speech.voice or ""),
        "transition": (process.transition_list or TRANSITIONS) if process.allow_transition else (),
        "filter": process.filter_list if process.allow_filter else (),
        **{key: listed(asr.get(key) or "") for key in MOTIONS},
    }
