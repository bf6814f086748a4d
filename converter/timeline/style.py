"""How text looks: the style that subtitle clips, text effects and captions share."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from converter.timeline.values import (
    Colour,
    Model,
    Number,
    Numeric,
    Position,
    Positive,
    Seconds,
    Share,
    Size,
)

Alignment = Literal[
    "TopLeft",
    "TopCenter",
    "TopRight",
    "CenterLeft",
    "CenterCenter",
    "CenterRight",
    "BottomLeft",
    "BottomCenter",
    "BottomRight",
    "Left",
    "Center",
    "Right",
]
Wrapping = Literal["AutoWrap", "AutoScale", "AutoWrapAtSpaces", "AutoWrapAtSpacesStrict"]


def _four_numbers(value: Any) -> Any:
    parts = value.split(",") if isinstance(value, str) else ()
    try:
        x, y, width, height = (float(part) for part in parts)
    except ValueError:
        raise ValueError("expected four numbers x,y,w,h") from None
    if not (width > 0 and height > 0 and all(map(isfinite, (x, y, width, height)))):
        raise ValueError("expected four numbers x,y,w,h, the last two above 0")
    return value


FontSize = Annotated[Number, Field(ge=0, le=5000)]


class FontFace(Model):
    """Cuts of a typeface."""

    bold: bool = False
    italic: bool = False
    underline: bool = False


class HighlightingStyle(Model):
    """How the word being spoken is set. Colours are BGR, written without `#`."""

    font_color: str | None = None
    outline_colour: str | None = None
    outline: Number | None = None


class SubtitleEffect(Model):
    """One layer behind a text; layers paint in order, the text last.

    `bord` (also `x_bord`, `y_bord`) below 1 is a share of the font size, else pixels.
    A Box with a `text_area` holds the text: `x,y,w,h`, up to 1 shares of its sides.
    """

    type: Literal["Outline", "Shadow", "Box"]
    color: Colour | None = None
    bord: Number | None = None
    x_bord: Number | None = Field(None, alias="XBord")
    y_bord: Number | None = Field(None, alias="YBord")
    x_shift: Number | None = Field(None, alias="XShift")
    y_shift: Number | None = Field(None, alias="YShift")
    blur: Number | None = None
    radius: Number | None = None
    opacity: Share | None = None
    image_url: str | None = None
    width: Number | None = None
    height: Number | None = None
    text_area: Annotated[str, BeforeValidator(_four_numbers)] | None = None

    @model_validator(mode="after")
    def _sides_of_an_area(self) -> Self:
        if self.area and max(self.area) > 1 and not (self.width and self.height):
            raise ValueError("expected Width and Height where TextArea is in pixels")
        return self

    @property
    def area(self) -> tuple[float, ...] | None:
        """Left, top, width and height of `text_area`, as written."""
        return tuple(map(float, self.text_area.split(","))) if self.text_area else None


class TextStyle(Model):
    """All style fields of a text; sizes in output pixels unless said otherwise.

    `font_size`, `x` and `y` of a clip's text effect scale with the clip; the
    `fixed_*` fields do not, and count only where the others are absent.
    """

    font: str = "SimSun"
    font_url: str | None = None
    font_size: FontSize | None = None
    fixed_font_size: FontSize | None = None
    size_request_type: str | None = None
    font_color: Colour = "#ffffff"
    font_color_opacity: Share = 1
    font_face: FontFace = FontFace()
    x: Position | None = None
    y: Position | None = None
    fixed_x: Position | None = None
    fixed_y: Position | None = None
    alignment: Alignment | None = None
    adapt_mode: Wrapping | None = None
    text_width: Size | None = None
    spacing: Number = 0
    line_spacing: Number = 0
    angle: Number = 0
    border_style: Annotated[Literal[1, 3], Numeric] = 1
    outline: Annotated[Number, Field(ge=0)] = 0
    outline_colour: Colour = "#000000"
    shadow: Annotated[Number, Field(ge=0)] = 0
    back_colour: Colour = "#000000"
    effect_color_style: str | None = None
    bubble_style_id: str | None = None
    bubble_width: Size | None = None
    bubble_height: Size | None = None
    subtitle_effects: tuple[SubtitleEffect, ...] = ()
    aai_motion_in_effect: str | None = None
    aai_motion_in: Seconds | None = None
    aai_motion_out_effect: str | None = None
    aai_motion_out: Seconds | None = None
    aai_motion_loop_effect: str | None = None
    ratio: Positive | None = None


class Scroll(Model):
    """Credits roll and ticker: where a text starts, ends and how fast it runs."""

    scroll_direction: str | None = None
    scroll_start_x: Number | None = None
    scroll_end_x: Number | None = None
    scroll_start_y: Number | None = None
    scroll_end_y: Number | None = None
    scroll_speed: Positive | None = None
    scroll_start_freeze: Seconds | None = None
    scroll_end_freeze: Seconds | None = None
    scroll_start_shift: Number | None = None
    scroll_end_shift: Number | None = None
    scroll_loop: bool | None = None
    scroll_loop_time: Seconds | None = None
