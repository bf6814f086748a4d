"""Pace: how long words take with the real voice, and how long a document deserves."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from converter.errors import ScriptError
from converter.script.model import SHORTEST_BREAK, SILENT_SECONDS, Shot
from converter.script.turns import turns
from converter.speech import rehearsed, speak

SAMPLE = 24
"""Texts spoken to learn a voice's pace; a slow engine bears that many."""
ENTIRE = 135.0
"""A document that is read in less is read wholly."""
LONGEST = 300.0
_GROWTH = 55.0
SECTION_PAUSE = 0.2
"""Seconds added to the silence where a section ends."""
_REFERENCE = 0.5
"""Shots are measured with a pause, since the silence after the last word depends on one."""


class Pace:
    """The pace of the voices: exact where a text has been spoken, estimated elsewhere."""

    def __init__(
        self,
        voice: str | None,
        rate: int,
        language: str,
        *,
        presenter: str | None = None,
        between: float = SECTION_PAUSE,
    ) -> None:
        self.voice = rehearsed(voice)
        self.rate = rate
        self.language = language
        self.presenter = presenter and rehearsed(presenter)
        self.between = between
        self._spoken: dict[tuple[str, str | None], float] = {}

    def measure(self, text: str, voice: str | None = None) -> float:
        """Return the seconds a voice takes for a text. Raises SpeechError."""
        key = text, voice or self.voice
        if key not in self._spoken:
            speech = speak(text, voice=key[1], language=self.language, rate=self.rate)
            self._spoken[key] = speech.seconds
        return self._spoken[key]

    def voiced(self, shot: Shot) -> float:
        """Return the seconds of a shot without the pause after it."""
        if not shot.sentences:
            return shot.duration or SILENT_SECONDS
        parts = turns(
            shot.model_copy(update={"pause": _REFERENCE}), presenter=self.presenter is not None
        )
        spoken = (
            self.measure(turn.shot.content, self.presenter if turn.presented else None)
            for turn in parts
        )
        return sum(spoken) - _REFERENCE

    def held(self, shot: Shot) -> Shot:
        """Return a shot with the pause that makes it last its duration, if it has one.

        Raises ScriptError when its words take longer.
        """
        if not shot.sentences or shot.duration is None:
            return shot
        pause = shot.duration - self.voiced(shot)
        if pause * 1000 < SHORTEST_BREAK:
            least = math.ceil(10 * (shot.duration - pause + SHORTEST_BREAK / 1000)) / 10
            raise ScriptError(
                f"{shot.id}: a duration of {shot.duration:g} s, "
                f"expected at least {least:g} s for its words"
            )
        return shot.model_copy(update={"pause": round(pause, 3)})

    def seconds(self, shot: Shot) -> float:
        """Return how long a shot lasts, its pause with it."""
        if not shot.sentences:
            return self.voiced(shot)
        return shot.duration or self.voiced(shot) + shot.pause

    def estimate(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """Return about how many seconds each text takes, after speaking a sample of them.

        The sample is spread evenly over the lengths, so that it is the same each time.
        """
        lengths = np.array([len(text) for text in texts], dtype=np.float64)
        by_length = np.argsort(lengths, kind="stable")
        chosen = by_length[
            np.linspace(0, len(texts) - 1, min(SAMPLE, len(texts))).round().astype(int)
        ]
        known = np.array([self.measure(texts[i]) for i in chosen])
        spread = np.stack([lengths[chosen], np.ones(len(chosen))], axis=1)
        slope, start = np.linalg.lstsq(spread, known, rcond=None)[0]
        if slope <= 0 or start < 0:
            slope, start = known.sum() / max(1.0, lengths[chosen].sum()), 0.0
        found: npt.NDArray[np.float64] = slope * lengths + start
        found[chosen] = known
        return found


def natural(seconds: float) -> float:
    """Return how long a narration should be for a document that takes `seconds` to read out.

    All of it up to about 300 words, some three minutes for a paper of ten pages, four
    to five for a book: it grows with the logarithm.
    """
    if seconds <= ENTIRE:
        return seconds
    return min(LONGEST, ENTIRE + _GROWTH * math.log10(seconds / ENTIRE))
