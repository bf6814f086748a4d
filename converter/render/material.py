"""What a clip is made of: the part of a file or the speech it plays, and how long that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from converter.errors import TimelineError
from converter.media import Media
from converter.render import scrolling
from converter.speech.model import Speech
from converter.timeline.clips import (
    AudioTrackClip,
    Clip,
    MediaClip,
    SubtitleTrackClip,
    VideoTrackClip,
)
from converter.timeline.effects import FreezeFrame, RandomClip
from converter.timeline.values import exact

STILL = Fraction(3)
"""Seconds an image is shown when nothing says how long."""

BROKEN = "InvalidParameter.ResourceContentBad"
"""Code for a file that is damaged, or is something else."""


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to show or play, before it has a place.

    `length` is None for what lasts to the end of the output. A source range without
    `source_out` has no clock of its own: a picture, a text.
    """

    length: Fraction | None
    source: Media | Speech | None = None
    source_in: Fraction = Fraction(0)
    source_out: Fraction | None = None
    speed: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Stock:
    """What clips are made of: speeches by JSON path, media by address."""

    speeches: Mapping[str, Speech]
    media: Mapping[str, Media]
    random: Random
    notes: list[str]

    def material(self, path: str, clip: Clip) -> Material | None:
        """Return what a clip is made of, or None when it cannot be made here."""
        if isinstance(clip, SubtitleTrackClip):
            return Material(scrolling.length(clip) if clip.type == "Text" else None)
        if not isinstance(clip, MediaClip):
            return None
        kind = getattr(clip, "type", "")
        if kind == "AI_ASR":
            self.notes.append(f"{path}: is left out: speech recognition is not available here")
            return None
        if isinstance(clip, AudioTrackClip):
            return self._spoken(path, clip) if kind == "AI_TTS" else self._sound(path, clip)
        if isinstance(clip, VideoTrackClip) and kind in ("Video", "Image", "GlobalImage"):
            return self._picture(path, clip)
        raise refused(path, f"{kind} cannot be made here", "Unsupported")

    def _spoken(self, path: str, clip: AudioTrackClip) -> Material:
        speech = self.speeches.get(path)
        if speech is None:
            raise refused(path, "has not been spoken", "InvalidParameter")
        seconds = Fraction(len(speech.samples), speech.rate)
        speed = exact(clip.speed)
        return Material(seconds / speed, speech, Fraction(0), seconds, speed)

    def _sound(self, path: str, clip: AudioTrackClip) -> Material:
        found = self._found(path, clip)
        if not found.has_audio:
            raise refused(path, f"{clip.source} has no sound", BROKEN)
        played = self._played(path, clip, found)
        return replace(played, length=None) if loops(clip) else played

    def _picture(self, path: str, clip: VideoTrackClip) -> Material:
        found = self._found(path, clip)
        if found.kind == "audio":
            raise refused(path, f"{clip.source} has no picture", BROKEN)
        if clip.type == "GlobalImage":
            return Material(None, found)
        if clip.type == "Image" or found.kind == "image":
            if clip.type == "Video":
                self.notes.append(f"{path}: is of Type Video but a picture, shown as an Image")
            return Material(self._shown(path, clip, found), found)
        return self._played(path, clip, found)

    def _shown(self, path: str, clip: VideoTrackClip, found: Media) -> Fraction:
        """Return how long a picture is shown."""
        if clip.duration is not None:
            return exact(clip.duration)
        if found.kind == "video" and found.duration:
            return found.duration
        if clip.timeline_out is None and clip.reference_clip_id is None:
            self.notes.append(f"{path}: says no length, is shown for {STILL} s")
        return STILL

    def _played(self, path: str, clip: MediaClip, found: Media) -> Material:
        """Return the part of a video or a sound that is used."""
        begin, end = self._range(path, clip, found)
        speed = exact(clip.speed)
        frozen = sum((exact(effect.duration) for effect in clip.all(FreezeFrame)), Fraction(0))
        return Material((end - begin) / speed + frozen, found, begin, end, speed)

    def _range(self, path: str, clip: MediaClip, found: Media) -> tuple[Fraction, Fraction]:
        if not found.duration:
            raise refused(path, f"{clip.source} has no length", BROKEN)
        limit = next((exact(t) for t in (clip.out, clip.max_out) if t is not None), found.duration)
        begin, end = exact(clip.in_), min(limit, found.duration)
        if end <= begin:
            told = f"In {float(begin):g} s is not before Out {float(end):g} s"
            raise refused(path, f"{told} of {clip.source}", "InvalidParameter")
        piece = clip.first(RandomClip)
        if piece is None or piece.clip_duration is None:
            return begin, end
        length = min(exact(piece.clip_duration), end - begin)
        begin += (end - begin - length) * Fraction(self.random.randrange(10_001), 10_000)
        return begin, begin + length

    def _found(self, path: str, clip: MediaClip) -> Media:
        if not clip.source:
            raise refused(path, "has neither MediaURL nor MediaId", "InvalidTimelineFormat")
        found = self.media.get(clip.source)
        if found is None:
            raise refused(path, f"{clip.source} was not found", "InvalidMaterial.NotFound")
        return found


def refused(path: str, message: str, code: str) -> TimelineError:
    """Return the error that a clip, or what it is made of, is not taken."""
    return TimelineError(message, code=code, path=path)


def loops(clip: Clip) -> bool:
    """Tell whether a clip is a sound that starts again where it ends."""
    return isinstance(clip, AudioTrackClip) and clip.loop_mode
