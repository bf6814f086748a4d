"""What lies on a track: pictures, sounds, texts and effects in time."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import Field

from converter.timeline.effects import Effect, Timed
from converter.timeline.style import Scroll, TextStyle
from converter.timeline.values import Model, Number, Position, Positive, Seconds, Share, Size

E = TypeVar("E", bound=Model)
EFFECT_ITEMS = ("VFX", "Filter", "AEqualize")
"""Types of what lies on an effect track."""
Speed = Annotated[Number, Field(ge=0.1, le=100)]


class Clip(Timed):
    """What every clip has: a name, a place in time, effects, and a free comment.

    Without `timeline_in` a clip follows the one before it on its track; a
    `reference_clip_id` gives it the window of a clip on another track.
    """

    clip_id: str | None = None
    reference_clip_id: str | None = None
    effects: tuple[Effect, ...] = ()
    comment: str | None = None

    def all(self, kind: type[E]) -> tuple[E, ...]:
        """Return the clip's effects of one class, in their order."""
        return tuple(effect for effect in self.effects if isinstance(effect, kind))

    def first(self, kind: type[E]) -> E | None:
        """Return the clip's first effect of one class, if it has any."""
        return next(iter(self.all(kind)), None)


class MediaClip(Clip):
    """A clip that shows or plays a file, from `in_` to `out` in source seconds."""

    media_id: str | None = None
    media_url: str | None = None
    in_: Seconds = Field(0, alias="In")
    out: Seconds | None = None
    max_out: Seconds | None = None
    speed: Speed = 1

    @property
    def source(self) -> str:
        """The clip's media as the Timeline names it: its URL, else its id, else nothing."""
        return self.media_url or self.media_id or ""


class VideoTrackClip(MediaClip):
    """A picture or a video on the screen.

    The last three Types belong on a track whose own Type is `Effect`.
    """

    type: Literal[
        "Video", "Image", "GlobalImage", "AI_Avatar", "AI_ASR", "VFX", "Filter", "AEqualize"
    ] = "Video"
    x: Position | None = None
    y: Position | None = None
    width: Size | None = None
    height: Size | None = None
    adapt_mode: Literal["Contain", "Cover", "Fill"] = "Fill"
    duration: Seconds | None = None
    dync_frames: Annotated[Number, Field(ge=0, le=100)] | None = None
    opacity: Share = 1
    mask_video_url: str | None = None
    loop_mode: bool | None = None


class ImageTrackClip(Clip):
    """A picture on a legacy image track; by default it is seen from start to end."""

    image_id: str | None = None
    image_url: str | None = None
    media_id: str | None = None
    media_url: str | None = None
    x: Position | None = None
    y: Position | None = None
    width: Size | None = None
    height: Size | None = None
    dync_frames: Annotated[Number, Field(ge=0, le=100)] | None = None

    def picture(self) -> VideoTrackClip:
        """Return the same picture as a clip of a video track."""
        names = ImageTrackClip.model_fields.keys() & VideoTrackClip.model_fields.keys()
        given = {name: getattr(self, name) for name in names & self.model_fields_set}
        given["media_url"] = self.media_url or self.image_url
        given["media_id"] = self.media_id or self.image_id
        return VideoTrackClip(type="GlobalImage", **given)


class AudioTrackClip(MediaClip):
    """A sound file, or text to be spoken (`AI_TTS`); rate and pitch are -500 to 500."""

    type: Literal["Audio", "AI_TTS", "AI_ASR"] = "Audio"
    loop_mode: bool = False
    content: str | None = None
    voice: str | None = None
    customized_voice: str | None = None
    style: str | None = None
    format: str | None = None
    speech_rate: Number = 0
    pitch_rate: Number = 0


class SubtitleTrackClip(TextStyle, Scroll, Clip):
    """A text block, a subtitle file, or captions to be recognised."""

    type: Literal["Text", "Subtitle", "AI_ASR"] | None = None
    content: str | None = None
    sub_type: Literal["srt", "ass"] | None = None
    file_url: str | None = None
    media_url: str | None = None

    @property
    def file(self) -> str:
        """The subtitle file as the Timeline names it, or nothing."""
        return self.file_url or self.media_url or ""


class EffectTrackItem(Timed):
    """An effect on the composed picture or the whole sound."""

    type: Literal["VFX", "Filter", "AEqualize"] | None = None
    sub_type: str = ""
    ext_params: str | None = None
    duration: Seconds | None = None
    x: Position | None = None
    y: Position | None = None
    width: Size | None = None
    height: Size | None = None
    comment: str | None = None
    gain: object = None
    peak: object = None


class Canvas(Model):
    """The size for which font sizes are meant, in pixels."""

    width: Positive
    height: Positive
