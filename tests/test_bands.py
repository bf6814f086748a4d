"""AEqualize: the shapes in which Peak and Gain are read, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from converter.errors import TimelineError
from converter.render.looks import equalisers
from converter.timeline import check, parse_timeline
from converter.timeline.bands import OCTAVES, Band, bands
from converter.timeline.clips import EffectTrackItem


def item(**keys: Any) -> EffectTrackItem:
    return EffectTrackItem.model_validate({"Type": "AEqualize", **keys})


def timeline(**keys: Any) -> dict[str, Any]:
    return {
        "AudioTracks": [{"AudioTrackClips": [{"MediaURL": "a.wav"}]}],
        "EffectTracks": [{"EffectTrackItems": [{"Type": "AEqualize", "SubType": "x", **keys}]}],
    }


@pytest.mark.parametrize(
    "keys",
    [
        {"Peak": [100, 4000], "Gain": [3, -6]},
        {"Peak": ["100", "4000"], "Gain": ["3", "-6"]},
        {"Peak": "100,4000", "Gain": "3, -6"},
        {"Peak": "[100, 4000]", "Gain": [3, "-6"]},
        {"Gain": [{"Frequency": 100, "Gain": 3}, {"Frequency": "4000", "Gain": -6}]},
        {"Peak": [{"Peak": 100, "Gain": 3}, {"Peak": 4000, "Gain": "-6"}]},
    ],
)
def test_two_bands_are_read_in_every_shape(keys: dict[str, Any]) -> None:
    assert bands(item(**keys)) == (Band(100, 3), Band(4000, -6))


def test_one_band_needs_no_list() -> None:
    assert bands(item(Peak=1000, Gain="2.5")) == (Band(1000, 2.5),)


def test_ten_gains_alone_are_octaves() -> None:
    found = bands(item(Gain="1,2,3,4,5,6,7,8,9,10"))
    assert [band.hertz for band in found] == list(OCTAVES)
    assert [band.decibels for band in found] == list(range(1, 11))


def test_a_band_may_say_how_wide_it_is() -> None:
    assert bands(item(Gain={"Frequency": 100, "Gain": 3, "Q": 4})) == (Band(100, 3, 4),)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"Gain": [1, 2, 3]}, "3 gains, expected one for each of 10 peaks"),
        ({"Peak": [1000], "Gain": [1, 2]}, "2 gains, expected one for each of 1 peaks"),
        ({"Peak": "loud", "Gain": 1}, "'loud'"),
        ({"Peak": 1000}, "None"),
        ({"Peak": 30_000, "Gain": 1}, "Peak 30000, expected 10 to 20000 Hz"),
        ({"Peak": 1000, "Gain": 90}, "Gain 90, expected -40 to 40 dB"),
        ({"Gain": [{"Frequency": 100, "Gain": 1, "Q": 0}]}, "Q 0"),
        ({"Gain": [{"Gain": 1}]}, "None"),
        ({"Peak": True, "Gain": 1}, "True"),
    ],
)
def test_what_is_no_band_is_refused_by_check_and_by_render(keys: dict[str, Any], told: str) -> None:
    found = [finding for finding in check(timeline(**keys)) if finding.severity == "error"]
    assert [(finding.path, finding.code) for finding in found] == [
        ("$.EffectTracks[0].EffectTrackItems[0]", "InvalidEffectParam")
    ]
    assert told in found[0].message
    with pytest.raises(TimelineError, match="AEqualize"):
        list(equalisers(parse_timeline(timeline(**keys)), total=1))


def test_an_item_without_bands_is_said_to_do_nothing() -> None:
    assert [finding.code for finding in check(timeline())] == ["Unsupported"]
    assert not list(equalisers(parse_timeline(timeline()), total=1))
