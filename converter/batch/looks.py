"""Looks: how titles, sub-headings and captions are set where the request does not say.

Place and typeface are the service's documented defaults. Sizes, which are not
documented, are shares of the frame's width when it is upright, else of its height.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from converter.batch.edits import AsrConfig, TextConfig
from converter.batch.request import BatchRequest

Style = dict[str, Any]

TITLE_SIZE, CAPTION_SIZE = 0.07, 0.045
SUB_HEADING_SIZES = (0.042, 0.037, 0.032, 0.028, 0.024)
"""By level, from the first."""

OUTLINE = 0.06
"""Width of the outline that keeps white letters legible on any picture, in font sizes."""

TEXT_WIDTH = 0.9

Shape = Literal["portrait", "landscape", "square"]
_TITLE_Y: Mapping[Shape, float] = {"portrait": 0.1, "landscape": 0.05, "square": 0.08}
_CAPTION_Y: Mapping[Shape, float] = {"portrait": 0.8, "landscape": 0.9, "square": 0.85}


def shape_of(request: BatchRequest) -> Shape:
    """Return how the frame of a request stands."""
    width, height = request.output.width or 1, request.output.height or 1
    if width == height:
        return "square"
    return "portrait" if width < height else "landscape"


def title_style(request: BatchRequest) -> Style:
    """Return how titles look."""
    place = {"Font": "Alibaba PuHuiTi 2.0 95 ExtraBold", "Y": _TITLE_Y[shape_of(request)]}
    return _style(request, TITLE_SIZE, place, request.editing.title_config)


def sub_heading_style(request: BatchRequest, level: int) -> Style:
    """Return how sub-headings of a level look: the lower the level, the further up."""
    place = {"Font": "Alibaba PuHuiTi 2.0 65 Medium", "Y": round(0.2 + 0.1 * level, 1)}
    given = request.editing.sub_heading_config.level(level)
    return _style(request, SUB_HEADING_SIZES[level - 1], place, given)


def caption_style(request: BatchRequest, motions: Mapping[str, str | None]) -> Style | None:
    """Return how captions look and move, None where there are to be none."""
    given = request.editing.speech_config.asr_config or AsrConfig()
    if not given.enable:
        return None
    place = {
        "Font": "Alibaba PuHuiTi 2.0 65 Medium",
        "Spacing": -1,
        "Y": _CAPTION_Y[shape_of(request)],
    }
    style = _style(request, CAPTION_SIZE, place, given)
    style |= {key: name for key, name in motions.items() if name}
    style.pop("Enable", None)
    return style


def _style(
    request: BatchRequest, share: float, place: Style, given: TextConfig | AsrConfig
) -> Style:
    size = given.font_size or given.fixed_font_size or round(share * _side(request))
    return {
        "Alignment": "TopCenter",
        "AdaptMode": "AutoWrap",
        "SizeRequestType": "Nominal",
        "FontSize": size,
        "TextWidth": TEXT_WIDTH,
        "Outline": max(1, round(size * OUTLINE)),
        **place,
        **given.wire(),
    }


def _side(request: BatchRequest) -> float:
    """Return the side that sizes are shares of, in pixels of the canvas."""
    output, canvas = request.output, request.editing.fe_canvas
    width, height = (canvas.width, canvas.height) if canvas else (output.width, output.height)
    return (width if shape_of(request) == "portrait" else height) or 0
