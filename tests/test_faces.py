"""Faces: every font name of the service leads to one of ours, and font files are used."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from converter.errors import TemplateError
from converter.render.faces import BOLD, MEDIUM, MONO, REGULAR, SANS, SERIF, Face, face, style_face
from converter.timeline.style import TextStyle
from converter.typeset import FONTS, font_file, widths

MONO_FILE = FONTS / "JetBrainsMono-Regular.ttf"


@pytest.mark.parametrize(
    ("name", "like", "weight"),
    [
        ("Alibaba PuHuiTi", SANS, REGULAR),
        ("AlibabaPuHuiTi", SANS, REGULAR),
        ("Alibaba PuHuiTi 2.0 65 Medium", SANS, MEDIUM),
        ("Alibaba PuHuiTi 2.0 95 ExtraBold", SANS, BOLD),
        ("Microsoft YaHei", SANS, REGULAR),
        ("SimSun", SERIF, REGULAR),
        ("KaiTi", SERIF, REGULAR),
        ("FZFangSong-Z02S", SERIF, REGULAR),
        ("FZHei-B01S", SANS, REGULAR),
        ("FZKai-Z03S", SERIF, REGULAR),
        ("FZShuSong-Z01S", SERIF, REGULAR),
        ("Source Han Sans CN", SANS, REGULAR),
        ("Source Han Serif CN", SERIF, REGULAR),
        ("WenQuanYi MicroHei", SANS, REGULAR),
        ("WenQuanYi Zen Hei Mono", MONO, REGULAR),
        ("WenQuanYi Zen Hei Sharp", SANS, REGULAR),
        ("Yuanti SC", SANS, REGULAR),
        ("HappyZcool-2016", SANS, REGULAR),
        ("Roboto", SANS, REGULAR),
        ("Roboto Bold", SANS, BOLD),
    ],
)
def test_every_font_of_section_9_5_has_a_substitute(name: str, like: Face, weight: int) -> None:
    found, substituted = face(name)
    assert (found.family, found.weight, substituted) == (like.family, weight, True)


def test_a_font_file_wins_over_the_font_name() -> None:
    style = TextStyle(font="SimSun", font_url=str(MONO_FILE))
    found = style_face(style)
    assert found.family not in ("Libertinus Serif", "JetBrains Mono")
    assert found.real_height == pytest.approx(MONO.real_height, abs=0.02)
    narrow, wide = widths(["i", "W"], f'size: 40pt, font: "{found.family}"', fonts=[found.folder])
    assert narrow == wide == pytest.approx(24)


def test_an_inline_name_leaves_the_font_file() -> None:
    style = TextStyle(font_url=str(MONO_FILE))
    assert style_face(style, "Inter") == SANS


def test_a_web_font_is_unpacked(tmp_path: Path) -> None:
    packed = tmp_path / "font.woff"
    with TTFont(MONO_FILE) as font:
        font.flavor = "woff"
        font.save(packed)
    assert font_file(packed).ascent == font_file(MONO_FILE).ascent


@pytest.mark.parametrize(
    "data", [b"", b"no font at all", b"OTTO" + bytes(400), MONO_FILE.read_bytes()[:30_000]]
)
def test_a_broken_font_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(data)
    with pytest.raises(TemplateError, match=r"broken\.ttf: no font that can be"):
        font_file(broken)
