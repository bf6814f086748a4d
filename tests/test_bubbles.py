"""Bubbles: where the text stands in them, and that each preset has a look of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from converter.render.bubbles import bubble
from converter.render.lettering import Drawn, letter
from converter.render.schedule import Lettering, Window
from converter.timeline.names import KNOWN_BUBBLES
from converter.timeline.style import TextStyle

FRAME = (640, 360)
TALL = {"BubbleWidth": 300, "BubbleHeight": 150, "X": 20, "Y": 30}


def style(**fields: Any) -> TextStyle:
    return TextStyle.model_validate({"Font": "Inter", "FontSize": 30, **fields})


def draw(text: str, scale: float = 1.0, **fields: Any) -> Drawn:
    return letter(Lettering(Window(0, 1), text, style(**fields), scale), FRAME)


def white(drawn: Drawn) -> Any:
    """Return where white letters are, as rows and columns of the frame."""
    rows, columns = np.nonzero(
        (drawn.patch[..., :3] > 250).all(axis=2) & (drawn.patch[..., 3] > 250)
    )
    return rows + drawn.y, columns + drawn.x


@pytest.mark.parametrize("name", sorted(KNOWN_BUBBLES))
def test_every_bubble_fills_its_sides_from_x_and_y(name: str) -> None:
    drawn = draw("Text", BubbleStyleId=name, **TALL)
    assert (drawn.box.x, drawn.box.y, drawn.box.width, drawn.box.height) == (20, 30, 300, 150)
    height, width = drawn.patch.shape[:2]
    assert drawn.x >= 20
    assert drawn.y >= 30
    assert (width, height) == (pytest.approx(300, abs=20), pytest.approx(150, abs=20))


def test_no_two_bubbles_look_alike() -> None:
    pictures = {bubble(style(BubbleStyleId=name), FRAME, 1.0).picture for name in KNOWN_BUBBLES}
    assert len(pictures) == len(KNOWN_BUBBLES) == 33


def test_a_long_text_wraps_and_shrinks_into_its_bubble() -> None:
    long = "A text that is much too long for a bubble of this size, so it must be set smaller"
    drawn = draw(long, BubbleStyleId="BS0006-000001", FontColor="#ffffff", **TALL)
    rows, columns = white(drawn)
    assert 20 + 0.08 * 300 <= columns.min() < columns.max() <= 20 + 0.92 * 300
    assert 30 + 0.10 * 150 <= rows.min() < rows.max() <= 30 + 0.82 * 150


def test_without_sides_a_bubble_is_as_large_as_its_text() -> None:
    short, long = (draw(text, BubbleStyleId="BS0001-000002") for text in ("Hi", "Hi to all of you"))
    assert long.box.width > 2 * short.box.width
    assert long.box.height == short.box.height


def test_sides_of_a_bubble_follow_the_canvas() -> None:
    half = draw("Text", 0.5, BubbleStyleId="BS0005-000001", **TALL)
    assert (half.box.width, half.box.height) == (150, 75)
    share = draw("Text", 0.5, BubbleStyleId="BS0005-000001", BubbleWidth=0.5, BubbleHeight=0.25)
    assert (share.box.width, share.box.height) == (320, 90)


def test_the_ground_is_dark_behind_bright_letters_and_bright_behind_dark_ones() -> None:
    for colour, dark in (("#ffffff", True), ("#101010", False)):
        drawn = draw("", BubbleStyleId="BS0005-000003", FontColor=colour, **TALL)
        middle = drawn.patch[drawn.patch.shape[0] // 2, drawn.patch.shape[1] // 2, :3]
        assert (middle.mean() < 128) == dark


def test_an_unknown_bubble_is_not_drawn() -> None:
    assert bubble(style(BubbleStyleId="BS0009-000001"), FRAME, 1.0) is None


@pytest.mark.parametrize("area", ["0.5,0.5,0.5,0.5", "120,60,120,60"])
def test_text_stays_inside_the_area_of_a_box(area: str) -> None:
    box = {"Type": "Box", "Width": 240, "Height": 120, "TextArea": area, "Color": "#203040"}
    drawn = draw("Words in one corner", SubtitleEffects=[box], X=10, Y=10)
    assert (drawn.box.width, drawn.box.height) == (240, 120)
    rows, columns = white(drawn)
    assert columns.min() >= 130
    assert rows.min() >= 70
