"""Batch requests for tests: short ways to write them, and what comes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from converter.batch import SubJob, check, expand, parse_batch
from converter.timeline import Finding

Json = dict[str, Any]

SIZE = {"Width": 360, "Height": 640}
OUTPUT = {"MediaURL": "out_{index}.mp4", **SIZE}
CLIPS = ["entrance.mp4", "crowd.mp4", "bread.mp4"]
PICTURES = ["till.png", "champion.png"]
MARKET = [*CLIPS, *PICTURES]
GROUPS = [
    {"GroupName": "outside", "MediaArray": ["entrance.mp4"]},
    {"GroupName": "inside", "MediaArray": ["crowd.mp4", "bread.mp4"]},
    {"GroupName": "end", "MediaArray": ["till.png"]},
]
WORDS = (
    "A new fish market has opened by the harbour. The hall is small, but visitors crowd in."
    " Bread and apples are cheap."
)
NARRATED = {"MediaArray": MARKET, "SpeechText": WORDS}
TITLES = ["One", "Two", "Three"]


def process(**fields: Any) -> Json:
    """Return an EditingConfig of how clips are processed."""
    return {"ProcessConfig": fields}


def speech(**fields: Any) -> Json:
    """Return an EditingConfig of how words are spoken."""
    return {"SpeechConfig": fields}


def storyboard(*shots: Json, scene: str = "General", **more: Any) -> Json:
    """Return the SceneInfo of a storyboard."""
    return {"Scene": scene, "ShotInfo": {"ShotScripts": list(shots)}, **more}


def faces(*names: str) -> Json:
    """Return the FaceInfo of people."""
    return {"ImageInfoList": [{"Name": name, "ImageURL": "face.png"} for name in names]}


def request(given: Json, editing: Json | None = None, **output: Any) -> Json:
    """Return a request with an output; None leaves a field of it out."""
    fields = {key: value for key, value in {**OUTPUT, **output}.items() if value is not None}
    return {"InputConfig": given, "EditingConfig": editing or {}, "OutputConfig": fields}


def found(data: Json, severity: str = "error") -> list[tuple[str, str]]:
    """Return the code and the place of what the check finds."""
    return [(f.code, f.path) for f in check(data) if f.severity == severity]


def only(data: Json, severity: str = "error") -> Finding:
    """Return the one thing that the check finds."""
    (finding,) = [f for f in check(data) if f.severity == severity]
    return finding


def planned(
    footage: Path, given: Json, editing: Json | None = None, *, seed: int = 1, **output: Any
) -> list[SubJob]:
    """Return the videos of a request that is right."""
    data = request(given, editing, **output)
    assert found(data) == []
    return list(expand(parse_batch(data)[0], seed=seed, find=lambda name: footage / name))


def plan(footage: Path, given: Json, editing: Json | None = None, **options: Any) -> SubJob:
    """Return the only video of a request."""
    (job,) = planned(footage, given, editing, **options)
    return job


def clips(job: SubJob) -> list[Json]:
    """Return the clips of the pictures' track, as on the wire."""
    found: list[Json] = job.timeline.wire()["VideoTracks"][0]["VideoTrackClips"]
    return found


def voices(job: SubJob) -> list[Json]:
    """Return the spoken clips, as on the wire."""
    return [clip.wire() for _, clip in job.timeline.spoken()]


def effects(job: SubJob, kind: str) -> list[Json]:
    """Return the effects of one Type on the pictures."""
    return [e for clip in clips(job) for e in clip["Effects"] if e["Type"] == kind]


def texts(job: SubJob) -> list[Json]:
    """Return the texts over the pictures."""
    tracks = job.timeline.wire()["SubtitleTracks"]
    return [clip for track in tracks for clip in track["SubtitleTrackClips"]]


def shown(job: SubJob) -> list[str]:
    """Return the materials in the order they are seen."""
    return [clip["Media"] for clip in job.materials["Clips"]]


def seconds(job: SubJob) -> float:
    """Return how long the pictures are seen."""
    length: float = job.materials["Clips"][-1]["TimelineOut"]
    return length
