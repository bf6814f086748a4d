"""Grading: the colour controls that filters are presets of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels, mixed
from converter.render.effects.blurring import blurred
from converter.render.effects.fields import distance
from converter.render.effects.lighting import screened, shaded

Shift = tuple[float, float, float]
"""What red, green and blue gain, as shares of white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A colour look; a control at its default changes nothing, most go from -1 to 1."""

    exposure: float = 0.0
    """1 is twice the light, -1 half of it."""
    contrast: float = 0.0
    """-1 is one grey, 1 nothing but the extremes; neither end of the scale is cut off."""
    saturation: float = 0.0
    """-1 is grey, 1 twice the colour."""
    temperature: float = 0.0
    """1 is warm, -1 cold."""
    tint: float = 0.0
    """1 is magenta, -1 green."""
    balance: Shift = (1.0, 1.0, 1.0)
    """The colour that white turns into, as factors."""
    infrared: float = 0.0
    """1 shows leaves in the red of infrared film and darkens the sky."""
    brightness: float = 0.0
    """1 is white, -1 black."""
    midtones: float = 0.0
    """1 lightens what is neither black nor white, -1 darkens it."""
    lift: float = 0.0
    """The grey that black turns into."""
    shadows: Shift = (0.0, 0.0, 0.0)
    lights: Shift = (0.0, 0.0, 0.0)
    """What the dark and what the bright parts are toned with."""
    glow: float = 0.0
    """The share of light that spreads as through mist, 0 to 1."""
    vignette: float = 0.0
    """How dark the corners are, 0 to 1."""


def graded(picture: Pixels, grade: Grade) -> Pixels:
    """Return an RGB picture with the controls of a grade applied."""
    matrix, curves = _controls(grade)
    picture = np.asarray(cv2.LUT(cv2.transform(picture, matrix), curves), np.uint8)
    if grade.glow > 0:
        picture = mixed(picture, screened(picture, blurred(picture, 0.035)), grade.glow)
    if grade.vignette > 0:
        picture = shaded(picture, _corners(*picture.shape[:2], grade.vignette))
    return picture


_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_INFRARED = np.array([[0.0, 1.3, -1.3], [0.0, 0.1, -0.1], [0.1, -0.3, 0.2]], np.float32)
"""What red film of infrared adds: leaves are far more green than blue, the sky less."""


@lru_cache(maxsize=16)
def _controls(grade: Grade) -> tuple[npt.NDArray[np.float32], Pixels]:
    """Return a matrix of colours and a curve of tones for each channel."""
    grey = np.broadcast_to(_LUMA, (3, 3))
    plain = np.eye(3, dtype=np.float32)
    colours = grey + (plain - grey) * np.float32(1 + grade.saturation)
    matrix = colours * _gains(grade)[:, None] @ (plain + np.float32(grade.infrared) * _INFRARED)
    tone = _toned(np.linspace(0, 1, 256), grade)[:, None]
    curves = tone + (1 - tone) ** 2 * np.array(grade.shadows) + tone**2 * np.array(grade.lights)
    table = np.clip(np.rint(curves * 255), 0, 255).astype(np.uint8)[None]
    return matrix.astype(np.float32), table


def _gains(grade: Grade) -> npt.NDArray[np.float32]:
    """Return what light makes of the channels; white balance alone keeps the brightness."""
    warm, magenta = 0.28 * grade.temperature, 0.2 * grade.tint
    gains = np.array([1 + warm + magenta / 2, 1 - magenta, 1 - warm + magenta / 2], np.float32)
    gains *= np.array(grade.balance, np.float32)
    return np.asarray(gains * 2**grade.exposure / float(gains @ _LUMA), np.float32)


def _toned(tone: npt.NDArray[np.float64], grade: Grade) -> npt.NDArray[np.float64]:
    away = 2 * tone ** (2.0**-grade.midtones) - 1
    slope = float(np.tan((min(grade.contrast, 0.999) + 1) * np.pi / 4))
    curved = away * slope / (1 + max(0.0, slope - 1) * np.abs(away))
    shown = np.clip(0.5 + curved / 2 + grade.brightness, 0, 1)
    return np.asarray(grade.lift + shown * (1 - grade.lift))


@lru_cache(maxsize=2)
def _corners(height: int, width: int, vignette: float) -> Pixels:
    away = distance(height, width) / np.float32(np.hypot(height, width) / 2)
    shade = 255 * (1 - vignette * np.clip((away - 0.35) / 0.65, 0, 1) ** 1.6)
    return np.repeat(np.rint(shade).astype(np.uint8)[..., None], 3, axis=2)
