"""Placement: fractions and pixels, fitting, and the text anchors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.render.placement import Box, length, offset, place, place_text

FRAME = (1920, 1080)
SIDES = st.integers(1, 5000)


def test_a_size_up_to_one_is_a_fraction_and_above_one_pixels() -> None:
    assert [length(1, 1920), length(0.5, 1920), length(2, 1920)] == [1920, 960, 2]


def test_a_position_below_one_of_either_sign_is_a_fraction() -> None:
    assert [offset(-0.5, 1080), offset(1, 1080), offset(-30, 1080), offset(None, 1080)] == [
        *(-540, 1, -30, 0)
    ]


def test_a_scale_moves_pixels_and_leaves_fractions() -> None:
    assert offset(100, 1080, 0.5) == 50
    assert length(0.5, 1080, 0.5) == 540


@given(SIDES, SIDES)
def test_a_picture_without_sizes_is_fitted_whole_and_centred(width: int, height: int) -> None:
    box = place((width, height), FRAME).box
    assert box.inside(FRAME)
    assert box.width == FRAME[0] or box.height == FRAME[1]
    assert abs(2 * box.x + box.width - FRAME[0]) <= 1
    assert abs(2 * box.y + box.height - FRAME[1]) <= 1


@given(SIDES, SIDES)
def test_cover_fills_the_box_and_keeps_the_aspect(width: int, height: int) -> None:
    placement = place((width, height), FRAME, width=1, height=1, adapt="Cover")
    left, top, right, bottom = placement.part
    assert placement.box == Box(0, 0, *FRAME)
    assert left >= 0
    assert top >= 0
    assert (right - left) / (bottom - top) == pytest.approx(1920 / 1080)


def test_one_side_alone_keeps_the_aspect() -> None:
    assert place((400, 300), FRAME, width=200).box == Box(0, 0, 200, 150)
    assert place((400, 300), FRAME, height=0.5, x=10, y=-20).box == Box(10, -20, 720, 540)


def test_fill_stretches_and_contain_does_not() -> None:
    sides = {"x": 100.0, "y": 0.0, "width": 400.0, "height": 400.0}
    assert place((200, 100), FRAME, **sides, adapt="Fill").box == Box(100, 0, 400, 400)
    assert place((200, 100), FRAME, **sides, adapt="Contain").box == Box(100, 100, 400, 200)


def test_a_clip_partly_off_the_frame_shows_the_part_that_is_on_it() -> None:
    visible = place((100, 100), FRAME, x=-50, y=1030, width=100, height=100).visible(FRAME)
    assert visible is not None
    assert visible.box == Box(0, 1030, 50, 50)
    assert visible.part == (50, 0, 100, 50)


def test_a_clip_off_the_frame_shows_nothing() -> None:
    assert place((100, 100), FRAME, x=1920, width=100).visible(FRAME) is None


@pytest.mark.parametrize(
    ("alignment", "corner"),
    [
        (None, (30, 20)),
        ("TopLeft", (30, 20)),
        ("TopCenter", (930, 20)),
        ("TopRight", (1770, 20)),
        ("CenterLeft", (30, 535)),
        ("CenterCenter", (930, 535)),
        ("CenterRight", (1770, 535)),
        ("BottomLeft", (30, 1010)),
        ("BottomCenter", (930, 1010)),
        ("BottomRight", (1770, 1010)),
        ("Left", (30, 20)),
        ("Center", (-30, 20)),
        ("Right", (-90, 20)),
    ],
)
def test_every_alignment_has_its_corner(alignment: str | None, corner: tuple[int, int]) -> None:
    assert place_text((120, 50), FRAME, 30, 20, alignment) == corner
