"""Subtitle files: srt, vtt, ass and ssa, in whatever encoding; the only door to pysubs2."""

from __future__ import annotations

import codecs
import html
import re
import warnings
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from converter.errors import RenderError
from converter.render.inline import plain
from converter.timeline.clips import Canvas
from converter.timeline.style import Alignment, FontFace, TextStyle

if TYPE_CHECKING:
    from pysubs2 import SSAEvent, SSAFile, SSAStyle

Kind = Literal["srt", "vtt", "ass", "ssa"]

_SUFFIXES: Mapping[str, Kind] = {".srt": "srt", ".vtt": "vtt", ".ass": "ass", ".ssa": "ssa"}
_NATURAL = 384.0, 288.0
"""The canvas of an ass file that names none, in pixels."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMON_HANZI = 0xD7
"""The last lead byte of the hanzi in daily use, in GB 2312 and all that grew from it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One subtitle on [begin, end) seconds of its file; `text` may have inline codes.

    `style` is its own, None where that of the clip counts, except for an `alignment`.
    What is `pinned` to a point does not make room for others.
    """

    begin: Fraction
    end: Fraction
    text: str
    style: TextStyle | None = None
    alignment: Alignment | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Subtitles:
    """What a file holds. Styles of its entries are meant for its `canvas`, if it has one."""

    entries: tuple[Entry, ...]
    canvas: Canvas | None = None
    notes: tuple[str, ...] = ()


def read(path: Path, kind: Kind | None = None) -> Subtitles:
    """Read a subtitle file; its kind is as said, else by its suffix, else by its content.

    Entries that are seen at one time in one place become one, later ones above. Raises
    RenderError for a file without any subtitle that can be read.
    """
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise RenderError(f"{path}: cannot be read ({error.strerror})") from error
    kind = _kind(text, kind or _SUFFIXES.get(path.suffix.lower()))
    try:
        found = _styled(_parsed(text, kind)) if kind in ("ass", "ssa") else _bare(text, kind)
    # pysubs2 raises what int() and float() do, and pydantic's error is one of these.
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        raise RenderError(f"{path}: is no {kind} file that can be read: {_line(error)}") from error
    if not found.entries:
        raise RenderError(f"{path}: has no subtitles, expected a file of kind {kind}")
    return replace(found, entries=tuple(_stacked(found.entries)))


def _line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


# --- bytes to text --------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    """Return bytes as text: by their mark, as UTF-8, as Chinese, or as they look."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _is_chinese(text):
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best else data.decode("cp1252", "replace")


def _is_chinese(text: str) -> bool:
    """Tell whether most of what is not ASCII are hanzi in daily use."""
    foreign = [char for char in text if not char.isascii()]
    codes = (char.encode("gb2312", "ignore") for char in foreign)
    daily = sum(code[0] <= _COMMON_HANZI for code in codes if code)
    return daily >= 0.9 * len(foreign)


def _kind(text: str, declared: Kind | None) -> Kind:
    if text.lstrip().startswith("WEBVTT"):
        return "vtt"
    if declared:
        return declared
    if re.search(r"^\[V4\+? Styles\]|^\[Events\]", text, re.IGNORECASE | re.MULTILINE):
        return "ass" if re.search(r"V4\+", text, re.IGNORECASE) else "ssa"
    return "srt"


def _parsed(text: str, kind: Kind, **options: Any) -> SSAFile:
    from pysubs2 import SSAFile
    from pysubs2.exceptions import Pysubs2Error

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    with warnings.catch_warnings():
        # It warns of fields that it reads as their defaults.
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            return SSAFile.from_string(text, format_=kind, **options)
        except Pysubs2Error as error:
            raise ValueError(str(error)) from error


def _seconds(milliseconds: int) -> Fraction:
    return Fraction(max(0, milliseconds), 1000)


# --- srt and vtt: text in the style of the clip ---------------------------------------

_TAGS = (
    (re.compile(r"<\s*([bius])(?:\.[^<>]*)?\s*>", re.IGNORECASE), r"{\\\g<1>1}"),
    (re.compile(r"<\s*/\s*([bius])\s*>", re.IGNORECASE), r"{\\\g<1>0}"),
    (re.compile(r"<\s*/\s*font\s*>", re.IGNORECASE), r"{\\1c}"),
)
_FONT_COLOUR = re.compile(
    r"<\s*font\b[^<>]*?color\s*=\s*[\"']?#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b[^<>]*>",
    re.IGNORECASE,
)
_NOT_FOLLOWED = (
    (re.compile(r"^STYLE\b", re.MULTILINE), "styles of the file are not followed"),
    (re.compile(r"-->[ \t]*[\d:.]+[ \t]+\S"), "places that cues name are not followed"),
)
_OTHER_TAG = re.compile(r"<\s*/?\s*(?:[a-z]|\d\d:)[^<>]*>", re.IGNORECASE)


def _bare(text: str, kind: Kind) -> Subtitles:
    parsed = _parsed(_cues_only(text) if kind == "vtt" else text, kind, keep_html_tags=True)
    notes = [note for pattern, note in _NOT_FOLLOWED if kind == "vtt" and pattern.search(text)]
    return Subtitles(tuple(_bare_entries(parsed, kind)), notes=tuple(notes))


def _cues_only(text: str) -> str:
    """Return WebVTT without the notes, styles and names between its cues."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    cues = (re.search(r"^.*-->(?:.|\n)*", block, re.MULTILINE) for block in blocks[1:])
    return "\n\n".join(["WEBVTT", *(cue[0] for cue in cues if cue)])


def _bare_entries(parsed: SSAFile, kind: Kind) -> Iterator[Entry]:
    for event in parsed:
        told = html.unescape(_coded(event.text)) if kind == "vtt" else _coded(event.text)
        told, place = _taken(_ALIGNMENT, told)
        begin, end = _seconds(event.start), _seconds(event.end)
        if begin < end and plain(told).strip():
            yield Entry(begin, end, told, alignment=_anchor(place))


def _coded(text: str) -> str:
    """Return the text with its tags as inline codes; what has no code is left out."""
    for tag, code in _TAGS:
        text = tag.sub(code, text)
    text = _FONT_COLOUR.sub(r"{\\1c&H\g<3>\g<2>\g<1>&}", text)
    return _OTHER_TAG.sub("", text)


# --- ass: styles of their own ---------------------------------------------------------

_ALIGNMENT = re.compile(r"\\an([1-9])")
_NUMBER = r"\s*(-?\d+(?:\.\d+)?)\s*"
_PLACE = re.compile(rf"\\(?:pos|move)\({_NUMBER},{_NUMBER}(?:,[^()]*)?\)")
_TURN = re.compile(rf"\\frz?(?={_NUMBER}){_NUMBER}")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")
_REMARK = re.compile(r"(?<!\\)\{[^{}\\]*\}")

_ANCHORS: tuple[Alignment, ...] = (
    "BottomLeft",
    "BottomCenter",
    "BottomRight",
    "CenterLeft",
    "CenterCenter",
    "CenterRight",
    "TopLeft",
    "TopCenter",
    "TopRight",
)
"""In the order of a numeric keypad, from 1."""


def _styled(parsed: SSAFile) -> Subtitles:
    events = [event for event in parsed if event.type == "Dialogue"]
    shown = [event for event in events if not _DRAWING.search(event.text)]
    canvas = _canvas(parsed.info)
    notes = ["drawings are left out"] if shown != events else []
    if parsed.fonts_opaque:
        notes.append("fonts inside of the file are not used")
    if any("\\move(" in event.text for event in shown):
        notes.append("texts that move stand where they start")
    if any(style.scalex != style.scaley for style in parsed.styles.values()):
        notes.append("letters are as wide as they are by nature, ScaleX is not applied")
    ordered = sorted(shown, key=lambda event: (event.layer, event.start))
    entries = (_styled_entry(event, parsed.styles, canvas) for event in ordered)
    return Subtitles(tuple(entry for entry in entries if entry), canvas, tuple(notes))


def _canvas(info: Mapping[str, str]) -> Canvas:
    width, height = (float(info.get(f"PlayRes{side}", 0)) for side in "XY")
    if not width and not height:
        width, height = _NATURAL
    ratio = _NATURAL[0] / _NATURAL[1]
    return Canvas(width=width or height * ratio, height=height or width / ratio)


def _styled_entry(event: SSAEvent, styles: Mapping[str, SSAStyle], canvas: Canvas) -> Entry | None:
    from pysubs2 import SSAStyle

    begin, end = _seconds(event.start), _seconds(event.end)
    style = styles.get(event.style.lstrip("*")) or styles.get("Default") or SSAStyle()
    told = _REMARK.sub("", event.text).replace("\\n", " ").replace("\\h", "\u00a0")
    told, anchor = _taken(_ALIGNMENT, told)
    told, place = _taken(_PLACE, told)
    told, turn = _taken(_TURN, told)
    if begin >= end or not plain(told).strip():
        return None
    alignment = _anchor(anchor) or _ANCHORS[min(max(1, int(style.alignment)), 9) - 1]
    look = _look(style) | _position(style, event, alignment, place, canvas)
    if turn:
        look["angle"] = float(turn[1])
    return Entry(begin, end, told, TextStyle(**look), pinned=place is not None)


def _look(style: SSAStyle) -> dict[str, Any]:
    """Return the fields of a TextStyle that do not depend on the entry."""
    box = style.borderstyle in (3, 4)
    back = style.outlinecolor if style.borderstyle == 3 else style.backcolor
    return {
        "font": style.fontname.lstrip("@") or "Arial",
        "font_size": min(max(1.0, style.fontsize * style.scaley / 100), 5000.0),
        "font_color": _colour(style.primarycolor),
        "font_face": FontFace(bold=style.bold, italic=style.italic, underline=style.underline),
        "spacing": style.spacing,
        "angle": style.angle,
        "border_style": 3 if box else 1,
        "outline": max(0.0, style.outline),
        "outline_colour": _colour(style.outlinecolor),
        "shadow": max(0.0, style.shadow),
        "back_colour": _colour(back),
    }


def _position(
    style: SSAStyle,
    event: SSAEvent,
    alignment: Alignment,
    place: re.Match[str] | None,
    canvas: Canvas,
) -> dict[str, Any]:
    left, right = event.marginl or style.marginl, event.marginr or style.marginr
    down = float(event.marginv or style.marginv)
    across = {"Left": left, "Right": right}.get(_side(alignment), (left - right) / 2)
    x, y = across, 0.0 if alignment.startswith("Center") else down
    if place:
        x, y = _margins(float(place[1]), float(place[2]), alignment, canvas)
    return {
        "alignment": alignment,
        # Whole pixels: anything below one would be a share of the frame.
        "x": round(x),
        "y": round(y),
        "adapt_mode": "AutoWrap",
        "text_width": max(2.0, canvas.width - left - right),
    }


def _margins(x: float, y: float, alignment: Alignment, canvas: Canvas) -> tuple[float, float]:
    """Return the margins that put a point of the text, named by its alignment, on x and y."""
    width, height = canvas.width, canvas.height
    across = {"Left": x, "Right": width - x}.get(_side(alignment), x - width / 2)
    if alignment.startswith("Top"):
        return across, y
    return across, height - y if alignment.startswith("Bottom") else y - height / 2


def _side(alignment: Alignment) -> str:
    return re.sub(r"^(?:Top|Center|Bottom)", "", alignment)


def _colour(colour: Any) -> str:
    return f"#{colour.r:02x}{colour.g:02x}{colour.b:02x}{255 - colour.a:02x}"


# --- both -----------------------------------------------------------------------------


def _taken(code: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    """Return a text without a code about the whole of it, and the first of these."""
    found = code.search(text)
    return (code.sub("", text).replace("{}", ""), found) if found else (text, None)


def _anchor(found: re.Match[str] | None) -> Alignment | None:
    return _ANCHORS[int(found[1]) - 1] if found else None


def _stacked(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Join entries that are seen at one time in one place; the later stands above."""
    places: dict[Any, list[Entry]] = defaultdict(list)
    for entry in entries:
        places[repr((entry.style, entry.alignment, entry.pinned and id(entry)))].append(entry)
    for alike in places.values():
        yield from _joined(sorted(alike, key=lambda entry: entry.begin))


def _joined(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Divide time wherever an entry comes or goes."""
    coming, seen = deque(entries), list[Entry]()
    edges = sorted({time for entry in entries for time in (entry.begin, entry.end)})
    for begin, end in pairwise(edges):
        seen = [entry for entry in seen if entry.end > begin]
        while coming and coming[0].begin == begin:
            seen.append(coming.popleft())
        if seen:
            told = "{\\r}\n".join(entry.text for entry in reversed(seen))
            yield replace(seen[0], begin=begin, end=end, text=told)
