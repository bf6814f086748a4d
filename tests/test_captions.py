"""Captions: all words, few lines, right times, valid files."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter.render.captions import LINGER, SHORTEST, Cue, cues, srt, vtt
from converter.speech import Speech, speak
from converter.speech.model import Word

LIMIT = 42.0
LONG = (
    "Scientists measured the temperature of the ocean, and found that it was warmer than "
    "anyone had expected in the whole of the last century. Yes. No! Dr. Smith agreed, e.g. in "
    "2019. The well-known text—with a dash—is fine, isn't it?"
)
CHINESE = (
    "今天气温12.5度，AI模型很好。OpenAI发布了《GPT-4》，这是一个非常强大的语言模型，"
    "它可以理解和生成自然语言文本，并且在许多任务上表现出色！"
)


def width(texts: Sequence[str]) -> list[float]:
    """Measure in Latin letters; an ideograph is two wide."""
    return [float(sum(1 + (character > "\u2e80") for character in text)) for text in texts]


def words_of(shown: Sequence[Cue]) -> str:
    return re.sub(r"\s|[.,。，、]", "", "".join(line for cue in shown for line in cue.lines))


def check(shown: Sequence[Cue], text: str, speech: Speech, rows: int = 2) -> None:
    """Check what holds for any captions."""
    assert words_of(shown) == re.sub(r"\s|[.,。，、]", "", text)
    for cue in shown:
        assert 1 <= len(cue.lines) <= rows
        assert max(width(cue.lines)) <= LIMIT
        assert cue.begin < cue.end
    for cue, following in pairwise(shown):
        assert cue.end <= following.begin
    assert shown[-1].end <= Fraction(len(speech.samples), speech.rate)


@pytest.mark.parametrize("text", [LONG, CHINESE, "Yes.", "x" * 200 + " is long.", "Go — on, now"])
@pytest.mark.parametrize("rows", [1, 2, 3])
def test_captions_hold_every_word_in_lines_that_fit(text: str, rows: int) -> None:
    speech = speak(text)
    check(cues(speech, text, width, LIMIT, rows), text, speech, rows)


def test_arabic_stays_in_logical_order() -> None:
    text = "مرحبا بالعالم، هذا اختبار قصير للغة العربية من أجل التأكد من عمل الترجمة."
    speech = speak(text)
    check(cues(speech, text, width, LIMIT), text, speech)


def test_a_caption_begins_with_its_first_word_and_lingers_briefly() -> None:
    speech = speak(LONG)
    shown = cues(speech, LONG, width, LIMIT)
    position = 0
    for cue in shown:
        first = cue.lines[0].split()[0]
        index = next(
            i for i in range(position, len(speech.words)) if said(speech, i).startswith(first)
        )
        last = index + len(" ".join(cue.lines).replace("—", "— ").split()) - 1
        assert abs(cue.begin - Fraction(speech.words[index].begin, speech.rate)) <= Fraction(1, 20)
        heard = Fraction(speech.words[last].stop, speech.rate)
        assert cue.end <= max(heard + LINGER, cue.begin + SHORTEST)
        position = last + 1


def said(speech: Speech, index: int) -> str:
    word = speech.words[index]
    return speech.text[word.start : word.end]


def test_shown_and_spoken_words_may_differ() -> None:
    spoken = "It grew by 12 percent to 3.2 million dollars. Then in twenty nineteen it fell."
    shown = "It grew by 12 % to $3.2 million. Then in 2019 it fell."
    speech = speak(spoken)
    first, second = cues(speech, shown, width, LIMIT)
    then = next(word for word in speech.words if spoken[word.start : word.end] == "Then")
    dollars = next(word for word in speech.words if spoken[word.start : word.end] == "dollars.")
    assert second.begin == Fraction(then.begin, speech.rate)
    assert first.end >= Fraction(dollars.stop, speech.rate)
    assert second.lines == ("Then in 2019 it fell",)


def test_lines_break_at_clauses_and_never_after_an_article() -> None:
    text = (
        "The committee published a report, which the members of the council had read before "
        "the meeting, and nobody objected to a word."
    )
    shown = cues(speak(text), text, width, LIMIT)
    ends = [line.split()[-1].lower() for cue in shown for line in cue.lines]
    assert not {"the", "a", "of", "to"} & set(ends)
    assert [cue.lines[-1][-6:] for cue in shown[:-1]] == ["report", "eeting"]


def test_a_title_or_an_abbreviation_stays_with_what_follows() -> None:
    text = "It was said so by Dr. Smith and shown once more in Fig. 3 of the report."
    shown = cues(speak(text), text, width, 30, 1)
    ends = {line.split()[-1] for cue in shown for line in cue.lines}
    assert not {"Dr.", "Dr", "Fig.", "Fig"} & ends


def test_sentences_do_not_share_a_caption_unless_they_flash_by() -> None:
    text = "This is the first of the sentences here. The second one is spoken now."
    assert len(cues(speak(text), text, width, 100)) == 2
    text = "Yes. No."
    (only,) = cues(speak(text, rate=500), text, width, 100)
    assert only.lines == ("Yes. No",)


def test_ideographs_never_begin_a_line_with_closing_punctuation() -> None:
    shown = cues(speak(CHINESE), CHINESE, width, 20)
    lines = [line for cue in shown for line in cue.lines]
    assert not [line for line in lines if line[0] in "，。！》、"]
    assert not [line for line in lines if line[-1] in "《"]


def test_only_commas_and_full_stops_at_the_end_are_dropped() -> None:
    for text, last in [("Really?", "Really?"), ("Well...", "Well..."), ("In the U.S.A.", "U.S.A.")]:
        (cue,) = cues(speak(text), text, width, LIMIT)
        assert cue.lines[-1].endswith(last)
    (cue,) = cues(speak("Yes, well."), "Yes, well.", width, LIMIT)
    assert cue.lines == ("Yes, well",)


@pytest.mark.parametrize("text", ["", "---", " \n ", "😀"])
def test_without_words_there_are_no_captions(text: str) -> None:
    assert cues(speak("Something."), text, width, LIMIT) == ()


def test_without_word_times_the_words_share_the_sound() -> None:
    heard = speak(LONG)
    speech = Speech(LONG, heard.samples, heard.rate)
    shown = cues(speech, LONG, width, LIMIT)
    check(shown, LONG, speech)
    timed = cues(heard, LONG, width, LIMIT)
    assert shown[-1].lines == timed[-1].lines
    assert abs(shown[-1].begin - timed[-1].begin) < 2


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ("a", "the", "Ocean,", "12", "%", "ends.", "so—on!", "天", "气，", "---", "😀")
        ),
        min_size=1,
    ),
    st.integers(1, 3),
)
def test_any_words_make_sound_captions(words: list[str], rows: int) -> None:
    text = " ".join(words)
    speech = evenly(text)
    shown = cues(speech, text, width, LIMIT, rows)
    if shown:
        check(shown, text, speech, rows)
    else:
        assert not any(character.isalnum() for character in text)


def evenly(text: str) -> Speech:
    """Return silence in which every word of the text takes a tenth of a second."""
    import numpy as np

    found = [m for m in re.finditer(r"\S+", text) if any(c.isalnum() for c in m[0])]
    times = [Word(m.start(), m.end(), i * 100, i * 100 + 90) for i, m in enumerate(found)]
    return Speech(text, np.zeros(100 * len(times) + 300, np.float32), 1000, tuple(times))


def test_a_moved_cue_keeps_its_lines() -> None:
    cue = Cue(Fraction(1), Fraction(2), ("Hello",))
    assert cue.moved(Fraction(10), Fraction(1, 2)) == Cue(Fraction(21, 2), Fraction(11), ("Hello",))


def test_subtitle_files_are_read_back_by_others() -> None:
    shown = (
        Cue(Fraction(0), Fraction(3, 2), ("One & <two>", "three")),
        Cue(Fraction(3725678, 1000), Fraction(3730), ("Späte Wörter",)),
    )
    blocks = srt(shown).strip().split("\n\n")
    assert blocks[0] == "1\n00:00:00,000 --> 00:00:01,500\nOne & <two>\nthree"
    assert blocks[1] == "2\n01:02:05,678 --> 01:02:10,000\nSpäte Wörter"
    lines = vtt(shown, language="de").split("\n")
    assert lines[:4] == ["WEBVTT", "", "NOTE Language: de", ""]
    assert lines[4:7] == ["00:00:00.000 --> 00:00:01.500", "One &amp; &lt;two&gt;", "three"]


def test_ffmpeg_reads_both_files() -> None:
    import av

    shown = tuple(
        Cue(Fraction(index), Fraction(index) + Fraction(4, 5), (f"Line {index}",))
        for index in range(5)
    )
    for name, text in (("srt", srt(shown)), ("webvtt", vtt(shown, language="en"))):
        with av.open(io.BytesIO(text.encode()), format=name) as container:
            packets = [packet for packet in container.demux() if packet.size]
        assert [packet.pts * packet.time_base for packet in packets] == [0, 1, 2, 3, 4]
