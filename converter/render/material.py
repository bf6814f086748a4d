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
from converter.timeline.effects import Background, FreezeFrame, RandomClip
from converter.timeline.values import exact

STILL = Fraction(3)
"""Seconds an image is shown when nothing says how long."""

BROKEN = "InvalidParameter.ResourceContentBad"
"""Code for a file that is damaged, or is something else."""


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to show or play, before it has a place.

    `length` is None for what lasts to the end of the output. A source range without
    `source_out` has no end of its own: a picture, a text. `mask` says how opaque a
    picture is, `backdrop` is seen where it leaves the frame free.
    """

    length: Fraction | None
    source: Media | Speech | None = None
    source_in: Fraction = Fraction(0)
    source_out: Fraction | None = None
    speed: Fraction = Fraction(1)
    mask: Media | None = None
    backdrop: Media | None = None


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
        self.notes.extend(f"{path}: {note}" for note in speech.notes)
        seconds = Fraction(len(speech.samples), speech.rate)
        speed = exact(clip.speed)
        return Material(seconds / speed, speech, Fraction(0), seconds, speed)

    def _sound(self, path: str, clip: AudioTrackClip) -> Material:
        found = self._found(path, clip.source)
        if not found.has_audio:
            raise refused(path, f"{clip.source} has no sound", BROKEN)
        played = self._played(path, clip, found)
        return replace(played, length=None) if loops(clip) else played

    def _picture(self, path: str, clip: VideoTrackClip) -> Material:
        found = self._found(path, clip.source)
        if found.kind == "audio":
            raise refused(path, f"{clip.source} has no picture", BROKEN)
        return replace(
            self._plain(path, clip, found),
            mask=self._mask(path, clip, found),
            backdrop=self._backdrop(path, clip),
        )

    def _plain(self, path: str, clip: VideoTrackClip, found: Media) -> Material:
        """Return what a picture or a video is made of without what is added to it."""
        speed = _animation_speed(clip, found)
        if clip.type == "GlobalImage":
            return Material(None, found, speed=speed)
        still = found.kind == "image" and not found.animated
        if clip.type == "Image" or still:
            if clip.type == "Video":
                self.notes.append(f"{path}: is of Type Video but a picture, shown as an Image")
            return Material(self._shown(path, clip, found), found, speed=speed)
        return self._played(path, clip, found)

    def _mask(self, path: str, clip: VideoTrackClip, found: Media) -> Media | None:
        address = clip.mask_video_url
        mask = self.media.get(address) if address else None
        if address and mask is None:
            self.notes.append(f"{path}.MaskVideoUrl: {address} was not found, shown without it")
        elif mask and mask.kind == "audio":
            raise refused(f"{path}.MaskVideoUrl", f"{address} has no picture", BROKEN)
        elif mask and mask.kind == "video" and _shorter(mask, found):
            lasts = f"lasts {float(mask.duration or 0):g} s, then its last picture is held"
            self.notes.append(f"{path}.MaskVideoUrl: {address} {lasts}")
        return mask

    def _backdrop(self, path: str, clip: VideoTrackClip) -> Media | None:
        effect = clip.first(Background)
        if effect is None or effect.sub_type != "Image":
            return None
        where = f"{path}.Effects[{clip.effects.index(effect)}]"
        found = self._found(where, effect.source)
        if found.kind != "image":
            raise refused(where, f"{effect.source} is no image", BROKEN)
        return found

    def _shown(self, path: str, clip: VideoTrackClip, found: Media) -> Fraction:
        """Return how long a picture is shown."""
        if clip.duration is not None:
            return exact(clip.duration)
        if found.duration:
            return found.duration / _animation_speed(clip, found)
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
            raise refused(path, f"{clip.source} has no length", "QueryMaterialFailed")
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

    def _found(self, path: str, address: str) -> Media:
        if not address:
            told = "MediaId is not valid. MediaId is empty, and so is MediaURL"
            raise refused(path, told, "InvalidTimelineFormat")
        found = self.media.get(address)
        if found is None:
            raise refused(path, f"{address} was not found", "InvalidMaterial.NotFound")
        return found


def _animation_speed(clip: VideoTrackClip, found: Media) -> Fraction:
    """Return how much faster an animated image moves at DyncFrames pictures a second."""
    if not (found.animated and found.fps and clip.dync_frames):
        return Fraction(1)
    return exact(clip.dync_frames) / found.fps


def _shorter(mask: Media, found: Media) -> bool:
    frame = 1 / (found.fps or 1)
    return (mask.duration or 0) + frame < (found.duration or 0)


def refused(path: str, message: str, code: str) -> TimelineError:
    """Return the error that a clip, or what it is made of, is not taken."""
    return TimelineError(message, code=code, path=path)


def loops(clip: Clip) -> bool:
    """Tell whether a clip is a sound that starts again where it ends."""
    return isinstance(clip, AudioTrackClip) and clip.loop_mode
