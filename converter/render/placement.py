"""Placement: where a picture or a text goes on the frame, in whole pixels.

The one place for the number that may be a fraction or pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

Size = tuple[int, int]
"""Width and height in pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the frame, in pixels; it may reach beyond the frame."""

    x: int
    y: int
    width: int
    height: int

    def inside(self, frame: Size) -> bool:
        """Tell whether no part of it leaves the frame."""
        right, bottom = self.x + self.width, self.y + self.height
        return self.x >= 0 and self.y >= 0 and right <= frame[0] and bottom <= frame[1]

    def covers(self, frame: Size) -> bool:
        """Tell whether no part of the frame is outside of it."""
        right, bottom = self.x + self.width, self.y + self.height
        return self.x <= 0 and self.y <= 0 and right >= frame[0] and bottom >= frame[1]


@dataclass(frozen=True, slots=True)
class Placement:
    """The part of a picture that shows, and where.

    `part` is left, top, right, bottom in pixels of the picture, fractions allowed.
    """

    part: tuple[float, float, float, float]
    box: Box

    def visible(self, frame: Size) -> Placement | None:
        """Return what of it is on the frame; None when nothing is."""
        left, top = max(0, self.box.x), max(0, self.box.y)
        right = min(frame[0], self.box.x + self.box.width)
        bottom = min(frame[1], self.box.y + self.box.height)
        if left >= right or top >= bottom:
            return None
        across = (self.part[2] - self.part[0]) / self.box.width
        down = (self.part[3] - self.part[1]) / self.box.height
        part = (
            self.part[0] + (left - self.box.x) * across,
            self.part[1] + (top - self.box.y) * down,
            self.part[2] - (self.box.x + self.box.width - right) * across,
            self.part[3] - (self.box.y + self.box.height - bottom) * down,
        )
        return Placement(part, Box(left, top, right - left, bottom - top))


def length(value: float, side: float, scale: float = 1.0) -> float:
    """Resolve a size in pixels: up to 1 it is a fraction of `side`, above it pixels."""
    return value * side if value <= 1 else value * scale


def offset(value: float | None, side: float, scale: float = 1.0) -> float:
    """Resolve a position in pixels: below 1 (either sign) it is a fraction of `side`."""
    value = value or 0.0
    return value * side if abs(value) < 1 else value * scale


def place(
    picture: Size,
    frame: Size,
    *,
    x: float | None = None,
    y: float | None = None,
    width: float | None = None,
    height: float | None = None,
    adapt: str | None = None,
) -> Placement:
    """Place a picture of a size in pixels by the fields of its clip.

    Without sizes it is fitted to the frame and centred; with one side it keeps its
    aspect; with both, `adapt` says how it fills the box (`Contain`, `Cover`, `Fill`).
    """
    whole = (0.0, 0.0, float(picture[0]), float(picture[1]))
    if not width and not height:
        fitted = contained(picture, Box(0, 0, *frame))
        left = fitted.x if x is None else round(offset(x, frame[0]))
        top = fitted.y if y is None else round(offset(y, frame[1]))
        return Placement(whole, Box(left, top, fitted.width, fitted.height))
    across, down = _sides(picture, frame, width, height)
    left, top = round(offset(x, frame[0])), round(offset(y, frame[1]))
    box = Box(left, top, max(1, round(across)), max(1, round(down)))
    if width and height and adapt == "Contain":
        return Placement(whole, contained(picture, box))
    if width and height and adapt == "Cover":
        return Placement(covering(picture, (box.width, box.height)), box)
    return Placement(whole, box)


def contained(picture: Size, box: Box) -> Box:
    """Return the largest box of the picture's aspect in the middle of another."""
    factor = min(box.width / picture[0], box.height / picture[1])
    width, height = max(1, round(picture[0] * factor)), max(1, round(picture[1] * factor))
    return Box(box.x + (box.width - width) // 2, box.y + (box.height - height) // 2, width, height)


def covering(picture: Size, box: Size) -> tuple[float, float, float, float]:
    """Return the largest part, around the middle, that has the aspect of the box."""
    factor = max(box[0] / picture[0], box[1] / picture[1])
    width, height = box[0] / factor, box[1] / factor
    left, top = max(0.0, (picture[0] - width) / 2), max(0.0, (picture[1] - height) / 2)
    return left, top, picture[0] - left, picture[1] - top


def _sides(
    picture: Size, frame: Size, width: float | None, height: float | None
) -> tuple[float, float]:
    """Return both sides in pixels, one that is not given by the picture's aspect."""
    across = length(width, frame[0]) if width else 0.0
    down = length(height, frame[1]) if height else across * picture[1] / picture[0]
    return across or down * picture[0] / picture[1], down


def place_text(
    text: Size, frame: Size, x: float, y: float, alignment: str | None
) -> tuple[int, int]:
    """Return the left top of a text box; `x` and `y` in pixels.

    With the nine values x and y are margins from the edge the value names; `Left`,
    `Center` and `Right` put a corner or the middle of the top edge on the point.
    """
    value = alignment or "TopLeft"
    if value in _ANCHORS:
        return round(x - text[0] * _ANCHORS[value]), round(y)
    vertical, horizontal = _parts(value)
    return _aligned(horizontal, text[0], frame[0], x), _aligned(vertical, text[1], frame[1], y)


def horizontal(alignment: str | None) -> str | None:
    """Return `left`, `center` or `right`: how lines stand inside the box; None if not said."""
    return _parts(alignment)[1].lower() if alignment else None


_ANCHORS = {"Left": 0.0, "Center": 0.5, "Right": 1.0}


def _parts(value: str) -> tuple[str, str]:
    for vertical in ("Top", "Center", "Bottom"):
        if value.startswith(vertical) and value != vertical:
            return vertical, value.removeprefix(vertical)
    return "Top", value


def _aligned(edge: str, size: int, side: int, margin: float) -> int:
    if edge in ("Right", "Bottom"):
        return round(side - size - margin)
    return round((side - size) / 2 + margin if edge == "Center" else margin)
