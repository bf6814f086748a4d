"""What to produce: OutputMediaConfig and EditingProduceConfig of an IMS job."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from converter.timeline.values import Model, Number, Positive, Seconds, Whole

Side = Annotated[Whole, Field(ge=128, le=4096)]


class VideoConfig(Model):
    """How the picture is encoded."""

    fps: Positive | None = None
    codec: str | None = None
    profile: Literal["baseline", "main", "high"] | None = None
    crf: Annotated[Number, Field(ge=0, le=51)] | None = None
    preset: Literal["veryfast", "fast", "medium", "slow", "slower"] | None = None
    orientation: Literal["Horizontal", "Vertical"] | None = None


class OutputMediaConfig(Model):
    """Where the video goes and how large it is; sides in pixels, bitrate in kbit/s."""

    media_url: str | None = None
    storage_location: str | None = None
    file_name: str | None = None
    width: Side | None = None
    height: Side | None = None
    bitrate: Positive | None = None
    max_duration: Annotated[Seconds, Field(gt=0)] | None = None
    video: VideoConfig | None = None
    vod_template_group_id: str | None = None
    produce_template_id: str | None = None


class CoverConfig(Model):
    """The second of the output that serves as cover picture."""

    start_time: Seconds | None = None


class EditingProduceConfig(Model):
    """Switches of production that are not about the output file."""

    auto_register_input_vod_media: bool = True
    output_webm_transparent_channel: bool = False
    cover_config: CoverConfig | None = None
    audio_channel_copy: str | None = None
    pipeline_id: str | None = None
    max_bitrate: Number | None = None
    keep_origin_max_bitrate: bool | None = None
    keep_origin_video_max_fps: bool | None = None
