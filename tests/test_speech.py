"""Voices: what is heard, how long, when each word, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter import engines
from converter.errors import SpeechError
from converter.speech import Speech, casting, speak, ssml, usages, visible, voices
from converter.speech.espeak import Espeak

HELLO = "Scientists measured the ocean, and it was warmer than expected. Nobody knew why."


def silences(speech: Speech) -> list[int]:
    """Return the lengths of runs of exact zeros, in samples."""
    zero = np.concatenate(([0], (speech.samples == 0).astype(int), [0]))
    edges = np.flatnonzero(np.diff(zero))
    return [int(stop - start) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def onset(speech: Speech, begin: int) -> float:
    """Return how many seconds after `begin` the sound swells, searching 0.2 s."""
    part = np.abs(speech.samples[begin : begin + speech.rate // 5])
    return float(np.argmax(part > 0.02)) / speech.rate


# --- words and time -------------------------------------------------------------------


def test_every_word_has_its_place_in_text_and_sound() -> None:
    speech = speak(HELLO)
    assert [speech.text[word.start : word.end] for word in speech.words] == HELLO.split()
    edges = [edge for word in speech.words for edge in (word.begin, word.stop)]
    assert edges == sorted(edges)
    assert edges[-1] <= len(speech.samples)


def test_words_after_a_pause_begin_where_the_sound_does() -> None:
    # No word begins with f or s: their breath is too soft for a level to find.
    speech = speak("One. Two! Ten? Eight, nine; eleven.")
    late = [onset(speech, word.begin) for word in speech.words]
    assert max(late) < 0.05


def test_a_number_is_one_word_whatever_the_engine_reports() -> None:
    speech = speak("It grew by 12.5 percent of the whole.")
    said = [speech.text[word.start : word.end] for word in speech.words]
    assert said == ["It", "grew", "by", "12.5", "percent", "of", "the", "whole."]


def test_silence_around_the_words_is_short() -> None:
    speech = speak(HELLO)
    assert speech.words[0].begin <= 0.06 * speech.rate
    assert len(speech.samples) - speech.words[-1].stop <= 0.21 * speech.rate


def test_equal_input_is_equal_sound_whatever_was_said_before() -> None:
    engine = Espeak()
    first = engine.speak(HELLO, "en-us+f2")
    engine.speak("Etwas ganz anderes.", "de")
    assert np.array_equal(first.samples, engine.speak(HELLO, "en-us+f2").samples)


def test_another_process_says_the_same() -> None:
    code = (
        "import hashlib, time; from converter.speech import speak;"
        "time.sleep({delay});"
        f"print(hashlib.sha256(speak({HELLO!r}).samples.tobytes()).hexdigest())"
    )
    # espeak would seed its noise from the clock, by the second.
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code.replace("{delay}", delay)], stdout=subprocess.PIPE
        )
        for delay in ("0", "1.2")
    ]
    assert len({run.communicate()[0] for run in runs}) == 1


def test_threads_do_not_disturb_each_other() -> None:
    engine = Espeak()
    texts = [f"Sentence number {number} of many." for number in range(12)]
    alone = [engine.speak(text, "en-us").samples for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: engine.speak(text, "en-us").samples, texts))
    assert all(map(np.array_equal, alone, together))


def test_sound_is_loud_and_never_clips() -> None:
    for voice in ("zhichu", "ava", "andy", "zhiru"):
        peak = float(np.abs(speak(HELLO, voice=voice).samples).max())
        assert 0.2 < peak < 0.99


# --- rate and pitch -------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "factor"), [(-500, 2.0), (-200, 1.4), (100, 0.9), (500, 0.5)])
def test_speech_rate_changes_the_duration_as_documented(rate: int, factor: float) -> None:
    plain, changed = (voiced_seconds(speak(HELLO, rate=value)) for value in (0, rate))
    assert changed / plain == pytest.approx(factor, rel=0.05)


def voiced_seconds(speech: Speech) -> float:
    return (speech.words[-1].stop - speech.words[0].begin) / speech.rate


def test_rates_beyond_the_limits_are_held_to_them() -> None:
    assert speak(HELLO, rate=9000).seconds == speak(HELLO, rate=500).seconds


def test_pitch_rate_moves_the_pitch_and_not_the_duration() -> None:
    low, high = (speak(HELLO, rate=0, pitch=pitch) for pitch in (-500, 500))
    assert low.seconds == pytest.approx(high.seconds, rel=0.05)
    assert fundamental(high) / fundamental(low) == pytest.approx(2, rel=0.15)


def fundamental(speech: Speech) -> float:
    """Return the median pitch in Hz by autocorrelation."""
    found = []
    for start in range(0, len(speech.samples) - 2048, 1024):
        frame = speech.samples[start : start + 2048] * np.hanning(2048)
        spectrum = np.abs(np.fft.rfft(frame, 8192)) ** 2
        curve = np.fft.irfft(spectrum)
        low, high = speech.rate // 500, speech.rate // 60
        lag = low + int(np.argmax(curve[low:high]))
        if curve[lag] > 0.5 * curve[0] > 0.01:
            found.append(speech.rate / lag)
    return float(np.median(found))


# --- languages and voices -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Hello there", None, "en"),
        ("Guten Tag", "de", "de"),
        ("今天天气很好", None, "zh"),
        ("使用 TensorFlow 和 PyTorch 训练模型", None, "zh"),
        ("President Xi (习近平) met reporters today", None, "en"),
        ("今天天气很好", "de", "zh"),
        ("これはテストです", None, "ja"),
        ("東京", "ja", "ja"),
        ("이것은 시험입니다", None, "ko"),
        ("Привет, мир", None, "ru"),
        ("Привіт", "uk", "uk"),
        ("مرحبا بالعالم", None, "ar"),
        ("שלום", "en", "he"),
        ("12.5", "de", "de"),
        ("", None, "en"),
    ],
)
def test_the_text_decides_the_language(text: str, asked: str | None, expected: str) -> None:
    assert casting.language_of(text, asked) == expected


def test_a_chinese_voice_reads_english_text_in_english() -> None:
    chinese_voice, english_voice = (speak(HELLO, voice=v) for v in ("zhichu", "espeak:en-us+m7"))
    assert [w.start for w in chinese_voice.words] == [w.start for w in english_voice.words]
    assert chinese_voice.seconds == pytest.approx(english_voice.seconds, rel=0.05)


def test_foreign_words_are_read_by_a_voice_of_their_script() -> None:
    text = "President Xi (习近平) met Путин, the β phase."
    languages = [(text[start:end], tag) for start, end, tag in casting.runs(text, "en")]
    assert languages == [
        ("President Xi (", "en"),
        ("习近平) ", "zh"),
        ("met ", "en"),
        ("Путин, ", "ru"),
        ("the β phase.", "en"),
    ]
    assert speak(text).text == text


def test_chinese_counts_every_ideograph_as_a_word() -> None:
    speech = speak("今天气温12.5度，很好。")
    said = [speech.text[word.start : word.end] for word in speech.words]
    assert said == ["今", "天", "气", "温", "12.5", "度，", "很", "好。"]


def test_every_ims_voice_speaks_and_men_are_lower_than_women() -> None:
    names = json.loads((Path(casting.__file__).parent / "voices.json").read_text("utf-8"))
    assert {"zhichu", "zhiru", "zhilun", "zhibei_emo", "ava", "andy"} <= set(names)
    for name in names:
        assert speak("好的 OK", voice=name).words
    assert fundamental(speak(HELLO, voice="andy")) < fundamental(speak(HELLO, voice="ava")) * 0.8


def test_all_listed_languages_can_be_spoken() -> None:
    engine = Espeak()
    tags = [voice.language for voice in engine.voices()]
    assert len(tags) > 100
    assert all(engine.speak("123 hello", f"{tag}+f2").words for tag in tags)


@pytest.mark.parametrize(
    ("voice", "told"),
    [
        ("nobody", "docreel voices"),
        ("espeak:xx", "'xx'"),
        ("espeak:en+zz", "'zz'"),
        ("nothere:en", "espeak, openai, piper"),
    ],
)
def test_an_unknown_voice_is_named(voice: str, told: str) -> None:
    with pytest.raises(SpeechError, match=told):
        speak("Hello", voice=voice)


def test_a_language_nobody_here_speaks_is_refused() -> None:
    with pytest.raises(SpeechError, match="'lo'"):
        speak("ສະບາຍດີ")


def test_voices_lists_ims_ids_and_engine_voices_once() -> None:
    ids = [voice.id for voice in voices()]
    assert {"zhichu", "espeak:de", "espeak:cmn"} <= set(ids)
    assert len(ids) == len(set(ids))


# --- SSML -----------------------------------------------------------------------------


def test_a_break_is_exact_silence() -> None:
    speech = speak('<speak>Hello.<break time="2s"/>World.</speak>')
    hello, world = speech.words
    assert max(silences(speech)) >= 2 * speech.rate
    assert (world.begin - hello.stop) / speech.rate == pytest.approx(2, abs=0.06)


def test_breaks_alone_are_exact_silence() -> None:
    speech = speak('<speak><break time="1s"/><break time="250ms"/></speak>')
    assert speech.seconds == 1.25
    assert not speech.samples.any()


def test_an_alias_is_spoken_and_the_original_seen() -> None:
    content = '<speak>The <sub alias="World Wide Web">WWW</sub> &amp; you.</speak>'
    assert speak(content).text == "The World Wide Web & you."
    assert visible(content) == "The WWW & you."


def test_attributes_of_the_root_win_over_the_clip() -> None:
    fast = speak(f'<speak rate="500" voice="andy">{HELLO}</speak>', voice="ava", rate=-500)
    assert np.array_equal(fast.samples, speak(HELLO, voice="andy", rate=500).samples)


def test_volume_is_a_factor_of_fifty() -> None:
    quiet, plain = speak(f'<speak volume="25">{HELLO}</speak>'), speak(HELLO)
    assert np.allclose(quiet.samples * 2, plain.samples, atol=1e-6)


def test_a_say_as_is_spoken_in_its_style_and_seen_as_written() -> None:
    content = '<speak>Call <say-as interpret-as="digits">123</say-as>.</speak>'
    assert speak(content).text == "Call 1 2 3."
    assert visible(content) == "Call 123."


def test_a_say_as_in_chinese_text_reads_in_chinese() -> None:
    content = '<speak>会议在<say-as interpret-as="time">14:30</say-as>开始。</speak>'
    assert speak(content, voice="zhichu").text == "会议在14点30分开始。"


@pytest.mark.parametrize("tag", ["s", "p"])
def test_s_and_p_end_a_sentence(tag: str) -> None:
    content = f"<speak><{tag}>It was warm</{tag}><{tag}>Nobody knew</{tag}></speak>"
    speech = speak(content)
    assert speech.text == "It was warm Nobody knew"
    assert speech.seconds > speak("It was warm nobody knew").seconds


def test_a_w_is_unwrapped_without_a_word_about_it() -> None:
    asked = ssml.parse("<speak><w>南京市</w>长江大桥</speak>")
    assert (asked.visible, asked.notes) == ("南京市长江大桥", [])


def same(one: Speech, other: Speech) -> bool:
    return len(one.samples) == len(other.samples) and bool(
        np.allclose(one.samples, other.samples, atol=1e-3)
    )


def test_a_phoneme_in_ipa_sounds_as_it_says() -> None:
    said = speak('<speak><phoneme alphabet="ipa" ph="həlˈoʊ">Qwfp</phoneme></speak>')
    assert same(said, speak("hello"))
    assert said.text == "Qwfp"
    assert [said.text[word.start : word.end] for word in said.words] == ["Qwfp"]
    assert not said.notes


def test_the_phoneme_of_the_seed_is_followed_and_every_word_keeps_its_place() -> None:
    content = (
        "<speak>Today, our hero, table tennis legend "
        '<phoneme alphabet="ipa" ph="mɑː lʊŋ">Ma Long</phoneme>, is striving for glory.</speak>'
    )
    speech = speak(content, voice="zhichu")
    assert speech.text == "Today, our hero, table tennis legend Ma Long, is striving for glory."
    assert [speech.text[word.start : word.end] for word in speech.words] == speech.text.split()
    assert not speech.notes
    striving = speech.words[9].begin / speech.rate
    assert striving == pytest.approx(speak(speech.text).words[9].begin / speech.rate, abs=0.3)


def test_a_phoneme_in_pinyin_sounds_as_it_says() -> None:
    content = '<speak>你<phoneme alphabet="py" ph="hao3">坏</phoneme></speak>'
    assert speak(content, voice="espeak:zh").text == "你坏"
    good, bad = speak(content, voice="espeak:zh"), speak("你坏", voice="espeak:zh")
    assert not same(good, bad)
    assert not good.notes


@pytest.mark.parametrize(
    ("alphabet", "ph", "voice"),
    [("py", "ni3 hao3", "espeak:en-us"), ("ipa", "ʘ!", "espeak:en-us"), ("ipa", "a", "espeak:de")],
)
def test_a_phoneme_nobody_can_follow_is_read_and_named(alphabet: str, ph: str, voice: str) -> None:
    content = f'<speak><phoneme alphabet="{alphabet}" ph="{ph}">hello</phoneme></speak>'
    speech = speak(content, voice=voice)
    assert ph in speech.notes[0]
    assert same(speech, speak("hello", voice=voice))


def sound_file(path: Path, seconds: float, level: float = 0.2) -> Path:
    time = np.arange(round(seconds * 16_000)) / 16_000
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        samples = level * np.sin(2 * np.pi * 1000 * time) * 32767
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def test_a_sound_event_is_played_in_its_place(tmp_path: Path) -> None:
    sound_file(tmp_path / "ding.wav", 0.5)
    content = '<speak>One.<soundEvent src="ding.wav"/>Two.</speak>'
    with_sound = speak(content, find=lambda address: tmp_path / address)
    without = speak('<speak>One.<break time="500ms"/>Two.</speak>')
    assert with_sound.seconds == pytest.approx(without.seconds, abs=0.001)
    begin = with_sound.words[1].begin - round(0.4 * with_sound.rate)
    ding = with_sound.samples[begin : begin + with_sound.rate // 4]
    assert np.sqrt(np.mean(ding**2)) == pytest.approx(0.2 / np.sqrt(2), rel=0.05)


def test_music_lies_under_the_words_from_beginning_to_end(tmp_path: Path) -> None:
    sound_file(tmp_path / "music.wav", 0.73)
    content = f'<speak bgm="music.wav" backgroundMusicVolume="25">{HELLO}</speak>'
    speech = speak(content, find=lambda address: tmp_path / address)
    voice = speak(HELLO)
    music = speech.samples - voice.samples
    levels = np.sqrt(np.mean(music[: len(music) // 500 * 500].reshape(-1, 500) ** 2, axis=1))
    assert levels == pytest.approx(0.2 / np.sqrt(2) / 8, rel=0.45)
    assert np.abs(np.diff(music)).max() < 1.5 * 2 * np.pi * 1000 / speech.rate * 0.2 / 8
    assert speech.words == voice.words


@pytest.mark.parametrize(
    "content", ['<speak bgm="{}">Hi.</speak>', '<speak>Hi.<soundEvent src="{}"/></speak>']
)
@pytest.mark.parametrize("address", ["gone.mp3", "http://example.com/a.wav"])
def test_a_sound_that_is_not_here_is_named_and_left_out(content: str, address: str) -> None:
    speech = speak(content.format(address))
    assert address in speech.notes[0]
    assert speech.seconds == speak("Hi.").seconds


def test_a_sound_that_is_broken_is_named_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("no sound")
    speech = speak(f'<speak bgm="{tmp_path / "a.wav"}">Hi.</speak>')
    assert "a.wav" in speech.notes[0]


@pytest.mark.parametrize(
    "effect", ["robot", "lolita", "lowpass", "echo", "eq", "lpfilter", "hpfilter"]
)
def test_an_effect_changes_the_voice_and_not_its_length(effect: str) -> None:
    value = ' effectValue="1 1 1 1 20 20 20 20"' if effect == "eq" else ""
    changed = speak(f'<speak effect="{effect}"{value}>{HELLO}</speak>', voice="espeak:en-us")
    plain = speak(HELLO, voice="espeak:en-us")
    assert changed.seconds == pytest.approx(plain.seconds, rel=0.05)
    assert not same(changed, plain)
    assert np.abs(changed.samples).max() <= 1


def test_a_filter_takes_what_lies_beyond_it() -> None:
    def above(speech: Speech) -> float:
        spectrum = np.abs(np.fft.rfft(speech.samples)) ** 2
        return float(spectrum[len(spectrum) // 4 :].sum() / spectrum.sum())

    low = speak(f'<speak effect="lpfilter" effectValue="1000">{HELLO}</speak>')
    assert above(low) < 0.01 * above(speak(HELLO))


def test_an_effect_that_does_not_exist_is_named_and_a_bad_value_refused() -> None:
    assert "whisper" in speak('<speak effect="whisper">Hi.</speak>').notes[0]
    with pytest.raises(SpeechError, match="effectValue"):
        speak('<speak effect="lpfilter" effectValue="low">Hi.</speak>')


def test_the_linear_model_of_rates_is_a_choice() -> None:
    plain, fast = speak(HELLO), speak(HELLO, rate=200, rate_model="linear")
    assert voiced_seconds(fast) / voiced_seconds(plain) == pytest.approx(1 / 1.4, abs=0.05)


def test_texts_parted_by_tags_are_joined_as_their_script_wants() -> None:
    assert visible('<speak>你好<break time="1s"/>世界</speak>') == "你好世界"
    assert visible('<speak>Hello.<break time="1s"/>World.</speak>') == "Hello. World."


def test_unknown_tags_are_unwrapped_and_named() -> None:
    asked = ssml.parse("<speak>One <blink>two</blink></speak>")
    assert asked.visible == "One two"
    assert "<blink>" in asked.notes[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<speak>a</s></speak>", "line 1 column 11: mismatched tag"),
        ("<speak>a < b</speak>", "line 1 column 11"),
        ("<speak>&nbsp;</speak>", "undefined entity"),
        ('<speak><break time="soon"/></speak>', "'soon'"),
        ('<speak rate="fast">a</speak>', "rate is 'fast'"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><speak>&a;</speak>', "document type"),
    ],
)
def test_bad_ssml_is_refused_with_its_place(content: str, told: str) -> None:
    with pytest.raises(SpeechError, match=told):
        speak(content)


def test_emotion_needs_an_emotional_voice() -> None:
    content = '<speak><emotion category="happy">Hello</emotion></speak>'
    assert speak(content, voice="zhimiao_emo").words
    with pytest.raises(SpeechError, match="_emo"):
        speak(content, voice="zhichu")


# --- anything at all ------------------------------------------------------------------


@pytest.mark.parametrize("content", ["", "   ", "---", "_", "😀", "...", "<speak></speak>"])
def test_nothing_to_say_is_an_error(content: str) -> None:
    with pytest.raises(SpeechError, match="nothing to say"):
        speak(content)


@pytest.mark.parametrize(
    "text",
    [
        "[[hel@U]] said <b>x</b>",
        "bell \x07 null \x00 escape \x1b[31m",
        "well 😀 done 👨‍👩‍👧",
        "--- _ a _ ---",
        "half \ud800 a pair",
        "x" * 3000,
        "so and so " * 400,
        "mixed 中文 and العربية and кириллица",
    ],
)
def test_odd_text_is_spoken_somehow(text: str) -> None:
    speech = speak(text)
    assert speech.words
    assert np.isfinite(speech.samples).all()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_voice(text: str) -> None:
    try:
        speech = speak(text)
    except SpeechError:
        return
    assert all(0 <= word.begin <= word.stop <= len(speech.samples) for word in speech.words)
    assert all(0 <= word.start < word.end <= len(speech.text) for word in speech.words)


def test_long_text_is_cut_between_sentences_and_nothing_is_lost() -> None:
    text = " ".join(f"Sentence number {number} is here." for number in range(100))
    speech = speak(text)
    assert [speech.text[word.start : word.end] for word in speech.words] == text.split()


# --- engines --------------------------------------------------------------------------


def test_a_long_installation_path_is_no_trouble(tmp_path: Path) -> None:
    code = (
        "import espeakng_loader, os, pathlib\n"
        f"deep = pathlib.Path({str(tmp_path)!r}, *['folder' * 5] * 6)\n"
        "deep.mkdir(parents=True)\n"
        "os.symlink(espeakng_loader.get_data_path(), deep / 'espeak-ng-data')\n"
        "espeakng_loader.get_data_path = lambda: str(deep / 'espeak-ng-data')\n"
        "from converter.speech import speak\n"
        "print(len(speak('Hello').words))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "1", done.stderr


def test_built_in_engines_work_without_installed_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "entry_points", lambda group: [])
    assert engines.load("speech", "espeak", SpeechError) is Espeak


def test_every_engine_says_how_its_voices_are_named() -> None:
    assert [usage.partition(":")[0] for usage in usages()] == list(engines.names("speech"))


def test_a_plug_in_that_is_no_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engines.BUILT_IN["speech"], "half", "builtins:object")  # type: ignore[index]
    with pytest.raises(SpeechError, match="half"):
        speak("Hello.", voice="half:x")
    assert any(usage.startswith("half: ") for usage in usages())


def test_a_broken_plug_in_harms_only_its_user(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = engines.EntryPoint("broken", "no.such.module:Engine", "docreel.speech")
    monkeypatch.setattr(engines, "entry_points", lambda group: [broken])
    assert speak("Fine.").words
    assert "zhichu" in {voice.id for voice in voices()}
    with pytest.raises(SpeechError, match=r"'broken' \(no\.such\.module:Engine\)"):
        speak("Hello", voice="broken:any")


# --- Piper ----------------------------------------------------------------------------


def varint(number: int) -> bytes:
    low, high = number & 127, number >> 7
    return bytes([low | 128]) + varint(high) if high else bytes([low])


def proto(*fields: tuple[int, int | str | bytes]) -> bytes:
    """Write a protobuf message, of which an ONNX model is made."""
    written = b""
    for number, value in fields:
        if isinstance(value, int):
            written += varint(number << 3) + varint(value)
        else:
            data = value.encode() if isinstance(value, str) else value
            written += varint(number << 3 | 2) + varint(len(data)) + data
    return written


def humming_voice(folder: Path) -> Path:
    """Make a Piper voice that hums 256 samples for every phoneme."""

    def value(name: str, kind: int, *shape: str) -> bytes:
        sizes = b"".join(proto((1, proto((2, size)))) for size in shape)
        return proto((1, name), (2, proto((1, proto((1, kind), (2, sizes))))))

    def tensor(name: str, kind: int, array: np.ndarray) -> bytes:
        sizes = [(1, size) for size in array.shape]
        return proto(*sizes, (2, kind), (8, name), (9, array.tobytes()))

    def node(kind: str, inputs: str, output: str, *attributes: tuple[int, bytes]) -> bytes:
        return proto(*((1, name) for name in inputs.split()), (2, output), (4, kind), *attributes)

    real, whole = 1, 7
    hum = 0.02 * np.sin(np.arange(256) * 4 * np.pi / 256).reshape(1, 256)
    graph = proto(
        (1, node("Cast", "input", "ids", (5, proto((1, "to"), (3, real), (20, 2))))),
        (1, node("Reshape", "ids column", "tall")),
        (1, node("MatMul", "tall hum", "wide")),
        (1, node("Reshape", "wide row", "output")),
        (2, "hum"),
        (5, tensor("hum", real, hum.astype(np.float32))),
        (5, tensor("column", whole, np.array([-1, 1], np.int64))),
        (5, tensor("row", whole, np.array([1, 1, -1], np.int64))),
        (11, value("input", whole, "b", "n")),
        (11, value("input_lengths", whole, "b")),
        (11, value("scales", real, "s")),
        (12, value("output", real, "b", "c", "t")),
    )
    model = folder / "hum.onnx"
    model.write_bytes(proto((1, 8), (8, proto((1, ""), (2, 15))), (7, graph)))
    symbols = "_^$ abcdefghijklmnopqrstuvwxyz.,!"
    config = {
        "audio": {"sample_rate": 22050},
        "espeak": {"voice": "en-us"},
        "phoneme_type": "text",
        "num_symbols": len(symbols),
        "num_speakers": 1,
        "phoneme_id_map": {symbol: [index + 1] for index, symbol in enumerate(symbols)},
    }
    Path(f"{model}.json").write_text(json.dumps(config), "utf-8")
    return model


def test_a_piper_voice_file_speaks_with_a_time_for_each_word(tmp_path: Path) -> None:
    pytest.importorskip("piper", reason="needs the extra docreel[piper]")
    speech = speak("a word, and another", voice=f"piper:{humming_voice(tmp_path)}")
    said = [speech.text[word.start : word.end] for word in speech.words]
    assert said == ["a", "word,", "and", "another"]
    lengths = [word.stop - word.begin for word in speech.words]
    assert lengths[0] < lengths[2] < lengths[1] < lengths[3]


def test_a_piper_voice_follows_ipa_and_names_the_pinyin_it_reads(tmp_path: Path) -> None:
    pytest.importorskip("piper", reason="needs the extra docreel[piper]")
    voice = f"piper:{humming_voice(tmp_path)}"
    said = speak('<speak>A <phoneme alphabet="ipa" ph="bb">b</phoneme></speak>', voice=voice)
    assert said.seconds > speak("A b", voice=voice).seconds
    assert [said.text[word.start : word.end] for word in said.words] == ["A", "b"]
    pinyin = speak('<speak>A <phoneme alphabet="py" ph="ba1">b</phoneme></speak>', voice=voice)
    assert "ba1" in pinyin.notes[0]


def test_a_piper_voice_is_played_faster_to_sound_higher(tmp_path: Path) -> None:
    pytest.importorskip("piper", reason="needs the extra docreel[piper]")
    from converter.speech.piper import Piper

    voice = str(humming_voice(tmp_path))
    plain, high = (Piper().speak("a word", voice, pitch=pitch) for pitch in (1.0, 2.0))
    assert crossings(high) / crossings(plain) == pytest.approx(2, rel=0.1)


def crossings(speech: Speech) -> float:
    """Return how often a second the sound changes its sign."""
    signs = np.sign(speech.samples[speech.samples != 0])
    return np.count_nonzero(np.diff(signs)) / len(signs)


def test_a_missing_piper_voice_is_named(tmp_path: Path) -> None:
    pytest.importorskip("piper", reason="needs the extra docreel[piper]")
    with pytest.raises(SpeechError, match=r"no Piper voice .*nobody\.onnx"):
        speak("Hello", voice=f"piper:{tmp_path / 'nobody.onnx'}")


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "piper", None)
    with pytest.raises(SpeechError, match=r"docreel\[piper\]"):
        speak("Hello", voice="piper:/voices/any.onnx")
