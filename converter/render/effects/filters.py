"""Filters: colour looks, by IMS name.

The curves of the service are not published. Every name is a grade of our own after its
description, a line of `filters.toml`; `color` takes the controls from its parameters.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from converter.errors import TimelineError
from converter.render.compositing import Pixels
from converter.render.effects.grading import Grade, Shift, graded
from converter.render.effects.parameters import Params, number
from converter.timeline.finding import suggestion


@dataclass(frozen=True, slots=True)
class Filter:
    """A colour look, named as IMS names it."""

    name: str
    family: str
    description: str
    grade: Grade


def every() -> list[Filter]:
    """Return all filters that have a look of their own, families together."""
    return list(_filters().values())


def apply(picture: Pixels, name: str, params: Params) -> Pixels:
    """Return an RGB picture with a look; TimelineError for a name that is not known."""
    if name == "color":
        return graded(picture, custom(params))
    if name not in _filters():
        message = f"unknown filter {name!r}{suggestion(name, [*_filters(), 'color'])}"
        raise TimelineError(message, code="InvalidTimelineFormat")
    return graded(picture, _filters()[name].grade)


def custom(params: Params) -> Grade:
    """Return the look that the parameters of `color` describe, within their ranges."""

    def given(name: str, reach: float) -> float:
        return max(-1.0, min(1.0, number(params, name, 0.0) / reach))

    return Grade(
        contrast=given("contrast", 100),
        saturation=given("saturation", 100),
        balance=_balance(params),
        tint=given("tint", 100),
        brightness=given("brightness", 255),
        vignette=_share(params, "dark_corner_ratio", 0.0),
    )


_DAYLIGHT, _COLDEST, _WARMEST = 6500.0, 40_000.0, 1000.0
_SECOND_RADIATION = 1.4388e-2
_WAVES = (610e-9, 550e-9, 465e-9)
"""What red, green and blue stand for, in metres."""


def _balance(params: Params) -> Shift:
    """Return the colour that daylight has when a lamp of `kelvin_temperature` replaces it."""
    kelvin = max(_WARMEST, min(_COLDEST, number(params, "kelvin_temperature", _DAYLIGHT)))
    share = _share(params, "temperature_ratio", 1.0)
    red, green, blue = (1 + share * (_lamp(wave, kelvin) - 1) for wave in _WAVES)
    return red, green, blue


def _lamp(wave: float, kelvin: float) -> float:
    """Return how much more than green a lamp gives of a wave, against daylight (Wien's law)."""
    colder = _SECOND_RADIATION * (1 / kelvin - 1 / _DAYLIGHT)
    # Pixels hold light as its root, roughly.
    return exp(colder * (1 / _WAVES[1] - 1 / wave) / 2.2)


def _share(params: Params, name: str, default: float) -> float:
    """Read a ratio, which may be in percent."""
    value = number(params, name, default)
    return max(0.0, min(1.0, value / 100 if value > 1 else value))


@cache
def _filters() -> Mapping[str, Filter]:
    """Read the looks from the file beside this module."""
    families = tomllib.loads(files(__package__).joinpath("filters.toml").read_text("utf-8"))
    return {
        name: Filter(name, family, controls.pop("look"), Grade(**_frozen(controls)))
        for family, looks in families.items()
        for name, controls in looks.items()
    }


def _frozen(controls: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in controls.items()}
