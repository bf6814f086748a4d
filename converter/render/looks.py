"""Looks: which filters and effects a Timeline asks for, and when, in exact seconds.

Names are drawn here: `random` and comma lists end as one known name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Literal

from converter.render.material import refused
from converter.render.placement import length, offset
from converter.render.timing import Placed
from converter.timeline.bands import Band, bands
from converter.timeline.clips import EffectTrackItem
from converter.timeline.effects import DeWatermark, Filter, KenBurns, Vfx, Zoom
from converter.timeline.finding import suggestion
from converter.timeline.model import Timeline
from converter.timeline.names import KNOWN_FILTERS, KNOWN_VFX, listed
from converter.timeline.values import exact

LONGEST_CAMERA_MOVE = Fraction(10)
"""Seconds a KenBurns lasts at most; then the camera rests."""

Kind = Literal["DeWatermark", "Filter", "VFX"]
Params = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Look:
    """A filter or a picture effect with its resolved name, from `begin` to `end`."""

    kind: Kind
    name: str
    params: Params
    begin: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class Equaliser:
    """Bands that shape the whole sound from `begin` to `end`."""

    bands: tuple[Band, ...]
    begin: Fraction
    end: Fraction


def of_clip(
    placed: Placed, begin: Fraction, end: Fraction, size: tuple[int, int], seed: int
) -> Iterator[Look]:
    """Yield the looks of a clip that is seen from `begin` to `end`, in drawing order.

    `size` is that of its source: there the regions to clean are. Raises TimelineError
    for a name that is not known.
    """
    random = Random(f"{seed} {placed.path}")
    for effect in placed.clip.all(DeWatermark):
        yield Look("DeWatermark", "", _region(effect, size), *_cleaned(effect, placed, begin, end))
    looks: tuple[Filter | Vfx, ...] = (*placed.clip.all(Filter), *placed.clip.all(Vfx))
    for look in looks:
        name = drawn(look, random, placed.path)
        yield Look(look.type, name, parameters(look.ext_params), *_when(look, begin, end))


def of_tracks(
    timeline: Timeline, total: Fraction, frame: tuple[int, int], seed: int
) -> Iterator[Look]:
    """Yield the looks of the effect tracks of an output `total` seconds long."""
    for path, item in timeline.effect_items():
        if item.type in ("VFX", "Filter"):
            name = drawn(item, Random(f"{seed} {path}"), path)
            params = {**_region(item, frame), **parameters(item.ext_params)}
            yield Look(item.type, name, params, *_when(item, Fraction(0), total))


def equalisers(timeline: Timeline, total: Fraction) -> Iterator[Equaliser]:
    """Yield what equalises the sound of an output `total` seconds long.

    Raises TimelineError for bands that are none.
    """
    for path, item in timeline.effect_items():
        if item.type == "AEqualize":
            try:
                wanted = bands(item)
            except ValueError as error:
                raise refused(path, f"AEqualize {error}", "InvalidEffectParam") from error
            if wanted:
                yield Equaliser(wanted, *_when(item, Fraction(0), total))


def sweeps(placed: Placed, seen: Fraction) -> Iterator[tuple[KenBurns | Zoom, Fraction]]:
    """Yield the camera moves of a clip that is `seen` seconds, and how long each lasts.

    Raises TimelineError for boxes that are none and for a zoom that leads nowhere.
    """
    for effect in placed.clip.effects:
        if isinstance(effect, KenBurns):
            for box in (effect.start, effect.end):
                _refuse_no_box(box, placed.path)
            yield effect, min(seen, LONGEST_CAMERA_MOVE)
        elif isinstance(effect, Zoom):
            start, end = effect.start_rate, effect.end_rate
            if start is not None and end is not None and end <= start:
                told = f"Zoom EndRate {end:g} is not more than StartRate {start:g}"
                raise refused(placed.path, told, "InvalidEffectParam")
            yield effect, seen if effect.duration is None else min(seen, exact(effect.duration))


def drawn(effect: Filter | Vfx | EffectTrackItem, random: Random, path: str) -> str:
    """Return the name of a look: as given, one of a comma list, or any for `random`."""
    known, what = _KNOWN[effect.type or "VFX"]
    given = listed(effect.sub_type)
    if given == ["random"]:
        return random.choice(sorted(name for name in known if name not in _NOT_BY_CHANCE))
    usable = [name for name in given if name in known]
    if usable:
        return random.choice(usable) if len(usable) > 1 else usable[0]
    hint = suggestion(effect.sub_type, known)
    raise refused(path, f"{what} {effect.sub_type!r}{hint}", "InvalidTimelineFormat")


def parameters(ext_params: str | None) -> dict[str, float | str]:
    """Read `k=v,k=v`; what is a number becomes one."""
    pairs = (part.partition("=") for part in (ext_params or "").split(","))
    return {key.strip(): _value(value.strip()) for key, _, value in pairs if value.strip()}


_KNOWN: Mapping[str, tuple[Collection[str], str]] = {
    "VFX": (KNOWN_VFX, "Invalid vfx subType"),
    "Filter": (KNOWN_FILTERS, "unknown filter"),
}
_NOT_BY_CHANCE = frozenset(
    {"color", "mosaic_rect", "mask_circle", "mask_rec", "mask_linear", "mask_minor"}
)
"""Looks that say nothing without parameters."""


def _refuse_no_box(box: str | None, path: str) -> None:
    numbers = [_value(part) for part in box.split(",")] if box else []
    if box and not (len(numbers) == 4 and all(isinstance(number, float) for number in numbers)):
        told = f"KenBurns has the box {box!r}, expected four numbers x,y,w,h"
        raise refused(path, told, "InvalidEffectParam")


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _when(
    effect: Filter | Vfx | EffectTrackItem, begin: Fraction, end: Fraction
) -> tuple[Fraction, Fraction]:
    first = begin if effect.timeline_in is None else max(begin, exact(effect.timeline_in))
    duration = getattr(effect, "duration", None)
    if effect.timeline_out is not None:
        return first, min(end, exact(effect.timeline_out))
    return first, end if duration is None else min(end, first + exact(duration))


def _cleaned(
    effect: DeWatermark, placed: Placed, begin: Fraction, end: Fraction
) -> tuple[Fraction, Fraction]:
    """Return when a region is cleaned: by output time, else by seconds of the source."""

    def shown(second: float) -> Fraction:
        return placed.start + (exact(second) - placed.material.source_in) / placed.speed

    first = _edge(effect.timeline_in, effect.in_, begin, shown)
    last = _edge(effect.timeline_out, effect.out, end, shown)
    return max(begin, first), min(end, last)


def _edge(
    output: float | None,
    source: float | None,
    otherwise: Fraction,
    shown: Callable[[float], Fraction],
) -> Fraction:
    if output is not None:
        return exact(output)
    return otherwise if source is None else shown(source)


def _region(place: DeWatermark | EffectTrackItem, size: tuple[int, int]) -> dict[str, float | str]:
    """Return the fields of a rectangle that are given, as shares of a size in pixels."""
    found: dict[str, float | str] = {}
    for name, side, resolve in (
        ("x", size[0], offset),
        ("y", size[1], offset),
        ("width", size[0], length),
        ("height", size[1], length),
    ):
        value = getattr(place, name)
        if value is not None:
            found[name] = resolve(value, side) / side
    return found
