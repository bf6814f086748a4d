"""What a say-as makes of its text, in English and Chinese."""

from __future__ import annotations

import pytest

from converter.speech.readings import STYLES, read_as


@pytest.mark.parametrize(
    ("style", "text", "english", "chinese"),
    [
        ("cardinal", "12,345", "12345", "12345"),
        ("digits", "110", "1 1 0", "1 1 0"),
        ("id", "A12", "A 1 2", "A 1 2"),
        ("telephone", "+86 10-12", "plus, 8 6, 1 0, 1 2", "加, 8 6, 1 0, 1 2"),
        ("characters", "a@b.c", "a at b dot c", "a 艾特 b 点 c"),
        ("punctuation", "so?", "so question mark ", "so 问号 "),
        ("date", "2024-05-06", "May 6, 2024", "二零二四年5月6日"),
        ("date", "2024/5", "May 2024", "二零二四年5月"),
        ("date", "2024年5月6日", "May 6, 2024", "二零二四年5月6日"),
        ("date", "05/06/2024", "May 6, 2024", "05/06/2024"),
        ("date", "2024-13-40", "2024-13-40", "2024-13-40"),
        ("time", "14:30", "14 30", "14点30分"),
        ("time", "9:00", "9 o'clock", "9点"),
        ("time", "9:05 pm", "9 oh 5 p m", "下午9点5分"),
        ("time", "12:30:15", "12 30 and 15 seconds", "12点30分15秒"),
        ("time", "noon", "noon", "noon"),
        ("currency", "$12.50", "12.50 US dollars", "12.50美元"),
        ("currency", "EUR 1", "1 euro", "1欧元"),
        ("currency", "1,200元", "1200 Chinese yuan", "1200人民币"),
        ("currency", "a lot", "a lot", "a lot"),
        ("name", "Ma Long", "Ma Long", "Ma Long"),
        ("address", "5 Main St", "5 Main St", "5 Main St"),
        ("unheard-of", "x", "x", "x"),
    ],
)
def test_each_style_of_say_as(style: str, text: str, english: str, chinese: str) -> None:
    assert read_as(style, text, "en") == english
    assert read_as(style, text, "zh") == chinese


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", ["", " ", "-", "٣", "9" * 50, "%", "0-0-0", "99:99"])
def test_odd_text_breaks_no_style(style: str, text: str) -> None:
    assert isinstance(read_as(style, text, "en"), str)
