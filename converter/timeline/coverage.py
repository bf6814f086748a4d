"""Coverage: what of the IMS Timeline is rendered here, approximated, kept or refused.

Every field of every object is in the table, since it is made from the models; what is
not plainly rendered stands in `EXCEPTIONS` with the reason. `docs/coverage.md` is this
table, and the tests hold it to what `check` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from converter.timeline.clips import (
    AudioTrackClip,
    Canvas,
    EffectTrackItem,
    ImageTrackClip,
    SubtitleTrackClip,
    VideoTrackClip,
)
from converter.timeline.effects import EFFECTS
from converter.timeline.model import (
    AudioTrack,
    EffectTrack,
    ImageTrack,
    SubtitleTrack,
    Timeline,
    VideoTrack,
)
from converter.timeline.names import (
    KNOWN_BUBBLES,
    KNOWN_DECORATIONS,
    KNOWN_FILTERS,
    KNOWN_MOTIONS,
    KNOWN_TRANSITIONS,
    KNOWN_VFX,
)
from converter.timeline.output import (
    CoverConfig,
    EditingProduceConfig,
    MediaMetadata,
    OutputMediaConfig,
    ProjectMetadata,
    VideoConfig,
)
from converter.timeline.style import FontFace, HighlightingStyle, SubtitleEffect
from converter.timeline.values import Model, wire_name


class Level(StrEnum):
    """How far a field or an effect is followed."""

    RENDERED = "rendered"
    APPROXIMATE = "approximate"
    """Rendered by our own reading of it, since the cloud's is not published; said in the report."""
    KEPT = "kept"
    """Read, checked and kept in the JSON; it means nothing outside the cloud."""
    REFUSED = "refused"
    """Named by `check`, and left out or an error."""


@dataclass(frozen=True, slots=True)
class Row:
    """One field of an object, or one kind of name, and how far it is followed."""

    object: str
    field: str
    level: Level
    reason: str = ""


OBJECTS: Mapping[str, type[Model]] = {
    "Timeline": Timeline,
    "FECanvas": Canvas,
    "VideoTrack": VideoTrack,
    "VideoTrackClip": VideoTrackClip,
    "ImageTrack": ImageTrack,
    "ImageTrackClip": ImageTrackClip,
    "AudioTrack": AudioTrack,
    "AudioTrackClip": AudioTrackClip,
    "SubtitleTrack": SubtitleTrack,
    "SubtitleTrackClip": SubtitleTrackClip,
    "FontFace": FontFace,
    "SubtitleEffects": SubtitleEffect,
    "HighlightingStyle": HighlightingStyle,
    "EffectTrack": EffectTrack,
    "EffectTrackItem": EffectTrackItem,
    **{f"Effect {name}": model for name, model in EFFECTS.items()},
    "OutputMediaConfig": OutputMediaConfig,
    "OutputMediaConfig.Video": VideoConfig,
    "EditingProduceConfig": EditingProduceConfig,
    "EditingProduceConfig.CoverConfig": CoverConfig,
    "MediaMetadata": MediaMetadata,
    "ProjectMetadata": ProjectMetadata,
}

_CLOUD = "means something in the cloud only"
_MOTION = "the motion has our own look"
_OWN_LOOK = "the cloud's is not published; this is our own"
_VOD = "an asset of the cloud's media library"

_STYLE: Mapping[str, str] = {
    "EffectColorStyle": _OWN_LOOK,
    "BubbleStyleId": _OWN_LOOK,
    "AaiMotionInEffect": _MOTION,
    "AaiMotionOutEffect": _MOTION,
    "AaiMotionLoopEffect": _MOTION,
}
_STYLED = ("SubtitleTrackClip", "Effect Text", "Effect AI_ASR")

EXCEPTIONS: Mapping[tuple[str, str], tuple[Level, str]] = {
    ("VideoTrackClip", "LoopMode"): (Level.KEPT, "only sound loops, as in the cloud"),
    ("VideoTrackClip", "Type AI_Avatar"): (Level.REFUSED, "needs the cloud's avatars; an error"),
    ("SubtitleTrackClip", "Type AI_ASR"): (Level.REFUSED, "needs speech recognition; left out"),
    ("Effect Filter", "SubType"): (Level.APPROXIMATE, "all but `color`: " + _OWN_LOOK),
    ("Effect AI_ASR", "AlignmentText"): (
        Level.APPROXIMATE,
        "on sound that is not spoken here, words are timed by its pauses",
    ),
    ("Effect AI_ASR", "without AlignmentText"): (
        Level.REFUSED,
        "on sound that is not spoken here: needs speech recognition; left out",
    ),
    ("Effect AI_RealMatting", "Type"): (Level.REFUSED, "needs the cloud's models; left out"),
    ("Effect Harmonization", "Type"): (Level.REFUSED, "needs the cloud's models; left out"),
    ("OutputMediaConfig", "VodTemplateGroupId"): (Level.KEPT, _CLOUD),
    ("OutputMediaConfig", "ProduceTemplateId"): (Level.KEPT, _CLOUD),
    ("OutputMediaConfig", "Endpoint"): (Level.KEPT, _CLOUD),
    ("OutputMediaConfig", "Bucket"): (Level.KEPT, _CLOUD),
    ("OutputMediaConfig", "ObjectKey"): (Level.KEPT, _CLOUD),
    ("OutputMediaConfig", "AccessKeyId"): (Level.KEPT, _CLOUD),
    ("OutputMediaConfig", "AccessKeySecret"): (Level.KEPT, _CLOUD),
    ("EditingProduceConfig", "AutoRegisterInputVodMedia"): (Level.KEPT, _VOD),
    ("EditingProduceConfig", "PipelineId"): (Level.KEPT, _CLOUD),
    **{
        (styled, field): (Level.APPROXIMATE, reason)
        for styled in _STYLED
        for field, reason in _STYLE.items()
    },
    **{
        (name, wire_name(field)): (Level.KEPT, "of the produced asset; Title goes into the file")
        for name, model in (("MediaMetadata", MediaMetadata), ("ProjectMetadata", ProjectMetadata))
        for field in model.model_fields
    },
}
"""What is not plainly rendered, by object and field; a field may name one of its values."""


def rows() -> Iterator[Row]:
    """Yield the whole table: the fields of each object, then the kinds of names."""
    for name, model in OBJECTS.items():
        fields = [info.alias or wire_name(key) for key, info in model.model_fields.items()]
        extra = [field for object_, field in EXCEPTIONS if object_ == name and field not in fields]
        for field in (*fields, *extra):
            level, reason = EXCEPTIONS.get((name, field), (Level.RENDERED, ""))
            yield Row(name, field, level, reason)
    for kind, count, level, reason in _NAMES:
        yield Row("Names", f"{kind} ({count})", level, reason)


_NAMES = (
    ("transitions", len(KNOWN_TRANSITIONS), Level.RENDERED, ""),
    ("VFX", len(KNOWN_VFX), Level.RENDERED, "drawn from the vendor's short descriptions"),
    ("filters", len(KNOWN_FILTERS), Level.APPROXIMATE, _OWN_LOOK),
    ("text motions", len(KNOWN_MOTIONS), Level.APPROXIMATE, _OWN_LOOK),
    ("decorated texts", len(KNOWN_DECORATIONS), Level.APPROXIMATE, _OWN_LOOK),
    ("bubbles", len(KNOWN_BUBBLES), Level.APPROXIMATE, _OWN_LOOK),
    ("paid extras (OT0001, OV0001)", "all", Level.REFUSED, "are sold by the vendor; an error"),
)


def page() -> str:
    """Return the table as a Markdown page."""
    lines = [_HEAD]
    current = ""
    for row in rows():
        if row.object != current:
            current = row.object
            lines.append(f"\n## {current}\n\n| field | here | |\n|---|---|---|")
        lines.append(f"| {row.field} | {row.level} | {row.reason} |")
    return "\n".join(lines) + "\n"


_HEAD = """# What of the IMS Timeline is rendered here

- **rendered**: as the service documents it; where it is silent, by the rules of this project
- **approximate**: by our own reading, since the cloud's is not published; the report says so
- **kept**: read, checked and kept in the JSON; it means nothing outside the cloud
- **refused**: named by `docreel check`, and left out or an error, as said

This page is made by `just golden`. Fields that are not in it are kept in the JSON as they
came and named by `docreel check`."""
