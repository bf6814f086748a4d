"""Lettering: what a reader sees, by facts of the pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter.errors import RenderError
from converter.render.effects.colours import decoration, parse
from converter.render.faces import BOLD, SANS, SEMIBOLD, face
from converter.render.lettering import Drawn, clean, em_size, letter, notes, right_to_left
from converter.render.schedule import Lettering, Window
from converter.timeline.style import TextStyle

FRAME = (1280, 720)
LONG = "A sentence that is much too long for one line of the frame and must be broken somewhere"


def style(**fields: Any) -> TextStyle:
    """Return a style of nominal 40 px Inter, other fields by their JSON names."""
    given_ = {"Font": "Inter", "FontSize": 40, "SizeRequestType": "Nominal", **fields}
    return TextStyle.model_validate(given_)


def draw(text: str, scale: float = 1.0, **fields: Any) -> Drawn:
    """Draw a text in a style."""
    return letter(Lettering(Window(0, 1), text, style(**fields), scale), FRAME)


def said_of(text: str, **fields: Any) -> list[str]:
    """Return the notes about a text in a style."""
    return list(notes(Lettering(Window(0, 1), text, style(**fields))))


def ink(drawn: Drawn, colour: tuple[int, int, int], tolerance: int = 12) -> int:
    """Count the opaque pixels of a colour."""
    away = np.abs(drawn.patch[..., :3].astype(int) - colour).max(axis=2)
    return int(((away <= tolerance) & (drawn.patch[..., 3] > 250)).sum())


def lines(drawn: Drawn) -> int:
    """Return how many lines of nominal 40 px a box holds."""
    return round(drawn.box.height / 50)


def cap_height(drawn: Drawn) -> int:
    """Return the height of the ink of an H."""
    return int(drawn.patch.shape[0])


def test_the_box_stands_where_alignment_and_margins_say() -> None:
    drawn = draw("Caption", Alignment="BottomCenter", Y=50)
    assert drawn.box.y + drawn.box.height == FRAME[1] - 50
    assert abs(drawn.box.x * 2 + drawn.box.width - FRAME[0]) <= 1


def test_the_ink_is_inside_the_box_when_nothing_is_painted_around() -> None:
    drawn = draw("Caption", X=100, Y=100)
    height, width = drawn.patch.shape[:2]
    assert drawn.x >= drawn.box.x
    assert drawn.y >= drawn.box.y
    assert drawn.x + width <= drawn.box.x + drawn.box.width
    assert drawn.y + height <= drawn.box.y + drawn.box.height


def test_capitals_stand_in_the_middle_of_their_box() -> None:
    drawn = draw("H", X=0, Y=0)
    above = drawn.y
    below = drawn.box.height - drawn.y - drawn.patch.shape[0]
    assert abs(above - below) <= 2


def test_nominal_size_is_the_em_and_real_size_is_ascent_and_descent() -> None:
    assert em_size(style(FontSize=100)) == 100
    assert em_size(style(FontSize=100, SizeRequestType=None)) == pytest.approx(100 / 1.21, abs=0.1)
    assert em_size(style(FontSize=100), 0.5) == 50
    # Inter's capitals are 0.727 em high.
    assert cap_height(draw("H", FontSize=100)) == pytest.approx(73, abs=2)


def test_a_scale_makes_size_and_margins_smaller() -> None:
    full, half = draw("Text", X=200, Y=100), draw("Text", 0.5, X=200, Y=100)
    assert (half.box.x, half.box.y) == (100, 50)
    assert half.box.width == pytest.approx(full.box.width / 2, abs=2)


def test_text_without_a_mode_is_not_broken_and_its_overflow_is_told() -> None:
    drawn = draw(LONG, FontSize=60)
    assert drawn.box.height < 80
    assert drawn.overflow == "leaves the frame"


def test_text_that_fits_has_no_overflow() -> None:
    assert draw(LONG, AdaptMode="AutoWrap", TextWidth=0.6).overflow is None


@pytest.mark.parametrize("mode", ["AutoWrap", "AutoWrapAtSpaces", "AutoWrapAtSpacesStrict"])
def test_wrapping_keeps_the_text_width(mode: str) -> None:
    drawn = draw(LONG, AdaptMode=mode, TextWidth=0.5)
    assert lines(drawn) >= 3
    assert drawn.box.width <= 641


def test_wrapped_lines_are_of_even_length() -> None:
    whole = draw(LONG).box.width
    drawn = draw(LONG, AdaptMode="AutoWrap", TextWidth=int(whole * 0.9))
    assert lines(drawn) == 2
    assert drawn.box.width < 0.62 * whole


def test_a_word_too_long_for_a_line_is_split_but_not_in_strict_mode() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    split = draw(word, AdaptMode="AutoWrap", TextWidth=400)
    assert split.box.width <= 401
    assert split.overflow is None
    assert draw(word, AdaptMode="AutoWrapAtSpaces", TextWidth=400).box.width <= 401
    strict = draw(word, AdaptMode="AutoWrapAtSpacesStrict", TextWidth=400)
    assert lines(strict) == 1
    assert strict.overflow == "leaves the frame"
    short = draw(word[:30], AdaptMode="AutoWrapAtSpacesStrict", TextWidth=400)
    assert short.overflow == "is wider than its TextWidth"


def test_breaking_at_spaces_leaves_hyphens_and_ideographs_together() -> None:
    text = "well-known 渲染器只绘 well-known 渲染器只绘 well-known 渲染器只绘"
    anywhere = draw(text, AdaptMode="AutoWrap", TextWidth=300)
    at_spaces = draw(text, AdaptMode="AutoWrapAtSpaces", TextWidth=300)
    assert lines(at_spaces) == 6
    assert lines(anywhere) < 6


def test_auto_scale_shrinks_to_one_line_of_the_text_width() -> None:
    drawn = draw(LONG, AdaptMode="AutoScale", TextWidth=500)
    assert drawn.box.width <= 502
    assert drawn.box.height < 40
    assert draw("Short", AdaptMode="AutoScale", TextWidth=500).box == draw("Short").box


@pytest.mark.parametrize("text", ["one\ntwo\nthree", "one\\Ntwo\\Nthree", "one\r\ntwo\rthree"])
def test_explicit_breaks_always_hold(text: str) -> None:
    assert lines(draw(text)) == 3


def test_line_spacing_and_letter_spacing_are_added_in_pixels() -> None:
    plain = draw("one\ntwo").box
    assert draw("one\ntwo", LineSpacing=30).box.height == pytest.approx(plain.height + 30, abs=1)
    assert draw("one\ntwo", Spacing=5).box.width == pytest.approx(plain.width + 15, abs=6)


def test_the_outline_is_under_the_fill_and_as_wide_as_asked() -> None:
    plain = draw("H", FontColor="#ffffff")
    outlined = draw("H", FontColor="#ffffff", Outline=6, OutlineColour="#ff0000")
    assert ink(outlined, (255, 255, 255)) == pytest.approx(ink(plain, (255, 255, 255)), rel=0.02)
    assert ink(outlined, (255, 0, 0)) > 0
    grown = outlined.patch.shape[1] - plain.patch.shape[1]
    assert grown == pytest.approx(12, abs=2)


def test_the_shadow_lies_to_the_right_and_below_in_the_back_colour() -> None:
    drawn = draw("H", Shadow=10, BackColour="#00ff00", FontColor="#0000ff")
    red, green, blue, _ = drawn.patch[-4, -4]
    assert (red, green, blue) == (0, 255, 0)
    assert drawn.patch[2, 3].tolist()[:3] == [0, 0, 255]


def test_an_opaque_box_has_room_around_the_text() -> None:
    drawn = draw("Boxed", BorderStyle=3, BackColour="#004080", X=100, Y=100)
    middle = drawn.patch[drawn.patch.shape[0] // 2]
    assert middle[2].tolist() == [0, 0x40, 0x80, 255]
    assert drawn.x < 100 - 10
    assert drawn.patch.shape[1] > drawn.box.width + 20


def test_a_translucent_plate_keeps_white_text_readable_on_white() -> None:
    plate = {"Type": "Box", "Color": "#000000", "Opacity": 0.62, "Bord": 0.3, "Radius": 12}
    drawn = draw("Readable", SubtitleEffects=[plate])
    darkest = drawn.patch[4, drawn.patch.shape[1] // 2]
    assert darkest[3] == pytest.approx(158, abs=2)
    behind = 255 * (1 - darkest[3] / 255)
    luminance = ((behind / 255 + 0.055) / 1.055) ** 2.4
    assert 1.05 / (luminance + 0.05) >= 4.5
    # The corners are round.
    assert drawn.patch[0, 0, 3] == 0


def test_fill_opacity_shows_in_the_alpha() -> None:
    assert draw("I", FontSize=200, FontColorOpacity=0.5).patch[..., 3].max() == 128


def test_a_blurred_layer_fades_out_around_the_letters() -> None:
    glow = {"Type": "Outline", "Color": "#00ff00", "Bord": 6, "Blur": 12}
    alpha = draw("H", SubtitleEffects=[glow]).patch[..., 3]
    assert len(np.unique(alpha[alpha.shape[0] // 2])) > 8


def test_bold_is_heavier_also_for_ideographs() -> None:
    for text in ("Weight", "粗体字"):
        plain = draw(text).patch[..., 3].sum()
        bold = draw(text, FontFace={"Bold": True}).patch[..., 3].sum()
        assert bold > 1.1 * plain


def test_italic_and_underline_change_the_ink() -> None:
    plain, italic = draw("Italic"), draw("Italic", FontFace={"Italic": True})
    assert plain.patch.shape != italic.patch.shape
    underlined = draw("nnn", FontFace={"Underline": True})
    bottom = underlined.patch[-2, :, 3]
    assert (bottom > 200).mean() > 0.9


def test_a_positive_angle_turns_against_the_clock() -> None:
    drawn = draw("Turned text here", Angle=20, X=400, Y=300)
    alpha = drawn.patch[..., 3]
    quarter = alpha.shape[1] // 4
    rows = np.arange(alpha.shape[0])
    left, right = alpha[:, :quarter].sum(axis=1), alpha[:, -quarter:].sum(axis=1)
    assert (rows * left).sum() / left.sum() > (rows * right).sum() / right.sum()


@pytest.mark.parametrize(
    "text",
    ["中文字幕，测试。", "مرحبا بالعالم", "Größe", "नमस्ते दुनिया", "שלום עולם", "สวัสดี", "Привет"],
)
def test_every_script_has_its_letters(text: str) -> None:
    drawn = draw(text, FontSize=60)
    # A face without these letters would draw one and the same box for all of them.
    boxes = draw("\U0010fffd" * len(text), FontSize=60)
    assert drawn.patch.shape != boxes.patch.shape
    assert (drawn.patch[..., 3] > 128).sum() > 200


def test_arabic_is_joined_and_runs_from_the_right() -> None:
    joined, apart = draw("مرحبا"), draw("م ر ح ب ا")
    assert joined.box.width < 0.8 * apart.box.width
    # Lam is at the right end: its tall stroke stands there, not at the left.
    tall = draw("ل ـــــــ", FontSize=80).patch[..., 3] > 128
    columns = np.flatnonzero(tall[: tall.shape[0] // 3].any(axis=0))
    assert columns.min() > tall.shape[1] / 2


def test_the_direction_is_that_of_the_first_letter_with_one() -> None:
    assert right_to_left("1. مرحبا Docreel")
    assert not right_to_left("Docreel مرحبا")
    assert not right_to_left("123")


def test_lines_of_right_to_left_text_end_at_the_right() -> None:
    alpha = draw("مرحبا بالعالم\nمرحبا", FontSize=60).patch[..., 3]
    second = alpha[int(alpha.shape[0] * 0.6) :]
    assert np.flatnonzero(second.any(axis=0)).min() > alpha.shape[1] * 0.3


def test_chinese_closing_punctuation_starts_no_line() -> None:
    # Five letters fit a line of 210 px; the comma would be the sixth.
    drawn = draw("一二三四五，六七", AdaptMode="AutoWrap", TextWidth=210)
    second = drawn.patch[int(drawn.patch.shape[0] * 0.55) :, :, 3]
    first_letter = second[:, : second.shape[1] // 4]
    assert first_letter.any(axis=1).sum() > 15


@given(st.text(max_size=30))
@settings(max_examples=25, deadline=None)
def test_no_text_is_ever_markup_or_breaks_the_drawing(text: str) -> None:
    drawn = draw(text, FontSize=20, AdaptMode="AutoWrap", TextWidth=0.5)
    assert drawn.patch.ndim == 3


@pytest.mark.parametrize("text", ["#panic()", "*a* _b_ $x$", "\\#{", '"', "// gone", "= Title"])
def test_signs_of_markup_are_drawn_as_they_are(text: str) -> None:
    assert draw(text).box.width > 0.3 * 40 * len(text.replace("\\#{", "#{").replace('"', "")) * 0.8


def test_blank_text_draws_nothing() -> None:
    for text in ("", "   ", "\n\n"):
        assert draw(text).patch.size == 0


def test_a_text_too_large_for_memory_is_refused_by_name() -> None:
    with pytest.raises(RenderError, match="too large"):
        draw("x" * 1000, FontSize=5000)


def test_control_characters_are_dropped_and_breaks_are_kept() -> None:
    assert clean("a\x00b\tc\\Nd\r\ne\x1b") == "ab c\nd\ne"


def test_decorated_text_has_a_look_that_depends_on_its_id_alone() -> None:
    first = draw("Deco", EffectColorStyle="CS0004-000005", FontColor="#123456")
    again = draw("Deco", EffectColorStyle="CS0004-000005")
    other = draw("Deco", EffectColorStyle="CS0004-000006")
    assert np.array_equal(first.patch, again.patch)
    assert not np.array_equal(first.patch, other.patch)


@pytest.mark.parametrize("family", range(1, 6))
def test_each_family_of_presets_is_drawn(family: int) -> None:
    preset = f"CS000{family}-000003"
    assert decoration(preset) is not None
    assert draw("Deco", EffectColorStyle=preset).patch.size


def test_substitutes_and_approximations_are_said() -> None:
    said = said_of("x", Font="SimSun", EffectColorStyle="CS0004-000005")
    assert any("SimSun" in note and "Libertinus Serif" in note for note in said)
    assert any("CS0004-000005" in note for note in said)
    assert said_of("x") == []


def test_font_names_lead_to_a_face_of_their_kind() -> None:
    assert face("Inter SemiBold")[0].weight == SEMIBOLD
    assert face("Alibaba PuHuiTi 2.0 95 ExtraBold") == (face("Roboto Bold")[0], True)
    assert face("Roboto Bold")[0].weight == BOLD
    assert face("Microsoft YaHei") == (SANS, True)
    assert face("Source Han Serif CN")[0] == face("SimSun")[0]
    assert face("Source Han Sans CN")[0] == SANS


def test_colours_are_read_in_every_spelling() -> None:
    assert str(parse("#ABCDEF")) == str(parse("abcdef")) == "#abcdefff"
    assert str(parse("#0f8")) == "#00ff88ff"
    assert str(parse("#00000080")) == "#00000080"
