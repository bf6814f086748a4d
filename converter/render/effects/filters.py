"""Filters: colour looks, by IMS name.

The curves of the service are not published. Every name is a preset of the same few
controls, chosen after its description; `color` takes them from its parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log

import cv2
import numpy as np
import numpy.typing as npt

from converter.errors import TimelineError
from converter.render.compositing import Pixels
from converter.render.effects.fields import distance
from converter.render.effects.vfx_registry import Params, number
from converter.timeline.finding import suggestion


@dataclass(frozen=True, slots=True)
class Preset:
    """A colour look; every control is 0 where it changes nothing, -1 to 1.

    `saturation` -1 is grey, `temperature` 1 warm, `tint` 1 magenta and -1 green; `lift`
    turns black into grey, `vignette` darkens the corners.
    """

    description: str
    contrast: float = 0.0
    saturation: float = 0.0
    temperature: float = 0.0
    tint: float = 0.0
    lift: float = 0.0
    brightness: float = 0.0
    vignette: float = 0.0


_GREY = -1.0
PRESETS: dict[str, Preset] = {
    # 90s and modern
    "m1": Preset("vintage", -0.08, -0.25, 0.35, 0.05, 0.12, 0.02, 0.3),
    "m2": Preset("grey", -0.05, -0.75, -0.05, 0.0, 0.08),
    "m3": Preset("cyan", 0.05, -0.1, -0.35, -0.35),
    "m4": Preset("blue", 0.08, -0.1, -0.6, 0.05),
    "m5": Preset("maroon", 0.1, -0.15, 0.4, 0.45, 0.04, -0.05),
    "m6": Preset("dim", -0.1, -0.2, 0.0, 0.0, 0.02, -0.22, 0.3),
    "m7": Preset("orange grey", -0.05, -0.5, 0.5, 0.0, 0.08),
    "m8": Preset("clear", 0.15, 0.15, -0.08, 0.0, 0.0, 0.06),
    # Film
    "pf1": Preset("high contrast", 0.5, 0.05),
    "pf2": Preset("Fuji: cool greens", 0.12, 0.1, -0.1, -0.2, 0.03),
    "pf3": Preset("warm", 0.05, 0.1, 0.5),
    "pf4": Preset("Kodak: rich and golden", 0.18, 0.22, 0.3, 0.05, 0.02, 0.03),
    "pf5": Preset("vintage", -0.12, -0.35, 0.4, 0.0, 0.16, 0.0, 0.35),
    "pf6": Preset("reversal: deep and vivid", 0.35, 0.4, -0.05, 0.0, 0.0, -0.03),
    "pf7": Preset("infrared, cool blue", 0.2, -0.35, -0.75, 0.2),
    "pf8": Preset("Polaroid", -0.1, -0.12, 0.15, -0.15, 0.14, 0.08, 0.25),
    "pf9": Preset("Rollei: soft grey film", 0.22, -0.85, 0.06, 0.0, 0.03),
    "pfa": Preset("industrial", 0.28, -0.55, -0.25, -0.1, 0.02, -0.04, 0.2),
    "pfb": Preset("grayscale", 0.08, _GREY),
    "pfc": Preset("white", -0.1, -0.25, 0.0, 0.0, 0.1, 0.2),
    # Infrared
    "pi1": Preset("clear", 0.18, 0.1, -0.15, 0.15, 0.0, 0.06),
    "pi2": Preset("twilight", 0.1, 0.05, -0.3, 0.55, 0.04, -0.08),
    "pi3": Preset("autumn", 0.12, 0.2, 0.7, 0.15),
    "pi4": Preset("dim", 0.0, -0.3, -0.15, 0.2, 0.04, -0.2, 0.25),
    # Fresh
    "pl1": Preset("tone", 0.06, 0.12, 0.05, -0.05, 0.0, 0.05),
    "pl2": Preset("soft", -0.2, -0.1, 0.08, 0.05, 0.08, 0.08),
    "pl3": Preset("spring bud", 0.0, 0.15, 0.1, -0.4, 0.04, 0.08),
    "pl4": Preset("sunny", 0.05, 0.2, 0.35, -0.05, 0.02, 0.12),
    # Japanese
    "pj1": Preset("forest", -0.05, -0.05, -0.12, -0.45, 0.07, 0.03),
    "pj2": Preset("childhood", -0.15, -0.1, 0.25, 0.05, 0.13, 0.1),
    "pj3": Preset("afternoon", -0.08, 0.0, 0.45, 0.0, 0.1, 0.08),
    "pj4": Preset("flower mist", -0.22, -0.15, 0.0, 0.35, 0.16, 0.1),
    # Single
    "delta": Preset("sweet peach", -0.05, 0.1, 0.25, 0.35, 0.06, 0.08),
    "electric": Preset("woodland", 0.2, 0.1, 0.0, -0.5),
    "faded": Preset("elegant, faded", -0.25, -0.4, 0.05, 0.0, 0.2, 0.03),
    "slowlived": Preset("blue mist", -0.2, -0.25, -0.4, 0.0, 0.17, 0.05),
    "tokoyo": Preset("cool city", 0.15, -0.1, -0.3, 0.3, 0.03),
    "urbex": Preset("after rain", 0.22, -0.45, -0.2, -0.15, 0.02, -0.06, 0.25),
    "warm": Preset("warm", 0.0, 0.08, 0.55),
    # 80s
    "f1": Preset("Jeju: sea light", 0.0, 0.12, -0.22, -0.1, 0.06, 0.08),
    "f2": Preset("snow mountain", 0.1, -0.35, -0.35, 0.0, 0.05, 0.14),
    "f3": Preset("Budapest: warm evening", 0.12, 0.0, 0.4, 0.2, 0.05, -0.04, 0.2),
    "f4": Preset("blue frost", 0.05, -0.3, -0.65, 0.0, 0.1, 0.04),
    "f5": Preset("eucalyptus", -0.05, -0.25, -0.1, -0.35, 0.09),
    "f6": Preset("old street", -0.05, -0.45, 0.5, -0.05, 0.12, -0.04, 0.4),
    "f7": Preset("coffee", 0.05, -0.6, 0.75, 0.1, 0.05, -0.06, 0.25),
    # Travel
    "pv1": Preset("texture", 0.35, -0.2, 0.1, 0.0, 0.0, 0.0, 0.15),
    "pv2": Preset("sky", 0.08, 0.25, -0.3, 0.0, 0.0, 0.06),
    "pv3": Preset("fresh", 0.08, 0.22, -0.1, -0.12, 0.0, 0.08),
    "pv4": Preset("mist", -0.3, -0.3, -0.08, 0.0, 0.2, 0.08),
    "pv5": Preset("high-key", -0.12, -0.05, 0.0, 0.0, 0.06, 0.26),
    "pv6": Preset("black and white", 0.3, _GREY),
    # 90s art
    "a1": Preset("soft", -0.2, -0.05, 0.1, 0.1, 0.1, 0.06),
    "a2": Preset("dark", 0.25, -0.15, 0.0, 0.0, 0.0, -0.25, 0.45),
    "a3": Preset("clear sky", 0.1, 0.25, -0.25, -0.05, 0.0, 0.1),
    "a4": Preset("blue light", 0.1, 0.0, -0.5, 0.15, 0.02, 0.03),
    "a5": Preset("vivid", 0.2, 0.55),
    "a6": Preset("matte", -0.2, -0.2, 0.1, 0.0, 0.2),
}

_DAYLIGHT, _COLDEST, _WARMEST = 6500.0, 40_000.0, 1000.0
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def apply(picture: Pixels, name: str, params: Params) -> Pixels:
    """Return an RGB picture with a look; TimelineError for a name that is not known."""
    preset = custom(params) if name == "color" else PRESETS.get(name)
    if preset is None:
        message = f"unknown filter {name!r}{suggestion(name, PRESETS)}"
        raise TimelineError(message, code="InvalidTimelineFormat")
    return graded(picture, preset)


def custom(params: Params) -> Preset:
    """Return the look that the parameters of `color` describe, within their ranges."""

    def given(name: str, reach: float) -> float:
        return max(-1.0, min(1.0, number(params, name, 0.0) / reach))

    kelvin = max(_WARMEST, min(_COLDEST, number(params, "kelvin_temperature", _DAYLIGHT)))
    warmth = log(_DAYLIGHT / kelvin) / log(_DAYLIGHT / _WARMEST)
    return Preset(
        "as the parameters say",
        contrast=given("contrast", 100),
        saturation=given("saturation", 100),
        temperature=warmth * max(0.0, min(1.0, number(params, "temperature_ratio", 1.0))),
        tint=given("tint", 100),
        brightness=given("brightness", 255),
        vignette=max(0.0, _share(number(params, "dark_corner_ratio", 0.0))),
    )


def graded(picture: Pixels, preset: Preset) -> Pixels:
    """Return an RGB picture with the controls of a preset applied."""
    matrix, curve = _controls(preset)
    changed = np.asarray(cv2.LUT(cv2.transform(picture, matrix), curve), np.uint8)
    if preset.vignette <= 0:
        return changed
    shade = _corners(*picture.shape[:2], preset.vignette)
    return np.asarray(cv2.multiply(changed, shade, scale=1 / 255), np.uint8)


@lru_cache(maxsize=16)
def _controls(preset: Preset) -> tuple[npt.NDArray[np.float32], Pixels]:
    """Return a matrix of colours and a curve of tones."""
    grey = np.broadcast_to(_LUMA, (3, 3))
    mixed = grey + (np.eye(3, dtype=np.float32) - grey) * (1 + preset.saturation)
    warm, magenta = 0.28 * preset.temperature, 0.2 * preset.tint
    gains = np.array([1 + warm + magenta / 2, 1 - magenta, 1 - warm + magenta / 2], np.float32)
    # White balance moves colours, not how bright the picture is.
    matrix = mixed * (gains / float(gains @ _LUMA))[:, None]
    tone = np.arange(256, dtype=np.float32) / 255
    slope = float(np.tan((preset.contrast + 1) * np.pi / 4)) if preset.contrast < 1 else 255.0
    curve = (tone - 0.5) * slope + 0.5 + preset.brightness
    curve = preset.lift + curve * (1 - preset.lift)
    return matrix.astype(np.float32), np.clip(np.rint(curve * 255), 0, 255).astype(np.uint8)


@lru_cache(maxsize=2)
def _corners(height: int, width: int, vignette: float) -> Pixels:
    away = distance(height, width) / np.float32(np.hypot(height, width) / 2)
    shade = 255 * (1 - vignette * np.clip((away - 0.35) / 0.65, 0, 1) ** 1.6)
    return np.repeat(np.rint(shade).astype(np.uint8)[..., None], 3, axis=2)


def _share(value: float) -> float:
    """Read a ratio, which may be in percent."""
    return min(1.0, value / 100 if value > 1 else value)
