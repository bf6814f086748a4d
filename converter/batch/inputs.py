"""InputConfig: what batch videos are made of, as the service takes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sized
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from converter.timeline.values import Model, Number, Position, Seconds, Share, Size, Whole

MOST_ITEMS = 50
LONGEST_TITLE = 50
LONGEST_NARRATION = 1000


def at_most(most: int, what: str) -> AfterValidator:
    """Return a validator that refuses what holds more than `most` of something."""

    def held(value: Sized) -> Any:
        if len(value) > most:
            raise ValueError(f"expected at most {most} {what}, not {len(value)}")
        return value

    return AfterValidator(held)


def _without_emoji(name: str) -> str:
    if any(unicodedata.category(letter) in ("So", "Sk", "Cs") for letter in name):
        raise ValueError("expected a name without emoji")
    return name


_few = at_most(MOST_ITEMS, "items")
Gain = Annotated[Number, Field(ge=0, le=10)]
"""A loudness factor: 0 mutes, 1 leaves as it is."""

Reference = str
"""Where a material is: an address, or the MediaId of an asset."""

TitleText = Annotated[str, at_most(LONGEST_TITLE, "characters")]
Titles = Annotated[tuple[TitleText, ...], _few]
Spoken = Annotated[str, at_most(LONGEST_NARRATION, "characters")]
Narrations = Annotated[tuple[Spoken, ...], _few]
References = Annotated[tuple[Reference, ...], _few]


def is_address(reference: Reference) -> bool:
    """Tell an address, or a path on this machine, from a MediaId."""
    return any(mark in reference for mark in ("://", "/", "."))


def sourced(reference: Reference) -> dict[str, str]:
    """Return the field of a clip that names a material."""
    return {"MediaURL" if is_address(reference) else "MediaId": reference}


class SubHeading(Model):
    """Texts of one level below the title; one is drawn for each video."""

    level: Annotated[Whole, Field(ge=1, le=5)]
    title_array: Titles = ()


class Sticker(Model):
    """A small picture above all others; `media_id` wins over `media_url`."""

    media_id: str | None = None
    media_url: str | None = None
    x: Position | None = None
    y: Position | None = None
    width: Size | None = None
    height: Size | None = None
    dync_frames: Annotated[Number, Field(ge=0, le=100)] | None = None
    opacity: Share = 1

    @property
    def source(self) -> Reference:
        """The picture as the request names it, or nothing."""
        return self.media_id or self.media_url or ""


class MediaGroup(Model):
    """Materials that go together in script-to-video, in a section with its own words."""

    group_name: Annotated[str, at_most(50, "characters"), AfterValidator(_without_emoji)] = ""
    media_array: Annotated[tuple[Reference, ...], at_most(200, "materials")]
    speech_text_array: Narrations = ()
    duration: Annotated[Seconds, Field(gt=0)] | None = None
    volume: Gain | None = None
    split_mode: object = None
    duration_auto_adapt: object = None


class LibSearchCondition(Model):
    """Which libraries to search, and for what."""

    search_libs: tuple[str, ...]
    search_text: str


class MediaSearchInput(Model):
    """Materials found by what they show."""

    lib_search_condition: LibSearchCondition


class ShotScript(Model):
    """One scene of a storyboard: what it shows, what is said, how long it is.

    Movie highlights take either `script_text`, or `descriptions` with `characters` and
    `settings`. `media_array` is ours: the scene shows these materials and no others.
    """

    script_text: str | None = None
    speech_text: Spoken | None = None
    duration: Annotated[Seconds, Field(gt=0)] | None = None
    volume: Gain | None = None
    descriptions: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    media_array: tuple[Reference, ...] = ()

    @property
    def parsed(self) -> tuple[str, ...]:
        """What was parsed by hand: what happens, who is there, and where."""
        return (*self.descriptions, *self.characters, *self.settings)

    @property
    def wanted(self) -> str:
        """The words that the scene is matched by; none takes any material."""
        return self.script_text or " ".join(self.parsed) or self.speech_text or ""


class ShotInfo(Model):
    """A storyboard."""

    shot_scripts: tuple[ShotScript, ...] = ()


class ImageInfo(Model):
    """A picture of one face, and whose it is."""

    name: str
    image_url: str | None = None
    image_id: str | None = None

    @property
    def source(self) -> Reference:
        """The picture as the request names it, or nothing."""
        return self.image_url or self.image_id or ""


class FaceInfo(Model):
    """Who can be recognised."""

    image_info_list: Annotated[tuple[ImageInfo, ...], at_most(200, "pictures")] = ()


class SceneInfo(Model):
    """What kind of matching is wanted."""

    scene: Literal["General", "MovieHighlights"] = "General"
    shot_info: ShotInfo | None = None
    face_info: FaceInfo | None = None


class InputConfig(Model):
    """Materials, words and decoration, most of them lists that every video draws from.

    Older requests give one value where newer ones give a list; the list wins.
    """

    media_group_array: Annotated[tuple[MediaGroup, ...], at_most(40, "groups")] = ()
    media_array: tuple[Reference, ...] = ()
    media_search_input: MediaSearchInput | None = None
    scene_info: SceneInfo | None = None
    title_array: Titles = ()
    title: TitleText | None = None
    sub_heading_array: tuple[SubHeading, ...] = ()
    speech_text_array: Narrations = ()
    speech_text: Spoken | None = None
    sticker_array: Annotated[tuple[Sticker, ...], _few] = ()
    sticker: Sticker | None = None
    background_music_array: References = ()
    background_music: Reference | None = None
    background_image_array: References = ()
    background_image: Reference | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """Titles to draw from."""
        return _either(self.title_array, self.title)

    @property
    def narrations(self) -> tuple[str, ...]:
        """Narrations of the whole video to draw from."""
        return _either(self.speech_text_array, self.speech_text)

    @property
    def stickers(self) -> tuple[Sticker, ...]:
        """Stickers to draw from."""
        return _either(self.sticker_array, self.sticker)

    @property
    def music(self) -> tuple[Reference, ...]:
        """Music to draw from."""
        return _either(self.background_music_array, self.background_music)

    @property
    def backgrounds(self) -> tuple[Reference, ...]:
        """Pictures behind the others to draw from."""
        return _either(self.background_image_array, self.background_image)

    @property
    def shot_scripts(self) -> tuple[ShotScript, ...]:
        """The scenes of the storyboard, none without one."""
        shot_info = self.scene_info.shot_info if self.scene_info else None
        return shot_info.shot_scripts if shot_info else ()

    @property
    def faces(self) -> tuple[ImageInfo, ...]:
        """Who can be recognised."""
        face_info = self.scene_info.face_info if self.scene_info else None
        return face_info.image_info_list if face_info else ()


def _either(many: tuple[Any, ...], one: Any) -> tuple[Any, ...]:
    return many or ((one,) if one else ())
