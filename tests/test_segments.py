"""Segments: where a video is divided, and that it does not matter how it was coded."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from converter import render
from converter.media import CodedFrame, Picture, VideoEncoder
from converter.render.fingerprint import digest
from converter.render.moments import Stretch
from converter.render.schedule import Window
from converter.render.segments import Coder, Segment, between, divide
from converter.render.stills import LONGEST_FADE, still_settings
from converter.store import Store, keeping
from converter.timeline import parse_timeline

STREAM = still_settings((64, 64), Fraction(25))
INTERVAL = 50


class Tones:
    """An artist whose every frame is of its own grey; remembers what it drew."""

    def __init__(self, shift: int = 0) -> None:
        self.shift = shift
        self.drawn: list[int] = []

    def draw(self, frame: int) -> Picture:
        self.drawn.append(frame)
        return np.full((64, 64, 3), 40 + (frame + self.shift) % 180, np.uint8)

    def fingerprint(self, frame: int) -> bytes:
        return (frame + self.shift).to_bytes(4)

    def notes_on(self, frames: Iterable[int]) -> tuple[str, ...]:
        return tuple(f"frame {frame} is grey" for frame in frames if frame == 30)


def stretches(*pieces: tuple[int, bool, int]) -> list[Stretch]:
    found, first = [], 0
    for frames, key, fade in pieces:
        found.append(Stretch(first + fade, frames, key, fade))
        first += fade + frames
    return found


def keys(segments: Iterable[Segment]) -> list[int]:
    return [segment[0].first for segment in segments]


pieces_of = st.lists(
    st.tuples(st.integers(1, 130), st.booleans(), st.sampled_from([0, 0, 1, 12, 40])), min_size=1
).map(lambda pieces: [(pieces[0][0], pieces[0][1], 0), *pieces[1:]])


@given(pieces=pieces_of)
def test_a_division_leaves_nothing_out_and_begins_with_keys(
    pieces: list[tuple[int, bool, int]],
) -> None:
    segments = list(divide(stretches(*pieces), INTERVAL))
    shown = 0
    for segment in segments:
        assert [stretch.key_frame for stretch in segment] == [True] + [False] * (len(segment) - 1)
        for stretch in segment:
            assert stretch.fade <= LONGEST_FADE
            assert stretch.first == shown + stretch.fade
            shown = stretch.first + stretch.frames
    assert shown == sum(frames + fade for frames, _, fade in pieces)


@given(pieces=pieces_of.filter(lambda pieces: min(pieces)[0] > 1))
def test_seek_points_are_never_far_apart_and_never_side_by_side(
    pieces: list[tuple[int, bool, int]],
) -> None:
    segments = list(divide(stretches(*pieces), INTERVAL))
    lengths = [sum(s.frames + s.fade for s in segment) for segment in segments]
    assert all(length >= 2 for length in lengths[:-1])
    # A fade is never cut, and needs the picture it leads to.
    assert max(lengths) <= INTERVAL + max(fade for _, _, fade in pieces) + 1


def test_a_new_scene_begins_a_segment() -> None:
    segments = divide(stretches((20, True, 0), (5, False, 0), (20, True, 0)), INTERVAL)
    assert keys(segments) == [0, 25]


def test_a_scene_that_fades_in_begins_one_where_its_picture_changes_next() -> None:
    pieces = stretches((20, True, 0), (5, True, 12), (5, False, 0), (5, False, 0))
    assert keys(divide(pieces, INTERVAL)) == [0, 37]


def test_a_scene_that_only_fades_in_and_out_begins_one_a_frame_after_its_fade() -> None:
    pieces = stretches((20, True, 0), (30, True, 12), (30, True, 12))
    assert keys(divide(pieces, INTERVAL)) == [0, 33, 75]


def test_a_long_still_is_divided_and_a_short_one_rather_not() -> None:
    assert keys(divide(stretches((120, True, 0)), INTERVAL)) == [0, 50, 100]
    assert keys(divide(stretches((30, True, 0), (30, False, 0)), INTERVAL)) == [0, 30]


def test_a_long_fade_gets_pictures_of_its_own_between() -> None:
    (segment,) = divide(stretches((9, True, 0), (1, False, 35)), INTERVAL)
    assert [(s.first, s.fade) for s in segment] == [(0, 0), (20, 11), (32, 11), (44, 11)]


def decoded(frames: Iterable[CodedFrame]) -> list[bytes]:
    stream = BytesIO(VideoEncoder(STREAM).header + b"".join(frame.data for frame in frames))
    with av.open(stream, "r", format="h264") as container:
        return [frame.to_ndarray().tobytes() for frame in container.decode(video=0)]


SHOW = stretches((24, True, 0), (9, True, 12), (60, False, 0), (1, False, 35), (4, True, 0))


def coded(artists: list[Tones], store: Store | None = None) -> list[CodedFrame]:
    return list(Coder(STREAM, artists, store).frames(divide(SHOW, INTERVAL)))


def test_the_number_of_threads_changes_nothing() -> None:
    assert coded([Tones()]) == coded([Tones(), Tones(), Tones()])


moving = st.lists(
    st.tuples(st.sampled_from([1, 1, 1, 1, 1, 7]), st.booleans(), st.sampled_from([0, 0, 0, 5])),
    min_size=1,
    max_size=40,
).map(lambda pieces: [(pieces[0][0], True, 0), *((n, k and not f, f) for n, k, f in pieces[1:])])


@settings(deadline=None, max_examples=40)
@given(pieces=moving)
def test_pictures_between_others_decode_as_the_encoder_meant_them(
    pieces: list[tuple[int, bool, int]],
) -> None:
    segments = list(divide(stretches(*pieces), INTERVAL))
    found = decoded(Coder(STREAM, [Tones()]).frames(segments))
    meant = [picture for segment in segments for picture in encoded_alone(segment)]
    runs = [run for segment in segments for run in segment]
    for run, picture in zip(runs, meant, strict=True):
        assert found[run.first : run.first + run.frames] == [picture] * run.frames
    assert len(found) == runs[-1].first + runs[-1].frames


def encoded_alone(segment: Segment) -> list[bytes]:
    """Return the segment's pictures as a decoder shows what the encoder wrote."""
    encoder, artist = VideoEncoder(STREAM), Tones()
    frames = []
    for run, flag in zip(segment, between(segment), strict=True):
        frames += encoder.push(artist.draw(run.first), key=run.key_frame, between=flag)
    return decoded(frames + encoder.finish())


def test_three_of_four_pictures_that_move_are_between_others() -> None:
    (segment,) = divide(stretches((5, True, 0), *[(1, False, 0)] * 9, (5, False, 0)), INTERVAL)
    letters = "".join("B" if flag else "P" for flag in between(segment))
    assert letters == "PBBBPBBBPBP"


def test_every_frame_is_shown_in_its_turn() -> None:
    show = stretches((5, True, 0), *[(1, False, 0)] * 9, (5, False, 12), *[(1, False, 0)] * 9)
    frames = list(Coder(STREAM, [Tones()]).frames(divide(show, INTERVAL)))
    assert sorted(n + frame.ahead for n, frame in enumerate(frames)) == list(range(40))
    assert min(frame.ahead for frame in frames) == -1


def test_a_second_coding_draws_nothing_and_gives_the_same_bytes(tmp_path: Path) -> None:
    store, again = Store(tmp_path), Tones()
    first = coded([Tones()], store)
    assert coded([again], store) == first
    assert again.drawn == []
    assert len(decoded(first)) == sum(s.frames + s.fade for s in SHOW)


def test_only_what_changed_is_drawn_again_though_all_lengths_did(tmp_path: Path) -> None:
    store, again = Store(tmp_path), Tones()
    coded([Tones()], store)
    changed = [SHOW[0]._replace(frames=23), *SHOW[1:3], SHOW[3]._replace(frames=2), SHOW[4]]
    changed[-1] = changed[-1]._replace(first=160)
    list(Coder(STREAM, [again], store).frames(divide(changed, INTERVAL)))
    assert again.drawn == [160]


def test_what_came_to_light_while_drawing_is_kept_too(tmp_path: Path) -> None:
    for artist in (Tones(), Tones()):
        coder = Coder(STREAM, [artist], Store(tmp_path))
        list(coder.frames(divide(stretches((30, True, 0), (20, True, 0)), INTERVAL)))
        assert list(coder.notes) == ["frame 30 is grey"]


def test_a_rendering_that_was_broken_off_is_resumed(tmp_path: Path) -> None:
    scenes = stretches(*[(10, True, 0)] * 100)
    begun, resumed = Tones(), Tones()
    frames = Coder(STREAM, [begun], Store(tmp_path)).frames(divide(scenes, INTERVAL))
    for _ in range(55):
        next(frames)
    frames.close()
    assert len(begun.drawn) < 100
    whole = list(Coder(STREAM, [resumed], Store(tmp_path)).frames(divide(scenes, INTERVAL)))
    assert sorted(begun.drawn + resumed.drawn) == [scene.first for scene in scenes]
    assert len(whole) == 1000


def test_an_artist_who_fails_is_heard() -> None:
    class Failing(Tones):
        def draw(self, frame: int) -> Picture:
            raise RuntimeError(f"no picture {frame}")

    with pytest.raises(RuntimeError, match="no picture 0"):
        coded([Failing(), Failing()])


# --- a Timeline, from end to end ----------------------------------------------------


def slides(*captions: str, seconds: float = 2.03) -> str:
    clips = [
        {
            "MediaURL": f"{number}.png",
            "Type": "Image",
            "Duration": seconds,
            "Effects": [
                {"Type": "Text", "Content": words, "FontSize": 40},
                {"Type": "Transition", "SubType": "fade", "Duration": 0.4},
            ],
        }
        for number, words in enumerate(captions)
    ]
    return str({"VideoTracks": [{"VideoTrackClips": clips}]}).replace("'", '"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(3)
    for number in range(5):
        noise = rng.integers(0, 255, (9, 16, 3), dtype=np.uint8)
        Image.fromarray(noise).resize((320, 180)).save(tmp_path / f"{number}.png")
    return tmp_path


def rendered(folder: Path, name: str, timeline: str, cache: Path | None) -> list[bytes]:
    with keeping(cache):
        render(parse_timeline(timeline), folder / name, base=folder, size=(320, 180))
    with av.open(str(folder / name)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def test_files_count_by_their_content(tmp_path: Path) -> None:
    one, other = tmp_path / "one.ttf", tmp_path / "other.ttf"
    one.write_bytes(b"a face")
    other.write_bytes(b"a face")
    assert digest({"font_url": str(one)}) == digest({"font_url": str(other)})
    other.write_bytes(b"another")
    assert digest({"font_url": str(one)}) != digest({"font_url": str(other)})


def test_what_stands_still_does_not_tell_when_and_what_moves_tells_how_long() -> None:
    early, late, longer = Window(0, 10), Window(30, 40), Window(0, 20)
    assert digest(early) == digest(late) == digest(longer)
    assert digest(early, origin=0) == digest(late, origin=30) != digest(longer, origin=0)


def test_a_cache_changes_nothing_in_the_file(folder: Path) -> None:
    show = slides("One", "Two", "Three")
    plain = rendered(folder, "plain.mp4", show, None)
    assert rendered(folder, "first.mp4", show, folder / "cache") == plain
    assert rendered(folder, "second.mp4", show, folder / "cache") == plain


def test_editing_one_text_leaves_the_other_segments_as_they_were(folder: Path) -> None:
    first = rendered(folder, "a.mp4", slides("One", "Two", "Three", "Four", "Five"), None)
    again = rendered(folder, "b.mp4", slides("One", "Two", "Other", "Four", "Five"), None)
    same = [one == other for one, other in zip(first, again, strict=True)]
    assert same[:80] == [True] * 80
    assert not all(same)
    assert same[-25:] == [True] * 25


def test_scenes_that_only_come_later_are_not_drawn_again(folder: Path) -> None:
    cache = folder / "cache"
    rendered(folder, "a.mp4", slides("One", "Two", "Three", "Four"), cache)
    kept = {path.name for path in (cache / "video").rglob("*")}
    shifted = slides("One", "Two", "Three", "Four").replace("2.03", "2.49", 1)
    rendered(folder, "b.mp4", shifted, cache)
    assert {path.name for path in (cache / "video").rglob("*")} == kept


def test_a_picture_that_changed_under_its_name_is_drawn_anew(folder: Path) -> None:
    show = slides("One", "Two")
    first = rendered(folder, "a.mp4", show, folder / "cache")
    Image.new("RGB", (320, 180), "teal").save(folder / "1.png")
    again = rendered(folder, "b.mp4", show, folder / "cache")
    assert again != first
    assert again == rendered(folder, "c.mp4", show, None)
