"""Fetch: an address becomes a Source, bytes whose type and origin are known.

The only door to the network. A page may be hostile, so an address is looked up
once, every network it leads to is checked, and the connection goes to the very
address that was checked: neither a redirect nor a name that changes its answer
leads inside. Sizes and times are limited, and what the bytes are is read from the
bytes themselves.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import ipaddress
import re
import socket
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLContext
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes, urljoin, urlsplit, urlunsplit
from urllib.request import url2pathname

import httpx

from converter.errors import SourceError
from converter.mediatype import sniff

MIB = 1 << 20
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Docreel)",
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,image/*;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
ENCODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}
"""Content encodings taken. Stacked and denser ones can unpack to gigabytes in one step."""

_T = TypeVar("_T")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Limits:
    """What one call may cost: bytes after unpacking, and seconds."""

    page_bytes: int = 128 * MIB
    picture_bytes: int = 32 * MIB
    all_pictures_bytes: int = 256 * MIB
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    page_seconds: float = 60.0
    all_pictures_seconds: float = 60.0
    redirects: int = 10
    concurrency: int = 8


@dataclass(frozen=True)
class Source:
    """Bytes, what they are, and where they came from.

    `address` is what was asked for and may be shown to people: passwords are taken
    out. `final_address` is a URL, after redirects, and the base of relative ones.
    `charset` is what the server said of the text, where it said anything.
    """

    address: str
    media_type: str
    content: bytes
    final_address: str
    charset: str | None = None

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the content."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def label(self) -> str:
        """What people are shown: the address, or a local file's bare name."""
        return self.path.name if self.path else self.address

    @property
    def path(self) -> Path | None:
        """The local file this was read from, or None when it came from elsewhere."""
        parts = urlsplit(self.final_address)
        return Path(url2pathname(parts.path)) if parts.scheme == "file" else None


def fetch(address: str | Path, *, allow_private: bool = False, limits: Limits = Limits()) -> Source:
    """Fetch a page or a file: an http(s) URL, a `file:` URL or a local path.

    Addresses inside loopback, private, link-local and other special networks are
    refused unless `allow_private`. Raises SourceError, in one line, for whatever
    cannot be had: unknown names, refused networks, error answers, limits, no file.
    """
    text = str(address)
    scheme = "" if isinstance(address, Path) else _scheme(text)
    if scheme in {"http", "https"}:
        return _wait(_fetch_page(text, allow_private, limits))
    if scheme == "file":
        return _open(_file(text), limits.page_bytes)
    if scheme:
        raise SourceError(f"{shown(text)}: only http, https and file addresses can be fetched")
    return _open(Path(text), limits.page_bytes)


def fetch_pictures(
    addresses: Iterable[str],
    *,
    referrer: Source,
    allow_private: bool = False,
    limits: Limits = Limits(),
) -> dict[str, Source | SourceError]:
    """Fetch what a page shows, several at a time; failures are returned, not raised.

    Addresses may be relative to the referrer, and `data:` URIs. A page from the
    network reaches no local file; a local page reaches only files in its own folder
    and below. Keys are the addresses as given, in the order given.
    """
    wanted = list(dict.fromkeys(addresses))
    found: dict[str, Source | SourceError] = {}
    remote: dict[str, str] = {}
    for address in wanted:
        try:
            full = _join(referrer, address)
            if _scheme(full) in {"http", "https"}:
                remote[address] = full
            else:
                found[address] = _at_hand(full, referrer, limits)
        except SourceError as error:
            found[address] = error
    if remote:
        found |= _wait(_fetch_all(remote, referrer, allow_private, limits))
    return {address: found[address] for address in wanted}


def linked(address: str, *, referrer: Source) -> str:
    """Return what a feed links to as an address to fetch; SourceError where it must not lead.

    As with pictures: a feed from the network leads to no local file, a local one only
    to files in its own folder and below.
    """
    full = _join(referrer, address)
    if _scheme(full) not in {"http", "https"}:
        _beside(full, referrer)
    return full


def bare(address: str) -> str:
    """Return an address without user and password, fit to be stored and shown."""
    if address.startswith("data:"):
        return address[:40] + "…"
    try:
        parts = urlsplit(address)
    except ValueError:
        return re.sub(r"//[^/@]*@", "//", address)
    if "@" not in parts.netloc:
        return address
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def shown(address: str) -> str:
    """Return an address as messages show it: bare, on one line and not endless."""
    return _short(bare(address))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 200 else text[:199] + "…"


def _scheme(address: str) -> str:
    found = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]+):", address)  # one letter is a drive
    return found[1].lower() if found else ""


# Local files


def _file(address: str) -> Path:
    parts = urlsplit(address.strip())
    if parts.netloc not in {"", "localhost"}:
        raise SourceError(f"{shown(address)}: a file address names no other machine")
    return Path(url2pathname(parts.path))


def _open(path: Path, limit: int) -> Source:
    try:
        content = _read(path, limit)
        final = path.resolve().as_uri()
    except FileNotFoundError as error:
        raise SourceError(f"{path}: no such file{_hint(path)}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"{_short(str(path))}: cannot be opened: {reason}") from error
    return Source(str(path), sniff(content, path.name), content, final)


def _read(path: Path, limit: int) -> bytes:
    if path.is_dir():
        raise SourceError(f"{path}: a folder, expected a file")
    if path.exists() and not path.is_file():
        raise SourceError(f"{path}: not a regular file")
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise SourceError(f"{path}: larger than {_size(limit)}")
    if not content:
        raise SourceError(f"{path}: the file is empty")
    return content


def _hint(path: Path) -> str:
    host = path.parts[0] if path.parts else ""
    looks_like_host = re.fullmatch(r"(?:[\w-]+\.)+[A-Za-z]{2,}", host) and len(path.parts) > 1
    looks_like_host = looks_like_host or str(path).startswith("www.")
    return f" (did you mean https://{path}?)" if looks_like_host else ""


def _size(count: int) -> str:
    return f"{count // MIB} MiB" if count >= MIB else f"{count} bytes"


# What a page shows


def _join(referrer: Source, address: str) -> str:
    if address.startswith("//") and referrer.path:
        return "https:" + address  # on a saved page this still means a server
    try:
        return urljoin(referrer.final_address, address.strip())
    except ValueError as error:
        raise SourceError(f"{shown(address)}: not an address") from error


def _at_hand(address: str, referrer: Source, limits: Limits) -> Source:
    """Return a picture that needs no network, or say why it is refused."""
    if address.startswith("data:"):
        return _data(address, limits.picture_bytes)
    return _open(_beside(address, referrer), limits.picture_bytes)


def _beside(address: str, referrer: Source) -> Path:
    """Return the path of a local file that a referrer may lead to."""
    if _scheme(address) != "file":
        raise SourceError(f"{shown(address)}: neither http, https nor data")
    if referrer.path is None:
        raise SourceError(f"{shown(address)}: a page from the network names a local file")
    path, folder = _file(address), referrer.path.resolve().parent
    if not path.resolve().is_relative_to(folder):
        raise SourceError(f"{shown(address)}: outside the folder of the page")
    return path


def _data(address: str, limit: int) -> Source:
    head, comma, body = address.partition(",")
    try:
        raw = unquote_to_bytes(body)
        content = base64.b64decode(raw + b"==") if head.endswith(";base64") else raw
    except (binascii.Error, ValueError) as error:
        raise SourceError(f"{shown(address)}: broken data address") from error
    if not comma or not content or len(content) > limit:
        raise SourceError(f"{shown(address)}: empty or larger than {_size(limit)}")
    return Source(bare(address), sniff(content), content, bare(address))


# The network


def _wait(work: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine to its end, also for a caller who has a running loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _fetch_page(address: str, allow_private: bool, limits: Limits) -> Source:
    async with _client(allow_private, limits, HEADERS) as client:
        quota = _Quota(limits.page_bytes, f"larger than {_size(limits.page_bytes)}")
        return await _get(client, address, limits, [quota])


async def _fetch_all(
    addresses: dict[str, str], referrer: Source, allow_private: bool, limits: Limits
) -> dict[str, Source | SourceError]:
    together = _Quota(
        limits.all_pictures_bytes,
        f"the pictures are larger than {_size(limits.all_pictures_bytes)} together",
    )
    turn = asyncio.Semaphore(limits.concurrency)
    async with _client(allow_private, limits, HEADERS | _referer(referrer)) as client:

        async def one(address: str) -> Source:
            alone = _Quota(limits.picture_bytes, f"larger than {_size(limits.picture_bytes)}")
            async with turn:
                return await _get(client, address, limits, [alone, together])

        tasks = {key: asyncio.create_task(one(full)) for key, full in addresses.items()}
        _, late = await asyncio.wait(tasks.values(), timeout=limits.all_pictures_seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    return {key: _outcome(task, addresses[key], limits) for key, task in tasks.items()}


def _outcome(task: asyncio.Task[Source], address: str, limits: Limits) -> Source | SourceError:
    try:
        return task.result()
    except SourceError as error:
        return error
    except asyncio.CancelledError:
        seconds = limits.all_pictures_seconds
        return SourceError(f"{shown(address)}: not here when {seconds:g} s were over")


def _referer(page: Source) -> dict[str, str]:
    """Name the page's site, not the page, to servers that show pictures only to it."""
    parts = urlsplit(page.final_address)
    return {"Referer": f"{parts.scheme}://{parts.netloc}/"} if parts.netloc else {}


@asynccontextmanager
async def _client(
    allow_private: bool, limits: Limits, headers: dict[str, str]
) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=_Checked(allow_private),
        headers=headers,
        timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds, pool=None),
        trust_env=False,
    ) as client:
        yield client


async def _get(
    client: httpx.AsyncClient, address: str, limits: Limits, quotas: list[_Quota]
) -> Source:
    with _one_line(address, limits):
        url = httpx.URL(address.strip())
        async with asyncio.timeout(limits.page_seconds):
            for _ in range(limits.redirects + 1):
                async with client.stream("GET", url) as response:
                    if not response.has_redirect_location:
                        return await _receive(response, address, url, quotas)
                    url = _next(url, response.headers["location"])
    raise SourceError(f"{shown(address)}: more than {limits.redirects} redirects")


def _next(url: httpx.URL, location: str) -> httpx.URL:
    after = url.join(location)
    if after.scheme not in {"http", "https"}:
        raise SourceError(f"{shown(str(url))}: redirects to {shown(location)}, which is no page")
    return after


async def _receive(
    response: httpx.Response, address: str, url: httpx.URL, quotas: list[_Quota]
) -> Source:
    name = shown(address)
    if not response.is_success:
        reason = f"{response.status_code} {response.reason_phrase}".strip()
        raise SourceError(f"{name}: the server answered {reason}")
    if response.headers.get("content-encoding", "").strip().lower() not in ENCODINGS:
        raise SourceError(f"{name}: packed in a way that was not asked for")
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        for quota in quotas:
            quota.spend(len(chunk), name)
    if not content:
        raise SourceError(f"{name}: the server sent nothing")
    data = bytes(content)
    media_type = sniff(data, url.path)
    return Source(bare(address), media_type, data, bare(str(url)), response.charset_encoding)


@dataclass
class _Quota:
    """Bytes that may still be received, alone or by several answers together."""

    left: int
    complaint: str

    def spend(self, count: int, name: str) -> None:
        self.left -= count
        if self.left < 0:
            raise SourceError(f"{name}: {self.complaint}")


@contextmanager
def _one_line(address: str, limits: Limits) -> Iterator[None]:
    """Translate what can go wrong on the network into SourceError."""
    name = shown(address)
    try:
        yield
    except httpx.ConnectTimeout as error:
        seconds = limits.connect_seconds
        raise SourceError(f"{name}: no connection within {seconds:g} s") from error
    except httpx.TimeoutException as error:
        raise SourceError(f"{name}: no answer within {limits.read_seconds:g} s") from error
    except TimeoutError as error:
        raise SourceError(f"{name}: not complete within {limits.page_seconds:g} s") from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise SourceError(f"{name}: not an address: {_short(str(error))}") from error
    except (httpx.HTTPError, OSError) as error:
        raise SourceError(f"{name}: cannot be fetched: {_short(str(error))}") from error


class _Checked(httpx.AsyncBaseTransport):
    """A transport that looks a host up once and connects to what it checked.

    Each host has connections of its own: two hosts behind one address must not share
    one, since its certificate was verified for the first only.
    """

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._lookups: dict[str, asyncio.Task[list[_Address]]] = {}
        self._transports: dict[str, httpx.AsyncHTTPTransport] = {}
        self._trust: SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to the first checked address that takes a connection."""
        host = request.url.host
        failure: httpx.TransportError = httpx.ConnectError(f"the name {host} has no address")
        for address in await self._addresses(host, request.extensions):
            try:
                return await self._transport(host).handle_async_request(_pinned(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._transports.values():
            await transport.aclose()

    def _transport(self, host: str) -> httpx.AsyncHTTPTransport:
        if self._trust is None:
            self._trust = httpx.create_ssl_context()
        if host not in self._transports:
            self._transports[host] = httpx.AsyncHTTPTransport(verify=self._trust, trust_env=False)
        return self._transports[host]

    async def _addresses(self, host: str, extensions: dict[str, Any]) -> list[_Address]:
        if host not in self._lookups:
            self._lookups[host] = asyncio.create_task(_look_up(host))
        lookup = asyncio.shield(self._lookups[host])  # others wait for the same answer
        try:
            found = await asyncio.wait_for(lookup, extensions["timeout"]["connect"])
        except TimeoutError as error:
            raise httpx.ConnectTimeout(f"the name {host} was not found in time") from error
        if not self._allow_private and not all(map(is_public, found)):
            raise SourceError(f"{host}: inside a private network (see --allow-private)")
        return found


async def _look_up(host: str) -> list[_Address]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError(f"the name {host} is not known") from error
    texts = [str(entry[4][0]).partition("%")[0] for entry in found]
    return [ipaddress.ip_address(text) for text in dict.fromkeys(texts)]


def _pinned(request: httpx.Request, address: _Address) -> httpx.Request:
    """Return the request aimed at an address; its Host header and TLS name stay."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=str(address)),
        headers=request.headers,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )


def is_public(address: _Address) -> bool:
    """Tell whether an IP address, and any IPv4 address inside it, is on the open Internet."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local or address.is_reserved:
            return False
    return address.is_global and not address.is_multicast


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address a mapped, 6to4, Teredo or NAT64 address leads to."""
    if address.teredo:
        return address.teredo[1]
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
