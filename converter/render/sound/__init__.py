"""Sound: everything a Schedule makes audible, mixed and mastered.

    sounding ──clip──▶ (tempo, loop, fades) ──bus──▶ voice | music | sound ──mix──▶ blocks

Signals are float32 of shape (samples, channels) at SAMPLE_RATE; whatever only
steers a signal (levels, gains) is one figure per HOP.
"""

from converter.render.sound.mixdown import Mastering, Mix, mix

__all__ = ["Mastering", "Mix", "mix"]
