"""Letters: who owns the ink of a text, in the scripts people write."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from converter.render.lettering import Drawn, letter
from converter.render.letters import Letters, letters
from converter.render.schedule import Lettering, Window
from converter.timeline.style import TextStyle

FRAME = (900, 400)


def written(text: str, **fields: Any) -> tuple[Drawn, Letters]:
    """Return a text in nominal 60 px Inter, and its letters."""
    style = {"Font": "Inter", "FontSize": 60, "SizeRequestType": "Nominal", **fields}
    lettering = Lettering(Window(0, 1), text, TextStyle.model_validate(style))
    drawn = letter(lettering, FRAME)
    return drawn, letters(lettering, FRAME, drawn.box)


def middles(drawn: Drawn, found: Letters) -> list[float]:
    """Return the horizontal middle of the ink of each letter."""
    owners = np.where(drawn.patch[..., 3] > 0, found.over(drawn), 0)
    return [
        float(np.flatnonzero((owners == number).any(axis=0)).mean())
        for number in range(1, len(found.spans) + 1)
    ]


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("Wave To", ["W", "a", "v", "e", "T", "o"]),
        ("你好，世界", ["你", "好", "，", "世", "界"]),
        ("مرحبا", ["م", "ر", "ح", "ب", "ا"]),
        ("कि क्षत्रिय", ["कि", "क्ष", "त्रि", "य"]),
        ("e\u0301te\u0301", ["e\u0301", "t", "e\u0301"]),
        ("a\nb", ["a", "b"]),
        ("well-known", list("well-known")),
    ],
)
def test_a_letter_is_what_a_reader_sees_as_one(text: str, clusters: list[str]) -> None:
    _, found = written(text)
    assert [text[first:last] for first, last in found.spans] == clusters


def test_letters_stand_in_the_direction_of_their_script() -> None:
    latin, arabic = (middles(*written(text)) for text in ("Wave", "مرحبا"))
    assert latin == sorted(latin)
    assert arabic == sorted(arabic, reverse=True)


def test_all_ink_has_an_owner_borders_and_shadows_too() -> None:
    drawn, found = written("AV To", Outline=8, Shadow=12)
    ink = drawn.patch[..., 3] > 0
    assert (found.over(drawn)[ink] > 0).all()


def test_kerned_letters_are_not_cut_through() -> None:
    # The A of AV reaches under the V: no upright line parts them.
    drawn, found = written("AV", FontSize=200)
    owners = np.where(drawn.patch[..., 3] > 200, found.over(drawn), 0)
    ends = np.flatnonzero((owners == 1).any(axis=0)).max()
    assert ends > np.flatnonzero((owners == 2).any(axis=0)).min()


@pytest.mark.parametrize(
    "fields",
    [
        {"AdaptMode": "AutoWrap", "TextWidth": 300},
        {"AdaptMode": "AutoScale", "TextWidth": 300},
        {"Angle": 30},
        {"Alignment": "BottomRight", "X": 10, "Y": 10},
        {"FontFace": {"Bold": True, "Italic": True}},
    ],
)
def test_owners_lie_where_the_text_is_drawn(fields: dict[str, Any]) -> None:
    text = "Several words 你好 in lines"
    drawn, found = written(text, FontSize=40, **fields)
    owners = found.over(drawn)
    assert len(found.spans) == len(text.replace(" ", ""))
    sizes = [int(((owners == n) & (drawn.patch[..., 3] > 128)).sum()) for n in (1, 13, 14)]
    # An S, then two ideographs, which have more ink each.
    assert min(sizes) > 20
    assert max(sizes) < 1000


@pytest.mark.parametrize("spacing", [-1, 0, 5])
@pytest.mark.parametrize("text", ["To AVATAR — كلمة कि two", "几个字在很多很多行里，都一样 and on"])
def test_each_letter_has_ink_on_one_line_whatever_the_spacing(text: str, spacing: int) -> None:
    fields = {"AdaptMode": "AutoWrap", "TextWidth": 350, "Spacing": spacing, "X": 20, "Y": 20}
    drawn, found = written(text, FontSize=40, **fields)
    assert found.spans == written(text, FontSize=30)[1].spans
    owners = np.where(drawn.patch[..., 3] > 128, found.over(drawn), 0)
    for number in range(1, len(found.spans) + 1):
        rows = np.flatnonzero((owners == number).any(axis=1))
        assert 0 < np.ptp(rows) < 45, text[slice(*found.spans[number - 1])]


def test_characters_find_their_letters() -> None:
    _, found = written("Two words")
    assert found.of(4, 9) == [4, 5, 6, 7, 8]


def test_inline_codes_are_no_letters() -> None:
    _, found = written(r"Red {\1c&H0000FF&}word")
    assert len(found.spans) == 7
