"""Lettering: text of a Timeline as a picture with a place on the frame.

`lettering.typ` sets the lines; here a TextStyle becomes the numbers it needs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import Image

from converter.errors import RenderError
from converter.render.effects.colours import Decoration, decoration, parse
from converter.render.faces import BOLD, Face, face
from converter.render.placement import Box, Size, horizontal, length, offset, place_text
from converter.render.wrapping import IDEOGRAPHS, Measure, wrapped
from converter.typeset import FAMILIES, Rgba, families, typeset, widths

if TYPE_CHECKING:
    from converter.render.schedule import Lettering
    from converter.timeline.style import SubtitleEffect, TextStyle

_TEMPLATE = Path(__file__).with_name("lettering.typ")
_PITCH = 1.25
"""Distance of base lines in em."""
_ASCENT, _DESCENT = 0.97, 0.24
"""Line box in em: as much above the capitals as below the base line."""
_OVERHANG = 0.4
"""How far, in em, ink may leave its line box: italics, stacked marks."""
_PAD = 0.4, 0.2
"""Padding of an opaque box in em, across and down, and its corner radius."""
_RADIUS = 0.18

_OPAQUE_BOX = 3
_MAX_PIXELS = 100_000_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lettering as pixels: `patch` belongs at `x`, `y` of the frame.

    `box` is the text box the placement rules speak of; ink may reach beyond it.
    `overflow` says in words which limit the text does not keep, if any.
    """

    patch: Rgba
    x: int
    y: int
    box: Box
    overflow: str | None = None


@dataclass(frozen=True, slots=True)
class _Layer:
    """One coat: the glyphs, perhaps widened by `stroke`, or a box behind them; pixels."""

    kind: str
    colours: Sequence[str]
    stroke: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    pad_x: float = 0.0
    pad_y: float = 0.0
    radius: float = 0.0
    blur: float = 0.0

    @property
    def reach(self) -> float:
        """How far the coat leaves the text box, at most."""
        grown = self.stroke + max(self.pad_x, self.pad_y) + 3 * self.blur
        return grown + max(abs(self.dx), abs(self.dy))


def letter(lettering: Lettering, frame: Size) -> Drawn:
    """Draw a lettering for a frame of width and height in pixels."""
    style, scale, text = lettering.style, lettering.scale, clean(lettering.text)
    em = em_size(style, scale)
    _check_size(text, em)
    coats = list(_coats(style, em, scale))
    groups = [(blur, list(group)) for blur, group in groupby(coats, key=lambda coat: coat.blur)]
    bleed = int(_OVERHANG * em + max(coat.reach for coat in coats)) + 1
    limit = length(style.text_width or 1.0, frame[0], scale)
    data = _setting(text, style, em, limit, scale) | {
        "bleed": bleed,
        "pages": [[asdict(coat) for coat in group] for _, group in groups],
    }
    patch = _flattened(typeset(_TEMPLATE, data), [blur for blur, _ in groups])
    width, height = patch.shape[1] - 2 * bleed, patch.shape[0] - 2 * bleed
    margins = offset(style.x, frame[0], scale), offset(style.y, frame[1], scale)
    x, y = place_text((width, height), frame, *margins, style.alignment)
    ink, dx, dy = _cropped(patch)
    drawn = Drawn(ink, x - bleed + dx, y - bleed + dy, Box(x, y, width, height))
    return replace(drawn, overflow=_overflow(drawn, frame, limit if style.adapt_mode else None))


def em_size(style: TextStyle, scale: float = 1.0) -> float:
    """Return the em in pixels.

    FontSize means ascent and descent together unless SizeRequestType is Nominal.
    """
    size = max(1.0, (style.font_size or 0) * scale)
    return size if style.size_request_type == "Nominal" else size / _face(style).real_height


def clean(text: str) -> str:
    """Return text with its line breaks as newlines and without control characters."""
    text = text.replace("\\N", "\n").replace("\\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\t", " ")
    return "".join(
        char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")
    )


def notes(style: TextStyle) -> Iterator[str]:
    """Say, one line each, what of a style is drawn otherwise than the cloud would."""
    chosen, substituted = face(style.font)
    if substituted:
        yield f"font {style.font!r} is drawn with {chosen.family}"
    preset = style.effect_color_style
    if preset:
        known = "approximated" if decoration(preset) else "unknown, drawn plainly"
        yield f"decorated text {preset!r} is {known}"
    if style.font_url:
        yield f"font file {style.font_url!r} is not read, {chosen.family} is used"


def right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction runs from right to left."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((way for way in directions if way in ("L", "R", "AL")), "L") != "L"


def _check_size(text: str, em: float) -> None:
    """Raise RenderError for lettering that would take more memory than a film."""
    if len(text) * em * em > _MAX_PIXELS:
        raise RenderError(f"text {text[:40]!r}: {em:.0f} px is too large for {len(text)} letters")


def _setting(text: str, style: TextStyle, em: float, limit: float, scale: float) -> dict[str, Any]:
    """Return what `lettering.typ` must know, apart from colours."""
    chosen, weight, rtl = _face(style), _weight(style), right_to_left(text)
    mode = style.adapt_mode or ""
    if mode.startswith("AutoWrap"):
        text, limit = wrapped(text, mode, limit, em, _measure(style, em, scale))
    return {
        "lines": text.split("\n"),
        "fonts": [chosen.family, *(name for name in FAMILIES if name != chosen.family)],
        "size": em,
        "weight": weight,
        "embolden": weight >= BOLD and bool(re.search(f"[{IDEOGRAPHS}]", text)),
        "slant": "italic" if style.font_face.italic else "normal",
        "underline": style.font_face.underline,
        "rtl": rtl,
        "align": horizontal(style.alignment) or ("right" if rtl else "left"),
        "tracking": style.spacing * scale / em,
        "line_spacing": style.line_spacing * scale,
        "ascent": _ASCENT,
        "descent": _DESCENT,
        "pitch": _PITCH,
        "wrap": mode.startswith("AutoWrap"),
        "shrink": mode == "AutoScale",
        "limit": limit,
        "angle": style.angle,
    }


def _face(style: TextStyle) -> Face:
    return face(style.font)[0]


def _weight(style: TextStyle) -> int:
    return BOLD if style.font_face.bold else _face(style).weight


def _measure(style: TextStyle, em: float, scale: float) -> Measure:
    options = {
        "size": f"{em}pt",
        "weight": str(_weight(style)),
        "tracking": f"{style.spacing * scale / em}em",
        "font": families([_face(style).family]),
    }
    look = ", ".join(f"{name}: {value}" for name, value in options.items())
    return lambda texts: widths(texts, look)


def _coats(style: TextStyle, em: float, scale: float) -> Iterator[_Layer]:
    """Yield what is painted, bottom first."""
    preset = decoration(style.effect_color_style or "")
    opaque_box = style.border_style == _OPAQUE_BOX
    if opaque_box:
        colour = str(parse(style.back_colour))
        pad_x, pad_y = (max(pad * em, style.outline * scale) for pad in _PAD)
        yield _Layer("box", [colour], pad_x=pad_x, pad_y=pad_y, radius=_RADIUS * em)
    for effect in style.subtitle_effects:
        yield from _effect(effect, em, scale)
    if preset:
        yield from _decorated(preset, em)
        return
    if not opaque_box:
        yield from _bordered(style, scale)
    yield _Layer("glyphs", [str(parse(style.font_color).faded(style.font_color_opacity))])


def _bordered(style: TextStyle, scale: float) -> Iterator[_Layer]:
    outline, shadow = style.outline * scale, style.shadow * scale
    if shadow:
        colour = str(parse(style.back_colour))
        yield _Layer("glyphs", [colour], stroke=outline, dx=shadow, dy=shadow)
    if outline:
        yield _Layer("glyphs", [str(parse(style.outline_colour))], stroke=outline)


def _decorated(preset: Decoration, em: float) -> Iterator[_Layer]:
    for stroke in preset.strokes:
        yield _Layer(
            "glyphs",
            [str(stroke.colour)],
            stroke=stroke.width * em,
            dx=stroke.shift * em,
            dy=stroke.shift * em,
            blur=stroke.blur * em,
        )
    yield _Layer("glyphs", [str(colour) for colour in preset.fill])


def _effect(effect: SubtitleEffect, em: float, scale: float) -> Iterator[_Layer]:
    """Yield the coat of one SubtitleEffects item."""

    def pixels(value: float | None) -> float:
        value = value or 0.0
        return value * em if abs(value) < 1 else value * scale

    opacity = 1.0 if effect.opacity is None else effect.opacity
    bord = pixels(effect.bord)
    across = bord if effect.x_bord is None else pixels(effect.x_bord)
    down = bord if effect.y_bord is None else pixels(effect.y_bord)
    box = effect.type == "Box"
    yield _Layer(
        "box" if box else "glyphs",
        [str(parse(effect.color).faded(opacity))],
        stroke=0.0 if box else max(across, down),
        pad_x=across if box else 0.0,
        pad_y=down if box else 0.0,
        dx=(effect.x_shift or 0.0) * scale,
        dy=(effect.y_shift or 0.0) * scale,
        radius=(effect.radius or 0.0) * scale,
        blur=(effect.blur or 0.0) * scale / 2,
    )


def _flattened(pages: Sequence[Rgba], blurs: Sequence[float]) -> Rgba:
    """Lay the pages over each other, each blurred first if asked for."""
    first, *rest = (_blurred(page, sigma) for page, sigma in zip(pages, blurs, strict=True))
    if not rest:
        return first
    flat = Image.fromarray(first)
    for page in rest:
        flat.alpha_composite(Image.fromarray(page))
    return np.asarray(flat)


def _blurred(page: Rgba, sigma: float) -> Rgba:
    """Blur a page of one colour: only its alpha has a shape."""
    if not sigma:
        return page
    colour = page[..., :3].reshape(-1, 3)[page[..., 3].argmax()]
    blurred = np.empty_like(page)
    blurred[..., :3] = colour
    blurred[..., 3] = cv2.GaussianBlur(page[..., 3], (0, 0), sigma)
    return blurred


def _overflow(drawn: Drawn, frame: Size, limit: float | None) -> str | None:
    height, width = drawn.patch.shape[:2]
    if drawn.patch.size and not Box(drawn.x, drawn.y, width, height).inside(frame):
        return "leaves the frame"
    # Sizes are rounded up to whole pixels.
    wide = limit is not None and drawn.box.width > limit + 1
    return "is wider than its TextWidth" if wide else None


def _cropped(patch: Rgba) -> tuple[Rgba, int, int]:
    """Return the part that has ink, and how far from the left top it begins."""
    x, y, width, height = cv2.boundingRect(patch[..., 3])
    return patch[y : y + height, x : x + width], x, y
