"""Scripted: when the words of sounds whose text is known are heard."""

from __future__ import annotations

from collections.abc import Mapping

from converter.media import Media, load_sound
from converter.speech import Speech
from converter.speech.alignment import align
from converter.timeline.clips import MediaClip
from converter.timeline.model import Timeline
from converter.timeline.values import exact

RATE = 8_000
"""Samples a second that are enough to find pauses."""


def scripted(timeline: Timeline, media: Mapping[str, Media]) -> Mapping[str, Speech]:
    """Return what clips with a known text say, from their In on, by their JSON path."""
    return {
        path: _heard(clip, text, media[clip.source])
        for path, clip, text in timeline.scripted()
        if media[clip.source].has_audio
    }


def _heard(clip: MediaClip, text: str, found: Media) -> Speech:
    sound = load_sound(found.path, rate=RATE, channels=1)[:, 0]
    last = clip.max_out if clip.out is None else clip.out
    end = len(sound) if last is None else round(exact(last) * RATE)
    return align(text, sound[round(exact(clip.in_) * RATE) : end], RATE)
