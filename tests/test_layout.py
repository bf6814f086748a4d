"""Layout and ending: the rules of section 8 of the Timeline, each test naming its rule."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timelines import (
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
    said,
    sounds,
    tts,
    windows,
)

from converter.render.schedule import Schedule, Window
from converter.render.scheduling import schedule
from converter.timeline import dump_timeline, parse_timeline

LOGO = {"Type": "GlobalImage", "MediaURL": "a.png"}


def texts(*clips: Json) -> Json:
    return {
        "SubtitleTrackClips": [
            {"Type": "Text", "Content": "x", "FontSize": 9, **clip} for clip in clips
        ]
    }


def blends(plan: Schedule, track: int = 0) -> list[tuple[int, int] | None]:
    found = (showing.enter for showing in plan.tracks[track])
    return [blend and (blend.window.start, blend.window.end) for blend in found]


def speeds(plan: Schedule, track: int = 0) -> list[Fraction]:
    return [showing.speed for showing in plan.tracks[track]]


# --- 8.2 B: what a clip is as long as -------------------------------------------------


def test_8_2_b_speech_is_as_long_as_it_takes_at_its_speed() -> None:
    plan = resolved(sounds(tts("a", 4, Speed=2), tts("b", 1)))
    assert heard(plan) == [(0, 2), (2, 3)]


def test_8_2_b_an_out_point_wins_over_a_longest_one() -> None:
    showing = resolved(pictures({**VIDEO, "Out": 6, "MaxOut": 2})).tracks[0][0]
    assert (showing.source_in, showing.source_out) == (0, 6)


def test_8_2_b_a_picture_lasts_its_duration_then_its_window_then_its_reference() -> None:
    still = {"Type": "Image", "MediaURL": "a.png"}
    plan = resolved(
        pictures(
            {**still, "Duration": 1},
            {**still, "TimelineIn": 1, "TimelineOut": 3.4},
            {**still, "ReferenceClipId": "v"},
        ),
        sounds(tts("v", 1.2, TimelineIn=4)),
    )
    assert windows(plan) == [(0, 25), (25, 85), (100, 130)]


def test_8_2_b_a_still_of_a_frozen_video_counts_as_its_length() -> None:
    frozen = {**VIDEO, "Out": 2, "Speed": 2, "Effects": [{"Type": "FreezeFrame", "Duration": 3}]}
    assert windows(resolved(pictures(frozen, IMAGE))) == [(0, 100), (100, 175)]


# --- 8.1.3 and 8.2 D: references ------------------------------------------------------


def test_8_1_3_a_frozen_video_is_slowed_and_frozen_for_longer() -> None:
    frozen = {**VIDEO, "Out": 2, "Effects": [{"Type": "FreezeFrame", "Duration": 2}]}
    plan = resolved(pictures({**frozen, "ReferenceClipId": "v"}), sounds(tts("v", 8)))
    assert (windows(plan), speeds(plan)) == ([(0, 200)], [Fraction(1, 2)])
    showing = plan.tracks[0][0]
    assert showing.second(99, plan.fps) < showing.second(100, plan.fps) + Fraction(1, 25)
    assert showing.second(100, plan.fps) == showing.second(199, plan.fps) == Fraction(49, 25)


def test_8_1_3_a_sound_follows_a_picture() -> None:
    shown = pictures({**IMAGE, "ClipId": "p"}, {**IMAGE, "ClipId": "q", "Duration": 2})
    plan = resolved(shown, sounds({"MediaURL": "music.mp3", "ReferenceClipId": "q"}))
    assert heard(plan) == [(3, 5)]


def test_8_1_3_a_sound_too_short_for_its_reference_is_slowed() -> None:
    shown = pictures({**IMAGE, "ClipId": "p", "Duration": 8})
    plan = resolved(shown, sounds({"MediaURL": "music.mp3", "ReferenceClipId": "p"}))
    assert (heard(plan), plan.soundings[0].speed) == ([(0, 8)], Fraction(1, 2))


def test_8_2_d_with_an_end_of_its_own_a_clip_begins_with_its_reference() -> None:
    clip = {**IMAGE, "ReferenceClipId": "b", "TimelineOut": 3}
    assert windows(resolved(pictures(clip), sounds(tts("a", 1), tts("b", 9)))) == [(25, 75)]


def test_8_2_d_references_are_followed_over_several_tracks() -> None:
    plan = resolved(
        pictures({**IMAGE, "ReferenceClipId": "second"}),
        pictures({**IMAGE, "ClipId": "second", "ReferenceClipId": "voice"}),
        sounds(tts("first", 1), tts("voice", 2)),
    )
    assert windows(plan, 0) == windows(plan, 1) == [(25, 75)]


def test_8_2_d_a_reference_means_where_its_clip_came_to_lie() -> None:
    """A transition draws the second picture forward, and the voice with it."""
    shown = pictures({**IMAGE, "Effects": [FADE]}, {**IMAGE, "ClipId": "p"})
    plan = resolved(shown, sounds(tts("a", 1, ReferenceClipId="p")))
    assert heard(plan)[0][0] == Fraction(5, 2)


def test_8_2_d_a_reference_into_a_track_that_is_off_is_refused() -> None:
    off = sounds(tts("v"), Disabled=True)
    error = refused(pictures({**IMAGE, "ReferenceClipId": "v"}), off)
    assert (error.code, error.path) == ("InvalidTimeline", "$.VideoTracks[0].VideoTrackClips[0]")


def test_8_2_d_what_refers_to_an_endless_sound_lasts_to_the_end() -> None:
    shown = pictures(IMAGE, MainTrack=True), pictures({**IMAGE, "ReferenceClipId": "m"})
    plan = resolved(*shown, sounds({**MUSIC, "ClipId": "m"}))
    assert windows(plan, 1) == [(0, 75)]


# --- 8.1.2 and 8.2 C: transitions, also of aligned clips ------------------------------


def test_8_2_c_an_aligned_clip_and_a_free_one_blend_where_the_free_one_is_drawn_to() -> None:
    shown = [{**IMAGE, "ReferenceClipId": "a", "Effects": [FADE]}, IMAGE]
    plan = resolved(pictures(*shown), sounds(tts("a", 2)))
    assert windows(plan) == [(0, 50), (38, 113)]
    assert blends(plan) == [None, (38, 50)]


def test_8_2_d_a_free_clip_and_an_aligned_one_blend_before_the_cut() -> None:
    shown = [{**IMAGE, "Duration": 2, "Effects": [FADE]}, {**VIDEO, "ReferenceClipId": "b"}]
    plan = resolved(pictures(*shown), sounds(tts("a", 2), tts("b", 4)))
    assert blends(plan) == [None, (38, 50)]
    late = plan.tracks[0][1]
    assert late.window == Window(38, 150)
    assert {late.second(frame, plan.fps) for frame in range(38, 51)} == {0}
    assert late.second(51, plan.fps) == Fraction(1, 25)


def test_8_2_c_no_clip_is_in_two_transitions_at_once() -> None:
    long = {**FADE, "Duration": 2}
    clips = [{**IMAGE, "Duration": 3, "Effects": [long]}] * 4
    found = [blend for blend in blends(resolved(pictures(*clips))) if blend]
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_8_2_c_the_transition_of_the_last_clip_does_nothing() -> None:
    plan = resolved(pictures({**IMAGE, "Effects": [FADE]}))
    assert (plan.frames, blends(plan)) == (75, [None])


def test_8_2_c_a_locked_transition_moves_neither_clips_nor_their_sound() -> None:
    locked = {**FADE, "Type": "DLTransition", "Duration": 1}
    clips = pictures({**VIDEO, "Out": 3, "Effects": [locked]}, {**VIDEO, "Out": 3})
    assert heard(resolved(clips)) == [(0, 3), (3, 6)]


def test_8_1_7_a_cap_cuts_a_running_transition() -> None:
    shown = pictures({**IMAGE, "Effects": [{**FADE, "Duration": 1}]}, IMAGE)
    plan = resolved(shown, root={"MaxDuration": 2.4})
    assert (plan.frames, blends(plan)) == (60, [None, (50, 60)])


# --- 8.1.4, 8.1.5 and 8.2 E: how long the output is -----------------------------------


def test_8_2_e_a_main_track_is_shorter_by_its_transitions() -> None:
    shown = [{**IMAGE, "Effects": [FADE]}] * 3
    assert resolved(pictures(*shown, MainTrack=True), sounds(tts("a", 20))).frames == 200


def test_8_2_e_a_main_track_without_an_end_leaves_it_to_the_videos() -> None:
    plan = resolved(pictures(IMAGE), sounds(MUSIC, MainTrack=True))
    assert plan.frames == 75


def test_8_2_e_pictures_for_all_the_time_take_the_length_of_the_sound() -> None:
    plan = resolved(pictures(LOGO), sounds(tts("a", 5)))
    assert (plan.frames, windows(plan)) == (125, [(0, 125)])


def test_8_2_e_a_main_voice_stretches_the_picture_for_all_the_time() -> None:
    plan = resolved(pictures(IMAGE), pictures(LOGO), sounds(tts("a", 6), MainTrack=True))
    assert windows(plan, 1) == [(0, 150)]


@pytest.mark.parametrize(
    ("times", "window"),
    [
        ({}, (0, 75)),
        ({"TimelineIn": 1}, (25, 75)),
        ({"TimelineOut": 2}, (0, 50)),
        ({"TimelineIn": 1, "TimelineOut": 2}, (25, 50)),
        ({"TimelineIn": 1, "TimelineOut": 9}, (25, 75)),
    ],
)
def test_8_2_g_a_picture_for_all_the_time_may_have_times(
    times: Json, window: tuple[int, int]
) -> None:
    assert windows(resolved(pictures(IMAGE), pictures({**LOGO, **times})), 1) == [window]


@pytest.mark.parametrize("times", [{}, {"TimelineIn": 1}, {"TimelineOut": 2}])
def test_8_2_g_music_loops_in_its_window_or_to_the_end(times: Json) -> None:
    shown = pictures({**IMAGE, "Duration": 30})
    begin, end = times.get("TimelineIn", 0), times.get("TimelineOut", 30)
    assert heard(resolved(shown, sounds({**MUSIC, **times}))) == [(begin, end)]


# --- 8.2 F: tracks that are fitted ----------------------------------------------------

FITTED = {"TrackShortenMode": "AutoSpeed", "TrackExpandMode": "AutoSpeed"}


@pytest.mark.parametrize("mode", ["TrackShortenMode", "TrackExpandMode"])
def test_8_2_f_a_mode_works_in_its_own_direction_only(mode: str) -> None:
    track = pictures({**VIDEO, "Out": 4}, **{mode: "AutoSpeed"})
    shorter, longer = (resolved(track, sounds(tts("a", t), MainTrack=True)) for t in (2, 8))
    assert speeds(shorter) == [2 if mode == "TrackShortenMode" else 1]
    assert speeds(longer) == [Fraction(1, 2) if mode == "TrackExpandMode" else 1]
    assert windows(shorter) == [(0, 50)]
    assert windows(longer) == [(0, 200 if mode == "TrackExpandMode" else 100)]


def test_8_2_f_transitions_of_a_fitted_track_are_fitted_too() -> None:
    clips = [{**VIDEO, "Out": 4, "Effects": [{**FADE, "Duration": 2}]}, {**VIDEO, "Out": 4}]
    plan = resolved(pictures(*clips, **FITTED), sounds(tts("a", 3), MainTrack=True))
    assert (windows(plan), blends(plan)) == ([(0, 50), (25, 75)], [None, (25, 50)])
    assert speeds(plan) == [2, 2]


def test_8_2_f_a_sound_track_is_fitted_and_a_looping_one_is_not() -> None:
    main = pictures({**IMAGE, "Duration": 8}, MainTrack=True)
    plan = resolved(main, sounds({"MediaURL": "music.mp3"}, **FITTED), sounds(MUSIC, **FITTED))
    assert [sounding.speed for sounding in plan.soundings] == [Fraction(1, 2), 1]


def test_8_2_f_a_track_with_references_is_not_fitted_and_it_is_said() -> None:
    shown = pictures({**VIDEO, "ReferenceClipId": "v"}, **FITTED)
    plan = resolved(shown, sounds(tts("v", 2)), pictures(IMAGE, MainTrack=True))
    assert windows(plan) == [(0, 50)]
    assert any(note.startswith("$.VideoTracks[0]: keeps its speed") for note in plan.notes)


def test_8_2_f_the_main_track_is_never_fitted() -> None:
    plan = resolved(pictures({**VIDEO, "Out": 4}, MainTrack=True, **FITTED), sounds(tts("a", 9)))
    assert (plan.frames, speeds(plan)) == (100, [1])


# --- 8.1.8 and 8.2 H: texts and effects -----------------------------------------------


def test_8_1_8_texts_stay_for_the_whole_output_or_their_times_inside_of_it() -> None:
    given = texts({}, {"TimelineIn": 1}, {"TimelineOut": 2}, {"TimelineIn": 2, "TimelineOut": 9})
    plan = resolved(pictures(IMAGE), given)
    found = [(text.window.start, text.window.end) for text in plan.letterings]
    assert found == [(0, 75), (25, 75), (0, 50), (50, 75)]


def test_8_2_h_what_has_no_time_left_is_named() -> None:
    plan = resolved(pictures(IMAGE), texts({"TimelineIn": 4}), sounds(tts("a", 1, TimelineIn=5)))
    assert (plan.letterings, plan.soundings) == ((), ())
    named = [note.partition(":")[0] for note in plan.notes]
    assert sorted(named) == [
        "$.AudioTracks[0].AudioTrackClips[0]",
        "$.SubtitleTracks[0].SubtitleTrackClips[0]",
    ]


def test_8_2_h_effects_last_as_long_as_the_output_at_most() -> None:
    items = [
        {"Type": "VFX", "SubType": "blur"},
        {"Type": "VFX", "SubType": "blur", "TimelineIn": 1, "Duration": 9},
        {"Type": "VFX", "SubType": "blur", "TimelineIn": 1, "TimelineOut": 2},
    ]
    plan = resolved(pictures(IMAGE), root={"EffectTracks": [{"EffectTrackItems": items}]})
    assert [look.window for look in plan.looks] == [Window(0, 75), Window(25, 75), Window(25, 50)]


# --- all of it at once ----------------------------------------------------------------

SHORT = st.integers(5, 60).map(lambda tenths: tenths / 10)
JOINS = st.none() | st.builds(
    lambda kind, name, long: {"Type": kind, "SubType": name, "Duration": long},
    st.sampled_from(["Transition", "DLTransition"]),
    st.sampled_from(["fade", "random", "wipeleft,circleopen"]),
    SHORT,
)


@st.composite
def narrated(draw: st.DrawFn) -> Json:
    """Return a Timeline of voices and pictures, aligned or free, with whatever joins."""
    voices = draw(st.lists(SHORT, min_size=1, max_size=6))
    spoken = [tts(f"v{i}", seconds) for i, seconds in enumerate(voices)]
    shown = []
    for number in range(draw(st.integers(1, 6))):
        clip = dict(draw(st.sampled_from([{**IMAGE}, {**VIDEO, "In": 1, "MaxOut": 5}])))
        if number < len(voices) and draw(st.booleans()):
            clip["ReferenceClipId"] = f"v{number}"
        join = draw(JOINS)
        clip["Effects"] = [join] if join else []
        shown.append(clip)
    data: Json = {
        "VideoTracks": [pictures(*shown), pictures(LOGO)],
        "AudioTracks": [sounds(*spoken, MainTrack=draw(st.booleans())), sounds(MUSIC)],
        "SubtitleTracks": [texts({})],
    }
    if draw(st.booleans()):
        data["MaxDuration"] = draw(SHORT)
    return data


def planned(text: str, seed: int = 3) -> Schedule:
    timeline = parse_timeline(text)
    speeches = {
        path: said(clip.content or "", clip.model_extra["T"]) for path, clip in timeline.spoken()
    }
    return schedule(timeline, speeches=speeches, media=FILES, seed=seed, size=(1280, 720))


@FEW
@given(narrated())
def test_a_timeline_written_and_read_again_gives_the_same_schedule(data: Json) -> None:
    first = parse_timeline(data)
    text = dump_timeline(first)
    once, again = planned(text), planned(dump_timeline(parse_timeline(text)))
    # Speech holds arrays; all else is compared as it is.
    assert [s.start for s in once.soundings] == [s.start for s in again.soundings]
    assert (once.tracks, once.letterings, once.notes) == (
        again.tracks,
        again.letterings,
        again.notes,
    )
    assert dump_timeline(parse_timeline(text)) == text


@FEW
@given(narrated())
def test_everything_lies_inside_the_output_and_in_order(data: Json) -> None:
    plan = planned(dump_timeline(parse_timeline(data)))
    for track in plan.tracks:
        for showing in track:
            assert 0 <= showing.window.start < showing.window.end <= plan.frames
            if showing.enter:
                assert showing.window.start <= showing.enter.window.start
                assert showing.enter.window.end <= showing.window.end
    assert windows(plan, len(plan.tracks) - 1) == [(0, plan.frames)]
    voices = [s for s in plan.soundings if s.role == "voice"]
    assert all(before.end <= after.start for before, after in pairwise(voices))


@FEW
@given(narrated())
def test_an_aligned_picture_is_there_for_all_of_its_voice(data: Json) -> None:
    plan = planned(dump_timeline(parse_timeline(data)))
    voices = {s.clip.clip_id: s for s in plan.soundings if s.role == "voice"}
    for showing in plan.tracks[0]:
        voice = voices.get(showing.clip.reference_clip_id)
        if voice:
            begin = showing.window.start + showing.lead
            assert abs(begin / plan.fps - Fraction(voice.start, 48_000)) <= 1 / plan.fps
            assert showing.window.end / plan.fps >= Fraction(voice.end, 48_000) - 1 / plan.fps


@FEW
@given(st.lists(st.tuples(SHORT, JOINS, st.sampled_from([0.5, 1, 2])), min_size=1, max_size=7))
def test_lengths_of_videos_add_up_less_what_unlocked_transitions_overlap(
    clips: list[tuple[float, Json | None, float]],
) -> None:
    shown = [
        {**VIDEO, "Out": long, "Speed": speed, "Effects": [join] if join else []}
        for long, join, speed in clips
    ]
    plan = resolved(pictures(*shown), fps=Fraction(10_000))
    moving = [join and join["Type"] == "Transition" for _, join, _ in clips]
    overlaps = sum(
        showing.enter.window.end - showing.enter.window.start
        for before, showing in zip(moving, plan.tracks[0][1:], strict=False)
        if before and showing.enter
    )
    total = sum(Fraction(str(long)) / Fraction(str(speed)) for long, _, speed in clips)
    assert plan.frames == total * 10_000 - overlaps
