"""The requests of samples/batch, after the vendor's examples: they expand, match and render."""

from __future__ import annotations

import json
from functools import partial
from itertools import accumulate
from pathlib import Path

import pytest

from converter.batch import SubJob, check, expand, parse_batch
from converter.batch.produce import produce
from converter.library import Library
from converter.timeline import check as check_timeline
from converter.timeline import dump_timeline, local_path, parse_timeline
from samples.batch.make import ASSETS, LIGHTHOUSE, TRAIN
from tests.batches import Json, clips, voices

REQUESTS = {
    file.stem: json.loads(file.read_text("utf-8"))
    for file in sorted((Path(__file__).parent.parent / "samples" / "batch").glob("*.json"))
}
MINIATURE = {"Width": 128, "Height": 228, "Count": 1, "Video": {"Crf": 27, "Fps": 5}}
FILMS = {"film": LIGHTHOUSE, "train": TRAIN}

FIRST_WORDS = {
    "A new market": "entrance crowd bread till gulls",
    "On its first": "entrance crowd",
    "<speak>Our": "champion lorry",
    "The keeper": "lamp storm boat letter guard bridge",
    "Photographs": "ships dawn carriage diary",
}
"""The scenes that a narration tells of, by how it begins."""
STORYBOARDS = {
    "001-storyboard": "entrance crowd till gulls",
    "001-storyboard-searched": "bread gulls",
    "003-storyboard": "lamp storm boat letter ships dawn carriage guard window diary square bridge",
}


def miniature(name: str) -> Json:
    """Return a request for one video that is soon made, its texts as large as in the sample."""
    given = REQUESTS[name]
    canvas = {"Width": given["OutputConfig"]["Width"], "Height": given["OutputConfig"]["Height"]}
    return {
        **given,
        "EditingConfig": {**given["EditingConfig"], "FECanvas": canvas},
        "OutputConfig": {**given["OutputConfig"], **MINIATURE},
    }


def jobs(market: Path, name: str) -> tuple[SubJob, ...]:
    find = partial(local_path, base=market, storage=market)
    request, _ = parse_batch(REQUESTS[name])
    return expand(request, seed=5, find=find, library=Library(market / "library.sqlite"))


def scene(clip: Json, library: Library) -> str:
    """Return the name of the scene that a clip is taken from the middle of."""
    entry = library.get(clip["Media"])
    name = Path(entry.path if entry else clip["Media"]).stem
    if name not in FILMS:
        return name
    ends = accumulate(scene.seconds for scene in FILMS[name])
    middle = (clip["In"] + clip["Out"]) / 2
    return next(s.name for s, end in zip(FILMS[name], ends, strict=True) if middle < end)


@pytest.mark.parametrize("name", REQUESTS)
def test_every_example_is_right_and_renders(market: Path, tmp_path: Path, name: str) -> None:
    data = {key: json.dumps(part) for key, part in miniature(name).items()}
    assert [found for found in check(data) if found.severity == "error"] == []
    library = Library(market / "library.sqlite")
    request, _ = parse_batch(data)
    batch = produce(request, tmp_path, storage=market, library=library, seed=5, workers=1)
    (video,) = batch.videos
    assert (video.status, video.message) == ("Success", "")
    assert (tmp_path / f"{name}_0.mp4").is_file()
    assert video.seconds == pytest.approx(video.materials["Clips"][-1]["TimelineOut"], abs=0.11)
    written = dump_timeline(parse_timeline((tmp_path / video.timeline).read_bytes()))
    found = check_timeline(written, base=tmp_path, storage=market)
    assert [f for f in found if f.severity == "error"] == []


def test_95_of_100_texts_show_the_right_clip(market: Path) -> None:
    library = Library(market / "library.sqlite")
    slots = right = 0
    for name in REQUESTS:
        if name.startswith(("002", "004")):
            continue  # which repeat the words of others, or draw and do not match
        for job in jobs(market, name):
            said = job.materials["SpeechText"] or ""
            told = STORYBOARDS.get(name) or next(
                scenes for words, scenes in FIRST_WORDS.items() if said.startswith(words)
            )
            shown = list(dict.fromkeys(scene(c, library) for c in job.materials["Clips"]))
            wanted = told.split()
            slots += len(wanted)
            right += sum(a == b for a, b in zip(wanted, shown, strict=False))
    print(f"{right} of {slots} texts show the right clip")
    assert slots == 42
    assert right >= 0.95 * slots


def test_a_request_for_many_videos_repeats_none(market: Path) -> None:
    made = {dump_timeline(job.timeline) for job in jobs(market, "004-groups")}
    assert len(made) == 20


def test_each_voice_of_a_list_speaks_once(market: Path) -> None:
    spoken = [voices(job)[0] for job in jobs(market, "002-voices")]
    assert {voice["Voice"] for voice in spoken} == {"zhiru", "zhilun", "zhibei_emo"}
    assert {voice["SpeechRate"] for voice in spoken} == {100}


def test_in_and_out_points_of_a_group_hold(market: Path) -> None:
    entrance = next(media_id for media_id, name in ASSETS.items() if name == "entrance.mp4")
    for job in jobs(market, "002-in-and-out-points-of-groups"):
        for clip in clips(job):
            if clip.get("MediaId") == entrance:
                assert clip["Out"] <= 3.5


def test_media_that_a_search_finds_are_named_by_their_ids(market: Path) -> None:
    library = Library(market / "library.sqlite")
    (job,) = jobs(market, "001-global-scripts-searched")
    for clip in clips(job):
        assert library.get(clip["MediaId"])
