"""Silent: nothing is heard, and everything lasts as long as if it were.

For captions without a voice, and to see a video before its recordings are made.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from converter.speech.model import Pronunciation, Speech, Voice
from converter.speech.words import is_word, share, tokens, weight

RATE = 8000
"""Samples a second; there is nothing to hear in them."""

SECONDS = 0.22
"""What a text of weight 1 (an ideograph, three letters) takes at speed 1."""


class Silent:
    """One voice, which needs no name: `silent`."""

    name = "silent"
    usage = "silent: no sound, for as long as reading takes"
    longest = 10_000

    def voices(self) -> Sequence[Voice]:
        """Return the one voice."""
        return (Voice("silent", "silent", "mul", note="no sound, for as long as reading takes"),)

    def model(self, voice: str) -> str:
        """Return the pace, which is all there is to it."""
        return f"{RATE} {SECONDS}"

    def speak(
        self,
        text: str,
        voice: str,
        *,
        speed: float = 1.0,
        pitch: float = 1.0,
        said: Sequence[Pronunciation] = (),
    ) -> Speech:
        """Return silence as long as the text takes to read aloud."""
        spans = [span for span in tokens(text) if is_word(text[slice(*span)])]
        length = round(weight(text) * SECONDS / speed * RATE) if spans else 0
        words = share(text, spans, 0, length)
        return Speech(text, np.zeros(length, np.float32), RATE, tuple(words), "estimate")
