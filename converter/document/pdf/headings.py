"""Which regions are headings, and how deep each one is.

The outline of the file decides where it fits its pages. Without one, the numbers
before the headings decide ("2", "2.1", "A.", "第一节"), then their size and weight.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz

from converter.document.pdf.geometry import beside
from converter.document.pdf.layout import BULLET, Region, part_of
from converter.document.pdf.page import BodyStyle, Line
from converter.document.pdf.text import Joiner, ended, folded, is_cjk, starts_low, word_count

LONGEST = 28
"""Words a heading may have."""
CHINESE = "[一二三四五六七八九十百]+"
SCHEMES: dict[str, re.Pattern[str]] = {
    "part": re.compile(
        rf"(?:part|teil|parte|partie)\s+[\dIVXA-C]+\b|第{CHINESE}(?:部分|编|篇)", re.I),
    "chapter": re.compile(
        rf"(?:chapter|kapitel|chapitre|capítulo|appendix|anhang)\s+[\dIVXA-Z]+\b"
        rf"|第\s*(?:{CHINESE}|\d+)\s*[章节節]|(?:附录|附錄)", re.I),
    "decimal": re.compile(r"(?:§\s*)?(?:[A-Z]\.)?\d{1,3}(?:\.\d{1,3})*\.?(?=\s|[^\W\d])"),
    "letter-decimal": re.compile(r"[A-Z](?:\.\d{1,2})+\.?\s"),
    "roman": re.compile(r"[IVX]{1,5}\.\s"),
    "letter": re.compile(r"[A-Z][.)]\s"),
    "chinese": re.compile(f"{CHINESE}[、.．]"),
    "chinese-bracket": re.compile(f"[(（]{CHINESE}[)）]"),
    "arabic-comma": re.compile(r"\d{1,2}、"),
    "bracket": re.compile(r"\(?\d{1,2}\)"),
}  # fmt: skip
STOCK = re.compile(
    r"abstract|summary|introduction|background|methods?|results|discussion|conclusions?|"
    r"acknowledge?ments?|references|bibliography|appendix|contents|zusammenfassung|einleitung|"
    r"literatur(?:verzeichnis)?|inhalt(?:sverzeichnis)?|résumé|resumen|摘\s*要|参考文献|引言|结论",
    re.I,
)
NOTHING = re.compile(r"[□☐☑☒]|page (?:is )?(?:intentionally )?(?:left )?blank", re.I)
NUMBERING = re.compile(r"^(?:§?\s*[\dA-Z]{1,4}(?:[.\-–]\d+)*[.):]?\s+|chapter\s+\w+[.:]?\s*)", re.I)
SIGN = re.compile(r"^(\d[\d.]*\s+)?[•·◦▪▫●○■□➢➤✓✔‣⁃∗]\s*(?=[^\W\d_])")
"""An ornament before the words of a heading, and the number before it."""
TRUSTED = 0.4
"""Share of the outline that must be found on its pages for the outline to decide."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the flow of regions; `region` holds its letters."""

    region: Region
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the file's outline."""

    level: int
    title: str
    page: int


Item = Region | Heading
Look = tuple[float, bool, bool, bool]
"""Size, weight, capitals and slant."""


def outline(pdf: Any) -> list[Entry]:
    """Return the entries of the outline that lead to a page and have words."""
    return [
        Entry(level, " ".join(title.replace("\r", " ").split()), page)
        for level, title, page in pdf.get_toc()
        if page > 0 and folded(title)
    ]


def with_headings(
    flow: Sequence[Region], entries: Sequence[Entry], style: BodyStyle, joiner: Joiner
) -> list[Item]:
    """Return the flow with its headings marked and their levels set."""
    flow = [region if region.kind != "heading" else _checked(region, style) for region in flow]
    flow = [_promoted(region, style) for region in flow]
    flow = _united(flow)
    items, levels = _outlined(flow, entries)
    if levels is not None:
        return _by_outline(items, levels, style, joiner)
    return _levelled([_heading(r, joiner) if r.kind == "heading" else r for r in flow], style)


def scheme(text: str) -> tuple[str, int] | None:
    """Return how a heading is numbered and how deep that number is, or None."""
    for name, pattern in SCHEMES.items():
        found = pattern.match(text)
        if found and len(found[0]) < len(text):
            return name, len(re.findall(r"\d+", found[0])) if "decimal" in name else 1
    return None


def _checked(region: Region, style: BodyStyle) -> Region:
    """Take back what the layout model calls a heading and what cannot be one."""
    text = region.text
    plain = region.style == (style.size, style.bold) and not any(
        line.italic for line in region.lines
    )
    loose = plain and not scheme(text) and not STOCK.match(text) and not text.isupper()
    known = region.lines[0].font != style.font
    small = region.size < 0.8 * style.size
    if not _can_be(text) or small or (loose and not known):
        return replace(region, kind="text")
    return region


def _can_be(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    if letters < 2 or letters < 0.35 * len(text.replace(" ", "")) or word_count(text) > LONGEST:
        return False
    if (
        NOTHING.search(text)
        or starts_low(text)
        or text.rstrip()[-1:] in ",;，；"
        or re.match(r"https?:|www\.|\S+@\S+$", text)
    ):
        return False
    return bool(text[0] not in "•◦▪–—*" and not re.search(r"(?:\. ?){4,}|\.{4,}", text))


def _promoted(region: Region, style: BodyStyle) -> Region:
    """Take for a heading what stands out from the text as one does."""
    if region.kind not in {"text", "list"} or len(region.lines) > 4 or not _can_be(region.text):
        return region
    text, words = region.text, word_count(region.text)
    larger = region.size >= 1.18 * style.size
    bolder = region.bold and not style.bold and region.size >= 0.98 * style.size
    numbered = scheme(text) is not None and not BULLET.fullmatch(text)
    stock = STOCK.fullmatch(re.sub(r"^[\d.\s]+|[:.]$", "", text)) is not None
    closed = ended(text) and not text.endswith(("?", "!")) and not (numbered and larger)
    if region.modelled:
        stands_out = larger and len(region.lines) <= 3 and words <= 16
        stands_out |= bolder and numbered and words <= 16
    else:
        stands_out = (larger or bolder) and words <= 18
    if (stands_out and not closed) or (stock and (larger or bolder)):
        return replace(region, kind="heading")
    return region


def _united(flow: Sequence[Region]) -> list[Region]:
    """Put the lines of one heading together where they became two regions."""
    united: list[Region] = []
    for region in flow:
        last = united[-1] if united else None
        if last and _continues(last, region):
            united[-1] = part_of(last, last.lines + region.lines, "heading")
        else:
            united.append(region)
    return united


def _continues(last: Region, region: Region) -> bool:
    if not (last.kind == region.kind == "heading" and last.page == region.page):
        return False
    gap = region.box[1] - last.box[3]
    near = -0.3 * region.size < gap < 0.45 * region.size
    alike = last.style == region.style and last.lines[0].font == region.lines[0].font
    new = scheme(region.text) is not None
    label = re.fullmatch(
        r"(?:chapter|kapitel|part|teil|appendix|anhang)\s+\S{1,4}", last.text, re.I
    )
    if label and 0 <= gap < 4 * region.size:
        return True
    return near and alike and not new and beside(last.box, region.box) > 0


def _heading(region: Region, joiner: Joiner, level: int = 1) -> Heading:
    text = SIGN.sub(r"\1", joiner.text(region.lines))
    return Heading(region, re.sub(r"\s+", " ", text).strip(" :") or region.text, level)


def _outlined(
    flow: Sequence[Region], entries: Sequence[Entry]
) -> tuple[list[Region], dict[int, Entry] | None]:
    """Find the outline's entries in the flow; None when too few of them are there.

    Returns the flow, with entries that stood inside other regions cut free, and the
    entry of each region (by its place in the flow).
    """
    items, found = list(flow), dict[int, Entry]()
    pages = {region.page for region in flow}
    wanted = [entry for entry in entries if entry.page in pages]
    start = 0
    for entry in wanted:
        place = _place(items, entry, start)
        if place is None:
            continue
        index, lines = place
        cut = _cut(items[index], lines)
        offset = next(i for i, part in enumerate(cut) if part.kind == "heading")
        items[index : index + 1] = cut
        found = {i + len(cut) - 1 if i > index else i: e for i, e in found.items()}
        found[index + offset] = entry
        start = index + offset + 1
    if len(wanted) < 3 or len(found) < TRUSTED * len(wanted):
        return list(flow), None
    return items, found


def _place(
    items: Sequence[Region], entry: Entry, start: int
) -> tuple[int, tuple[Line, ...]] | None:
    """Find the lines of an outline entry, on its page or the next, after the last one found."""
    for begin in (start, 0):
        for index in range(begin, len(items)):
            region = items[index]
            if entry.page <= region.page <= entry.page + 1 and region.lines:
                lines = _matching(region, entry.title)
                if lines:
                    return index, lines
            if region.page > entry.page + 1:
                break
    return None


def _matching(region: Region, title: str) -> tuple[Line, ...]:
    """Return the lines of a region that say the title, none when they say more."""
    wanted, bare = folded(title), folded(NUMBERING.sub("", title))
    lines = region.lines if region.kind == "heading" else region.lines[:8]
    for first in range(len(lines)):
        for last in range(first + 1, min(first + 4, len(lines)) + 1):
            words = " ".join(line.text for line in lines[first:last])
            said = folded(words)
            if len(said) > 1.8 * len(wanted) + 24:
                break
            if said == wanted or fuzz.ratio(said, wanted) > 90:
                return tuple(lines[first:last])
            if len(bare) > 3 and bare in (folded(NUMBERING.sub("", words)), said):
                return tuple(lines[first:last])
            if region.kind == "heading" and len(bare) > 9 and said.endswith(bare):
                return tuple(lines[first:last])
    return ()


def _cut(region: Region, lines: tuple[Line, ...]) -> list[Region]:
    first = region.lines.index(lines[0])
    before, after = region.lines[:first], region.lines[first + len(lines) :]
    if (
        region.kind == "heading"
        and not before
        and word_count(" ".join(line.text for line in after)) < 12
    ):
        return [region]
    parts = [part_of(region, before, "text")] if before else []
    parts.append(part_of(region, lines, "heading"))
    return [*parts, part_of(region, after, "text")] if after else parts


def _by_outline(
    items: Sequence[Region], entries: dict[int, Entry], style: BodyStyle, joiner: Joiner
) -> list[Item]:
    """Set levels from the outline; other headings stay where they look like those."""
    looks: dict[tuple[float, bool], Counter[int]] = defaultdict(Counter)
    for index, entry in entries.items():
        looks[items[index].style][entry.level] += 1
    least = min(look[0] for look in looks)
    shallow = min(entry.level for entry in entries.values())
    result: list[Item] = []
    for index, region in enumerate(items):
        if index in entries:
            entry = entries[index]
            heading = _heading(region, joiner, entry.level - shallow + 1)
            said, title = folded(heading.text), folded(entry.title)
            same = title in said and len(said) < 1.5 * len(title) + 8
            result.append(heading if same else replace(heading, text=entry.title))
        elif region.kind != "heading":
            result.append(region)
        elif region.style in looks and (region.size > 1.05 * style.size or len(entries) < 8):
            level = looks[region.style].most_common(1)[0][0]
            result.append(_heading(region, joiner, level - shallow + 1))
        elif region.size > 1.05 * max(least, style.size):
            result.append(_heading(region, joiner, 1))
        else:
            result.append(replace(region, kind="text"))
    return result


def _levelled(items: Sequence[Item], style: BodyStyle) -> list[Item]:
    """Set levels from numbering, then from size and weight."""
    headings = [item for item in items if isinstance(item, Heading)]
    depths = _scheme_depths(headings)
    known: dict[Look, Counter[int]] = defaultdict(Counter)
    for heading in headings:
        depth = _numbered(heading, depths)
        if depth:
            known[_look(heading)][depth] += 1
    tiers = _tiers({_look(heading) for heading in headings}, style)
    counts = Counter(tiers[_look(heading)] for heading in headings)
    ranks = _ranks(tiers, counts, {look: c.most_common(1)[0][0] for look, c in known.items()})
    return [
        replace(item, level=_numbered(item, depths) or ranks[_look(item)])
        if isinstance(item, Heading)
        else item
        for item in items
    ]


def _look(heading: Heading) -> Look:
    case = heading.text.isupper() and not is_cjk(heading.text)
    slanted = all(line.italic for line in heading.region.lines)
    return round(heading.region.size, 1), heading.region.bold, case, slanted


def _scheme_depths(headings: Sequence[Heading]) -> dict[str, int]:
    """Order the ways of numbering by what stands under what, as they first appear.

    A scheme counts only with two different numbers; "1." and "1.1" are one scheme.
    """
    named = [(found[0], heading) for heading in headings if (found := scheme(heading.text))]
    counting = _counting(named)
    depths: dict[str, int] = {}
    sizes: dict[str, float] = {}
    last = 0
    for name, heading in named:
        if name not in counting:
            continue
        if name not in depths:
            peers = [n for n in depths if abs(sizes[n] - heading.region.size) < 0.3]
            bigger = [n for n in depths if sizes[n] > heading.region.size + 0.3]
            if peers and not bigger and name == "letter-decimal":
                depths[name] = depths[peers[0]]
            else:
                depths[name] = last + 1
            sizes[name] = heading.region.size
        last = _depth(name, heading.text, depths)
    return depths


def _counting(named: Sequence[tuple[str, Heading]]) -> set[str]:
    """The schemes that really count: two different numbers, decimal ones in succession."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for name, heading in named:
        found = SCHEMES[name].match(heading.text)
        numbers[name] |= {found[0].strip(" .")} if found else set()
    return {
        name
        for name, values in numbers.items()
        if len(values) > 1 and ("decimal" not in name or _succeed(values))
    }


def _succeed(values: Iterable[str]) -> bool:
    paths = {tuple(int(part) for part in re.findall(r"\d+", value)) for value in values}
    return any((*path[:-1], path[-1] + 1) in paths or (*path, 1) in paths for path in paths if path)


def _depth(name: str, text: str, depths: dict[str, int]) -> int:
    found = scheme(text)
    return depths[name] + (found[1] if found else 1) - 1


def _numbered(heading: Heading, depths: dict[str, int]) -> int | None:
    found = scheme(heading.text)
    if found is None or found[0] not in depths:
        return None
    return min(6, _depth(found[0], heading.text, depths))


def _tiers(looks: Iterable[Look], style: BodyStyle) -> dict[Look, int]:
    """Number looks from the greatest down: by size, and among the small also by weight.

    Sizes within a tenth of each other are one tier, for titles are fitted to a page.
    """
    ordered = sorted(looks, key=lambda look: (-look[0], not look[1], not look[2], look[3]))
    tiers: dict[Look, int] = {}
    first: Look | None = None
    for look in ordered:
        small = look[0] < 1.12 * style.size
        alike = first is not None and look[0] > first[0] / 1.1
        if first is None:
            tiers[look] = 1
        elif alike and (look[1:] == first[1:] if small else True):
            tiers[look] = max(tiers.values())
            continue
        else:
            tiers[look] = max(tiers.values()) + 1
        first = look
    return tiers


def _ranks(tiers: dict[Look, int], counts: Counter[int], known: dict[Look, int]) -> dict[Look, int]:
    """Turn tiers into levels that agree with those of the numbered headings.

    A tier of one heading only makes no level of its own.
    """
    numbered: dict[int, Counter[int]] = defaultdict(Counter)
    for look, level in known.items():
        numbered[tiers[look]][level] += 1
    ranks: dict[int, int] = {}
    depth = 0
    for tier in sorted(set(tiers.values())):
        if tier in numbered:
            ranks[tier] = numbered[tier].most_common(1)[0][0]
        else:
            deeper = [min(levels) for other, levels in numbered.items() if other > tier]
            ranks[tier] = min([depth + 1, *deeper, 6])
        if counts[tier] > 1:
            depth = max(depth, ranks[tier])
    return {look: ranks[tier] for look, tier in tiers.items()}
