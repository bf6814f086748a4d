"""The sound of a Schedule: what is heard, when, how loud, and what never happens."""

from __future__ import annotations

import math
import wave
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import resample_poly

from converter.errors import RenderError
from converter.media import Media
from converter.render.schedule import SAMPLE_RATE, Equalising, Schedule, Sounding
from converter.render.scheduling import schedule as resolve
from converter.render.sound import Mastering, Mix, mix
from converter.render.sound.denoise import denoise
from converter.render.sound.dynamics import duck
from converter.render.sound.envelope import HOP, power, ramp
from converter.render.sound.fades import CURVES, Fade
from converter.render.sound.limiter import limit
from converter.render.sound.meter import TAPS, integrated, true_peaks
from converter.render.sound.spool import Spool
from converter.speech import speak
from converter.speech.model import Speech
from converter.tempo import stretch
from converter.timeline import parse_timeline
from converter.timeline.bands import Band
from converter.timeline.clips import AudioTrackClip, VideoTrackClip

Sound = npt.NDArray[np.float32]
FEW = settings(max_examples=25, deadline=None)


def schedule(
    *soundings: Sounding, seconds: float | Fraction = 1, fps: Fraction = Fraction(25)
) -> Schedule:
    return Schedule(
        width=1920,
        height=1080,
        fps=fps,
        frames=round(seconds * fps),
        tracks=(),
        letterings=(),
        soundings=soundings,
    )


def sounding(
    sound: Sound | Media,
    *effects: dict[str, Any],
    start: float = 0,
    seconds: float | None = None,
    role: Literal["voice", "music", "sound"] = "sound",
    **how: Any,
) -> Sounding:
    """Play mono samples at 48 kHz, or a file, from second `start` on."""
    heard = sound if isinstance(sound, Media) else Speech("", sound, SAMPLE_RATE)
    if seconds is None:
        seconds = len(heard.samples) / SAMPLE_RATE if isinstance(heard, Speech) else 1.0
    first = round(start * SAMPLE_RATE)
    clip = AudioTrackClip.model_validate({"ClipId": "c1", "Effects": effects})
    return Sounding(first, first + round(seconds * SAMPLE_RATE), clip, heard, role, **how)


def tone(seconds: float, *, hertz: float = 1000, level: float = 0.1, rate: int = 48_000) -> Sound:
    """Return a sine of peak `level`."""
    time = np.arange(round(seconds * rate)) / rate
    return np.asarray(level * np.sin(2 * np.pi * hertz * time), np.float32)


def babble(seconds: float, level: float = 0.3, seed: int = 0) -> Sound:
    """Return noise in syllables with rests between, as uneven as a voice."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    syllables = np.maximum(np.sin(2 * np.pi * 4 * time), 0) * (time % 2 < 1.4)
    loudness = np.interp(time, np.arange(61), rng.uniform(0.2, 1, 61))
    noise = np.convolve(rng.standard_normal(len(time)), np.ones(8) / 3, mode="same")
    return np.asarray(level * noise * syllables * loudness, np.float32)


def sound_of(mixed: Mix) -> Sound:
    heard = [np.broadcast_to(block, (len(block), 2)) for block in mixed.blocks()]
    return np.concatenate([np.zeros((0, 2), np.float32), *heard])


def plain(*soundings: Sounding, seconds: float = 1) -> Sound:
    """Return the unmastered mix, one channel."""
    return sound_of(mix(schedule(*soundings, seconds=seconds), mastering=None))[:, 0]


def rms(sound: Sound, begin: float, end: float) -> float:
    """Return the level of a stretch of seconds in decibels."""
    part = sound[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
    return float(10 * np.log10(np.mean(np.square(part)) + 1e-20))


@pytest.fixture
def sound_file(tmp_path: Path) -> Callable[..., Media]:
    """Write stereo or mono samples as a 16 bit WAV file."""

    def write(sound: Sound, rate: int = SAMPLE_RATE) -> Media:
        path = tmp_path / f"{rate}-{len(sound)}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1 if sound.ndim == 1 else 2)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes((sound * 32767).round().astype("<i2").tobytes())
        return Media(path, "audio", 0, 0, Fraction(len(sound), rate), None, True, 0)

    return write


class TestLength:
    @FEW
    @given(
        frames=st.integers(0, 60),
        fps=st.sampled_from([Fraction(25), Fraction(30), Fraction(30000, 1001), Fraction(24, 7)]),
    )
    def test_a_mix_is_as_long_as_its_frames_to_the_sample(self, frames: int, fps: Fraction) -> None:
        empty = schedule(seconds=frames / fps, fps=fps)
        mixed = mix(empty)
        expected = round(Fraction(frames) / fps * SAMPLE_RATE)
        assert mixed.samples == expected == len(sound_of(mixed))

    def test_no_block_is_empty_where_the_length_is_a_whole_number_of_blocks(self) -> None:
        assert [len(block) for block in mix(schedule(seconds=20)).blocks()] == [480_000] * 2

    def test_blocks_can_be_read_again(self) -> None:
        mixed = mix(schedule(sounding(babble(1)), seconds=12))
        assert np.array_equal(sound_of(mixed), sound_of(mixed))

    def test_a_sound_across_blocks_is_not_broken(self) -> None:
        long = tone(3, hertz=100)
        heard = plain(sounding(long, start=9), seconds=13)
        assert np.allclose(heard[9 * SAMPLE_RATE : 12 * SAMPLE_RATE], long, atol=1e-6)


class TestSilence:
    def test_an_empty_schedule_is_silent_and_has_no_figures(self) -> None:
        mixed = mix(schedule(seconds=2))
        assert not sound_of(mixed).any()
        assert mixed.loudness is None
        assert mixed.true_peak is None

    @FEW
    @given(
        silent=st.sampled_from(["voice", "music", "sound"]),
        samples=st.sampled_from([0, 1, 30_000]),
        loop=st.booleans(),
    )
    def test_silent_sounds_stay_silent(
        self, silent: Literal["voice", "music", "sound"], samples: int, loop: bool
    ) -> None:
        nothing = np.zeros(samples, np.float32)
        played = sounding(nothing, {"Type": "ALoudNorm"}, seconds=1, role=silent, loop=loop)
        assert not sound_of(mix(schedule(played, seconds=1.2))).any()

    def test_a_whisper_is_not_blown_up_to_full_loudness(self) -> None:
        mixed = mix(schedule(sounding(babble(4, level=1e-4)), seconds=4))
        assert mixed.loudness is None or mixed.loudness < -40


class TestLoudness:
    @pytest.mark.parametrize(
        ("voice", "music"), [(0.3, 0.1), (0.02, 0.5), (0.3, None), (None, 0.2), (None, 0.9)]
    )
    def test_the_whole_is_as_loud_as_asked(self, voice: float | None, music: float | None) -> None:
        sounds = []
        if voice:
            sounds.append(sounding(babble(8, voice), role="voice", start=2))
        if music:
            sounds.append(sounding(tone(12, hertz=440, level=music), role="music"))
        mixed = mix(schedule(*sounds, seconds=12))
        heard = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(sound_of(mixed))
        assert heard == pytest.approx(-16, abs=0.5)
        assert mixed.loudness == pytest.approx(heard, abs=0.1)
        assert mixed.true_peak is not None
        assert mixed.true_peak <= -2 + 0.01

    @FEW
    @given(seed=st.integers(0, 999), level=st.floats(0.01, 0.8), seconds=st.integers(2, 6))
    def test_the_meter_agrees_with_another(self, seed: int, level: float, seconds: int) -> None:
        sound = babble(seconds, level, seed)
        mixed = mix(schedule(sounding(sound), seconds=seconds), mastering=None)
        other = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(sound_of(mixed))
        assert mixed.loudness == pytest.approx(other, abs=0.1)

    def test_less_than_a_gating_block_has_no_loudness(self) -> None:
        block = 2 * SAMPLE_RATE // 5 // HOP
        assert integrated(np.ones(block - 1, np.float32)) is None
        assert integrated(np.ones(block, np.float32)) is not None

    def test_without_mastering_levels_stay_as_they_are(self) -> None:
        sound = babble(2, 0.05)
        assert np.allclose(plain(sounding(sound, role="voice"), seconds=2), sound, atol=1e-6)

    def test_a_clip_is_normalised_alone(self) -> None:
        quiet = sounding(babble(5, 0.04), {"Type": "ALoudNorm", "Loudness": -20, "TruePeak": -3})
        mixed = mix(schedule(quiet, seconds=5), mastering=None)
        assert mixed.loudness == pytest.approx(-20, abs=0.2)
        assert mixed.true_peak is not None
        assert mixed.true_peak <= -3 + 0.05


class TestPeaks:
    @FEW
    @given(
        seed=st.integers(0, 99),
        level=st.floats(0.5, 20),
        mastering=st.sampled_from([None, Mastering()]),
    )
    def test_no_sample_passes_the_ceiling(
        self, seed: int, level: float, mastering: Mastering | None
    ) -> None:
        rng = np.random.default_rng(seed)
        clicks = rng.standard_normal(SAMPLE_RATE) * (rng.random(SAMPLE_RATE) < 0.01) * level
        mixed = mix(
            schedule(sounding(clicks.astype(np.float32)), sounding(tone(1, level=level))),
            mastering=mastering,
        )
        ceiling = 10 ** ((-1.0 if mastering is None else mastering.true_peak) / 20)
        assert np.abs(sound_of(mixed)).max() <= ceiling + 1e-4

    def test_a_peak_between_two_samples_counts(self) -> None:
        beat = np.sin(np.pi / 2 * np.arange(TAPS + 10 * HOP) + np.pi / 4).astype(np.float32)
        assert np.abs(beat).max() == pytest.approx(0.707, abs=0.001)
        assert true_peaks(beat) == pytest.approx(np.ones(10), abs=0.01)

    @FEW
    @given(st.lists(st.floats(0, 100), min_size=1, max_size=300))
    def test_gains_keep_every_peak_down_and_never_lift(self, peaks: list[float]) -> None:
        heights = np.array(peaks, np.float32)
        gains = limit(heights, -1.0)
        assert (gains <= 1 + 1e-6).all()
        assert (heights * gains <= 10 ** (-1 / 20) + 1e-4).all()

    def test_a_long_sound_is_limited_as_a_short_one(self) -> None:
        peaks = np.random.default_rng(1).uniform(0, 3, 130_000).astype(np.float32)
        part = limit(peaks[50_000:75_000], -1.0)
        assert np.allclose(limit(peaks, -1.0)[55_000:70_000], part[5_000:20_000], atol=1e-5)

    def test_what_stays_under_the_ceiling_is_left_alone(self) -> None:
        assert (limit(np.full(50, 0.8, np.float32), -1.0) == 1).all()


class TestDucking:
    @pytest.fixture
    def steps(self) -> Sound:
        """How music at a steady level sounds under a word from second 4 to 6."""
        voice = sounding(tone(2, hertz=3000, level=0.2), role="voice", start=4)
        music = sounding(tone(10, hertz=200, level=0.1), role="music")
        heard = sound_of(mix(schedule(voice, music, seconds=10)))[:, 0]
        bins = np.abs(np.fft.rfft(heard.reshape(-1, SAMPLE_RATE // 20), axis=1))
        music_level = bins[:, 10]
        return np.asarray(20 * np.log10(music_level / music_level[20]), np.float32)

    def test_music_steps_back_by_twelve_decibels_under_the_voice(self, steps: Sound) -> None:
        assert steps[4 * 20 : 6 * 20] == pytest.approx(-12, abs=0.4)

    def test_music_steps_back_before_the_word_and_returns_after_it(self, steps: Sound) -> None:
        assert steps[: 76 - 1] == pytest.approx(0, abs=0.1)
        assert -12 < steps[78] < -1
        assert -12 < steps[int(6.6 * 20)] < -1
        assert steps[7 * 20 + 1 :] == pytest.approx(0, abs=0.1)

    def test_music_does_not_breathe_in_a_short_pause(self) -> None:
        second = SAMPLE_RATE // HOP
        speech = np.zeros(6 * second, np.bool_)
        speech[second : 2 * second] = speech[3 * second : 4 * second] = True
        assert duck(speech, -12)[second : 4 * second] == pytest.approx(10 ** (-12 / 20))
        speech[3 * second : 7 * second // 2] = False
        assert duck(speech, -12)[second : 4 * second].max() == pytest.approx(1)

    def test_the_figure_says_how_far(self) -> None:
        voice = sounding(babble(3), role="voice")
        music = sounding(tone(3), role="music")
        assert mix(schedule(voice, music, seconds=3)).ducking == pytest.approx(-12)
        assert mix(schedule(voice, seconds=3)).ducking == 0
        assert mix(schedule(music, seconds=3)).ducking == 0

    def test_other_sounds_do_not_step_back(self) -> None:
        voice = sounding(tone(1, level=0.1), role="voice", start=2)
        other = sounding(tone(6, hertz=200, level=0.1))
        heard = sound_of(mix(schedule(voice, other, seconds=6)))[:, 0]
        assert rms(heard, 2.2, 2.8) > rms(heard, 0.2, 0.8)


class TestGrid:
    @pytest.mark.parametrize("later", [5.01, 10.3, 14, 25.123])
    def test_a_voice_is_the_same_to_the_bit_wherever_it_speaks(self, later: float) -> None:
        def heard(*starts: float) -> list[Sound]:
            voices = [sounding(babble(3), role="voice", start=start) for start in starts]
            whole = sound_of(mix(schedule(*voices, seconds=40)))
            begun = [round(start * SAMPLE_RATE / 1024) * 1024 for start in starts]
            return [whole[first : first + 3 * SAMPLE_RATE] for first in begun]

        once, again = heard(1, later)
        assert np.array_equal(once, again)
        assert rms(once, 0, 3) > -40


class TestLoop:
    def test_a_loop_fills_its_window_without_a_gap_or_a_click(self) -> None:
        period = tone(1.05, hertz=400, level=0.2)
        heard = plain(sounding(period, seconds=5, loop=True), seconds=5)
        levels = [rms(heard, t / 10, (t + 1) / 10) for t in range(48)]
        assert levels == pytest.approx([rms(period, 0, 1)] * 48, abs=3.1)
        assert np.abs(np.diff(heard)).max() < 2 * np.abs(np.diff(period)).max()

    def test_a_sound_longer_than_its_window_is_not_looped(self) -> None:
        sound = babble(2)
        heard = plain(sounding(sound, seconds=1, loop=True))
        assert np.allclose(heard[:40_000], sound[:40_000], atol=1e-6)

    def test_looped_music_fades_out_where_the_film_ends(self) -> None:
        music = sounding(tone(2), seconds=9, loop=True, role="music")
        heard = sound_of(mix(schedule(music, seconds=9)))[:, 0]
        middle = rms(heard, 5, 6)
        assert rms(heard, 7, 7.4) == pytest.approx(middle, abs=0.2)
        assert rms(heard, 8.2, 8.3) == pytest.approx(middle - 6, abs=1.5)
        assert rms(heard, 8.95, 9) < middle - 40

    def test_a_fade_of_the_timeline_is_kept_instead(self) -> None:
        fade = {"Type": "AFade", "SubType": "Out", "Duration": 0.2, "Curve": "tri"}
        music = sounding(tone(2), fade, seconds=5, loop=True, role="music")
        heard = sound_of(mix(schedule(music, seconds=5)))[:, 0]
        assert rms(heard, 4.5, 4.8) == pytest.approx(rms(heard, 2, 3), abs=0.2)


class TestWindow:
    def test_a_sound_starts_at_its_sample(self) -> None:
        sound = babble(0.5)
        heard = plain(sounding(sound, start=0.25))
        assert np.allclose(heard[12_000:36_000], sound, atol=1e-6)
        assert not heard[:12_000].any()
        assert not heard[36_000:].any()

    def test_a_cut_tail_ends_without_a_click(self) -> None:
        heard = plain(sounding(np.full(48_000, 0.5, np.float32), seconds=0.5))
        assert np.abs(np.diff(heard)).max() < 0.01

    def test_a_part_of_the_source_is_taken(self, sound_file: Callable[..., Media]) -> None:
        sound = babble(3, 0.1)
        part = sounding(
            sound_file(sound), source_in=Fraction(3, 2), source_out=Fraction(2), seconds=1
        )
        heard = plain(part)
        assert np.allclose(heard[240:24_000], sound[72_240:96_000], atol=1e-4)
        assert not heard[24_000:].any()

    def test_speech_of_any_rate_keeps_its_pitch_and_length(self) -> None:
        speech = Speech("", tone(1, hertz=500, rate=22_050), 22_050)
        clip = AudioTrackClip.model_validate({})
        heard = plain(Sounding(0, SAMPLE_RATE, clip, speech, "sound"))
        assert np.allclose(heard[1000:-1000], tone(1, hertz=500)[1000:-1000], atol=1e-3)

    def test_a_stereo_file_keeps_its_sides(self, sound_file: Callable[..., Media]) -> None:
        sides = np.stack([tone(1, rate=44_100), np.zeros(44_100, np.float32)], axis=1)
        heard = sound_of(mix(schedule(sounding(sound_file(sides, rate=44_100)))))
        assert rms(heard[:, 0], 0.1, 0.9) > rms(heard[:, 1], 0.1, 0.9) + 60


class TestEffects:
    def test_volume_is_a_factor(self) -> None:
        sound = babble(1, 0.1)
        heard = plain(sounding(sound, {"Type": "Volume", "Gain": 0.25}))
        assert np.allclose(heard, sound / 4, atol=1e-6)

    def test_volume_counts_only_in_its_range_of_source_seconds(self) -> None:
        muted = {"Type": "Volume", "Gain": 0, "In": 1.5, "Out": 2}
        sound = tone(3)
        heard = plain(sounding(sound, muted, source_in=Fraction(1), seconds=2), seconds=2)
        assert rms(heard, 0.1, 0.49) == pytest.approx(-23, abs=0.1)
        assert rms(heard, 0.51, 0.99) < -100
        assert rms(heard, 1.01, 1.5) == pytest.approx(-23, abs=0.1)

    def test_a_muted_clip_is_not_even_opened(self, tmp_path: Path) -> None:
        missing = Media(tmp_path / "gone.mp4", "video", 2, 2, Fraction(1), Fraction(25), True, 0)
        assert not plain(sounding(missing, {"Type": "Volume", "Gain": 0})).any()

    def test_a_file_that_is_gone_is_named(self, tmp_path: Path) -> None:
        missing = Media(tmp_path / "gone.wav", "audio", 0, 0, Fraction(1), None, True, 0)
        with pytest.raises(RenderError, match=r"gone\.wav"):
            mix(schedule(sounding(missing)))

    def test_a_linear_fade_rises_and_falls_in_a_line(self) -> None:
        both = [
            {"Type": "AFade", "SubType": side, "Duration": 0.25, "Curve": "tri"}
            for side in ("In", "Out")
        ]
        heard = plain(sounding(np.full(SAMPLE_RATE, 0.5, np.float32), *both))
        at = np.array([0, 6_000, 12_000, 36_000, 42_000, 47_999])
        assert heard[at] == pytest.approx([0, 0.25, 0.5, 0.5, 0.25, 0], abs=1e-3)

    def test_an_unknown_curve_is_refused_by_name(self) -> None:
        fade = {"Type": "AFade", "SubType": "In", "Curve": "wavy"}
        with pytest.raises(RenderError, match="wavy"):
            mix(schedule(sounding(tone(1), fade)))

    def test_noise_goes_before_volume_and_volume_before_loudness(self) -> None:
        effects = [
            {"Type": "ALoudNorm", "Loudness": -24, "TruePeak": -2},
            {"Type": "Volume", "Gain": 0.1},
            {"Type": "ADenoise", "Mode": 3},
        ]
        noisy = babble(6, 0.3) + 0.003 * noise(6)
        mixed = mix(schedule(sounding(noisy, *effects), seconds=6), mastering=None)
        assert mixed.loudness == pytest.approx(-24, abs=0.1)

    def test_a_video_clip_is_made_quieter_too(self, sound_file: Callable[..., Media]) -> None:
        file = sound_file(tone(1))
        volume = {"Type": "Volume", "Gain": 0.5, "In": 0, "Out": 0.5}
        clip = VideoTrackClip.model_validate({"MediaURL": "a.mp4", "Effects": [volume]})
        heard = plain(Sounding(0, SAMPLE_RATE, clip, file, "sound"))
        assert rms(heard, 0.1, 0.4) == pytest.approx(rms(heard, 0.6, 0.9) - 6.02, abs=0.1)


class TestDenoise:
    @pytest.mark.parametrize(("mode", "gained"), [(0, 3), (1, 5), (2, 7), (3, 8), (4, 8)])
    def test_adenoise_lifts_a_voice_out_of_noise(self, mode: int, gained: float) -> None:
        spoken = speak("The buoys have been drifting for years; some were lost in storms.")
        voice = resample_poly(spoken.samples, SAMPLE_RATE, spoken.rate)
        seconds = len(voice) / SAMPLE_RATE
        hiss = 0.3 * voice.std() * noise(seconds)
        noisy = sounding(voice + hiss, {"Type": "ADenoise", "Mode": mode})
        heard = plain(noisy, seconds=math.ceil(seconds))[: len(voice)]
        assert distance(voice, heard) > distance(voice, voice + hiss) + gained

    @pytest.mark.parametrize("mode", [0, 4])
    def test_a_clean_voice_stays_as_it_is(self, mode: int) -> None:
        voice = babble(5, 0.3)
        heard = plain(sounding(voice, {"Type": "ADenoise", "Mode": mode}), seconds=5)
        assert distance(voice, heard) > 20

    def test_noise_alone_falls_as_far_as_the_mode_says_and_no_further(self) -> None:
        hiss = 0.01 * noise(6)
        levels = [
            rms(plain(sounding(hiss, {"Type": "ADenoise", "Mode": mode}), seconds=6), 1, 5)
            for mode in range(5)
        ]
        fallen = rms(hiss, 1, 5) - np.array(levels)
        assert fallen == pytest.approx([5, 9, 13, 19, 25], abs=1.5)

    def test_silence_stays_silence(self) -> None:
        quiet = np.zeros(3 * SAMPLE_RATE, np.float32)
        assert not plain(sounding(quiet, {"Type": "ADenoise"}), seconds=3).any()

    @FEW
    @given(length=st.integers(0, 5000))
    def test_the_length_is_kept_to_the_sample(self, length: int) -> None:
        spool = Spool(2, [noise(1)[:length, None]])
        assert sum(len(block) for block in denoise(spool, 2)) == length

    def test_a_sound_is_cleaned_alike_across_stretches(self) -> None:
        steady = tone(20, level=0.3)
        cleaned = np.concatenate(list(denoise(Spool(1, [steady[:, None]]), 0)))[:, 0]
        gains = [rms(cleaned, t, t + 0.02) for t in np.arange(7, 11, 0.02)]
        assert np.ptp(gains) < 0.01


def noise(seconds: float, seed: int = 1) -> Sound:
    rng = np.random.default_rng(seed)
    return rng.standard_normal(round(seconds * SAMPLE_RATE)).astype(np.float32)


def distance(clean: Sound, heard: Sound) -> float:
    """Return the level of what belongs to the clean sound over the rest, in decibels."""
    share = float(clean @ heard / (clean @ clean))
    rest = heard - share * clean
    return float(10 * np.log10(share**2 * (clean @ clean) / (rest @ rest)))


class TestEqualiser:
    def response(self, hertz: float, *equalisings: Equalising) -> float:
        """Return how many decibels a tone is lifted."""
        played = schedule(sounding(tone(2, hertz=hertz)), seconds=2)
        heard = mix(replace(played, equalisings=equalisings), mastering=None)
        return rms(sound_of(heard)[:, 0], 0.5, 1.5) - rms(tone(2, hertz=hertz), 0.5, 1.5)

    @pytest.mark.parametrize(
        ("hertz", "lifted"), [(1000, 6), (100, 0), (10_000, 0), (707.1, 3), (1414.2, 3)]
    )
    def test_aequalize_lifts_one_octave_by_its_gain(self, hertz: float, lifted: float) -> None:
        bell = Equalising(0, 2 * SAMPLE_RATE, (Band(1000, 6),))
        assert self.response(hertz, bell) == pytest.approx(lifted, abs=0.35)

    def test_bands_add_up(self) -> None:
        both = Equalising(0, 2 * SAMPLE_RATE, (Band(1000, -12), Band(1000, 3)))
        assert self.response(1000, both) == pytest.approx(-9, abs=0.1)

    def test_it_is_heard_between_timeline_in_and_out_only_and_without_a_click(self) -> None:
        bell = Equalising(SAMPLE_RATE, 2 * SAMPLE_RATE, (Band(500, -20),))
        steady = replace(schedule(sounding(tone(3, hertz=500)), seconds=3), equalisings=(bell,))
        heard = sound_of(mix(steady, mastering=None))[:, 0]
        assert rms(heard, 0.1, 0.99) == pytest.approx(-23, abs=0.05)
        assert rms(heard, 1.1, 1.9) == pytest.approx(-43, abs=0.1)
        assert rms(heard, 2.02, 2.9) == pytest.approx(-23, abs=0.05)
        assert np.abs(np.diff(heard)).max() <= 1.05 * np.abs(np.diff(tone(1, hertz=500))).max()

    def test_bands_of_the_timeline_reach_the_mix(self) -> None:
        item = {"Type": "AEqualize", "TimelineIn": 1, "Duration": 1, "Peak": "500", "Gain": -20}
        timeline = parse_timeline(
            {
                "AudioTracks": [{"AudioTrackClips": [{"MediaURL": "a.wav"}]}],
                "EffectTracks": [{"EffectTrackItems": [item]}],
            }
        )
        media = Media(Path("a.wav"), "audio", 0, 0, Fraction(3), None, True, 0)
        plan = resolve(timeline, speeches={}, media={"a.wav": media})
        assert plan.equalisings == (Equalising(SAMPLE_RATE, 2 * SAMPLE_RATE, (Band(500, -20),)),)


class TestChannelCopy:
    @pytest.mark.parametrize(("side", "level"), [("left", 0.2), ("right", 0.05)])
    def test_audio_channel_copy_is_one_side_on_both(
        self, side: Literal["left", "right"], level: float, sound_file: Callable[..., Media]
    ) -> None:
        sides = np.stack([tone(1, level=0.2), tone(1, level=0.05)], axis=1)
        played = schedule(sounding(sound_file(sides)))
        heard = sound_of(mix(played, mastering=None, channel_copy=side))
        assert np.array_equal(heard[:, 0], heard[:, 1])
        assert np.abs(heard).max() == pytest.approx(level, abs=0.002)


class TestSpeed:
    @pytest.mark.parametrize("factor", [0.1, 0.5, 0.8, 1.25, 2, 10, 100])
    def test_speed_changes_the_length_and_not_the_pitch(self, factor: float) -> None:
        played = tone(4 * max(factor / 10, 1), hertz=300)
        fast = np.concatenate(list(stretch(Spool(1, [played[:, None]]), factor)))
        assert len(fast) == round(len(played) / factor)
        spectrum = np.abs(np.fft.rfft(fast[:, 0]))
        pitch = np.argmax(spectrum) * SAMPLE_RATE / len(fast)
        assert pitch == pytest.approx(300, abs=4)
        assert rms(fast, 0.1, 0.3) == pytest.approx(-23, abs=0.5)

    def test_a_clip_at_double_speed_ends_after_half_its_length(self) -> None:
        heard = plain(sounding(tone(1), seconds=1, speed=Fraction(2)))
        assert rms(heard, 0.05, 0.45) > -25
        assert not heard[25_000:].any()


class TestCurves:
    @pytest.mark.parametrize("name", sorted(set(CURVES) - {"nofade"}))
    def test_every_curve_rises_from_nothing_to_all(self, name: str) -> None:
        gains = Fade(0, 1000, name)(0, 1001)
        assert gains is not None
        assert gains[[0, -1]] == pytest.approx([0, 1], abs=2e-5)
        assert (np.diff(gains) >= -1e-6).all()

    @pytest.mark.parametrize(
        ("name", "half"),
        [
            *(("tri", 0.5), ("qsin", 0.70711), ("hsin", 0.5), ("esin", 0.29289)),
            *(("log", 0.93979), ("par", 0.29289), ("ipar", 0.75), ("qua", 0.25), ("cub", 0.125)),
            *(("squ", 0.70711), ("cbr", 0.79370), ("exp", 0.00316), ("iqsin", 1 / 3)),
            *(("ihsin", 0.5), ("dese", 0.5), ("desi", 0.5), ("losi", 0.5), ("sinc", 0.63662)),
            *(("isinc", 0.36338), ("nofade", 1)),
        ],
    )
    def test_every_curve_is_half_way_where_its_formula_says(self, name: str, half: float) -> None:
        gains = Fade(0, 1000, name)(500, 501)
        assert gains is not None
        assert gains[0] == pytest.approx(half, abs=1e-4)


class TestKeeping:
    @FEW
    @given(
        lengths=st.lists(st.integers(0, 50), max_size=6),
        begin=st.integers(-40, 320),
        count=st.integers(0, 90),
        channels=st.sampled_from([1, 2]),
    )
    def test_a_spool_gives_back_what_it_took_and_silence_around(
        self, lengths: list[int], begin: int, count: int, channels: int
    ) -> None:
        rng = np.random.default_rng(0)
        parts = [rng.random((n, channels), np.float32) for n in lengths]
        spool = Spool(channels, parts)
        padded = np.concatenate([np.zeros((40, channels)), *parts, np.zeros((500, channels))])
        expected = padded[begin + 40 : begin + 40 + count]
        assert np.array_equal(spool.read(begin, begin + count), expected)

    def test_a_long_sound_goes_to_disk_and_comes_back(self) -> None:
        block = np.arange(480_000, dtype=np.float32)[:, None]
        spool = Spool(2, [block] * 4)
        assert len(spool) == 4 * 480_000
        assert np.array_equal(spool.read(480_100, 480_200)[:, 1], block[100:200, 0])

    @FEW
    @given(st.lists(st.floats(0, 1, width=32), min_size=2, max_size=30), st.integers(0, 20))
    def test_a_ramp_never_rises_above_its_figures(self, figures: list[float], first: int) -> None:
        gains = np.array(figures, np.float32)
        first = min(first, len(gains) - 1)
        line = ramp(gains, first * HOP, len(gains) * HOP).reshape(-1, HOP)
        assert (line <= gains[first:, None] + 1e-6).all()

    def test_power_is_summed_over_channels(self) -> None:
        assert power(np.full((2 * HOP, 2), 0.5, np.float32)) == pytest.approx([0.5, 0.5])
