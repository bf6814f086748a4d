"""Recordings in place of a voice, and silence in place of both."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from converter.errors import SpeechError
from converter.render.voices import spoken
from converter.script.pace import Pace
from converter.speech import Speech, speak, voices
from converter.speech.recordings import assigned
from converter.timeline import parse_timeline

ONE = "It was warm. Nobody knew why."


@pytest.fixture
def record(tmp_path: Path) -> Callable[..., Path]:
    """Write a recording of a text by another voice, with silence around it."""

    def write(name: str, text: str = ONE) -> Path:
        speech = speak(text, voice="espeak:en-gb+m3")
        hush = np.zeros(speech.rate, np.float32)
        sound = np.concatenate([hush, speech.samples, hush])
        with wave.open(str(tmp_path / name), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(speech.rate)
            file.writeframes((sound * 32767).astype("<i2").tobytes())
        return tmp_path / name

    return write


def clips(folder: Path, *names: str | None) -> Any:
    """Return a Timeline that says the same once for each ClipId."""
    said = {"Type": "AI_TTS", "Content": ONE, "Voice": f"recordings:{folder}"}
    named = [said if name is None else {**said, "ClipId": name} for name in names]
    return parse_timeline({"AudioTracks": [{"AudioTrackClips": named}]})


def nothing(stage: str, done: float) -> None:
    """Take no interest in progress."""


class TestRecordings:
    def test_a_recording_is_heard_with_the_words_of_the_text(
        self, record: Callable[..., Path]
    ) -> None:
        speech = speak(ONE, voice=f"recordings:{record('a.wav')}")
        original = speak(ONE, voice="espeak:en-gb+m3")
        assert speech.seconds == pytest.approx(original.seconds, abs=0.05)
        assert [speech.text[w.start : w.end] for w in speech.words] == ONE.split()
        assert speech.timing == "alignment"
        late = speech.words[3].begin / speech.rate - original.words[3].begin / original.rate
        assert abs(late) < 0.1

    def test_speech_rate_plays_it_faster_at_its_own_pitch(
        self, record: Callable[..., Path]
    ) -> None:
        voice = f"recordings:{record('a.wav')}"
        assert speak(ONE, voice=voice, rate=500).seconds == pytest.approx(
            speak(ONE, voice=voice).seconds / 2, abs=0.2
        )

    def test_pauses_and_sentences_of_ssml_do_not_cut_it(self, record: Callable[..., Path]) -> None:
        voice = f"recordings:{record('a.wav')}"
        content = '<speak><s>It was warm.</s><break time="2s"/><s>Nobody knew why.</s></speak>'
        assert speak(content, voice=voice).seconds == speak(ONE, voice=voice).seconds

    def test_a_file_belongs_to_the_clip_it_is_named_after(
        self, record: Callable[..., Path], tmp_path: Path
    ) -> None:
        record("b.wav")
        record("a.wav", "Short.")
        found = list(spoken(clips(tmp_path, "b", "a"), Path, nothing).values())
        assert found[0].seconds > 2 * found[1].seconds

    def test_without_such_names_files_and_clips_go_by_their_order(self, tmp_path: Path) -> None:
        for name in ("take 10.wav", "take 2.wav", "take 1.mp3", "notes.txt"):
            (tmp_path / name).touch()
        found = [file.name for file in assigned(tmp_path, ["x", None, "y"])]
        assert found == ["take 1.mp3", "take 2.wav", "take 10.wav"]

    @pytest.mark.parametrize(
        ("names", "told"),
        [
            (("a", "b", "c"), "1 recordings for 3 clips; missing are b, c "),
            (("x", None, "z"), "missing are clip 2, z "),
        ],
    )
    def test_every_clip_without_a_file_is_listed(
        self, names: tuple[str | None, ...], told: str, tmp_path: Path
    ) -> None:
        (tmp_path / "a.wav").touch()
        with pytest.raises(SpeechError, match=told):
            spoken(clips(tmp_path, *names), Path, nothing)

    def test_a_clip_that_only_pauses_needs_no_file(
        self, record: Callable[..., Path], tmp_path: Path
    ) -> None:
        record("a.wav")
        timeline = clips(tmp_path, "a", "pause").wire()
        timeline["AudioTracks"][0]["AudioTrackClips"][1]["Content"] = (
            '<speak><break time="2s"/></speak>'
        )
        _, pause = spoken(parse_timeline(timeline), Path, nothing).values()
        assert pause.seconds == 2

    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(SpeechError, match="gone: no folder of recordings"):
            spoken(clips(tmp_path / "gone", "a"), Path, nothing)

    def test_a_recording_that_is_none_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.wav").write_text("not sound")
        with pytest.raises(SpeechError, match=r"a\.wav"):
            speak(ONE, voice=f"recordings:{tmp_path / 'a.wav'}")

    def test_a_silent_recording_is_refused(self, tmp_path: Path) -> None:
        with wave.open(str(tmp_path / "a.wav"), "wb") as file:
            file.setparams((1, 2, 8000, 0, "NONE", ""))
            file.writeframes(bytes(16_000))
        with pytest.raises(SpeechError, match="is silent"):
            speak(ONE, voice=f"recordings:{tmp_path / 'a.wav'}")

    def test_narrating_before_anything_is_recorded_takes_reading_time(self, tmp_path: Path) -> None:
        pace = Pace(f"recordings:{tmp_path}", 0, "en")
        assert pace.measure(ONE) == speak(ONE, voice="silent").seconds


class TestSilent:
    def test_nothing_is_heard_and_every_word_has_its_time(self) -> None:
        speech = speak(ONE, voice="silent")
        assert not speech.samples.any()
        assert [speech.text[w.start : w.end] for w in speech.words] == ONE.split()
        assert speech.timing == "estimate"

    @pytest.mark.parametrize("rate", [-500, 0, 500])
    def test_it_lasts_about_as_long_as_a_voice_takes(self, rate: int) -> None:
        silent, heard = (speak(ONE * 5, voice=v, rate=rate) for v in ("silent", "espeak:en-us"))
        assert silent.seconds == pytest.approx(heard.seconds, rel=0.25)

    def test_chinese_takes_its_time_too(self) -> None:
        text = "科学家测量了海洋，发现它比预期的更暖。没有人知道原因。"
        silent, heard = (speak(text, voice=voice) for voice in ("silent", "espeak:zh"))
        assert silent.seconds == pytest.approx(heard.seconds, rel=0.25)

    def test_it_is_listed(self) -> None:
        assert "silent" in [voice.id for voice in voices()]


class TestNotes:
    def speeches(self, **clip: Any) -> Speech:
        data = {"Type": "AI_TTS", "Content": ONE, **clip}
        timeline = parse_timeline({"AudioTracks": [{"AudioTrackClips": [data]}]})
        return spoken(timeline, Path, nothing)["$.AudioTracks[0].AudioTrackClips[0]"]

    def test_a_cloned_voice_is_replaced_and_that_is_said(self) -> None:
        speech = self.speeches(CustomizedVoice="my-clone", Voice="zhichu")
        assert "'my-clone' is not here" in speech.notes[0]
        assert np.array_equal(speech.samples[:], speak(ONE).samples)

    @pytest.mark.parametrize(
        ("name", "rate", "held"), [("SpeechRate", 900, 500), ("PitchRate", -501, -500)]
    )
    def test_a_rate_beyond_its_limit_is_held_and_that_is_said(
        self, name: str, rate: int, held: int
    ) -> None:
        speech = self.speeches(**{name: rate})
        assert speech.notes == (f"{name} {rate} is held to {held}",)
        assert np.array_equal(speech.samples[:], self.speeches(**{name: held}).samples[:])

    def test_plain_speech_has_none(self) -> None:
        assert self.speeches().notes == ()
