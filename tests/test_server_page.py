"""The page, as a person uses it, in a real browser where the machine has one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import pytest

from converter.browser import NAMES
from tests.served import PATIENCE, serving, until

pytest.importorskip("uvicorn")
playwright = pytest.importorskip("playwright.sync_api")
if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSER = next((found for name in NAMES if (found := shutil.which(name))), None)
TEXT = "# Owls\n\nOwls eat voles.\n\n# Flight\n\nTheir wings make no sound.\n"

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs a Chromium")


def refused(said: str) -> bool:
    """Tell whether the browser says that the page's own policy forbids something."""
    return "Content Security Policy" in said


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, str]]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        serving(tmp_path_factory.mktemp("served"), least_free_bytes=0) as address,
        playwright.sync_playwright() as driver,
        driver.chromium.launch(executable_path=BROWSER, args=arguments) as browser,
    ):
        yield browser, f"http://{address}/"


@contextmanager
def opened(browser: tuple[Browser, str], job: str = "", **options: Any) -> Iterator[Page]:
    """Open the page, at a job if one is named; nothing may go wrong in it."""
    running, address = browser
    wrong: list[str] = []
    with running.new_context(**options) as context:
        context.set_default_timeout(1000 * PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if refused(said.text) else None)
        page.goto(f"{address}ui/#{job}" if job else address)
        yield page
    assert not wrong


@pytest.fixture(scope="module")
def made(browser: tuple[Browser, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Make a video as a person with a keyboard would, and return the job."""
    document = tmp_path_factory.mktemp("given") / "owls.md"
    document.write_text(TEXT)
    with opened(browser) as page:
        page.set_input_files("#file", str(document))
        page.get_by_text("owls.md").wait_for()
        page.locator("#file").focus()
        for _ in range(5):  # address, length, shape, look, button
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.get_by_role("progressbar").wait_for()
        assert page.evaluate("document.activeElement.id") == "title"
        page.locator("#video").wait_for()
        return page.url.partition("#")[2]


def test_a_video_is_played_with_captions_and_chapters(
    browser: tuple[Browser, str], made: str
) -> None:
    with opened(browser, made) as page:
        video = page.locator("#video")
        until(lambda: video.evaluate("video => video.readyState") >= 1)
        assert video.evaluate("video => video.duration") > 3
        said = """video => {
            const track = [...video.textTracks].find(track => track.kind === "captions");
            track.mode = "hidden";
            return [...(track.cues ?? [])].map(cue => cue.text).join(" ");
        }"""
        assert "voles" in until(lambda: video.evaluate(said))
        last = page.locator("#chapters button").last
        assert "Flight" in last.inner_text()
        last.click()
        until(lambda: video.evaluate("video => video.currentTime") > 0.5)
        until(lambda: last.get_attribute("aria-current") == "true")
        page.locator("#earlier button").get_by_text("Owls").wait_for()
        assert page.get_by_role("link", name="Report").get_attribute("href").endswith(".html")


def test_a_link_or_a_document_may_be_dropped_anywhere(browser: tuple[Browser, str]) -> None:
    drop = """([kind, content]) => {
        const given = new DataTransfer();
        if (kind === "link") given.setData("text/uri-list", content);
        else given.items.add(new File([content], "voles.md"));
        document.querySelector("h1").dispatchEvent(
            new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true }));
    }"""
    with opened(browser) as page:
        page.evaluate(drop, ["link", "https://example.test/owls"])
        assert page.locator("#url").input_value() == "https://example.test/owls"
        page.evaluate(drop, ["file", TEXT])
        page.get_by_text("voles.md").wait_for()
        assert page.locator("#url").input_value() == ""


def test_an_address_that_cannot_be_read_is_told_in_words(browser: tuple[Browser, str]) -> None:
    with opened(browser) as page:
        page.fill("#url", "http://127.0.0.1:9/")
        page.get_by_role("button", name="Make the video").click()
        told = page.get_by_role("alert").filter(has_text="private network")
        told.wait_for()
        page.locator("#earlier .Failed").first.wait_for()
        assert not page.get_by_role("progressbar").is_visible()


def test_an_empty_order_is_told_in_words(browser: tuple[Browser, str]) -> None:
    with opened(browser) as page:
        page.get_by_role("button", name="Make the video").click()
        page.get_by_role("alert").filter(has_text="either url or file").wait_for()


LEAST_CONTRAST = 4.5
"""Of text, by the Web Content Accessibility Guidelines, level AA."""
CONTRASTS = r"""() => {
    const light = ([r, g, b]) => [r, g, b]
        .map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const colour = text => text.match(/[\d.]+/g).map(Number);
    const ground = at => {
        const own = colour(getComputedStyle(at).backgroundColor);
        return own.length === 4 && own[3] === 0 ? ground(at.parentElement) : own;
    };
    const shown = [...document.body.querySelectorAll("*")].filter(at => at.checkVisibility()
        && [...at.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
    return shown.map(at => {
        const pair = [light(colour(getComputedStyle(at).color)), light(ground(at))];
        const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
        return [at.textContent.trim().slice(0, 40), contrast];
    });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(
    browser: tuple[Browser, str], made: str, scheme: Literal["light", "dark"]
) -> None:
    with opened(browser, made, color_scheme=scheme) as page:
        page.locator("#chapters button").first.wait_for()
        found = page.evaluate(CONTRASTS)
        assert len(found) > 15
        assert [text for text, contrast in found if contrast < LEAST_CONTRAST] == []


def test_everything_has_a_name_and_fits_a_small_screen(
    browser: tuple[Browser, str], made: str
) -> None:
    with opened(browser, made, viewport={"width": 320, "height": 640}) as page:
        page.locator("#chapters button").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        for role in ("button", "textbox", "combobox", "link", "progressbar", "navigation"):
            for found in page.get_by_role(role).all():
                line = found.aria_snapshot().splitlines()[0]
                assert '"' in line, line
