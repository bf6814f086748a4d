"""A video of every new item of a feed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from converter.errors import DocumentError, SourceError
from converter.feed import Item, Outcome, follow, items
from converter.source import Source

PAGE = (
    "<!doctype html><html><head><title>{0}</title></head>"
    "<body><article><h1>{0}</h1><p>{1}</p></article></body></html>"
)
WORDS = (
    "The boat goes out before sunrise, and it comes back when the tide allows. "
    "Its crew sorts the catch on the way home, because the market opens at eight."
)
ITEM = "<item><title>{0}</title><link>{1}</link><guid>{0}</guid><pubDate>{2}</pubDate></item>"


def rss(*entries: tuple[str, str, str]) -> str:
    inner = "".join(ITEM.format(*entry) for entry in entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{inner}</channel></rss>'


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: Any) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve a folder on loopback."""
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def publish(folder: Path) -> None:
    for name in ("One", "Two", "Three"):
        (folder / f"{name}.html").write_text(PAGE.format(name, WORDS))
    (folder / "feed.xml").write_text(
        rss(
            ("One", "One.html", "Mon, 06 May 2024 10:00:00 GMT"),
            ("Gone", "gone.html", "Tue, 07 May 2024 10:00:00 GMT"),
            ("Two", "Two.html", "Wed, 08 May 2024 10:00:00 GMT"),
        )
    )


def run(address: str, folder: Path, **options: Any) -> list[Outcome]:
    small = {"size": (160, 90), "allow_private": True}
    return list(follow(address, folder, **small, **options))


def test_every_item_becomes_a_video_once_and_a_bad_one_stops_none(
    site: tuple[Path, str], tmp_path: Path
) -> None:
    folder, address = site
    publish(folder)
    out = tmp_path / "videos"
    first = run(f"{address}/feed.xml", out)
    assert [(o.item.title, o.video and o.video.name) for o in first] == [
        ("One", "2024-05-06-one.mp4"),
        ("Gone", None),
        ("Two", "2024-05-08-two.mp4"),
    ]
    assert "404" in first[1].error
    assert (out / "2024-05-06-one.mp4").stat().st_size > 0
    second = run(f"{address}/feed.xml", out)
    assert [o.item.title for o in second] == ["Gone"]  # what failed is tried again


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that were to be converted; nothing is rendered."""
    wanted: list[str] = []
    monkeypatch.setattr("converter.feed.convert", lambda address, *_, **__: wanted.append(address))
    return wanted


def test_limit_takes_the_newest_and_makes_the_oldest_of_them_first(
    site: tuple[Path, str], tmp_path: Path, made: list[str]
) -> None:
    folder, address = site
    publish(folder)
    run(f"{address}/feed.xml", tmp_path, limit=2)
    assert made == [f"{address}/gone.html", f"{address}/Two.html"]


def test_since_leaves_out_what_is_older_or_undated(
    site: tuple[Path, str], tmp_path: Path, made: list[str]
) -> None:
    folder, address = site
    publish(folder)
    undated = ITEM.format("Undated", "One.html", "")
    feed = (folder / "feed.xml").read_text().replace("</channel>", f"{undated}</channel>")
    (folder / "feed.xml").write_text(feed)
    run(f"{address}/feed.xml", tmp_path, since=date(2024, 5, 8))
    assert made == [f"{address}/Two.html"]


def test_two_items_of_one_title_have_two_names(
    site: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, address = site
    monkeypatch.setattr("converter.feed.convert", lambda _, video, **__: video.write_bytes(b"x"))
    entry = "<entry><title>News</title><link href='a'/><id>{}</id></entry>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry.format(1)}{entry.format(2)}</feed>"
    (folder / "feed.xml").write_text(atom)
    found = run(f"{address}/feed.xml", tmp_path)
    assert [o.video and o.video.name for o in found] == ["news.mp4", "news-2.mp4"]


@pytest.mark.parametrize("link", ["file:///etc/hostname", "ftp://x.example/a", ""])
def test_a_feed_from_the_network_leads_to_pages_only(
    site: tuple[Path, str], tmp_path: Path, made: list[str], link: str
) -> None:
    folder, address = site
    (folder / "feed.xml").write_text(rss(("Trap", link, "")))
    (outcome,) = run(f"{address}/feed.xml", tmp_path)
    assert outcome.error
    assert made == []


def test_a_local_feed_leads_into_its_own_folder_only(tmp_path: Path, made: list[str]) -> None:
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "a.html").write_text("x")
    (folder / "feed.xml").write_text(rss(("In", "a.html", ""), ("Out", "../secret.txt", "")))
    found = run(str(folder / "feed.xml"), tmp_path)
    assert made == [(folder / "a.html").as_uri()]
    assert [bool(outcome.error) for outcome in found] == [True, False]


def test_a_json_feed_is_one_too() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": "1", "url": "/a", "title": "A", "date_published": "2024-05-06T10:00:00Z"},
            {"id": 2, "external_url": "/b", "date_published": "soon"},
            "junk",
        ],
    }
    content = json.dumps(feed).encode()
    assert items(Source("f", "application/json", content, "http://x/f")) == [
        Item("1", "A", "/a", date(2024, 5, 6)),
        Item("2", "", "/b"),
    ]


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("text/html", b"<!doctype html><p>no feed</p>"),
        ("application/json", b'{"version": 1}'),
        ("application/json", b"[1, 2"),
        ("text/plain", b"nothing"),
    ],
)
def test_what_is_no_feed_is_said(media_type: str, content: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^f: "):
        items(Source("f", media_type, content, "http://x/f"))


@pytest.mark.parametrize("state", ["{", "[]", '{"feeds": {"a": 1}}'])
def test_a_broken_state_is_not_overwritten(
    site: tuple[Path, str], tmp_path: Path, made: list[str], state: str
) -> None:
    folder, address = site
    publish(folder)
    (tmp_path / "feed.json").write_text(state)
    with pytest.raises(SourceError, match=r"feed\.json"):
        run(f"{address}/feed.xml", tmp_path)
    assert (tmp_path / "feed.json").read_text() == state
    assert made == []
