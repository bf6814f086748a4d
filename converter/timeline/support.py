"""What this renderer leaves out or only approximates of what the service can do."""

from __future__ import annotations

from collections.abc import Iterator

from converter.timeline.clips import (
    AudioTrackClip,
    Clip,
    MediaClip,
    SubtitleTrackClip,
    VideoTrackClip,
)
from converter.timeline.effects import (
    Asr,
    Filter,
)
from converter.timeline.finding import Finding
from converter.timeline.model import Timeline
from converter.timeline.names import KNOWN_BUBBLES, KNOWN_DECORATIONS
from converter.timeline.style import Scroll, TextStyle
from converter.timeline.values import wire_name

NOT_MADE = ("AI_RealMatting", "Harmonization")
"""Types of effects that are left out."""
_MOTIONS = ("aai_motion_in_effect", "aai_motion_out_effect", "aai_motion_loop_effect")


def limits(timeline: Timeline) -> Iterator[Finding]:
    """Yield a warning for everything that will look or sound otherwise than in the cloud."""
    yield from left_out(timeline)
    for path, clip in timeline.clips():
        yield from _of_clip(path, clip)
    for path, style in timeline.styles():
        yield from _decorated(path, style)


def left_out(timeline: Timeline) -> Iterator[Finding]:
    """Yield a warning for everything that nobody draws, because nobody is told of it."""
    for path, item in timeline.effect_items():
        if item.type == "AEqualize" and item.peak is None and item.gain is None:
            yield _unsupported(path, "AEqualize has neither Peak nor Gain and does nothing")
    for path, clip in timeline.clips():
        if isinstance(clip, SubtitleTrackClip):
            yield from _of_subtitle(path, clip)
        for number, effect in enumerate(clip.effects):
            where = f"{path}.Effects[{number}]"
            if isinstance(effect, Asr):
                yield from _of_captions(where, clip, effect)


def _of_subtitle(path: str, clip: SubtitleTrackClip) -> Iterator[Finding]:
    if clip.type == "AI_ASR":
        yield _unsupported(path, "speech recognition is not available here")
    if clip.type != "Text" and any(getattr(clip, name) is not None for name in Scroll.model_fields):
        yield _unsupported(path, "only a clip of Type Text scrolls")


def _of_captions(path: str, clip: Clip, effect: Asr) -> Iterator[Finding]:
    if isinstance(clip, AudioTrackClip) and clip.type == "AI_TTS":
        return
    if isinstance(clip, MediaClip) and effect.alignment_text:
        told = "the words of its AlignmentText are timed by the pauses in its sound"
        yield _approximated(path, told)
    else:
        yield _unsupported(path, "captions of a sound need its words as AlignmentText")


def _of_clip(path: str, clip: Clip) -> Iterator[Finding]:
    if isinstance(clip, VideoTrackClip) and clip.type == "AI_Avatar":
        told = "AI_Avatar cannot be made here, only in the cloud"
        yield Finding("error", f"{path}.Type", told, "Unsupported")
    for number, effect in enumerate(clip.effects):
        where = f"{path}.Effects[{number}]"
        if getattr(effect, "type", "") in NOT_MADE:
            yield _unsupported(where, f"effect {effect.type} is not made here")
        elif isinstance(effect, Filter) and effect.sub_type != "color":
            yield _approximated(where, "the curves of filters are not published; this is our own")


def _decorated(path: str, style: TextStyle) -> Iterator[Finding]:
    if style.effect_color_style in KNOWN_DECORATIONS:
        told = f"decorated text {style.effect_color_style} has our own look"
        yield _approximated(f"{path}.EffectColorStyle", told)
    if style.bubble_style_id in KNOWN_BUBBLES:
        told = f"bubble {style.bubble_style_id} has a shape of our own"
        yield _approximated(f"{path}.BubbleStyleId", told)
    for name in _MOTIONS:
        if getattr(style, name):
            told = f"text motion {getattr(style, name)} has our own look"
            yield _approximated(f"{path}.{wire_name(name)}", told)


def _unsupported(path: str, message: str) -> Finding:
    return Finding("warning", path, message, "Unsupported")


def _approximated(path: str, message: str) -> Finding:
    return Finding("warning", path, message, "Approximated")
