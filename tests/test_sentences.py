"""Sentences and content words in several languages, without any spaCy model."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.script.sentences import is_cjk, split, stop_words, words


def cut(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Dr. Smith met Prof. J. R. R. Tolkien."),
        ("en", "Smith et al. (2020) measured 3.5 units, e.g. Fig. 3 and No. 5."),
        ("en", "The U.S. Government agreed."),
        ("en", "Old trees (some fell. Others did not. Who knows?) remain."),
        ("en", '"Go!" he said.'),
        ("en", "Yahoo! is a company."),
        ("de", "Am 3. Mai kam er z. B. nach Köln."),
        ("de", "Im 19. Jahrhundert war das d. h. anders."),
        ("zh", "版本3.5很好。"),
        ("zh", "“真的吗？”他说。"),
        ("ar", "نعم، هذا جواب."),
    ],
)
def test_an_inner_stop_ends_no_sentence(language: str, text: str) -> None:
    assert cut(text, language) == [text]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["He lives in the U.S.", "The end came soon."]),
        ("en", ['He said "Stop."', "Then he left."]),
        ("en", ["It grew.[3]", "Later it fell."]),
        ("en", ["It was 1995.", "Then came the rain."]),
        ("en", ["I say no.", "You say yes."]),
        ("en", ["Yes...", "But why?!", "Nobody knows."]),
        ("de", ["Er kam 1995.", "Danach ging er."]),
        ("de", ["Es waren 25.", "Die Leute gingen heim."]),
        ("ar", ["هل هذا سؤال؟", "نعم، هذا جواب."]),
    ],
)
def test_a_stop_before_a_new_sentence_ends_the_old_one(language: str, parts: list[str]) -> None:
    assert cut(" ".join(parts), language) == parts


def test_chinese_sentences_need_no_space_between_them() -> None:
    assert cut("第一句话。第二句话！结束", "zh") == ["第一句话。", "第二句话！", "结束"]


def test_items_of_a_list_are_sentences_of_their_own() -> None:
    assert cut("1. First item\n2. Second item") == ["1. First item", "2. Second item"]


@given(st.text(max_size=200), st.sampled_from(["en", "de", "zh", "ar", "ja", "tlh"]))
def test_sentences_cover_every_character_but_white_space(text: str, language: str) -> None:
    ranges = split(text, language)
    covered = "".join(text[start:end] for start, end in ranges)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(ranges))


def test_content_words_are_stems_without_function_words() -> None:
    assert words("The printers were printing pages", "en") == words("printer print page", "en")
    assert words("and the of", "en") == []


def test_chinese_words_are_pairs_of_characters() -> None:
    assert words("深度学习", "zh") == ["深度", "度学", "学习"]


def test_a_language_without_data_still_gives_words() -> None:
    assert words("Habari nzuri", "sw") == ["habari", "nzuri"]
    assert stop_words("sw") == frozenset()


def test_the_script_is_told_by_most_of_the_letters() -> None:
    assert is_cjk("使用 Python 编程的方法")
    assert not is_cjk("The word 你好 means hello")
