"""Flow: a document's blocks in reading order, found again by the spans of sentences."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from converter.document.model import Block, Document, Span
from converter.script.model import Sentence


@dataclass(frozen=True, slots=True)
class Stand:
    """A block and where it stands: `place` counts all blocks, `section` the sections."""

    place: int
    section: int
    block: Block


class Flow:
    """Finds what a sentence of a Script came from, also after a person edited it."""

    def __init__(self, document: Document) -> None:
        self.stands = [
            Stand(0, index, block)
            for index, section in enumerate(document.sections)
            for block in section.blocks
        ]
        self.stands = [Stand(n, s.section, s.block) for n, s in enumerate(self.stands)]
        self.figures: dict[str, Stand] = {}
        self._by_span: dict[Span, list[Stand]] = {}
        for stand in self.stands:
            self._by_span.setdefault(stand.block.span, []).append(stand)
            if stand.block.figure:
                self.figures.setdefault(stand.block.figure, stand)
        for stand in self.stands:  # A heading leads to the first block under it.
            self._by_span.setdefault(document.sections[stand.section].span, [stand])

    def stand(self, sentence: Sentence) -> Stand | None:
        """Return the block a sentence begins in; None when it came from none."""
        return self._find(sentence.spans[0], sentence.text) if sentence.spans else None

    def raw(self, sentence: Sentence) -> str:
        """Return the document's own words, with the "(see Figure 3)" the eye is spared."""
        return self.passage(sentence) or sentence.text

    def passage(self, sentence: Sentence) -> str:
        """Return the document's words at a sentence's spans; empty where there are none."""
        pieces = [
            found.block.text[span.start : span.end]
            for span in sentence.spans
            if (found := self._find(span, sentence.text))
        ]
        return " ".join(pieces)

    def near(self, stand: Stand, kinds: set[str], reach: int = 1) -> Stand | None:
        """Return the nearest block of a kind in the same section, those after it first."""
        for away in range(1, reach + 1):
            for place in (stand.place + away, stand.place - away):
                if 0 <= place < len(self.stands):
                    found = self.stands[place]
                    if found.section == stand.section and found.block.kind in kinds:
                        return found
        return None

    def _find(self, span: Span, text: str) -> Stand | None:
        places = self._by_span.get(span.model_copy(update={"start": None, "end": None}), [])
        if len(places) < 2:
            return places[0] if places else None
        return max(places, key=lambda p: ratio(text, p.block.text[span.start : span.end]))
