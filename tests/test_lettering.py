"""Lettering: what a reader sees, by facts of the pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from converter.errors import RenderError
from converter.render.effects.colours import decoration, parse
from converter.render.faces import BOLD, SANS, SEMIBOLD, face
from converter.render.lettering import Drawn, clean, em_size, letter, notes, right_to_left
from converter.render.schedule import Lettering, Window
from converter.timeline.names import KNOWN_DECORATIONS
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


@pytest.mark.parametrize("preset", sorted(KNOWN_DECORATIONS))
def test_every_preset_is_drawn(preset: str) -> None:
    assert decoration(preset) is not None
    assert draw("D", EffectColorStyle=preset).patch.size


def test_no_two_presets_look_alike() -> None:
    looks = {decoration(preset) for preset in KNOWN_DECORATIONS}
    assert len(looks) == len(KNOWN_DECORATIONS) == 16 + 16 + 25 + 19 + 1


@pytest.mark.parametrize("preset", ["CS0001-000017", "CS0005-000001", "CS0006-000001", "red"])
def test_an_unknown_preset_is_drawn_plainly_and_said(preset: str) -> None:
    assert np.array_equal(draw("D", EffectColorStyle=preset).patch, draw("D").patch)
    assert any("unknown" in note for note in said_of("D", EffectColorStyle=preset))


# --- inline codes ---------------------------------------------------------------------

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def test_the_codes_1c_3c_and_4c_colour_fill_outline_and_shadow() -> None:
    text = r"{\1c&0000FF&\3c&00FF00&\4c&FF0000&}HHH"
    drawn = draw(text, Outline=4, Shadow=9)
    assert all(ink(drawn, colour) > 100 for colour in (RED, GREEN, BLUE))
    assert not ink(drawn, (255, 255, 255))


def test_codes_hold_from_where_they_stand() -> None:
    drawn = draw(r"HHHH{\1c&0000FF&}HHHH", FontSize=60)
    middle = drawn.patch.shape[1] // 2
    red = (drawn.patch[..., 1] < 50) & (drawn.patch[..., 3] > 200)
    reds = np.flatnonzero(red.any(axis=0))
    assert reds.min() >= middle - 3


def test_a_border_of_a_code_needs_none_in_the_style() -> None:
    plain, bordered = draw("HH"), draw(r"H{\bord5}H")
    assert bordered.patch.shape[0] == pytest.approx(plain.patch.shape[0] + 10, abs=2)
    assert np.array_equal(draw(r"{\bord0}H", Outline=5).patch, draw("H").patch)


def test_xbord_and_ybord_widen_on_one_axis_alone() -> None:
    plain, wide, tall = draw("H"), draw(r"{\xbord9}H"), draw(r"{\ybord9}H")
    height, width = plain.patch.shape[:2]
    assert wide.patch.shape[:2] == (pytest.approx(height, abs=1), pytest.approx(width + 18, abs=2))
    assert tall.patch.shape[:2] == (pytest.approx(height + 18, abs=2), pytest.approx(width, abs=1))


@pytest.mark.parametrize("codes", ["b", "i", "u", "s"])
def test_b_i_u_and_s_do_what_the_font_face_does(codes: str) -> None:
    on, off = draw(f"{{\\{codes}1}}nnn"), draw(f"{{\\{codes}1}}{{\\{codes}0}}nnn")
    assert np.array_equal(off.patch, draw("nnn").patch)
    assert on.patch.shape != off.patch.shape or not np.array_equal(on.patch, off.patch)
    face_name = {"b": "Bold", "i": "Italic", "u": "Underline"}.get(codes)
    if face_name:
        assert np.array_equal(on.patch, draw("nnn", FontFace={face_name: True}).patch)


def test_fs_sets_the_size_as_font_size_does() -> None:
    for request in ("Nominal", None):
        sized = draw(r"{\fs80}H", SizeRequestType=request)
        assert cap_height(sized) == cap_height(draw("H", FontSize=80, SizeRequestType=request))
    assert draw(r"{\fs80}H{\fs}H", 0.5).box.height == draw("H", 0.5, FontSize=80).box.height


def test_fn_sets_the_font_and_its_substitute_is_said() -> None:
    assert draw(r"{\fnSimSun}Qg").patch.shape == draw("Qg", Font="SimSun").patch.shape
    assert any("'SimSun'" in note for note in said_of(r"a{\fnSimSun}b"))


def test_codes_take_no_room_and_lines_wrap_across_them() -> None:
    coded = LONG.replace("much", r"{\1c&0000FF&}much").replace("one", r"one{\r}")
    for mode in ("AutoWrap", "AutoWrapAtSpaces", "AutoWrapAtSpacesStrict"):
        wrapping = {"AdaptMode": mode, "TextWidth": 400}
        assert draw(coded, **wrapping).box == draw(LONG, **wrapping).box


def test_an_unknown_code_is_left_out_and_said() -> None:
    assert np.array_equal(draw(r"a{\blur4}b").patch, draw("ab").patch)
    assert said_of(r"a{\blur4}b") == [r"code \blur in a text is not known, it is left out"]


# --- SubtitleEffects ------------------------------------------------------------------


def layered(*effects: dict[str, Any], text: str = "H", **fields: Any) -> Drawn:
    return draw(text, SubtitleEffects=list(effects), **fields)


def test_layers_are_painted_in_their_order_the_text_last() -> None:
    box = {"Type": "Box", "Color": "#ff0000", "Bord": 10}
    outline = {"Type": "Outline", "Color": "#00ff00", "Bord": 4}
    assert ink(layered(box, outline), GREEN) > 0
    assert ink(layered(outline, box), GREEN) == 0
    assert ink(layered(outline, box), (255, 255, 255)) > 0


def test_bord_below_one_is_a_share_of_the_font_size() -> None:
    box = {"Type": "Box", "Color": "#ff0000"}
    assert layered({**box, "Bord": 0.5}).patch.shape == layered({**box, "Bord": 20}).patch.shape


def test_xbord_ybord_and_the_shifts_of_a_box() -> None:
    box = {"Type": "Box", "Color": "#ff0000", "XBord": 30, "YBord": 10, "XShift": 7, "YShift": -4}
    drawn = layered(box, X=100, Y=100)
    assert (drawn.x, drawn.y) == (100 - 30 + 7, 100 - 10 - 4)
    assert drawn.patch.shape[1] == pytest.approx(drawn.box.width + 60, abs=1)
    assert drawn.patch.shape[0] == pytest.approx(drawn.box.height + 20, abs=1)


def test_an_outline_layer_may_be_wider_than_high() -> None:
    drawn = layered({"Type": "Outline", "Color": "#ff0000", "XBord": 12, "YBord": 2})
    plain = draw("H").patch.shape
    assert drawn.patch.shape[1] - plain[1] == pytest.approx(24, abs=2)
    assert drawn.patch.shape[0] - plain[0] == pytest.approx(4, abs=2)


def test_a_box_of_its_own_size_stands_around_the_middle_of_the_text() -> None:
    drawn = layered({"Type": "Box", "Color": "#ff0000", "Width": 300, "Height": 0.5})
    assert drawn.patch.shape[:2] == (360, 300)
    assert drawn.x + 150 == pytest.approx(drawn.box.x + drawn.box.width / 2, abs=1)


def test_radius_rounds_the_corners_of_a_box() -> None:
    box = {"Type": "Box", "Color": "#ff0000", "Bord": 20}
    square, rounded = layered(box), layered({**box, "Radius": 15})
    assert square.patch[0, 0, 3] == 255
    assert rounded.patch[0, 0, 3] == 0
    assert square.patch.shape[:2] == pytest.approx(rounded.patch.shape[:2], abs=1)


@pytest.mark.parametrize("kind", ["Outline", "Shadow", "Box"])
def test_a_translucent_layer_is_of_one_opacity_where_letters_touch(kind: str) -> None:
    layer = {"Type": kind, "Color": "#ff0000", "Bord": 8, "YShift": 60, "Opacity": 0.5}
    alpha = layered(layer, text="mmm").patch[-20:, :, 3]
    assert int(alpha.max()) in (127, 128)


@pytest.fixture
def halves(tmp_path: Path) -> str:
    """Write a picture, left half red and right half blue."""
    pixels = np.zeros((10, 40, 3), np.uint8)
    pixels[:, :20], pixels[:, 20:] = RED, BLUE
    path = tmp_path / "halves.bmp"
    Image.fromarray(pixels).save(path)
    return str(path)


def test_a_picture_fills_a_box(halves: str) -> None:
    drawn = layered({"Type": "Box", "Bord": 10, "ImageURL": halves}, text="x")
    assert drawn.patch[2, 2].tolist() == [255, 0, 0, 255]
    assert drawn.patch[2, -3].tolist() == [0, 0, 255, 255]


@pytest.mark.parametrize("kind", ["Outline", "Shadow"])
def test_a_picture_fills_the_letters_of_a_layer(kind: str, halves: str) -> None:
    layer = {"Type": kind, "Bord": 6, "YShift": 60, "ImageURL": halves}
    below = layered(layer, text="HHHHHHHH", FontSize=60).patch[-20:]
    half = below.shape[1] // 2
    solid = below[..., 3] > 250
    assert (below[:, 20 : half - 10, 0][solid[:, 20 : half - 10]] > 200).mean() > 0.9
    assert (below[:, half + 10 : -20, 2][solid[:, half + 10 : -20]] > 200).mean() > 0.9


def test_a_blur_keeps_the_colours_of_a_picture_apart(halves: str) -> None:
    layer = {"Type": "Shadow", "Bord": 4, "YShift": 60, "Blur": 4, "ImageURL": halves}
    below = layered(layer, text="HHHHHHHH", FontSize=60).patch[-30:]
    solid = below[below[..., 3] > 200]
    assert len(solid) > 50
    assert (solid[:, 1] < 10).all()


# --- what FECanvas scales (section 2) -------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"FontSize": 60},
        {"Outline": 6},
        {"Shadow": 10},
        {"Spacing": 12},
        {"LineSpacing": 40},
        {"TextWidth": 200, "AdaptMode": "AutoWrap"},
        {"SubtitleEffects": [{"Type": "Box", "Bord": 20}]},
        {"SubtitleEffects": [{"Type": "Box", "XBord": 30, "YBord": 10}]},
        {"SubtitleEffects": [{"Type": "Outline", "XBord": 10, "YBord": 4}]},
        {"SubtitleEffects": [{"Type": "Shadow", "XShift": 20, "YShift": 10}]},
        {"BorderStyle": 3, "Outline": 30},
    ],
)
def test_every_pixel_of_a_style_follows_the_canvas(fields: dict[str, Any]) -> None:
    text = "Two words\nagain"
    full, half = draw(text, **fields), draw(text, 0.5, **fields)
    for whole, part in zip(full.patch.shape[:2], half.patch.shape[:2], strict=True):
        assert part == pytest.approx(whole / 2, abs=3)
    assert full.patch.shape != draw(text).patch.shape


# --- notes, faces, colours ------------------------------------------------------------


def test_a_face_without_a_cut_is_emboldened_and_slanted() -> None:
    for text, font in (("Mono", "JetBrains Mono"), ("粗体字", "Inter")):
        plain = draw(text, Font=font)
        bold = draw(text, Font=font, FontFace={"Bold": True})
        italic = draw(text, Font=font, FontFace={"Italic": True})
        assert bold.patch[..., 3].sum() > 1.1 * plain.patch[..., 3].sum()
        assert italic.patch.shape[1] > plain.patch.shape[1]
        assert italic.box == plain.box


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
