"""Transitions: exact ends, one size, both pictures in the middle."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter.render.compositing import Pixels
from converter.render.effects.transitions import every, find
from converter.timeline.names import KNOWN_TRANSITIONS

NAMES = sorted(KNOWN_TRANSITIONS)
THROUGH_ONE_COLOUR = {"fadecolor", "circlecrop"}
ONE_PICTURE_EACH_HALF = THROUGH_ONE_COLOUR | {"bounce_up", "bounce_down", "simplezoom"}
ADDING_TO_THE_PICTURES = THROUGH_ONE_COLOUR | {
    *("cube", "swap", "doorway", "gridflip", "rotatescalefade"),  # a black room
    *("burn", "multiplyblend", "fadegrayscale", "undulatingburnout"),  # other colours
}
SECONDS_FOR_13_FRAMES = 3.0
"""Half a second of 1080p; measured below one on one core, tripled for a busy machine."""
SIZES = st.tuples(st.integers(8, 70), st.integers(8, 70))
PROGRESS = st.floats(0.0, 1.0)


def pictures(size: tuple[int, int] = (36, 64), seed: int = 1) -> tuple[Pixels, Pixels]:
    """Return two different pictures of gentle gradients."""
    height, width = size
    down, across = np.mgrid[0:height, 0:width]
    a = np.stack((across * 255 / width, down * 255 / height, down * 0 + 40 + seed), axis=2)
    return a.astype(np.uint8), (255 - a[::-1]).astype(np.uint8)


def difference(a: Pixels, b: Pixels) -> float:
    """Return the mean difference of two pictures, 0 to 255."""
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12, deadline=None)
@given(size=SIZES, p=PROGRESS)
def test_a_transition_keeps_size_and_type_and_leaves_its_pictures_alone(
    name: str, size: tuple[int, int], p: float
) -> None:
    a, b = pictures(size)
    kept = a.copy(), b.copy()
    between = find(name)[0](a, b, p)
    assert between.shape == a.shape
    assert between.dtype == np.uint8
    assert between.flags.c_contiguous
    assert np.array_equal(a, kept[0])
    assert np.array_equal(b, kept[1])


@pytest.mark.parametrize("name", NAMES)
def test_the_ends_of_a_transition_are_exact(name: str) -> None:
    a, b = pictures()
    transition, note = find(name)
    assert note is None
    assert np.array_equal(transition(a, b, 0.0), a)
    assert np.array_equal(transition(a, b, 1.0), b)


@pytest.mark.parametrize("name", NAMES)
def test_a_transition_does_not_jump_at_its_ends(name: str) -> None:
    a, b = pictures((108, 192))
    transition, _ = find(name)
    apart = difference(a, b)
    assert difference(transition(a, b, 0.01), a) < 0.2 * apart
    assert difference(transition(a, b, 0.99), b) < 0.2 * apart


@pytest.mark.parametrize("name", NAMES)
def test_a_transition_is_the_same_each_time(name: str) -> None:
    a, b = pictures()
    transition, _ = find(name)
    assert np.array_equal(transition(a, b, 0.4), transition(a, b, 0.4))


@given(p=PROGRESS)
@settings(deadline=None)
def test_a_cross_fade_is_linear(p: float) -> None:
    a, b = np.full((4, 4, 3), 20, np.uint8), np.full((4, 4, 3), 220, np.uint8)
    faded = find("fade")[0](a, b, p)
    assert np.abs(faded.astype(float) - (20 + 200 * p)).max() <= 0.51


@pytest.mark.parametrize(
    ("name", "new", "old"),
    [
        ("wiperight", (50, 10), (50, 90)),
        ("wipeleft", (50, 90), (50, 10)),
        ("wipedown", (10, 50), (90, 50)),
        ("wipeup", (90, 50), (10, 50)),
        ("circleopen", (50, 50), (2, 2)),
        ("circle", (50, 50), (2, 2)),
        ("radial", (50, 90), (50, 10)),
        ("directional", (90, 50), (10, 50)),
        ("heart", (50, 50), (2, 2)),
        ("squeeze", (2, 50), (50, 50)),
    ],
)
def test_the_new_picture_comes_from_where_the_name_says(
    name: str, new: tuple[int, int], old: tuple[int, int]
) -> None:
    a, b = np.zeros((100, 100, 3), np.uint8), np.full((100, 100, 3), 255, np.uint8)
    half = find(name)[0](a, b, 0.5)
    assert half[new].tolist() == [255, 255, 255]
    assert half[old].tolist() == [0, 0, 0]


def test_through_black_is_black_in_the_middle() -> None:
    assert find("fadecolor")[0](*pictures(), 0.5).max() == 0


def test_through_grey_has_no_colour_in_the_middle() -> None:
    middle = find("fadegrayscale")[0](*pictures(), 0.5).astype(int)
    assert np.ptp(middle, axis=2).max() <= 1


def test_edges_of_a_mask_are_antialiased() -> None:
    a, b = np.zeros((200, 200, 3), np.uint8), np.full((200, 200, 3), 255, np.uint8)
    values = np.unique(find("circle")[0](a, b, 0.4))
    assert len(values) > 20


@pytest.mark.parametrize("name", sorted(set(NAMES) - ONE_PICTURE_EACH_HALF))
def test_both_pictures_have_a_part_in_the_middle(name: str) -> None:
    colours = ((0, 0, 0), (200, 180, 90), (90, 160, 220))
    black, yellow, blue = (np.full((90, 160, 3), colour, np.uint8) for colour in colours)
    transition, _ = find(name)
    middle = transition(yellow, blue, 0.5)
    assert difference(middle, transition(black, blue, 0.5)) > 1
    assert difference(middle, transition(yellow, black, 0.5)) > 1


@pytest.mark.parametrize("name", sorted(set(NAMES) - ADDING_TO_THE_PICTURES))
def test_nothing_but_the_pictures_is_seen_not_even_at_the_borders(name: str) -> None:
    plain = np.full((45, 80, 3), (200, 120, 40), np.uint8)
    for p in (0.2, 0.5, 0.8):
        assert np.abs(find(name)[0](plain, plain, p).astype(int) - plain).max() <= 1


def test_no_two_transitions_look_the_same() -> None:
    a, b = pictures((90, 160))
    b[20:70, 30:60] = 250
    seen = {name: [find(name)[0](a, b, p).tobytes() for p in (0.3, 0.6)] for name in NAMES}
    assert len({tuple(stills) for stills in seen.values()}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_half_a_second_of_full_hd_is_soon_drawn(name: str) -> None:
    a, b = pictures((1080, 1920))
    transition, _ = find(name)
    transition(a, b, 0.5)  # Fields of a size are computed once.
    begun = time.process_time()
    for frame in (1, 5, 9):
        transition(a, b, frame / 13)
    assert (time.process_time() - begun) * 13 / 3 < SECONDS_FOR_13_FRAMES


def test_every_transition_the_service_knows_is_drawn_as_itself() -> None:
    assert sorted(transition.name for transition in every()) == NAMES
    assert all(find(name)[1] is None for name in NAMES)


def test_an_unknown_transition_is_shown_as_a_fade_and_named() -> None:
    transition, note = find("sparkle")
    assert transition.name == "fade"
    assert note is not None
    assert "sparkle" in note
