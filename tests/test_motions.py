"""Motions: how texts come, go and play, and that frames keep what their keys promise."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest

from converter.render.cel import Cel
from converter.render.compositing import paste
from converter.render.effects.gallery import listing
from converter.render.effects.motions import find, find_loop
from converter.render.effects.motions.registry import ENTRANCES, LOOPS
from converter.render.lettering import Drawn
from converter.render.picture import Painter
from converter.render.schedule import Lettering, Motion, Schedule, Window
from converter.render.scheduling import schedule
from converter.speech.model import Speech, Word
from converter.timeline import parse_timeline
from converter.timeline.names import KNOWN_MOTIONS
from converter.timeline.style import TextStyle

SIZE = (480, 200)
FPS = Fraction(25)
VOICE = "$.AudioTracks[0].AudioTrackClips[0]"


def planned(
    *subtitles: dict[str, Any], seconds: float = 4, seed: int = 0, second: int = 1600, **asr: Any
) -> Schedule:
    """Schedule texts over a voice clip that says two words; with `asr` it has captions.

    The words are heard from 200 to 1000 ms and from `second` to 2400 ms.
    """
    content = "First second"
    effects = [{"Type": "AI_ASR", "Font": "Inter", "FontSize": 40, **asr}] if asr else []
    spoken = {"Type": "AI_TTS", "Content": content, "Effects": effects}
    data = {
        "VideoTracks": [],
        "AudioTracks": [{"AudioTrackClips": [spoken]}],
        "SubtitleTracks": [{"SubtitleTrackClips": [text(**fields) for fields in subtitles]}],
    }
    words = (Word(0, 5, 200, 1000), Word(6, 12, second, 2400))
    speech = Speech(content, np.zeros(round(seconds * 1000), np.float32), 1000, words)
    return schedule(
        parse_timeline(data), speeches={VOICE: speech}, media={}, size=SIZE, fps=FPS, seed=seed
    )


def text(**fields: Any) -> dict[str, Any]:
    style = {"Font": "Inter", "FontSize": 48, "Alignment": "CenterCenter", "Outline": 2}
    return {"Type": "Text", "Content": "Motion", **style, **fields}


def cel(content: str = "Motion", **fields: Any) -> Cel:
    style = TextStyle.model_validate(text(**fields))
    moves = (Motion(Window(0, 1), "in", "fade_in"),)
    return Cel(Lettering(Window(0, 1), content, style, motions=moves), SIZE)


def on_grey(drawn: Drawn) -> np.ndarray:
    picture = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    paste(picture, drawn.patch, drawn.x, drawn.y)
    return picture.astype(int)


def away(drawn: Drawn, other: Drawn) -> float:
    """Return how different two drawings are, as a share of all the ink there is."""
    ink = np.abs(on_grey(cel().whole) - 90).sum()
    return float(np.abs(on_grey(drawn) - on_grey(other)).sum() / ink)


def motions(plan: Schedule) -> list[tuple[str, int, int]]:
    return [
        (motion.name, motion.window.start, motion.window.end)
        for motion in plan.letterings[0].motions
    ]


@pytest.mark.parametrize("name", sorted(KNOWN_MOTIONS))
def test_every_known_motion_is_drawn_as_itself(name: str) -> None:
    found, note = find_loop(name) if name.endswith("_display") else find(name)
    assert note is None
    assert found.description


def test_no_two_entrances_look_alike() -> None:
    names, page = ENTRANCES.keys() - {"dissovle"}, cel()
    drawn = {name: on_grey(ENTRANCES[name].drawing(page, 0.3)) for name in names}
    ink = np.abs(on_grey(page.whole) - 90).sum()
    for one, other in combinations(names, 2):
        assert np.abs(drawn[one] - drawn[other]).sum() > 0.05 * ink, (one, other)


@pytest.mark.parametrize("name", sorted(ENTRANCES))
def test_an_entrance_goes_from_nothing_to_the_text_as_it_stands(name: str) -> None:
    whole = cel().whole
    first, middle, last = (ENTRANCES[name].drawing(cel(), p) for p in (0.003, 0.5, 0.997))
    nothing = Drawn(whole.patch[:0], 0, 0, whole.box)
    assert away(first, nothing) < 0.2
    assert away(last, whole) < 0.12
    assert away(middle, nothing) > 0.1


@pytest.mark.parametrize("name", sorted(LOOPS))
def test_a_loop_begins_and_ends_with_the_text_as_it_stands(name: str) -> None:
    loop = LOOPS[name]
    assert away(loop.drawing(cel(), 0.0), cel().whole) < 0.01
    assert away(loop.drawing(cel(), 0.999), cel().whole) < 0.05
    if name != "normal":
        assert max(away(loop.drawing(cel(), p), cel().whole) for p in (0.1, 0.3, 0.5)) > 0.03


def test_the_text_stands_exactly_before_the_exit_and_after_the_entrance() -> None:
    plan = planned({"AaiMotionInEffect": "wave_in", "AaiMotionOutEffect": "zoomout_out"})
    painter, still = Painter(plan), Painter(planned({})).draw(0)
    assert [np.array_equal(painter.draw(frame), still) for frame in (12, 13, 87, 88)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_text_that_stands_costs_one_picture() -> None:
    plan = planned({"AaiMotionInEffect": "fade_in", "AaiMotionOutEffect": "fade_out"})
    stretches = list(Painter(plan).stretches())
    # Half a second is 12.5 frames: 13 to come, and from frame 88 on to go.
    assert max(stretch.frames for stretch in stretches) == 75
    assert len(stretches) == 13 + 1 + 12


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [("fade_in", 0, 13), ("wave_out", 88, 100)]),
        ({"AaiMotionIn": 1, "AaiMotionOut": 0.2}, [("fade_in", 0, 25), ("wave_out", 95, 100)]),
        ({"TimelineOut": 0.4}, [("fade_in", 0, 5), ("wave_out", 5, 10)]),
        ({"AaiMotionIn": 9, "AaiMotionOut": 9}, [("fade_in", 0, 50), ("wave_out", 50, 100)]),
        ({"AaiMotionIn": 0}, [("wave_out", 88, 100)]),
    ],
)
def test_coming_and_going_take_half_a_second_and_at_most_half_of_the_window(
    fields: dict[str, Any], expected: list[tuple[str, int, int]]
) -> None:
    plan = planned({"AaiMotionInEffect": "fade_in", "AaiMotionOutEffect": "wave_out", **fields})
    assert motions(plan) == expected


def test_a_loop_has_what_coming_and_going_leave() -> None:
    plan = planned({"AaiMotionInEffect": "fade_in", "AaiMotionLoopEffect": "naughty_display"})
    assert motions(plan) == [("fade_in", 0, 13), ("naughty_display", 13, 100)]


def test_an_exit_is_an_entrance_backwards() -> None:
    come = Painter(planned({"AaiMotionInEffect": "zoomin_in", "AaiMotionIn": 0.48}))
    go = Painter(planned({"AaiMotionOutEffect": "zoomin_out", "AaiMotionOut": 0.48}))
    for frame in range(12):
        assert np.array_equal(come.draw(frame), go.draw(99 - frame))


def middle(picture: np.ndarray) -> float:
    return float(np.flatnonzero(picture.max(axis=(0, 2)) > 20).mean())


@pytest.mark.parametrize("end", ["in", "out"])
def test_to_slide_left_is_to_move_left_in_and_out(end: str) -> None:
    plan = planned({f"AaiMotion{end.capitalize()}Effect": f"slide_left_{end}"})
    first = 4 if end == "in" else 88
    places = [middle(Painter(plan).draw(frame)) for frame in range(first, first + 8)]
    assert all(after < before for before, after in pairwise(places))


def test_an_unknown_motion_is_a_fade_and_said() -> None:
    strange, fade = (
        planned({"AaiMotionInEffect": "warp_in"}),
        planned({"AaiMotionInEffect": "fade_in"}),
    )
    painter = Painter(strange)
    assert np.array_equal(painter.draw(5), Painter(fade).draw(5))
    assert painter.notes == ("text motion 'warp_in' is unknown, shown as a fade",)
    told = Painter(planned({"AaiMotionLoopEffect": "spin_display"})).notes
    assert told == ("text motion 'spin_display' is unknown, the text stands still",)


def test_one_of_a_list_is_chosen_by_the_seed() -> None:
    fields = {"AaiMotionInEffect": " wave_in, fade_in ,, unheard_in"}
    names = [motions(planned(fields, seed=seed))[0][0] for seed in range(12)]
    assert set(names) == {"wave_in", "fade_in"}
    assert names == [motions(planned(fields, seed=seed))[0][0] for seed in range(12)]


def test_random_is_any_entrance() -> None:
    names = {motions(planned({"AaiMotionInEffect": "random"}, seed=s))[0][0] for s in range(20)}
    assert len(names) > 5
    assert all(name.endswith("_in") and name in KNOWN_MOTIONS for name in names)


@pytest.mark.parametrize("name", ["naughty", "heartbeat", "rainbrush"])
def test_frames_with_equal_keys_show_equal_pictures(name: str) -> None:
    plan = planned({"AaiMotionLoopEffect": f"{name}_display", "Ratio": 1.25}, seconds=6)
    painter, seen = Painter(plan), dict[Any, tuple[int, bytes]]()
    for frame in range(0, 150, 2):
        first, picture = seen.setdefault(painter.key(frame), (frame, painter.draw(frame).tobytes()))
        assert painter.draw(frame).tobytes() == picture, (first, frame)
    assert 5 < len(seen) < 75


def test_a_ratio_is_the_speed_of_a_loop() -> None:
    slow, fast = (
        Painter(planned({"AaiMotionLoopEffect": "heartbeat_display", "Ratio": ratio}))
        for ratio in (0.5, 1)
    )
    # A turn of 50 frames and one of 25.
    assert np.array_equal(slow.draw(10), fast.draw(5))
    assert np.array_equal(slow.draw(60), slow.draw(10))


def test_the_loop_that_does_nothing_costs_nothing() -> None:
    plan = planned({"AaiMotionLoopEffect": "normal_display"})
    assert [stretch.frames for stretch in Painter(plan).stretches()] == [100]


def test_a_frame_depends_on_its_number_alone() -> None:
    plan = planned({"AaiMotionInEffect": "dissolve_in", "AaiMotionLoopEffect": "naughty_display"})
    forward = [Painter(plan).draw(frame) for frame in (3, 30, 31)]
    painter = Painter(plan)
    backward = [painter.draw(frame) for frame in (31, 30, 3)][::-1]
    assert all(np.array_equal(a, b) for a, b in zip(forward, backward, strict=True))


@pytest.mark.parametrize(
    ("content", "right"), [("Type it", False), ("مرحبا", True), ("你好世界", False)]
)
def test_a_typewriter_writes_in_the_direction_of_the_script(content: str, right: bool) -> None:
    page = cel(content)
    begun = page.spread(lambda glyph: (np.eye(3), float(glyph.number < 2)))
    shown = np.flatnonzero(begun.patch[..., 3].max(axis=0)).mean() + begun.x
    assert (shown > SIZE[0] / 2) == right


def test_a_box_behind_the_letters_does_not_wave() -> None:
    page = cel(BorderStyle=3, BackColour="#ff0000")
    waving = on_grey(ENTRANCES["wave"].drawing(page, 0.3))
    resting = on_grey(page.whole)
    left = int((resting == [255, 0, 0]).all(axis=2).any(axis=0).argmax())
    assert (waving[:, left : left + 10] == resting[:, left : left + 10]).all()
    assert (waving != resting).any()


def test_the_text_of_a_clip_moves_too() -> None:
    style = TextStyle.model_validate(text())
    title = Lettering(
        Window(0, 20), "Motion", style, motions=(Motion(Window(0, 10), "in", "fade_in"),)
    )
    plan = Schedule(*SIZE, FPS, 20, (), (title,), ())
    assert [stretch.frames for stretch in Painter(plan).stretches()] == [1] * 10 + [10]


def test_motions_are_in_the_gallery() -> None:
    shown = {name for family, name, _ in listing() if family.startswith("texts: ")}
    assert shown == {name for name in KNOWN_MOTIONS if not name.endswith("_out")}


# --- words that are highlighted --------------------------------------------------------

BLUE_GREEN = {"FontColor": "FF8000"}


def lit(plan: Schedule, frame: int) -> str:
    """Return which half of the caption has the colour of a highlighted word."""
    picture = Painter(plan).draw(frame).astype(int)
    columns = np.flatnonzero((np.abs(picture - (0, 128, 255)).max(axis=2) < 12).any(axis=0))
    ink = np.flatnonzero((picture > 40).any(axis=(0, 2)))
    if not len(columns):
        return ""
    return "first" if columns.mean() < (ink[0] + ink[-1]) / 2 else "second"


def test_a_word_is_highlighted_while_it_is_heard() -> None:
    plan = planned(Alignment="CenterCenter", NeedHighlighting=True, HighlightingStyle=BLUE_GREEN)
    # The marks are 0.2 to 1.0 and 1.6 to 2.4 s; the caption begins with its first word.
    frames = (5, 24, 25, 39, 40, 59, 60)
    assert [lit(plan, frame) for frame in frames] == [
        "first", "first", "", "", "second", "second", "",
    ]  # fmt: skip


def test_only_the_word_changes() -> None:
    plan = planned(Alignment="CenterCenter", NeedHighlighting=True, HighlightingStyle=BLUE_GREEN)
    painter = Painter(plan)
    changed = np.abs(painter.draw(20).astype(int) - painter.draw(30)).max(axis=(0, 2)) > 0
    ink = np.flatnonzero(painter.draw(30).max(axis=(0, 2)))
    assert np.flatnonzero(changed).max() < (ink[0] + ink[-1]) / 2
    assert [stretch.frames for stretch in painter.stretches()] == [5, 20, 15, 20, 8, 32]


def test_without_need_highlighting_no_word_is() -> None:
    plan = planned(Alignment="CenterCenter", HighlightingStyle=BLUE_GREEN)
    assert {lit(plan, frame) for frame in (10, 45)} == {""}


def test_a_wider_outline_of_the_word_is_drawn() -> None:
    style = {"OutlineColour": "0000FF", "Outline": 6}
    plan = planned(Alignment="CenterCenter", NeedHighlighting=True, HighlightingStyle=style)
    picture = Painter(plan).draw(10)
    assert (picture == (255, 0, 0)).all(axis=2).sum() > 300


@pytest.mark.parametrize(("begins", "lit_until"), [(1100, 28), (1199, 30), (1200, 25)])
def test_a_word_is_lit_until_the_next_unless_there_is_a_pause(begins: int, lit_until: int) -> None:
    plan = planned(Alignment="CenterCenter", NeedHighlighting=True, second=begins)
    highlight = plan.letterings[0].highlight
    assert highlight
    assert [word.window.end for word in highlight.words] == [lit_until, 60]


def test_captions_move_as_their_style_says() -> None:
    plan = planned(Alignment="CenterCenter", AaiMotionInEffect="wave_in", NeedHighlighting=True)
    assert motions(plan) == [("wave_in", 5, 18)]
    assert len({Painter(plan).draw(frame).tobytes() for frame in (6, 9, 12)}) == 3
