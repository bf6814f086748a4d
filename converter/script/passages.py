"""Passages: the sentences of a Document that may be said, and how sayable each is.

What is never narrated is gone here: references, captions, furniture, code, formulas,
bylines. What remains carries a merit between 0 and 1 for its form alone; what it
says is weighed in `extractive`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from math import prod
from typing import NamedTuple

from converter.document.model import Block, Document, Section, Span
from converter.script import cues, tables
from converter.script.model import LeftOut
from converter.script.sentences import is_cjk, split, stop_words, writing
from converter.script.wording import readable, worded

PROSE = {"paragraph", "list", "quote"}
TALK = {"talk"}
DECK_WORDS = 40
"""A document with fewer words a section than this is a deck of pictures."""
_SOUND = 0.4
"""Merit of a sentence with no more than one flaw."""
_FRAGMENT = 0.3
_DANGLES = 0.05
"""Merit of a sentence that leads up to a list, formula or listing that is not said."""
_SERIES = 0.4
"""Merit left for "The second is ...", since a series is seldom said to its end."""
_COMPUTED = 0.7
"""Merit of a sentence made of a table."""
_FORMULA = 0.93
"""Merit left for every word of a formula."""
_SHORT_LIST = 220
_LONGEST_FURNITURE = 25
"""Words; in a longer sentence "cookies" may well be the subject."""
_STOPS = ".!?…。！？؟۔।:：;"
_CLOSERS = "\"'”’»)]」』）"
_IDENTIFIER = re.compile(r"(?<![\d.,])\d{6,}(?![\d.,]*\s?[%$€A-Za-z])")
"""Numbers that name a thing rather than count: Bug 1553982."""
_ADDRESS = re.compile(r"://|\bwww\.|\b[\w-]+\.(?:com|org|net|io|eu|gov|edu|de|cn)\b")
_CODE = re.compile(
    r"[{}=<>|\\]|;(?=\S|$)|\w\(\)|::|->|\w_\w|://|#!?\[|(?<!\w)_\w|(?<!\S)--?[A-Za-z]"
)
_BULLET = re.compile(
    r"(?:\d{1,2}[.)]\s+|\d{1,2}、\s*|[a-z][)]\s+|[①-⑳]\s*|[^\w\s\"'“‘„«‹(\[{#$€£¥¿¡「『《<@.…]+\s+)?"
)
MATHS = re.compile(r"[\u0370-\u03ff∀-⋿→⇒⇔↦⟨⟩ϕ⁰-₟](?![\u0370-\u03ff\u1f00-\u1fff]{2})|\\[a-z]+")
_ROW = re.compile(r"#|\[|[\d-]+\w? [\d-]+ |\S+ = ")
"""Starts of table rows, listings, keys of codes and editors' remarks."""
_LABEL = re.compile(r"[^:：]{1,30}[:：]\s*\S")
_NUMBERED = re.compile(r"\d{1,2} [A-Z]")
_BYLINE = re.compile(r"\S@\S|\borcid\b|\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b", re.IGNORECASE)
_CJK_CHARACTERS_A_WORD = 1.7


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence that may be said.

    `text` is for the eye, in `voice` formulas are words; `raw` is what the document has.
    `section` counts the document's sections, `number` the sentences of a section,
    `place` all blocks; `needs` is the index of the passage without which this one hangs in the air.
    """

    text: str
    voice: str
    raw: str
    spans: tuple[Span, ...]
    section: int
    number: int
    place: int
    merit: float
    opens_section: bool = False
    opens_block: bool = False
    needs: int | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to say, in reading order, and the sections nothing is said of."""

    passages: tuple[Passage, ...]
    left_out: tuple[tuple[int, LeftOut], ...]


def gather(document: Document, language: str) -> Material:
    """Collect the passages of a document; none when it has no words.

    What is in another script than the document (an English abstract of a Chinese paper)
    is left to the eye: one voice seldom speaks both.
    """
    apart = set(_apart(document.sections))
    passages = _collect(document, language, apart)
    if not passages and apart:
        apart = set()
        passages = _collect(document, language, apart)
    spoken = {passage.section for passage in passages}
    left = [
        (index, LeftOut(section=section.heading or document.title, reason=reason))
        for index, section in enumerate(document.sections)
        if (reason := _reason(index, section, spoken, apart))
    ]
    return Material(tuple(passages), tuple(left))


def word_count(text: str) -> int:
    """Count words; of Chinese and Japanese, characters as parts of words."""
    if is_cjk(text):
        return round(sum(c.isalnum() for c in text) / _CJK_CHARACTERS_A_WORD)
    return len(re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", text))


def _apart(sections: Sequence[Section]) -> Iterator[int]:
    """Yield the sections that are references and the like, with all under them."""
    inside: int | None = None
    main = min((s.level for s in sections if s.level > 0), default=1)
    for index, section in enumerate(sections):
        if inside is not None and section.level > inside:
            yield index
            continue
        inside = None
        last = section.level <= main and index >= 0.6 * len(sections)
        if section.heading and cues.is_apart(section.heading, last=last):
            # What stands under the contents and is most of the document is the document.
            inside = section.level if _under(sections, index) < 0.5 * len(sections) else None
            yield index


def _under(sections: Sequence[Section], index: int) -> int:
    """Count the sections under one."""
    level = sections[index].level
    return sum(1 for _ in takewhile(lambda below: below.level > level, sections[index + 1 :]))


def _reason(index: int, section: Section, spoken: set[int], apart: set[int]) -> str | None:
    if index in spoken or not (section.heading or section.text.strip()):
        return None
    if index in apart:
        return "references, notes and appendices are not narrated"
    if not section.text.strip():
        return "nothing but a heading"
    return "no sentences that can be read aloud"


def _collect(document: Document, language: str, apart: set[int]) -> list[Passage]:
    found: list[Passage] = []
    place = 0
    deck = _is_deck(document, apart)
    script = writing("".join(section.text for section in document.sections))
    for index, section in enumerate(document.sections):
        if index not in apart:
            said = list(_prose(section, index, place, language))
            if deck and not any(passage.merit >= _SOUND for passage in said):
                said = list(_fragments(document, section, index, place, language)) or said
            native = [p for p in said if not script or writing(p.text) == script]
            found.extend(_linked(_opened(native), len(found), language))
        place += len(section.blocks)
    return found


def _is_deck(document: Document, apart: set[int]) -> bool:
    sections = [s for i, s in enumerate(document.sections) if i not in apart]
    words = sum(word_count(b.text) for s in sections for b in s.blocks if b.kind in _said(s))
    return words < DECK_WORDS * max(1, len(sections))


def _said(section: Section) -> set[str]:
    """Return the kinds of blocks to be said: a speaker's notes rather than the words of a slide."""
    return TALK if any(block.kind in TALK for block in section.blocks) else PROSE


class _Line(NamedTuple):
    """One sentence as the document has it; `offset` counts the blocks of its section."""

    raw: str
    spans: tuple[Span, ...]
    offset: int
    listed: bool = False
    computed: bool = False
    opens_block: bool = False


def _prose(section: Section, index: int, place: int, language: str) -> Iterator[Passage]:
    for number, line in enumerate(_lines(section, language)):
        prose, eye, voice = worded(line.raw, language)
        merit = _merit(prose, line.raw, language, listed=line.listed)
        merit = _COMPUTED if line.computed else merit
        merit *= _FORMULA ** (word_count(voice) - word_count(prose))
        if merit > 0:
            yield Passage(
                text=_closed(eye),
                voice=_closed(voice),
                raw=line.raw,
                spans=line.spans,
                section=index,
                number=number,
                place=place + line.offset,
                merit=merit,
                opens_block=line.opens_block,
            )


def _lines(section: Section, language: str) -> Iterator[_Line]:
    """Yield the sentences of a section; a short list is said with its introduction."""
    merged: Block | None = None
    said = _said(section)
    for offset, block in enumerate(section.blocks):
        if block.kind == "table" and said is PROSE:
            for sentence in tables.told(block.rows, language):
                yield _Line(sentence, (block.span,), offset, computed=True)
        if block.kind not in said or block is merged:
            continue
        following = section.blocks[offset + 1] if offset + 1 < len(section.blocks) else Block()
        for begin, end in split(block.text, language):
            bullet = _BULLET.match(block.text[begin:end])
            start = begin + (bullet.end() if bullet else 0)
            raw, spans = block.text[start:end], (_part(block, start, end),)
            listed = block.kind == "list"
            if end == len(block.text.rstrip()) and _introduces(raw, following):
                merged = following
                raw = f"{raw} {_enumeration(following)}"
                whole = _part(following, 0, len(following.text))
                yield _Line(raw, (*spans, whole), offset, listed, opens_block=begin == 0)
            else:
                yield _Line(raw, spans, offset, listed, opens_block=begin == 0)


def _part(block: Block, start: int, end: int) -> Span:
    return block.span.model_copy(update={"start": start, "end": end})


def _fragments(
    document: Document, section: Section, index: int, place: int, language: str
) -> Iterator[Passage]:
    """Yield what little a slide says: its lines, else caption or alt, else its heading."""
    lines = list(_lines(section, language)) or list(_captions(document, section))
    if section.heading and not any(word_count(line.raw) > 2 for line in lines):
        lines.insert(0, _Line(cues.plain(section.heading), (section.span,), 0))
    for number, line in enumerate(lines):
        text = " ".join(readable(line.raw, language).split())
        if word_count(text) and not _is_noise(text, language):
            yield Passage(
                text=_closed(text),
                voice=_closed(text),
                raw=line.raw,
                spans=line.spans,
                section=index,
                number=number,
                place=place + line.offset,
                merit=_FRAGMENT,
            )


def _captions(document: Document, section: Section) -> Iterator[_Line]:
    figures = {figure.id: figure for figure in document.figures if not figure.decorative}
    for offset, block in enumerate(section.blocks):
        figure = figures.get(block.figure or "")
        if figure and (figure.caption or figure.alt):
            yield _Line(figure.caption or figure.alt, (figure.span,), offset)


def _is_noise(text: str, language: str) -> bool:
    return (
        cues.shows("furniture", text, language)
        or _BYLINE.search(text) is not None
        or _CODE.search(text) is not None
        or not any(c.isalpha() for c in text)
    )


def _introduces(raw: str, following: Block) -> bool:
    """Say whether "There are three kinds:" can be said in one breath with its list."""
    items = following.items
    return (
        raw.rstrip().endswith((":", "："))
        and following.kind == "list"
        and 2 <= len(items) <= 6
        and sum(len(item) for item in items) <= _SHORT_LIST
        and not any(item.rstrip(_STOPS)[:-1].count(". ") for item in items)
    )


def _enumeration(block: Block) -> str:
    cjk = is_cjk(block.text)
    items = [item.strip().rstrip(_STOPS + "，,") for item in block.items]
    return "、".join(items) + "。" if cjk else "; ".join(items) + "."


def _closed(text: str) -> str:
    """End a text that lacks a stop, so that the voice does not run on."""
    if text.rstrip(_CLOSERS)[-1:] in _STOPS:
        return text
    return text + ("。" if is_cjk(text) else ".")


def _opened(passages: list[Passage]) -> list[Passage]:
    """Mark the first real sentence; what stands before it is no beginning."""
    first = next((i for i, p in enumerate(passages) if p.merit >= _SOUND), 0)
    return [replace(p, opens_section=i == first) for i, p in enumerate(passages)]


def _linked(passages: list[Passage], offset: int, language: str) -> Iterator[Passage]:
    """Tie each sentence that begins in mid-thought to the one before it."""
    for i, passage in enumerate(passages):
        dangles = cues.shows("dangling", passage.text, language)
        if not dangles:
            yield passage
        elif cues.shows("connective", passage.text, language):
            yield replace(passage, merit=passage.merit * 0.75)
        elif i and passages[i - 1].number + 1 == passage.number:
            factor = _SERIES if cues.shows("series", passage.text, language) else 0.8
            merit = min(passage.merit * factor, passages[i - 1].merit)
            yield replace(passage, merit=merit, needs=offset + i - 1)
        else:
            yield replace(passage, merit=passage.merit * 0.3)


def _merit(text: str, raw: str, language: str, *, listed: bool) -> float:
    """Judge the form of a sentence; 0 means it is never said."""
    length = word_count(text)
    if length < 3 or _unspeakable(text, raw, length, language):
        return 0.0
    stopped = text.rstrip(_CLOSERS)[-1:] in _STOPS
    flaws = (
        (0.3, length < 5),
        (0.4, length > 40),
        (0.4, length > 60),
        (0.7, not stopped and listed),
        (0.4, not stopped and not listed),
        (_DANGLES, text.endswith((":", "："))),
        (0.5, text.endswith(("?", "？", "؟"))),
        (0.25, text.endswith(("!", "！"))),
        (0.3, text.endswith(("!", "！")) and length < 8),
        (0.25, text[:1].islower() or text[:1] in "(,;[&"),
        (0.35, cues.shows("layout", text, language)),
        (0.4, length < 10 and _LABEL.match(text) is not None),
        (0.5, _NUMBERED.match(text) is not None),
        (0.5, MATHS.search(text) is not None),
        (0.4, len(MATHS.findall(text)) > 2),
        (0.4, text.endswith(("...", "…")) or _half_quoted(text)),
        (0.3, not cues.shows("verb", text, language)),
        (0.5, not _lower_case(text, 0.35)),
        (0.4, not _has_function_words(text, language)),
        (0.5, _letters(text) < 0.75),
        (0.4, _CODE.search(text) is not None),
        (0.5, _IDENTIFIER.search(text) is not None),
        (0.4, _ADDRESS.search(text) is not None),
    )
    return prod(factor for factor, found in flaws if found)


def _unspeakable(text: str, raw: str, length: int, language: str) -> bool:
    """Tell captions, bylines, code, furniture and remains of formulas."""
    return bool(
        cues.shows("caption", raw, language)
        or _BYLINE.search(raw)
        or (length <= _LONGEST_FURNITURE and _is_furniture(text, language))
        or len(_CODE.findall(text)) > max(2, length // 8)
        or _letters(text) < 0.6
        or (length > 6 and not _lower_case(text, 0.15))
        or _ROW.match(text)
        or _is_english(text, language)
    )


def _is_english(text: str, language: str) -> bool:
    """Say whether a sentence of a document in another language was left in English."""
    known = stop_words(language)
    if not known or is_cjk(text):
        return False
    found = re.findall(r"[^\W\d_]+", text.lower())
    own, english = (sum(word in each for word in found) for each in (known, stop_words("en")))
    return english > 2 * own + 2


def _is_furniture(text: str, language: str) -> bool:
    """Say whether a sentence belongs to the page; "First, let's see" does as "Let's see" does."""
    link = cues.found("connective", text, language)
    return cues.shows("furniture", text[link.end() :] if link else text, language)


def _letters(text: str) -> float:
    solid = [c for c in text if not c.isspace()]
    return sum(c.isalpha() or c in "'’-" for c in solid) / max(1, len(solid))


def _half_quoted(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")


def _lower_case(text: str, share: float) -> bool:
    """Say whether that share of the words has no capital: names in a row are no sentence."""
    cased = [word for word in text.split() if word[:1].lower() != word[:1].upper()]
    return not cased or sum(word[:1].islower() for word in cased) >= share * len(cased)


def _has_function_words(text: str, language: str) -> bool:
    known = stop_words(language)
    return (
        not known
        or is_cjk(text)
        or any(word.strip(".,;:").lower() in known for word in text.split())
    )
