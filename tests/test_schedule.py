"""When everything is seen and heard: section 8.2 of the Timeline rules, as behaviour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timelines import (
    DURATIONS,
    FADE,
    FEW,
    FILES,
    IMAGE,
    MUSIC,
    VIDEO,
    Json,
    heard,
    pictures,
    refused,
    resolved,
    sounds,
    tts,
    windows,
)

from converter.render.schedule import SAMPLE_RATE, Schedule, Window
from converter.render.scheduling import schedule
from converter.timeline import KNOWN_TRANSITIONS, parse_output, parse_timeline

# --- the two vendor samples -----------------------------------------------------------


def test_each_picture_of_a_narrated_slideshow_lasts_as_long_as_its_words() -> None:
    shown = [{"Type": "Image", "MediaURL": "a.png", "ReferenceClipId": f"s{i}"} for i in range(4)]
    spoken = [tts(f"s{i}", seconds) for i, seconds in enumerate((2, 3.04, 1, 4))]
    title = {"SubtitleTrackClips": [{"Type": "Text", "Content": "T", "FontSize": 70}]}
    plan = resolved(pictures(*shown), sounds(*spoken, MainTrack=True), sounds(MUSIC), title)
    assert plan.frames == 251
    assert windows(plan) == [(0, 50), (50, 126), (126, 151), (151, 251)]
    assert [s.role for s in plan.soundings] == ["voice"] * 4 + ["music"]
    assert heard(plan)[-1] == (0, Fraction(251, 25))
    assert plan.letterings[0].window == Window(0, 251)


def test_an_album_is_shorter_by_its_transitions() -> None:
    plan = resolved(pictures(*[{**IMAGE, "Effects": [FADE]}] * 7), sounds(MUSIC))
    assert plan.frames / plan.fps == 18
    assert plan.tracks[0][0].enter is None
    assert all(showing.enter for showing in plan.tracks[0][1:])


# --- one track ------------------------------------------------------------------------


@FEW
@given(st.lists(st.tuples(DURATIONS, DURATIONS | st.none()), min_size=1, max_size=8))
def test_lengths_add_up_minus_transitions(clips: list[tuple[float, float | None]]) -> None:
    plan = resolved(
        pictures(
            *(
                {**IMAGE, "Duration": long, "Effects": [{**FADE, "Duration": d}] if d else []}
                for long, d in clips
            )
        ),
        fps=Fraction(10_000),
    )
    blends = sum(
        showing.enter.window.end - showing.enter.window.start
        for showing in plan.tracks[0]
        if showing.enter
    )
    assert plan.frames == sum(round(long * 10_000) for long, _ in clips) - blends


@FEW
@given(
    st.lists(st.tuples(DURATIONS, DURATIONS | st.none()), min_size=1, max_size=8),
    st.sampled_from([Fraction(24), Fraction(25), Fraction(30_000, 1001)]),
)
def test_no_frame_is_empty_and_none_has_three_pictures(
    clips: list[tuple[float, float | None]], fps: Fraction
) -> None:
    plan = resolved(
        pictures(
            *(
                {**IMAGE, "Duration": long, "Effects": [{**FADE, "Duration": d}] if d else []}
                for long, d in clips
            )
        ),
        fps=fps,
    )
    seen = [0] * plan.frames
    for start, end in windows(plan):
        for frame in range(start, end):
            seen[frame] += 1
    assert min(seen) >= 1
    assert max(seen) <= 2


@FEW
@given(st.lists(DURATIONS, min_size=1, max_size=12), st.sampled_from([24, 25, 60]))
def test_clips_without_transitions_share_their_borders(lengths: list[float], fps: int) -> None:
    plan = resolved(pictures(*({**IMAGE, "Duration": long} for long in lengths)), fps=Fraction(fps))
    borders = windows(plan)
    assert borders[0][0] == 0
    assert borders[-1][1] == plan.frames
    assert all(before[1] == after[0] for before, after in pairwise(borders))


@FEW
@given(st.lists(DURATIONS, min_size=1, max_size=12))
def test_spoken_clips_follow_each_other_to_the_sample(lengths: list[float]) -> None:
    plan = resolved(sounds(*(tts(f"s{i}", long) for i, long in enumerate(lengths))))
    assert all(before.end == after.start for before, after in pairwise(plan.soundings))
    assert (
        abs(Fraction(plan.soundings[-1].end, SAMPLE_RATE) - plan.frames / plan.fps) < 1 / plan.fps
    )


@FEW
@given(st.lists(DURATIONS, min_size=1, max_size=8))
def test_a_reference_gives_the_window_of_its_clip(lengths: list[float]) -> None:
    shown = ({**IMAGE, "ReferenceClipId": f"s{i}"} for i in range(len(lengths)))
    plan = resolved(pictures(*shown), sounds(*(tts(f"s{i}", t) for i, t in enumerate(lengths))))
    for showing, sounding in zip(plan.tracks[0], plan.soundings, strict=True):
        first = Fraction(showing.window.start) / plan.fps - Fraction(sounding.start, SAMPLE_RATE)
        assert abs(first) <= 1 / (2 * plan.fps) + Fraction(1, SAMPLE_RATE)


def test_a_timeline_read_again_gives_the_same_schedule() -> None:
    data = {
        "VideoTracks": [pictures(*[{**IMAGE, "Effects": [{**FADE, "SubType": "random"}]}] * 5)],
        "AudioTracks": [sounds(MUSIC)],
    }
    first = parse_timeline(data)
    again = parse_timeline(first.wire())
    options: Json = {"speeches": {}, "media": FILES, "seed": 7}
    assert schedule(first, **options) == schedule(again, **options)


def test_a_timeline_in_is_kept_and_what_follows_continues() -> None:
    plan = resolved(pictures(IMAGE, {**IMAGE, "TimelineIn": 5}, IMAGE))
    assert windows(plan) == [(0, 75), (125, 200), (200, 275)]


def test_a_timeline_out_wins_over_the_length() -> None:
    plan = resolved(pictures({**VIDEO, "TimelineOut": 2}, {**VIDEO, "TimelineOut": 15}))
    assert windows(plan) == [(0, 50), (50, 375)]
    assert [end for _, end in heard(plan)] == [2, 12]


def test_the_source_range_and_the_speed_make_the_length() -> None:
    plan = resolved(pictures({**VIDEO, "In": 1, "Out": 7, "Speed": 2}, {**VIDEO, "MaxOut": 4}))
    assert windows(plan) == [(0, 75), (75, 175)]
    first, second = plan.tracks[0]
    assert (first.source_in, first.source_out, first.speed) == (1, 7, 2)
    assert (second.source_in, second.source_out) == (0, 4)


def test_an_out_point_behind_the_end_is_the_end() -> None:
    assert resolved(pictures({**VIDEO, "In": 8, "Out": 50})).frames == 50


def test_a_held_video_shows_its_last_frame() -> None:
    showing = resolved(pictures({**VIDEO, "Out": 2, "TimelineOut": 4})).tracks[0][0]
    fps = Fraction(25)
    assert showing.second(10, fps) == Fraction(10, 25)
    assert showing.second(49, fps) == showing.second(99, fps) == Fraction(49, 25)


def test_freeze_frame_makes_a_clip_longer() -> None:
    frozen = {**VIDEO, "Effects": [{"Type": "FreezeFrame", "Duration": 1.5}]}
    plan = resolved(pictures({**frozen, "Out": 2}, IMAGE))
    assert windows(plan) == [(0, 88), (88, 163)]
    assert heard(plan) == [(0, 2)]


def test_a_random_piece_has_its_length_and_depends_on_the_seed_only() -> None:
    clip = {**VIDEO, "Effects": [{"Type": "Clip", "ClipDuration": 3}]}
    plans = [resolved(pictures(clip), seed=seed) for seed in (1, 1, 2)]
    starts = [plan.tracks[0][0].source_in for plan in plans]
    assert all(plan.frames == 75 for plan in plans)
    assert starts[0] == starts[1] != starts[2]
    assert all(0 <= start <= 7 for start in starts)


def test_a_picture_without_a_length_is_shown_for_three_seconds_and_it_is_said() -> None:
    plan = resolved(pictures({"Type": "Image", "MediaURL": "a.png"}))
    assert plan.frames == 75
    assert any("3 s" in note for note in plan.notes)


# --- transitions ----------------------------------------------------------------------


def blend(plan: Schedule, index: int = 1) -> tuple[int, int]:
    enter = plan.tracks[0][index].enter
    assert enter is not None
    return enter.window.start, enter.window.end


def names(plan: Schedule) -> list[str]:
    return [showing.enter.name for showing in plan.tracks[0] if showing.enter]


def test_a_transition_overlaps_the_next_clip() -> None:
    plan = resolved(pictures({**IMAGE, "Effects": [{**FADE, "Duration": 1}]}, IMAGE))
    assert windows(plan) == [(0, 75), (50, 125)]
    assert blend(plan) == (50, 75)


def test_a_locked_transition_moves_no_clip_and_blends_around_the_cut() -> None:
    locked = {**FADE, "Type": "DLTransition", "Duration": 1}
    plan = resolved(pictures({**VIDEO, "Out": 3, "Effects": [locked]}, {**VIDEO, "Out": 3}))
    assert plan.frames == 150
    assert blend(plan) == (63, 88)
    assert windows(plan) == [(0, 88), (63, 150)]
    before, after = plan.tracks[0]
    assert before.second(87, plan.fps) == before.second(74, plan.fps)
    assert after.second(63, plan.fps) == after.second(75, plan.fps) == 0
    assert after.second(76, plan.fps) == Fraction(1, 25)


def test_a_transition_between_aligned_clips_keeps_them_aligned() -> None:
    shown = [{**IMAGE, "ReferenceClipId": f"s{i}", "Effects": [FADE]} for i in range(3)]
    plan = resolved(pictures(*shown), sounds(*(tts(f"s{i}") for i in range(3))))
    assert plan.frames == 150
    assert [item.window.start + item.lead for item in plan.tracks[0]] == [0, 50, 100]
    assert blend(plan, 1) == (38, 50)
    assert heard(plan)[1] == (2, 4)


def test_the_overlap_that_times_make_is_used() -> None:
    shown = {**IMAGE, "Effects": [{**FADE, "Duration": 1}]}
    plan = resolved(pictures(shown, {**IMAGE, "TimelineIn": 2.8}))
    assert blend(plan) == (70, 75)


def test_no_transition_across_a_gap() -> None:
    plan = resolved(pictures({**IMAGE, "Effects": [FADE]}, {**IMAGE, "TimelineIn": 4}))
    assert plan.tracks[0][1].enter is None
    assert any("gap" in note for note in plan.notes)


def test_a_transition_is_no_longer_than_the_clips_beside_it() -> None:
    long = {**FADE, "Duration": 9}
    plan = resolved(pictures({**IMAGE, "Effects": [long]}, {**IMAGE, "Duration": 1}))
    assert (plan.frames, blend(plan)) == (75, (50, 75))


def test_random_transitions_are_known_ones_and_depend_on_the_seed() -> None:
    shown = [{**IMAGE, "Effects": [{**FADE, "SubType": "random"}]}] * 9
    drawn = [
        [
            showing.enter.name
            for showing in resolved(pictures(*shown), seed=seed).tracks[0]
            if showing.enter
        ]
        for seed in (1, 1, 2)
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    assert set(drawn[0]) <= set(KNOWN_TRANSITIONS)


def test_one_name_of_a_list_is_drawn() -> None:
    shown = [{**IMAGE, "Effects": [{**FADE, "SubType": "wipeleft, nonsense,circleopen"}]}] * 20
    names = {
        showing.enter.name for showing in resolved(pictures(*shown)).tracks[0] if showing.enter
    }
    assert names == {"wipeleft", "circleopen"}


def test_an_unknown_transition_is_refused() -> None:
    error = refused(pictures({**IMAGE, "Effects": [{**FADE, "SubType": "fadee"}]}, IMAGE))
    assert error.path == "$.VideoTracks[0].VideoTrackClips[0]"
    assert "did you mean fade?" in str(error)


# --- references -----------------------------------------------------------------------


def test_a_short_video_is_slowed_to_its_reference_and_a_long_one_cut() -> None:
    shown = [{**VIDEO, "ReferenceClipId": name} for name in ("long", "short")]
    plan = resolved(pictures(*shown), sounds(tts("long", 20), tts("short", 4)))
    assert windows(plan) == [(0, 500), (500, 600)]
    assert [showing.speed for showing in plan.tracks[0]] == [Fraction(1, 2), 1]


def test_times_of_its_own_win_over_a_reference() -> None:
    clip = {**IMAGE, "ReferenceClipId": "a", "TimelineIn": 1, "TimelineOut": 2}
    assert windows(resolved(pictures(clip), sounds(tts("a", 4), MainTrack=True))) == [(25, 50)]


def test_a_reference_with_a_start_keeps_the_length() -> None:
    clip = {**IMAGE, "ReferenceClipId": "a", "TimelineIn": 1}
    assert windows(resolved(pictures(clip), sounds(tts("a", 2)))) == [(25, 75)]


def test_clips_after_an_aligned_one_continue_from_its_end() -> None:
    plan = resolved(pictures({**IMAGE, "ReferenceClipId": "a"}, IMAGE), sounds(tts("a", 2)))
    assert windows(plan) == [(0, 50), (50, 125)]


def test_references_may_lead_forth_and_back_between_tracks() -> None:
    first = pictures({**IMAGE, "ReferenceClipId": "b"}, {**IMAGE, "ClipId": "a"})
    second = pictures({**IMAGE, "ClipId": "b"}, {**IMAGE, "ReferenceClipId": "a"})
    plan = resolved(first, second)
    assert windows(plan, 0) == windows(plan, 1) == [(0, 75), (75, 150)]


def test_a_text_can_follow_a_clip() -> None:
    text = {"Type": "Text", "Content": "x", "FontSize": 9, "ReferenceClipId": "b"}
    shown = pictures(IMAGE, {**IMAGE, "ClipId": "b"})
    plan = resolved(shown, {"SubtitleTrackClips": [text]})
    assert plan.letterings[0].window == Window(75, 150)


@pytest.mark.parametrize(
    ("tracks", "expected"),
    [
        ([pictures({**IMAGE, "ReferenceClipId": "nobody"})], "no clip has that ClipId"),
        ([pictures({**IMAGE, "ClipId": "a"}, {**IMAGE, "ReferenceClipId": "a"})], "own track"),
        (
            [pictures({**IMAGE, "ReferenceClipId": "a"}), sounds(tts("a"), tts("a"))],
            "AudioTrackClips[0] and $.AudioTracks[0].AudioTrackClips[1]",
        ),
        (
            [
                pictures({**IMAGE, "ClipId": "a", "ReferenceClipId": "b"}),
                pictures({**IMAGE, "ClipId": "b", "ReferenceClipId": "a"}),
            ],
            "in a circle",
        ),
        (
            [
                pictures(IMAGE, {**IMAGE, "ClipId": "a"}),
                pictures({**IMAGE, "ReferenceClipId": "a", "ClipId": "b"}),
                pictures({**IMAGE, "ReferenceClipId": "c"}),
                sounds(tts("c", ReferenceClipId="d")),
                pictures({**IMAGE, "ClipId": "d", "ReferenceClipId": "c"}),
            ],
            "in a circle",
        ),
    ],
)
def test_references_that_lead_nowhere_are_refused(tracks: list[Json], expected: str) -> None:
    error = refused(*tracks)
    assert expected in str(error)
    assert error.path.startswith("$.VideoTracks") or error.path.startswith("$.AudioTracks")


def test_a_thousand_clips_that_depend_on_each_other_are_placed() -> None:
    count = 1500
    shown = [{**IMAGE, "ReferenceClipId": f"s{i}"} for i in range(count)]
    spoken = [tts(f"s{i}", 0.04) for i in range(count)]
    plan = resolved(pictures(*shown), sounds(*spoken, MainTrack=True))
    assert (len(plan.tracks[0]), plan.frames) == (count, count)


# --- how long it is -------------------------------------------------------------------


def test_the_main_track_sets_the_length() -> None:
    plan = resolved(pictures({**IMAGE, "Duration": 9}), sounds(tts("a", 2), MainTrack=True))
    assert (plan.frames, windows(plan)) == (50, [(0, 50)])


def test_only_the_first_main_track_counts() -> None:
    plan = resolved(pictures(IMAGE, MainTrack=True), sounds(tts("a", 9), MainTrack=True))
    assert plan.frames == 75


def test_without_a_main_track_pictures_end_it_and_sound_is_cut() -> None:
    plan = resolved(pictures(IMAGE), sounds(tts("a", 9)))
    assert (plan.frames, heard(plan)) == (75, [(0, 3)])


def test_sound_alone_lasts_as_long_as_what_does_not_loop() -> None:
    assert resolved(sounds(tts("a", 5)), sounds(MUSIC)).frames == 125
    assert resolved(sounds(MUSIC)).frames == 100


def test_the_caps_win_over_everything() -> None:
    tracks = pictures(IMAGE, MainTrack=True), sounds(tts("a", 9))
    assert resolved(*tracks, root={"MaxDuration": 2}).frames == 50
    output = parse_output({"MaxDuration": 1})
    assert resolved(*tracks, root={"MaxDuration": 2}, output=output).frames == 25


def test_what_is_beyond_the_end_is_left_out_and_named() -> None:
    plan = resolved(pictures(IMAGE, IMAGE), root={"MaxDuration": 3})
    assert len(plan.tracks[0]) == 1
    assert any(note.startswith("$.VideoTracks[0].VideoTrackClips[1]") for note in plan.notes)


def test_a_global_image_lasts_as_long_as_the_rest() -> None:
    logo = {"Type": "GlobalImage", "MediaURL": "a.png"}
    plan = resolved(pictures(IMAGE), pictures(logo), sounds(tts("a", 9)))
    assert windows(plan, 1) == [(0, 75)]
    assert resolved(pictures({**logo, "Duration": 4})).frames == 100


def test_a_legacy_image_track_is_above_all_and_lasts_to_the_end() -> None:
    logo = {"ImageURL": "a.png", "X": 10, "TimelineIn": 1}
    plan = resolved({"ImageTrackClips": [logo]}, pictures(IMAGE))
    assert windows(plan, 1) == [(25, 75)]
    assert plan.tracks[1][0].clip.x == 10


def test_nothing_to_show_or_play_is_refused() -> None:
    assert refused().code == "TimelineFormatError"
    text = {"SubtitleTrackClips": [{"Type": "Text", "Content": "x", "FontSize": 9}]}
    assert refused(text).code == "TimelineFormatError"
    assert refused(pictures({**IMAGE, "Duration": 0})).code == "TimelineFormatError"


@pytest.mark.parametrize(("length", "speed"), [(4, 2), (16, Fraction(1, 2))])
def test_a_track_is_fitted_to_the_main_one_where_it_asks_for_it(
    length: int, speed: Fraction
) -> None:
    fitted = pictures(
        {**VIDEO, "Out": 4},
        {**VIDEO, "Out": 4},
        TrackShortenMode="AutoSpeed",
        TrackExpandMode="AutoSpeed",
    )
    plan = resolved(fitted, sounds(tts("a", length), MainTrack=True))
    half = length * 25 // 2
    assert windows(plan) == [(0, half), (half, 2 * half)]
    assert [showing.speed for showing in plan.tracks[0]] == [speed, speed]


def test_a_track_with_a_fixed_end_keeps_its_speed_and_it_is_said() -> None:
    fitted = pictures({**VIDEO, "TimelineOut": 4}, TrackExpandMode="AutoSpeed")
    plan = resolved(fitted, sounds(tts("a", 8), MainTrack=True))
    assert plan.tracks[0][0].speed == 1
    assert any("keeps its speed" in note for note in plan.notes)


# --- sound ----------------------------------------------------------------------------


def test_a_loop_fills_its_window() -> None:
    plan = resolved(
        pictures({**IMAGE, "Duration": 20}), sounds({**MUSIC, "TimelineIn": 2, "TimelineOut": 12})
    )
    assert heard(plan) == [(2, 12)]
    assert plan.soundings[0].loop


def test_a_sound_ends_with_its_file() -> None:
    plan = resolved(
        pictures({**IMAGE, "Duration": 20}), sounds({"MediaURL": "music.mp3", "TimelineOut": 12})
    )
    assert heard(plan) == [(0, 4)]
    assert plan.soundings[0].role == "sound"


def test_videos_are_heard_unless_they_have_no_sound() -> None:
    plan = resolved(pictures(VIDEO, {"MediaURL": "mute.mp4"}))
    assert heard(plan) == [(0, 10)]


def test_a_speech_too_long_for_its_window_is_cut() -> None:
    plan = resolved(pictures(IMAGE), sounds(tts("a", 3, TimelineIn=0.5, TimelineOut=1.5)))
    assert heard(plan) == [(Fraction(1, 2), Fraction(3, 2))]
    assert all(cue.end <= Fraction(3, 2) for cue in plan.cues)


def test_sounds_that_overlap_on_one_track_are_refused() -> None:
    error = refused(sounds(tts("a", 3), tts("b", 1, TimelineIn=2)))
    assert error.path == "$.AudioTracks[0].AudioTrackClips[1]"
    assert (error.code, "may not overlap" in str(error)) == ("InvalidTimeline", True)


def test_a_sound_after_an_endless_one_is_refused() -> None:
    assert "may not overlap" in str(refused(pictures(IMAGE), sounds(MUSIC, tts("a"))))


@FEW
@given(DURATIONS, st.sampled_from([Fraction(24), Fraction(25), Fraction(30_000, 1001)]))
def test_sound_and_picture_end_together(length: float, fps: Fraction) -> None:
    plan = resolved(pictures({**IMAGE, "Duration": length}), sounds(MUSIC), fps=fps)
    assert plan.tracks[0][0].window == Window(0, plan.frames)
    assert abs(Fraction(plan.soundings[0].end, SAMPLE_RATE) - plan.frames / fps) < 1 / fps
    assert abs(plan.frames / fps - Fraction(str(length))) <= 1 / (2 * fps)


# --- texts ----------------------------------------------------------------------------


def banner(**fields: Any) -> Json:
    return {"Type": "Text", "Content": "x", **fields}


def style_of(clip: Json, **options: Any) -> Any:
    return resolved(pictures(clip), **options).tracks[0][0].letterings[0]


def test_the_text_of_a_clip_scales_with_its_picture() -> None:
    drawn = style_of({**IMAGE, "Effects": [banner(FontSize=100, X=200, Y=0.5)]}, size=(800, 450))
    assert (drawn.style.font_size, drawn.style.x, drawn.style.y) == (50, 100, 0.5)


def test_fixed_fields_do_not_scale_and_yield_to_the_others() -> None:
    fixed = banner(FixedFontSize=40, FixedX=30, FixedY=20)
    drawn = style_of({**IMAGE, "Effects": [fixed]}, size=(800, 450)).style
    assert (drawn.font_size, drawn.x, drawn.y) == (40, 30, 20)
    both = style_of({**IMAGE, "Effects": [banner(FontSize=80, FixedFontSize=40)]}, size=(800, 450))
    assert both.style.font_size == 40
    assert (
        style_of({**IMAGE, "Effects": [banner(FontSize=60, FixedFontSize=40)]}).style.font_size
        == 48
    )


def test_a_canvas_keeps_texts_at_their_share_of_the_frame() -> None:
    canvas = {"FECanvas": {"Width": 1920, "Height": 1080}}
    text = {"Type": "Text", "Content": "x", "FontSize": 60, "X": 100, "Y": 50}
    drawn = resolved(
        pictures(IMAGE), {"SubtitleTrackClips": [text]}, root=canvas, size=(960, 540)
    ).letterings[0]
    assert (drawn.style.font_size, drawn.style.x, drawn.scale) == (60, 100, 0.5)
    fixed = {**IMAGE, "Effects": [banner(FixedFontSize=60, FixedX=100)]}
    clip = style_of(fixed, root=canvas, size=(960, 540))
    assert (clip.style.font_size, clip.style.x, clip.scale) == (60, 100, 0.5)
    follows = {**IMAGE, "Effects": [banner(FontSize=60)]}
    clip = style_of(follows, root=canvas, size=(800, 450))
    assert clip.style.font_size * clip.scale == pytest.approx(30)


def test_on_another_shape_of_canvas_each_axis_scales_by_itself() -> None:
    text = {"Type": "Text", "Content": "x", "FontSize": 60, "X": 100, "Y": 100}
    drawn = resolved(
        pictures(IMAGE),
        {"SubtitleTrackClips": [text]},
        root={"FECanvas": {"Width": 1000, "Height": 1000}},
        size=(2000, 500),
    ).letterings[0]
    place = drawn.style.x * drawn.scale, drawn.style.y * drawn.scale
    assert (place, drawn.style.font_size * drawn.scale) == ((200, 50), 30)


def test_the_text_of_a_clip_lives_with_it_or_inside_its_own_times() -> None:
    texts = [banner(FontSize=9), banner(FontSize=9, TimelineIn=4, TimelineOut=5)]
    plan = resolved(pictures(IMAGE, {**IMAGE, "Effects": texts}))
    drawn = plan.tracks[0][1].letterings
    assert [lettering.window for lettering in drawn] == [Window(75, 150), Window(100, 125)]


def test_captions_are_written_for_all_speech_and_drawn_where_asked() -> None:
    asr = {"Type": "AI_ASR", "AlignmentText": "Two words.", "FontSize": 40, "AdaptMode": "AutoWrap"}
    plan = resolved(sounds(tts("a", 2, Effects=[asr]), tts("b", 2)))
    assert [cue.lines for cue in plan.cues] == [("Two words",), ("words of b",)]
    assert [lettering.text for lettering in plan.letterings] == ["Two words"]
    assert plan.letterings[0].style.adapt_mode is None
    assert plan.cues[1].begin == 2


def test_captions_of_faster_speech_come_faster() -> None:
    slow, fast = (resolved(sounds(tts("a", 4, Speed=speed))).cues for speed in (1, 2))
    assert [cue.end / 2 for cue in slow] == [cue.end for cue in fast]


def test_captions_are_broken_at_their_text_width() -> None:
    def rows(width: float) -> int:
        asr = {"Type": "AI_ASR", "FontSize": 60, "TextWidth": width}
        words = "several words that are rather long to be read"
        plan = resolved(sounds(tts("a", 5, Content=words, Effects=[asr])))
        return sum(len(cue.lines) for cue in plan.cues)

    assert rows(0.3) > rows(0.9)


def test_speech_without_words_has_no_captions() -> None:
    pause = '<speak><break time="2s"/></speak>'
    plan = resolved(sounds(tts("a", 2, Content=pause, Effects=[{"Type": "AI_ASR"}])))
    assert (plan.cues, plan.letterings) == ((), ())


def test_chapters_begin_where_a_comment_says_so() -> None:
    spoken = [
        tts("a", 2, Comment="Chapter: One"),
        tts("b", 2, Comment="mine"),
        tts("c", 2, Comment="Chapter:  Two "),
    ]
    chapters = resolved(sounds(*spoken)).chapters
    assert [(chapter.start, chapter.title) for chapter in chapters] == [(0, "One"), (100, "Two")]


# --- what it is made for --------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ({"size": (640, 480)}, (640, 480)),
        ({"size": None}, (1600, 900)),
        ({"size": None, "root": {"FECanvas": {"Width": 1080, "Height": 1920}}}, (1080, 1920)),
        ({"size": None, "output": parse_output({"Width": 800, "Height": 600})}, (800, 600)),
        ({"size": None, "output": parse_output({"Width": 800})}, (800, 450)),
    ],
)
def test_the_size_is_that_asked_for_or_that_of_the_first_picture(
    options: Mapping[str, Any], size: tuple[int, int]
) -> None:
    plan = resolved(pictures(IMAGE), **options)
    assert (plan.width, plan.height) == size


def test_frames_a_second_come_from_the_output_config() -> None:
    plan = resolved(pictures(IMAGE), output=parse_output({"Video": {"Fps": 29.97}}))
    assert (plan.fps, plan.frames) == (Fraction(2997, 100), 90)


@pytest.mark.parametrize(
    ("track", "code"),
    [
        (pictures({**IMAGE, "MediaURL": "gone.png"}), "InvalidMaterial.NotFound"),
        (pictures({"Type": "Image", "Duration": 1}), "InvalidTimelineFormat"),
        (pictures({"MediaURL": "music.mp3"}), "InvalidParameter.ResourceContentBad"),
        (sounds({"MediaURL": "mute.mp4"}), "InvalidParameter.ResourceContentBad"),
        (pictures({**VIDEO, "In": 4, "Out": 3}), "InvalidParameter"),
        (pictures({"Type": "AI_Avatar", "Duration": 3}), "Unsupported"),
    ],
)
def test_what_cannot_be_made_is_refused_with_its_place(track: Json, code: str) -> None:
    error = refused(track)
    assert error.code == code
    assert re.fullmatch(r"\$\.(Video|Audio)Tracks\[0\]\.\w+\[0\]", error.path)


def test_what_is_left_out_is_named() -> None:
    heard = {"SubtitleTrackClips": [{"Type": "AI_ASR", "MediaURL": "a.mp3"}]}
    items = {"EffectTracks": [{"EffectTrackItems": [{"Type": "AEqualize", "SubType": "x"}]}]}
    notes = resolved(pictures(IMAGE), heard, root=items).notes
    assert [note.split(":")[0] for note in notes] == [
        "$.EffectTracks[0].EffectTrackItems[0]",
        "$.SubtitleTracks[0].SubtitleTrackClips[0]",
    ]
