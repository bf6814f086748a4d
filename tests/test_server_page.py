"""The page, as a person uses it, in a real browser where the machine has one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from converter.browser import NAMES
from tests.served import serving

pytest.importorskip("uvicorn")
playwright = pytest.importorskip("playwright.sync_api")
if TYPE_CHECKING:
    from playwright.sync_api import Page

BROWSER = next((found for name in NAMES if (found := shutil.which(name))), None)
TEXT = "# Owls\n\nOwls eat voles.\n\n# Flight\n\nTheir wings make no sound.\n"

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs a Chromium")


def refused(said: str) -> bool:
    """Tell whether the browser says that the page's own policy forbids something."""
    return "Content Security Policy" in said


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        serving(tmp_path_factory.mktemp("served")) as address,
        playwright.sync_playwright() as driver,
        driver.chromium.launch(executable_path=BROWSER, args=arguments) as browser,
    ):
        page = browser.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if refused(said.text) else None)
        page.goto(f"http://{address}/")
        yield page
        assert not wrong


def test_a_dropped_document_is_made_and_played_with_captions_and_chapters(
    page: Page, tmp_path: Path
) -> None:
    document = tmp_path / "owls.md"
    document.write_text(TEXT)
    page.set_input_files("#file", str(document))
    page.get_by_text("owls.md").wait_for()
    page.get_by_role("button", name="Make the video").click()
    page.locator("#progress").wait_for()
    page.locator("#result").wait_for(timeout=60_000)
    page.wait_for_function("document.getElementById('video').readyState >= 1")
    assert page.locator("#video").evaluate("video => video.duration") > 3
    captions = page.locator("#video").evaluate(
        """video => new Promise(done => {
            const track = video.textTracks[0];
            track.mode = "hidden";
            const look = () => track.cues?.length
                ? done([track.kind, [...track.cues].map(cue => cue.text).join(" ")])
                : setTimeout(look, 50);
            look();
        })"""
    )
    assert captions[0] == "captions"
    assert "voles" in captions[1]
    chapters = page.locator("#chapters button")
    assert "Flight" in chapters.last.inner_text()
    chapters.last.click()
    page.wait_for_function("document.getElementById('video').currentTime > 0.5")
    page.locator("#earlier button").get_by_text("Owls").wait_for()


def test_an_address_that_cannot_be_read_is_told_in_words(page: Page) -> None:
    page.fill("#url", "http://127.0.0.1:9/")
    page.get_by_role("button", name="Make the video").click()
    page.get_by_text("private network").first.wait_for(timeout=60_000)


def test_an_empty_order_is_told_in_words(page: Page) -> None:
    page.fill("#url", "")
    with page.expect_response("**/convert") as answer:
        page.get_by_role("button", name="Make the video").click()
    assert answer.value.status == 422
    page.get_by_role("alert").filter(has_text="either url or file").wait_for()
