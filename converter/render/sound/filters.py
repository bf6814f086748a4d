"""Filters: cascades of second-order sections, as products of matrices.

Over a hop a filter is linear: its output and what it remembers afterwards are a matrix
times its input and what it remembered before. What each hop leaves behind is carried on
to the later ones in steps that double, as far as it is not forgotten. So a filter needs
no loop over samples, and nothing that takes longer to import than a minute to filter.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from converter.render.sound.envelope import HOP, Signal

Matrix = npt.NDArray[np.float64]

Sections = npt.NDArray[np.float64]
"""Second-order sections b0, b1, b2, 1, a1, a2, shape (sections, 6)."""

FORGOTTEN = 1e-18
"""What is left of a memory when it no longer counts."""


class Filter:
    """Runs a cascade of sections over a signal, block by block in whole hops."""

    def __init__(self, sections: Sections, channels: int) -> None:
        self._matrix = _over_a_hop(sections)
        self._memory = np.zeros((channels, 2 * len(sections)))

    def __call__(self, block: Signal) -> Signal:
        """Return the next samples filtered, shape (hops * HOP, channels)."""
        hops = block.T.reshape(len(self._memory), -1, HOP)
        after = self._remembered(hops)
        before = np.concatenate([self._memory[:, None], after[:, :-1]], axis=1)
        self._memory = after[:, -1]
        filtered = hops @ self._matrix[:HOP, :HOP] + before @ self._matrix[HOP:, :HOP]
        return np.ascontiguousarray(filtered.reshape(len(hops), -1).T, np.float32)

    def _remembered(self, hops: npt.NDArray[np.float32]) -> Matrix:
        """Return what is remembered after each hop, shape (channels, hops, 2 * sections)."""
        left, decay = hops @ self._matrix[:HOP, HOP:], self._matrix[HOP:, HOP:]
        left[:, 0] += self._memory @ decay
        reach = 1
        while reach < left.shape[1] and np.abs(decay).max() > FORGOTTEN:
            left[:, reach:] += left[:, :-reach] @ decay
            decay, reach = decay @ decay, 2 * reach
        return left


def peaking(hertz: float, decibels: float, q: float, rate: int) -> Sections:
    """Return a bell (bilinear transform of the analogue one)."""
    amplitude = 10 ** (decibels / 40)
    middle, width = _angle(hertz, q, rate)
    above = [1 + width * amplitude, middle, 1 - width * amplitude]
    below = [1 + width / amplitude, middle, 1 - width / amplitude]
    return np.array([above + below]) / below[0]


def low_cut(hertz: float, rate: int) -> Sections:
    """Return Butterworth's filter of second order that takes out what is lower."""
    middle, width = _angle(hertz, math.sqrt(0.5), rate)
    edge = (2 - middle) / 4
    return np.array([[edge, -2 * edge, edge, 1 + width, middle, 1 - width]]) / (1 + width)


def _angle(hertz: float, q: float, rate: int) -> tuple[float, float]:
    """Return -2 cos(w) and sin(w) / 2q, of which the sections of a frequency are made."""
    angle = 2 * math.pi * hertz / rate
    return -2 * math.cos(angle), math.sin(angle) / (2 * q)


def _over_a_hop(sections: Sections) -> Matrix:
    """Return the matrix from a hop and a memory to a filtered hop and the memory after.

    It is found by filtering each unit of a hop and a memory, all of them at once.
    """
    units = np.eye(HOP + 2 * len(sections))
    samples, memory = list(units[:HOP]), units[HOP:].reshape(len(sections), 2, -1)
    for (b0, b1, b2, _, a1, a2), held in zip(sections, memory, strict=True):
        for number, sample in enumerate(samples):
            out = samples[number] = b0 * sample + held[0]
            held[0] = b1 * sample - a1 * out + held[1]
            held[1] = b2 * sample - a2 * out
    return np.vstack([*samples, units[HOP:]]).T
