from __future__ import annotations

import time
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from converter import render
from converter.errors import TimelineError
from converter.render.effects import vfx
from converter.render.effects.vfx.registry import PASSAGE
from converter.timeline import parse_timeline
from converter.timeline.names import KNOWN_VFX

SECONDS_FOR_A_FRAME = 0.2
"""Of 1080p; measured below a fifth of it on one core, for a busy machine."""


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    """A picture with shapes, colours and edges."""
    y, x = np.mgrid[0:90, 0:160].astype(np.float32)
    pixels = np.stack([x * 1.5, y * 2.5, 200 - x], axis=2).clip(0, 255).astype(np.uint8)
    pixels[20:60, 40:90] = (220, 60, 40)
    pixels[50:80, 100:150] = (250, 240, 90)
    return pixels


@pytest.mark.parametrize("name", sorted(KNOWN_VFX))
def test_every_effect_the_service_knows_is_drawn_by_a_function_of_its_own(name: str) -> None:
    effect = vfx.find(name)
    assert effect.name == name
    assert [other.name for other in vfx.every() if other.drawing is effect.drawing] == [name]


def test_an_unknown_name_is_refused_with_the_code_of_the_service() -> None:
    with pytest.raises(TimelineError, match=r"Invalid vfx subType 'zom'.*zoom") as caught:
        vfx.find("zom")
    assert caught.value.code == "InvalidTimelineFormat"


@pytest.mark.parametrize("name", sorted(KNOWN_VFX))
def test_an_effect_keeps_the_size_and_is_the_same_each_time(name: str, picture: np.ndarray) -> None:
    effect = vfx.find(name)
    for t in (0.0, 0.4, 1.7, 3.0):
        once, again = (effect.drawing(picture.copy(), t, 3.0, {}) for _ in range(2))
        assert once.dtype == np.uint8
        assert once.shape[:2] == picture.shape[:2]
        assert np.array_equal(once, again)


@pytest.mark.parametrize("name", sorted(KNOWN_VFX))
@pytest.mark.parametrize("size", [(1, 1), (2, 3), (60, 9), (5, 120)])
def test_an_effect_takes_pictures_of_any_shape(name: str, size: tuple[int, int]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    for t in (0.0, 0.9, 60.0):
        assert vfx.find(name).drawing(picture, t, 3.0, {}).shape[:2] == size


@pytest.mark.parametrize("name", sorted(KNOWN_VFX))
def test_an_effect_changes_the_picture_at_some_time(name: str, picture: np.ndarray) -> None:
    effect = vfx.find(name)
    shown = [effect.drawing(picture.copy(), t, 3.0, {}) for t in np.linspace(0, 3, 26)]
    assert any(s.shape != picture.shape or not np.array_equal(s, picture) for s in shown)


def moving(motion: str) -> list[str]:
    return sorted(name for name in KNOWN_VFX if vfx.find(name).motion == motion)


@pytest.mark.parametrize("name", moving("still"))
def test_what_is_said_to_stand_still_does(name: str, picture: np.ndarray) -> None:
    effect = vfx.find(name)
    first, later = (effect.drawing(picture.copy(), t, 3.0, {}) for t in (0.0, 2.0))
    assert np.array_equal(first, later)


@pytest.mark.parametrize("name", moving("entrance"))
def test_an_entrance_is_over_after_its_time(name: str, picture: np.ndarray) -> None:
    effect = vfx.find(name)
    first, later = (effect.drawing(picture.copy(), t, 9.0, {}) for t in (PASSAGE, 8.0))
    assert np.array_equal(first, later)


FIRST_OF_A_FAMILY = ["flyfire", "moon_projection", "fallingheart", "snow", "discolights"]


@pytest.mark.parametrize("name", FIRST_OF_A_FAMILY)
def test_particles_move_a_little_from_frame_to_frame(name: str, picture: np.ndarray) -> None:
    effect, frame = vfx.find(name), 1 / 25
    first, next_, later = (
        effect.drawing(picture, t, 3.0, {}).astype(int) for t in (1.2, 1.2 + frame, 2.0)
    )
    assert 0 < np.abs(next_ - first).mean() < 0.6 * np.abs(later - first).mean()


@pytest.mark.parametrize("name", FIRST_OF_A_FAMILY)
def test_an_effect_looks_alike_at_every_size(name: str) -> None:
    large = np.full((720, 1280, 3), (90, 120, 150), np.uint8)
    small = np.ascontiguousarray(large[::4, ::4])
    seen, expected = (vfx.find(name).drawing(picture, 1.0, 3.0, {}) for picture in (small, large))
    reduced = cv2.resize(expected, (320, 180), interpolation=cv2.INTER_AREA)
    assert np.abs(reduced.astype(int) - seen).mean() < 2.5


@pytest.mark.parametrize("name", sorted(KNOWN_VFX))
def test_a_frame_of_full_hd_is_drawn_in_time(name: str) -> None:
    frame = np.full((1080, 1920, 3), (90, 120, 150), np.uint8)
    effect = vfx.find(name)
    effect.drawing(frame, 1.0, 3.0, {})  # Fields of a size are computed once.
    begun = time.process_time()
    effect.drawing(frame, 1.3, 3.0, {})
    assert time.process_time() - begun < SECONDS_FOR_A_FRAME


def alpha(name: str, **params: float) -> np.ndarray:
    """Return the opacity of a picture of 200 by 100 pixels under a mask."""
    white = np.full((100, 200, 3), 255, np.uint8)
    return vfx.find(name).drawing(white, 0.0, 1.0, params)[..., 3]


def area(opacity: np.ndarray) -> float:
    """Return how many pixels show."""
    return float(opacity.sum() / 255)


@pytest.mark.parametrize("radius", [0.3, 30])
def test_the_radius_of_a_circle_is_a_share_or_pixels(radius: float) -> None:
    assert area(alpha("mask_circle", radius=radius)) == pytest.approx(np.pi * 30**2, rel=0.01)


def test_a_circle_with_width_and_height_is_an_ellipse() -> None:
    shown = alpha("mask_circle", width=0.5, height=40)
    assert area(shown) == pytest.approx(np.pi * 50 * 20, rel=0.01)


@pytest.mark.parametrize(("x", "y"), [(0.25, 0.3), (50, 30)])
def test_x_and_y_are_the_middle_of_a_mask(x: float, y: float) -> None:
    rows, columns = np.nonzero(alpha("mask_circle", radius=20, x=x, y=y) > 127)
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx((50, 30), abs=0.1)


@pytest.mark.parametrize(("width", "height"), [(0.4, 0.5), (80, 50)])
def test_a_rectangle_has_its_width_and_height(width: float, height: float) -> None:
    shown = alpha("mask_rec", width=width, height=height)
    assert (shown[50] > 127).sum() == 80
    assert (shown[:, 100] > 127).sum() == 50


def test_the_corners_of_a_rectangle_are_rounded_by_its_radius() -> None:
    square, rounded = (alpha("mask_rec", width=80, height=50, radius=r) for r in (0, 20))
    assert area(square) - area(rounded) == pytest.approx((4 - np.pi) * 20**2, rel=0.02)


def test_a_mask_turns_clockwise_by_its_angle() -> None:
    upright = alpha("mask_rec", width=80, height=20, angle=90)
    assert (upright[50] > 127).sum() == 20
    assert (upright[:, 100] > 127).sum() == 80
    tilted = alpha("mask_linear", angle=45)
    assert (tilted[20, 180], tilted[80, 20]) == (255, 0)


def test_a_line_keeps_what_is_above_it_and_a_band_its_size() -> None:
    assert (alpha("mask_linear", y=0.3)[:, 7] > 127).sum() == 30
    for size in (0.2, 20):
        assert (alpha("mask_minor", size=size)[:, 7] > 127).sum() == 20


def test_without_antialias_an_edge_has_no_half_opacity() -> None:
    assert len(np.unique(alpha("mask_circle"))) > 20
    assert np.unique(alpha("mask_circle", antialias=0)).tolist() == [0, 255]


def test_blur_intensity_softens_the_inside_up_to_the_middle() -> None:
    sharp, half, all_ = (alpha("mask_circle", radius=40, blur_intensity=b) for b in (0, 0.5, 1))
    assert sharp[50, 62] == half[50, 100] == 255
    assert half[50, 62] < 255
    line = all_[50, 100:139].astype(int)
    assert (np.diff(line) < 0).all()
    assert (np.nonzero(all_)[0] <= np.nonzero(sharp)[0].max()).all()


def test_outer_alpha_is_the_opacity_outside() -> None:
    assert np.unique(alpha("mask_rec", outer_alpha=0.4, antialias=0)).tolist() == [102, 255]


@pytest.fixture
def still(tmp_path: Any) -> Any:
    """A folder with one picture."""
    pixels = np.zeros((180, 320, 3), np.uint8)
    pixels[40:90, 60:160] = (230, 80, 20)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    return tmp_path


def film(*effects: dict[str, Any], track: dict[str, Any] | None = None) -> dict[str, Any]:
    clip = {"Type": "Image", "MediaURL": "a.png", "Duration": 2, "Effects": list(effects)}
    tracks = {"EffectTracks": [{"EffectTrackItems": [track]}]} if track else {}
    return {"VideoTracks": [{"VideoTrackClips": [clip]}], **tracks}


@pytest.mark.parametrize(
    "timeline",
    [
        film({"Type": "VFX", "SubType": "zoom"}),
        film({"Type": "Filter", "SubType": "m2"}),
        film({"Type": "KenBurns", "Start": "0,0,1,1", "End": "0.2,0.2,0.5,0.5"}),
        film({"Type": "Zoom", "StartRate": 1, "EndRate": 1.5, "Duration": 2}),
        film(track={"Type": "VFX", "SubType": "snow", "TimelineIn": 0, "Duration": 1}),
        film(track={"Type": "Filter", "SubType": "pf3"}),
    ],
)
def test_effects_of_clips_and_tracks_reach_the_video(still: Any, timeline: dict[str, Any]) -> None:
    plain, changed = still / "plain.mp4", still / "changed.mp4"
    render(parse_timeline(film()), plain, base=still, size=(320, 180))
    made = render(parse_timeline(timeline), changed, base=still, size=(320, 180))
    assert made.frames == 50
    assert plain.read_bytes() != changed.read_bytes()
    assert not any("not drawn" in note for note in made.notes)


def test_a_paid_extra_is_refused_by_name(still: Any) -> None:
    timeline = parse_timeline(film({"Type": "VFX", "SubType": "OV0001-000001"}))
    with pytest.raises(TimelineError, match="OV0001-000001") as caught:
        render(timeline, still / "paid.mp4", base=still)
    assert caught.value.code == "InvalidTimelineFormat"


def test_a_still_filter_costs_no_more_than_a_still(still: Any) -> None:
    graded, moving = still / "graded.mp4", still / "moving.mp4"
    render(parse_timeline(film({"Type": "Filter", "SubType": "m2"})), graded, base=still)
    render(parse_timeline(film({"Type": "VFX", "SubType": "zoom"})), moving, base=still)
    assert graded.stat().st_size * 2 < moving.stat().st_size
