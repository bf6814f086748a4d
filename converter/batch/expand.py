"""Expand: a batch request becomes the Timelines of its videos."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from converter.batch.assembly import assemble
from converter.batch.assets import Assets, Find
from converter.batch.choices import choices, heading_key
from converter.batch.draws import Deal
from converter.batch.material import Material
from converter.batch.modes import PLANNERS
from converter.batch.plan import Scene
from converter.batch.request import INVALID, BatchRequest
from converter.batch.sketch import Sketch
from converter.errors import TimelineError
from converter.matching import Matcher, Words
from converter.timeline import EditingProduceConfig, OutputMediaConfig, Timeline
from converter.timeline.finding import suggestion

if TYPE_CHECKING:
    from converter.footage.faces import Faces
    from converter.library import Library

TRIES = 8
"""How often a video is planned anew that is the same as one before it."""


@dataclass(frozen=True, slots=True)
class SubJob:
    """One video of a batch job, ready to be rendered, here or in the cloud.

    `materials` tells what was drawn and what is seen when, as JSON data; `notes` say
    in one line each what is not as asked. `seed` fixes what is left to rendering.
    """

    index: int
    timeline: Timeline
    output: OutputMediaConfig
    editing: EditingProduceConfig
    materials: Mapping[str, Any]
    notes: tuple[str, ...]
    seed: int = 0


class Options(TypedDict, total=False):
    """What videos are planned with.

    The same request, `seed` and materials give the same videos. `library` knows files by
    MediaId, and is what MediaSearchInput searches. `templates` are the Configs of those
    that a request may name, by id. Shots are found by words, unless a `matcher` is given;
    people by their names, unless models for `faces` are.
    """

    seed: int | str
    templates: Mapping[str, Any] | None
    matcher: Matcher | None
    library: Library | None
    faces: Faces | None


def expand(
    request: BatchRequest, *, find: Find = Path, **options: Unpack[Options]
) -> tuple[SubJob, ...]:
    """Return the videos of a request, `Count` of them.

    `find` returns the file on this machine that an address or a MediaId means, unless the
    library knows it. Raises TimelineError, with code and JSON path, FootageError and
    SpeechError, for what cannot be made.
    """
    planner = SubJobs(request, find=find, **options)
    return tuple(planner.make(index) for index in range(len(planner)))


class SubJobs:
    """Plans the videos of a request one after another, so that one may fail alone.

    It takes what `expand` takes and raises the same.
    """

    def __init__(
        self,
        request: BatchRequest,
        *,
        find: Find = Path,
        seed: int | str = 0,
        templates: Mapping[str, Any] | None = None,
        matcher: Matcher | None = None,
        library: Library | None = None,
        faces: Faces | None = None,
    ) -> None:
        own = request.editing.seed
        self.seed = str(seed if own is None else own)
        self.assets = Assets(find, library)
        self._requests = merged(request, templates or {})
        self._order = Deal({"template": list(self._requests)}, self.seed)
        self._materials = {
            name: Material(merged, self.assets, matcher or Words(), faces)
            for name, merged in self._requests.items()
        }
        self._deals: dict[str, Deal] = {}
        self._made: set[str] = set()

    def __len__(self) -> int:
        return max(request.output.count for request in self._requests.values())

    def make(self, index: int) -> SubJob:
        """Plan one video, unlike those planned before it where that is possible."""
        for again in range(TRIES):
            made = self._planned(index, again)
            key = json.dumps(made.timeline.wire(), sort_keys=True)
            if key not in self._made:
                break
        self._made.add(key)
        return made

    def _planned(self, index: int, again: int) -> SubJob:
        sketch = self._sketch(index, again)
        request = sketch.request
        scenes = PLANNERS[request.mode].scenes(sketch)
        timeline = assemble(sketch, scenes)
        notes = (*sketch.material.notes, *sketch.notes)
        materials = {
            **_drawn(sketch),
            "Voice": _voice(sketch, scenes),
            "Clips": _clips(scenes),
            "Seed": self.seed,
        }
        return SubJob(
            index,
            timeline,
            request.output.of_video(index),
            request.editing.produced,
            {**materials, "Warnings": list(notes)},
            notes,
            sketch.random.getrandbits(31),
        )

    def _sketch(self, index: int, again: int) -> Sketch:
        name = self._order.hand(index)["template"]
        # Of those with the same template, it is the one of this number.
        number = sum(self._order.hand(i)["template"] == name for i in range(index))
        hand = self._deal(name).hand(number)
        return Sketch(self._materials[name], hand, Random(f"{self.seed}/{index}/{again}"))

    def _deal(self, name: str) -> Deal:
        if name not in self._deals:
            material = self._materials[name]
            request = material.request
            lists = {**PLANNERS[request.mode].lists(material), **choices(request)}
            self._deals[name] = Deal(lists, f"{self.seed}/{name}")
        return self._deals[name]


def merged(request: BatchRequest, templates: Mapping[str, Any]) -> dict[str, BatchRequest]:
    """Return the request on each of its templates, by their ids."""
    if not request.templates:
        return {"": request}
    for index, name in enumerate(request.templates):
        if name not in templates:
            told = f"is {name!r}, no template has that id{suggestion(name, templates)}"
            raise TimelineError(told, code=INVALID, path=f"$.TemplateConfig[{index}]")
    return {name: request.on(templates[name]) for name in request.templates}


def _drawn(sketch: Sketch) -> dict[str, Any]:
    """Return what a video drew from its lists."""
    hand, sticker = sketch.hand, sketch.hand["sticker"]
    levels = [item.level for item in sketch.request.input.sub_heading_array]
    return {
        "Title": hand["title"],
        "SubHeadings": {str(level): hand[heading_key(level)] for level in levels},
        "SpeechText": hand.get("narration"),
        "BackgroundMusic": hand["music"],
        "BackgroundImage": hand["background"],
        "Sticker": sticker.source if sticker else None,
        "Transition": hand["transition"],
    }


def _voice(sketch: Sketch, scenes: list[Scene]) -> str | None:
    """Return who speaks first."""
    spoken = (scene.narration.content for scene in scenes if scene.narration)
    voices = (sketch.voice(content) for content in spoken)
    return sketch.request.editing.speech_config.customized_voice or next(voices, None)


def _clips(scenes: list[Scene]) -> list[dict[str, Any]]:
    found, begin = [], 0.0
    for cut in (cut for scene in scenes for cut in scene.cuts):
        end = round(begin + float(cut.seconds), 4)
        source: dict[str, Any] = {"Media": cut.shot.source}
        if not cut.shot.still:
            out = float(min(cut.begin + cut.seconds, cut.shot.limit))
            source |= {"In": float(cut.begin), "Out": round(out, 4)}
        if cut.shot.people:
            source["People"] = sorted(cut.shot.people)
        found.append({**source, "TimelineIn": begin, "TimelineOut": end})
        begin = end
    return found
