"""Boxes on a page: (x0, y0, x1, y1) in points, origin top left."""

from __future__ import annotations

from collections.abc import Iterable

Box = tuple[float, float, float, float]


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around all of at least one."""
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return min(x0s), min(y0s), max(x1s), max(y1s)


def width(box: Box) -> float:
    """Return the width, 0 for an empty box."""
    return max(0.0, box[2] - box[0])


def height(box: Box) -> float:
    """Return the height, 0 for an empty box."""
    return max(0.0, box[3] - box[1])


def area(box: Box) -> float:
    """Return the area, 0 for an empty box."""
    return width(box) * height(box)


def intersection(a: Box, b: Box) -> Box:
    """Return what two boxes share; it may be empty (area 0)."""
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def share(part: Box, whole: Box) -> float:
    """Return which share of `part` lies within `whole`, 0 to 1."""
    return area(intersection(part, whole)) / area(part) if area(part) else 0.0


def beside(a: Box, b: Box) -> float:
    """Return the length both boxes share on the x axis; negative is the gap."""
    return min(a[2], b[2]) - max(a[0], b[0])


def level(a: Box, b: Box) -> float:
    """Return the length both boxes share on the y axis; negative is the gap."""
    return min(a[3], b[3]) - max(a[1], b[1])


def grown(box: Box, by: float) -> Box:
    """Return the box with a margin on all sides; a negative one shrinks it."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def touches(a: Box, b: Box) -> bool:
    """Tell whether two boxes share at least an edge."""
    return beside(a, b) >= 0 and level(a, b) >= 0


def centre(box: Box) -> tuple[float, float]:
    """Return the middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def holds(box: Box, point: tuple[float, float]) -> bool:
    """Tell whether a point lies within a box."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]
