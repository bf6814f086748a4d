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
from converter.speech import Speech, Word, least_sure, speak
from converter.speech.alignment import align, voices
from converter.speech.espeak import Espeak
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
    assert found.timing == "estimate"


@given(st.lists(st.floats(0.02, 0.6), max_size=12), st.text("ab, .。你\n", max_size=40))
@settings(deadline=None, max_examples=60)
def test_words_come_in_order_inside_of_the_sound(lengths: list[float], text: str) -> None:
    sound = bursts(*lengths) if lengths else np.zeros(0, np.float32)
    found = align(text, sound, RATE)
    edges = [edge for word in found.words for edge in (word.begin, word.stop)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(sound) for edge in edges)


TEXTS = {
    "en-us": (
        "The recipe is simple: flour, water, salt and time. Knead the dough for ten minutes. "
        "Let it rest overnight in a cool place. In the morning, shape it, cover it, and wait "
        "another hour. Bake it hot! Was it worth 2,400 calories? Yes."
    ),
    "de": (
        "Die Forscher haben das Meer vermessen, und es war wärmer als erwartet. Niemand "
        "wusste, warum. Seit elf Jahren treiben die Bojen; jede schickt ihre Werte nach Hause."
    ),
    "cmn": "科学家测量了海洋，发现它比预期的更暖。没有人知道原因。浮标已经漂流了十一年。",
}


def pairs_of(speech: Speech, hiss: float) -> list[tuple[Word, Word]]:
    """Return pairs of a word as the engine times it and as the alignment does."""
    noise = np.random.default_rng(0).standard_normal(len(speech.samples)).astype(np.float32)
    heard = align(speech.text, speech.samples[:] + hiss * noise, speech.rate)
    assert heard.timing == "alignment"
    truth = {word.start: word for word in speech.words}
    return [(truth[word.start], word) for word in heard.words if word.start in truth]


def begins_sentence(speech: Speech, word: Word) -> bool:
    return speech.text[: word.start].rstrip()[-1:] in tuple(".!?。")


@pytest.mark.parametrize("voice", TEXTS)
@pytest.mark.parametrize(("speed", "hiss"), [(0.8, 0), (1, 0.001), (1.3, 0.01)])
def test_sentences_are_found_within_150_and_words_within_400_milliseconds(
    voice: str, speed: float, hiss: float
) -> None:
    speech = Espeak().speak(TEXTS[voice], voice, speed=speed)
    pairs = pairs_of(speech, hiss)
    off = [abs(truth.begin - word.begin) / speech.rate for truth, word in pairs]
    sentences = [
        late for late, (truth, _) in zip(off, pairs, strict=True) if begins_sentence(speech, truth)
    ]
    assert len(sentences) >= 2
    assert max(sentences) < 0.15
    assert np.percentile(off, 95) < 0.4


def test_words_lie_in_order_and_not_in_pauses() -> None:
    speech = Espeak().speak(TEXTS["en-us"], "en-us")
    words = align(speech.text, speech.samples[:], speech.rate).words
    edges = [edge for word in words for edge in (word.begin, word.stop)]
    assert edges == sorted(edges)
    assert [speech.text[word.start : word.end] for word in words] == speech.text.split()


def test_without_pauses_the_weights_share_the_sound_and_it_is_said_so() -> None:
    tone = np.sin(np.arange(48_000) / 20).astype(np.float32)
    heard = align("One two. Three four.", tone, 48_000)
    words = heard.words
    assert heard.timing == "estimate"
    assert [word.begin for word in words] == sorted(word.begin for word in words)
    assert words[0].begin < 500
    assert words[-1].stop == pytest.approx(48_000, abs=500)


def test_the_least_sure_timing_counts_for_the_whole() -> None:
    assert least_sure(["events", "alignment", "marks"]) == "alignment"
    assert least_sure([]) == "events"
