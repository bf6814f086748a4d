"""Fades: how gain grows along the curves AFade names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from converter.errors import RenderError

Progress = npt.NDArray[np.float64]

SILENCE = 1e-5
"""What `exp` starts from: -100 dB."""

STEEPNESS = 1 / (1 - 0.787) - 1
"""Of the logistic curve `losi`."""


@dataclass(frozen=True, slots=True)
class Fade:
    """A gain that grows from 0 to 1 over samples [begin, end), or falls when `out`."""

    begin: int
    end: int
    curve: str = "tri"
    out: bool = False

    def __call__(self, begin: int, end: int) -> npt.NDArray[np.float32] | None:
        """Return the gain of samples [begin, end), None where it is 1 throughout."""
        if (end <= self.begin) if self.out else (begin >= self.end):
            return None
        way = (np.arange(begin, end) - self.begin) / max(self.end - self.begin, 1)
        progress = np.clip(1 - way if self.out else way, 0, 1)
        return curve(self.curve)(progress).astype(np.float32)


def curve(name: str) -> Callable[[Progress], Progress]:
    """Return the curve of that name; raise RenderError when there is none."""
    try:
        return CURVES[name]
    except KeyError:
        raise RenderError(
            f"AFade Curve {name!r} is not known; expected one of {', '.join(CURVES)}"
        ) from None


def _mirrored(half: Callable[[Progress], Progress]) -> Callable[[Progress], Progress]:
    """Go half way by `half`, and the rest by the same curve seen from the end."""
    return lambda x: np.where(x <= 0.5, half(2 * x) / 2, 1 - half(2 - 2 * x) / 2)


def _logistic(x: Progress) -> Progress:
    def rise(t: Progress | float) -> Progress:
        return np.asarray(1 / (1 + np.exp(-STEEPNESS * t)))

    return (rise(2 * x - 1) - rise(-1)) / (rise(1) - rise(-1))


CURVES: dict[str, Callable[[Progress], Progress]] = {
    "tri": lambda x: x,
    "qsin": lambda x: np.sin(x * np.pi / 2),
    "hsin": lambda x: (1 - np.cos(x * np.pi)) / 2,
    "esin": lambda x: 1 - np.cos(np.pi / 4 * ((2 * x - 1) ** 3 + 1)),
    "log": lambda x: np.clip(1 + 0.2 * np.log10(np.maximum(x, SILENCE)), 0, 1),
    "ipar": lambda x: 1 - (1 - x) ** 2,
    "qua": lambda x: x**2,
    "cub": lambda x: x**3,
    "squ": np.sqrt,
    "cbr": np.cbrt,
    "par": lambda x: 1 - np.sqrt(1 - x),
    "exp": lambda x: SILENCE ** (1 - x),
    "iqsin": lambda x: np.arcsin(x) * 2 / np.pi,
    "ihsin": lambda x: np.arccos(1 - 2 * x) / np.pi,
    "dese": _mirrored(np.cbrt),
    "desi": _mirrored(lambda x: x**3),
    "losi": _logistic,
    "sinc": lambda x: np.sinc(1 - x),
    "isinc": lambda x: 1 - np.sinc(x),
    "nofade": np.ones_like,
}
