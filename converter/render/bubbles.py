"""Bubbles: pictures behind a text, with an area inside that the text must keep to.

IMS does not publish the art of its `BubbleStyleId` presets. Each family has a shape of
our own, each id its colours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import copysign, cos, dist, pi, sin
from typing import TYPE_CHECKING

from converter.render.effects.colours import hue, parse, tone
from converter.render.placement import Size, length
from converter.timeline.names import KNOWN_BUBBLES

if TYPE_CHECKING:
    from converter.timeline.style import TextStyle

Area = tuple[float, float, float, float]
"""Left, top, width and height in shares of the bubble."""

Point = tuple[float, float]

_ASPECT = 1.6
"""Width to height of a bubble that is as large as its text needs."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """Where a text goes in its bubble.

    Sides are in pixels, 0 for as large as the text needs. `picture` is SVG; a bubble
    `of_effect` is a SubtitleEffects item, which is painted among the others.
    """

    width: float
    height: float
    area: Area
    picture: str | None = None
    of_effect: bool = False


def bubble(style: TextStyle, frame: Size, scale: float) -> Bubble | None:
    """Return the bubble of a style, if it has one."""
    width = length(style.bubble_width, frame[0], scale) if style.bubble_width else 0.0
    height = length(style.bubble_height, frame[1], scale) if style.bubble_height else 0.0
    if style.bubble_style_id in KNOWN_BUBBLES:
        return _preset(style.bubble_style_id, width, height, style.font_color)
    for effect in style.subtitle_effects:
        if effect.type == "Box" and effect.area:
            width = length(effect.width or 0.0, frame[0], scale)
            height = length(effect.height or 0.0, frame[1], scale)
            return Bubble(width, height, _area(effect.area, width, height, scale), of_effect=True)
    return None


def _area(given: Sequence[float], width: float, height: float, scale: float) -> Area:
    """Return an area in shares; numbers above 1 are pixels of a bubble that has sides."""
    x, y, across, down = (
        value / side * scale if value > 1 else value
        for value, side in zip(given, (width, height, width, height), strict=True)
    )
    return x, y, across, down


# --- our own shapes -------------------------------------------------------------------

Shape = Callable[[float, float], str]
"""From width and height to the elements of an SVG, in its own fill and stroke."""


def _preset(name: str, width: float, height: float, font_color: str) -> Bubble:
    family, number = int(name[2:6]), int(name[-6:])
    shape, area = _FAMILIES[family]
    across = width or (height or 100) * _ASPECT
    down = height or across / _ASPECT
    ground, edge = _colours(family, number, font_color)
    # A unit is a hundredth of the shorter side, so that edges are of one width.
    unit = min(across, down) / 100
    wide, high = across / unit, down / unit
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.2f} {high:.2f}" '
        f'preserveAspectRatio="none" width="{wide:.2f}" height="{high:.2f}">'
        f'<g fill="{ground}" stroke="{edge}" stroke-width="2.5" stroke-linejoin="round">'
        f"{shape(wide, high)}</g></svg>"
    )
    return Bubble(width, height, area, svg)


def _colours(family: int, number: int, font_color: str) -> tuple[str, str]:
    """Return ground and edge: what a text of this colour is read on."""
    turn = hue(7 * family + number)
    red, green, blue = parse(font_color).rgb
    bright = 0.3 * red + 0.59 * green + 0.11 * blue > 128
    ground, edge = (0.32, 0.82) if bright else (0.90, 0.35)
    return tone(turn, ground, 0.6).hex, tone(turn, edge, 0.7).hex


def _speech(width: float, height: float) -> str:
    """A rounded bubble whose tail points to the lower left."""
    base = height * 0.8
    return (
        f'<path d="M18 3 H{width - 18} Q{width - 3} 3 {width - 3} 18 V{base - 15} '
        f"Q{width - 3} {base} {width - 18} {base} H{width * 0.36} L{width * 0.17} {height - 3} "
        f'L{width * 0.22} {base} H18 Q3 {base} 3 {base - 15} V18 Q3 3 18 3 Z"/>'
    )


def _thought(width: float, height: float) -> str:
    """A cloud with two small clouds below it."""
    base = height * 0.8
    outline = [
        (
            width / 2 + (width / 2 - 5) * _swollen(cos(turn)),
            base / 2 + (base / 2 - 11) * _swollen(sin(turn)),
        )
        for turn in (2 * pi * step / 240 for step in range(241))
    ]
    points = _evenly(outline, apart=36.0)
    arcs = (
        f"A{dist(a, b) * 0.6:.2f} {dist(a, b) * 0.6:.2f} 0 0 1 {b[0]:.2f} {b[1]:.2f}"
        for a, b in pairwise(points)
    )
    return (
        f'<path d="M{points[0][0]:.2f} {points[0][1]:.2f} {" ".join(arcs)} Z"/>'
        f'<ellipse cx="{width * 0.22}" cy="{height * 0.87}" rx="7" ry="6"/>'
        f'<ellipse cx="{width * 0.15}" cy="{height * 0.95}" rx="4" ry="3.5"/>'
    )


def _swollen(share: float) -> float:
    """Return a coordinate on a circle moved out towards the corners of its square."""
    return copysign(abs(share) ** 0.7, share)


def _evenly(outline: Sequence[Point], apart: float) -> list[Point]:
    """Return points of a closed outline, about as far apart as asked, the first twice."""
    along = [0.0, *accumulate(dist(a, b) for a, b in pairwise(outline))]
    count = round(along[-1] / apart)
    steps = (along[-1] * step / count for step in range(count))
    return [*(outline[bisect_left(along, step)] for step in steps), outline[0]]


def _burst(width: float, height: float) -> str:
    """A star of many short points."""
    count = 2 * max(9, round((width + height) / 14))
    points = (
        (
            width / 2 + (width / 2 - 3) * (1 - 0.16 * (step % 2)) * cos(2 * pi * step / count),
            height / 2 + (height / 2 - 3) * (1 - 0.16 * (step % 2)) * sin(2 * pi * step / count),
        )
        for step in range(count)
    )
    return f'<polygon points="{" ".join(f"{x:.2f},{y:.2f}" for x, y in points)}"/>'


def _ribbon(width: float, height: float) -> str:
    """A band with notched ends behind it."""
    top, base, fold = 3.0, height * 0.82, width * 0.12
    ends = (
        f'<path d="M3 {height * 0.18} H{fold * 1.6} V{height - 3} H3 L{fold * 0.6} '
        f"{height * 0.58} Z M{width - 3} {height * 0.18} H{width - fold * 1.6} V{height - 3} "
        f'H{width - 3} L{width - fold * 0.6} {height * 0.58} Z" fill-opacity="0.75"/>'
    )
    return f'{ends}<rect x="{fold}" y="{top}" width="{width - 2 * fold}" height="{base - top}"/>'


def _pill(width: float, height: float) -> str:
    """A label with round ends and a second line inside of its edge."""
    radius = height / 2 - 3
    return (
        f'<rect x="3" y="3" width="{width - 6}" height="{height - 6}" rx="{radius}"/>'
        f'<rect x="9" y="9" width="{width - 18}" height="{height - 18}" rx="{radius - 6}" '
        'fill="none" stroke-width="1.2"/>'
    )


def _note(width: float, height: float) -> str:
    """A sheet of paper with a folded corner."""
    fold = 22.0
    return (
        f'<path d="M3 3 H{width - 3} V{height - fold} L{width - fold} {height - 3} H3 Z"/>'
        f'<path d="M{width - 3} {height - fold} H{width - fold} V{height - 3} Z" '
        'fill-opacity="0.55"/>'
    )


def _ticket(width: float, height: float) -> str:
    """A ticket with a bite on each side and a dashed line at its stub."""
    middle, bite, stub = height / 2, 14.0, width * 0.13
    return (
        f'<path d="M3 3 H{width - 3} V{middle - bite} A{bite} {bite} 0 0 0 {width - 3} '
        f"{middle + bite} V{height - 3} H3 V{middle + bite} A{bite} {bite} 0 0 0 3 "
        f'{middle - bite} Z"/>'
        f'<path d="M{stub} 8 V{height - 8} M{width - stub} 8 V{height - 8}" fill="none" '
        'stroke-width="1.5" stroke-dasharray="5 4"/>'
    )


_FAMILIES: Mapping[int, tuple[Shape, Area]] = {
    1: (_speech, (0.07, 0.09, 0.86, 0.62)),
    2: (_thought, (0.15, 0.15, 0.70, 0.50)),
    3: (_burst, (0.20, 0.22, 0.60, 0.56)),
    4: (_ribbon, (0.16, 0.08, 0.68, 0.70)),
    5: (_pill, (0.13, 0.16, 0.74, 0.68)),
    6: (_note, (0.08, 0.10, 0.84, 0.72)),
    7: (_ticket, (0.18, 0.12, 0.64, 0.76)),
}
