"""Inline codes: what they change, and what stays text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.render.inline import Look, Run, plain, runs, strange
from converter.timeline.literal import escaped


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        (r"\1c&FF8000&", "fill", "#0080ff"),
        (r"\1c&HFF8000&", "fill", "#0080ff"),
        (r"\c&H0000FF&", "fill", "#ff0000"),
        (r"\3c&00ff00&", "outline", "#00ff00"),
        (r"\4c&00ff00&", "shadow", "#00ff00"),
        (r"\1a&H80&", "fill_opacity", 1 - 128 / 255),
        (r"\3a&HFF&", "outline_opacity", 0),
        (r"\alpha&H00&", "shadow_opacity", 1),
        (r"\bord4", "x_bord", 4),
        (r"\bord2.5", "y_bord", 2.5),
        (r"\xbord3", "x_bord", 3),
        (r"\ybord3", "y_bord", 3),
        (r"\shad6", "distance", 6),
        (r"\b1", "bold", True),
        (r"\b700", "bold", True),
        (r"\b400", "bold", False),
        (r"\i1", "italic", True),
        (r"\u1", "underline", True),
        (r"\s1", "strike", True),
        (r"\fs30", "size", 30),
        (r"\fsp-2", "spacing", -2),
        (r"\fnSource Han Sans CN", "font", "Source Han Sans CN"),
    ],
)
def test_a_code_changes_the_letters_after_it_until_it_is_reset(
    code: str, field: str, value: Any
) -> None:
    name = code.rstrip("0123456789.-") if "&" not in code else code.partition("&")[0]
    reset = r"\fn" if code.startswith(r"\fn") else name
    before, changed, after = runs(f"a{{{code}}}b{{{reset}}}c")
    assert before == Run("a")
    assert getattr(changed.look, field) == pytest.approx(value)
    assert after.text == "c"
    assert getattr(after.look, field) is None


def test_codes_add_up_and_r_takes_all_of_them_back() -> None:
    found = runs(r"{\b1\i1}a{\b0\u1}b{\r}c")
    assert [run.text for run in found] == ["a", "b", "c"]
    assert found[1].look == Look(bold=False, italic=True, underline=True)
    assert found[2].look == Look()


@pytest.mark.parametrize("text", ["{a}", "}{", "f(x) = {x}", "{}", "\\", "{ \\b1}"])
def test_braces_without_a_code_are_text(text: str) -> None:
    assert runs(text) == (Run(text),)


def test_unknown_codes_and_bad_values_are_dropped_and_named() -> None:
    text = r"a{\blur3\k20\t(0,500,\fs40\1c&HFF&)\fsx\1cred\b1}b"
    assert plain(text) == "ab"
    assert runs(text)[1].look == Look(bold=True)
    assert list(strange(text)) == [r"\blur", r"\k", r"\t", r"\fsx", r"\1cred"]


@given(st.text(alphabet="{}\\b1ca &"))
def test_an_escaped_text_is_plain_text(text: str) -> None:
    assert plain(escaped(text)) == text


@given(st.text())
def test_any_text_can_be_divided(text: str) -> None:
    assert "".join(run.text for run in runs(text)) == plain(text)
