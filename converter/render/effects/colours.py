"""Colours as Timelines write them, and the decorated text presets.

IMS does not publish the art of its `EffectColorStyle` presets. Each id gets a look
of its family by rule: the same id always looks the same, and neighbours differ.
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

from converter.errors import TimelineError
from converter.timeline.names import KNOWN_DECORATIONS

_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


@dataclass(frozen=True, slots=True)
class Colour:
    """An RGB colour, 0 to 255, with its opacity, 0 to 1."""

    red: int
    green: int
    blue: int
    alpha: float = 1.0

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The three channels, 0 to 255."""
        return self.red, self.green, self.blue

    def faded(self, opacity: float) -> Colour:
        """Return this colour with its opacity multiplied."""
        return Colour(self.red, self.green, self.blue, self.alpha * opacity)

    @property
    def hex(self) -> str:
        """The three channels as `#rrggbb`."""
        return str(self)[:7]

    def __str__(self) -> str:
        """Write `#rrggbbaa`."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}{round(self.alpha * 255):02x}"


BLACK = Colour(0, 0, 0)
WHITE = Colour(255, 255, 255)


def parse(text: str | None) -> Colour:
    """Read `#RRGGBB`, also without `#`, as `#RGB` or as `#RRGGBBAA`; nothing is black.

    Raises TimelineError when it is none of these.
    """
    if not text:
        return BLACK
    found = _HEX.fullmatch(text.strip())
    if not found:
        raise TimelineError(f"colour {text!r}: expected #RRGGBB")
    digits = found[1]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, *alpha = bytes.fromhex(digits)
    return Colour(red, green, blue, alpha[0] / 255 if alpha else 1.0)


@dataclass(frozen=True, slots=True)
class Stroke:
    """Glyphs widened on all sides, below the fill; lengths in em."""

    colour: Colour
    width: float
    shift: float = 0.0
    blur: float = 0.0


@dataclass(frozen=True, slots=True)
class Decoration:
    """Look of a decorated text: fill from top to bottom, strokes from bottom to top."""

    fill: tuple[Colour, ...]
    strokes: tuple[Stroke, ...]


def decoration(preset: str) -> Decoration | None:
    """Return the look of an `EffectColorStyle` id; None when it is no such id."""
    if preset not in KNOWN_DECORATIONS:
        return None
    number = int(preset[-6:])
    # After eight numbers the circle is full: the next eight are a shade darker.
    return _FAMILIES[int(preset[2:6])](hue(number), 0.09 * ((number - 1) // 8))


def hue(number: int) -> float:
    """Spread the numbers of presets over the colour circle, neighbours far apart."""
    return (0.11 + number * 0.381966) % 1.0


def tone(hue: float, lightness: float, saturation: float = 1.0) -> Colour:
    """Return a colour by its place on the colour circle, in turns."""
    red, green, blue = colorsys.hls_to_rgb(hue % 1.0, lightness, saturation)
    return Colour(round(red * 255), round(green * 255), round(blue * 255))


def _bright(turn: float, shade: float) -> Decoration:
    return Decoration((tone(turn, 0.72 - shade),), (Stroke(tone(turn, 0.10, 0.6), 0.07),))


def _gradient(turn: float, shade: float) -> Decoration:
    fill = (tone(turn, 0.92 - shade), tone(turn + 0.12, 0.58 - shade))
    return Decoration(fill, (Stroke(tone(turn, 0.12, 0.7), 0.06),))


def _double(turn: float, shade: float) -> Decoration:
    inner = Stroke(tone(turn, 0.22 + shade / 2, 0.9), 0.07)
    return Decoration((tone(turn, 0.88 - shade),), (Stroke(WHITE, 0.12), inner))


def _raised(turn: float, shade: float) -> Decoration:
    below = Stroke(tone(turn, 0.16), 0.06, shift=0.07)
    return Decoration((WHITE,), (below, Stroke(tone(turn, 0.40 - shade), 0.06)))


def _glowing(turn: float, shade: float) -> Decoration:
    glow = Stroke(tone(turn, 0.55 - shade), 0.10, blur=0.12)
    return Decoration((WHITE,), (glow, Stroke(tone(turn, 0.30), 0.03)))


_FAMILIES = {1: _bright, 2: _gradient, 3: _double, 4: _raised, 5: _glowing}
