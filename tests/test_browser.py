"""Pages made by scripts, shown by a real browser where the machine has one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from converter import browser
from converter.document import read
from converter.errors import DocumentError
from converter.source import fetch

SHELL = """<!DOCTYPE html><title>Owls</title><body><div id="root"></div>
<script src="app.js"></script>"""
SCRIPT = """fetch("owls.json").then(r => r.json()).then(owls => {
  document.getElementById("root").innerHTML =
    "<article>" + owls.map(o => `<h2>${o[0]}</h2><p>${o[1]}</p>`).join("") + "</article>";
});"""
DATA = """[["Food", "Owls eat voles, shrews and the odd frog, and swallow them whole."],
["Flight", "Their wings make no sound at all, so that no mouse hears them come in the night."]]"""

needs_browser = pytest.mark.skipif(
    not browser.available() or not any(map(shutil.which, browser.NAMES)),
    reason="needs docreel[browser] and a Chromium",
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    site.mkdir()
    (site / "page.html").write_text(SHELL)
    (site / "app.js").write_text(SCRIPT)
    (site / "owls.json").write_text(DATA)
    return site / "page.html"


@needs_browser
def test_a_page_made_by_its_scripts_is_read(page: Path, tmp_path: Path) -> None:
    document = read(fetch(page), assets=tmp_path)
    assert [section.heading for section in document.sections] == ["Food", "Flight"]


@needs_browser
def test_the_browser_reaches_no_file_outside_the_folder_of_the_page(
    page: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.json").write_text(DATA)
    page.with_name("app.js").write_text(SCRIPT.replace("owls.json", "../secret.json"))
    with pytest.raises(DocumentError, match="no article"):
        read(fetch(page), assets=tmp_path)


def test_without_the_extra_the_page_says_what_would_help(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "available", lambda: False)
    with pytest.raises(DocumentError, match=r"no article.*JavaScript.*docreel\[browser\]"):
        read(fetch(page), assets=tmp_path)
