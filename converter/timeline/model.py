"""The IMS Timeline: tracks of clips, bottom to top."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from converter.timeline.clips import (
    EFFECT_ITEMS,
    AudioTrackClip,
    Canvas,
    Clip,
    EffectTrackItem,
    ImageTrackClip,
    MediaClip,
    SubtitleTrackClip,
    VideoTrackClip,
)
from converter.timeline.effects import Asr, Background
from converter.timeline.style import SubtitleEffect, TextStyle
from converter.timeline.values import FILE_KEYS, Model, Seconds, wire_name

__all__ = [
    "AudioTrack",
    "AudioTrackClip",
    "EffectTrack",
    "ImageTrack",
    "SubtitleEffect",
    "SubtitleTrack",
    "SubtitleTrackClip",
    "TextStyle",
    "Timeline",
    "Track",
    "VideoTrack",
    "VideoTrackClip",
    "dump_timeline",
]

AutoSpeed = Literal["AutoSpeed"]


class Track(Model):
    """Clips of one kind; without times of their own they follow each other."""

    holds: ClassVar[str]
    """The field that holds the clips."""

    disabled: bool = False

    @property
    def clips(self) -> tuple[Clip, ...]:
        """The clips, whatever their kind."""
        found: tuple[Clip, ...] = getattr(self, self.holds)
        return found


class MediaTrack(Track):
    """A track whose length can be that of the output, or be fitted to it."""

    main_track: bool = False
    track_shorten_mode: AutoSpeed | None = None
    track_expand_mode: AutoSpeed | None = None


class VideoTrack(MediaTrack):
    """Pictures and videos; Type `Effect` makes it a track of effects."""

    holds = "video_track_clips"
    type: str | None = None
    video_track_clips: tuple[VideoTrackClip, ...] = ()


class AudioTrack(MediaTrack):
    """Sounds that do not overlap."""

    holds = "audio_track_clips"
    audio_track_clips: tuple[AudioTrackClip, ...] = ()


class ImageTrack(Track):
    """Legacy: pictures above all video tracks."""

    holds = "image_track_clips"
    image_track_clips: tuple[ImageTrackClip, ...] = ()


class SubtitleTrack(Track):
    """Texts above all pictures."""

    holds = "subtitle_track_clips"
    subtitle_track_clips: tuple[SubtitleTrackClip, ...] = ()


class EffectTrack(Model):
    """Effects of one Type on the composed picture or sound."""

    disabled: bool = False
    effect_track_items: tuple[EffectTrackItem, ...] = ()


class Timeline(Model):
    """All tracks of a video."""

    video_tracks: tuple[VideoTrack, ...] = ()
    audio_tracks: tuple[AudioTrack, ...] = ()
    image_tracks: tuple[ImageTrack, ...] = ()
    subtitle_tracks: tuple[SubtitleTrack, ...] = ()
    effect_tracks: tuple[EffectTrack, ...] = ()
    fe_canvas: Canvas | None = None
    max_duration: Annotated[Seconds, Field(gt=0)] | None = None

    def tracks(self) -> Iterator[tuple[str, Track]]:
        """Yield every enabled track of clips with its JSON path."""
        for name in ("video_tracks", "audio_tracks", "image_tracks", "subtitle_tracks"):
            for index, track in enumerate(getattr(self, name)):
                if not track.disabled:
                    yield f"$.{wire_name(name)}[{index}]", track

    def clips(self) -> Iterator[tuple[str, Clip]]:
        """Yield every clip of every enabled track with its JSON path."""
        for path, track in self.tracks():
            for index, clip in enumerate(track.clips):
                yield clip_path(path, track, index), clip

    def effect_items(self) -> Iterator[tuple[str, EffectTrackItem]]:
        """Yield every item of an enabled effect track, of either kind, with its JSON path."""
        for index, effects in enumerate(self.effect_tracks):
            for number, item in enumerate(() if effects.disabled else effects.effect_track_items):
                yield f"$.EffectTracks[{index}].EffectTrackItems[{number}]", item
        for path, track in self.tracks():
            if isinstance(track, VideoTrack) and track.type == "Effect":
                for number, clip in enumerate(track.video_track_clips):
                    if clip.type in EFFECT_ITEMS:
                        where = clip_path(path, track, number)
                        yield where, EffectTrackItem.model_validate(clip.wire())

    def spoken(self) -> Iterator[tuple[str, AudioTrackClip]]:
        """Yield every clip that is to be spoken, with its JSON path."""
        for path, clip in self.clips():
            if isinstance(clip, AudioTrackClip) and clip.type == "AI_TTS":
                yield path, clip

    def scripted(self) -> Iterator[tuple[str, MediaClip, str]]:
        """Yield every clip whose sound says a known text, with its JSON path and that text."""
        for path, clip in self.clips():
            asr = clip.first(Asr)
            spoken = isinstance(clip, AudioTrackClip) and clip.type == "AI_TTS"
            if isinstance(clip, MediaClip) and not spoken and asr and asr.alignment_text:
                yield path, clip, asr.alignment_text

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Yield every file that a clip shows or plays, with the JSON path of its address."""
        for path, clip in self.clips():
            played = clip.picture() if isinstance(clip, ImageTrackClip) else clip
            if isinstance(played, MediaClip) and played.source:
                yield f"{path}.MediaURL", played.source
            if isinstance(played, VideoTrackClip) and played.mask_video_url:
                yield f"{path}.MaskVideoUrl", played.mask_video_url
            for index, effect in enumerate(clip.effects):
                if isinstance(effect, Background) and effect.source:
                    yield f"{path}.Effects[{index}].ImageURL", effect.source

    def styles(self) -> Iterator[tuple[str, TextStyle]]:
        """Yield the style of every text, with the JSON path of what has it."""
        for path, clip in self.clips():
            if isinstance(clip, SubtitleTrackClip):
                yield path, clip
            for number, effect in enumerate(clip.effects):
                if isinstance(effect, TextStyle):
                    yield f"{path}.Effects[{number}]", effect

    def attachments(self) -> Iterator[tuple[str, str]]:
        """Yield the JSON path and the address of every file that texts are made of.

        Those are subtitles, fonts, and pictures behind the letters.
        """
        for path, clip in self.clips():
            if isinstance(clip, SubtitleTrackClip) and clip.type == "Subtitle" and clip.file:
                yield f"{path}.FileURL", clip.file
        for path, style in self.styles():
            if style.font_url:
                yield f"{path}.FontURL", style.font_url
            for number, effect in enumerate(style.subtitle_effects):
                if effect.image_url:
                    yield f"{path}.SubtitleEffects[{number}].ImageURL", effect.image_url


def clip_path(track_path: str, track: Track, index: int) -> str:
    """Return the JSON path of a clip of a track."""
    return f"{track_path}.{wire_name(track.holds)}[{index}]"


def dump_timeline(timeline: Timeline, *, base: Path | None = None, indent: int | None = 2) -> str:
    """Return the JSON of a Timeline: the keys that were given, unknown ones too.

    With `base`, files inside that folder are written relative to it.
    """
    data = timeline.wire()
    if base is not None:
        data = _relative(data, base)
    return json.dumps(data, ensure_ascii=False, indent=indent)


def _relative(data: Any, base: Path) -> Any:
    if isinstance(data, list):
        return [_relative(item, base) for item in data]
    if not isinstance(data, dict):
        return data
    return {
        key: _inside(value, base) if key in FILE_KEYS else _relative(value, base)
        for key, value in data.items()
    }


def _inside(address: Any, base: Path) -> Any:
    if not isinstance(address, str) or not Path(address).is_absolute():
        return address
    path = Path(address)
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else address
