"""What this renderer leaves out or only approximates of what the service can do."""

from __future__ import annotations

from collections.abc import Iterator

from converter.timeline.clips import AudioTrackClip, Clip, SubtitleTrackClip, VideoTrackClip
from converter.timeline.effects import (
    ADenoise,
    Asr,
    Filter,
    Harmonization,
    Matting,
    Text,
)
from converter.timeline.finding import Finding
from converter.timeline.model import Timeline
from converter.timeline.names import KNOWN_BUBBLES, KNOWN_DECORATIONS
from converter.timeline.style import Scroll, TextStyle

_NOT_MADE = (ADenoise, Harmonization, Matting)
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
        if item.type == "AEqualize":
            yield _unsupported(path, "AEqualize is not done yet")
    for path, clip in timeline.clips():
        if isinstance(clip, SubtitleTrackClip):
            yield from _of_subtitle(path, clip)
        for number, effect in enumerate(clip.effects):
            where = f"{path}.Effects[{number}]"
            if isinstance(effect, Asr):
                yield from _of_captions(where, clip, effect)
            if isinstance(effect, Text | Asr):
                yield from _of_style(where, effect)


def _of_subtitle(path: str, clip: SubtitleTrackClip) -> Iterator[Finding]:
    if clip.type == "AI_ASR":
        yield _unsupported(path, "speech recognition is not available here")
    elif any(getattr(clip, name) is not None for name in Scroll.model_fields):
        yield _approximated(path, "the text stands still, scrolling is not drawn yet")
    yield from _of_style(path, clip)


def _of_style(path: str, style: TextStyle) -> Iterator[Finding]:
    if any(getattr(style, name) for name in _MOTIONS):
        yield _approximated(path, "the text comes and goes without motion")


def _of_captions(path: str, clip: Clip, effect: Asr) -> Iterator[Finding]:
    if not isinstance(clip, AudioTrackClip) or clip.type != "AI_TTS":
        yield _unsupported(path, "captions are drawn for AI_TTS clips only")
    elif effect.need_highlighting:
        yield _approximated(path, "the spoken word is not highlighted")


def _of_clip(path: str, clip: Clip) -> Iterator[Finding]:
    if isinstance(clip, VideoTrackClip):
        if clip.type == "AI_Avatar":
            yield _unsupported(f"{path}.Type", "AI_Avatar cannot be made here")
        if clip.mask_video_url:
            yield _unsupported(f"{path}.MaskVideoUrl", "mask videos are not drawn")
    for number, effect in enumerate(clip.effects):
        where = f"{path}.Effects[{number}]"
        if isinstance(effect, _NOT_MADE):
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


def _unsupported(path: str, message: str) -> Finding:
    return Finding("warning", path, message, "Unsupported")


def _approximated(path: str, message: str) -> Finding:
    return Finding("warning", path, message, "Approximated")
