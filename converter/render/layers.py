"""Layers: the coats of paint a text is made of, from a style and its inline codes.

Which there are, in which order, how wide and in what colour; `lettering.typ` paints
them.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from PIL import Image

from converter.media import load_picture
from converter.render.effects.colours import Colour, Decoration, decoration, parse
from converter.render.inline import Look
from converter.render.placement import Size, length

if TYPE_CHECKING:
    from converter.render.bubbles import Bubble
    from converter.timeline.style import SubtitleEffect, TextStyle

_PAD = 0.4, 0.2
"""Padding of an opaque box in em, across and down, and its corner radius."""
_RADIUS = 0.18
_OPAQUE_BOX = 3
_LARGEST = 1920, 1920
"""Pixels that a picture behind a text is reduced to."""
_HIDDEN: Mapping[str, Any] = {"colours": ["#00000000"], "stroke": 0.0}


@dataclass(frozen=True, slots=True)
class Layer:
    """One coat, lengths in pixels.

    Glyphs are widened by `stroke`, and by `spread` further across and down. A box lies
    around the text, padded or of its own size; a bubble around the area of the text.
    `role` names the inline codes that may change it. `picture` is SVG that fills it.
    """

    kind: Literal["glyphs", "box", "bubble"]
    colours: tuple[str, ...] = ()
    opacity: float = 1.0
    role: Literal["fill", "outline", "shadow", ""] = ""
    stroke: float = 0.0
    spread: tuple[float, float] = (0.0, 0.0)
    dx: float = 0.0
    dy: float = 0.0
    pad_x: float = 0.0
    pad_y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    radius: float = 0.0
    blur: float = 0.0
    picture: str | None = None

    @property
    def veil(self) -> float:
        """The opacity its page must be given: strokes of neighbours overlap, fills do not."""
        return self.opacity if self.stroke or any(self.spread) or self.picture else 1.0

    @property
    def paints(self) -> list[str]:
        """The colours, translucent where the page will not be."""
        alpha = round(255 * self.opacity) if self.veil == 1 else 255
        return [f"{colour}{alpha:02x}" for colour in self.colours]

    @property
    def reach(self) -> float:
        """How far the coat leaves the text box, at most."""
        padded = max(self.pad_x, self.pad_y, self.width / 2, self.height / 2)
        grown = self.stroke + max(self.spread) + padded + 3 * self.blur
        return grown + max(abs(self.dx), abs(self.dy))


class Sheet(NamedTuple):
    """Layers drawn on one page, which is blurred and made translucent as a whole."""

    blur: float
    opacity: float
    layers: Sequence[Mapping[str, Any]]


def layers(
    style: TextStyle,
    looks: Sequence[Look],
    em: float,
    scale: float,
    *,
    frame: Size,
    bubble: Bubble | None,
) -> Iterator[Layer]:
    """Yield what is painted, bottom first; `em` is in pixels."""
    if bubble and not bubble.of_effect:
        yield Layer("bubble", picture=bubble.picture)
    opaque_box = style.border_style == _OPAQUE_BOX
    if opaque_box:
        pad_x, pad_y = (max(pad * em, style.outline * scale) for pad in _PAD)
        colour = parse(style.back_colour)
        yield _painted("box", colour, pad_x=pad_x, pad_y=pad_y, radius=_RADIUS * em)
    for effect in style.subtitle_effects:
        yield _effect(effect, em, scale, frame)
    preset = decoration(style.effect_color_style or "")
    if preset:
        yield from _decorated(preset, em)
        return
    if not opaque_box:
        yield from _bordered(style, looks, scale)
    yield _painted("glyphs", parse(style.font_color).faded(style.font_color_opacity), role="fill")


def sheets(coats: Iterable[Layer], looks: Sequence[Look], scale: float) -> list[Sheet]:
    """Return the coats as `lettering.typ` wants them, page by page.

    Letters of another look are painted on their own where they differ in more than
    colour.
    """
    parts = (part for coat in coats for part in _parts(coat, looks, scale))
    grouped = groupby(parts, key=lambda part: (part[0].blur, part[0].veil))
    return [Sheet(*key, [data for _, data in group]) for key, group in grouped]


def _parts(
    coat: Layer, looks: Sequence[Look], scale: float
) -> Iterator[tuple[Layer, Mapping[str, Any]]]:
    """Yield a coat as letters of each geometry wear it, and as data with its colours."""
    if coat.kind != "glyphs":
        yield coat, _data(coat, [])
        return
    worn = [_worn(coat, look, scale) for look in looks]
    for shape in dict.fromkeys(replace(layer, colours=()) for layer in worn):
        if _invisible(shape):
            continue
        paints = [
            _paint(layer) if replace(layer, colours=()) == shape else _HIDDEN for layer in worn
        ]
        for across, down in _places(shape):
            moved = replace(shape, dx=shape.dx + across, dy=shape.dy + down)
            yield shape, _data(moved, paints)


def _data(coat: Layer, paints: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    names = ("kind", "dx", "dy", "pad_x", "pad_y", "width", "height", "radius", "picture")
    data = {name: getattr(coat, name) for name in names}
    return data | {"colours": coat.paints, "paints": paints}


def _paint(layer: Layer) -> Mapping[str, Any]:
    return {"colours": layer.paints, "stroke": layer.stroke}


def _invisible(coat: Layer) -> bool:
    """Tell whether a border or a shadow hides under the letters."""
    grown = (coat.stroke, *coat.spread, coat.dx, coat.dy, coat.blur)
    return coat.role in ("outline", "shadow") and not any(grown)


def _places(coat: Layer) -> Iterator[tuple[float, float]]:
    """Yield where to put copies so that their union is a stroke spread on one axis."""
    step = max(1.0, coat.stroke / 2)
    count = ceil(2 * max(coat.spread) / step)
    for index in range(count + 1):
        along = 2 * index / count - 1 if count else 0.0
        yield along * coat.spread[0], along * coat.spread[1]


def _worn(coat: Layer, look: Look, scale: float) -> Layer:
    """Return a coat as the inline codes of a look change it."""
    if not coat.role:
        return coat
    colour, opacity = getattr(look, coat.role), getattr(look, f"{coat.role}_opacity")
    coat = replace(
        coat,
        colours=(colour,) if colour else coat.colours,
        opacity=coat.opacity if opacity is None else opacity,
    )
    if coat.role == "fill":
        return coat
    if coat.role == "shadow" and look.distance is not None:
        coat = replace(coat, dx=look.distance * scale, dy=look.distance * scale)
    across = coat.stroke + coat.spread[0] if look.x_bord is None else look.x_bord * scale
    down = coat.stroke + coat.spread[1] if look.y_bord is None else look.y_bord * scale
    return replace(coat, **_border(across, down))


def _border(across: float, down: float) -> dict[str, Any]:
    stroke = min(across, down)
    return {"stroke": stroke, "spread": (across - stroke, down - stroke)}


def _painted(kind: Literal["glyphs", "box"], colour: Colour, **about: Any) -> Layer:
    return Layer(kind, (colour.hex,), colour.alpha, **about)


def _bordered(style: TextStyle, looks: Sequence[Look], scale: float) -> Iterator[Layer]:
    """Yield shadow and outline; inline codes may give them to letters of a bare style."""
    outline, shadow = style.outline * scale, style.shadow * scale
    if shadow or any(look.distance for look in looks):
        colour = parse(style.back_colour)
        role: Literal["shadow"] = "shadow"
        yield _painted("glyphs", colour, role=role, stroke=outline, dx=shadow, dy=shadow)
    if outline or any(look.x_bord or look.y_bord for look in looks):
        yield _painted("glyphs", parse(style.outline_colour), role="outline", stroke=outline)


def _decorated(preset: Decoration, em: float) -> Iterator[Layer]:
    for stroke in preset.strokes:
        shift = stroke.shift * em
        yield _painted(
            "glyphs",
            stroke.colour,
            stroke=stroke.width * em,
            dx=shift,
            dy=shift,
            blur=stroke.blur * em,
        )
    yield Layer("glyphs", tuple(colour.hex for colour in preset.fill), role="fill")


def _effect(effect: SubtitleEffect, em: float, scale: float, frame: Size) -> Layer:
    """Return the coat of one SubtitleEffects item."""

    def pixels(value: float | None) -> float:
        value = value or 0.0
        return value * em if abs(value) < 1 else value * scale

    bord = pixels(effect.bord)
    across = bord if effect.x_bord is None else pixels(effect.x_bord)
    down = bord if effect.y_bord is None else pixels(effect.y_bord)
    common: dict[str, Any] = {
        "colours": (parse(effect.color).hex,),
        "opacity": parse(effect.color).alpha * (1.0 if effect.opacity is None else effect.opacity),
        "dx": (effect.x_shift or 0.0) * scale,
        "dy": (effect.y_shift or 0.0) * scale,
        "blur": (effect.blur or 0.0) * scale / 2,
        "picture": effect.image_url and _embedded(effect.image_url),
    }
    if effect.type != "Box":
        role: Literal["outline", "shadow"] = "outline" if effect.type == "Outline" else "shadow"
        return Layer("glyphs", role=role, **common, **_border(across, down))
    radius = (effect.radius or 0.0) * scale
    if effect.text_area:
        return Layer("bubble", radius=radius, **common)
    width = length(effect.width or 0, frame[0], scale)
    height = length(effect.height or 0, frame[1], scale)
    padded: dict[str, Any] = {"pad_x": across, "pad_y": down, "width": width, "height": height}
    return Layer("box", radius=radius, **common, **padded)


@lru_cache(maxsize=8)
def _embedded(path: str) -> str:
    """Return a picture of any format as SVG, which is how Typst takes it from data."""
    picture = Image.fromarray(load_picture(Path(path), within=_LARGEST))
    with io.BytesIO() as png:
        picture.save(png, "PNG")
        data = b64encode(png.getvalue()).decode()
    width, height = picture.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
