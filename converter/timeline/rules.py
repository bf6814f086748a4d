"""Rules about one clip, one effect or one style."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from converter.errors import SpeechError
from converter.timeline.clips import (
    EFFECT_ITEMS,
    AudioTrackClip,
    Clip,
    ImageTrackClip,
    MediaClip,
    SubtitleTrackClip,
    VideoTrackClip,
)
from converter.timeline.effects import (
    EFFECT_TYPES,
    ADenoise,
    AFade,
    ALoudNorm,
    Asr,
    Background,
    Crop,
    Filter,
    KenBurns,
    Pad,
    Scale,
    Text,
    Transition,
    UnknownEffect,
    Vfx,
    Volume,
    Zoom,
)
from converter.timeline.finding import Finding, brief, suggestion
from converter.timeline.names import (
    FADE_CURVES,
    KNOWN_BUBBLES,
    KNOWN_DECORATIONS,
    KNOWN_FILTERS,
    KNOWN_MOTIONS,
    KNOWN_TRANSITIONS,
    KNOWN_VFX,
    listed,
)
from converter.timeline.style import TextStyle
from converter.timeline.values import Model, wire_name

RATES = 500
"""SpeechRate and PitchRate reach this far to both sides of 0."""

_SOUND_EFFECTS = (Volume, AFade, ADenoise, ALoudNorm, Asr, UnknownEffect)
_BOX = re.compile(r"\s*-?[\d.]+\s*(,\s*-?[\d.]+\s*){3}")
_PAID = re.compile(r"O[TV]0001-")


def error(path: str, message: str, code: str = "InvalidTimeline") -> Finding:
    """Return a finding that makes the job fail."""
    return Finding("error", path, message, code)


def warning(path: str, message: str, code: str = "NoEffect") -> Finding:
    """Return a finding that does not."""
    return Finding("warning", path, message, code)


def clip_findings(path: str, clip: Clip) -> Iterator[Finding]:
    """Yield all findings about a clip and its effects."""
    yield from _window(path, clip)
    if isinstance(clip, MediaClip | ImageTrackClip):
        yield from _media(path, clip.picture() if isinstance(clip, ImageTrackClip) else clip)
    if isinstance(clip, VideoTrackClip):
        yield from _picture(path, clip)
    elif isinstance(clip, AudioTrackClip):
        yield from _sound(path, clip)
    elif isinstance(clip, SubtitleTrackClip):
        yield from _subtitle(path, clip)
    for index, effect in enumerate(clip.effects):
        where = f"{path}.Effects[{index}]"
        yield from _effect(where, effect, clip)
        if isinstance(effect, TextStyle):
            yield from style_findings(where, effect)


def vfx_findings(path: str, sub_type: str) -> Iterator[Finding]:
    """Yield what is wrong with the name of a picture effect."""
    if sub_type in ("hflip", "vflip"):
        told = "Invalid vfx subType, expected an effect of Type Flip"
        yield error(path, told, "InvalidTimelineFormat")
    else:
        yield from _names(path, sub_type, KNOWN_VFX, "Invalid vfx subType")


# --- clips --------------------------------------------------------------------------


def _window(path: str, clip: Clip) -> Iterator[Finding]:
    begin, end = clip.timeline_in, clip.timeline_out
    if end is not None and end <= (begin or 0):
        yield error(
            f"{path}.TimelineOut", f"is {end:g}, expected more than TimelineIn {begin or 0:g}"
        )


def _media(path: str, clip: MediaClip) -> Iterator[Finding]:
    if clip.out is not None and clip.out <= clip.in_:
        yield error(f"{path}.Out", f"is {clip.out:g}, expected more than In {clip.in_:g}")
    kind = getattr(clip, "type", "")
    if kind in ("AI_TTS", "AI_Avatar", *EFFECT_ITEMS):
        return
    if clip.media_id and clip.media_url:
        told = "is there beside MediaURL, expected one of them"
        yield error(f"{path}.MediaId", told, "InvalidTimelineFormat")
    elif not clip.source:
        told = "has neither MediaURL nor MediaId: MediaId is not valid. MediaId is empty."
        yield error(path, told, "InvalidTimelineFormat")


def _picture(path: str, clip: VideoTrackClip) -> Iterator[Finding]:
    if clip.loop_mode:
        yield warning(f"{path}.LoopMode", "has no effect on pictures, only sound loops")
    timed = clip.duration is not None or clip.timeline_out is not None or clip.reference_clip_id
    if clip.type == "Image" and not timed:
        told = "is missing: the service shows the picture for about one frame, here for 3 s"
        yield warning(f"{path}.Duration", told)


def _sound(path: str, clip: AudioTrackClip) -> Iterator[Finding]:
    if clip.loop_mode and clip.reference_clip_id:
        yield error(f"{path}.LoopMode", "may not be used together with ReferenceClipId")
    if clip.type == "AI_TTS":
        yield from _spoken(path, clip)


def _spoken(path: str, clip: AudioTrackClip) -> Iterator[Finding]:
    if clip.content is None:
        yield error(f"{path}.Content", "is missing, expected the text to speak", "InvalidParameter")
    else:
        yield from content_findings(f"{path}.Content", clip.content)
    if not clip.voice and not clip.customized_voice:
        yield warning(
            f"{path}.Voice", "is missing: which voice the service takes is not documented"
        )
    for name in ("speech_rate", "pitch_rate"):
        if abs(getattr(clip, name)) > RATES:
            told = f"is {getattr(clip, name):g}, expected -{RATES} to {RATES}; it will be clamped"
            yield warning(f"{path}.{wire_name(name)}", told)


def content_findings(path: str, content: str) -> Iterator[Finding]:
    """Yield what is wrong with a text that is to be spoken."""
    from converter.speech.ssml import parse

    try:
        asked = parse(content)
        if not asked.parts:
            yield error(path, "is empty, expected text to speak", "InvalidParameter")
        for note in asked.notes:
            yield warning(path, note, "Approximated")
    except SpeechError as trouble:
        yield error(path, str(trouble), "InvalidParameter")


def _subtitle(path: str, clip: SubtitleTrackClip) -> Iterator[Finding]:
    if clip.type is None:
        yield error(f"{path}.Type", "is missing, expected Text, Subtitle or AI_ASR")
    elif clip.type == "Text":
        yield from _text(path, clip.content, clip)
    elif clip.type == "Subtitle" and not clip.file:
        yield error(f"{path}.FileURL", "is missing, expected an srt or ass file")
    elif clip.type == "AI_ASR" and not clip.media_url:
        yield error(f"{path}.MediaURL", "is missing, expected what is to be recognised")
    yield from style_findings(path, clip)


# --- texts --------------------------------------------------------------------------


def _text(path: str, content: str | None, style: TextStyle) -> Iterator[Finding]:
    misnamed = "Text" in (style.model_extra or {})
    if not content and not misnamed:
        yield error(f"{path}.Content", "is missing, expected the text to show")
    if style.font_size is None and style.fixed_font_size is None:
        yield error(f"{path}.FontSize", "is missing")


def style_findings(path: str, style: TextStyle) -> Iterator[Finding]:
    """Yield the names in a style that nobody knows."""
    yield from _preset(f"{path}.EffectColorStyle", style.effect_color_style, KNOWN_DECORATIONS)
    yield from _preset(f"{path}.BubbleStyleId", style.bubble_style_id, KNOWN_BUBBLES)
    motions = {
        wire_name(name): getattr(style, name)
        for name in ("aai_motion_in_effect", "aai_motion_out_effect", "aai_motion_loop_effect")
        if getattr(style, name)
    }
    for key, value in motions.items():
        for name in listed(value):
            if name not in KNOWN_MOTIONS and name != "random":
                told = f"is {brief(name)}, not a known motion{suggestion(name, KNOWN_MOTIONS)}"
                yield warning(f"{path}.{key}", told, "UnknownName")
    if "AaiMotionLoopEffect" in motions and len(motions) > 1:
        yield warning(f"{path}.AaiMotionLoopEffect", "does not go together with in and out effects")


def _preset(path: str, name: str | None, known: Collection[str]) -> Iterator[Finding]:
    if name and name not in known:
        like = min(known)
        told = f"is {brief(name)}, expected a preset like {like}{suggestion(name, known)}"
        yield warning(path, told, "UnknownName")


# --- effects ------------------------------------------------------------------------


def _effect(path: str, effect: Model, clip: Clip) -> Iterator[Finding]:
    kind = getattr(effect, "type", "")
    if isinstance(clip, AudioTrackClip) and not isinstance(effect, _SOUND_EFFECTS):
        yield warning(f"{path}.Type", f"is {kind}, which does nothing to a sound")
    still = isinstance(clip, ImageTrackClip) or getattr(clip, "type", "") in (
        "Image",
        "GlobalImage",
    )
    if still and isinstance(effect, Volume | AFade | ADenoise | ALoudNorm):
        yield warning(f"{path}.Type", f"is {kind}, which does nothing to a picture without sound")
    rule = _RULES.get(type(effect))
    if rule:
        yield from rule(path, effect, clip)


def _unknown(path: str, effect: UnknownEffect, clip: Clip) -> Iterator[Finding]:
    if not effect.model_fields_set and not effect.model_extra:
        return  # What could not be read has been found already.
    if effect.type == "AI_Avatar":
        told = "is AI_Avatar, which is a Type of clips: MediaId is not valid. MediaId is empty."
        yield error(f"{path}.Type", told, "InvalidTimelineFormat")
    elif effect.type == "Mosaic":
        yield error(f"{path}.Type", "is Mosaic, expected VFX with SubType mosaic_rect")
    elif not effect.type:
        yield error(f"{path}.Type", "is missing, expected the Type of an effect")
    else:
        hint = suggestion(effect.type, EFFECT_TYPES)
        told = f"is {brief(effect.type)}, not a known effect{hint}"
        yield warning(f"{path}.Type", told, "UnknownName")


def _transition(path: str, effect: Transition, clip: Clip) -> Iterator[Finding]:
    yield from _names(f"{path}.SubType", effect.sub_type, KNOWN_TRANSITIONS, "unknown transition")


def _banner(path: str, effect: Text, clip: Clip) -> Iterator[Finding]:
    yield from _text(path, effect.content, effect)


def _fade(path: str, effect: AFade, clip: Clip) -> Iterator[Finding]:
    if effect.curve not in FADE_CURVES:
        hint = suggestion(effect.curve, FADE_CURVES)
        told = f"is {brief(effect.curve)}, not a known curve{hint}"
        yield error(f"{path}.Curve", told, "InvalidEffectParam")


def _vfx(path: str, effect: Vfx, clip: Clip) -> Iterator[Finding]:
    yield from vfx_findings(f"{path}.SubType", effect.sub_type)


def _filter(path: str, effect: Filter, clip: Clip) -> Iterator[Finding]:
    yield from _names(f"{path}.SubType", effect.sub_type, KNOWN_FILTERS, "unknown filter")


def _zoom(path: str, effect: Zoom, clip: Clip) -> Iterator[Finding]:
    start, end = effect.start_rate, effect.end_rate
    if start is not None and end is not None and end <= start:
        told = f"is {end:g}, expected more than StartRate {start:g}"
        yield error(f"{path}.EndRate", told, "InvalidEffectParam")


def _ken_burns(path: str, effect: KenBurns, clip: Clip) -> Iterator[Finding]:
    for key, box in (("Start", effect.start), ("End", effect.end)):
        if box is not None and not _BOX.fullmatch(box):
            told = f"is {brief(box)}, expected four numbers x,y,w,h"
            yield error(f"{path}.{key}", told, "InvalidEffectParam")
    for kind in (Crop, Scale, Pad, Background):
        if clip.first(kind):
            yield warning(
                f"{path}.Type", f"is KenBurns, which does not go together with {kind.__name__}"
            )


_RULES: Mapping[type[Model], Callable[[str, Any, Clip], Iterator[Finding]]] = {
    UnknownEffect: _unknown,
    Transition: _transition,
    Text: _banner,
    AFade: _fade,
    Vfx: _vfx,
    Filter: _filter,
    Zoom: _zoom,
    KenBurns: _ken_burns,
}


def _names(path: str, sub_type: str, known: Any, what: str) -> Iterator[Finding]:
    """Check a name, `random`, or a list of names with commas between."""
    given = listed(sub_type)
    strange = [name for name in given if name not in known and name != "random"]
    paid = [name for name in strange if _PAID.match(name)]
    if paid:
        yield warning(path, f"{paid[0]} is a paid extra that is not made here", "Unsupported")
        return
    if given and not strange:
        return
    hint = suggestion(strange[0], known) if strange else ""
    told = f"is {brief(sub_type)}: {what}{hint}"
    if len(strange) < len(given):
        yield warning(path, told, "UnknownName")
    else:
        yield error(path, told, "InvalidTimelineFormat")
