"""Formats of the output: file name extensions, and the codecs that go into them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from converter.timeline.address import split

FORMATS: Mapping[str, tuple[str, ...]] = {
    ".mp4": ("H.264", "H.265", "VP9", "AV1"),
    ".webm": ("VP9", "AV1"),
    ".m3u8": ("H.264", "H.265"),
    ".mp3": (),
}
"""Codecs of the picture by extension, the first by default; none where there is only sound."""

EXTENSIONS = f"{', '.join(list(FORMATS)[:-1])} or {list(FORMATS)[-1]}"
"""The extensions as a message names them."""

_SPELLINGS = {
    **dict.fromkeys(("h264", "avc", "avc1", "x264"), "H.264"),
    **dict.fromkeys(("h265", "hevc", "hvc1", "x265"), "H.265"),
    **dict.fromkeys(("vp9", "vp09"), "VP9"),
    **dict.fromkeys(("av1", "av01"), "AV1"),
}


def extension(address: str) -> str:
    """Return the extension of an address as it is in FORMATS, or nothing."""
    parts = split(address)
    name = parts.path if parts and parts.scheme in ("http", "https") else address
    found = PurePosixPath(name).suffix.lower()
    return found if found in FORMATS else ""


def codec_named(name: str) -> str | None:
    """Return the codec that a name in any usual spelling means, or None."""
    return _SPELLINGS.get(re.sub(r"[\W_]", "", name).removeprefix("lib").lower())
