"""Filters of sound, against those of scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import butter, sosfilt

from converter.render.sound.envelope import HOP
from converter.render.sound.filters import Filter, low_cut, peaking
from converter.render.sound.meter import K_WEIGHTING

RATE = 48_000


def noise(hops: int, channels: int) -> np.ndarray:
    return np.random.default_rng(3).normal(0, 0.2, (hops * HOP, channels)).astype(np.float32)


@pytest.mark.parametrize(
    "sections",
    [
        K_WEIGHTING,
        low_cut(20, RATE),
        peaking(60, -12, 8, RATE),
        np.vstack([peaking(8000, 15, 0.5, RATE), low_cut(70, RATE), peaking(50, 12, 4, RATE)]),
    ],
)
def test_a_filter_run_in_blocks_does_what_a_loop_over_samples_does(sections: np.ndarray) -> None:
    sound = noise(1500, channels=2)
    run = Filter(sections, channels=2)
    blocks = np.split(sound, [HOP, 3 * HOP, 700 * HOP])
    heard = np.concatenate([run(block) for block in blocks])
    np.testing.assert_allclose(heard, sosfilt(sections, sound, axis=0), atol=1e-6)


def test_channels_are_filtered_apart() -> None:
    sound = noise(200, channels=2)
    both = Filter(K_WEIGHTING, channels=2)(sound)
    right = Filter(K_WEIGHTING, channels=1)(sound[:, 1:])
    np.testing.assert_allclose(both[:, 1:], right, atol=1e-6)


def test_a_low_cut_is_that_of_butterworth() -> None:
    expected = butter(2, 70, "highpass", fs=RATE, output="sos")
    np.testing.assert_allclose(low_cut(70, RATE), expected, rtol=1e-9)
