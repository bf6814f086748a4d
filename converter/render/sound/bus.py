"""Bus: all sounds of one role, summed as the output passes by."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from converter.render.schedule import Sounding
from converter.render.sound.clip import Clip
from converter.render.sound.envelope import Signal
from converter.speech.model import Speech


class Bus:
    """Plays Soundings block by block; a sound is loaded when it starts, dropped when it ends."""

    def __init__(self, soundings: Iterable[Sounding], *, ending: int = 0) -> None:
        """Take the Soundings; `ending` is the fade of cut music, in samples."""
        self._waiting = sorted(soundings, key=lambda sounding: sounding.start, reverse=True)
        self._playing: list[tuple[Sounding, Clip]] = []
        self._ending = ending
        self.channels = 1 if all(isinstance(s.sound, Speech) for s in self._waiting) else 2
        self.silent = not self._waiting

    def read(self, begin: int, end: int) -> Signal:
        """Return samples [begin, end), shape (end - begin, channels); blocks follow each other."""
        block = np.zeros((end - begin, self.channels), np.float32)
        while self._waiting and self._waiting[-1].start < end:
            sounding = self._waiting.pop()
            self._playing.append((sounding, Clip(sounding, ending=self._ending)))
        for sounding, clip in self._playing:
            first, last = max(begin, sounding.start), min(end, sounding.end)
            heard = clip.read(first - sounding.start, last - sounding.start)
            block[first - begin : last - begin] += heard
        self._playing = [playing for playing in self._playing if playing[0].end > end]
        return block
