"""Camera: KenBurns and Zoom go where they say, evenly, between the pixels too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from converter.errors import TimelineError
from converter.media import Media
from converter.render.compositing import Pixels
from converter.render.effects.camera import Plate, closest, place_filmed
from converter.render.placement import Box, Placement, Size
from converter.render.schedule import Sweep
from converter.render.scheduling import schedule
from converter.timeline import parse_timeline
from converter.timeline.effects import KenBurns, Zoom

LANDSCAPE, PORTRAIT = (640, 360), (360, 640)


def stage(picture: Size, frame: Size) -> Placement:
    return Placement((0.0, 0.0, float(picture[0]), float(picture[1])), Box(0, 0, *frame))


def part(move: KenBurns | Zoom, picture: Size, frame: Size, at: int) -> tuple[float, ...]:
    """Return what the camera sees at a frame of a move of 101 frames."""
    return place_filmed([Sweep(move, 101)], picture, stage(picture, frame), at).part


def ken_burns(start: str | None = None, end: str | None = None) -> KenBurns:
    return KenBurns(type="KenBurns", start=start, end=end)


def zoom(start: float | None = None, end: float | None = None) -> Zoom:
    return Zoom(type="Zoom", start_rate=start, end_rate=end)


def spot(size: Size, x: float, y: float) -> Pixels:
    """Return a soft white spot on black."""
    across, down = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    light = 255 * np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * 4**2))
    return np.repeat(np.rint(light).astype(np.uint8)[..., None], 3, axis=2)


def middle(picture: Pixels) -> tuple[float, float]:
    """Return where the light of a picture has its middle, in pixels."""
    light = picture[..., 0].astype(float)
    across, down = np.arange(light.shape[1]) + 0.5, np.arange(light.shape[0]) + 0.5
    return light.sum(0) @ across / light.sum(), light.sum(1) @ down / light.sum()


def filmed(move: KenBurns | Zoom, picture: Pixels, frame: Size, at: int, frames: int) -> Pixels:
    size = picture.shape[1], picture.shape[0]
    sweeps = [Sweep(move, frames)]
    plate = Plate.still(picture, closest(sweeps, size, stage(size, frame)))
    return plate.seen(place_filmed(sweeps, size, stage(size, frame), at).part, frame)


@pytest.mark.parametrize("move", [ken_burns("0,0,1,1", "0.2,0.1,0.6,0.6"), zoom(1, 1.3)])
def test_a_slow_move_is_even_to_a_small_part_of_a_pixel(move: KenBurns | Zoom) -> None:
    picture = spot((960, 540), 300, 200)
    places = np.array([middle(filmed(move, picture, LANDSCAPE, at, 250)) for at in range(0, 60)])
    steps = np.diff(places, axis=0)
    assert np.abs(steps).max() < 1
    # A camera that rounds to whole pixels has steps of 0 and 1.
    assert np.abs(np.diff(steps, axis=0)).max() < 0.03


def test_a_zoom_keeps_the_middle_where_it_is() -> None:
    picture = spot((960, 540), 480, 270)
    for at in (0, 37, 100):
        seen = middle(filmed(zoom(1, 1.7), picture, LANDSCAPE, at, 101))
        assert seen == pytest.approx((320, 180), abs=0.05)


def test_a_zoom_goes_from_its_start_rate_to_its_end_rate() -> None:
    for at, rate in ((0, 1.2), (50, 1.6), (100, 2.0)):
        left, top, right, bottom = part(zoom(1.2, 2), LANDSCAPE, LANDSCAPE, at)
        assert (right - left, bottom - top) == pytest.approx((640 / rate, 360 / rate))
        assert (left + right, top + bottom) == pytest.approx(LANDSCAPE)


def test_boxes_are_shares_of_the_picture() -> None:
    move = ken_burns("0,0,0.5,0.5", "0.5,0.5,0.5,0.5")
    assert part(move, LANDSCAPE, LANDSCAPE, 0) == pytest.approx((0, 0, 320, 180))
    assert part(move, LANDSCAPE, LANDSCAPE, 50) == pytest.approx((160, 90, 480, 270))
    assert part(move, LANDSCAPE, LANDSCAPE, 100) == pytest.approx((320, 180, 640, 360))


def test_a_box_of_another_aspect_is_cut_so_that_nothing_is_stretched() -> None:
    left, top, right, bottom = part(ken_burns("0,0,1,1"), (600, 600), LANDSCAPE, 0)
    assert (left, right) == (0, 600)
    assert (right - left) / (bottom - top) == pytest.approx(640 / 360)


@pytest.mark.parametrize("shape", [LANDSCAPE, PORTRAIT])
def test_by_default_it_zooms_out_slowly_when_picture_and_output_lie_alike(shape: Size) -> None:
    first, last = (part(ken_burns(), shape, shape, at) for at in (0, 100))
    assert last == pytest.approx((0, 0, *shape))
    assert 0.7 < (first[2] - first[0]) / shape[0] < 0.95
    assert first[0] + first[2] == pytest.approx(shape[0])


def test_by_default_it_slides_right_over_a_landscape_in_an_upright_output() -> None:
    first, last = (part(ken_burns(), LANDSCAPE, PORTRAIT, at) for at in (0, 100))
    assert first[0] == pytest.approx(0)
    assert last[2] == pytest.approx(640)
    assert first[1::2] == last[1::2] == pytest.approx((0, 360))


def test_by_default_it_slides_down_over_a_portrait_in_a_lying_output() -> None:
    first, last = (part(ken_burns(), PORTRAIT, LANDSCAPE, at) for at in (0, 100))
    assert first[1] == pytest.approx(0)
    assert last[3] == pytest.approx(640)
    assert first[::2] == last[::2] == pytest.approx((0, 360))


def test_a_picture_larger_than_the_frame_is_filmed_without_moire() -> None:
    lines = np.zeros((1080, 1920, 3), np.uint8)
    lines[:, ::2] = 255
    seen = filmed(zoom(1, 1.05), lines, (480, 270), 0, 101)
    assert seen.astype(int).std() < 4


def test_transparent_pictures_keep_their_transparency_in_motion() -> None:
    picture = np.dstack((spot((320, 180), 160, 90), np.full((180, 320), 255, np.uint8)))
    picture[:, :160] = (255, 0, 0, 0)
    seen = filmed(zoom(1, 1.4), picture, (320, 180), 60, 101)
    assert seen[90, 20, 3] == 0
    assert seen[90, 300, 3] == 255
    assert seen[90, 170:, 0].max() <= 255
    # The red that nobody sees must not leak over the edge.
    assert np.abs(seen[:, 163:, 0].astype(int) - seen[:, 163:, 1]).max() <= 2


def sweep(effect: dict[str, Any], seconds: float) -> Sweep:
    """Return the camera move of an image clip with an effect."""
    clip = {"Type": "Image", "MediaURL": "a.png", "Duration": seconds, "Effects": [effect]}
    timeline = parse_timeline({"VideoTracks": [{"VideoTrackClips": [clip]}]})
    media = {"a.png": Media(Path("a.png"), "image", 640, 360, None, None, False, 0)}
    return schedule(timeline, speeches={}, media=media).tracks[0][0].sweeps[0]


def test_a_ken_burns_lasts_ten_seconds_at_most() -> None:
    assert sweep({"Type": "KenBurns"}, 4).frames == 100
    long = sweep({"Type": "KenBurns"}, 14)
    assert long.frames == 250
    assert long.progress(249) == long.progress(300) == 1


def test_a_zoom_lasts_its_duration_or_as_long_as_its_clip() -> None:
    assert sweep({"Type": "Zoom", "EndRate": 2, "Duration": 1.2}, 14).frames == 30
    assert sweep({"Type": "Zoom", "EndRate": 2}, 14).frames == 350


@pytest.mark.parametrize(
    "effect",
    [
        {"Type": "Zoom", "StartRate": 2, "EndRate": 1.5},
        {"Type": "KenBurns", "Start": "0,0,1", "End": "0,0,1,1"},
        {"Type": "KenBurns", "Start": "a,b,c,d"},
    ],
)
def test_moves_that_lead_nowhere_are_refused(effect: dict[str, Any]) -> None:
    with pytest.raises(TimelineError) as caught:
        sweep(effect, 2)
    assert caught.value.code == "InvalidEffectParam"
