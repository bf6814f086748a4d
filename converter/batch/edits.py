"""EditingConfig and OutputConfig: how batch videos are made, and what comes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from converter.batch.inputs import Gain, Reference
from converter.timeline.clips import Canvas
from converter.timeline.effects import Timed
from converter.timeline.output import (
    CoverConfig,
    EditingProduceConfig,
    OutputMediaConfig,
    Side,
    VideoConfig,
)
from converter.timeline.style import TextStyle
from converter.timeline.values import Colour, Model, Number, Seconds, Share, Whole

INDEX = "{index}"
"""What stands in an output's address for the number of the video, from 0."""

Length = Annotated[Seconds, Field(gt=0)]


class TimeRange(Model):
    """A part of a material that may be used, in source seconds."""

    in_: Seconds = Field(0, alias="In")
    out: Seconds | None = None


class MediaMetaData(Model):
    """Which parts of a material may be used, in one group or in all."""

    media: Reference
    group_name: str | None = None
    time_range_list: tuple[TimeRange, ...] = ()


class MediaConfig(Model):
    """How materials are used; their own sound is mute unless asked for."""

    volume: Gain = 0
    media_meta_data_array: tuple[MediaMetaData, ...] = ()

    def ranges(self, media: Reference, group: str = "") -> tuple[TimeRange, ...]:
        """Return the parts of a material that may be used; none means all of it."""
        metas = [meta for meta in self.media_meta_data_array if meta.media == media]
        own = [meta for meta in metas if meta.group_name == group and group]
        chosen = own or [meta for meta in metas if not meta.group_name]
        return tuple(part for meta in chosen for part in meta.time_range_list)


class TextConfig(TextStyle, Timed):
    """How a text looks and when it is seen; by default for the whole video."""


class SubHeadingConfig(Model):
    """How the texts of each level look."""

    level_1: TextConfig = Field(TextConfig(), alias="1")
    level_2: TextConfig = Field(TextConfig(), alias="2")
    level_3: TextConfig = Field(TextConfig(), alias="3")
    level_4: TextConfig = Field(TextConfig(), alias="4")
    level_5: TextConfig = Field(TextConfig(), alias="5")

    def level(self, number: int) -> TextConfig:
        """Return how the texts of a level look."""
        found: TextConfig = getattr(self, f"level_{number}")
        return found


class AsrConfig(TextStyle):
    """How captions look; motions may be lists with commas. `enable` is ours."""

    enable: bool = True


class SpecialWords(Model):
    """Words to stand out in captions, or not to be read or heard."""

    type: Literal["Highlight", "Forbidden"]
    words_list: tuple[str, ...] = ()
    style: object = None
    sound_replace_mode: object = None


class Loudness(Model):
    """A loudness factor by either of its names; `volume` wins."""

    volume: Gain | None = None
    gain: Gain | None = None

    def factor(self, default: float) -> float:
        """Return the factor."""
        given = (self.volume, self.gain)
        return next((value for value in given if value is not None), default)


class SpeechConfig(Loudness):
    """Who speaks and how; `voice` may be a list with commas to draw from.

    A `customized_voice` makes `voice` and `style` void.
    """

    speech_rate: Number = 0
    voice: str | None = None
    style: str | None = None
    customized_voice: str | None = None
    speech_language: str | None = None
    asr_config: AsrConfig | None = None
    special_words_config: tuple[SpecialWords, ...] = ()

    @property
    def forbidden(self) -> tuple[str, ...]:
        """Words that are neither to be read nor heard."""
        special = (item for item in self.special_words_config if item.type == "Forbidden")
        return tuple(word for item in special for word in item.words_list if word)


class BackgroundMusicConfig(Loudness):
    """How loud the music is; `style` chooses from a library that only the cloud has."""

    style: str | None = None


class BackgroundImageConfig(Model):
    """What fills the area that a material leaves free, where no picture is given."""

    sub_type: Literal["Blur", "Color"] = "Blur"
    radius: Annotated[Number, Field(ge=0.01, le=1)] = 0.1
    color: Colour = "#000000"


class ProcessConfig(Model):
    """How materials are cut, matched and joined; lengths in seconds."""

    single_shot_duration: Length = 3
    enable_clip_split: bool = False
    image_duration: Length = 2
    allow_vfx_effect: bool = False
    vfx_effect_probability: Share = 0.5
    vfx_first_clip_effect_list: tuple[str, ...] = ()
    vfx_not_first_clip_effect_list: tuple[str, ...] = ()
    allow_transition: bool = False
    transition_duration: Seconds = 0.5
    transition_list: tuple[str, ...] = ()
    use_uniform_transition: bool = True
    allow_filter: bool = False
    filter_list: tuple[str, ...] = ()
    allow_duplicate_match: bool = False
    enable_clip_detection: bool = True
    enable_temporal_opt: bool = False
    enable_subtitle_match: bool = False
    alignment_mode: object = None
    enable_smart_crop: object = None


class EditingConfig(Model):
    """How videos are put together; everything has a default. `seed` is ours."""

    media_config: MediaConfig = MediaConfig()
    title_config: TextConfig = TextConfig()
    sub_heading_config: SubHeadingConfig = SubHeadingConfig()
    speech_config: SpeechConfig = SpeechConfig()
    background_music_config: BackgroundMusicConfig = BackgroundMusicConfig()
    background_image_config: BackgroundImageConfig = BackgroundImageConfig()
    process_config: ProcessConfig = ProcessConfig()
    fe_canvas: Canvas | None = None
    produce_config: EditingProduceConfig = EditingProduceConfig()
    cover_config: CoverConfig | None = None
    seed: Whole | None = None

    @property
    def produced(self) -> EditingProduceConfig:
        """How each video is produced, with the cover that is asked for."""
        if self.cover_config is None:
            return self.produce_config
        return self.produce_config.model_copy(update={"cover_config": self.cover_config})


class OutputConfig(Model):
    """How many videos come out, how large and long they are, and where they go."""

    media_url: str | None = None
    storage_location: str | None = None
    file_name: str | None = None
    generate_preview_only: bool = False
    count: Annotated[Whole, Field(ge=1, le=100)] = 1
    max_duration: Length = 15
    fixed_duration: Length | None = None
    width: Side | None = None
    height: Side | None = None
    video: VideoConfig = VideoConfig()

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Yield the keys that say where videos go, and what they say."""
        if self.media_url:
            yield "MediaURL", self.media_url
        if self.file_name:
            yield "FileName", self.file_name

    def of_video(self, index: int) -> OutputMediaConfig:
        """Return where one video goes, and how it is encoded."""
        keys = {"MediaURL", "StorageLocation", "FileName", "Width", "Height", "Video"}
        given = {key: value for key, value in self.wire().items() if key in keys}
        for key, address in self.addresses():
            given[key] = address.replace(INDEX, str(index))
        return OutputMediaConfig.model_validate(given)
