"""The JSON Schema takes what the reader takes, and refuses what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from converter.errors import TimelineError
from converter.timeline import parse_editing, parse_output, parse_timeline
from converter.timeline.schema import MODELS, json_schema

READERS: dict[str, Any] = {
    "timeline": parse_timeline,
    "output": parse_output,
    "editing": parse_editing,
}


def pictures(**clip: Any) -> dict[str, Any]:
    return {"VideoTracks": [{"VideoTrackClips": [{"MediaURL": "a.png", **clip}]}]}


def effect(**fields: Any) -> dict[str, Any]:
    return pictures(Effects=[fields])


TAKEN = [
    ("timeline", pictures(Type="Image", Duration="5", Opacity=" 0.5", TimelineIn=None)),
    ("timeline", {"VideoTracks": [{"MainTrack": "true", "VideoTrackClips": [{"MediaUrl": "a"}]}]}),
    ("timeline", pictures(Sparkle={"To": [1, None]}, Comment="mine")),
    ("timeline", effect(Type="Teleport", Duration=-1)),
    ("timeline", effect(Type="Text", Content="x", FontSize=9, FontColor="abc")),
    ("timeline", effect(Type="Text", Content="x", EffectColorStyleId="CS0004-000005")),
    ("timeline", effect(Type="Rotate", Degree="90")),
    ("timeline", effect(Type="DLTransition", SubType="random", Duration=1e0)),
    ("timeline", {"FECanvas": {"Width": "1280", "Height": 720}, "Version": 2.5}),
    ("output", {"MediaURL": "a.mp4", "Width": "1280", "Video": {"Crf": "23", "Profile": None}}),
    ("editing", {"CoverConfig": {"StartTime": 3.3}, "KeepOriginMaxBitrate": "false"}),
]
REFUSED = [
    ("timeline", {"VideoTracks": {}}),
    ("timeline", pictures(Speed=0)),
    ("timeline", pictures(Speed="fast")),
    ("timeline", pictures(Type="TTS")),
    ("timeline", pictures(AdaptMode="Contian")),
    ("timeline", effect(Type="Transition", Duration=-1)),
    ("timeline", effect(Type="Text", FontColor="red")),
    ("timeline", effect(Type="Rotate", Degree=45)),
    ("timeline", {"FECanvas": {"Width": 1}}),
    ("output", {"Width": 64}),
    ("output", {"Video": {"Preset": "placebo"}}),
    ("editing", {"AudioChannelCopy": "middle"}),
]


@pytest.mark.parametrize("name", MODELS)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(json_schema(name))


@pytest.mark.parametrize(("name", "data"), TAKEN)
def test_what_is_read_is_taken(name: str, data: Any) -> None:
    READERS[name](data)
    Draft202012Validator(json_schema(name)).validate(data)


@pytest.mark.parametrize(("name", "data"), REFUSED)
def test_what_is_not_read_is_refused(name: str, data: Any) -> None:
    with pytest.raises(TimelineError):
        READERS[name](data)
    assert not Draft202012Validator(json_schema(name)).is_valid(data)


def test_the_samples_are_taken(samples: Path) -> None:
    validator = Draft202012Validator(json_schema("timeline"))
    found = sorted(samples.glob("*/timeline.json"))
    assert found
    for file in found:
        validator.validate(json.loads(file.read_text(encoding="utf-8")))


def objects(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {schema["title"]: schema, **schema["$defs"]}


@pytest.mark.parametrize("name", MODELS)
def test_every_object_is_described_and_its_keys_are_those_of_the_wire(name: str) -> None:
    for title, described in objects(json_schema(name)).items():
        assert described["description"], title
        assert all(key[0].isupper() for key in described["properties"])


def test_the_second_spelling_of_a_key_means_the_same() -> None:
    clip = objects(json_schema("timeline"))["VideoTrackClip"]["properties"]
    assert clip["MediaUrl"] == clip["MediaURL"]
