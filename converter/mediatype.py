"""Media type: what some bytes are, judged by the bytes.

Names and headers lie: pictures called .jpg are WebP, error pages come as PDF. Only
among texts, where bytes tell little, is a name believed.
"""

from __future__ import annotations

import re

_MAGIC = [
    (rb"\x89PNG\r\n\x1a\n", "image/png"),
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"GIF8[79]a", "image/gif"),
    (rb"RIFF....WEBP", "image/webp"),
    (rb"RIFF....WAVE", "audio/wav"),
    (rb"....ftypavi[fs]", "image/avif"),
    (rb"....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)", "image/heic"),
    (rb"....ftypM4A", "audio/mp4"),
    (rb"....ftyp", "video/mp4"),
    (rb"BM.{4}\x00{4}", "image/bmp"),
    (rb"II\*\x00|MM\x00\*", "image/tiff"),
    (rb"\x00\x00\x01\x00", "image/x-icon"),
    (rb"PK\x03\x04.{26}mimetypeapplication/epub\+zip", "application/epub+zip"),
    (rb"PK\x03\x04|PK\x05\x06", "application/zip"),
    (rb"\x1f\x8b", "application/gzip"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (rb"\x1aE\xdf\xa3", "video/webm"),
    (rb"OggS", "audio/ogg"),
    (rb"ID3|\xff[\xfb\xf3\xf2]", "audio/mpeg"),
    (rb"\{\\rtf", "application/rtf"),
]
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_PACKAGES = {
    b"META-INF/container.xml": "application/epub+zip",
    b"word/": f"{_OPEN_XML}.wordprocessingml.document",
    b"ppt/": f"{_OPEN_XML}.presentationml.presentation",
    b"xl/": f"{_OPEN_XML}.spreadsheetml.sheet",
}
"""What the names of files in an archive tell."""
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|article|main|div|p|h[1-6]|table|ul|ol|"
    r"br|a|img|script|style|iframe|span|pre|section)\b",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:\ufeff)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html)\b", re.I | re.S
)
_MARKDOWN = [
    re.compile(r"^#{1,6} +\S", re.MULTILINE),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"!?\[[^\]\n]+\]\([^)\s]+\)"),
    re.compile(r"(?<![\w*])\*\*\S[^*\n]*\*\*"),
    re.compile(r"^\|?(?: *:?-{3,}:? *\|)+", re.MULTILINE),
]
"""Signs of Markdown; two different ones make a text Markdown whatever it is called."""
_TEXTS = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".mkd": "text/markdown",
    ".txt": "text/plain",
    ".text": "text/plain",
}
_XML = [
    ("image/svg+xml", re.compile(r"<(?:\w+:)?svg\b")),
    ("application/rss+xml", re.compile(r"<(?:rss|rdf:RDF)\b")),
    ("application/atom+xml", re.compile(r"<feed\b")),
]


def sniff(content: bytes, name: str = "") -> str:
    """Return the media type of some bytes.

    What has no signature and is not text is `application/octet-stream`. The ending of
    the `name` tells Markdown from plain text, and both from HTML with tags in them.
    """
    for pattern, media_type in _MAGIC:
        if re.match(pattern, content, re.DOTALL):
            return _packaged(content) if media_type == "application/zip" else media_type
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    text = _as_text(content[:8192])
    if text is None:
        return "application/octet-stream"
    named = next((kind for end, kind in _TEXTS.items() if name.lower().endswith(end)), None)
    return named if named and not _PAGE.match(text) else _sniff_text(text)


def _packaged(content: bytes) -> str:
    for part, media_type in _PACKAGES.items():
        if part in content[:4096] or part in content[-8192:]:
            return media_type
    return "application/zip"


def _as_text(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    for encoding, mark in (("utf-16-le", b"<\x00"), ("utf-16-be", b"\x00<")):
        if head.startswith(mark):
            return head.decode(encoding, "replace")
    odd = sum(byte < 32 and byte not in b"\t\n\f\r\x1b" for byte in head)
    return None if odd > len(head) // 100 else head.decode("latin-1").removeprefix("ï»¿")


def _sniff_text(text: str) -> str:
    start = re.sub(r"<!--.*?(?:-->|$)|<\?.*?\?>", "", text, flags=re.DOTALL).lstrip()
    if start[:1] in {"{", "["}:
        return "application/json"
    tagged = start if start.startswith("<") else ""
    root = re.sub(
        r"^\s*<!doctype\s+(?!html)[^>\[]*(?:\[.*?\])?[^>]*>", "", tagged, flags=re.I | re.S
    )
    for media_type, pattern in _XML:
        if pattern.match(root.lstrip()):
            return media_type
    if _HTML.search(start):
        return "text/html"
    if text.lstrip().startswith("<?xml"):
        return "text/xml"
    signs = sum(bool(sign.search(text)) for sign in _MARKDOWN)
    return "text/markdown" if signs > 1 else "text/plain"
