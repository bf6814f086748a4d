"""Ending: how long the output is, and what of the clips is left inside of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from converter.errors import TimelineError
from converter.render.material import loops, refused
from converter.render.timing import TOUCHING, Placed
from converter.timeline.clips import AudioTrackClip, Clip, VideoTrackClip
from converter.timeline.model import AudioTrack, MediaTrack, Timeline, Track
from converter.timeline.values import exact


def total_length(placed: Mapping[str, list[Placed]], main: str) -> Fraction:
    """Return the length before caps: the first source of it that has one."""
    every = [clip for clips in placed.values() for clip in clips]
    pictures = [item for item in every if _is_video(item.clip)]
    sounds = [item for item in every if isinstance(item.clip, AudioTrackClip)]
    for ends in (
        _ends(placed.get(main, [])),
        _ends(pictures),
        _ends(item for item in sounds if not loops(item.clip)),
        (_still(item) for item in every),
        (_once(item) for item in sounds),
    ):
        length = max(ends, default=Fraction(0))
        if length > 0:
            return length
    raise TimelineError("nothing in it has a length", code="TimelineFormatError", path="$")


def main_track(timeline: Timeline) -> str:
    """Return the path of the first track marked as main, or nothing."""
    media = ((path, track) for path, track in timeline.tracks() if isinstance(track, MediaTrack))
    return next((path for path, track in media if track.main_track), "")


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
class Ending:
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
