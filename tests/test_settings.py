from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.settings import cache_folder, chat_key, parse_duration, parse_price, parse_size


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("90s", 90),
        ("3m", 180),
        ("1m30s", 90),
        ("1:30", 90),
        ("0.5m", 30),
        (" 2 min ", 120),
    ],
)
def test_a_length_is_understood_in_the_ways_people_write_it(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "0", "-5s", "soon", "1h", "m", "1:3"])
def test_what_is_no_length_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write 90s"):
        parse_duration(text)


@given(st.integers(64, 1080), st.integers(64, 1080))
def test_every_even_size_within_the_limits_is_taken(width: int, height: int) -> None:
    assert parse_size(f"{width * 2}x{height * 2}") == (width * 2, height * 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1920", "WIDTHxHEIGHT"),
        ("100x100", "128 to 4096"),
        ("5000x1000", "128 to 4096"),
        ("4000x3000", "2160"),
        ("641x480", "even"),
    ],
)
def test_a_size_outside_the_limits_is_refused_with_the_limit(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_size(text)


def test_work_is_kept_where_one_says_or_nowhere_or_where_the_system_keeps_such(
    tmp_path: Path,
) -> None:
    assert cache_folder({"DOCREEL_CACHE": str(tmp_path)}) == tmp_path
    assert cache_folder({"DOCREEL_CACHE": ""}) is None
    found = cache_folder({"XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)})
    assert found is not None
    assert "docreel" in found.parts


def test_a_price_is_two_numbers() -> None:
    assert parse_price("0.4,1.2") == (0.4, 1.2)
    for text in ("", "1", "1,2,3", "-1,2", "1,inf", "a,b"):
        with pytest.raises(ValueError, match="no price"):
            parse_price(text)


def test_a_key_is_sent_only_to_whom_it_is_for() -> None:
    keys = {"OPENAI_API_KEY": "open", "DASHSCOPE_API_KEY": "dash"}
    assert chat_key("https://dashscope.aliyuncs.com/compatible-mode/v1", keys) == "dash"
    assert chat_key("https://aliyuncs.com.example.org/v1", keys) == "open"
    assert chat_key("http://localhost:11434/v1", keys) == "open"
    assert chat_key("http://localhost:11434/v1", {}) == ""
    assert chat_key("http://localhost:11434/v1", {**keys, "DOCREEL_CHAT_KEY": "own"}) == "own"
