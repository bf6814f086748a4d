"""What to produce: the configurations that stand beside the Timeline of an IMS job."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from converter.timeline.values import Model, Number, Positive, Seconds, Whole

Side = Annotated[Whole, Field(ge=128, le=4096)]


class VideoConfig(Model):
    """How the picture is encoded; `crf` is on the scale of H.264, whatever the codec."""

    fps: Annotated[Number, Field(gt=0, le=240)] | None = None
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
    video: VideoConfig = VideoConfig()
    vod_template_group_id: str | None = None
    produce_template_id: str | None = None
    endpoint: str | None = None
    bucket: str | None = None
    object_key: str | None = None
    access_key_id: str | None = None
    access_key_secret: str | None = None

    @property
    def address(self) -> str | None:
        """Where the file goes: its URL, or its place in a storage of VOD."""
        if self.media_url:
            return self.media_url
        if self.storage_location and self.file_name:
            return f"http://{self.storage_location}/{self.file_name}"
        return None


class CoverConfig(Model):
    """The second of the output that serves as cover picture."""

    start_time: Seconds | None = None


class EditingProduceConfig(Model):
    """Switches of production that are not about the output file; bitrates in kbit/s.

    `keep_origin_max_bitrate` and `keep_origin_video_max_fps` take the highest among the
    videos that are shown, where the output says neither; `max_bitrate` limits them.
    """

    auto_register_input_vod_media: bool = True
    output_webm_transparent_channel: bool = False
    cover_config: CoverConfig = CoverConfig()
    audio_channel_copy: Literal["left", "right"] | None = None
    pipeline_id: str | None = None
    max_bitrate: Positive | None = None
    keep_origin_max_bitrate: bool = False
    keep_origin_video_max_fps: bool = False


class MediaMetadata(Model):
    """What is stored about the produced asset; tags with commas between."""

    title: str | None = None
    description: str | None = None
    tags: str | None = None
    cover_url: str | None = None
    business_type: str | None = None
    cate_id: Whole | None = None


class ProjectMetadata(Model):
    """What is stored about the editing project; tags with commas between."""

    title: str | None = None
    description: str | None = None
    tags: str | None = None
    cover_url: str | None = None
