"""Passages: the place in a Document a spoken sentence rests on, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from converter.document.model import Document, Span
from converter.faithfulness.names import Names
from converter.faithfulness.text import Evidence, Text
from converter.script.flow import Flow, Stand
from converter.script.model import Sentence
from converter.script.sentences import split
from converter.script.wording import readable

_NEIGHBOURS = 2
"""Blocks before and behind a passage that a sentence may take a name or a number from."""
_ALIKE = 0.5
"""Share of a sentence's content words in a passage that was not named, but looked for."""


@dataclass(frozen=True)
class Passage:
    """What a sentence rests on: its words, where they stand, and what else bears it out.

    `named` says whether the Script named it; `section` is the index of its section.
    """

    evidence: Evidence
    span: Span | None
    section: int | None
    named: bool

    @property
    def text(self) -> str:
        """The words of the passage."""
        return self.evidence.passage.text


class Passages:
    """Finds the passages of one document."""

    def __init__(self, document: Document, language: str) -> None:
        self.document = document
        self.language = language
        self.names = Names(self._texts(), language)
        self._flow = Flow(document)
        self._whole = self.read("\n".join(self._texts()))

    def read(self, text: str) -> Text:
        """Prepare a text for comparison with passages of the document."""
        return Text(text, self.language, self.names)

    def of(self, sentence: Sentence) -> Passage | None:
        """Return the passage of a sentence; None where there is none and none is like it."""
        text = readable(self._flow.passage(sentence), self.language)
        if not text:
            return self._like(sentence)
        stands = list(self._stands(sentence))
        return self._passage(text, sentence.spans[0], stands, named=True)

    def _stands(self, sentence: Sentence) -> Iterator[Stand]:
        for span in sentence.spans:
            if stand := self._flow.stand(sentence.model_copy(update={"spans": (span,)})):
                yield stand

    def _passage(
        self, text: str, span: Span | None, stands: list[Stand], *, named: bool
    ) -> Passage:
        subject = "\n".join(self._subject(stands))
        around = "\n".join([subject, text, *self._around(stands)])
        evidence = Evidence(self.read(text), self.read(subject), self.read(around), self._whole)
        return Passage(evidence, span, stands[0].section if stands else None, named)

    def _subject(self, stands: list[Stand]) -> Iterator[str]:
        yield from (self.document.title, *self.document.authors, self.document.site or "")
        for section in {stand.section for stand in stands}:
            yield self.document.sections[section].heading or ""

    def _around(self, stands: list[Stand]) -> Iterator[str]:
        places = {
            p for s in stands for p in range(s.place - _NEIGHBOURS, s.place + _NEIGHBOURS + 1)
        }
        for place in sorted(places):
            if 0 <= place < len(self._flow.stands):
                yield readable(self._flow.stands[place].block.text, self.language)

    def _like(self, sentence: Sentence) -> Passage | None:
        """Look for the words of the document that are most like a sentence."""
        said = self.read(sentence.text)
        if not said.stems:
            return None
        likeness, text, stand = max(
            ((self._share(said, text), text, stand) for text, stand in self._candidates),
            key=lambda found: found[0],
        )
        if likeness < _ALIKE:
            return None
        span = stand.block.span if stand else None
        return self._passage(text, span, [stand] if stand else [], named=False)

    def _share(self, said: Text, text: str) -> float:
        candidate = self.read(text)
        return sum(candidate.has(stem) for stem in said.stems) / len(said.stems)

    @cached_property
    def _candidates(self) -> list[tuple[str, Stand | None]]:
        """The title, the headings, the captions and every sentence of the document."""
        titles = [self.document.title, *(s.heading or "" for s in self.document.sections)]
        titles += [figure.caption for figure in self.document.figures]
        found: list[tuple[str, Stand | None]] = [(title, None) for title in titles]
        for stand in self._flow.stands:
            text = readable(stand.block.text, self.language)
            found += [(text[a:b], stand) for a, b in split(text, self.language)]
        return found

    def _texts(self) -> list[str]:
        document = self.document
        headings = [section.heading or "" for section in document.sections]
        captions = [figure.caption for figure in document.figures]
        blocks = [block.text for section in document.sections for block in section.blocks]
        return [
            document.title,
            *document.authors,
            document.site or "",
            *headings,
            *captions,
            *blocks,
        ]
