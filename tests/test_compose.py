from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from converter import typeset
from converter.cards import Look, draw, load_theme
from converter.compose import compose
from converter.errors import ScriptError, TemplateError
from converter.render import inline
from converter.script.model import Card, Picture, Script, Sentence, Shot
from converter.store import keeping
from converter.templating import TEMPLATES
from converter.timeline import Timeline, check, dump_timeline

TITLE = Shot(
    id="s01",
    sentences=(Sentence(text="Why kites fly."),),
    show=Card(kind="title", heading="Why kites fly", lines=("Ines Varga", "9 May 2026")),
)


def picture(folder: Path, width: int, height: int, kind: str = "diagram") -> Picture:
    path = folder / f"{width}x{height}.png"
    pixels = np.full((height, width, 3), 255, np.uint8)
    pixels[height // 4 : height // 2, width // 4 : width // 2] = (30, 90, 200)
    Image.fromarray(pixels).save(path)
    return Picture(
        image=str(path), width=width, height=height, kind=kind, figure="f1", caption="A kite."
    )


def script(*shots: Shot, language: str = "en") -> Script:
    return Script(title="Why kites fly", language=language, shots=shots)


def composed(tmp_path: Path, *shots: Shot, **options: Any) -> dict[str, Any]:
    timeline = compose(script(*shots), assets=tmp_path, **options)
    wire: dict[str, Any] = json.loads(dump_timeline(timeline))
    return wire


def clips(wire: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return (
        wire["VideoTracks"][0]["VideoTrackClips"],
        wire["AudioTracks"][0]["AudioTrackClips"],
    )


def test_every_picture_lasts_as_long_as_its_words(tmp_path: Path) -> None:
    shots = [TITLE, TITLE.model_copy(update={"id": "s02", "section": "Lift"})]
    pictures, voices = clips(composed(tmp_path, *shots))
    assert [clip["ReferenceClipId"] for clip in pictures] == ["s01", "s02"]
    assert [clip["ClipId"] for clip in voices] == ["s01", "s02"]
    assert {clip["Type"] for clip in voices} == {"AI_TTS"}


def test_the_voice_gets_the_words_to_say_and_the_caption_those_to_read(tmp_path: Path) -> None:
    said = Sentence(text="12 % of <kites>.", say="12 percent of kites.")
    _, (voice,) = clips(composed(tmp_path, TITLE.model_copy(update={"sentences": (said,)})))
    assert "".join(ElementTree.fromstring(voice["Content"]).itertext()) == "12 percent of kites."
    assert voice["Effects"][0]["AlignmentText"] == "12 % of <kites>."


def test_lines_that_find_no_room_on_a_card_are_a_warning_and_the_others_are_shown(
    tmp_path: Path,
) -> None:
    card = Card(kind="points", heading="Lift", lines=("One wing.", "A gust of wind. " * 200))
    shown = TITLE.model_copy(update={"id": "s02", "show": card})
    presented = script(TITLE, shown).model_copy(update={"presenter": "ava"})
    heard: list[str] = []
    compose(presented, assets=tmp_path, size=(640, 360), warn=heard.append)
    assert heard == [f"s02: no room on the card for {'A gust of wind. ' * 200!r}"]
    look = Look(640, 360, theme=load_theme("paper"))
    kept = Card(kind="points", heading="Lift", lines=("One wing.",))
    drawn = [draw("points", one.model_dump(), look, tmp_path) for one in (card, kept)]
    assert drawn[0].image == drawn[1].image


def test_a_section_begins_a_chapter_once(tmp_path: Path) -> None:
    shots = [TITLE] + [
        TITLE.model_copy(update={"id": f"s{i:02}", "section": section})
        for i, section in ((2, "Lift"), (3, "Lift"), (4, "Drag"))
    ]
    _, voices = clips(composed(tmp_path, *shots))
    assert [clip.get("Comment") for clip in voices] == [
        "Chapter: Why kites fly",
        "Chapter: Lift",
        None,
        "Chapter: Drag",
    ]


def test_a_shot_without_words_is_silence_of_its_duration(tmp_path: Path) -> None:
    silent = TITLE.model_copy(update={"sentences": (), "duration": 2.5})
    _, (voice,) = clips(composed(tmp_path, silent))
    assert voice["Content"] == '<speak><break time="2500ms"/></speak>'
    assert "Effects" not in voice


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1080, 1080)])
@pytest.mark.parametrize("pixels", [(4000, 3000), (1200, 900), (1000, 1100)])
def test_a_picture_keeps_its_shape_and_is_never_enlarged(
    tmp_path: Path, size: tuple[int, int], pixels: tuple[int, int]
) -> None:
    shown = TITLE.model_copy(update={"show": picture(tmp_path, *pixels)})
    pictures, _ = clips(composed(tmp_path, shown, size=size))
    clip = pictures[0]
    assert clip["Width"] <= pixels[0]
    assert clip["Height"] <= pixels[1]
    assert clip["Width"] / clip["Height"] == pytest.approx(pixels[0] / pixels[1], rel=0.01)
    assert clip["X"] >= 0
    assert clip["X"] + clip["Width"] <= size[0]
    assert clip["Y"] + clip["Height"] <= size[1]


def test_a_small_picture_stands_on_a_card_that_fills_the_frame(tmp_path: Path) -> None:
    shown = TITLE.model_copy(update={"show": picture(tmp_path, 320, 240), "section": "Lift"})
    pictures, _ = clips(composed(tmp_path, shown))
    with Image.open(pictures[0]["MediaURL"]) as card:
        assert card.size == (1920, 1080)


def test_photographs_stand_over_a_blurred_copy_and_diagrams_on_their_own_white(
    tmp_path: Path,
) -> None:
    for kind, background in (("photo", ("Blur", None)), ("diagram", ("Color", "#FFFFFF"))):
        shown = TITLE.model_copy(update={"show": picture(tmp_path, 1600, 1000, kind)})
        pictures, _ = clips(composed(tmp_path, shown))
        effect = pictures[0]["Effects"][0]
        assert (effect["SubType"], effect.get("Color")) == background


def test_without_captions_nothing_is_drawn_over_the_picture(tmp_path: Path) -> None:
    _, (voice,) = clips(composed(tmp_path, TITLE, captions=False))
    assert "Effects" not in voice


def test_music_loops_quietly_on_a_track_of_its_own(tmp_path: Path) -> None:
    wire = composed(tmp_path, TITLE, music=Path("loop.m4a"))
    (clip,) = wire["AudioTracks"][1]["AudioTrackClips"]
    assert clip["LoopMode"] is True
    assert clip["Effects"][0]["Gain"] < 1


def test_a_slide_has_the_whole_height_and_no_captions_over_its_foot(tmp_path: Path) -> None:
    shown = TITLE.model_copy(update={"show": picture(tmp_path, 1440, 1080, "slide")})
    wide, tall = (
        composed(tmp_path, shown, captions=True, size=size) for size in ((1280, 720), (720, 1280))
    )
    (slide,), (voice,) = clips(wide)
    assert (slide["X"], slide["Y"], slide["Width"], slide["Height"]) == (160, 0, 960, 720)
    assert "Effects" not in voice
    (slide,), (voice,) = clips(tall)
    assert (slide["Width"], slide["Height"]) == (720, 540)
    assert voice["Effects"][0]["AlignmentText"] == "Why kites fly."


def test_a_slide_of_one_colour_stands_on_it(tmp_path: Path) -> None:
    shown = picture(tmp_path, 1440, 1080, "slide")
    with Image.open(shown.image) as slide:
        slide.point(lambda value: 0 if value == 255 else value).save(shown.image)
    (clip,), _ = clips(composed(tmp_path, TITLE.model_copy(update={"show": shown})))
    assert clip["Effects"][0] == {"Type": "Background", "SubType": "Color", "Color": "#000000"}


def test_an_album_shows_the_pictures_for_a_fixed_time_over_blur(tmp_path: Path) -> None:
    shots = [
        TITLE.model_copy(update={"id": f"s{i}", "show": picture(tmp_path, 900 + i, 700, "photo")})
        for i in range(3)
    ]
    wire = composed(tmp_path, TITLE, *shots, template="album", music=Path("loop.m4a"))
    pictures = wire["VideoTracks"][0]["VideoTrackClips"]
    assert len(pictures) == 3
    assert {clip["Duration"] for clip in pictures} == {3.5}
    assert {effect["SubType"] for clip in pictures for effect in clip["Effects"]} == {
        "Blur",
        "random",
    }


def test_a_template_and_a_theme_of_the_users_own_are_files(tmp_path: Path) -> None:
    mine = tmp_path / "mine.json.j2"
    mine.write_text(
        '{"VideoTracks": [{"VideoTrackClips": ['
        '{"Type": "Image", "MediaURL": {{ shots[0].image }}, "Duration": 2}]}]}'
    )
    timeline = compose(script(TITLE), assets=tmp_path, template=str(mine))
    assert isinstance(timeline, Timeline)


@pytest.mark.parametrize("template", ["slideshow", "album"])
def test_braces_in_the_words_of_a_document_are_letters(tmp_path: Path, template: str) -> None:
    words = r"A {\b1}bold{\r} plan"
    show = picture(tmp_path, 1400, 700)
    shot = Shot(id="s02", section=words, sentences=(Sentence(text="Up."),), show=show)
    written = script(shot).model_copy(update={"title": words})
    timeline = compose(written, assets=tmp_path, template=template)
    contents = re.findall(r'"Type": "Text",\s*"Content": ("[^"]*")', dump_timeline(timeline))
    assert [inline.plain(json.loads(content)) for content in contents] == [words]


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("nothing", "there are album, slideshow"),
        ("{{ shots", "mine.json.j2:1"),
        ("{{ unknown }}", "'unknown' is undefined"),
        ("[1, 2", "writes no JSON"),
    ],
)
def test_a_bad_template_is_refused_in_one_line(tmp_path: Path, template: str, reason: str) -> None:
    name = template
    if not template.isalpha():
        mine = tmp_path / "mine.json.j2"
        mine.write_text(template)
        name = str(mine)
    with pytest.raises(TemplateError, match=reason):
        compose(script(TITLE), assets=tmp_path, template=name)


def test_a_script_without_shots_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="no shots"):
        compose(script(), assets=tmp_path)


def test_what_compose_makes_passes_the_check(tmp_path: Path) -> None:
    shots = [TITLE, TITLE.model_copy(update={"id": "s02", "show": picture(tmp_path, 1600, 900)})]
    for template in ("slideshow", "album"):
        timeline = compose(script(*shots), assets=tmp_path, template=template)
        assert [
            f for f in check(dump_timeline(timeline), base=tmp_path) if f.severity == "error"
        ] == []


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    heading=st.text(min_size=1, max_size=300),
    lines=st.lists(st.text(max_size=200), max_size=6),
    kind=st.sampled_from(["title", "points", "quote", "closing"]),
)
def test_any_words_fit_a_card_and_make_a_timeline(
    tmp_path: Path, heading: str, lines: list[str], kind: Any
) -> None:
    card = Card(kind=kind, heading=heading, lines=tuple(lines))
    shot = Shot(id="s", sentences=(Sentence(text=heading),), show=card, section=heading)
    pictures, _ = clips(composed(tmp_path, shot, size=(640, 360)))
    with Image.open(pictures[0]["MediaURL"]) as drawn:
        assert drawn.size == (640, 360)


def test_the_same_card_is_drawn_once(tmp_path: Path) -> None:
    first = composed(tmp_path, TITLE)
    made = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert composed(tmp_path, TITLE) == first
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == made


def test_a_tall_picture_stands_beside_its_words_in_a_wide_frame(tmp_path: Path) -> None:
    shown = TITLE.model_copy(update={"show": picture(tmp_path, 500, 1500), "section": "Lift"})
    pictures, _ = clips(composed(tmp_path, shown))
    assert Path(pictures[0]["MediaURL"]).name.startswith("picture-")


def test_points_that_come_one_by_one_keep_their_places(tmp_path: Path) -> None:
    def drawn(now: tuple[int, int]) -> np.ndarray:
        lines = ("It goes up", "It goes back", "It stays")
        card = Card(kind="points", heading="Forces", lines=lines, now=now)
        shots, _ = clips(composed(tmp_path, TITLE.model_copy(update={"show": card})))
        with Image.open(shots[0]["MediaURL"]) as page:
            return np.asarray(page.convert("L"))

    first, second = drawn((0, 1)), drawn((1, 2))
    changed = np.flatnonzero((first != second).any(axis=1))
    heading = slice(0, changed[0])
    assert (first[heading] != first[0, 0]).any()
    assert np.array_equal(first[heading], second[heading])


# --- voices, pauses, durations --------------------------------------------------------

TALK = Shot(
    id="s02",
    section="Lift",
    sentences=(
        Sentence(text="A kite is an aircraft."),
        Sentence(text="What holds it up?"),
        Sentence(text="The wind does."),
    ),
    show=Card(kind="points", heading="Lift", lines=("A kite is an aircraft",)),
    pause=0.7,
)


def two_voiced(tmp_path: Path, *shots: Shot) -> Timeline:
    spoken = script(*shots).model_copy(update={"voice": "andy", "presenter": "ava"})
    return compose(spoken, assets=tmp_path)


def test_titles_and_questions_are_spoken_by_the_presenter(tmp_path: Path) -> None:
    pictures, voices = clips(json.loads(dump_timeline(two_voiced(tmp_path, TITLE, TALK))))
    assert [(clip["ClipId"], clip["Voice"]) for clip in voices] == [
        ("s01", "ava"),
        ("s02", "andy"),
        ("s02.2", "ava"),
        ("s02.3", "andy"),
    ]
    assert [clip["ReferenceClipId"] for clip in pictures] == [clip["ClipId"] for clip in voices]


def test_turns_of_a_shot_share_its_picture_and_each_has_its_captions(tmp_path: Path) -> None:
    timeline = two_voiced(tmp_path, TITLE, TALK, TITLE.model_copy(update={"id": "s03"}))
    pictures, voices = clips(json.loads(dump_timeline(timeline)))
    assert len({clip["MediaURL"] for clip in pictures[1:4]}) == 1
    assert [bool(clip["Effects"]) for clip in pictures[1:4]] == [False, False, True]
    assert [clip["Effects"][0]["AlignmentText"] for clip in voices[1:4]] == [
        said.text for said in TALK.sentences
    ]
    assert voices[3]["Content"].endswith('<break time="700ms"/></speak>')
    assert [clip.get("Comment") for clip in voices[1:4]] == ["Chapter: Lift", None, None]
    assert check(dump_timeline(timeline)) == []


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_both_voices_speak_the_language_and_are_told_apart(tmp_path: Path, language: str) -> None:
    from converter.speech import default_presenter, default_voice, speak

    texts = {"en": "Does it fly?", "de": "Fliegt er?", "zh": "它会飞吗？"}
    heard = [
        speak(texts[language], voice=voice(language), language=language)
        for voice in (default_presenter, default_voice)
    ]
    assert [len(speech.words) for speech in heard] == [len(heard[0].words)] * 2
    assert not np.array_equal(heard[0].samples, heard[1].samples)


def test_a_shot_with_words_lasts_as_long_as_it_is_told_to(tmp_path: Path) -> None:
    from converter.script.pace import Pace
    from converter.speech import speak

    fixed = TALK.model_copy(update={"duration": 12.0})
    _, (voice,) = clips(composed(tmp_path, fixed))
    assert speak(voice["Content"], voice=voice["Voice"]).seconds == pytest.approx(12, abs=0.002)
    both = two_voiced(tmp_path, fixed)
    turns = [clip for _, clip in both.clips() if getattr(clip, "content", None)]
    heard = [speak(clip.content, voice=clip.voice).seconds for clip in turns]  # type: ignore[attr-defined]
    assert sum(heard) == pytest.approx(12, abs=0.002)
    assert Pace("andy", 0, "en", presenter="ava").seconds(fixed) == 12


def test_more_words_than_a_duration_bears_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"s02: a duration of 2 s, expected at least [3-9]"):
        composed(tmp_path, TALK.model_copy(update={"duration": 2.0}))


def test_long_silence_is_made_of_breaks_that_the_service_takes(tmp_path: Path) -> None:
    silent = TITLE.model_copy(update={"sentences": (), "duration": 25.0})
    _, (voice,) = clips(composed(tmp_path, silent))
    breaks = [int(ms) for ms in re.findall(r'time="(\d+)ms"', voice["Content"])]
    assert sum(breaks) == 25_000
    assert max(breaks) <= 10_000


def test_captions_of_one_shot_can_be_left_out(tmp_path: Path) -> None:
    plain = TALK.model_copy(update={"id": "s03", "captions": False})
    _, voices = clips(composed(tmp_path, TALK, plain))
    assert ["Effects" in clip for clip in voices] == [True, False]


# --- what makes a film of words alone lively ------------------------------------------


SHARED = {
    "width": 640,
    "height": 360,
    "theme": load_theme("paper"),
    "rtl": False,
    "safe": {"left": 0, "right": 0, "top": 0, "bottom": 0},
    "card": {},
    "place": {"chapter": 0, "chapters": 0},
}


def told(number: int, section: str, *lines: str, now: tuple[int, int] | None = None) -> Shot:
    return Shot(
        id=f"s{number:02}",
        section=section,
        sentences=(Sentence(text=f"Of {lines[-1]}, and of much besides."),),
        show=Card(kind="points", heading=section, lines=lines, now=now),
    )


def grounds(tmp_path: Path, *shots: Shot) -> list[str]:
    """Tell how dark the lower left corner of each card is."""
    pictures, _ = clips(composed(tmp_path, *shots, size=(640, 360)))
    corners = (Image.open(clip["MediaURL"]).convert("L").getpixel((0, 359)) for clip in pictures)
    return ["dark" if corner < 128 else "light" for corner in corners]  # type: ignore[operator]


def test_a_chapter_opens_on_the_colours_of_the_cover(tmp_path: Path) -> None:
    shots = [
        TITLE,
        told(2, "Lift", "a"),
        told(3, "Lift", "b"),
        told(4, "Drag", "c"),
        told(5, "Drag", "d"),
    ]
    assert grounds(tmp_path, *shots) == ["dark", "light", "light", "dark", "light"]


def test_a_slide_that_fills_keeps_its_colours(tmp_path: Path) -> None:
    shots = [
        told(1, "Lift", "a"),
        told(2, "Drag", "b", "c", now=(0, 1)),
        told(3, "Drag", "b", "c", now=(1, 2)),
        told(4, "Drag", "d"),
    ]
    assert grounds(tmp_path, *shots) == ["light", "dark", "dark", "light"]


def test_of_chapters_of_one_card_every_second_stands_out(tmp_path: Path) -> None:
    shots = [told(n, f"Part {n}", f"line {n}") for n in range(1, 6)]
    assert grounds(tmp_path, *shots) == ["light", "dark", "light", "dark", "light"]


def test_strokes_show_how_many_chapters_there_are_and_which_have_begun(tmp_path: Path) -> None:
    shots = [told(n, f"Part {n}", f"line {n}") for n in range(1, 5)]
    pictures, _ = clips(composed(tmp_path, *shots))
    for number, clip in enumerate(pictures, 1):
        with Image.open(clip["MediaURL"]) as card:
            page = np.asarray(card.convert("RGB")).astype(int)
        stroke = page[: page.shape[0] // 12]
        row = stroke[(np.abs(stroke - page[0, 0]).max(axis=2) > 20).sum(axis=1).argmax()]
        marked = np.abs(row - page[0, 0]).max(axis=1) > 20
        begins = np.flatnonzero(marked[1:] & ~marked[:-1]) + 6
        assert len(begins) == 4
        coloured = [int(np.ptp(row[x])) > 100 for x in begins]
        assert coloured == [i < number for i in range(4)]


def test_captions_do_not_repeat_a_card_that_says_it_all(tmp_path: Path) -> None:
    said = Sentence(text="Kites fly because the wind holds them.")
    whole = told(1, "Lift", said.text.rstrip(".")).model_copy(update={"sentences": (said,)})
    shorter = told(2, "Lift", "Kites fly").model_copy(update={"sentences": (said,)})
    now = told(3, "Lift", "Long ago", said.text, now=(1, 2))
    filling = now.model_copy(update={"sentences": (said,)})
    _, voices = clips(composed(tmp_path, whole, shorter, filling))
    assert ["Effects" in clip for clip in voices] == [False, True, False]


def test_a_heading_that_is_all_there_is_to_say_stands_alone(tmp_path: Path) -> None:
    def ink(heading: str) -> int:
        pictures, _ = clips(
            composed(
                tmp_path,
                told(1, "", "Preface").model_copy(
                    update={"show": Card(kind="points", heading=heading, lines=("Preface",))}
                ),
            )
        )
        with Image.open(pictures[0]["MediaURL"]) as card:
            return int((np.asarray(card.convert("L")) < 200).sum())

    assert ink("Preface") == ink("")
    assert ink("Chapter") > ink("")


def test_code_is_drawn_letter_by_letter(tmp_path: Path) -> None:
    def drawn(line: str) -> np.ndarray:
        card = Card(kind="code", lines=(line, "#" * 12))
        pictures, _ = clips(composed(tmp_path, TITLE.model_copy(update={"show": card})))
        with Image.open(pictures[0]["MediaURL"]) as page:
            return np.asarray(page.convert("L")).astype(int)

    blank, both = drawn(" " * 4), drawn(" != ")
    bang, equal = drawn(" !  "), drawn("  = ")
    assert np.abs((both - blank) - (bang - blank) - (equal - blank)).max() < 40


def test_ideographs_are_bold_where_letters_are(tmp_path: Path) -> None:
    from converter.typeset import typeset

    cards = TEMPLATES / "cards"
    page = (
        f'#import "{cards / "base.typ"}": *\n#set text(font: "Droid Sans Fallback", size: 60pt)\n'
    )
    words = "风筝为什么会飞"

    def ink(weight: int) -> float:
        rule = "#show regex(ideographs): emboldened\n"
        (drawn,) = typeset(f"{page}{rule}#text(weight: {weight})[{words}]", SHARED)
        return float((255 - drawn[..., :3].astype(int)).sum())

    assert ink(700) > 1.15 * ink(400)


def test_a_number_does_not_part_from_its_heading(tmp_path: Path) -> None:
    look = Look(640, 360, theme=load_theme("paper"))
    card = {"lines": (), "heading": "6. Optimale Vorgehensweise beim Paketieren von Programmen"}
    glued = {**card, "heading": card["heading"].replace(". ", ".\u00a0", 1)}  # type: ignore[attr-defined]
    drawn = [Path(draw("title", each, look, tmp_path).image).read_bytes() for each in (card, glued)]
    assert drawn[0] == drawn[1]


def test_a_card_that_was_drawn_before_is_kept_by_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Look(640, 360, theme=load_theme("paper"))

    def beside(folder: Path, colour: str) -> bytes:
        folder.mkdir()
        Image.new("RGB", (90, 60), colour).save(folder / "kite.png")
        shown = {"image": str(folder / "kite.png"), "width": 90, "height": 60}
        card = {"heading": "A kite", "lines": (), "picture": shown}
        return Path(draw("picture", card, look, folder).image).read_bytes()

    with keeping(tmp_path / "store"):
        blue, red = beside(tmp_path / "blue", "blue"), beside(tmp_path / "red", "red")
        monkeypatch.delattr(typeset, "typeset")
        assert beside(tmp_path / "again", "blue") == blue != red
