"""Letters: which pixel of a lettering belongs to which letter of its text.

The letters of a line cannot be set one by one: Arabic joins, Devanagari reorders, Latin
kerns. So the line is set once, as it is drawn, and Typst says where it has put every
glyph. A glyph belongs to the letter, a cluster a reader sees as one, whose share of its
word's width it stands in; a pixel of ink belongs to the letter whose outline is nearest,
and with it borders, shadows and glows.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.lettering import Drawn, Traced, font_folders, right_to_left, traced
from converter.render.outlines import Glyph, glyphs
from converter.render.placement import Box, Size
from converter.typeset import query

if TYPE_CHECKING:
    from converter.render.schedule import Lettering

Owners = npt.NDArray[np.int32]
"""The number of a letter, from 1 on, for every pixel, shape (height, width)."""

_UNSEEN = frozenset("\u200b\u2060")
"""What wrapping has written into the text."""
_SUBPIXELS = 4
_CLUSTERS = r"""
#let data = json(bytes(sys.inputs.data))
#let width(t, look) = measure(
  text(
    font: look.fonts,
    size: look.size * 100pt,
    weight: look.weight,
    style: look.slant,
    tracking: look.tracking * 1em,
    t,
  )
).width.pt()
// As wide as before more letters: those that join do, and marks at the end keep their width.
#let before(t, it) = {
  let more = if it.joins { "\u{640}" } else { "\u{2060}" }
  width(t + more, it.look) - width(more, it.look)
}
#context for it in data {
  let parts = it.text.clusters()
  let edges = range(parts.len()).map(i => before(parts.slice(0, i).join(default: ""), it))
  [#metadata((parts.map(p => p.codepoints().len()), edges + (width(it.text, it.look),))) <out>]
}
"""
"""For each piece the lengths of its clusters, and the edges between them."""


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The owners of the pixels of a lettering, with their place on the frame.

    Letter n stands for characters `spans[n - 1]` of the text, in reading order. Where
    there is nothing to read, there are no letters and no owners.
    """

    owners: Owners
    x: int
    y: int
    spans: tuple[tuple[int, int], ...]

    def over(self, drawn: Drawn) -> Owners:
        """Return the owners of the pixels of a drawn part; 0 where nobody is near."""
        height, width = drawn.patch.shape[:2]
        found = np.zeros((height, width), np.int32)
        left, top = drawn.x - self.x, drawn.y - self.y
        x, y = max(0, left), max(0, top)
        part = self.owners[y : max(0, top + height), x : max(0, left + width)]
        found[y - top : y - top + part.shape[0], x - left : x - left + part.shape[1]] = part
        return found

    def of(self, first: int, last: int) -> list[int]:
        """Return the letters that stand for characters [first, last)."""
        overlaps = (start < last and end > first for start, end in self.spans)
        return [number for number, inside in enumerate(overlaps, 1) if inside]


@lru_cache(maxsize=4)
def letters(lettering: Lettering, frame: Size, box: Box) -> Letters:
    """Return the letters of a lettering as `letter` draws it on a frame, in a text box there."""
    trace = traced(lettering, frame)
    size = box.width + 2 * trace.bleed, box.height + 2 * trace.bleed
    found = sorted(_letters(trace, font_folders(lettering.style)).items(), key=itemgetter(0))
    owners = _owned([shape for _, shape in found], size)
    spans = tuple(span for span, _ in found)
    return Letters(owners, box.x - trace.bleed, box.y - trace.bleed, spans)


def _letters(trace: Traced, fonts: Sequence[Path]) -> dict[tuple[int, int], list[Glyph]]:
    """Return the glyphs of every letter that has some, by its characters."""
    pieces = list(_pieces(trace))
    measures = query(_CLUSTERS, [_question(piece) for piece in pieces], fonts=fonts)
    drawn = defaultdict[int, list[Glyph]](list)
    for glyph in glyphs(trace.svg):
        drawn[int(glyph.colour[1:7], 16)].append(glyph)
    found = defaultdict[tuple[int, int], list[Glyph]](list)
    for number, members in drawn.items():
        piece, (counts, edges) = pieces[number], measures[number]
        for glyph, index in zip(members, _indices(members, piece.text, edges), strict=True):
            first = piece.start + sum(counts[:index])
            found[first, first + counts[index]].append(glyph)
    return found


class _Piece(NamedTuple):
    """A piece of a text, where in it it begins, and the type it is set in."""

    text: str
    start: int
    look: Mapping[str, Any]


def _pieces(trace: Traced) -> Iterator[_Piece]:
    """Yield the pieces of a lettering; what wrapping has written into it does not count."""
    start = 0
    for line in trace.lines:
        for text, look in line:
            word = "".join(char for char in text if char not in _UNSEEN)
            yield _Piece(word.lstrip(), start + len(word) - len(word.lstrip()), look)
            start += len(word)
        start += 1


def _question(piece: _Piece) -> Mapping[str, Any]:
    joins = any(unicodedata.bidirectional(char) == "AL" for char in piece.text)
    return {"text": piece.text, "joins": joins, "look": piece.look}


def _indices(members: Sequence[Glyph], text: str, edges: Sequence[float]) -> Iterator[int]:
    """Yield in which cluster of its piece each glyph stands, by its share of the width.

    A piece may be broken into lines, which share the width by theirs.
    """
    rows = _rows(members)
    wide = max(1e-6, sum(right - left for left, right in rows.values()))
    before, passed = dict[int, float](), 0.0
    for row in sorted(rows):
        before[row] = passed
        passed += rows[row][1] - rows[row][0]
    for glyph in members:
        left, right = rows[glyph.row]
        middle = sum(glyph.reach) / 2
        share = before[glyph.row] + (right - middle if right_to_left(text) else middle - left)
        yield min(max(bisect_right(edges, share / wide * edges[-1]) - 1, 0), len(edges) - 2)


def _rows(members: Sequence[Glyph]) -> dict[int, tuple[float, float]]:
    """Return where on each line the glyphs of a piece begin and end."""
    rows = dict[int, tuple[float, float]]()
    for glyph in members:
        left, right = rows.get(glyph.row, (inf, -inf))
        rows[glyph.row] = min(left, glyph.start), max(right, glyph.reach[1])
    return rows


def _owned(shapes: Sequence[Sequence[Glyph]], size: Size) -> Owners:
    """Return for every pixel the number of the letter whose outline is nearest."""
    inked = np.zeros((size[1], size[0]), np.int32)
    for number, shape in enumerate(shapes, 1):
        contours = [
            np.rint((contour - 0.5) * (1 << _SUBPIXELS)).astype(np.int32)
            for glyph in shape
            for contour in glyph.contours
        ]
        cv2.fillPoly(inked, contours, number, shift=_SUBPIXELS)
    if not inked.any():
        return inked
    _, nearest = cv2.distanceTransformWithLabels(
        (inked == 0).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    numbers = np.zeros(int(nearest.max()) + 1, np.int32)
    numbers[nearest[inked > 0]] = inked[inked > 0]
    return np.asarray(numbers[nearest], np.int32)
