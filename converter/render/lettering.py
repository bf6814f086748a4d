"""Lettering: text of a Timeline as a picture with a place on the frame.

`lettering.typ` sets the lines; here a TextStyle becomes the numbers it needs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from converter.errors import RenderError
from converter.render.bubbles import Bubble, bubble
from converter.render.compositing import faded
from converter.render.effects.colours import decoration
from converter.render.faces import BOLD, Face, face, style_face
from converter.render.inline import Look, Run, runs, strange
from converter.render.layers import Layer, Sheet, layers, sheets
from converter.render.placement import Box, Size, horizontal, length, offset, place_text
from converter.render.wrapping import IDEOGRAPHS, Measure, wrapped
from converter.timeline.names import KNOWN_BUBBLES
from converter.typeset import FAMILIES, Rgba, drawing, families, typeset, widths

if TYPE_CHECKING:
    from converter.timeline.style import TextStyle

_TEMPLATE = Path(__file__).with_name("lettering.typ")
_PITCH = 1.25
"""Distance of base lines in em."""
_ASCENT, _DESCENT = 0.97, 0.24
"""Line box in em: as much above the capitals as below the base line."""
_OVERHANG = 0.4
"""How far, in em, ink may leave its line box: italics, stacked marks."""
_WORD = re.compile(r"\s*\S+|\s+")
_MAX_PIXELS = 100_000_000


class Written(Protocol):
    """A text, its style without Fixed fields, and what multiplies all pixels in it."""

    @property
    def text(self) -> str:
        """What is written."""

    @property
    def style(self) -> TextStyle:
        """How it is written."""

    @property
    def scale(self) -> float:
        """Output pixels for one of the style."""


Part = Literal["all", "ground", "glyphs", "fill"]
"""What is drawn: every coat, what is behind the glyphs, all coats of them, the last of them."""


class Traced(NamedTuple):
    """The glyphs of a lettering as SVG, with `bleed` pixels around its text box.

    `lines` are the words of each line and the type they are set in; every glyph has
    the number of its word as its colour.
    """

    svg: str
    bleed: int
    lines: Sequence[Sequence[tuple[str, Mapping[str, Any]]]]


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


def letter(lettering: Written, frame: Size, part: Part = "all") -> Drawn:
    """Draw a lettering, or a part of it, for a frame of width and height in pixels."""
    setting = _Setting.of(lettering, frame)
    coats = list(setting.coats())
    bleed = setting.bleed(coats)
    pages = sheets(_chosen(coats, part), setting.looks, lettering.scale)
    data = setting.data() | {"bleed": bleed, "pages": [page.layers for page in pages]}
    patch = _flattened(typeset(_TEMPLATE, data, fonts=font_folders(lettering.style)), pages)
    box = _placed(lettering, (patch.shape[1] - 2 * bleed, patch.shape[0] - 2 * bleed), frame)
    ink, dx, dy = _cropped(patch)
    drawn = Drawn(ink, box.x - bleed + dx, box.y - bleed + dy, box)
    return replace(drawn, overflow=_overflow(drawn, frame, setting.promised))


def traced(lettering: Written, frame: Size) -> Traced:
    """Trace the glyphs of a lettering, its words told apart."""
    setting = _Setting.of(lettering, frame)
    bleed, data = setting.bleed(setting.coats()), setting.data()
    lines = [[(run["text"], data["looks"][run["look"]]) for run in line] for line in data["lines"]]
    numbers = count()
    words = [[{"text": text, "look": next(numbers)} for text, _ in line] for line in lines]
    looks = [look for line in lines for _, look in line]
    paints = [{"colours": [f"#{number:06x}"], "stroke": 0} for number in range(len(looks))]
    page = [{"kind": "glyphs", "paints": paints, "picture": None, "dx": 0, "dy": 0}]
    painted = {"bleed": bleed, "lines": words, "looks": looks, "pages": [page]}
    svg = drawing(_TEMPLATE, data | painted, fonts=font_folders(lettering.style))
    return Traced(svg, bleed, lines)


def _chosen(coats: list[Layer], part: Part) -> list[Layer]:
    if part == "all":
        return coats
    if part == "fill":
        return coats[-1:]
    chosen = [coat for coat in coats if (coat.kind != "glyphs") == (part == "ground")]
    return chosen or [replace(coats[-1], opacity=0.0)]


def em_size(style: TextStyle, scale: float = 1.0) -> float:
    """Return the em in pixels.

    FontSize means ascent and descent together unless SizeRequestType is Nominal.
    """
    return _em(style, Look(), scale)


def _em(style: TextStyle, look: Look, scale: float) -> float:
    size = max(1.0, (look.size or style.font_size or 0) * scale)
    nominal = style.size_request_type == "Nominal"
    return size if nominal else size / style_face(style, look.font).real_height


def clean(text: str) -> str:
    """Return text with its line breaks as newlines and without control characters."""
    text = text.replace("\\N", "\n").replace("\\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\t", " ")
    return "".join(
        char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")
    )


def notes(lettering: Written) -> Iterator[str]:
    """Say, one line each, what of a text is drawn otherwise than the cloud would."""
    style = lettering.style
    text = runs(clean(lettering.text))
    names = [] if style.font_url else [style.font]
    for name in dict.fromkeys([*names, *(run.look.font for run in text if run.look.font)]):
        chosen, substituted = face(name)
        if substituted:
            yield f"font {name!r} is drawn with {chosen.family}"
    if style.effect_color_style:
        known = "approximated" if decoration(style.effect_color_style) else "unknown, drawn plainly"
        yield f"decorated text {style.effect_color_style!r} is {known}"
    if style.bubble_style_id:
        drawn = style.bubble_style_id in KNOWN_BUBBLES
        told = "has a shape of our own" if drawn else "is unknown, none is drawn"
        yield f"bubble {style.bubble_style_id!r} {told}"
    for code in dict.fromkeys(strange(lettering.text)):
        yield f"code {code} in a text is not known, it is left out"


def right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction runs from right to left."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((way for way in directions if way in ("L", "R", "AL")), "L") != "L"


def _check_size(text: Sequence[Run], em: float) -> None:
    """Raise RenderError for lettering that would take more memory than a film."""
    letters = "".join(run.text for run in text)
    if len(letters) * em * em > _MAX_PIXELS:
        raise RenderError(
            f"text {letters[:40]!r}: {em:.0f} px is too large for {len(letters)} letters"
        )


@dataclass(frozen=True, slots=True)
class _Setting:
    """A lettering on its way to `lettering.typ`: runs, their looks, where lines must end."""

    style: TextStyle
    scale: float
    frame: Size
    text: tuple[Run, ...]
    looks: tuple[Look, ...]
    bubble: Bubble | None

    @classmethod
    def of(cls, lettering: Written, frame: Size) -> _Setting:
        style, scale, text = lettering.style, lettering.scale, runs(clean(lettering.text))
        looks = tuple(dict.fromkeys(run.look for run in text)) or (Look(),)
        setting = cls(style, scale, frame, text, looks, bubble(style, frame, scale))
        _check_size(text, setting.largest)
        return setting

    @property
    def em(self) -> float:
        return em_size(self.style, self.scale)

    @property
    def largest(self) -> float:
        return max(_em(self.style, look, self.scale) for look in self.looks)

    @property
    def limit(self) -> float:
        """Width in pixels that lines are to keep."""
        if self.bubble and self.bubble.width:
            return self.bubble.area[2] * self.bubble.width
        return length(self.style.text_width or 1.0, self.frame[0], self.scale)

    @property
    def promised(self) -> float | None:
        """The width that an AdaptMode promises to keep."""
        return self.limit if self.style.adapt_mode and not self.bubble else None

    def coats(self) -> Iterator[Layer]:
        return layers(
            self.style, self.looks, self.em, self.scale, frame=self.frame, bubble=self.bubble
        )

    def bleed(self, coats: Iterable[Layer]) -> int:
        """Return the margin in pixels that holds all ink outside of the text box."""
        reach = max(coat.reach + _wider(self.looks, self.scale) for coat in coats)
        return int(_OVERHANG * self.largest + reach) + 1

    def data(self) -> dict[str, Any]:
        """Return what `lettering.typ` must know, apart from layers."""
        style, letters, limit = self.style, "".join(run.text for run in self.text), self.limit
        mode = "AutoWrap" if self.bubble else style.adapt_mode or ""
        rtl = right_to_left(letters)
        if mode.startswith("AutoWrap"):
            wide = measure(style, self.em, self.scale)
            letters, limit = wrapped(letters, mode, limit, self.em, wide)
        return {
            "looks": [self._cut(look, letters) for look in self.looks],
            "lines": _lines(_divided(letters, self.text), self.looks),
            "size": self.em,
            "rtl": rtl,
            "align": horizontal(style.alignment) or _natural(rtl, self.bubble),
            "line_spacing": style.line_spacing * self.scale,
            "ascent": _ASCENT,
            "descent": _DESCENT,
            "pitch": _PITCH,
            "wrap": mode.startswith("AutoWrap"),
            "shrink": mode == "AutoScale",
            "limit": limit,
            "angle": style.angle,
            "bubble": self.bubble
            and {"sides": (self.bubble.width, self.bubble.height), "area": self.bubble.area},
        }

    def _cut(self, look: Look, letters: str) -> dict[str, Any]:
        """Return the type that letters of a look are set in; its size is in em of the style."""
        chosen, own = style_face(self.style, look.font), self.style.font_face
        bold = own.bold if look.bold is None else look.bold
        italic = own.italic if look.italic is None else look.italic
        spacing = self.style.spacing if look.spacing is None else look.spacing
        weight = BOLD if bold else chosen.weight
        size = _em(self.style, look, self.scale)
        return {
            "fonts": [chosen.family, *(name for name in FAMILIES if name != chosen.family)],
            "size": size / self.em,
            "weight": weight,
            "slant": "italic" if italic else "normal",
            "embolden": _without("bold", chosen, letters) if weight >= BOLD else None,
            "lean": _without("italic", chosen, letters) if italic else None,
            "underline": own.underline if look.underline is None else look.underline,
            "strike": bool(look.strike),
            "tracking": spacing * self.scale / size,
        }


def _wider(looks: Sequence[Look], scale: float) -> float:
    """Return how much further than the style the widest border of inline codes may reach."""
    border = max(max(look.x_bord or 0, look.y_bord or 0) for look in looks)
    return scale * (border + max(look.distance or 0 for look in looks))


def _placed(lettering: Written, size: Size, frame: Size) -> Box:
    style, scale = lettering.style, lettering.scale
    margins = offset(style.x, frame[0], scale), offset(style.y, frame[1], scale)
    return Box(*place_text(size, frame, *margins, style.alignment), *size)


def _natural(rtl: bool, around: Bubble | None) -> str:
    """Return how lines stand when no alignment says so."""
    if around:
        return "center"
    return "right" if rtl else "left"


def _lines(text: Iterable[Run], looks: Sequence[Look]) -> list[list[dict[str, Any]]]:
    """Return lines of words, each with the number of its look and the space before it."""
    lines: list[list[dict[str, Any]]] = [[]]
    for run in text:
        first, *more = (_WORD.findall(line) for line in run.text.split("\n"))
        number = looks.index(run.look)
        lines[-1] += [{"text": word, "look": number} for word in first]
        lines += [[{"text": word, "look": number} for word in line] for line in more]
    return lines


def _divided(letters: str, text: Sequence[Run]) -> Iterator[Run]:
    """Divide letters as the runs are, which have no invisible breaks among theirs."""
    begin = 0
    for run in text:
        end = begin
        for char in run.text:
            end = letters.index(char, end) + 1
        yield Run(letters[begin:end], run.look)
        begin = end


def _without(cut: str, chosen: Face, letters: str) -> str | None:
    """Return a pattern of the letters a face has no such cut for; None when there are none."""
    pattern = f"[{IDEOGRAPHS}]" if cut in chosen.cuts else r"[^\s\u200b\u2060]+"
    return pattern if re.search(pattern, letters) else None


def font_folders(style: TextStyle) -> list[Path]:
    """Return the folders of the fonts a style brings along."""
    folder = style_face(style).folder
    return [folder] if folder else []


def measure(style: TextStyle, em: float, scale: float) -> Measure:
    """Return a function that measures texts on a line of their own, in pixels."""
    chosen = style_face(style)
    options = {
        "size": f"{em}pt",
        "weight": str(BOLD if style.font_face.bold else chosen.weight),
        "style": '"italic"' if style.font_face.italic else '"normal"',
        "tracking": f"{style.spacing * scale / em}em",
        "font": families([chosen.family]),
    }
    look = ", ".join(f"{name}: {value}" for name, value in options.items())
    return lambda texts: widths(texts, look, fonts=font_folders(style))


def _flattened(pages: Sequence[Rgba], drawn: Sequence[Sheet]) -> Rgba:
    """Lay the pages over each other, blurred and faded as each is to be."""
    first, *rest = (_treated(page, sheet) for page, sheet in zip(pages, drawn, strict=True))
    if not rest:
        return first
    flat = Image.fromarray(first)
    for page in rest:
        flat.alpha_composite(Image.fromarray(page))
    return np.asarray(flat)


def _treated(page: Rgba, sheet: Sheet) -> Rgba:
    return faded(_blurred(page, sheet.blur) if sheet.blur else page, sheet.opacity)


def _blurred(page: Rgba, sigma: float) -> Rgba:
    """Blur a page, its colours weighted by their alpha."""
    solid = page[page[..., 3] == page[..., 3].max(), :3]
    if solid.size and not np.ptp(solid, axis=0).any():
        # Of one colour, as most are: only alpha has a shape.
        soft = np.empty_like(page)
        soft[..., :3] = solid[0]
        soft[..., 3] = cv2.GaussianBlur(page[..., 3], (0, 0), sigma)
        return soft
    weighted: npt.NDArray[np.float32] = page.astype(np.float32)
    weighted[..., :3] *= weighted[..., 3:] / 255
    mixed = np.asarray(cv2.GaussianBlur(weighted, (0, 0), sigma), np.float32)
    mixed[..., :3] *= 255 / np.maximum(mixed[..., 3:], 0.01)
    return np.rint(np.minimum(mixed, 255)).astype(np.uint8)


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
