"""Gallery: a page that shows every effect there is, as a strip of stills.

A kind of effects joins by yielding its `Exhibit`s and being named in `_KINDS`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from string import Template

import cv2
import numpy as np

from converter.errors import RenderError
from converter.render.cel import Cel
from converter.render.compositing import Pixels, mixed, paste, resized
from converter.render.effects import camera, filters, motions, transitions, vfx
from converter.render.effects.motions.registry import Entrance, Loop
from converter.render.effects.parameters import Params
from converter.render.effects.vfx.registry import PASSAGE, Motion, Vfx
from converter.render.placement import Box, Placement, Size
from converter.render.schedule import Lettering, Sweep, Window
from converter.timeline.effects import KenBurns, Zoom
from converter.timeline.style import TextStyle

_MOMENTS = (0.1, 0.3, 0.5, 0.7, 0.9)
_SECONDS = 3.0
_DRAWN: Size = (640, 360)
_SHOWN: Size = (176, 99)
_QUALITY = 75


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An effect to show: `still` draws it with two pictures at a progress, 0 to 1."""

    family: str
    name: str
    description: str
    still: Callable[[Pixels, Pixels, float], Pixels]
    moments: tuple[float, ...] = _MOMENTS

    def strip(self, size: Size) -> Pixels:
        """Return its stills, each drawn at a size, side by side."""
        day, night = pictures(size)
        stills = [resized(self.still(day, night, moment), _SHOWN) for moment in self.moments]
        return np.concatenate(stills, axis=1)


def exhibits() -> list[Exhibit]:
    """Return every effect there is, families together."""
    return [shown for kind in _KINDS for shown in kind()]


def listing() -> list[tuple[str, str, str]]:
    """Return (family, name, description) of every effect, families together."""
    return [(shown.family, shown.name, shown.description) for shown in exhibits()]


def write_gallery(output: Path) -> None:
    """Write one self-contained HTML page with a strip of stills of every effect.

    Raises RenderError when the file cannot be written.
    """
    try:
        with output.open("w", encoding="utf-8") as file:
            file.write(_page())
    except OSError as error:
        raise RenderError(f"{output}: cannot be written: {error.strerror}") from error


def _transitions() -> Iterator[Exhibit]:
    for shown in transitions.every():
        yield Exhibit(f"transitions: {shown.family}", shown.name, shown.description, shown)


def _vfx() -> Iterator[Exhibit]:
    for effect in vfx.every():
        still, moments = partial(_treated, effect), _WHEN[effect.motion]
        yield Exhibit(f"vfx: {effect.family}", effect.name, effect.description, still, moments)


def _filters() -> Iterator[Exhibit]:
    for shown in filters.every():
        still = partial(_graded, shown.name, {})
        family = f"filters: {shown.family}"
        yield Exhibit(family, shown.name, shown.description, still, _DAY_AND_NIGHT)
    example = {"brightness": 20.0, "contrast": 25.0, "saturation": 30.0, "kelvin_temperature": 4000}
    told = "as its ExtParams say, here warmer and stronger"
    still = partial(_graded, "color", example)
    yield Exhibit("filters: by parameters", "color", told, still, _DAY_AND_NIGHT)


def _camera() -> Iterator[Exhibit]:
    slow = KenBurns(type="KenBurns")
    across = KenBurns(type="KenBurns", start="0,0.1,0.5,0.5", end="0.5,0.3,0.5,0.5")
    near = Zoom(type="Zoom", start_rate=1, end_rate=1.6)
    for name, told, move in (
        ("KenBurns", "without boxes: a slow zoom-out", slow),
        ("KenBurns Start, End", "from one box to another", across),
        ("Zoom", "into the middle, from StartRate to EndRate", near),
    ):
        yield Exhibit("camera", name, told, partial(_filmed, move))


def _texts() -> Iterator[Exhibit]:
    for motion in motions.every():
        end = "in" if isinstance(motion, Entrance) else "display"
        family, still = f"texts: {motion.family}", partial(_titled, motion)
        yield Exhibit(family, f"{motion.name}_{end}", motion.description, still)


_KINDS: tuple[Callable[[], Iterator[Exhibit]], ...] = (
    _transitions,
    _vfx,
    _filters,
    _camera,
    _texts,
)
_DAY_AND_NIGHT = (0.0, 1.0)
_WHEN: Mapping[Motion, tuple[float, ...]] = {
    "steady": _MOMENTS,
    "still": (0.0,),
    "entrance": tuple(moment * PASSAGE / _SECONDS for moment in _MOMENTS),
    "exit": tuple(1 - (1 - moment) * PASSAGE / _SECONDS for moment in _MOMENTS),
}


def _treated(effect: Vfx, day: Pixels, night: Pixels, moment: float) -> Pixels:
    """Return the day with an effect; the night is seen where the effect cuts a hole."""
    shown, under = effect.drawing(day, moment * _SECONDS, _SECONDS, {}), night.copy()
    paste(under, shown, 0, 0)
    return under


def _graded(name: str, params: Params, day: Pixels, night: Pixels, moment: float) -> Pixels:
    return filters.apply(night if moment else day, name, params)


def _filmed(move: KenBurns | Zoom, day: Pixels, _night: Pixels, moment: float) -> Pixels:
    size, frames = (day.shape[1], day.shape[0]), 100
    sweep = Sweep(move, frames)
    whole = Placement((0.0, 0.0, float(size[0]), float(size[1])), Box(0, 0, *size))
    placed = camera.place_filmed((sweep,), size, whole, round(moment * (frames - 1)))
    return camera.Plate(day, size).seen(placed.part, size)


def _titled(motion: Entrance | Loop, day: Pixels, _night: Pixels, moment: float) -> Pixels:
    """Return the day with a title in motion."""
    picture, drawn = day.copy(), motion.drawing(_title((day.shape[1], day.shape[0])), moment)
    paste(picture, drawn.patch, drawn.x, drawn.y)
    return picture


@cache
def _title(size: Size) -> Cel:
    style = TextStyle(font="Inter Bold", font_size=size[1] / 3, alignment="CenterCenter", outline=3)
    return Cel(Lettering(Window(0, 1), "Motion", style), size)


def _page() -> str:
    shown = exhibits()
    families = groupby(shown, key=attrgetter("family"))
    sections = "".join(_section(family, members) for family, members in families)
    return _PAGE.substitute(count=len(shown), sections=sections)


def _section(family: str, members: Iterator[Exhibit]) -> str:
    figures = "".join(_figure(shown) for shown in members)
    return f"<h2>{escape(family.capitalize())}</h2>\n<section>\n{figures}</section>\n"


def _figure(shown: Exhibit) -> str:
    return _FIGURE.substitute(
        name=escape(shown.name),
        description=escape(shown.description),
        stills=len(shown.moments),
        strip=_jpeg(shown.strip(_DRAWN)),
    )


def _jpeg(picture: Pixels) -> str:
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return b64encode(data.tobytes()).decode("ascii")


@cache
def pictures(size: Size) -> tuple[Pixels, Pixels]:
    """Draw the two pictures that effects are shown with."""
    return _day(size), _night(size)


def _day(size: Size) -> Pixels:
    """Draw a red balloon over hills in the sun."""
    picture, unit = _sky(size, (96, 178, 232), (255, 226, 170)), size[1] / 36
    _disc(picture, (50, 8), 4, (255, 244, 190), unit)
    _hills(picture, ((0, 27), (14, 20), (30, 28), (46, 22), (64, 29)), (110, 150, 60), unit)
    _hills(picture, ((0, 31), (20, 28), (40, 33), (64, 28)), (60, 110, 50), unit)
    _disc(picture, (20, 12), 6, (214, 52, 44), unit)
    _disc(picture, (20, 20.4), 1.2, (110, 66, 36), unit)
    return picture


def _night(size: Size) -> Pixels:
    """Draw lit houses under a moon and stars."""
    picture, unit = _sky(size, (24, 18, 66), (150, 60, 130)), size[1] / 36
    for x, y in np.random.default_rng(41).uniform((0, 0), (64, 20), (40, 2)):
        _disc(picture, (x, y), 0.2, (240, 240, 255), unit)
    _disc(picture, (14, 9), 4.5, (250, 236, 200), unit)
    for left, top, width in ((2, 26, 9), (13, 20, 8), (24, 24, 12), (39, 16, 7), (49, 22, 12)):
        _block(picture, (left, top, left + width, 36), (16, 22, 44), unit)
        for x in range(left + 1, left + width - 1, 2):
            _block(picture, (x, top + 2, x + 1, top + 4), (255, 200, 80), unit)
            _block(picture, (x, top + 7, x + 1, top + 9), (70, 210, 220), unit)
    return picture


_Colour = tuple[int, int, int]


def _sky(size: Size, above: _Colour, below: _Colour) -> Pixels:
    ramp = np.linspace(0, 1, size[1])[:, None, None]
    colours = np.array(above) * (1 - ramp) + np.array(below) * ramp
    return np.repeat(colours.astype(np.uint8), size[0], axis=1)


def _disc(
    picture: Pixels, middle: tuple[float, float], radius: float, colour: _Colour, unit: float
) -> None:
    x, y = (round(place * unit * 16) for place in middle)
    cv2.circle(picture, (x, y), round(radius * unit * 16), colour, -1, cv2.LINE_AA, 4)


def _hills(
    picture: Pixels, tops: tuple[tuple[int, int], ...], colour: _Colour, unit: float
) -> None:
    x = np.arange(picture.shape[1])
    places = np.array(tops) * unit
    shares = np.interp(x, places[:, 0], np.arange(len(tops)))
    eased = np.floor(shares) + (1 - np.cos(np.pi * (shares % 1))) / 2
    line = np.interp(eased, np.arange(len(tops)), places[:, 1])
    below = np.arange(picture.shape[0])[:, None] >= line
    picture[below] = mixed(picture, np.full_like(picture, colour), 0.85)[below]


def _block(picture: Pixels, box: tuple[int, int, int, int], colour: _Colour, unit: float) -> None:
    left, top, right, bottom = (round(edge * unit) for edge in box)
    picture[top:bottom, left:right] = colour


_FIGURE = Template(
    '<figure style="--stills: $stills"><img src="data:image/jpeg;base64,$strip" alt="$name">'
    "<figcaption><code>$name</code> $description</figcaption></figure>\n"
)

_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Effects of Docreel</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 940px; margin: 3rem auto; }
  body { padding: 0 1rem; }
  h1 { margin-bottom: 0; }
  h2 { margin: 3rem 0 1rem; border-bottom: 1px solid #8886; }
  figure { margin: 0 0 1.4rem; }
  section { display: flex; flex-wrap: wrap; column-gap: 1rem; }
  img { display: block; width: calc(var(--stills) * 176px); max-width: 100%; border-radius: 4px; }
  figure { max-width: calc(var(--stills) * 176px); }
  code { font-weight: 600; margin-right: .6em; }
  p, figcaption { color: #777; }
  figcaption code { color: CanvasText; }
</style>
<h1>Effects of Docreel</h1>
<p>$count effects. What moves is shown at 10, 30, 50, 70 and 90 hundredths of its way, a filter
by day and by night, anything else once.</p>
$sections</html>
""")
