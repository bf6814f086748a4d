from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from converter import render
from converter.errors import TimelineError
from converter.render.effects import vfx
from converter.render.effects.vfx.registry import PASSAGE
from converter.timeline import parse_timeline
from converter.timeline.names import KNOWN_VFX


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
def test_an_effect_changes_the_picture_at_some_time(name: str, picture: np.ndarray) -> None:
    effect = vfx.find(name)
    shown = [effect.drawing(picture.copy(), t, 3.0, {}) for t in np.linspace(0, 3, 61)]
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


def test_a_still_filter_costs_no_more_than_a_still(still: Any) -> None:
    graded, moving = still / "graded.mp4", still / "moving.mp4"
    render(parse_timeline(film({"Type": "Filter", "SubType": "m2"})), graded, base=still)
    render(parse_timeline(film({"Type": "VFX", "SubType": "zoom"})), moving, base=still)
    assert graded.stat().st_size * 2 < moving.stat().st_size
