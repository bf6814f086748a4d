"""Sketch: one video of a batch job while it is being planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from converter.batch.footage import Find, Footage, Shot, shots
from converter.batch.inputs import Reference
from converter.batch.matching import Matcher, Slot, cover
from converter.batch.narration import Narration, spoken
from converter.batch.plan import Scene, enough, fitted
from converter.batch.request import BatchRequest
from converter.errors import TimelineError
from converter.speech import default_voice
from converter.speech.casting import language_of
from converter.timeline.values import exact

STYLES = {"Gentle": "zhiqian"}
"""Voices for a SpeechConfig.Style."""

LONGEST_MATERIAL = 2 * 60 * 60
"""Seconds of video that MediaArray may hold."""

_MEDIA = "$.InputConfig.MediaArray"
_LIBRARIES = "$.InputConfig.MediaSearchInput.LibSearchCondition.SearchLibs"
_GROUPS = "$.InputConfig.MediaGroupArray"


@dataclass
class Material:
    """What a request is made of on this machine: its footage, and how words find shots."""

    request: BatchRequest
    find: Find
    footage: Footage
    matcher: Matcher
    _notes: dict[Reference, str] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines on what of it is left out."""
        return tuple(self._notes.values())

    @cached_property
    def all(self) -> list[Shot]:
        """The shots of MediaArray, or of what a search finds."""
        given = self.request.input
        search = given.media_search_input
        if given.media_array or search is None:
            return self._of_reasonable_length(self.shots(given.media_array, _MEDIA))
        return self.shots(self.footage.searched(search.lib_search_condition), _LIBRARIES)

    @cached_property
    def groups(self) -> list[list[Shot]]:
        """The shots of each group."""
        return [
            self.shots(
                group.media_array,
                f"{_GROUPS}[{index}].MediaArray",
                group=group.group_name,
            )
            for index, group in enumerate(self.request.input.media_group_array)
        ]

    def shots(self, sources: Iterable[Reference], path: str, *, group: str = "") -> list[Shot]:
        """Return the shots of materials that the request names at a JSON path.

        Raises TimelineError for a material that is missing or cannot be shown, and where
        there is nothing to show in all of them.
        """
        editing = self.request.editing
        found: list[Shot] = []
        for index, source in enumerate(sources):
            media = self.footage.picture(source, f"{path}[{index}]")
            ranges = editing.media_config.ranges(source, group)
            usable = shots(source, media, editing.process_config, ranges)
            if not usable:
                self._notes[source] = f"{source}: nothing of it lies in its TimeRangeList"
            found += usable
        if not found:
            raise TimelineError("has nothing to show", code="InvalidParameter", path=path)
        return found

    def _of_reasonable_length(self, found: list[Shot]) -> list[Shot]:
        seconds = sum({shot.source: shot.media.duration or 0 for shot in found}.values())
        if seconds > LONGEST_MATERIAL:
            told = f"lasts {float(seconds):g} s, at most {LONGEST_MATERIAL} are allowed"
            raise TimelineError(told, code="InvalidParameter", path=_MEDIA)
        return found


@dataclass
class Sketch:
    """A video to be planned: what was dealt to it, and a generator of its own."""

    material: Material
    hand: Mapping[str, Any]
    random: Random
    notes: list[str] = field(default_factory=list)

    @property
    def request(self) -> BatchRequest:
        """The request, with the template under it that was drawn."""
        return self.material.request

    @property
    def single(self) -> Fraction:
        """Seconds that a shot lasts."""
        return exact(self.request.editing.process_config.single_shot_duration)

    def voice(self, text: str) -> str | None:
        """Return who speaks a text, None for a cloned voice."""
        speech = self.request.editing.speech_config
        if speech.customized_voice:
            return None
        own: str | None = self.hand["voice"] or STYLES.get(speech.style or "")
        if speech.style and own is None:
            self.note(f"no voice of style {speech.style!r} is here, the default one speaks")
        return own or default_voice(speech.speech_language or language_of(text))

    def speak(self, content: str) -> Narration:
        """Return a text as it will be spoken. Raises SpeechError."""
        rate = self.request.editing.speech_config.speech_rate
        return spoken(content, voice=self.voice(content), rate=rate, find=self.material.find)

    def note(self, said: str) -> None:
        """Keep a line on what is not as asked, once."""
        if said not in self.notes:
            self.notes.append(said)

    def shuffled(self, items: Iterable[Shot], first: Shot | None = None) -> list[Shot]:
        """Return shots in an order of this video's own, one of them first."""
        found = [item for item in items if item != first]
        self.random.shuffle(found)
        return [first, *found] if first else found

    def filled(self, seconds: Fraction, shots: Sequence[Shot]) -> list[Shot]:
        """Return the first of some shots that fill a time, and note what is seen again."""
        taken = enough(seconds, shots)
        if len(taken) > len(shots):
            self.note("there is not enough footage, some of it is seen again")
        return taken

    def matched(self, slots: Sequence[Slot], shots: Sequence[Shot]) -> list[list[Shot]]:
        """Return the shots for each slot, by what they show."""
        process = self.request.editing.process_config
        ordered = self.request.mode.of_movies and process.enable_temporal_opt
        pool = list(shots) if ordered else self.shuffled(shots)
        scores = self.material.matcher.scores(slots, pool)
        again = process.allow_duplicate_match
        found = cover(slots, pool, scores, duplicates=again, ordered=ordered)
        used = Counter(index for taken in found for index in taken)
        if not again and max(used.values()) > 1:
            self.note("there are fewer shots than the words want, some are seen again")
        return [[pool[index] for index in taken] for taken in found]

    def scene(
        self,
        seconds: Fraction,
        shots: Sequence[Shot],
        narration: Narration | None = None,
        *,
        volumes: Sequence[float | None] = (),
    ) -> Scene:
        """Return a scene that shows shots for a time, each as loud as it or all should be."""
        loud = self.request.editing.media_config.volume
        each = [loud if own is None else own for own in volumes or [None] * len(shots)]
        return Scene(fitted(seconds, shots, each, self.random), narration)
