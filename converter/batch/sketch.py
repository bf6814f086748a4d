"""Sketch: one video of a batch job while it is being planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random
from typing import Any

from converter.batch.material import Material
from converter.batch.narration import Narration, phrases, spoken
from converter.batch.plan import Scene, enough, fitted
from converter.batch.request import BatchRequest
from converter.footage import Shot
from converter.matching import Slot, match
from converter.speech import default_voice
from converter.speech.casting import language_of
from converter.timeline.values import exact

STYLES = {"Gentle": "zhiqian"}
"""Voices for a SpeechConfig.Style."""


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
        find = self.material.assets.file
        return spoken(content, voice=self.voice(content), rate=rate, find=find)

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
            self.note("there is too little footage, some is seen again")
        return taken

    def matched(self, slots: Sequence[Slot], shots: Sequence[Shot]) -> list[list[Shot]]:
        """Return the shots for each slot, by what they show; by chance where they fit alike."""
        process = self.request.editing.process_config
        ordered = self.request.mode.of_movies and process.enable_temporal_opt
        order = list(range(len(shots)))
        if not ordered:
            self.random.shuffle(order)
        found = match(
            [self._with_people(slot) for slot in slots],
            [shots[number] for number in order],
            self.material.matcher,
            duplicates=process.allow_duplicate_match,
            ordered=ordered,
        )
        for note in found.notes:
            self.note(note)
        return [[shots[n] for n in sorted(order[own] for own in taken)] for taken in found.chosen]

    def _with_people(self, slot: Slot) -> Slot:
        """Let a slot want those of FaceInfo whose names stand in its words, too."""
        names = [face.name for face in self.request.input.faces]
        named = (name for name in names if phrases([name]).search(slot.text))
        return replace(slot, people=slot.people.union(named))

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
        process = self.request.editing.process_config
        tail = exact(process.transition_duration) if self.hand["transition"] else Fraction(0)
        return Scene(fitted(seconds, shots, each, self.random, tail), narration)
