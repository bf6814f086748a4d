"""Filters: each a look of its own that is what its description says."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from converter.errors import TimelineError
from converter.render.compositing import Pixels
from converter.render.effects import filters
from converter.render.effects.grading import Grade, graded
from converter.timeline.names import KNOWN_FILTERS

NAMES = sorted(KNOWN_FILTERS - {"color"})
GREY_RAMP = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)


@pytest.fixture(scope="module")
def picture() -> Pixels:
    """Sky, leaves, skin, a red thing and a scale of greys."""
    colours = [(110, 170, 225), (70, 120, 50), (224, 172, 140), (205, 45, 40)]
    patches = [np.full((20, 64, 3), colour, np.uint8) for colour in colours]
    return np.vstack([*patches, np.repeat(GREY_RAMP[:, ::4], 20, axis=0)])


def saturation(picture: Pixels) -> float:
    return float(np.ptp(picture.astype(int), axis=2).mean())


def warmth(picture: Pixels) -> float:
    """Return how much more red there is than blue."""
    return float((picture[..., 0].astype(int) - picture[..., 2]).mean())


def contrast(picture: Pixels) -> float:
    return float(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).std())


def look(picture: Pixels, name: str, **params: float) -> Pixels:
    return filters.apply(picture, name, params)


def test_every_filter_the_service_knows_has_a_grade() -> None:
    assert sorted(shown.name for shown in filters.every()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_filter_changes_the_picture_and_leaves_the_original_alone(
    name: str, picture: Pixels
) -> None:
    kept = picture.copy()
    shown = look(picture, name)
    assert shown.shape == picture.shape
    assert shown.dtype == np.uint8
    assert np.array_equal(picture, kept)
    assert np.abs(shown.astype(int) - picture).mean() > 3


def test_no_two_filters_look_the_same(picture: Pixels) -> None:
    shown = [look(picture, name).astype(int) for name in NAMES]
    apart = [np.abs(a - b).mean() for i, a in enumerate(shown) for b in shown[:i]]
    assert min(apart) > 0.7


@pytest.mark.parametrize("name", NAMES)
def test_brighter_stays_brighter(name: str) -> None:
    grade = next(shown.grade for shown in filters.every() if shown.name == name)
    ramp = graded(GREY_RAMP, replace(grade, vignette=0.0, glow=0.0))
    assert (np.diff(ramp.astype(int), axis=1) >= 0).all()


@pytest.mark.parametrize("name", ["pfb", "pv6"])
def test_black_and_white_has_no_colour(name: str, picture: Pixels) -> None:
    assert saturation(look(picture, name)) <= 1


@pytest.mark.parametrize("name", ["m2", "pf9", "pfa", "urbex", "f7"])
def test_what_is_called_grey_or_rainy_has_less_colour(name: str, picture: Pixels) -> None:
    assert saturation(look(picture, name)) < 0.7 * saturation(picture)


@pytest.mark.parametrize("name", ["a5", "pf6"])
def test_what_is_called_vivid_has_more_colour(name: str, picture: Pixels) -> None:
    assert saturation(look(picture, name)) > 1.15 * saturation(picture)


@pytest.mark.parametrize("name", ["warm", "pf3", "pf4", "pj3", "f3", "f7", "m7"])
def test_what_is_called_warm_turns_grey_to_red(name: str) -> None:
    assert warmth(look(GREY_RAMP, name)) > 5


@pytest.mark.parametrize("name", ["m3", "m4", "pf7", "f4", "slowlived", "a4"])
def test_what_is_called_blue_turns_grey_to_blue(name: str) -> None:
    assert warmth(look(GREY_RAMP, name)) < -5


@pytest.mark.parametrize("name", ["m6", "pi4", "a2"])
def test_what_is_called_dim_is_darker(name: str, picture: Pixels) -> None:
    assert look(picture, name).mean() < 0.9 * picture.mean()


@pytest.mark.parametrize("name", ["pv5", "pfc", "f2", "pl4"])
def test_what_is_called_high_key_white_or_sunny_is_brighter(name: str, picture: Pixels) -> None:
    assert look(picture, name).mean() > 1.1 * picture.mean()


@pytest.mark.parametrize("name", ["pf1", "pv6", "pv1"])
def test_what_is_called_contrast_or_texture_has_more_of_it(name: str, picture: Pixels) -> None:
    assert contrast(look(picture, name)) > 1.1 * contrast(picture)


@pytest.mark.parametrize("name", ["faded", "a6", "pv4", "slowlived"])
def test_what_is_faded_or_misty_has_no_black(name: str, picture: Pixels) -> None:
    assert contrast(look(picture, name)) < 0.85 * contrast(picture)
    assert look(GREY_RAMP, name).min() > 15


@pytest.mark.parametrize("name", ["pi1", "pi2", "pi3", "pi4"])
def test_infrared_turns_leaves_red_and_the_sky_dark(name: str, picture: Pixels) -> None:
    sky, leaves = (look(picture, name)[row, 32].astype(int) for row in (10, 30))
    assert leaves[0] > leaves[1]
    assert leaves[0] / sky[0] > 2 * 70 / 110


def test_unknown_names_are_refused_with_the_one_that_was_meant(picture: Pixels) -> None:
    with pytest.raises(TimelineError, match=r"unknown filter 'collor'.*color"):
        look(picture, "collor")


def test_color_without_parameters_changes_nothing(picture: Pixels) -> None:
    assert np.array_equal(look(picture, "color"), picture)


@pytest.mark.parametrize(("brightness", "level"), [(255, 255), (-255, 0)])
def test_brightness_goes_from_black_to_white(
    brightness: float, level: int, picture: Pixels
) -> None:
    assert np.abs(look(picture, "color", brightness=brightness).astype(int) - level).max() <= 1


def test_brightness_is_measured_in_levels(picture: Pixels) -> None:
    grey = np.full_like(picture, 100)
    assert np.abs(look(grey, "color", brightness=50).astype(int) - 150).max() <= 1


def test_contrast_of_minus_100_leaves_one_grey_and_of_100_only_extremes() -> None:
    assert np.ptp(look(GREY_RAMP, "color", contrast=-100)) <= 1
    most = look(GREY_RAMP, "color", contrast=100)[0, :, 0]
    assert most[100] < 8
    assert most[156] > 247


def test_saturation_of_minus_100_is_grey_and_of_100_has_twice_the_colour(picture: Pixels) -> None:
    assert saturation(look(picture, "color", saturation=-100)) <= 1
    muted = graded(picture, Grade(saturation=-0.6))
    doubled = look(muted, "color", saturation=100)
    assert saturation(doubled) == pytest.approx(2 * saturation(muted), rel=0.08)


@pytest.mark.parametrize(("colder", "warmer"), [(40_000, 9000), (9000, 6500), (6500, 2700)])
def test_fewer_kelvin_are_warmer(colder: float, warmer: float, picture: Pixels) -> None:
    cold, warm = (look(picture, "color", kelvin_temperature=k) for k in (colder, warmer))
    assert warmth(warm) > warmth(cold) + 4


def test_the_temperature_ratio_says_how_much_of_it_counts(picture: Pixels) -> None:
    def warmed(ratio: float) -> float:
        return warmth(look(picture, "color", kelvin_temperature=3000, temperature_ratio=ratio))

    assert warmed(0) == warmth(picture)
    assert warmed(0) < warmed(0.5) < warmed(1)
    assert warmed(50) == warmed(0.5)


def test_tint_goes_from_green_to_magenta(picture: Pixels) -> None:
    def green(tint: float) -> float:
        shown = look(picture, "color", tint=tint).astype(int)
        return float((2 * shown[..., 1] - shown[..., 0] - shown[..., 2]).mean())

    assert green(-100) > green(0) > green(100)


def test_dark_corners_leave_the_middle_as_it_is() -> None:
    white = np.full((90, 160, 3), 255, np.uint8)
    shown = look(white, "color", dark_corner_ratio=0.6)
    assert shown[45, 80].tolist() == [255, 255, 255]
    assert shown[0, 0].max() == shown[-1, -1].max() == pytest.approx(0.4 * 255, abs=4)


def test_what_is_out_of_range_counts_as_the_end_of_the_range(picture: Pixels) -> None:
    far, end = (
        look(picture, "color", contrast=c, kelvin_temperature=k)
        for c, k in ((500, 100), (100, 1000))
    )
    assert np.array_equal(far, end)
