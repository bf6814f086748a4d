"""Settings: what people may ask for, in the words they use.

Read by the command line (and later the server) only; the library takes plain values.
"""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

ASPECTS = {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080), "4:5": (1080, 1350)}
SMALLEST, LARGEST, LARGEST_SHORT_SIDE = 128, 4096, 2160
"""Limits of an IMS output, in pixels: each side, and the shorter one."""

CLOCK = re.compile(r"(\d+):(\d{2})")
PAGES = re.compile(r"(?P<first>\d{1,6})\s*(?P<to>[-–]\s*(?P<last>\d{1,6})?)?")
LAST_PAGE = 999_999
UNITS = re.compile(r"(?:(\d+(?:\.\d+)?)\s*m(?:in)?)?\s*(?:(\d+(?:\.\d+)?)\s*s?)?")


def parse_size(text: str) -> tuple[int, int]:
    """Parse `1280x720` into even pixels within the limits of IMS; ValueError otherwise."""
    match = re.fullmatch(r"\s*(\d+)\s*[x×]\s*(\d+)\s*", text, re.IGNORECASE)
    if not match:
        raise ValueError(f"{text!r} is no size; write WIDTHxHEIGHT, like 1280x720")
    width, height = int(match[1]), int(match[2])
    if min(width, height) < SMALLEST or max(width, height) > LARGEST:
        raise ValueError(f"{text}: each side must be {SMALLEST} to {LARGEST} pixels")
    if min(width, height) > LARGEST_SHORT_SIDE:
        raise ValueError(f"{text}: the shorter side may have {LARGEST_SHORT_SIDE} pixels at most")
    if width % 2 or height % 2:
        raise ValueError(f"{text}: both sides must be even, as H.264 halves them for colour")
    return width, height


def parse_pages(text: str) -> tuple[range, ...]:
    """Parse `3-5,9,12-` into ranges of page numbers from 1; ValueError otherwise."""
    return tuple(_page_range(part.strip()) for part in text.split(","))


def _page_range(text: str) -> range:
    match = PAGES.fullmatch(text)
    first = int(match["first"]) if match else 0
    last = (int(match["last"] or LAST_PAGE) if match["to"] else first) if match else 0
    if not 1 <= first <= last:
        raise ValueError(f"{text!r} are no pages; write 3-5, 9 or 12-, with commas between")
    return range(first, last + 1)


def parse_voices(text: str) -> tuple[str, str | None]:
    """Parse `A,B` into presenter and voice, or `auto`; ValueError otherwise."""
    if text.strip() == "auto":
        return "auto", None
    presenter, comma, voice = (part.strip() for part in text.partition(","))
    if not (presenter and comma and voice) or "," in voice:
        raise ValueError(f"{text!r} are not two voices; write A,B, like ava,andy, or auto")
    return presenter, voice


def parse_duration(text: str) -> float:
    """Parse `90`, `90s`, `3m`, `1m30s` or `1:30` into seconds; ValueError otherwise."""
    match = CLOCK.fullmatch(text.strip()) or UNITS.fullmatch(text.strip())
    minutes, seconds = match.groups() if match else (None, None)
    total = float(minutes or 0) * 60 + float(seconds or 0)
    if total <= 0:
        raise ValueError(f"{text!r} is no length of time; write 90s, 3m or 1m30s")
    return total


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return where work is kept between runs: DOCREEL_CACHE, else the system's place for it.

    None, which keeps nothing, where DOCREEL_CACHE is empty.
    """
    asked = environment.get("DOCREEL_CACHE")
    if asked is not None:
        return Path(asked) if asked else None
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home()) / "docreel" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "docreel"
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "docreel"


def parse_price(text: str) -> tuple[float, float]:
    """Parse `0.4,1.2`, what a million tokens cost asked and answered; ValueError otherwise."""
    try:
        asked, answered = (float(part) for part in text.split(","))
    except ValueError:
        asked = answered = -1.0
    if not (0 <= asked < math.inf and 0 <= answered < math.inf):
        raise ValueError(f"{text!r} is no price; write what a million tokens cost, like 0.4,1.2")
    return asked, answered


def chat_key(url: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the key for a chat endpoint, empty where there is none.

    DOCREEL_CHAT_KEY goes anywhere, DASHSCOPE_API_KEY to DashScope only, and
    OPENAI_API_KEY to all others.
    """
    host = urlsplit(url).hostname or ""
    known = "DASHSCOPE_API_KEY" if host.endswith(".aliyuncs.com") else "OPENAI_API_KEY"
    return environment.get("DOCREEL_CHAT_KEY") or environment.get(known, "")


def library_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the media library is: DOCREEL_LIBRARY, else the system's place for data."""
    if asked := environment.get("DOCREEL_LIBRARY"):
        return Path(asked)
    if sys.platform == "win32":
        place = Path(environment.get("LOCALAPPDATA") or Path.home())
    elif sys.platform == "darwin":
        place = Path.home() / "Library" / "Application Support"
    else:
        place = Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return place / "docreel" / "library.sqlite"
