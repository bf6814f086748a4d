"""Browser: a page that is made by its own scripts, as headless Chromium shows it.

The browser itself reaches no network. Every request of the page is answered with what
our own door fetched, so that the rules of `source` hold for it too: no private network,
no local file outside the folder of the page, and limits on sizes. Only this module
knows Playwright.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from converter.errors import SourceError
from converter.source import Source, fetch_pictures

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
"""Browsers of the system, tried before the one that Playwright downloads."""
QUIET_SECONDS = 15.0
"""How long a page may go on loading; what is there then is taken."""
ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_NOT_NEEDED = {"image", "media", "font", "websocket", "eventsource", "manifest", "ping"}
_TYPES = {"script": "text/javascript", "stylesheet": "text/css", "document": "text/html"}


def available() -> bool:
    """Tell whether the extra is installed."""
    return find_spec("playwright") is not None


def rendered(source: Source, *, allow_private: bool = False) -> Source:
    """Return a page as it is after its scripts ran.

    Raises SourceError when no browser can be started or the page does not load.
    """
    from playwright.sync_api import Error, TimeoutError, sync_playwright

    try:
        with sync_playwright() as playwright, _browser(playwright) as browser:
            page = browser.new_page(service_workers="block")
            page.route("**/*", lambda route: _answer(route, source, allow_private))
            page.goto(source.final_address, wait_until="domcontentloaded")
            with suppress(TimeoutError):  # pages that never rest have shown their text by then
                page.wait_for_load_state("networkidle", timeout=1000 * QUIET_SECONDS)
            content = page.content().encode()
    except Error as error:
        reason = error.message.partition("\n")[0]
        raise SourceError(f"{source.address}: no browser could show it: {reason}") from error
    return replace(source, content=content, charset="utf-8")


def _browser(playwright: Playwright) -> Browser:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if root else [])]  # refused to root otherwise
    return playwright.chromium.launch(executable_path=path, args=arguments)


def _answer(route: Route, source: Source, allow_private: bool) -> None:
    """Answer a request of the page; what is not for reading it is refused."""
    request = route.request
    if request.url.partition("#")[0] == source.final_address.partition("#")[0]:
        route.fulfill(body=source.content, content_type="text/html")
        return
    if request.method != "GET" or request.resource_type in _NOT_NEEDED:
        route.abort()
        return
    found = fetch_pictures([request.url], referrer=source, allow_private=allow_private)
    answer = found[request.url]
    if isinstance(answer, SourceError):
        route.abort()
        return
    kind = _TYPES.get(request.resource_type) or mimetypes.guess_type(request.url)[0]
    headers = {"Access-Control-Allow-Origin": "*"}
    route.fulfill(body=answer.content, content_type=kind or answer.media_type, headers=headers)
