"""Alignment: known words in a sound, found by its pauses, against the marks of a voice."""

from __future__ import annotations

import re
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter.render import render
from converter.speech import speak
from converter.speech.alignment import align, voices
from converter.timeline import parse_timeline

TEXT = (
    "A frame is a pure function of the schedule. Why? Because cost follows what changes, "
    "and not how long the film is. In the north, however, new factories opened: steel, "
    "glass, and paper. That was all."
)
RATE = 8000


def bursts(*seconds: float) -> np.ndarray:
    """Return tone and silence in turns, each as long as said."""
    parts = [
        np.sin(np.arange(round(length * RATE)) / 5) * (0.3 if number % 2 == 0 else 0.0)
        for number, length in enumerate(seconds)
    ]
    return np.concatenate(parts).astype(np.float32)


@pytest.mark.parametrize("noise", [0.0, 0.01])
def test_sentences_are_found_within_a_tenth_of_a_second(noise: float) -> None:
    spoken = speak(TEXT, voice="andy")
    hiss = np.random.default_rng(1).normal(0, noise, len(spoken.samples)).astype(np.float32)
    found = align(TEXT, spoken.samples + hiss, spoken.rate)
    marks = {word.start: word.begin / spoken.rate for word in spoken.words}
    away = {w.start: abs(w.begin / found.rate - marks[w.start]) for w in found.words}
    starts = [0, *(w.start for w in found.words if TEXT[w.start - 2 : w.start] in (". ", "? "))]
    assert max(away[start] for start in starts) < 0.1
    assert np.median(list(away.values())) < 0.1


def test_a_pause_falls_where_the_text_has_a_mark() -> None:
    found = align("One two three. Four.", bursts(1.2, 0.5, 0.5), RATE)
    assert found.words[3].begin == pytest.approx(1.7 * RATE, abs=0.05 * RATE)
    assert found.words[2].stop == pytest.approx(1.2 * RATE, abs=0.05 * RATE)


def test_silence_at_the_ends_belongs_to_no_word() -> None:
    sound = np.concatenate((np.zeros(RATE, np.float32), bursts(1.0), np.zeros(RATE, np.float32)))
    found = align("Three short words", sound, RATE)
    assert found.words[0].begin == pytest.approx(RATE, abs=0.05 * RATE)
    assert found.words[-1].stop == pytest.approx(2 * RATE, abs=0.05 * RATE)


def test_short_silences_are_inside_of_words() -> None:
    assert len(voices(bursts(0.5, 0.08, 0.5), RATE)) == 1
    assert len(voices(bursts(0.5, 0.2, 0.5), RATE)) == 2


def test_a_sound_of_known_words_has_captions_and_says_how_they_are_timed(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "said.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((bursts(0.8, 0.6, 0.5) * 30000).astype(np.int16).tobytes())
    asr = {"Type": "AI_ASR", "AlignmentText": "One two three. Four.", "FontSize": 20}
    clip = {"MediaURL": "said.wav", "In": 0.2, "Speed": 0.5, "Effects": [asr]}
    timeline = parse_timeline({"VideoTracks": [], "AudioTracks": [{"AudioTrackClips": [clip]}]})
    made = render(timeline, tmp_path / "said.mp4", base=tmp_path, size=(320, 180))
    assert made.captions == 2
    assert any("timed by the pauses" in note for note in made.notes)
    # The second sentence begins 1.4 s into the file, of which 0.2 s are left out, at half speed.
    second = re.findall(r"00:00:0(\d),(\d+) -->", (tmp_path / "said.srt").read_text())[1]
    assert float(".".join(second)) == pytest.approx(2.4, abs=0.05)


def test_a_sound_without_a_voice_is_shared_evenly() -> None:
    found = align("one two", np.zeros(RATE, np.float32), RATE)
    assert [word.begin for word in found.words] == [0, RATE // 2]


@given(st.lists(st.floats(0.02, 0.6), max_size=12), st.text("ab, .。你\n", max_size=40))
@settings(deadline=None, max_examples=60)
def test_words_come_in_order_inside_of_the_sound(lengths: list[float], text: str) -> None:
    sound = bursts(*lengths) if lengths else np.zeros(0, np.float32)
    found = align(text, sound, RATE)
    edges = [edge for word in found.words for edge in (word.begin, word.stop)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(sound) for edge in edges)
