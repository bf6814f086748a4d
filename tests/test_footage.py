"""Footage: cutting films and knowing what their shots show. All films are made here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import av
import cv2
import numpy as np
import onnx
import pytest
from av.video.frame import VideoFrame
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from converter.errors import FootageError, RenderError
from converter.footage import Cast, Cutting, Look, Person, Range, Shot, cut, look
from converter.footage.dross import dross
from converter.footage.faces import Faces
from converter.footage.survey import Scene, Survey, survey
from converter.media import embedded_captions, probe
from converter.store import keeping

WIDTH, HEIGHT, FPS = 320, 192, 25
Frames = Iterable[np.ndarray]


def film(path: Path, *parts: Frames, crf: int = 20) -> Path:
    """Write parts, each some frames of RGB, as one film."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", FPS, options={"crf": str(crf)})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for part in parts:
            for picture in part:
                container.mux(stream.encode(VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode(None))
    return path


def scene(seed: int, frames: int) -> Iterator[np.ndarray]:
    """Draw a landscape of its own that is panned over."""
    colours = np.random.default_rng(seed).integers(0, 255, (6, 10, 3), dtype=np.uint8)
    wide = cv2.resize(colours, (WIDTH + 200, HEIGHT), interpolation=cv2.INTER_CUBIC)
    for number in range(frames):
        yield np.ascontiguousarray(wide[:, number : number + WIDTH])


def even(frames: int, level: int = 0) -> Iterator[np.ndarray]:
    for _ in range(frames):
        yield np.full((HEIGHT, WIDTH, 3), level, np.uint8)


def rolling(frames: int) -> Iterator[np.ndarray]:
    """Draw credits that roll over black."""
    for number in range(frames):
        picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        for line in range(30):
            place = 20, 10 + line * 26 - number
            cv2.putText(picture, f"Somebody {line} as Else", place, 0, 0.7, (230, 230, 230), 2)
        yield picture


def stretches(shots: Iterable[Shot]) -> list[tuple[float, float]]:
    return [(float(shot.begin), float(shot.end)) for shot in shots]


@pytest.fixture(scope="module")
def three_scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a film: 2 s, 0.4 s of black, 3 s, a cut, 2.4 s, a cut, 4 s of credits."""
    path = tmp_path_factory.mktemp("films") / "three_scenes.mp4"
    return film(path, scene(1, 50), even(10), scene(2, 75), scene(3, 60), rolling(100))


# --- cutting --------------------------------------------------------------------------


def test_long_videos_are_cut_at_even_lengths_and_a_short_rest_stays(three_scenes: Path) -> None:
    shots = cut("a", probe(three_scenes), Cutting(Fraction(3))).shots
    assert stretches(shots) == [(0, 3), (3, 6), (6, 9), (9, 11.8)]
    assert {shot.limit for shot in shots} == {Fraction("11.8")}


def test_only_the_ranges_asked_for_are_cut(three_scenes: Path) -> None:
    ranges = [(Fraction(1), Fraction(4)), (Fraction(11), Fraction(99))]
    shots = cut("a", probe(three_scenes), Cutting(Fraction(2)), ranges).shots
    assert stretches(shots) == [(1, 4), (11, 11.8)] or stretches(shots) == [
        (1, 3),
        (3, 4),
        (11, 11.8),
    ]


@pytest.mark.skipif(not find_spec("scenedetect"), reason="needs the extra footage")
def test_scenes_are_found_and_no_shot_has_a_cut_in_it(three_scenes: Path) -> None:
    shots = cut("a", probe(three_scenes), Cutting(by_scenes=True)).shots
    cuts = [2, 2.4, 5.4, 7.8]
    assert len(shots) == 4
    for begin, end in stretches(shots):
        assert not [time for time in cuts if begin < time - 0.001 and end > time + 0.001]
    assert sum(end - begin for begin, end in stretches(shots)) > 0.95 * (11.8 - 0.4)
    assert all(shot.limit == shot.end for shot in shots)


def test_a_scene_that_goes_on_is_several_shots(
    three_scenes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Survey((Scene((Fraction(0), Fraction(40)), 0.0),), (), Fraction(40))
    monkeypatch.setattr("converter.footage.cutting.survey", lambda _: talk)
    monkeypatch.setattr("converter.footage.cutting.finds_scenes", lambda: True)
    media = replace(probe(three_scenes), duration=Fraction(40))
    shots = cut("a", media, Cutting(by_scenes=True)).shots
    assert stretches(shots) == [(0, 15), (15, 30), (30, 40)]


@pytest.mark.skipif(not find_spec("scenedetect"), reason="needs the extra footage")
def test_black_frames_and_credits_are_left_out_and_said_so(three_scenes: Path) -> None:
    found = cut("a", probe(three_scenes), Cutting(Fraction(1), clean=True))
    assert found.shots[-1].end <= Fraction("7.8")
    assert not [shot for shot in found.shots if shot.begin < 2.4 and shot.end > 2]
    assert any("black" in note for note in found.notes)
    assert any("credits" in note for note in found.notes)


def test_without_the_extra_lengths_are_even_and_a_note_says_so(
    three_scenes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("converter.footage.cutting.finds_scenes", lambda: False)
    found = cut("a", probe(three_scenes), Cutting(Fraction(3), by_scenes=True))
    assert len(found.shots) == 4
    assert any("footage" in note for note in found.notes)


def test_a_picture_is_one_shot(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.png")
    (shot,) = cut("a", probe(tmp_path / "a.png"), Cutting(still=Fraction(5))).shots
    assert (shot.still, shot.length) == (True, 5)


def test_a_damaged_film_is_named(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.png")
    media = replace(probe(tmp_path / "a.png"), kind="video", duration=Fraction(9))
    broken = replace(media, path=tmp_path / "gone.mp4")
    with pytest.raises(RenderError, match=r"gone\.mp4"):
        cut("a", broken, Cutting(clean=True))


def test_a_film_is_surveyed_once_for_its_content(
    three_scenes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with keeping(tmp_path / "cache"):
        first = survey(three_scenes)
        copy = tmp_path / "copy.mp4"
        copy.write_bytes(three_scenes.read_bytes())
        monkeypatch.setattr("converter.footage.survey.scan", None)
        assert survey(three_scenes) == first
        assert survey(copy) == first


def test_a_folder_that_cannot_be_used_harms_nobody(three_scenes: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with keeping(tmp_path / "file"):
        assert len(survey(three_scenes).scenes) >= 1


# --- dross, on surveys without a film -------------------------------------------------


def surveyed(*scenes: tuple[float, float], black: tuple[tuple[float, float], ...] = ()) -> Survey:
    """Return a survey of scenes, each a length and the share of it that is lettered."""
    found, at = [], Fraction(0)
    for seconds, lettered in scenes:
        end = at + Fraction(seconds).limit_denominator(100)
        found.append(Scene((at, end), lettered))
        at = end
    return Survey(tuple(found), tuple((Fraction(a), Fraction(b)) for a, b in black), at)


def left_out(found: Survey, kind: str) -> list[Range]:
    return [part.stretch for part in dross(found) if part.kind == kind]


def test_credits_are_looked_for_at_both_ends_only_and_may_end_with_a_logo() -> None:
    found = surveyed((5, 0.9), (40, 0), (5, 0.9), (40, 0), (10, 0.9), (2, 0))
    assert left_out(found, "credits") == [(0, 5), (90, 102)]


def test_a_film_of_slides_has_no_credits() -> None:
    assert left_out(surveyed(*[(10, 0.9)] * 8, (10, 0)), "credits") == []


def test_short_pictures_between_credits_are_credits() -> None:
    found = surveyed((100, 0), (8, 1), (3, 0), (8, 1))
    assert left_out(found, "credits") == [(100, 119)]


def advertised(pace: int) -> Survey:
    """Return a film with two spots of 15 s and 20 s between black, of scenes of some length."""
    spots = [(pace, 0.0)] * (35 // pace)
    black = ((59.9, 60.0), (75.0, 75.1), (95.0, 95.1))
    return surveyed(*[(6, 0.0)] * 10, *spots, *[(6, 0.0)] * 20, black=black)


def test_hasty_spots_between_black_are_like_adverts() -> None:
    assert left_out(advertised(1), "like adverts") == [(60, 95)]


def test_scenes_that_last_as_adverts_but_are_calm_are_film() -> None:
    assert left_out(advertised(5), "like adverts") == []


# --- remarks --------------------------------------------------------------------------


def known(path: Path, **options: bool) -> list[str]:
    return [shot.text for shot in look("a", probe(path), Look(**options)).shots]


@pytest.fixture
def walk(tmp_path: Path) -> Path:
    """Return a film of 9 s, which is three shots."""
    return film(tmp_path / "riverWalk_02.mp4", scene(1, 75), scene(2, 75), scene(3, 75))


def test_the_words_of_a_file_name_are_known(walk: Path) -> None:
    assert known(walk) == ["river Walk 02"] * 3


def test_a_text_and_a_json_beside_a_file_tell_of_all_or_of_a_part(walk: Path) -> None:
    walk.with_suffix(".txt").write_text("A walk\nby the river", "utf-8")
    told = {
        "tags": ["heron"],
        "size": "not words",
        "shots": [{"in": 3, "out": 6, "caption": "boat"}],
    }
    walk.with_name(f"{walk.name}.json").write_text(json.dumps(told), "utf-8")
    first, second, third = known(walk)
    assert "A walk by the river" in first
    assert "heron" in third
    assert ["boat" in text for text in (first, second, third)] == [False, True, False]
    assert "not words" not in first


def test_a_json_that_is_none_is_named(walk: Path) -> None:
    walk.with_suffix(".json").write_text("{", "utf-8")
    with pytest.raises(FootageError, match=r"riverWalk_02\.json"):
        known(walk)


SRT = """1
00:00:00,500 --> 00:00:02,500
<i>Herons</i> everywhere

2
00:00:06,500 --> 00:00:08,000
大熊猫
"""


def test_subtitles_beside_a_film_tell_of_the_shots_they_are_spoken_in(walk: Path) -> None:
    walk.with_name("riverWalk_02.en.srt").write_text(SRT, "utf-8")
    first, second, third = known(walk)
    assert "Herons everywhere" in first
    assert "Herons" not in second + third
    assert "大熊猫" in third
    assert "Herons" not in known(walk, speech=False)[0]


def test_subtitles_inside_a_film_are_read(walk: Path, tmp_path: Path) -> None:
    (tmp_path / "words.srt").write_text(SRT, "utf-8")
    both = tmp_path / "both.mkv"
    with (
        av.open(str(walk)) as moving,
        av.open(str(tmp_path / "words.srt")) as told,
        av.open(str(both), "w") as target,
    ):
        pairs = [
            (moving, target.add_stream_from_template(moving.streams.video[0])),
            (told, target.add_stream_from_template(told.streams.subtitles[0])),
        ]
        for source, stream in pairs:
            for packet in source.demux():
                if packet.dts is not None:
                    packet.stream = stream
                    target.mux(packet)
    assert [text for _, _, text in embedded_captions(both)] == ["Herons everywhere", "大熊猫"]
    assert "Herons everywhere" in known(both)[0]


@pytest.mark.skipif(not find_spec("rapidocr"), reason="needs the extra ocr")
def test_letters_in_pictures_are_read_where_asked_for(tmp_path: Path) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 250, np.uint8)
    cv2.putText(picture, "LIGHTHOUSE", (20, 110), 0, 1.4, (0, 0, 0), 3)
    Image.fromarray(picture).save(tmp_path / "a.png")
    assert "LIGHTHOUSE" in known(tmp_path / "a.png", letters=True)[0]
    assert "LIGHTHOUSE" not in known(tmp_path / "a.png")[0]


def test_letters_without_the_extra_are_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("converter.ocr.available", lambda: False)
    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.png")
    found = look("a", probe(tmp_path / "a.png"), Look(letters=True))
    assert any("ocr" in note for note in found.notes)


# --- people: networks for which a face is a green square in a coloured frame ----------


def convolved(
    stride: int, name: str, weights: np.ndarray, bias: list[float]
) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Return nodes that weigh each cell of a picture, as one row of `name` a cell."""
    kernel = np.repeat(weights[:, :, None, None], stride, 2).repeat(stride, 3) / stride**2
    given = [
        numpy_helper.from_array(kernel.astype(np.float32), f"{name}_w"),
        numpy_helper.from_array(np.array(bias, np.float32), f"{name}_b"),
        numpy_helper.from_array(np.array([1, -1, len(bias)]), f"{name}_s"),
    ]
    sides = {"kernel_shape": [stride, stride], "strides": [stride, stride]}
    nodes = [
        helper.make_node("Conv", ["input", f"{name}_w", f"{name}_b"], [f"{name}_c"], **sides),
        helper.make_node("Transpose", [f"{name}_c"], [f"{name}_t"], perm=[0, 2, 3, 1]),
        helper.make_node("Reshape", [f"{name}_t", f"{name}_s"], [name]),
    ]
    return nodes, given


def saved(
    path: Path,
    nodes: list[onnx.NodeProto],
    given: list[onnx.TensorProto],
    outputs: list[str],
    shape: list[int | str],
) -> None:
    value = helper.make_tensor_value_info
    taken = value(nodes[0].input[0], TensorProto.FLOAT, shape)
    told = [value(name, TensorProto.FLOAT, outputs[name]) for name in outputs]
    graph = helper.make_graph(nodes, "tiny", [taken], told, given)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    onnx.save(model, path)


POINTS = [(38.3, 51.7), (73.5, 51.5), (56.0, 71.7), (41.5, 92.4), (70.7, 92.2)]
"""Where eyes, nose and mouth are in a face of 112 by 112."""


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Faces:
    """Return networks for which a face is a green cell, and its surroundings tell whose."""
    folder = tmp_path_factory.mktemp("faces")
    green = np.array([[-0.5, 1, -0.5]]) / 255
    none = np.zeros((1, 3))
    kps = [side for x, y in POINTS for side in (0.5 + (x - 56) / 56, 0.5 + (y - 56) / 56)]
    nodes, given, outputs = [], [], {}
    for stride in (8, 16, 32):
        for part, weights, bias in (
            ("cls", green if stride == 32 else none, [0.0]),
            ("obj", green if stride == 32 else none, [0.0]),
            ("bbox", np.zeros((4, 3)), [0.5, 0.5, float(np.log(2)), float(np.log(2))]),
            ("kps", np.zeros((10, 3)), kps),
        ):
            more, constants = convolved(stride, f"{part}_{stride}", weights, bias)
            nodes, given = [*nodes, *more], [*given, *constants]
            outputs[f"{part}_{stride}"] = [1, (640 // stride) ** 2, len(bias)]
    saved(folder / "face_yunet.onnx", nodes, given, outputs, [1, 3, 640, 640])
    mean = [
        helper.make_node("GlobalAveragePool", ["data"], ["mean"]),
        helper.make_node("Flatten", ["mean"], ["fc1"]),
    ]
    saved(folder / "face_sface.onnx", mean, [], {"fc1": [1, 3]}, [1, 3, 112, 112])
    return Faces(folder)


def faced(*colours: tuple[int, int, int]) -> np.ndarray:
    """Draw a face of each colour."""
    picture = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    for number, colour in enumerate(colours):
        left = 32 + 128 * number
        picture[32:128, left : left + 96] = colour
        picture[64:96, left + 32 : left + 64] = 0, 255, 0
    return picture


RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.fixture
def cast(tmp_path: Path, faces: Faces) -> Cast:
    people = []
    for name, colour in (("Lin Xia", RED), ("Daniel", BLUE)):
        Image.fromarray(faced(colour)).save(tmp_path / f"{name}.png")
        people.append(Person(name, tmp_path / f"{name}.png"))
    return Cast(tuple(people), faces)


def test_people_are_recognised_in_the_shots_they_are_seen_in(tmp_path: Path, cast: Cast) -> None:
    parts = [[faced(RED)] * 25, [faced(BLUE, RED)] * 25, [faced()] * 25]
    media = probe(film(tmp_path / "film.mp4", *parts, crf=5))
    shots = look("a", media, Look(Cutting(Fraction(1)), cast=cast)).shots
    seen = [set(shot.people) for shot in shots]
    assert seen == [{"Lin Xia"}, {"Daniel", "Lin Xia"}, set()]


@pytest.mark.parametrize("colours", [(), (RED, BLUE)])
def test_a_picture_without_exactly_one_face_is_an_error_that_names_both(
    tmp_path: Path, faces: Faces, colours: tuple[tuple[int, int, int], ...]
) -> None:
    Image.fromarray(faced(*colours)).save(tmp_path / "who.png")
    cast = Cast((Person("Lin Xia", tmp_path / "who.png"),), faces)
    with pytest.raises(FootageError, match=rf"who\.png: {len(colours)} clear faces.*Lin Xia"):
        _ = cast.known


def test_a_folder_without_face_models_is_named(tmp_path: Path) -> None:
    with pytest.raises(FootageError, match="yunet"):
        Faces(tmp_path)
