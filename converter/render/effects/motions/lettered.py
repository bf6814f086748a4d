"""Lettered: motions in which each letter has its own."""

from __future__ import annotations

from math import cos, pi

from converter.render.cel import Cel, Glyph
from converter.render.effects.motions.registry import between, entrance, slowing
from converter.render.lettering import Drawn
from converter.render.plates import Matrix, shift

_AT_ONCE = 0.45
"""Share of the time that one letter needs for its wave."""


@entrance("wave", "letters rise one after another on a wave")
def wave(text: Cel, p: float) -> Drawn:
    """Let each letter rise, swing over its place and settle."""
    last = max(1, len(text.glyphs) - 1)

    def risen(glyph: Glyph) -> tuple[Matrix, float]:
        begin = (1 - _AT_ONCE) * glyph.number / last
        own = between(p, begin, begin + _AT_ONCE)
        depth = 0.9 * text.em * (1 - slowing(own)) * cos(1.5 * pi * own)
        return shift(0, depth), min(1.0, 2 * own)

    return text.spread(risen)


@entrance("typewriter1", "letters appear one by one")
def typewriter(text: Cel, p: float) -> Drawn:
    """Show as many letters as the progress allows."""
    count = len(text.glyphs)
    return text.spread(lambda glyph: (shift(0, 0), float(glyph.number < round(p * count))))
