"""When every clip of a Timeline is seen or heard, in exact seconds.

Section 8.2 of the IMS Timeline rules: where clips lie on their tracks, how long all
of it lasts, what is cut. Nothing here knows frames or samples; `schedule` rounds,
once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from random import Random

from converter.errors import TimelineError
from converter.media import Media
from converter.render.material import Material, Stock, loops, refused
from converter.speech.model import Speech
from converter.timeline.clips import (
    AudioTrackClip,
    Clip,
    ImageTrackClip,
    SubtitleTrackClip,
    VideoTrackClip,
)
from converter.timeline.effects import Transition
from converter.timeline.finding import suggestion
from converter.timeline.model import AudioTrack, MediaTrack, Timeline, Track, clip_path
from converter.timeline.names import KNOWN_TRANSITIONS, listed
from converter.timeline.values import exact

TOUCHING = Fraction(1, 1000)
"""Clips closer than this meet; audio clips that overlap by more are refused."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A transition into a clip: its name and when it runs."""

    name: str
    begin: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip with its window on the output.

    `enter` may begin before `start` and the clip may `linger` after `end`: then the
    picture stands still, so that two clips can blend without moving either.
    `open` means that `end` waits for the end of the output.
    """

    path: str
    clip: Clip
    material: Material
    start: Fraction
    end: Fraction
    speed: Fraction = Fraction(1)
    enter: Entrance | None = None
    linger: Fraction = Fraction(0)
    open: bool = False

    @property
    def free(self) -> Fraction:
        """Seconds that no transition has taken yet."""
        return self.end - max(self.start, self.enter.end if self.enter else self.start)

    def stretched(self, factor: Fraction) -> Placed:
        """Return the clip with all times multiplied and its speed to match."""
        enter = self.enter and replace(
            self.enter, begin=self.enter.begin * factor, end=self.enter.end * factor
        )
        return replace(
            self,
            start=self.start * factor,
            end=self.end * factor,
            speed=self.speed / factor,
            enter=enter,
            linger=self.linger * factor,
        )


@dataclass(frozen=True, slots=True)
class Timing:
    """Every clip in its place, by the JSON path of its track, and the length of all."""

    tracks: Mapping[str, tuple[Placed, ...]]
    length: Fraction
    notes: tuple[str, ...]

    def clips(self) -> Iterator[Placed]:
        """Yield every placed clip, track by track."""
        for placed in self.tracks.values():
            yield from placed


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
    length = min([_length(tracks, placed), *_caps(timeline, limit)])
    referred = {clip.reference_clip_id for _, clip in timeline.clips() if clip.reference_clip_id}
    ending = _Ending(length, _main(tracks), referred, notes)
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


def _length(lines: Mapping[str, _Line], placed: Mapping[str, list[Placed]]) -> Fraction:
    """Return the length before caps: the first source of it that has one."""
    every = [clip for clips in placed.values() for clip in clips]
    pictures = [item for item in every if _is_video(item.clip)]
    sounds = [item for item in every if isinstance(item.clip, AudioTrackClip)]
    for ends in (
        _ends(placed.get(_main(lines), [])),
        _ends(pictures),
        _ends(item for item in sounds if not loops(item.clip)),
        (_still(item) for item in every),
        (_once(item) for item in sounds),
    ):
        length = max(ends, default=Fraction(0))
        if length > 0:
            return length
    raise TimelineError("nothing in it has a length", code="TimelineFormatError", path="$")


def _main(lines: Mapping[str, _Line]) -> str:
    """Return the path of the first track marked as main, or nothing."""
    tracks = ((path, line.track) for path, line in lines.items())
    return next(
        (p for p, track in tracks if isinstance(track, MediaTrack) and track.main_track), ""
    )


def _is_video(clip: Clip) -> bool:
    return isinstance(clip, VideoTrackClip) and clip.type != "GlobalImage"


def _ends(placed: Iterable[Placed]) -> Iterator[Fraction]:
    return (item.end for item in placed if not item.open)


def _still(placed: Placed) -> Fraction:
    """Return how long a GlobalImage lasts where nothing else says it."""
    clip = placed.clip
    if not isinstance(clip, VideoTrackClip) or clip.type != "GlobalImage":
        return Fraction(0)
    return max(placed.end, placed.start + exact(clip.duration or 0))


def _once(placed: Placed) -> Fraction:
    """Return the end of a looping sound that plays only once."""
    source_out = placed.material.source_out or placed.material.source_in
    return placed.start + (source_out - placed.material.source_in) / placed.speed


@dataclass(frozen=True, slots=True)
class _Ending:
    """Fits tracks to the length of the output, closes what is open, cuts what is beyond."""

    length: Fraction
    main: str
    referred: Set[str]
    notes: list[str]

    def finished(self, path: str, track: Track, clips: list[Placed]) -> tuple[Placed, ...]:
        """Return what is left of the clips of a track, in their final places."""
        if isinstance(track, MediaTrack) and path != self.main:
            clips = self._fitted(path, track, clips)
        closed = [replace(item, end=self._end(item)) for item in clips]
        if isinstance(track, AudioTrack):
            _refuse_overlaps(closed)
        return tuple(self._cut(closed))

    def _fitted(self, path: str, track: MediaTrack, clips: list[Placed]) -> list[Placed]:
        """Return the clips, faster or slower where the track asks for it."""
        end = max(_ends(clips), default=Fraction(0))
        mode = track.track_shorten_mode if end > self.length else track.track_expand_mode
        if not mode or end in (0, self.length):
            return clips
        if any(self._bound(item) for item in clips):
            self.notes.append(
                f"{path}: keeps its speed, a clip has a fixed place or is referred to"
            )
            return clips
        return [item.stretched(self.length / end) for item in clips]

    def _bound(self, item: Placed) -> bool:
        clip = item.clip
        tied = clip.timeline_out is not None or clip.reference_clip_id is not None
        return tied or item.open or loops(clip) or clip.clip_id in self.referred

    def _end(self, item: Placed) -> Fraction:
        return max(item.start, self.length) if item.open else item.end

    def _cut(self, clips: list[Placed]) -> Iterator[Placed]:
        for item in clips:
            if item.start < min(item.end, self.length):
                yield replace(item, end=min(item.end, self.length))
            else:
                seen = f"{float(item.start):g}-{float(item.end):g} s"
                self.notes.append(f"{item.path}: is left out, nothing of {seen} is in the output")


def _refuse_overlaps(clips: list[Placed]) -> None:
    ordered = sorted(clips, key=lambda item: (item.start, item.end))
    for before, after in pairwise(ordered):
        if before.end - after.start > TOUCHING and after.end > after.start:
            told = f"begins at {float(after.start):g} s before {before.path} ends"
            message = f"{told} at {float(before.end):g} s; sounds of one track may not overlap"
            raise refused(after.path, message, "InvalidTimeline")
