"""Contrast: how far the texts of a Timeline stand out, by WCAG 2, whatever picture is behind."""

from __future__ import annotations

from collections.abc import Iterator

from converter.timeline import Timeline
from converter.timeline.style import SubtitleEffect, TextStyle

Rgb = tuple[float, float, float]
BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)


def contrasts(timeline: Timeline) -> Iterator[tuple[str, float]]:
    """Yield each text that is written over pictures, by its JSON path, and its contrast.

    A plate is seen over the darkest and the brightest picture; an outline is what the
    letters stand out from; a text with neither has nothing but luck, and a contrast of 1.
    """
    for path, style in timeline.styles():
        yield path, round(_contrast(style), 2)


def _contrast(style: TextStyle) -> float:
    ink = rgb(style.font_color)
    plates = [layer for layer in style.subtitle_effects if layer.type == "Box"]
    if plates:
        return min(ratio(ink, _seen(plates[-1], picture)) for picture in (BLACK, WHITE))
    rims = [layer.color for layer in style.subtitle_effects if layer.type == "Outline"]
    rim = rims[-1] if rims else style.outline_colour if style.outline else None
    if style.border_style == 3:
        rim = style.back_colour
    return ratio(ink, rgb(rim)) if rim else 1.0


def _seen(plate: SubtitleEffect, picture: Rgb) -> Rgb:
    """Return the colour of a plate, as far as the picture behind shines through."""
    share = 1.0 if plate.opacity is None else float(plate.opacity)
    own = rgb(plate.color or "#000000")
    return tuple(share * a + (1 - share) * b for a, b in zip(own, picture, strict=True))  # type: ignore[return-value]


def rgb(colour: str) -> Rgb:
    """Return the red, green and blue of #RRGGBB, 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def ratio(one: Rgb, other: Rgb) -> float:
    """Return the contrast of two colours, 1 (none) to 21 (black on white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
