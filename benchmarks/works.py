"""The works that are rendered: what they show and the media they are made of.

A slideshow of photographs of assorted sizes, each over a blurred copy of itself, with
cross-fades of half a second, a title, a caption every three seconds, sound; the same
with a slow zoom on every photograph; and a cut of a film. 1920x1080 at 25 frames a second.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from converter.media import VideoEncoder, VideoSettings, write_movie

SIZE = WIDTH, HEIGHT = 1920, 1080
FPS = 25
FADE = 0.5
CAPTION = 3
ZOOM = 1.15
FILM_SECONDS = 24
TITLE = "A walk along the river"
SHAPES = [(4288, 2848), (2000, 3000), (1920, 1080), (1600, 900), (2400, 2400)]
Image8 = NDArray[np.uint8]


@dataclass(frozen=True)
class Work:
    """A video to make: its scenes last `seconds` each, and all media are in `folder`."""

    name: str
    folder: Path
    scenes: int
    seconds: int
    moving: bool = False
    film: bool = False

    @property
    def length(self) -> int:
        """The length in seconds."""
        return self.scenes * self.seconds

    @property
    def sound(self) -> Path:
        """A minute of sound, which is looped."""
        return self.folder / "sound.wav"

    def media(self, scene: int) -> Path:
        """Return what a scene shows."""
        name = "film.mp4" if self.film else f"photo{scene % len(SHAPES)}.jpg"
        return self.folder / name

    def lasts(self, scene: int) -> float:
        """Return how long a scene is seen, with the fade to the next."""
        return self.seconds + FADE * (scene < self.scenes - 1)

    def begins(self, scene: int) -> float:
        """Return which second of the film a scene begins with."""
        return scene * 1.7 % (FILM_SECONDS - self.seconds - FADE)

    def captions(self) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and words of the captions."""
        for start in range(0, self.length, CAPTION):
            end = min(start + CAPTION, self.length)
            yield start, end, f"Caption number {start // CAPTION + 1}, spoken now"


def fitted(scene: int) -> tuple[int, int]:
    """Return the size at which a photograph is shown, as large as fits."""
    width, height = SHAPES[scene % len(SHAPES)]
    factor = min(WIDTH / width, HEIGHT / height)
    return 2 * round(width * factor / 2), 2 * round(height * factor / 2)


def timeline(work: Work) -> dict[str, Any]:
    """Return the work as an IMS Timeline."""
    written = {"FontSize": 55, "Font": "Inter", "Outline": 3, "OutlineColour": "#000000"}
    title = {"Type": "Text", "Content": TITLE, "Alignment": "TopCenter", "Y": 60, **written}
    captions = [
        {
            "Type": "Text",
            "Content": words,
            "Alignment": "BottomCenter",
            "Y": 80,
            "TimelineIn": start,
            "TimelineOut": end,
            **written,
        }
        for start, end, words in work.captions()
    ]
    music = {"MediaURL": str(work.sound), "LoopMode": True}
    return {
        "VideoTracks": [{"VideoTrackClips": [clip(work, n) for n in range(work.scenes)]}],
        "AudioTracks": [{"AudioTrackClips": [music]}],
        "SubtitleTracks": [{"SubtitleTrackClips": [title]}, {"SubtitleTrackClips": captions}],
    }


def clip(work: Work, scene: int) -> dict[str, Any]:
    """Return a scene as a clip of a video track."""
    effects: list[dict[str, Any]] = []
    if work.moving:
        effects.append({"Type": "Zoom", "StartRate": 1, "EndRate": ZOOM})
    if scene < work.scenes - 1:
        effects.append({"Type": "Transition", "SubType": "fade", "Duration": FADE})
    if work.film:
        effects.append({"Type": "Volume", "Gain": 0})
        begin = work.begins(scene)
        times = {"Type": "Video", "In": begin, "Out": begin + work.lasts(scene)}
    else:
        effects.append({"Type": "Background", "SubType": "Blur", "Radius": 0.1})
        times = {"Type": "Image", "Duration": work.lasts(scene)}
    place = {"Width": 1.0, "Height": 1.0, "AdaptMode": "Contain"}
    return {"MediaURL": str(work.media(scene)), **times, **place, "Effects": effects}


def narrated(work: Work, words: list[str]) -> dict[str, Any]:
    """Return a slideshow of which every photograph lasts as long as its sentence."""
    voices = [
        {"ClipId": f"voice{n}", "Type": "AI_TTS", "Voice": "abby", "Content": sentence}
        for n, sentence in enumerate(words)
    ]
    low = {"Alignment": "BottomCenter", "Y": 80, "AdaptMode": "AutoWrap", "TextWidth": 0.8}
    clips = [
        {
            "MediaURL": str(work.media(n)),
            "Type": "Image",
            "ReferenceClipId": f"voice{n}",
            "AdaptMode": "Contain",
            "Width": 1.0,
            "Height": 1.0,
            "Effects": [
                {"Type": "Background", "SubType": "Blur", "Radius": 0.1},
                {"Type": "Text", "Content": words[n], "FontSize": 40, "Font": "Inter", **low},
                {"Type": "Transition", "SubType": "fade", "Duration": FADE},
            ],
        }
        for n in range(len(words))
    ]
    return {
        "VideoTracks": [{"VideoTrackClips": clips}],
        "AudioTracks": [{"MainTrack": True, "AudioTrackClips": voices}],
    }


def make_media(folder: Path) -> None:
    """Make photographs, a film and a minute of sound."""
    for number, shape in enumerate(SHAPES):
        Image.fromarray(photograph(number, shape)).save(folder / f"photo{number}.jpg", quality=92)
    make_sound(folder / "sound.wav")
    make_film(folder / "film.mp4")


def photograph(number: int, size: tuple[int, int]) -> Image8:
    """Paint something with detail at many scales."""
    rng = np.random.default_rng(number)
    width, height = size
    detail = sum(
        cv2.resize(rng.random((height // step + 2, width // step + 2, 3)), size) * step**0.7
        for step in (512, 128, 32, 8, 3)
    )
    low, high = np.percentile(detail, (1, 99))
    return np.asarray(((detail - low) / (high - low) * 255).clip(0, 255), np.uint8)


def make_sound(path: Path) -> None:
    """Make a voice-like sound: a hum in syllables, and breath."""
    clock = np.arange(48_000 * 60) / 48_000
    hum = sum(np.sin(2 * np.pi * 140 * partial * clock) / partial for partial in range(1, 9))
    syllables = np.maximum(0, np.sin(2 * np.pi * 3 * clock))
    breath = np.random.default_rng(1).normal(0, 0.02, (clock.size, 2))
    samples = (hum * syllables * 0.15)[:, None] + breath
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 48_000, 0, "NONE", ""))
        file.writeframes((samples * 32767).clip(-32768, 32767).astype("<i2").tobytes())


def make_film(path: Path) -> None:
    """Film a painting: the camera goes along it, and lights move over it."""
    painting = photograph(9, (2600, 1500))
    settings = VideoSettings(SIZE, Fraction(FPS), options=(("preset", "superfast"), ("g", "50")))
    encoder = VideoEncoder(settings)
    frames = []
    for number in range(FILM_SECONDS * FPS):
        across, down = (0.5 + 0.5 * np.sin(number / rate) for rate in (90, 70))
        shift = np.array([[1, 0, across * 680], [0, 1, down * 420]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        view = cv2.warpAffine(painting, shift, SIZE, flags=flags)
        middle = int(WIDTH * (0.5 + 0.4 * np.sin(number / 20))), HEIGHT // 2
        cv2.circle(view, middle, 120, (250, 240, 200), -1)
        frames += encoder.push(np.asarray(view, np.uint8))
    frames += encoder.finish()
    write_movie(path, frames, settings, length=len(frames))
