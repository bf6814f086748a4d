"""Fetching: what is had, what is refused, and how the refusal reads."""

from __future__ import annotations

import asyncio
import base64
import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter import source as module
from converter.errors import SourceError
from converter.mediatype import sniff
from converter.source import Limits, Source, fetch, fetch_pictures, is_public, shown

PAGE = b"<!doctype html><title>A page</title><p>Words."
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Site(BaseHTTPRequestHandler):
    """A small site: each path is one way a server can answer."""

    seen: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        """Answer by the method named after the path."""
        type(self).seen.append((self.path, dict(self.headers)))
        name = self.path.strip("/").partition("?")[0].replace("-", "_").partition("/")[0]
        getattr(self, f"_{name}", self._missing)()

    def log_message(self, *_: Any) -> None:
        """Stay silent."""

    def _answer(self, content: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _missing(self) -> None:
        self._answer(b"gone", 404)

    def _page(self) -> None:
        self._answer(PAGE, Content_Type="text/html; charset=latin-1")

    def _picture(self) -> None:
        self._answer(PNG, Content_Type="text/html")

    def _moved(self) -> None:
        self._answer(b"", 302, Location="/page")

    def _circle(self) -> None:
        self._answer(b"", 302, Location="/circle")

    def _to_file(self) -> None:
        self._answer(b"", 302, Location="file:///etc/passwd")

    def _inside(self) -> None:
        port = self.headers["Host"].rpartition(":")[2]
        self._answer(b"", 302, Location=f"http://127.0.0.1:{port}/page")

    def _empty(self) -> None:
        self._answer(b"")

    def _packed(self) -> None:
        self._answer(gzip.compress(PAGE * 4000), Content_Encoding="gzip")

    def _packed_twice(self) -> None:
        self._answer(gzip.compress(gzip.compress(PAGE)), Content_Encoding="gzip, gzip")

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _ in range(30):
                self.wfile.write(b"<p>")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.seen = []
    server = ThreadingHTTPServer(("0.0.0.0", 0), Site)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def outside(site: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same site under an address that counts as public, while 127.0.0.1 does not."""
    real = module.is_public
    public = ipaddress.ip_address("127.0.0.2")
    monkeypatch.setattr(module, "is_public", lambda a: a == public or real(a))
    return site.replace("127.0.0.1", "127.0.0.2")


def refusal(address: str | Path, **options: Any) -> str:
    with pytest.raises(SourceError) as caught:
        fetch(address, **options)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_page_is_fetched_with_the_charset_its_server_says(site: str) -> None:
    source = fetch(f"{site}/page", allow_private=True)
    assert (source.content, source.media_type) == (PAGE, "text/html")
    assert source.charset == "latin-1"
    assert source.path is None


def test_the_media_type_is_read_from_the_bytes_and_not_from_the_header(site: str) -> None:
    assert fetch(f"{site}/picture", allow_private=True).media_type == "image/png"


def test_a_redirect_is_followed_and_the_last_address_is_the_base(site: str) -> None:
    source = fetch(f"{site}/moved", allow_private=True)
    assert (source.address, source.final_address) == (f"{site}/moved", f"{site}/page")


def test_a_long_address_stays_whole_and_loses_its_password(site: str) -> None:
    long = f"{site}/page?{'x' * 500}"
    source = fetch(long.replace("http://", "http://user:secret@"), allow_private=True)
    assert (source.address, source.final_address) == (long, long)
    assert "Authorization" in Site.seen[0][1]


def test_a_redirect_to_loopback_is_refused(outside: str) -> None:
    assert fetch(f"{outside}/page").content == PAGE
    assert "private network" in refusal(f"{outside}/inside")
    assert [path for path, _ in Site.seen] == ["/page", "/inside"]


def test_a_redirect_to_a_file_is_refused(site: str) -> None:
    assert "redirects to file" in refusal(f"{site}/to-file", allow_private=True)


def test_an_endless_redirect_ends(site: str) -> None:
    message = refusal(f"{site}/circle", allow_private=True, limits=Limits(redirects=3))
    assert "more than 3 redirects" in message
    assert len(Site.seen) == 4


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_answer(
    outside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["127.0.0.2", "127.0.0.1"])
    real = socket.getaddrinfo

    def rebinding(host: Any, *args: Any, **options: Any) -> Any:
        return real(next(answers) if host == "rebinding.test" else host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    address = outside.replace("127.0.0.2", "rebinding.test")
    assert fetch(f"{address}/moved").content == PAGE
    assert next(answers) == "127.0.0.1"
    host = address.removeprefix("http://")
    assert {headers["Host"] for _, headers in Site.seen} == {host}


def test_a_name_with_one_private_address_among_its_addresses_is_refused(
    outside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
        for address in ("127.0.0.2", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    assert "private network" in refusal("http://two-faced.test/page")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "https://user:secret@192.168.1.1/",
    ],
)
def test_addresses_inside_are_refused(address: str) -> None:
    message = refusal(address)
    assert "private network" in message
    assert "secret" not in message


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("64:ff9b::5db8:d822", True),
        ("100.64.0.1", False),
        ("192.0.2.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff0e::1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_the_open_internet_is_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_wrapped_in_ipv6_is_judged_like_itself(
    address: ipaddress.IPv4Address,
) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    assert is_public(mapped) == is_public(address)


def test_an_error_answer_is_one_clear_line(site: str) -> None:
    address = site.replace("http://", "http://user:secret@")
    message = refusal(f"{address}/nothing", allow_private=True)
    assert message == f"{site}/nothing: the server answered 404 Not Found"


def test_an_empty_answer_is_no_source(site: str) -> None:
    assert "sent nothing" in refusal(f"{site}/empty", allow_private=True)


def test_the_size_is_limited_after_unpacking(site: str) -> None:
    limits = Limits(page_bytes=10_000)
    assert "larger than 10000 bytes" in refusal(f"{site}/packed", allow_private=True, limits=limits)
    assert fetch(f"{site}/packed", allow_private=True).content == PAGE * 4000


def test_stacked_packing_is_refused(site: str) -> None:
    assert "packed" in refusal(f"{site}/packed-twice", allow_private=True)


def test_a_server_that_drips_does_not_hold_us(site: str) -> None:
    start = time.monotonic()
    message = refusal(f"{site}/drip", allow_private=True, limits=Limits(page_seconds=0.5))
    assert "not complete within 0.5 s" in message
    assert time.monotonic() - start < 2


def test_a_closed_port_and_an_unknown_name_are_one_line(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "cannot be fetched" in refusal("http://127.0.0.1:1/", allow_private=True)

    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "the name nowhere.test is not known" in refusal("http://nowhere.test/")


@pytest.mark.parametrize("address", ["ftp://a/b", "mailto:a@b.c", "javascript:alert(1)"])
def test_other_schemes_are_refused(address: str) -> None:
    assert "only http, https and file" in refusal(address)


def test_fetching_works_where_a_loop_is_running(site: str) -> None:
    async def caller() -> Source:
        return fetch(f"{site}/page", allow_private=True)

    assert asyncio.run(caller()).content == PAGE


def test_a_file_is_opened_by_path_by_name_and_by_url(tmp_path: Path) -> None:
    file = tmp_path / "with space.html"
    file.write_bytes(PAGE)
    for address in (file, str(file), file.as_uri()):
        source = fetch(address)
        assert source.content == PAGE
        assert source.path == file
        assert source.final_address == file.as_uri()


def test_what_is_no_file_is_said_in_one_line(tmp_path: Path) -> None:
    assert "a folder, expected a file" in refusal(tmp_path)
    assert "no such file" in refusal(tmp_path / "missing.html")
    assert "did you mean https://example.com/page?" in refusal("example.com/page")
    (tmp_path / "empty").touch()
    assert "empty" in refusal(tmp_path / "empty")
    (tmp_path / "big").write_bytes(bytes(100))
    assert "larger than" in refusal(tmp_path / "big", limits=Limits(page_bytes=99))


def test_a_digest_names_the_content() -> None:
    one, same = (Source(name, "text/html", PAGE, name) for name in ("a", "b"))
    assert one.sha256 == same.sha256 != Source("a", "text/html", b"x", "a").sha256


def test_pictures_come_together_and_failures_are_returned(site: str) -> None:
    page = fetch(f"{site}/page", allow_private=True)
    wanted = ["picture", "/missing", "data:image/png;base64," + base64.b64encode(PNG).decode()]
    found = fetch_pictures(wanted, referrer=page, allow_private=True)
    assert list(found) == wanted
    assert isinstance(found["picture"], Source)
    assert "404" in str(found["/missing"])
    embedded = found[wanted[2]]
    assert isinstance(embedded, Source)
    assert (embedded.content, embedded.media_type) == (PNG, "image/png")
    assert Site.seen[-1][1]["Referer"] == f"{site}/"


def test_a_page_from_the_network_reaches_no_file_and_no_inner_address(outside: str) -> None:
    page = fetch(f"{outside}/page")
    inner = outside.replace("127.0.0.2", "127.0.0.1") + "/picture"
    found = fetch_pictures(["file:///etc/hostname", inner], referrer=page)
    assert all(isinstance(answer, SourceError) for answer in found.values())
    assert [path for path, _ in Site.seen] == ["/page"]


def test_a_local_page_reaches_files_below_it_and_none_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "img").mkdir(parents=True)
    (folder / "page.html").write_bytes(PAGE)
    (folder / "img" / "a b.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    page = fetch(folder / "page.html")
    wanted = [
        "img/a%20b.png?v=1",
        "../secret.png",
        "%2e%2e/secret.png",
        "/etc/hostname",
        "link.png",
    ]
    found = fetch_pictures(wanted, referrer=page)
    assert isinstance(found[wanted[0]], Source)
    for address in wanted[1:]:
        assert "outside the folder" in str(found[address])


def test_pictures_share_one_budget_of_bytes_and_of_time(site: str) -> None:
    page = fetch(f"{site}/page", allow_private=True)
    wanted = [f"picture?{number}" for number in range(6)]
    limits = Limits(all_pictures_bytes=3 * len(PNG))
    found = fetch_pictures(wanted, referrer=page, allow_private=True, limits=limits)
    assert sum(isinstance(answer, Source) for answer in found.values()) == 3
    limits = Limits(all_pictures_seconds=0.4)
    late = fetch_pictures(["drip", "picture"], referrer=page, allow_private=True, limits=limits)
    assert "not here when 0.4 s were over" in str(late["drip"])
    assert isinstance(late["picture"], Source)


@given(st.text(max_size=200))
def test_whatever_a_page_names_as_picture_never_raises(address: str) -> None:
    page = Source("p", "text/html", PAGE, "http://127.0.0.1:1/p")
    (answer,) = fetch_pictures([address], referrer=page).values()
    assert "\n" not in str(answer)


def test_passwords_are_never_shown() -> None:
    assert shown("https://user:secret@example.com/a") == "https://example.com/a"
    assert "secret" not in shown("https://user:secret@[broken/a")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\n\n junk before %PDF-1.4", "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"GIF89a...", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x1cftypavif", "image/avif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (
            b"<?xml version='1.0'?><!-- by x --><!DOCTYPE svg PUBLIC '-//W3C'><svg/>",
            "image/svg+xml",
        ),
        (PAGE, "text/html"),
        (b"\xef\xbb\xbf  <HTML>", "text/html"),
        (b"<!-- comment --><p>x", "text/html"),
        ("<html><p>x".encode("utf-16"), "text/html"),
        ("<html><p>x".encode("utf-16-le"), "text/html"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "text/html"),
        (b"<?xml version='1.0'?><rss version='2.0'>", "application/rss+xml"),
        (b"PK\x03\x04rest", "application/zip"),
        (b"PK\x03\x04..META-INF/container.xml", "application/epub+zip"),
        (b'{"a": "<p>"}', "application/json"),
        (b"Only words.", "text/plain"),
        (bytes(range(32)) * 9, "application/octet-stream"),
    ],
)
def test_bytes_tell_what_they_are(content: bytes, media_type: str) -> None:
    assert sniff(content) == media_type
