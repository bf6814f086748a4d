"""Scrolling: where a credits roll and a ticker are, to the pixel and the second."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from converter.render.picture import Painter
from converter.render.placement import Box
from converter.render.schedule import Lettering, Schedule, Window
from converter.render.scheduling import schedule
from converter.render.scrolling import Way, length, way
from converter.timeline import parse_timeline
from converter.timeline.clips import SubtitleTrackClip

FRAME = (640, 360)
FPS = Fraction(25)


def clip(**fields: Any) -> SubtitleTrackClip:
    return SubtitleTrackClip.model_validate({"Type": "Text", "Content": "x", **fields})


def route(window: float = 10, **fields: Any) -> Way:
    """Return the way of a text of 100 x 500 pixels."""
    return way(clip(**fields), Box(0, 0, 100, 500), FRAME, (1.0, 1.0), Fraction(window))


def planned(*subtitles: dict[str, Any], seconds: float = 20, **root: Any) -> Schedule:
    """Schedule texts over a voice clip that lasts some seconds."""
    from converter.speech.model import Speech

    sound = np.zeros(round(seconds * 1000), np.float32)
    spoken = {"Type": "AI_TTS", "Content": "a", "ClipId": "voice"}
    data = {
        "VideoTracks": [],
        "AudioTracks": [{"AudioTrackClips": [spoken]}],
        "SubtitleTracks": [{"SubtitleTrackClips": list(subtitles)}],
        **root,
    }
    speeches = {"$.AudioTracks[0].AudioTrackClips[0]": Speech("a", sound, 1000)}
    return schedule(parse_timeline(data), speeches=speeches, media={}, size=FRAME, fps=FPS)


def text(**fields: Any) -> dict[str, Any]:
    return {"Type": "Text", "Content": "One\nTwo", "FontSize": 40, "Font": "Inter", **fields}


def test_a_speed_is_pixels_in_a_second() -> None:
    rolled = route(ScrollStartY=300, ScrollEndY=-100, ScrollSpeed=80)
    places = [rolled.place(Fraction(frame, 25)) for frame in range(100)]
    assert places[0] == 300
    assert np.allclose(np.diff(places), -80 / 25)
    assert rolled.length == 5


def test_a_text_stands_before_and_after_for_its_freezes() -> None:
    rolled = route(
        ScrollStartY=300, ScrollEndY=0, ScrollSpeed=100, ScrollStartFreeze=2, ScrollEndFreeze=1
    )
    assert [rolled.place(Fraction(second)) for second in (0, 2, 3, 5, 6, 9)] == [
        300, 300, 200, 0, 0, 0,
    ]  # fmt: skip
    assert rolled.length == 6


def test_shifts_move_the_ends() -> None:
    rolled = route(ScrollStartY=300, ScrollEndY=0, ScrollStartShift=20, ScrollEndShift=-30)
    assert (rolled.first, rolled.last) == (320, -30)


def test_credits_come_from_below_and_leave_above_when_no_place_is_named() -> None:
    rolled = route(ScrollSpeed=100)
    assert (rolled.across, rolled.first, rolled.last) == (False, 360, -500)


@pytest.mark.parametrize(
    ("direction", "across", "ends"),
    [
        ("Left", True, (640, -100)),
        ("Right", True, (-100, 640)),
        ("Up", False, (360, -500)),
        ("Down", False, (-500, 360)),
    ],
)
def test_a_direction_says_where_a_ticker_comes_from(
    direction: str, across: bool, ends: tuple[int, int]
) -> None:
    run = route(ScrollDirection=direction)
    assert (run.across, (run.first, run.last)) == (across, ends)


def test_without_a_speed_the_run_fills_the_window() -> None:
    rolled = route(8, ScrollStartY=300, ScrollEndY=-100, ScrollStartFreeze=1)
    assert rolled.place(Fraction(8)) == -100
    assert rolled.place(Fraction(9, 2)) == 100


def test_a_loop_begins_again_and_a_counted_one_ends() -> None:
    fields = {"ScrollDirection": "Left", "ScrollStartX": 600, "ScrollEndX": 0, "ScrollSpeed": 200}
    endless, twice = route(ScrollLoop=True, **fields), route(ScrollLoopTime=2, **fields)
    assert endless.place(Fraction(301)) == 400
    assert twice.place(Fraction(4)) == 400
    assert twice.place(Fraction(50)) == 0
    assert (endless.length, twice.length) == (None, 6)


def test_frames_at_rest_are_the_same_frame() -> None:
    rolled = route(
        ScrollStartY=300, ScrollEndY=0, ScrollSpeed=100, ScrollStartFreeze=0.5, ScrollEndFreeze=1
    )
    frames = [rolled.frame(frame, FPS) for frame in range(130)]
    assert frames[:13] == [0] * 13
    assert frames[13:88] == list(range(13, 88))
    assert set(frames[88:]) == {88}
    for frame, same in enumerate(frames):
        assert rolled.place(frame / FPS) == rolled.place(same / FPS)


def test_the_length_of_a_scroll_is_that_of_its_clip() -> None:
    fields = {"ScrollStartY": 300, "ScrollEndY": 100, "ScrollSpeed": 50}
    assert length(clip(**fields)) == 4
    assert length(clip(ScrollSpeed=50)) is None
    assert planned(text(TimelineIn=1, **fields)).letterings[0].window == Window(25, 125)


def test_a_scroll_that_refers_to_a_voice_is_spread_over_it() -> None:
    fields = {"ReferenceClipId": "voice", "ScrollStartY": 360, "ScrollEndY": -200}
    (lettering,) = planned(text(**fields), seconds=12).letterings
    assert lettering.window == Window(0, 300)
    assert lettering.way
    assert lettering.way.place(Fraction(6)) == 80
    assert lettering.way.place(Fraction(12)) == -200


def test_a_scroll_with_a_speed_of_its_own_keeps_it_beside_a_reference() -> None:
    fields = {"ReferenceClipId": "voice", "ScrollStartY": 360, "ScrollEndY": 160, "ScrollSpeed": 50}
    assert planned(text(**fields), seconds=12).letterings[0].window == Window(0, 100)


def test_another_clip_can_last_as_long_as_a_scroll() -> None:
    scroll = text(ClipId="roll", ScrollStartY=360, ScrollEndY=160, ScrollSpeed=50)
    tracks = [{"SubtitleTrackClips": [scroll]}]
    tracks.append({"SubtitleTrackClips": [text(ReferenceClipId="roll")]})
    plan = planned(SubtitleTracks=tracks)
    assert plan.letterings[1].window == Window(0, 100)


def test_pixels_of_a_scroll_are_those_of_the_canvas() -> None:
    fields = {"ScrollStartY": 720, "ScrollEndY": 0, "ScrollSpeed": 100}
    (lettering,) = planned(text(**fields), FECanvas={"Width": 1280, "Height": 720}).letterings
    assert lettering.way
    assert lettering.way.place(Fraction(0)) == 360
    assert lettering.way.place(Fraction(1)) == pytest.approx(310)


def top_of(picture: np.ndarray) -> int:
    return int(np.flatnonzero(picture.max(axis=(1, 2)) > 128).min())


def test_the_picture_moves_by_the_pixels_that_the_speed_says() -> None:
    rolled = text(X=20, ScrollStartY=200, ScrollEndY=0, ScrollSpeed=50)
    plan = planned(rolled)
    painter = Painter(plan)
    tops = [top_of(painter.draw(frame)) for frame in (0, 10, 20, 60)]
    assert list(np.diff(tops)) == [-20, -20, -80]


def test_a_scroll_by_whole_pixels_is_as_sharp_as_the_text_at_rest() -> None:
    rolled, still = text(X=20, ScrollStartY=200, ScrollEndY=0, ScrollSpeed=50), text(X=20, Y=100)
    moving, resting = (Painter(planned(item)) for item in (rolled, still))
    assert np.array_equal(moving.draw(50), resting.draw(0))


def test_a_long_roll_is_not_said_to_leave_the_frame() -> None:
    painter = Painter(planned(text(Content="\n".join("lines"), ScrollSpeed=100)))
    painter.draw(0)
    assert not [note for note in painter.notes if "leaves the frame" in note]


def test_a_scroll_that_stands_is_one_picture() -> None:
    frozen = text(ScrollStartY=200, ScrollEndY=100, ScrollSpeed=100, ScrollStartFreeze=2)
    stretches = list(Painter(planned(frozen, seconds=4)).stretches())
    assert stretches[0].frames == 51
    assert isinstance(planned(frozen).letterings[0], Lettering)
