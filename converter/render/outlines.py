"""Outlines: the glyphs of an SVG drawing of Typst as polygons, in its order of painting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""Places in pixels, shape (n, 2)."""

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_CALL = re.compile(r"(\w+)\(([^)]*)\)")
_STEP = re.compile(r"([a-zA-Z])([^a-zA-Z]*)")
_NUMBER = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
_ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4}
_ALONG = np.linspace(0.0, 1.0, 6)[1:, None]
"""Where a curve is cut into straight lines."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph with ink: its colour `#rrggbb`, its contours in page pixels, and its line.

    `start` is where it was set, and `reach` from where to where it has ink, along its
    base line; `row` is how far down that line is.
    """

    colour: str
    contours: tuple[Points, ...]
    start: float
    reach: tuple[float, float]
    row: int


def glyphs(svg: str) -> Iterator[Glyph]:
    """Yield every glyph of a drawing."""
    root = Xml.fromstring(svg)
    shapes = {
        symbol.get("id", ""): list(_contours(symbol[0].get("d", "")))
        for symbol in root.iter(f"{_SVG}symbol")
        if len(symbol)
    }
    yield from _placed(root, np.eye(3), shapes)


def _placed(node: Xml.Element, outer: Points, shapes: dict[str, list[Points]]) -> Iterator[Glyph]:
    matrix = outer @ _matrix(node.get("transform", ""))
    for child in node:
        if child.tag == f"{_SVG}g":
            yield from _placed(child, matrix, shapes)
        elif child.tag == f"{_SVG}use":
            x, y = float(child.get("x", 0)), float(child.get("y", 0))
            moved = matrix @ np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])
            contours = shapes.get(child.get(_HREF, "").removeprefix("#"), [])
            if contours:
                yield _glyph(child.get("fill", ""), contours, moved)


def _glyph(colour: str, contours: list[Points], matrix: Points) -> Glyph:
    outlines = tuple(_mapped(contour, matrix) for contour in contours)
    along = matrix[:2, 0] / np.hypot(*matrix[:2, 0])
    places = np.concatenate(outlines) @ along
    start, down = matrix[:2, 2] @ along, matrix[:2, 2] @ np.array([-along[1], along[0]])
    reach = float(places.min()), float(places.max())
    return Glyph(colour, outlines, float(start), reach, round(float(down)))


def _mapped(points: Points, matrix: Points) -> Points:
    return points @ matrix[:2, :2].T + matrix[:2, 2]


def _matrix(transform: str) -> Points:
    """Read an SVG transform of one or more calls."""
    whole = np.eye(3)
    for name, values in _CALL.findall(transform):
        numbers = [float(value) for value in _NUMBER.findall(values)]
        if name == "translate":
            numbers = [1, 0, 0, 1, *numbers, *[0.0] * (2 - len(numbers))]
        elif name == "scale":
            numbers = [numbers[0], 0, 0, numbers[-1], 0, 0]
        a, b, c, d, e, f = numbers
        whole = whole @ np.array([[a, c, e], [b, d, f], [0, 0, 1.0]])
    return whole


def _contours(path: str) -> Iterator[Points]:
    """Yield the closed lines of a path; curves become a few straight ones."""
    here, line = np.zeros(2), list[Points]()
    for letter, values in _STEP.findall(path):
        verb, relative = letter.upper(), letter.islower()
        if verb == "Z":
            here = line[0] if line else here
            continue
        numbers = [float(value) for value in _NUMBER.findall(values)]
        for first in range(0, len(numbers), _ARITY[verb]):
            points = _absolute(verb, numbers[first : first + _ARITY[verb]], here, relative)
            if verb == "M":
                if len(line) > 2:
                    yield np.array(line)
                line = [points[-1]]
            else:
                line += _straightened(here, points)
            here = points[-1]
    if len(line) > 2:
        yield np.array(line)


def _absolute(verb: str, numbers: list[float], here: Points, relative: bool) -> list[Points]:
    start = here if relative else np.zeros(2)
    if verb == "H":
        return [np.array([start[0] + numbers[0], here[1]])]
    if verb == "V":
        return [np.array([here[0], start[1] + numbers[0]])]
    return [start + np.array(pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]


def _straightened(here: Points, points: list[Points]) -> list[Points]:
    """Return points on the Bezier curve of a degree, the last included."""
    if len(points) == 1:
        return points
    t, rest = _ALONG, 1 - _ALONG
    if len(points) == 2:
        curve = rest**2 * here + 2 * rest * t * points[0] + t**2 * points[1]
    else:
        outer = rest**3 * here + t**3 * points[2]
        curve = outer + 3 * rest**2 * t * points[0] + 3 * rest * t**2 * points[1]
    return list(curve)
