"""Chart: the numbers of an Office chart, drawn anew as an SVG.

The file holds the data, not a picture. Columns, bars, lines, areas, points, pies and
rings are drawn plainly; other kinds are not.
"""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WIDTH, HEIGHT = 960, 600
LEFT, RIGHT, TOP, BOTTOM = 100, 930, 100, 510
COLOURS = ("#2f6690", "#d1603d", "#5b8e5a", "#8d6a9f", "#c9a227", "#3a9d9d", "#8c564b")
LETTER = 10
"""Pixels a letter takes, about."""
MOST_POINTS = 2000
_KINDS = {
    "barChart": "columns",
    "bar3DChart": "columns",
    "lineChart": "line",
    "line3DChart": "line",
    "areaChart": "line",
    "scatterChart": "points",
    "pieChart": "pie",
    "pie3DChart": "pie",
    "doughnutChart": "pie",
}


@dataclass(frozen=True)
class Series:
    """A row of numbers; `at` are their places for points, None elsewhere."""

    name: str
    values: tuple[float, ...]
    at: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Chart:
    """What a chart shows."""

    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]

    def figure(self) -> str:
        """Return the inside of an HTML figure: the picture and its caption."""
        picture = base64.b64encode(self.svg().encode()).decode()
        alt = ", ".join(one.name for one in self.series if one.name)
        caption = f"<figcaption>{html.escape(self.title)}</figcaption>" if self.title else ""
        return f'<img src="data:image/svg+xml;base64,{picture}" alt="{html.escape(alt)}">{caption}'

    def svg(self) -> str:
        """Draw the chart."""
        inner = "".join(_pie(self) if self.kind == "pie" else _plot(self))
        inner += _text(LEFT, 36, self.title, "start", most=70) if self.title else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Inter, Noto Sans, sans-serif" '
            f'font-size="18" fill="#333">{inner}</svg>'
        )


def read_chart(content: bytes) -> Chart | None:
    """Read a chart part; None for a kind that is not drawn, or without numbers."""
    try:
        root = ET.fromstring(content)
    except ET.ParseError:
        return None
    for element in root.iter():
        kind = _KINDS.get(element.tag.removeprefix(C))
        if kind is None:
            continue
        series = tuple(_series(one) for one in element.iter(C + "ser"))
        series = tuple(one for one in series if any(map(math.isfinite, one.values)))
        if series:
            names = next((_texts(one, "cat") for one in element.iter(C + "ser")), ())
            return Chart(_turned(element, kind), _title(root), names, series)
    return None


def _turned(element: ET.Element, kind: str) -> str:
    direction = element.find(C + "barDir")
    return "bars" if direction is not None and direction.get("val") == "bar" else kind


def _title(root: ET.Element) -> str:
    title = root.find(f"{C}chart/{C}title")
    words = [] if title is None else [t.text or "" for t in title.iter(A + "t")]
    return " ".join("".join(words).split())


def _series(element: ET.Element) -> Series:
    at = _numbers(element, "xVal")
    name = " ".join(_texts(element, "tx")) or "".join(
        v.text or "" for tx in element.findall(C + "tx") for v in tx.iter(C + "v")
    )
    values = _numbers(element, "val") or _numbers(element, "yVal")
    return Series(name, values, at if len(at) == len(values) and at else None)


def _texts(element: ET.Element, name: str) -> tuple[str, ...]:
    """Return the points of a child in order, gaps empty; of several levels the innermost."""
    found = element.find(C + name)
    points: dict[int, str] = {}
    for point in () if found is None else found.iter(C + "pt"):
        index = point.get("idx", "")
        if index.isdigit() and int(index) < MOST_POINTS:
            points.setdefault(int(index), (point.findtext(C + "v") or "").strip())
    return tuple(points.get(index, "") for index in range(max(points, default=-1) + 1))


def _numbers(element: ET.Element, name: str) -> tuple[float, ...]:
    return tuple(map(_number, _texts(element, name)))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _label(value: float) -> str:
    return f"{value:,.6g}".replace(",", "\u202f") if abs(value) < 1e9 else f"{value:.2e}"


def _text(x: float, y: float, words: str, anchor: str = "middle", most: int = 22) -> str:
    shown = words if len(words) <= most else words[: most - 1] + "…"
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(shown)}</text>'


def ticks(low: float, high: float) -> list[float]:
    """Return some five round numbers that reach from below `low` to above `high`."""
    high = high if high > low else low + (abs(low) or 1.0)
    rough = (high - low) / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]


@dataclass(frozen=True)
class _Axis:
    """Maps numbers to a stretch of pixels."""

    marks: Sequence[float]
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.marks[0]) / (self.marks[-1] - self.marks[0])
        return self.begin + share * (self.end - self.begin)


def _plot(chart: Chart) -> Iterator[str]:
    lying = chart.kind == "bars"
    marks = _marks(chart)
    along = _Axis(marks, LEFT + 60, RIGHT) if lying else _Axis(marks, BOTTOM, TOP)
    yield from _grid(along, lying)
    if chart.kind == "points":
        yield from _scatter(chart, along)
    elif chart.kind == "line":
        yield from _curves(chart, along)
    else:
        yield from _columns(chart, along, lying)
    if len(chart.series) > 1:
        yield from _legend([one.name for one in chart.series])


def _marks(chart: Chart) -> list[float]:
    """Return the ticks of the values; columns stand on zero, and lines not far above it."""
    values = [value for one in chart.series for value in one.values if math.isfinite(value)]
    low, high = min(values), max(values)
    if chart.kind in {"columns", "bars"} or 0 <= low < high / 2:
        low, high = min(0.0, low), max(0.0, high)
    return ticks(low, high)


def _grid(axis: _Axis, lying: bool) -> Iterator[str]:
    for mark in axis.marks:
        at = axis(mark)
        if lying:
            yield f'<path d="M{at:.1f} {TOP}V{BOTTOM}" stroke="#ddd"/>'
            yield _text(at, BOTTOM + 28, _label(mark))
        else:
            yield f'<path d="M{LEFT} {at:.1f}H{RIGHT}" stroke="#ddd"/>'
            yield _text(LEFT - 10, at + 6, _label(mark), "end")


def _columns(chart: Chart, axis: _Axis, lying: bool) -> Iterator[str]:
    count = max(len(one.values) for one in chart.series)
    begin, end = (TOP, BOTTOM) if lying else (LEFT, RIGHT)
    room = (end - begin) / count
    thick = room * 0.7 / len(chart.series)
    for row, one in enumerate(chart.series):
        for index, value in enumerate(one.values):
            if math.isfinite(value):
                across = begin + room * (index + 0.15) + thick * row
                from_, to = sorted((axis(0), axis(value)))
                yield _rectangle(across, thick, (from_, to), lying, _colour(row))
    yield from _names(chart.categories, count, lying)


def _rectangle(
    across: float, thick: float, along: tuple[float, float], lying: bool, colour: str
) -> str:
    begin, long = along[0], along[1] - along[0]
    x, y, width, height = (begin, across, long, thick) if lying else (across, begin, thick, long)
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{colour}"/>'


def _names(categories: Sequence[str], count: int, lying: bool) -> Iterator[str]:
    """Yield the names of categories, as many as there is room for."""
    letters = sum(min(22, len(name)) + 2 for name in categories)
    every = max(1, math.ceil(30 * count / (BOTTOM - TOP) if lying else letters * LETTER / WIDTH))
    for index, name in list(enumerate(categories[:count]))[::every]:
        share = (index + 0.5) / count
        if lying:
            yield _text(LEFT + 50, TOP + share * (BOTTOM - TOP) + 6, name, "end")
        else:
            yield _text(LEFT + share * (RIGHT - LEFT), BOTTOM + 28, name)


def _curves(chart: Chart, axis: _Axis) -> Iterator[str]:
    count = max(len(one.values) for one in chart.series)
    room = (RIGHT - LEFT) / count
    for row, one in enumerate(chart.series):
        points = [
            f"{LEFT + room * (index + 0.5):.1f} {axis(value):.1f}"
            for index, value in enumerate(one.values)
            if math.isfinite(value)
        ]
        style = f'fill="none" stroke="{_colour(row)}" stroke-width="4"'
        yield f'<path d="M{"L".join(points)}" {style}/>' if points else ""
    yield from _names(chart.categories, count, lying=False)


def _scatter(chart: Chart, axis: _Axis) -> Iterator[str]:
    pairs = [
        (row, x, y)
        for row, one in enumerate(chart.series)
        for x, y in zip(one.at or range(len(one.values)), one.values, strict=True)
        if math.isfinite(x) and math.isfinite(y)
    ]
    places = [x for _, x, _ in pairs]
    across = _Axis(ticks(min(places), max(places)), LEFT, RIGHT)
    yield from (_text(across(mark), BOTTOM + 28, _label(mark)) for mark in across.marks)
    for row, x, y in pairs:
        yield f'<circle cx="{across(x):.1f}" cy="{axis(y):.1f}" r="6" fill="{_colour(row)}"/>'


def _legend(names: Sequence[str]) -> Iterator[str]:
    x = float(LEFT)
    for row, name in enumerate(names[: len(COLOURS)]):
        yield f'<rect x="{x:.1f}" y="58" width="18" height="18" fill="{_colour(row)}"/>'
        yield _text(x + 26, 74, name, "start")
        x += 60 + LETTER * min(22, len(name))


def _colour(row: int) -> str:
    return COLOURS[row % len(COLOURS)]


def _pie(chart: Chart) -> Iterator[str]:
    values = [max(0.0, v) if math.isfinite(v) else 0.0 for v in chart.series[0].values]
    shares = [value / (sum(values) or 1.0) for value in values]
    turned = -math.pi / 2
    for index, share in enumerate(shares):
        after = turned + min(share, 0.9999) * 2 * math.pi
        yield _slice(turned, after, _colour(index))
        turned = after
    named = list(zip(chart.categories, shares, strict=False))[:14]
    for index, (name, share) in enumerate(named):
        y = 320 + 34 * (index - (len(named) - 1) / 2)
        yield f'<rect x="630" y="{y - 15:.1f}" width="18" height="18" fill="{_colour(index)}"/>'
        yield _text(660, y, f"{name[:16]} {share:.0%}", "start")


def _slice(begin: float, end: float, colour: str) -> str:
    (x0, y0), (x1, y1) = ((330 + 240 * math.cos(a), 320 + 240 * math.sin(a)) for a in (begin, end))
    arc = f"A240 240 0 {int(end - begin > math.pi)} 1 {x1:.1f} {y1:.1f}"
    return f'<path d="M330 320L{x0:.1f} {y0:.1f}{arc}Z" fill="{colour}" stroke="#fff"/>'
