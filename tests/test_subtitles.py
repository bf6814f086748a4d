"""Subtitle files: what is in them, and where and when a clip shows it."""

from __future__ import annotations

from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.errors import RenderError, TimelineError
from converter.media import probe
from converter.render.lettering import Drawn, letter
from converter.render.picture import Painter
from converter.render.schedule import Schedule
from converter.render.scheduling import schedule
from converter.render.subtitles import Entry, read
from converter.timeline import parse_timeline
from converter.typeset import FONTS

SRT = """1
00:00:01,000 --> 00:00:02,500
Hello, <i>world</i>.

2
00:00:03,000 --> 00:00:04,000
Two
lines
"""
VTT = """WEBVTT - a title

STYLE
::cue { color: red }

NOTE nobody
reads this

intro
00:01.000 --> 00:02.500 line:0
<v Ann>Tom &amp; <b>Jerry</b></v>

00:00:03.000 --> 00:00:04.000
One <00:00:03.500>after<c.loud> another</c>
"""
ASS_HEAD = """[Script Info]
PlayResX: 640
PlayResY: 360

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Inter,24,&H0000FFFF,&H0,&H00FF0000,&H80000000,-1,0,0,0,100,100,1,0,1,2,1,2,10,20,30,1
Style: Box,Inter,20,&H00FFFFFF,&H0,&H00204060,&H00000000,0,0,0,0,100,100,0,0,3,4,0,7,15,15,25,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
FRAME = (640, 360)


def ass(*texts: str, style: str = "Default", times: str = "0:00:01.00,0:00:02.50") -> str:
    return ASS_HEAD + "\n".join(f"Dialogue: 0,{times},{style},,0,0,0,,{text}" for text in texts)


def written(folder: Path, text: str | bytes, name: str = "a.srt") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def entries(folder: Path, text: str | bytes, name: str = "a.srt") -> tuple[Entry, ...]:
    return read(written(folder, text, name)).entries


# --- reading --------------------------------------------------------------------------


def test_srt_entries_have_their_times_and_tags_become_codes(tmp_path: Path) -> None:
    first, second = entries(tmp_path, SRT)
    assert (first.begin, first.end) == (1, Fraction(5, 2))
    assert first.text == r"Hello, {\i1}world{\i0}."
    assert second.text == r"Two\Nlines"
    assert first.style is None


def test_the_colour_of_a_font_tag_is_kept(tmp_path: Path) -> None:
    told = '1\n00:00:00,000 --> 00:00:01,000\n<font face="x" color="#FF8800">a</font><big>b</big>'
    assert entries(tmp_path, told)[0].text == r"{\1c&H0088FF&}a{\1c}b"


def test_vtt_cues_have_no_names_notes_voices_or_entities(tmp_path: Path) -> None:
    first, second = entries(tmp_path, VTT, "a.vtt")
    assert (first.begin, first.end) == (1, Fraction(5, 2))
    assert first.text == r"Tom & {\b1}Jerry{\b0}"
    assert second.text == "One after another"


def test_what_of_a_vtt_file_is_not_followed_is_said(tmp_path: Path) -> None:
    assert read(written(tmp_path, VTT, "a.vtt")).notes == (
        "styles of the file are not followed",
        "places that cues name are not followed",
    )
    assert read(written(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "b.vtt")).notes == ()


@pytest.mark.parametrize("suffix", ["srt", "txt"])
def test_what_says_it_is_vtt_is_read_as_such(tmp_path: Path, suffix: str) -> None:
    assert len(entries(tmp_path, VTT, f"a.{suffix}")) == 2


def test_the_kind_of_a_file_without_a_suffix_is_seen_in_it(tmp_path: Path) -> None:
    assert entries(tmp_path, ass("Hi"), "subtitles")[0].style is not None
    assert entries(tmp_path, SRT, "subtitles")[0].style is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk", "gb2312"]
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    told = "1\r\n00:00:00,000 --> 00:00:01,000\r\n你好\r\n"
    assert entries(tmp_path, told.encode(encoding))[0].text == "你好"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Grüße aus Köln, schön war es, später mehr für alle Gäste"),
        ("cp1251", "Привет, мир. Как дела сегодня, что нового у вас"),
        ("big5", "這是一個測試字幕，歡迎觀看我們的影片"),
    ],
)
def test_older_encodings_are_told_by_their_letters(
    tmp_path: Path, encoding: str, text: str
) -> None:
    told = f"1\n00:00:00,000 --> 00:00:01,000\n{text}\n"
    assert entries(tmp_path, told.encode(encoding))[0].text == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "a.srt"),
        ("Nothing but words", "a.srt"),
        (SRT, "a.ass"),
        (ASS_HEAD, "a.ass"),
        (ass("x", times="soon,later"), "a.ass"),
        (ass("x").replace("Inter,24", "Inter,many"), "a.ass"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.srt"),
    ],
)
def test_a_file_without_subtitles_is_refused_by_name(
    tmp_path: Path, text: str | bytes, name: str
) -> None:
    with pytest.raises(RenderError, match=rf"{name}: "):
        read(written(tmp_path, text, name))


@given(st.binary(max_size=300))
def test_no_bytes_lead_to_another_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.srt"
    path.write_bytes(b"1\n00:00:00,000 --> 00:00:01,000\n" + data)
    try:
        assert all(entry.begin < entry.end for entry in read(path).entries)
    except RenderError as error:
        assert "any.srt" in str(error)


def test_an_ass_style_becomes_ours(tmp_path: Path) -> None:
    style = entries(tmp_path, ass("Hi"), "a.ass")[0].style
    assert style is not None
    assert (style.font, style.font_size, style.spacing) == ("Inter", 24, 1)
    assert style.font_face.bold
    assert not style.font_face.italic
    assert style.font_color == "#ffff00ff"
    assert (style.outline, style.outline_colour) == (2, "#0000ffff")
    assert (style.shadow, style.back_colour) == (1, "#0000007f")
    assert (style.alignment, style.y, style.text_width) == ("BottomCenter", 30, 610)


def test_an_ass_box_is_of_the_outline_colour(tmp_path: Path) -> None:
    style = entries(tmp_path, ass("Hi", style="Box"), "a.ass")[0].style
    assert style is not None
    assert (style.border_style, style.back_colour) == (3, "#604020ff")
    assert (style.alignment, style.x, style.y) == ("TopLeft", 15, 25)


@pytest.mark.parametrize(
    ("code", "alignment", "x", "y"),
    [
        (r"\an7", "TopLeft", 10, 30),
        (r"\an6", "CenterRight", 20, 0),
        (r"\pos(320,300)", "BottomCenter", 0, 60),
        (r"\an5\pos(400,200)", "CenterCenter", 80, 20),
        (r"\an9\pos(600,50)", "TopRight", 40, 50),
        (r"\an1\move(5,350,90,90,0,500)", "BottomLeft", 5, 10),
    ],
)
def test_an_and_pos_place_the_whole_entry(
    tmp_path: Path, code: str, alignment: str, x: int, y: int
) -> None:
    entry = entries(tmp_path, ass(f"{{{code}}}Hi"), "a.ass")[0]
    assert entry.text == "Hi"
    assert entry.style is not None
    assert (entry.style.alignment, entry.style.x, entry.style.y) == (alignment, x, y)


def test_comments_drawings_and_soft_breaks_of_ass_are_no_text(tmp_path: Path) -> None:
    told = ass(r"{a remark}One\ntwo\hthree{\frz20}", r"{\p1}m 0 0 l 9 9{\p0}")
    found = read(written(tmp_path, told, "a.ass"))
    assert [entry.text for entry in found.entries] == ["One two\u00a0three"]
    assert found.entries[0].style is not None
    assert found.entries[0].style.angle == 20
    assert found.notes == ("drawings are left out",)


def test_a_script_without_a_canvas_has_the_natural_one(tmp_path: Path) -> None:
    bare = ass("Hi").replace("PlayResX: 640\n", "").replace("PlayResY: 360\n", "")
    canvas = read(written(tmp_path, bare, "a.ass")).canvas
    assert canvas is not None
    assert (canvas.width, canvas.height) == (384, 288)


def test_entries_of_one_time_are_stacked_the_later_above(tmp_path: Path) -> None:
    told = (
        "1\n00:00:00,000 --> 00:00:03,000\nlow\n\n2\n00:00:01,000 --> 00:00:02,000\nhigh\n\n"
        "3\n00:00:01,000 --> 00:00:02,000\n{\\an8}top\n"
    )
    found = [(entry.begin, entry.end, entry.text) for entry in entries(tmp_path, told)]
    assert found == [
        (0, 1, "low"),
        (1, 2, "high{\\r}\nlow"),
        (2, 3, "low"),
        (1, 2, "top"),
    ]


# --- clips of files -------------------------------------------------------------------


def planned(folder: Path, clip: dict[str, Any], **root: Any) -> Schedule:
    """Resolve a Timeline of five black seconds and one subtitle clip."""
    from PIL import Image

    Image.new("RGB", (64, 36)).save(folder / "black.png")
    picture = {"Type": "Image", "MediaURL": "black.png", "Duration": 5}
    timeline = parse_timeline(
        {
            "VideoTracks": [{"VideoTrackClips": [picture]}],
            "SubtitleTracks": [{"SubtitleTrackClips": [{"Type": "Subtitle", **clip}]}],
            **root,
        }
    )
    return schedule(
        timeline,
        speeches={},
        media={address: probe(folder / address) for _, address in timeline.addresses()},
        files={
            address: folder / address
            for _, address in timeline.attachments()
            if (folder / address).exists()
        },
        size=FRAME,
    )


def drawn(plan: Schedule, number: int = 0) -> Drawn:
    return letter(plan.letterings[number], FRAME)


def test_a_file_is_shown_in_the_style_of_its_clip(tmp_path: Path) -> None:
    written(tmp_path, SRT)
    plan = planned(tmp_path, {"FileUrl": "a.srt", "FontSize": 20, "FontColor": "#ff0000"})
    assert [(item.window.start, item.window.end) for item in plan.letterings] == [
        (25, 63),
        (75, 100),
    ]
    assert plan.letterings[0].style.font_color == "#ff0000"


def test_entries_are_captions_beside_the_video_without_their_codes(tmp_path: Path) -> None:
    written(tmp_path, SRT)
    cues = planned(tmp_path, {"FileURL": "a.srt"}).cues
    assert [(cue.begin, cue.end, cue.lines) for cue in cues] == [
        (1, Fraction(5, 2), ("Hello, world.",)),
        (3, 4, ("Two", "lines")),
    ]


def test_timeline_in_is_time_zero_of_the_file_and_timeline_out_cuts_it(tmp_path: Path) -> None:
    written(tmp_path, SRT)
    clip = {"FileURL": "a.srt", "TimelineIn": 1, "TimelineOut": 4.5}
    cues = planned(tmp_path, clip).cues
    assert [(cue.begin, cue.end) for cue in cues] == [
        (2, Fraction(7, 2)),
        (4, Fraction(9, 2)),
    ]


def test_a_clip_without_a_place_has_its_captions_at_the_bottom(tmp_path: Path) -> None:
    long = "A sentence that is too long for one line of a small frame, so that it is broken"
    written(tmp_path, SRT.replace("Hello, <i>world</i>.", long))
    box = drawn(planned(tmp_path, {"FileURL": "a.srt", "FontSize": 24})).box
    assert abs(2 * box.x + box.width - 640) <= 1
    assert 330 <= box.y + box.height <= 345
    assert box.width <= 0.9 * 640 + 1


def test_a_place_of_the_clip_holds_but_an_overrules_it(tmp_path: Path) -> None:
    written(tmp_path, SRT.replace("Two", r"{\an3}Two"))
    plan = planned(tmp_path, {"FileURL": "a.srt", "X": 30, "Y": 40, "Alignment": "TopLeft"})
    assert (drawn(plan).box.x, drawn(plan).box.y) == (30, 40)
    second = drawn(plan, 1).box
    assert (second.x + second.width, second.y + second.height) == (640 - 30, 360 - 40)


def test_an_ass_script_is_sized_by_its_own_canvas_not_by_fecanvas(tmp_path: Path) -> None:
    half = ass("{\\pos(160,90)\\an7}Hi").replace("640", "320").replace("360", "180")
    written(tmp_path, half, "a.ass")
    plan = planned(tmp_path, {"FileURL": "a.ass"}, FECanvas={"Width": 64, "Height": 36})
    assert plan.letterings[0].scale == 2
    assert (drawn(plan).box.x, drawn(plan).box.y) == (320, 180)


def test_codes_nobody_draws_are_named_once(tmp_path: Path) -> None:
    written(tmp_path, ass(r"{\k20}la{\k30}la", r"{\fad(100,100)}lu"), "a.ass")
    with closing(Painter(planned(tmp_path, {"FileURL": "a.ass"}))) as painter:
        notes = [note for note in painter.notes if "code" in note]
    assert sorted(notes) == [
        r"code \fad in a text is not known, it is left out",
        r"code \k in a text is not known, it is left out",
    ]


@pytest.mark.parametrize(
    ("clip", "key", "code"),
    [
        ({"FileURL": "none.srt"}, "FileURL", "InvalidMaterial.NotFound"),
        ({"FileURL": "bad.srt"}, "FileURL", "InvalidParameter.ResourceContentBad"),
        (
            {"FileURL": "bad.srt", "SubType": "ass"},
            "FileURL",
            "InvalidParameter.ResourceContentBad",
        ),
        ({"FileURL": "a.srt", "FontURL": "none.ttf"}, "FontURL", "InvalidMaterial.NotFound"),
        (
            {"FileURL": "a.srt", "FontURL": "bad.srt"},
            "FontURL",
            "InvalidParameter.ResourceContentBad",
        ),
        (
            {"FileURL": "a.srt", "SubtitleEffects": [{"Type": "Box", "ImageURL": "bad.srt"}]},
            "SubtitleEffects[0].ImageURL",
            "InvalidParameter.ResourceContentBad",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_place(
    tmp_path: Path, clip: dict[str, Any], key: str, code: str
) -> None:
    written(tmp_path, SRT)
    written(tmp_path, "nothing of the kind", "bad.srt")
    with pytest.raises(TimelineError) as caught:
        planned(tmp_path, clip)
    assert caught.value.path == f"$.SubtitleTracks[0].SubtitleTrackClips[0].{key}"
    assert caught.value.code == code


def test_a_font_file_of_the_clip_sets_its_captions(tmp_path: Path) -> None:
    written(tmp_path, SRT)
    written(tmp_path, (FONTS / "JetBrainsMono-Regular.ttf").read_bytes(), "mono.ttf")
    clip = {"FileURL": "a.srt", "FontSize": 30}
    plain, mono = planned(tmp_path, clip), planned(tmp_path, {**clip, "FontURL": "mono.ttf"})
    assert drawn(mono).box.width > 1.2 * drawn(plain).box.width
    with closing(Painter(mono)) as painter:
        assert not any("font" in note for note in painter.notes)
