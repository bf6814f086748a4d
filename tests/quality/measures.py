"""Measures of reading: how near an outline comes to the truth about a document.

Both are dicts of the shape `docreel read --as outline` prints. Counts of several
documents are added up before shares are taken, except the F1 of text, which is the
mean of documents.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from rapidfuzz import fuzz

Outline = dict[str, Any]

_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
_REFERENCES = re.compile(r"^\W*references\W*$", re.I | re.M)
GRAM = 6
"""Words in a row by which the order of reading is told."""


@dataclass(frozen=True)
class Sample:
    """A document with the truth about it."""

    name: str
    path: Path
    truth: Outline

    @property
    def is_pdf(self) -> bool:
        """Whether it has pages rather than addresses."""
        return self.path.suffix == ".pdf"


def samples(corpus: Path) -> Iterator[Sample]:
    """Yield every document of a corpus that has a truth beside it."""
    for truth in sorted(corpus.rglob("*expected.json")):
        name = truth.name.removesuffix("expected.json").rstrip(".")
        path = truth.with_name(f"{name}.pdf") if name else truth.with_name("page.html")
        yield Sample(name or truth.parent.name, path, json.loads(truth.read_text("utf-8")))


@dataclass
class Share:
    """Found of given, found of wanted."""

    found: int = 0
    given: int = 0
    wanted: int = 0

    def add(self, found: int, given: int, wanted: int) -> None:
        """Count one more document."""
        self.found += found
        self.given += given
        self.wanted += wanted

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Share of what was given that was wanted."""
        return self.found / self.given if self.given else 1.0


@dataclass
class Score:
    """The measures of one reader over some documents."""

    texts: list[float] = field(default_factory=list)
    orders: list[float] = field(default_factory=list)
    headings: Share = field(default_factory=Share)
    levels: Share = field(default_factory=Share)
    images: Share = field(default_factory=Share)
    captions: Share = field(default_factory=Share)
    leaked: Share = field(default_factory=Share)

    def add(self, sample: Sample, given: Outline) -> None:
        """Compare one more outline with the truth."""
        if sample.truth.get("complete", True):
            self._add_text(sample, given)
        self._add_headings(sample.truth, given)
        add_images = self._add_figures if sample.is_pdf else self._add_images
        if sample.truth.get("complete", True):
            add_images(sample.truth, given)

    def figures(self) -> dict[str, float]:
        """Return the measures by name; a leak counts against, all others for the reader."""
        order = {"order": _mean(self.orders)} if self.orders else {}
        return order | {
            "text F1": _mean(self.texts),
            "leaked": self.leaked.recall if self.leaked.wanted else 0.0,
            "heading recall": self.headings.recall,
            "heading precision": self.headings.precision,
            "levels": self.levels.recall,
            "image recall": self.images.recall,
            "image precision": self.images.precision,
            "captions": self.captions.recall,
        }

    def _add_text(self, sample: Sample, given: Outline) -> None:
        title = sample.truth.get("title")
        own, true = (list(_lines(each, title)) for each in (given, sample.truth))
        if sample.is_pdf:
            own = _before_references(own)
            order = _order(tokens("\n".join(own)), tokens("\n".join(true)))
            self.orders += [] if order is None else [order]
        self.texts.append(_f1(tokens("\n".join(own)), tokens("\n".join(true))))
        known = set(_grams(tokens("\n".join(true)), 3))
        strays = [line for line in own if _is_stray(tokens(line), known)]
        self.leaked.add(len(tokens("\n".join(strays))), 0, len(tokens("\n".join(own))))

    def _add_headings(self, truth: Outline, given: Outline) -> None:
        own, true = (_headings(each, truth.get("title")) for each in (given, truth))
        pairs = _matched([text for _, text in own], [text for _, text in true])
        self.headings.add(len(pairs), len(own), len(true))
        for (a, b), (c, d) in pairwise(pairs):
            same = _sign(own[c][0] - own[a][0]) == _sign(true[d][0] - true[b][0])
            self.levels.add(int(same), 0, 1)

    def _add_images(self, truth: Outline, given: Outline) -> None:
        """Pictures of a page are known by their addresses."""
        wanted = [(_names(image), image) for image in _images(truth)]
        optional = {name for names, image in wanted if image.get("optional") for name in names}
        must = [(names, image) for names, image in wanted if not image.get("optional")]
        own = [image for image in _images(given) if not _names(image) & optional]
        found = 0
        for names, image in must:
            match = next((each for each in own if _names(each) & names), None)
            found += match is not None
            if image.get("caption") and match is not None:
                said = _f1(tokens(match.get("caption")), tokens(image["caption"]))
                self.captions.add(int(said >= 0.6), 0, 1)
        self.images.add(found, len(own), len(must))

    def _add_figures(self, truth: Outline, given: Outline) -> None:
        """Pictures of a PDF have no names; they are counted, and known by their captions."""
        own, must = list(_images(given)), list(_images(truth))
        self.images.add(min(len(own), len(must)), len(own), len(must))
        captions = [tokens(image.get("caption")) for image in own]
        for image in must:
            if wanted := tokens(image.get("caption")):
                said = any(_f1(caption, wanted) >= 0.6 for caption in captions)
                self.captions.add(int(said), 0, 1)


def tokens(text: str | None) -> list[str]:
    """Return the words of a text in lower case; in scripts without spaces, its signs."""
    return _TOKEN.findall((text or "").lower())


def _lines(outline: Outline, title: str | None) -> Iterator[str]:
    for section in outline["sections"]:
        if section.get("heading") and not _alike(section["heading"], title):
            yield section["heading"]
        text = section.get("text") or ""
        yield from text.split("\n")
        for image in section.get("images") or ():
            caption = image.get("caption")
            if caption and caption not in text:
                yield caption


def _before_references(lines: list[str]) -> list[str]:
    """Drop the list of references, which truths about papers leave out."""
    at = [index for index, line in enumerate(lines) if _REFERENCES.match(line)]
    return lines[: at[-1]] if at and at[-1] > 0.3 * len(lines) else lines


def _headings(outline: Outline, title: str | None) -> list[tuple[int, str]]:
    return [
        (section.get("level") or 0, section["heading"])
        for section in outline["sections"]
        if section.get("heading") and not _alike(section["heading"], title)
    ]


def _images(outline: Outline) -> Iterator[dict[str, Any]]:
    for section in outline["sections"]:
        yield from section.get("images") or ()


def _names(image: dict[str, Any]) -> set[str]:
    """Return what a picture is called: the last parts of its addresses, without sizes."""
    addresses = [image.get("src") or "", *(image.get("also") or ())]
    return {_name(address) for address in addresses if address}


def _name(address: str) -> str:
    if address.startswith("data:"):
        return f"data {len(address) // 8} {address[-60:]}"
    last = unquote(address).lower().partition("?")[0].rstrip("/").rpartition("/")[2]
    return re.sub(r"-\d+x\d+(?=\.\w+$)|^\d+px-", "", last)


def _matched(own: Sequence[str], true: Sequence[str]) -> list[tuple[int, int]]:
    """Pair headings that are alike, in order where there are several."""
    used: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for index, wanted in enumerate(true):
        start = pairs[-1][0] + 1 if pairs else 0
        for other in (*range(start, len(own)), *range(start)):
            if other not in used and _alike(own[other], wanted):
                used.add(other)
                pairs.append((other, index))
                break
    return pairs


def _alike(a: str | None, b: str | None) -> bool:
    first, second = " ".join(tokens(a)), " ".join(tokens(b))
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    inside = short in long and len(short) >= 0.7 * len(long)
    return first == second or inside or (len(short) > 8 and fuzz.ratio(first, second) >= 88)


def _f1(own: Sequence[str], true: Sequence[str]) -> float:
    common = (Counter(own) & Counter(true)).total()
    return 2 * common / (len(own) + len(true)) if own or true else 1.0


def _grams(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1))]


def _is_stray(line: Sequence[str], known: set[tuple[str, ...]]) -> bool:
    grams = _grams(line, 3) if len(line) >= 3 else []
    return bool(grams) and sum(gram in known for gram in grams) < 0.3 * len(grams)


def _order(own: Sequence[str], true: Sequence[str]) -> float | None:
    """Return the share of the truth's unique runs of words that stand in its order."""
    places = _unique(own)
    found = [places[gram] for gram in _unique(true) if gram in places]
    rising: list[int] = []
    for place in found:
        at = bisect_left(rising, place)
        rising[at : at + 1] = [place]
    return len(rising) / len(found) if len(found) >= 5 else None


def _unique(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    grams = _grams(words, GRAM)
    counts = Counter(grams)
    return {gram: place for place, gram in enumerate(grams) if counts[gram] == 1}


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 1.0
