"""Timelines for tests: short ways to write tracks, stand-in media, and what comes of them."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from converter.errors import TimelineError
from converter.media import Media
from converter.render.schedule import SAMPLE_RATE, Schedule
from converter.render.scheduling import schedule
from converter.speech.model import Speech, Word
from converter.timeline import parse_timeline

Json = dict[str, Any]
FEW = settings(max_examples=60, deadline=None)
RATE = 16_000

IMAGE = {"Type": "Image", "MediaURL": "a.png", "Duration": 3}
VIDEO = {"MediaURL": "ten.mp4"}
MUSIC = {"MediaURL": "music.mp3", "LoopMode": True}
FADE = {"Type": "Transition", "SubType": "fade", "Duration": 0.5}

FILES = {
    "a.png": Media(Path("a.png"), "image", 1600, 900, None, None, False, 0),
    "tall.png": Media(Path("tall.png"), "image", 500, 1000, None, None, False, 0),
    "ten.mp4": Media(Path("ten.mp4"), "video", 640, 360, Fraction(10), Fraction(25), True, 0),
    "mute.mp4": Media(Path("mute.mp4"), "video", 640, 360, Fraction(10), Fraction(25), False, 0),
    "music.mp3": Media(Path("music.mp3"), "audio", 0, 0, Fraction(4), None, True, 0),
}


def said(text: str, seconds: Fraction | float) -> Speech:
    """Return speech of a length whose words share it evenly."""
    samples = round(seconds * RATE)
    found = list(re.finditer(r"\w+", text))
    step = samples // (len(found) + 1)
    words = [Word(m.start(), m.end(), i * step, (i + 1) * step) for i, m in enumerate(found)]
    return Speech(text, np.zeros(samples, np.float32), RATE, tuple(words))


def tts(name: str, seconds: float = 2, **fields: Any) -> Json:
    return {"ClipId": name, "Type": "AI_TTS", "Content": f"words of {name}", "T": seconds, **fields}


def pictures(*clips: Json, **track: Any) -> Json:
    return {"VideoTrackClips": list(clips), **track}


def sounds(*clips: Json, **track: Any) -> Json:
    return {"AudioTrackClips": list(clips), **track}


def resolved(*tracks: Json, **options: Any) -> Schedule:
    """Schedule tracks, each known by the key of its clips; speech lasts its `T`."""
    options.setdefault("size", (1280, 720))
    root = options.pop("root", {})
    data: Json = {"VideoTracks": [], "AudioTracks": [], "SubtitleTracks": [], **root}
    for track in tracks:
        kind = next(key for key in track if key.endswith("TrackClips"))
        data.setdefault(kind.replace("TrackClips", "Tracks"), []).append(track)
    timeline = parse_timeline(data)
    speeches = {
        path: said(clip.content or "", clip.model_extra["T"]) for path, clip in timeline.spoken()
    }
    return schedule(timeline, speeches=speeches, media=FILES, **options)


def refused(*tracks: Json, **options: Any) -> TimelineError:
    with pytest.raises(TimelineError) as caught:
        resolved(*tracks, **options)
    return caught.value


def windows(plan: Schedule, track: int = 0) -> list[tuple[int, int]]:
    return [(showing.window.start, showing.window.end) for showing in plan.tracks[track]]


def heard(plan: Schedule) -> list[tuple[Fraction, Fraction]]:
    return [(Fraction(s.start, SAMPLE_RATE), Fraction(s.end, SAMPLE_RATE)) for s in plan.soundings]


DURATIONS = st.integers(500, 80_000).map(lambda ticks: ticks / 10_000)
