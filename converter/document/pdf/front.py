"""Title, authors, date and journal: what the first page says of the whole.

The metadata of PDFs is often junk (a file name, a user name), so it is believed
only where the first pages say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Any

from rapidfuzz import fuzz

from converter.document.pdf.dates import find_date, from_metadata
from converter.document.pdf.geometry import beside, union, width
from converter.document.pdf.headings import STOCK, scheme
from converter.document.pdf.layout import Region, is_prose
from converter.document.pdf.page import BodyStyle, Line, Page
from converter.document.pdf.text import Joiner, folded, is_cjk, unspaced, word_count

NAME = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs|Sir|Dipl|Ing|M\.?Sc|Ph\.?D)\.?\s+)*"
    r"[^\W\d_a-z][\w.’'‐-]*(?:\s+(?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|el|bin|ibn|"
    r"al|ter|zu|y|e)\s+)*[^\W\d_a-z][\w.’'‐-]*){1,4}(?:,?\s+(?:Jr|Sr|III?|IV)\.?)?"
)
CHINESE_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
SEPARATOR = re.compile(
    r"\s*(?:[,;·•|&、，；]|\s(?:and|und|et|y|e|与|和|by)\s)\s*(?:and\s+|und\s+)?", re.I
)
MARKS = re.compile(r"[\d*†‡§¶∗⋆#^]+|\((?:[a-z]|\d)\)|[⁰¹²³⁴-⁹]|(?<=\s)[a-z](?=\s*$|,)|\S+@\S+")
BYLINE = re.compile(r"^(?:by|von|par|por|authors?|autor(?:en)?|作者)\b\s*[:：]?\s*", re.I)
PLACE = re.compile(
    r"universit|institut|department|school|college|laborator|facult|\bcent(?:er|re)\b|academy|"
    r"hospital|\binc\b|\bltd|gmbh|corporation|company|research|ministry|agency|@|http|abstract|"
    r"street|road|\blead\b|director|manager|coordinator|officer|engineer|professor|\busa\b|germany|china|division|group|team|version|draft|license|journal|"
    r"conference|proceedings|manual|effective|\bdate\b|report|chapter|section|volume|\bpart\b|submitted|accepted|published|received|editor|公司|大学|学院",
    re.I,
)
JUNK = re.compile(
    r"untitled|microsoft|powerpoint|\.(?:docx?|pptx?|tex|dvi|pdf|indd|qxd|fm)\b|^\W*$", re.I
)
JUNK_AUTHOR = re.compile(r"^(?:admin|user|owner|author|unknown|anonymous|\W*|.*\bscan.*)$", re.I)
JOURNAL = re.compile(
    r"(?:(?:The|An?)\s+)?(?:[A-Z][\w&’'-]+\s+(?:(?:of|on|for|in|and|the|&)\s+)*){0,6}"
    r"(?:Journal|Transactions|Proceedings|Letters|Review|Reviews|Magazine|Bulletin|Annals|"
    r"Gazette|Register|Zeitschrift)(?:\s+(?:of|on|for|in|and|the|&|der|für)|\s+[A-Z][\w&’'-]+)*"
)


@dataclass(frozen=True, slots=True)
class Front:
    """What was found, and the regions of the first page that said it."""

    title: str
    authors: tuple[str, ...]
    date: str | None
    site: str | None
    used: tuple[Region, ...]


def read_front(
    pdf: Any,
    found: Sequence[Sequence[Region]],
    pages: Sequence[Page],
    furniture: Sequence[Line],
    style: BodyStyle,
    *,
    name: str,
) -> Front:
    """Read the front matter from the regions of the first page, and of covers before it.

    `used` are those that are no text of the document: title, authors, affiliations,
    what stands in the margin and on a cover. `name` is the file's, the last resort
    for a title.
    """
    metadata = pdf.metadata or {}
    said = " ".join(line.text for page in pages[:2] for line in page.lines)
    covers = _covers(found, style)
    first = next((f for f in found[len(covers) :] if any(r.lines for r in f)), [])
    opening = next((cover for cover in covers if _title_regions(cover, style)), first)
    big = _title_regions(opening, style)
    title = _metadata_title(metadata, said) or _words(big)
    title = unspaced(" ".join(title.split()))
    named = (
        [r for r in first if _says(r, title) or (opening is first and r in big)] if title else []
    )
    between = _between(first, named, style)
    small_print = _small_print(first, style)
    on_covers = [region for cover in covers for region in cover]
    authors = _metadata_authors(metadata, said) or _authors(
        [r for r in (*on_covers, *between) if not _says(r, title) and r not in big]
    )
    texts = [r.text for r in (*on_covers, *small_print, *between)] + [
        line.text for line in furniture
    ]
    site = _site(pdf, texts, title)
    masthead = [r for r in first if site and folded(r.text) == folded(site)]
    return Front(
        title=title or PurePosixPath(name).stem.replace("_", " "),
        authors=authors,
        date=find_date(texts) or find_date([said[:3000]]) or from_metadata(metadata),
        site=site,
        used=tuple(dict.fromkeys([*on_covers, *named, *between, *small_print, *masthead])),
    )


def _words(regions: Sequence[Region]) -> str:
    return Joiner().text([line for region in regions for line in region.lines])


def _covers(found: Sequence[Sequence[Region]], style: BodyStyle) -> list[Sequence[Region]]:
    """The leading pages without running text, in a document long enough to have covers."""
    if len(found) < 6:
        return []
    covers = list(takewhile(lambda page: _is_cover(page, style), found[:4]))
    return covers if len(covers) < 4 else []


def _is_cover(regions: Sequence[Region], style: BodyStyle) -> bool:
    words = sum(word_count(region.text) for region in regions)
    prose = sum(word_count(region.text) for region in regions if is_prose(region, style))
    return words < 220 and prose < 0.4 * words


def _says(region: Region, title: str) -> bool:
    said, wanted = folded(region.text), folded(title)
    if len(said) < 4 or region.kind not in {"heading", "text"}:
        return False
    return (
        said == wanted
        or (said in wanted and len(said) > 0.3 * len(wanted))
        or (fuzz.ratio(said, wanted) > 92)
    )


def _metadata_title(metadata: dict[str, Any], said: str) -> str:
    title = " ".join(str(metadata.get("title") or "").split())
    wanted, spoken = folded(title), folded(said)
    if len(wanted) < 4 or JUNK.search(title):
        return ""
    near = len(wanted) > 20 and fuzz.partial_ratio(wanted, spoken) > 88
    return title if near or (wanted in spoken and not title.islower()) else ""


def _title_regions(first: Sequence[Region], style: BodyStyle) -> list[Region]:
    """The biggest words of the page, with the neighbours set in the same size."""
    able = [
        r for r in first
        if r.lines and r.kind in {"heading", "text", "formula"} and word_count(r.text) <= 45
        and sum(c.isalpha() for c in r.text) > 2
        and not scheme(r.text) and not STOCK.fullmatch(r.text)
    ]  # fmt: skip
    if not able:
        return []
    size = max(r.size for r in able)
    if size < 1.12 * style.size:
        opening = next((r for r in first if r.lines), None)
        return [opening] if opening in able and opening.kind == "heading" else []
    biggest = sorted((r for r in able if r.size > 0.84 * size), key=lambda r: r.box[1])
    joined = [next(r for r in biggest if r.size > 0.97 * size)]
    lead = [
        r for r in able
        if 0.6 * size < r.size <= 0.84 * size and r.size > 1.3 * style.size
        and 0 <= joined[0].box[1] - r.box[3] < 1.2 * size
    ]  # fmt: skip
    joined = [*lead[-1:], *joined]
    for region in biggest[biggest.index(joined[-1]) + 1 :]:
        if -0.2 * size <= region.box[1] - joined[-1].box[3] < 1.6 * size and not _names(
            region.lines
        ):
            joined.append(region)
    return joined


def _between(first: Sequence[Region], title: Sequence[Region], style: BodyStyle) -> list[Region]:
    """The regions from the title to the first heading or running text."""
    if not title:
        return []
    foot = max(region.box[3] for region in title)
    below = sorted(
        (r for r in first if r.box[1] >= foot - 2 and r not in title and r.lines),
        key=lambda r: r.box[1],
    )
    fronted = below[: _opening(below, style)]
    if len(fronted) == len(below) and sum(word_count(r.text) for r in fronted) > 150:
        return [r for r in fronted if _names(r.lines)][:3]
    return fronted


def _opening(below: Sequence[Region], style: BodyStyle) -> int:
    """Where the text begins: at a numbered or well-known heading, or at running text.

    Another heading begins it too, unless it is a name, or is followed by one as large
    before any text is.
    """
    for index, region in enumerate(below):
        if STOCK.match(region.text) or (region.kind == "heading" and scheme(region.text)):
            return index
        if region.kind != "heading":
            if _is_text(region, style):
                return index
            continue
        rest = (r for r in below[index + 1 :] if r.kind == "heading" or _is_text(r, style))
        following = next(rest, None)
        leads = following is not None and following.kind == "heading"
        larger = leads and following is not None and following.size >= 0.97 * region.size
        if not larger and not NAME.fullmatch(MARKS.sub("", region.text).strip()):
            return index
    return len(below)


def _is_text(region: Region, style: BodyStyle) -> bool:
    """Tell running text from a list of names or institutes that fills some lines."""
    return (
        is_prose(region, style)
        and not PLACE.search(region.text[:200])
        and len(_names(region.lines)) < 2
    )


def _small_print(first: Sequence[Region], style: BodyStyle) -> list[Region]:
    """What stands in a narrow column beside the text: dates, licence, editor."""
    prose = [r.box for r in first if is_prose(r, style) and r.size > 0.9 * style.size]
    if not prose:
        return []
    column = union(prose)
    return [
        r for r in first
        if r.lines and r.size < 0.95 * style.size
        and beside(r.box, column) < 0.1 * width(r.box) and width(r.box) < 0.4 * width(column)
    ]  # fmt: skip


def _metadata_authors(metadata: dict[str, Any], said: str) -> tuple[str, ...]:
    listed = str(metadata.get("author") or "").strip()
    if JUNK_AUTHOR.match(listed):
        return ()
    names = [n for n in SEPARATOR.split(listed) if n]
    spoken = folded(said)
    if names and all(folded(name.split()[-1]) in spoken for name in names):
        return tuple(names)
    return ()


def _authors(between: Sequence[Region]) -> tuple[str, ...]:
    """The names set alike: smaller ones after them are of institutes and towns."""
    names: list[str] = []
    size = 0.0
    for region in between:
        found = [name for name in _names(region.lines) if name not in names]
        if found and (not names or abs(region.size - size) < 0.08 * size):
            size = size or region.size
            names += found
    return tuple(names)


def _names(lines: Sequence[Line]) -> list[str]:
    """The names at the start of a region, up to the first line that is no list of names."""
    names: list[str] = []
    if not lines:
        return names
    if all(abs(line.size - lines[0].size) < 0.3 for line in lines):
        whole = _split(_unmarked(lines))
        if len(whole) > 1 and all(_is_name(piece) for piece in whole):
            return whole
    for line in lines:
        leading = list(takewhile(_is_name, _split(_unmarked([line]))))
        if not leading or line.size < lines[0].size - 1 or line.bold < lines[0].bold:
            break
        names += leading
    return names


def _unmarked(lines: Iterable[Line]) -> str:
    runs = ["," if run.raised else run.text for line in lines for run in (*line.runs,)]
    return BYLINE.sub("", " ".join(MARKS.sub(" ", " ".join(runs)).split()))


def _split(text: str) -> list[str]:
    return [
        " ".join(piece.split()).strip(" .,")
        for piece in SEPARATOR.split(text)
        if piece.strip(" .,")
    ]


def _is_name(piece: str) -> bool:
    if PLACE.search(piece) or len(piece) > 45:
        return False
    if is_cjk(piece):
        return bool(CHINESE_NAME.fullmatch(piece.replace(" ", ""))) and not set(piece) & set(
            "年月日第"
        )
    return bool(NAME.fullmatch(piece))


def _site(pdf: Any, texts: Sequence[str], title: str) -> str | None:
    """The journal or publisher: from XMP metadata, or a running head that names one."""
    packet = pdf.get_xml_metadata() or ""
    for tag in ("prism:publicationName", "dc:publisher"):
        found = re.search(rf"<{tag}>(?:\s*<[^>]+>)*\s*([^<]+)", packet)
        if found and found[1].strip():
            return " ".join(found[1].split())
    for text in texts:
        found = JOURNAL.search(text)
        if found and len(found[0].split()) > 1 and folded(found[0]) not in folded(title):
            return found[0].strip()
    return "arXiv" if any(re.search(r"\barXiv:\d{4}\.", text) for text in texts) else None
