"""How the materials of a batch request are cut, and what is known of them: sections 2.4, 3, 6."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from converter.batch import SubJob, expand, parse_batch
from converter.errors import TimelineError
from converter.footage.faces import Features
from converter.library import Library
from converter.media import Picture
from samples.batch.make import LIGHTHOUSE, Scene, colour, film, picture
from tests.batches import Json, clips, faces, plan, planned, request, shown, storyboard

NAMES = [scene.name for scene in LIGHTHOUSE]
ENDS = list(accumulate(scene.seconds for scene in LIGHTHOUSE))
MOVIE = {"MediaArray": ["film.mp4"], "SceneInfo": {"Scene": "MovieHighlights"}}
WORDS = {"SpeechText": "The keeper sings. Mara rows a boat. She writes a letter at her desk."}

by_scenes = pytest.mark.skipif(not find_spec("scenedetect"), reason="needs the extra footage")


def process(**fields: object) -> Json:
    return {"ProcessConfig": fields}


def stretches(job: SubJob) -> Iterator[tuple[float, float]]:
    for clip in job.materials["Clips"]:
        yield clip["In"], clip["Out"]


def crossed(job: SubJob) -> list[float]:
    """Return the cuts of the film that clips of a video go over."""
    return [cut for begin, end in stretches(job) for cut in ENDS if begin < cut - 0.05 < end - 0.1]


def seen(job: SubJob) -> list[str]:
    """Return the scenes of the film that clips of a video are taken from."""
    middles = ((begin + end) / 2 for begin, end in stretches(job))
    return [NAMES[sum(end <= middle for end in ENDS)] for middle in middles]


@by_scenes
def test_3_enable_clip_split_cuts_where_scenes_change(footage: Path) -> None:
    given = {"MediaArray": ["film.mp4"]}
    options = {"FixedDuration": 20}
    assert crossed(plan(footage, given, process(SingleShotDuration=3), **options))
    assert not crossed(plan(footage, given, process(EnableClipSplit=True), **options))


@by_scenes
def test_3_enable_clip_detection_is_on_and_leaves_black_out(footage: Path) -> None:
    job = plan(footage, {**MOVIE, **WORDS})
    assert seen(job) == ["lamp", "boat", "letter"]
    assert not crossed(job)
    assert any("left out (black)" in note for note in job.notes)


def test_3_without_enable_clip_detection_films_are_cut_at_even_lengths(footage: Path) -> None:
    job = plan(footage, {**MOVIE, **WORDS}, process(EnableClipDetection=False))
    assert not any("left out" in note for note in job.notes)


@pytest.mark.skipif(not find_spec("rapidocr"), reason="needs the extra ocr")
def test_3_enable_subtitle_match_reads_letters_in_the_film(tmp_path: Path) -> None:
    scenes = [Scene(name, "") for name in ("HARBOUR", "LANTERN", "CANDLE")]
    film(tmp_path / "f.mp4", scenes, (640, 360))
    (tmp_path / "f.srt").unlink()
    given = {**MOVIE, "MediaArray": ["f.mp4"], "SpeechText": "Look, a lantern."}
    blind = plan(tmp_path, given)
    assert any("fit no footage" in note for note in blind.notes)
    job = plan(tmp_path, given, process(EnableSubtitleMatch=True))
    ((begin, end),) = stretches(job)
    assert 4 <= begin < end <= 8.1
    assert job.notes == ()


def test_2_2_what_the_library_tells_of_a_medium_is_matched(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite")
    for name, told in (("a", "herons in a marsh"), ("b", "a kite over a beach")):
        picture(tmp_path / f"{name}.png", Scene(name, ""))
        library.add(tmp_path / f"{name}.png", media_id=f"id{name}", description=told)
    given = {"MediaArray": ["ida", "idb"], "SpeechText": "A kite flies."}
    (job,) = expand(parse_batch(request(given))[0], library=library)
    assert shown(job) == ["idb"]


@by_scenes
def test_3_a_scene_that_is_long_enough_leaves_room_for_the_transition(footage: Path) -> None:
    fields = process(AllowTransition=True, TransitionDuration=0.4)
    for job in planned(footage, {**MOVIE, **WORDS}, fields, Count=6):
        assert not any("Speed" in clip for clip in clips(job))


# --- 2.4: FaceInfo --------------------------------------------------------------------


class ByColour:
    """Faces for which every scene of the film is somebody, known by its colour."""

    identity = "by colour"

    def found(self, picture: Picture) -> list[Features]:
        corner = picture[4, 4, :3].astype(float)
        far = [float(np.abs(corner - colour(name)).sum()) for name in NAMES[1:]]
        return [np.eye(len(far), dtype=np.float32)[int(np.argmin(far))]] if min(far) < 40 else []


def cast(folder: Path, footage: Path, face: tuple[int, int, int]) -> SubJob:
    """Plan a scene with somebody whose face is a colour."""
    Image.new("RGB", (60, 60), face).save(folder / "face.png")
    (folder / "film.mp4").symlink_to(footage / "film.mp4")
    scenes = storyboard(
        {"Descriptions": ["Somebody"], "Characters": ["Mara"], "Duration": 3},
        scene="MovieHighlights",
        FaceInfo=faces("Mara"),
    )
    data = request({"MediaArray": ["film.mp4"], "SceneInfo": scenes})
    (job,) = expand(parse_batch(data)[0], find=lambda name: folder / name, faces=ByColour())
    return job


@by_scenes
def test_2_4_people_are_found_by_their_faces(footage: Path, tmp_path: Path) -> None:
    job = cast(tmp_path, footage, colour("storm"))
    assert seen(job) == ["storm"]
    assert job.materials["Clips"][0]["People"] == ["Mara"]
    assert not any("by their names" in note for note in job.notes)


def test_2_4_a_picture_shows_exactly_one_face(footage: Path, tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match="0 clear faces, expected exactly one") as caught:
        cast(tmp_path, footage, (255, 255, 255))
    assert caught.value.path == "$.InputConfig.SceneInfo.FaceInfo.ImageInfoList"


def test_2_4_without_models_people_are_found_by_their_names(footage: Path) -> None:
    info = {"Scene": "MovieHighlights", "FaceInfo": faces("Mara", "Keeper")}
    job = plan(footage, {**MOVIE, "SceneInfo": info, "SpeechText": "The keeper wakes up."})
    assert seen(job) == ["lamp"]
    assert any("by their names" in note for note in job.notes)


def test_3_a_description_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    picture(tmp_path / "a.png", Scene("a", ""))
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(TimelineError, match=r"a\.json: is not JSON") as caught:
        plan(tmp_path, {"MediaArray": ["a.png"]})
    assert caught.value.path == "$.InputConfig.MediaArray[0]"
