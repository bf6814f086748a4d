"""Picture: what stands where on a frame, which frames are one picture, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from converter.media import Media, VideoEncoder, VideoSettings, probe, write_movie
from converter.render.moments import Moments, Stretch
from converter.render.picture import Painter
from converter.render.schedule import Blend, Lettering, Schedule, Showing, Window
from converter.timeline.clips import VideoTrackClip
from converter.timeline.style import TextStyle

SIZE = (320, 180)
FPS = Fraction(25)
RED, GREEN, BLUE, BLACK = (220, 30, 30), (30, 200, 60), (20, 60, 230), (0, 0, 0)

Make = Callable[..., Media]


@pytest.fixture
def still(tmp_path: Path) -> Make:
    """Return a maker of image files of one colour, with alpha where given."""

    def make(colour: tuple[int, ...], size: tuple[int, int] = SIZE) -> Media:
        path = tmp_path / f"{'-'.join(map(str, (*colour, *size)))}.png"
        Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour).save(path)
        return probe(path)

    return make


def clip(*effects: dict[str, Any], **fields: Any) -> VideoTrackClip:
    """Return an image clip, fields by their JSON names."""
    return VideoTrackClip.model_validate({"Type": "Image", "Effects": effects, **fields})


def text(words: str, start: int, end: int, **fields: Any) -> Lettering:
    """Return a lettering in white at the left top."""
    style = {"Font": "Inter", "FontSize": 40, "SizeRequestType": "Nominal", **fields}
    return Lettering(Window(start, end), words, TextStyle.model_validate(style))


def showing(media: Media, start: int = 0, end: int = 10, **fields: Any) -> Showing:
    """Return a clip that shows on [start, end)."""
    return Showing(Window(start, end), **{"clip": clip(), "media": media, **fields})


def painter(
    *tracks: Sequence[Showing], frames: int = 10, letterings: Sequence[Lettering] = ()
) -> Painter:
    """Return the painter of a small schedule."""
    return Painter(
        Schedule(*SIZE, FPS, frames, tuple(map(tuple, tracks)), tuple(letterings), soundings=())
    )


def colour(picture: Any, x: int, y: int) -> tuple[int, ...]:
    """Return the colour of a pixel."""
    return tuple(int(value) for value in picture[y, x])


def near(picture: Any, x: int, y: int, expected: tuple[int, ...], by: int = 2) -> bool:
    """Tell whether a pixel has a colour."""
    return max(abs(a - b) for a, b in zip(colour(picture, x, y), expected, strict=True)) <= by


def test_a_gap_is_black_and_has_the_size_of_the_schedule() -> None:
    picture = painter([]).draw(0)
    assert picture.shape == (180, 320, 3)
    assert picture.dtype == np.uint8
    assert not picture.any()


def test_a_picture_without_sizes_is_fitted_with_black_beside(still: Make) -> None:
    picture = painter([showing(still(RED, (100, 100)))]).draw(0)
    assert colour(picture, 160, 90) == RED
    assert colour(picture, 71, 90) == RED
    assert colour(picture, 68, 90) == BLACK


def test_upper_tracks_cover_lower_ones_where_they_are(still: Make) -> None:
    inset = showing(still(BLUE), clip=clip(X=10, Y=20, Width=50, Height=40))
    picture = painter([showing(still(RED))], [inset]).draw(0)
    assert colour(picture, 9, 30) == RED
    assert colour(picture, 10, 20) == BLUE
    assert colour(picture, 59, 59) == BLUE
    assert colour(picture, 60, 60) == RED


def test_opacity_mixes_with_what_is_below(still: Make) -> None:
    half = showing(still((255, 255, 255)), clip=clip(Opacity=0.5))
    assert near(painter([half]).draw(0), 5, 5, (128, 128, 128))


def test_a_cut_out_picture_has_no_dark_fringe(still: Make, tmp_path: Path) -> None:
    cut_out = np.zeros((600, 600, 4), np.uint8)
    down, across = np.mgrid[0:600, 0:600]
    cut_out[np.hypot(across - 300, down - 300) < 250] = (255, 255, 255, 255)
    Image.fromarray(cut_out).save(tmp_path / "disc.png")
    disc = showing(probe(tmp_path / "disc.png"))
    picture = painter([showing(still((255, 255, 255)))], [disc]).draw(0)
    assert picture.min() >= 253


def test_a_photograph_stays_sharp_when_reduced(tmp_path: Path) -> None:
    board = np.kron(np.indices((45, 80)).sum(axis=0) % 2, np.ones((16, 16))) * 255
    Image.fromarray(board.astype(np.uint8)).save(tmp_path / "board.png")
    picture = painter([showing(probe(tmp_path / "board.png"))]).draw(0)
    # Fields of 16 pixels become fields of 4, as black and white as before.
    assert picture[1:3, 1:3].max() < 25
    assert picture[1:3, 5:7].min() > 230


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        ({"Type": "Background", "SubType": "Color", "Color": "#14d2c8"}, (0x14, 0xD2, 0xC8)),
        ({"Type": "Background", "SubType": "Blur", "Radius": 0.1}, RED),
    ],
)
def test_a_background_fills_what_the_picture_leaves_free(
    still: Make, effect: dict[str, Any], expected: tuple[int, ...]
) -> None:
    picture = painter([showing(still(RED, (100, 100)), clip=clip(effect))]).draw(0)
    assert near(picture, 5, 5, expected)
    assert near(picture, 315, 175, expected)
    assert colour(picture, 160, 90) == RED


def test_the_blurred_background_is_soft_and_the_picture_on_it_is_not(tmp_path: Path) -> None:
    stripes = np.zeros((200, 100, 3), np.uint8)
    stripes[:, 50:] = 255
    Image.fromarray(stripes).save(tmp_path / "stripes.png")
    blur = {"Type": "Background", "SubType": "Blur", "Radius": 0.2}
    picture = painter([showing(probe(tmp_path / "stripes.png"), clip=clip(blur))]).draw(0)
    row = picture[90, :, 0].astype(int)
    beside, inside = np.diff(row[:110]), np.diff(row[116:204])
    assert abs(beside).max() < 20
    assert abs(inside).max() > 120


@pytest.mark.parametrize(
    ("effect", "left_top"),
    [
        ({"Type": "Rotate", "Degree": 90}, BLUE),
        ({"Type": "Rotate", "Degree": 180}, BLUE),
        ({"Type": "Rotate", "Degree": 270}, RED),
        ({"Type": "Flip", "Direction": "horizontal"}, RED),
        ({"Type": "Flip", "Direction": "vertical"}, BLUE),
        ({"Type": "Crop", "Y": 0.5, "Height": 0.5}, BLUE),
        ({"Type": "Pad", "Left": 0.5, "Color": "#00ff00"}, (0, 255, 0)),
    ],
)
def test_effects_that_change_the_picture_itself(
    tmp_path: Path, effect: dict[str, Any], left_top: tuple[int, ...]
) -> None:
    two = np.full((100, 100, 3), RED, np.uint8)
    two[50:] = BLUE
    Image.fromarray(two).save(tmp_path / "two.png")
    whole = clip(effect, Width=1, Height=1)
    picture = painter([showing(probe(tmp_path / "two.png"), clip=whole)]).draw(0)
    assert near(picture, 10, 10, left_top)


def test_letterings_lie_over_the_pictures_and_only_in_their_window(still: Make) -> None:
    drawn = painter([showing(still(BLUE))], letterings=[text("Hello", 2, 5)])
    ink = [int((drawn.draw(frame).min(axis=2) > 250).sum()) for frame in (1, 2, 4, 5)]
    assert ink[0] == ink[3] == 0
    assert ink[1] == ink[2] > 300


def test_texts_of_a_clip_come_and_go_with_it(still: Make) -> None:
    first = showing(still(RED), 0, 5, letterings=(text("Title", 0, 5),))
    drawn = painter([first, showing(still(BLUE), 5, 10)])
    assert (drawn.draw(4).min(axis=2) > 250).any()
    assert not (drawn.draw(5).min(axis=2) > 250).any()


def fading(still: Make, name: str = "fade", letterings: Sequence[Lettering] = ()) -> Painter:
    """Return red on [0, 14), and blue blending in on [6, 14) and staying to 20."""
    second = showing(still(BLUE), 6, 20, enter=Blend(name, Window(6, 14)))
    return painter([showing(still(RED), 0, 14), second], frames=20, letterings=letterings)


def test_a_cross_fade_goes_in_equal_steps_from_one_to_the_other(still: Make) -> None:
    drawn = fading(still)
    reds = [colour(drawn.draw(frame), 160, 90)[0] for frame in range(20)]
    assert reds[:6] == [RED[0]] * 6
    assert reds[14:] == [BLUE[0]] * 6
    steps = np.diff(reds[5:15])
    assert steps.max() < 0
    assert np.ptp(steps) <= 1


def test_a_blend_of_small_clips_leaves_the_rest_of_the_frame_alone(still: Make) -> None:
    small = {"Width": 50, "Height": 50}
    old = showing(still(RED), 0, 10, clip=clip(**small))
    enter = Blend("fade", Window(0, 9))
    new = showing(still(BLUE), 0, 10, clip=clip(X=100, **small), enter=enter)
    picture = painter([showing(still(GREEN))], [old, new]).draw(4)
    mean = [(a + b) / 2 for a, b in zip(RED, GREEN, strict=True)]
    assert near(picture, 25, 25, tuple(map(int, mean)))
    assert near(picture, 125, 25, tuple((a + b) // 2 for a, b in zip(BLUE, GREEN, strict=True)))
    assert near(picture, 300, 150, GREEN, by=1)


def test_stills_are_one_stretch_with_the_fade_between_them(still: Make) -> None:
    stretches = list(fading(still).stretches())
    assert stretches == [Stretch(0, 6, True), Stretch(14, 6, True, fade=8)]


def test_every_frame_of_another_blend_is_a_stretch(still: Make) -> None:
    stretches = list(fading(still, "wiperight").stretches())
    blend = [Stretch(frame, 1, False) for frame in range(6, 14)]
    assert stretches == [Stretch(0, 6, True), *blend, Stretch(14, 6, True)]


def test_a_fade_in_which_a_text_appears_is_two_fades(still: Make) -> None:
    drawn = fading(still, letterings=[text("One", 10, 20)])
    assert list(drawn.stretches()) == [
        Stretch(0, 6, True),
        Stretch(9, 1, False, fade=3),
        Stretch(10, 1, False),
        Stretch(14, 6, True, fade=3),
    ]


def test_a_fade_lies_evenly_between_its_neighbours(still: Make) -> None:
    drawn = fading(still, letterings=[text("One", 0, 6), text("Two", 10, 20)])
    for stretch in drawn.stretches():
        before, after = stretch.first - stretch.fade - 1, stretch.first
        for frame in range(before + 1, after):
            share = (frame - before) / (after - before)
            wanted = drawn.draw(before) * (1 - share) + drawn.draw(after) * share
            assert np.abs(drawn.draw(frame) - wanted).max() < 2


def test_a_caption_makes_a_new_stretch_but_no_new_scene(still: Make) -> None:
    drawn = painter([showing(still(RED))], letterings=[text("One", 3, 7)])
    assert [s[:3] for s in drawn.stretches()] == [(0, 3, True), (3, 4, False), (7, 3, False)]


def test_a_cut_is_a_new_scene(still: Make) -> None:
    drawn = painter([showing(still(RED), 0, 4), showing(still(BLUE), 4, 10)])
    assert [s[:3] for s in drawn.stretches()] == [(0, 4, True), (4, 6, True)]


def test_what_lies_beyond_the_end_is_cut_off(still: Make) -> None:
    drawn = painter([showing(still(RED), -5, 99)], letterings=[text("x", 8, 50)])
    assert sum(stretch.frames for stretch in drawn.stretches()) == 10
    with pytest.raises(IndexError):
        drawn.key(10)


WINDOWS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda w: Window(min(w), max(w)))


@given(
    clips=st.lists(WINDOWS, max_size=5), texts=st.lists(WINDOWS, max_size=5), video=st.booleans()
)
@settings(deadline=None)
def test_stretches_are_the_runs_of_equal_keys(
    clips: list[Window], texts: list[Window], video: bool
) -> None:
    kind: Any = "video" if video else "image"
    media = Media(Path("none"), kind, 64, 36, Fraction(1), Fraction(10), False, 0)
    shown = tuple(
        Showing(w, clip(), media, Blend("fade", Window(w.start, w.start + 3))) for w in clips
    )
    letterings = tuple(text("x", w.start, w.end) for w in texts)
    moments = Moments(Schedule(*SIZE, FPS, 40, (shown,), letterings, soundings=()))
    keys = [moments.at(frame) for frame in range(40)]
    runs = [len(list(run)) for _, run in groupby(keys)]
    found = [n for s in moments.stretches() for n in (*[1] * s.fade, s.frames)]
    firsts = [s.first - n for s in moments.stretches() for n in range(s.fade, -1, -1)]
    assert found == runs
    assert firsts == [sum(runs[:i]) for i in range(len(runs))]


def test_a_frame_depends_on_its_number_alone(still: Make) -> None:
    forward, backward = fading(still), fading(still)
    ahead = [forward.draw(frame).copy() for frame in range(20)]
    behind = [backward.draw(frame).copy() for frame in reversed(range(20))][::-1]
    assert all(np.array_equal(a, b) for a, b in zip(ahead, behind, strict=True))


def test_a_drawn_frame_cannot_be_painted_over_by_mistake(still: Make) -> None:
    drawn = painter([showing(still(RED))])
    with pytest.raises(ValueError, match="read-only"):
        drawn.draw(0)[0, 0] = 0


@pytest.fixture
def film(tmp_path: Path) -> Media:
    """Return a video of ten frames a second, each of its own grey."""
    form = VideoSettings((64, 36), Fraction(10), options=(("preset", "ultrafast"),))
    encoder = VideoEncoder(form)
    frames = [np.full((36, 64, 3), 25 * number, np.uint8) for number in range(10)]
    coded = [frame for picture in frames for frame in encoder.push(picture)]
    write_movie(tmp_path / "film.mp4", [*coded, *encoder.finish()], form, length=10)
    return probe(tmp_path / "film.mp4")


def test_a_video_shows_the_frame_of_its_second(film: Media) -> None:
    with closing(painter([showing(film, source_in=Fraction(2, 10))])) as drawn:
        greys = [colour(drawn.draw(frame), 160, 90)[1] for frame in range(10)]
        counts = [stretch.frames for stretch in drawn.stretches()]
    # Output frame f is second 0.2 + f / 25: film frames 2, 3, 4 and 5.
    assert counts == [3, 2, 3, 2]
    assert [round(grey / 25) for grey in greys] == [2, 2, 2, 3, 3, 4, 4, 4, 5, 5]


def test_a_video_longer_in_the_timeline_holds_its_last_frame(film: Media) -> None:
    long = showing(film, 0, 60, source_in=Fraction(8, 10), source_out=Fraction(1))
    with closing(painter([long], frames=60)) as drawn:
        assert [stretch.frames for stretch in drawn.stretches()] == [3, 57]
        assert round(colour(drawn.draw(59), 160, 90)[1] / 25) == 9


def test_what_is_drawn_otherwise_is_noted_once(still: Make) -> None:
    late = showing(still(BLUE), 5, 10, clip=clip({"Type": "AI_RealMatting"}))
    wide = text("An endless line of words " * 3, 0, 10, Font="KaiTi")
    drawn = painter([showing(still(RED), 0, 5), late], letterings=[wide])
    drawn.draw(0)
    drawn.draw(9)
    notes = drawn.notes
    assert len(notes) == 3
    for part in ("AI_RealMatting", "KaiTi", "leaves the frame"):
        assert sum(part in note for note in notes) == 1
