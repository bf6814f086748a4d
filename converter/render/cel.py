"""Cel: a text drawn once, whole and in the parts that motions move.

Whatever moves is made of pictures drawn once; nothing is typeset again for a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from converter.render.lettering import Drawn, Part, em_size, letter
from converter.render.letters import Letters, letters
from converter.render.placement import Size
from converter.render.plates import Matrix, cut, moved, stacked

if TYPE_CHECKING:
    from converter.render.schedule import Lettering


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter of a text, `number` of all in reading order, and its ink."""

    number: int
    ink: Drawn

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its ink, in pixels of the frame."""
        height, width = self.ink.patch.shape[:2]
        return self.ink.x + width / 2, self.ink.y + height / 2


Placing = Callable[[Glyph], tuple[Matrix, float]]
"""From a letter to where it is moved, and its opacity."""


class Cel:
    """A lettering drawn for a frame; where `word` is given, with that word highlighted."""

    def __init__(self, lettering: Lettering, frame: Size, word: int | None = None) -> None:
        self._lettering = lettering
        self._word = word
        self.frame = frame
        self.em = em_size(lettering.style, lettering.scale)
        self.whole = self._part("all")

    @property
    def nbytes(self) -> int:
        """About the memory it takes; parts are drawn only for texts that move."""
        return self.whole.patch.nbytes * (5 if self._lettering.motions else 1)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the text box, in pixels of the frame."""
        box = self.whole.box
        return box.x, box.y, box.x + box.width, box.y + box.height

    @cached_property
    def ground(self) -> Drawn:
        """What lies behind the letters."""
        return self._part("ground")

    @cached_property
    def fill(self) -> Drawn:
        """The letters without borders and shadows."""
        return self._part("fill")

    @cached_property
    def glyphs(self) -> tuple[Glyph, ...]:
        """The letters in reading order, each with its borders and shadows."""
        from scipy.ndimage import find_objects

        ink = self._part("glyphs")
        owners = np.where(ink.patch[..., 3] > 0, self._letters(ink).over(ink), 0)
        places = find_objects(owners)
        found = ((number, place) for number, place in enumerate(places, 1) if place)
        return tuple(
            Glyph(index, cut(ink, place, owners[place] == number))
            for index, (number, place) in enumerate(found)
        )

    def spread(self, placing: Placing) -> Drawn:
        """Return the text with each letter where a motion wants it."""
        placed = ((glyph.ink, *placing(glyph)) for glyph in self.glyphs)
        inks = [moved(ink, matrix, self.frame, fade) for ink, matrix, fade in placed if fade > 0]
        return stacked([self.ground, *inks], self.whole.box)

    def _part(self, part: Part) -> Drawn:
        highlight = self._lettering.highlight
        if highlight is None:
            return letter(self._lettering, self.frame, part)
        plain = _kept(self._lettering, self.frame, part)
        if self._word is None or part == "ground":
            return plain
        lit = _kept(replace(self._lettering, style=highlight.style), self.frame, part)
        spoken, owners = highlight.words[self._word], self._letters(plain)
        numbers = owners.of(spoken.first, spoken.last)
        shown = (_chosen(plain, owners, numbers, False), _chosen(lit, owners, numbers, True))
        return stacked(shown, plain.box)

    def _letters(self, drawn: Drawn) -> Letters:
        return letters(self._lettering, self.frame, drawn.box)


@lru_cache(maxsize=4)
def _kept(lettering: Lettering, frame: Size, part: Part) -> Drawn:
    """Draw a part of a lettering whose words are highlighted one after another."""
    return letter(lettering, frame, part)


def _chosen(drawn: Drawn, owners: Letters, numbers: Sequence[int], inside: bool) -> Drawn:
    """Return only some letters of a drawing, or all but them."""
    chosen = np.isin(owners.over(drawn), numbers)
    whole = tuple(slice(0, side) for side in chosen.shape)
    return cut(drawn, whole, chosen if inside else ~chosen)
