from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from converter import DocreelError, Report, convert
from converter.document.model import Document
from converter.render import Rendering
from converter.report import write_report
from converter.report.contrast import contrasts
from converter.report.measures import measures
from converter.report.page import page
from converter.script.model import Script
from converter.timeline import parse_timeline
from tests.commands import docreel

QUIET = Rendering(
    output="x.mp4", beside=(), codec="H.264", width=640, height=360, fps=25, frames=1500,
    seconds=60.0, scenes=(), chapters=(), chapter_starts=(), captions=4,
    caption_speeds=(12.0, 14.0, 15.0, 31.0), caption_lags=(0.0, -0.02, 0.01), loudness=-16.1,
    true_peak=-2.0, word_times={}, notes=(),
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """Convert the sample page once for all tests of this file."""
    folder = tmp_path_factory.mktemp("kites")
    page = Path(__file__).parent.parent / "samples/kites/page.html"
    size = (320, 180)
    report = convert(page, folder / "kites.mp4", seconds=20, size=size, keep=folder / "kept")
    return folder, report


def sample(folder: Path) -> tuple[Document, Script]:
    document = Document.model_validate_json((folder / "tides/document.json").read_text())
    return document, Script.model_validate_json((folder / "tides/script.json").read_text())


def spoilt(script: Script, old: str, new: str) -> Script:
    text = script.model_dump_json()
    assert old in text
    return Script.model_validate_json(text.replace(old, new))


def missed(rendering: Rendering, seconds: float = 60.0, language: str = "en") -> set[str]:
    found = measures(rendering, None, seconds, language)
    return {measure.name for measure in found if measure.missed}


def test_the_report_stands_beside_the_video_as_page_and_json(made: tuple[Path, Report]) -> None:
    folder, report = made
    assert Report.model_validate_json((folder / "kites.report.json").read_text()) == report
    assert (folder / "kites.report.html").read_text().startswith("<!DOCTYPE html>")
    assert report.findings == ()


def test_captions_are_measured_against_the_words_of_the_voice(made: tuple[Path, Report]) -> None:
    rendering = made[1].rendering
    assert rendering is not None
    assert len(rendering.caption_speeds) == rendering.captions > 0
    assert len(rendering.caption_lags) > rendering.captions / 2
    assert max(map(abs, rendering.caption_lags)) < 0.05


def test_the_length_is_held_against_the_one_asked_for(made: tuple[Path, Report]) -> None:
    (length,) = (measure for measure in made[1].measures if measure.name == "length")
    assert (length.low, length.high) == (19.4, 20.6)


def test_a_good_video_misses_nothing() -> None:
    slow = QUIET.model_copy(update={"caption_speeds": (12.0, 14.0, 15.0)})
    assert missed(slow) == set()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("length", {"seconds": 63.0}),
        ("loudness", {"loudness": -19.0}),
        ("true peak", {"true_peak": -0.3}),
        ("sync error", {"caption_lags": (0.0, -0.4)}),
        ("caption speed, nine in ten", {"caption_speeds": (25.0, 27.0)}),
        ("texts that do not fit", {"notes": ('text "Long" leaves the frame',)}),
    ],
)
def test_a_limit_that_is_passed_is_a_finding(name: str, change: dict[str, object]) -> None:
    assert missed(QUIET.model_copy(update=change)) == {name}


def test_one_hurried_caption_among_many_is_none() -> None:
    speeds = (*(15.0 for _ in range(20)), 31.0)
    assert missed(QUIET.model_copy(update={"caption_speeds": speeds})) == set()


def test_chinese_is_read_more_slowly() -> None:
    assert missed(QUIET, language="zh") == {"caption speed, nine in ten"}


def clip(**style: object) -> str:
    text = {"Type": "Text", "Content": "Hello", "TimelineIn": 0, "TimelineOut": 2, **style}
    return json.dumps({"SubtitleTracks": [{"SubtitleTrackClips": [text]}]})


@pytest.mark.parametrize(
    ("style", "contrast"),
    [
        ({"FontColor": "#ffffff"}, 1.0),
        ({"FontColor": "#ffffff", "Outline": 2, "OutlineColour": "#000000"}, 21.0),
        ({"FontColor": "#000000", "SubtitleEffects": [{"Type": "Box", "Color": "#ffffff"}]}, 21.0),
        ({"FontColor": "#777777", "SubtitleEffects": [{"Type": "Box", "Color": "#ffffff"}]}, 4.48),
    ],
)
def test_contrast_is_that_of_wcag(style: dict[str, object], contrast: float) -> None:
    assert dict(contrasts(parse_timeline(clip(**style)))) == {
        "$.SubtitleTracks[0].SubtitleTrackClips[0]": contrast
    }


def test_a_plate_that_lets_the_picture_through_counts_at_its_worst() -> None:
    plate = {"Type": "Box", "Color": "#000000", "Opacity": 0.5}
    style = {"FontColor": "#ffffff", "SubtitleEffects": [plate]}
    ((_, found),) = contrasts(parse_timeline(clip(**style)))
    assert found == pytest.approx(3.98, abs=0.05)  # white on #808080, over a white picture


class Outside(HTMLParser):
    """Collects what a page would load, and the text of its marks."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.marked: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "mark"
        named = {name: value for name, value in attrs if value}
        self.loaded += [named[name] for name in ("src", "href") if name in named and tag != "a"]
        self.linked += [named["href"]] if tag == "a" else []

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        self.marked += [data] if self.inside else []


def test_the_page_marks_what_differs_on_both_sides_and_loads_nothing(samples: Path) -> None:
    document, script = sample(samples)
    report = Report.of(document, spoilt(script, "400 days", "480 days"))
    parser = read_page(report)
    assert parser.loaded == []
    assert {"480 days", "400 days"} <= set(parser.marked)


def read_page(report: Report) -> Outside:
    parser = Outside()
    parser.feed(page(report))
    return parser


def test_passages_link_to_their_page_where_the_source_has_an_address(samples: Path) -> None:
    document, script = sample(samples)
    assert read_page(Report.of(document, script)).linked == []
    remote = document.model_copy(update={"source": "https://example.org/tides.pdf"})
    linked = read_page(Report.of(remote, script)).linked
    assert "https://example.org/tides.pdf#page=1" in linked


def test_passages_of_a_webpage_link_to_their_words(samples: Path) -> None:
    document = Document.model_validate_json((samples / "kites/document.json").read_text())
    script = Script.model_validate_json((samples / "kites/script.json").read_text())
    remote = document.model_copy(update={"source": "https://example.org/kites"})
    linked = read_page(Report.of(remote, script)).linked
    assert any(link.startswith("https://example.org/kites#:~:text=") for link in linked)


def test_a_measure_that_is_missed_is_told_first(samples: Path) -> None:
    document, script = sample(samples)
    late = QUIET.model_copy(update={"caption_lags": (0.0, -0.4)})
    drawn = page(Report.of(document, script, late))
    first = drawn.partition("What needs a look</h2>")[2].partition("</section>")[0]
    assert "sync error: 0.4 s" in first


def test_words_of_the_document_cannot_become_markup(samples: Path) -> None:
    document, script = sample(samples)
    title = "<script>alert(1)</script> & more"
    drawn = page(Report.of(document, script.model_copy(update={"title": title})))
    assert "<script>" not in drawn
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in drawn


def test_lines_say_what_to_look_at(samples: Path) -> None:
    document, script = sample(samples)
    report = Report.of(document, spoilt(script, "400 days", "480 days"))
    said, lines = len(report.faithfulness.claims), list(report.lines())
    assert any(f"{said - 1} of {said} sentences agree" in line for line in lines)
    assert any(re.search("480 days.*400 days", line) for line in lines)


def test_a_report_that_cannot_be_written_is_said_to_be(samples: Path, tmp_path: Path) -> None:
    document, script = sample(samples)
    (tmp_path / "x.report.json").mkdir()
    with pytest.raises(DocreelError, match=r"x\.report\.json"):
        write_report(Report.of(document, script), tmp_path / "x.report.html")


def test_report_reads_what_convert_kept(made: tuple[Path, Report], tmp_path: Path) -> None:
    target = tmp_path / "again.html"
    done = docreel(
        "report", made[0] / "kept", "-o", target, "--duration", "20s", "--strict", "--json"
    )
    assert done.returncode == 0, done.stderr
    again = Report.model_validate_json(done.stdout)
    assert again.measures == made[1].measures
    assert again.faithfulness == made[1].faithfulness
    assert target.exists()
    assert target.with_suffix(".json").exists()


def test_the_report_of_a_video_is_read_again(made: tuple[Path, Report], tmp_path: Path) -> None:
    done = docreel("report", made[0] / "kites.mp4", "--json", "--strict")
    assert done.returncode == 0, done.stderr
    assert Report.model_validate_json(done.stdout) == made[1]
    target = tmp_path / "again.html"
    assert docreel("report", made[0] / "kites.mp4", "-o", target).returncode == 0
    assert target.read_text() == (made[0] / "kites.report.html").read_text()


def test_a_video_without_a_report_says_which_file_is_missing(tmp_path: Path) -> None:
    done = docreel("report", tmp_path / "x.mp4")
    assert done.returncode != 0
    assert "x.report.json: cannot be read" in done.stderr


def test_the_schema_of_the_report_takes_a_report(made: tuple[Path, Report]) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(docreel("schema", "report").stdout)
    Draft202012Validator.check_schema(schema)
    written = json.loads((made[0] / "kites.report.json").read_text())
    Draft202012Validator(schema).validate(written)
    assert not Draft202012Validator(schema).is_valid({**written, "version": 2})


def test_strict_ends_with_1_when_something_is_to_be_looked_at(
    samples: Path, tmp_path: Path
) -> None:
    _, script = sample(samples)
    wrong = tmp_path / "script.json"
    wrong.write_text(spoilt(script, "400 days", "480 days").model_dump_json())
    document = samples / "tides/document.json"
    assert docreel("report", wrong, document).returncode == 0
    strict = docreel("report", wrong, document, "--strict")
    assert strict.returncode == 1
    assert "480 days" in strict.stderr
    assert (tmp_path / "script.report.html").exists()


def test_a_script_without_its_document_is_wrong_usage(samples: Path) -> None:
    assert docreel("report", samples / "tides/script.json").returncode == 2
