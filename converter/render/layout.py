"""Layout: where clips lie on their tracks, by the rules of section 8.2 of the Timeline.

A clip follows the one before it, has times of its own, or takes the window of a clip on
another track; transitions move what may be moved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from random import Random

from converter.errors import TimelineError
from converter.media import Media
from converter.render.ending import Ending, main_track, total_length
from converter.render.material import Material, Stock, refused
from converter.render.timing import TOUCHING, Entrance, Placed, Timing
from converter.speech.model import Speech
from converter.timeline.clips import Clip, ImageTrackClip, SubtitleTrackClip, VideoTrackClip
from converter.timeline.effects import Transition
from converter.timeline.finding import suggestion
from converter.timeline.model import MediaTrack, Timeline, Track, clip_path
from converter.timeline.names import KNOWN_TRANSITIONS, listed
from converter.timeline.values import exact


def resolve(
    timeline: Timeline,
    *,
    speeches: Mapping[str, Speech],
    media: Mapping[str, Media],
    random: Random,
    limit: Fraction | None = None,
) -> Timing:
    """Place every clip of a Timeline; `limit` caps the length in seconds.

    Raises TimelineError for media or speech that is missing, references that lead
    nowhere or in a circle, overlapping sounds, and a Timeline without any length.
    """
    notes: list[str] = []
    stock = Stock(speeches, media, random, notes)
    tracks = {path: _Line.of(path, track, stock) for path, track in timeline.tracks()}
    if not any(line.clips for line in tracks.values() if isinstance(line.track, MediaTrack)):
        message = "Both video tracks and audio tracks are empty."
        raise TimelineError(message, code="TimelineFormatError", path="$")
    placed = _Layout(tracks, random, notes).run()
    main = main_track(timeline)
    length = min([total_length(placed, main), *_caps(timeline, limit)])
    referred = {clip.reference_clip_id for _, clip in timeline.clips() if clip.reference_clip_id}
    ending = Ending(length, main, referred, notes)
    return Timing(
        {path: ending.finished(path, tracks[path].track, clips) for path, clips in placed.items()},
        length,
        tuple(notes),
    )


Node = tuple[str, int]
"""A clip: the path of its track and its number among the clips used there."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A track with the clips that can be made; `paths` are their JSON paths."""

    track: Track
    clips: tuple[Clip, ...]
    paths: tuple[str, ...]
    materials: tuple[Material, ...]

    @classmethod
    def of(cls, path: str, track: Track, stock: Stock) -> _Line:
        if getattr(track, "type", None) == "Effect":
            return cls(track, (), (), ())
        used = []
        for index, given in enumerate(track.clips):
            where = clip_path(path, track, index)
            clip = given.picture() if isinstance(given, ImageTrackClip) else given
            material = stock.material(where, clip)
            if material is not None:
                used.append((clip, where, material))
        clips, paths, materials = zip(*used, strict=True) if used else ((), (), ())
        return cls(track, clips, paths, materials)

    @property
    def sequential(self) -> bool:
        """Whether clips follow each other; else each stands from the start to the end."""
        return isinstance(self.track, MediaTrack)


class _Layout:
    """Places clips in such an order that what a clip depends on is placed before it."""

    def __init__(self, lines: Mapping[str, _Line], random: Random, notes: list[str]) -> None:
        self._lines = lines
        self._notes = notes
        self._named = self._names()
        self._joins = self._transitions(random)
        self._placed: dict[Node, Placed] = {}

    def run(self) -> dict[str, list[Placed]]:
        """Return the clips of every track in their places."""
        graph = {node: set(self._needs(node)) for node in self._nodes()}
        try:
            for node in TopologicalSorter(graph).static_order():
                self._place(node)
        except CycleError as error:
            circle = " -> ".join(self._path(node) for node in reversed(error.args[1]))
            message = f"the clips refer to each other in a circle: {circle}"
            raise refused(self._path(error.args[1][0]), message, "InvalidTimeline") from error
        return {
            path: [self._placed[path, index] for index in range(len(line.clips))]
            for path, line in self._lines.items()
        }

    def _nodes(self) -> Iterator[Node]:
        for path, line in self._lines.items():
            for index in range(len(line.clips)):
                yield path, index

    def _clip(self, node: Node) -> Clip:
        return self._lines[node[0]].clips[node[1]]

    def _path(self, node: Node) -> str:
        return self._lines[node[0]].paths[node[1]]

    def _names(self) -> Mapping[str, list[Node]]:
        named = defaultdict(list)
        for node in self._nodes():
            name = self._clip(node).clip_id
            if name:
                named[name].append(node)
        return named

    def _transitions(self, random: Random) -> dict[Node, tuple[Transition, str]]:
        """Return the transition into each clip that has one, its name drawn."""
        joins = {}
        for path, index in self._nodes():
            effect = self._clip((path, index)).first(Transition)
            if effect and index + 1 < len(self._lines[path].clips):
                where = self._path((path, index))
                joins[path, index + 1] = effect, drawn(effect.sub_type, random, where)
        return joins

    def _needs(self, node: Node) -> Iterator[Node]:
        """Yield the clips that must be placed before this one."""
        path, index = node
        clip = self._clip(node)
        referred = self._referred(node)
        if referred:
            yield referred
        follows = clip.timeline_in is None and referred is None
        if index and self._lines[path].sequential and (follows or node in self._joins):
            yield path, index - 1

    def _referred(self, node: Node) -> Node | None:
        name = self._clip(node).reference_clip_id
        if not name:
            return None
        where, nodes = self._path(node), self._named.get(name, [])
        if not nodes:
            hint = suggestion(name, list(self._named))
            raise refused(
                where, f"refers to {name!r}, no clip has that ClipId{hint}", "InvalidTimeline"
            )
        if len(nodes) > 1:
            owners = " and ".join(self._path(other) for other in nodes)
            raise refused(where, f"refers to {name!r}, which names {owners}", "InvalidTimeline")
        if nodes[0][0] == node[0]:
            raise refused(where, f"refers to {name!r} on its own track", "InvalidTimeline")
        return nodes[0]

    def _place(self, node: Node) -> None:
        line, (path, index) = self._lines[node[0]], node
        before = self._placed.get((path, index - 1)) if line.sequential and index else None
        placed = self._window(node, before)
        join = self._joins.get(node)
        if join and before:
            placed = self._joined(placed, before, *join)
            if placed.enter and placed.enter.end > before.end:
                linger = placed.enter.end - before.end
                self._placed[path, index - 1] = replace(before, linger=linger)
        self._placed[node] = placed

    def _window(self, node: Node, before: Placed | None) -> Placed:
        clip, material = self._clip(node), self._lines[node[0]].materials[node[1]]
        target = self._referred(node)
        pinned = clip.timeline_in is not None and clip.timeline_out is not None
        bare = Placed(self._path(node), clip, material, Fraction(0), Fraction(0), material.speed)
        if target and not pinned:
            return _aligned(bare, self._placed[target])
        start = before.end if before else Fraction(0)
        if clip.timeline_in is not None:
            start = exact(clip.timeline_in)
        elif isinstance(clip, VideoTrackClip) and clip.type == "GlobalImage":
            start = Fraction(0)
        if clip.timeline_out is not None:
            return replace(bare, start=start, end=max(start, exact(clip.timeline_out)))
        if material.length is None:
            return replace(bare, start=start, end=start, open=True)
        return replace(bare, start=start, end=start + material.length)

    def _joined(self, placed: Placed, before: Placed, effect: Transition, name: str) -> Placed:
        """Return the clip with the transition into it; a free clip moves to overlap."""
        spare = min(exact(effect.duration), before.free, placed.end - placed.start)
        gap = placed.start - before.end
        fixed = placed.clip.timeline_in is not None or placed.clip.reference_clip_id is not None
        cut = placed.start
        if spare <= 0:
            return placed
        if gap > TOUCHING:
            self._notes.append(f"{before.path}: its transition is left out, a gap follows")
            return placed
        if gap < -TOUCHING:
            return replace(placed, enter=Entrance(name, cut, cut + min(spare, -gap)))
        if effect.type == "DLTransition":
            return replace(placed, enter=Entrance(name, cut - spare / 2, cut + spare / 2))
        if fixed:
            return replace(placed, enter=Entrance(name, cut - spare, cut))
        end = placed.end - (0 if placed.clip.timeline_out is not None else spare)
        return replace(placed, start=cut - spare, end=end, enter=Entrance(name, cut - spare, cut))


def drawn(sub_type: str, random: Random, path: str) -> str:
    """Return the name of a transition: as given, one of a comma list, or any for `random`."""
    given = listed(sub_type)
    if given == ["random"]:
        return random.choice(KNOWN_TRANSITIONS)
    known = [name for name in given if name in KNOWN_TRANSITIONS]
    if not known:
        hint = suggestion(sub_type, KNOWN_TRANSITIONS)
        message = f"transition {sub_type!r} is not known{hint}"
        raise refused(path, message, "InvalidTimelineFormat")
    return random.choice(known) if len(known) > 1 else known[0]


def _aligned(placed: Placed, target: Placed) -> Placed:
    """Give a clip the window of another; what is too short is slowed down, what is long cut."""
    clip, material = placed.clip, placed.material
    start, end = target.start, target.end
    if clip.timeline_in is not None:
        start = exact(clip.timeline_in)
        end = start + (target.end - target.start)
    elif clip.timeline_out is not None:
        end = max(start, exact(clip.timeline_out))
    speed, length = placed.speed, material.length
    if length and isinstance(clip, SubtitleTrackClip):
        return replace(placed, start=start, end=start + length)
    if material.source_out is not None and length and length < end - start:
        speed *= length / (end - start)
    return replace(placed, start=start, end=end, speed=speed, open=target.open)


def _caps(timeline: Timeline, limit: Fraction | None) -> list[Fraction]:
    caps = [] if timeline.max_duration is None else [exact(timeline.max_duration)]
    return caps + ([] if limit is None else [limit])
