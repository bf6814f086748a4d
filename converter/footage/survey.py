"""Survey: what one look through a film finds: its scenes, black frames, and lettering.

Scenes by PySceneDetect, of which only this module knows; without it a film is one
scene. The film is decoded once, small, frame by frame, so that its length costs time
and no memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from converter.footage.findings import finding
from converter.footage.model import Range
from converter.media import Picture, probe, scan

Grey = NDArray[np.uint8]

REVISION = 1
"""To be raised whenever the same film is surveyed otherwise than before."""
WIDTH = 256
"""Pixels a frame is looked at: letters of credits can still be told from pictures."""
SHORTEST_SCENE = 6
"""Frames looked at, of which there are half as many as in the film or more."""
CHANGE = 10.0
"""Least mean change of hue, saturation and brightness that is a cut; a third less than usual,
for drawings and slides that look alike."""
BLACK_LEVEL, BLACK_SPREAD = 16, 8
"""Mean and deviation of brightness, of 255, up to which a frame is black."""
LOOKS = Fraction(1, 2)
"""Seconds between two looks for lettering."""
GROUND = 0.7
"""Share of a lettered frame that is its background, a hand's breadth of brightness."""
STROKE, STROKES_A_LINE, LETTERED_ROWS = 60, 8, (0.04, 0.8)
"""Contrast of a stroke; strokes in a row of pixels that make it one of letters; such rows."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch without a cut; `lettered` is the share of it that shows text on a ground."""

    stretch: Range
    lettered: float


@dataclass(frozen=True, slots=True)
class Survey:
    """The scenes of a film, and its black stretches; both in order."""

    scenes: tuple[Scene, ...]
    black: tuple[Range, ...]
    seconds: Fraction


def finds_scenes() -> bool:
    """Tell whether the extra that finds scenes is installed."""
    return find_spec("scenedetect") is not None


def survey(path: Path) -> Survey:
    """Look through a film once; what was found is kept by the file's content.

    Raises RenderError for a file without video.
    """
    key = f"survey {REVISION} {finds_scenes()}"
    return _unpacked(finding(path, key, lambda: _packed(_surveyed(path))))


def _surveyed(path: Path) -> Survey:
    media = probe(path)
    log = _Log(step=1 / (media.fps or Fraction(25)), cuts=_Cuts())
    for second, picture in scan(path, width=WIDTH):
        log.see(second, picture)
    return log.closed(media.duration or log.last)


@dataclass(slots=True)
class _Log:
    """What was seen so far; `step` is the time of one frame."""

    step: Fraction
    cuts: _Cuts
    begin: Fraction = Fraction(0)
    last: Fraction = Fraction(0)
    looked: Fraction = -LOOKS
    looks: deque[tuple[Fraction, bool]] = field(default_factory=deque)
    scenes: list[Scene] = field(default_factory=list)
    black: list[Range] = field(default_factory=list)

    def see(self, second: Fraction, picture: Picture) -> None:
        """Take in the next frame."""
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
        if _is_black(grey):
            self._blacken(second)
        else:
            self._light(second, grey)
        for before, after in self.cuts.found(second, picture):
            if after > self.begin:
                self._close(before + self.step, after)
        self.last = second + self.step

    def closed(self, seconds: Fraction) -> Survey:
        """Return the survey of a film that ends at a second."""
        end = min(self.last, seconds)
        self._close(end, end)
        return Survey(tuple(self.scenes), tuple(self.black), seconds)

    def _close(self, end: Fraction, begin: Fraction) -> None:
        """End a scene, and begin the next one at the first frame known to be its own."""
        looks = []
        while self.looks and self.looks[0][0] < end:
            looks.append(self.looks.popleft()[1])
        share = sum(looks) / len(looks) if looks else 0.0
        if end > self.begin:
            self.scenes.append(Scene((self.begin, end), share))
        self.begin = begin

    def _blacken(self, second: Fraction) -> None:
        """Lengthen the black that goes on, or begin one where the last picture ends."""
        end = second + self.step
        if self._in_black:
            self.black[-1] = (self.black[-1][0], end)
        else:
            self._close(self.last, end)
            self.black.append((self.last, end))

    def _light(self, second: Fraction, grey: Grey) -> None:
        """End the black, if it was that, and look for letters now and then."""
        if self._in_black:
            self.black[-1] = (self.black[-1][0], second)
            self.begin = second
        if second - self.looked >= LOOKS:
            self.looked = second
            self.looks.append((second, is_lettered(grey)))

    @property
    def _in_black(self) -> bool:
        return bool(self.black) and self.black[-1][1] == self.last


class _Cuts:
    """Finds cuts in frames that come one by one."""

    def __init__(self) -> None:
        self._detector: Any = None
        self._number = 0
        self._recent: deque[tuple[int, Fraction]] = deque(maxlen=16)
        if finds_scenes():
            from scenedetect.detectors import AdaptiveDetector

            self._detector = AdaptiveDetector(min_scene_len=SHORTEST_SCENE, min_content_val=CHANGE)

    def found(self, second: Fraction, picture: Picture) -> Iterable[tuple[Fraction, Fraction]]:
        """Yield the times of the frames before and after each cut that is now certain."""
        if self._detector is None:
            return
        from scenedetect import FrameTimecode

        # Frames are counted, not timed: some were passed over.
        self._recent.append((self._number, second))
        code = FrameTimecode(self._number, 25.0)
        self._number += 1
        times = dict(self._recent)
        for cut in self._detector.process_frame(code, picture):
            number = cut.frame_num
            yield times[number - 1], times[number]


def _is_black(grey: Grey) -> bool:
    mean, spread = cv2.meanStdDev(grey)
    return bool(mean[0, 0] <= BLACK_LEVEL and spread[0, 0] <= BLACK_SPREAD)


def is_lettered(grey: Grey) -> bool:
    """Tell whether a grey picture shows lines of letters on an even ground, as credits do."""
    counts = np.bincount(grey.ravel() >> 3, minlength=32)
    ground = int(counts.argmax()) * 8 + 4
    if np.mean(np.abs(grey.astype(np.int16) - ground) <= 16) < GROUND:
        return False
    strokes = np.abs(np.diff(grey.astype(np.int16), axis=1)) >= STROKE
    rows = float(np.mean(strokes.sum(axis=1) >= STROKES_A_LINE))
    return LETTERED_ROWS[0] <= rows <= LETTERED_ROWS[1]


def _packed(found: Survey) -> Any:
    return {
        "scenes": [[*map(str, scene.stretch), scene.lettered] for scene in found.scenes],
        "black": [list(map(str, stretch)) for stretch in found.black],
        "seconds": str(found.seconds),
    }


def _unpacked(kept: Any) -> Survey:
    scenes = (
        Scene((Fraction(begin), Fraction(end)), share) for begin, end, share in kept["scenes"]
    )
    black = ((Fraction(begin), Fraction(end)) for begin, end in kept["black"])
    return Survey(tuple(scenes), tuple(black), Fraction(kept["seconds"]))
