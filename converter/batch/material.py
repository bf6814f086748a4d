"""Material: the shots a request has to choose from, with what is known of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from converter.batch.assets import UNREADABLE, Assets
from converter.batch.edits import TimeRange
from converter.batch.inputs import Reference
from converter.batch.request import BatchRequest
from converter.errors import FootageError, RenderError, TimelineError
from converter.footage import Cast, Cutting, Footage, Look, Person, Range, Shot, look
from converter.matching import Matcher
from converter.media import Media
from converter.timeline.values import exact

if TYPE_CHECKING:
    from converter.footage.faces import Faces

LONGEST = 2 * 60 * 60
"""Seconds of video that MediaArray may hold."""

_MEDIA = "$.InputConfig.MediaArray"
_SEARCH = "$.InputConfig.MediaSearchInput.LibSearchCondition"
_GROUPS = "$.InputConfig.MediaGroupArray"
_FACES = "$.InputConfig.SceneInfo.FaceInfo.ImageInfoList"


@dataclass
class Material:
    """What a request is made of on this machine, and how words find shots of it.

    With `faces`, those of FaceInfo are recognised in films.
    """

    request: BatchRequest
    assets: Assets
    matcher: Matcher
    faces: Faces | None = None
    _notes: dict[str, None] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines on what of it is left out."""
        return tuple(self._notes)

    @cached_property
    def all(self) -> list[Shot]:
        """The shots of MediaArray, or of what a search finds."""
        given = self.request.input
        search = given.media_search_input
        if given.media_array or search is None:
            return self._of_reasonable_length(self.shots(given.media_array, _MEDIA))
        return self.shots(self.assets.search(search.lib_search_condition, _SEARCH), _SEARCH)

    @cached_property
    def groups(self) -> list[list[Shot]]:
        """The shots of each group."""
        return [
            self.shots(group.media_array, f"{_GROUPS}[{index}].MediaArray", group=group.group_name)
            for index, group in enumerate(self.request.input.media_group_array)
        ]

    def shots(self, sources: Iterable[Reference], path: str, *, group: str = "") -> list[Shot]:
        """Return the shots of materials that the request names at a JSON path.

        Raises TimelineError for a material that is missing or cannot be shown, and where
        there is nothing to show in all of them.
        """
        found = [
            shot
            for index, source in enumerate(sources)
            for shot in self._looked_at(source, f"{path}[{index}]", group).shots
        ]
        if not found:
            raise TimelineError("has nothing to show", code="InvalidParameter", path=path)
        return found

    def _looked_at(self, source: Reference, path: str, group: str) -> Footage:
        media = self.assets.media(source, path)
        parts = self.request.editing.media_config.ranges(source, group)
        ranges = [_range(part, media) for part in parts]
        try:
            found = look(source, media, self._look, ranges, self.assets.told(source))
        except (FootageError, RenderError) as error:
            raise TimelineError(str(error), code=UNREADABLE, path=path) from error
        self._notes |= dict.fromkeys(found.notes)
        if parts and not found.shots:
            self._notes[f"{source}: nothing of it lies in its TimeRangeList"] = None
        return found

    @cached_property
    def _look(self) -> Look:
        """Films are cut where their scenes change, unless their clips are not to be detected."""
        process, films = self.request.editing.process_config, self.request.mode.of_movies
        detected = films and process.enable_clip_detection
        cutting = Cutting(
            length=exact(process.single_shot_duration),
            by_scenes=detected or process.enable_clip_split,
            clean=detected,
            still=exact(process.image_duration),
        )
        return Look(cutting, letters=films and process.enable_subtitle_match, cast=self._cast)

    @cached_property
    def _cast(self) -> Cast | None:
        given = self.request.input.faces if self.request.mode.of_movies else ()
        if not given or self.faces is None:
            return None
        people = (
            Person(face.name, self.assets.needed(face.source, f"{_FACES}[{index}]"))
            for index, face in enumerate(given)
        )
        cast = Cast(tuple(people), self.faces)
        try:
            return cast if cast.known else None
        except (FootageError, RenderError) as error:
            raise TimelineError(str(error), code="InvalidParameter", path=_FACES) from error

    def _of_reasonable_length(self, found: list[Shot]) -> list[Shot]:
        seconds = sum({shot.source: shot.media.duration or 0 for shot in found}.values())
        if seconds > LONGEST:
            told = f"lasts {float(seconds):g} s, at most {LONGEST} are allowed"
            raise TimelineError(told, code="InvalidParameter", path=_MEDIA)
        return found


def _range(part: TimeRange, media: Media) -> Range:
    end = media.duration or Fraction(0)
    return exact(part.in_), end if part.out is None else exact(part.out)
