"""How well a review tells true sentences from wrong ones."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from converter.document.model import Block, Document, Section, Span
from converter.faithfulness import Claim, review
from converter.script.model import Card, Script, Sentence, Shot
from converter.script.sentences import split
from tests.quality.errors import SPOILERS

PARAPHRASES = Path(__file__).parent / "faithfulness"
FOUND_AS = {
    "numbers": {"number", "date", "unit"},
    "dates": {"number", "date"},
    "units": {"number", "unit"},
    "names": {"name"},
    "negations": {"negation"},
    "opposites": {"comparison", "negation"},
}
"""An error is found when a difference of its kind is reported."""


@dataclass(frozen=True)
class Sample:
    """A document, true sentences about it with their spans, and names of it."""

    document: Document
    sentences: Sequence[Sentence]
    names: Sequence[str]

    def review(self, said: Sequence[Sentence]) -> tuple[Claim, ...]:
        """Review sentences that rest on the document."""
        shot = Shot(id="s", sentences=tuple(said), show=Card(kind="points"))
        script = Script(title="", language=self.document.language, shots=(shot,))
        return review(self.document, script).claims

    def spoilt(self, kind: str, rng: random.Random) -> Iterator[Sentence]:
        """Yield the sentences that can bear an error of a kind, with it."""
        language = self.document.language.partition("-")[0]
        for sentence in self.sentences:
            wrong = SPOILERS[kind](sentence.text, language, self.names, rng)
            if wrong and wrong != sentence.text:
                yield sentence.model_copy(update={"text": wrong})


@dataclass
class Tally:
    """Errors made and found by kind; true sentences, and alarms on them."""

    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    true: int = 0
    missed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    def add(self, sample: Sample, rng: random.Random) -> None:
        """Review the sentences of a sample as they are, and with each kind of error."""
        said = [("", sentence) for sentence in sample.sentences]
        said += [(kind, wrong) for kind in FOUND_AS for wrong in sample.spoilt(kind, rng)]
        claims = sample.review([sentence for _, sentence in said])
        for (kind, _), claim in zip(said, claims, strict=True):
            if kind:
                self._judge(kind, claim)
            else:
                self.true += 1
                self.alarms += [_told(claim)] if claim.differences else []

    def _judge(self, kind: str, claim: Claim) -> None:
        found = any(difference.kind in FOUND_AS[kind] for difference in claim.differences)
        self.made[kind] += 1
        self.found[kind] += found
        self.missed += [] if found else [f"{kind}: {_told(claim)}"]

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of both."""
        return Tally(
            self.made + other.made,
            self.found + other.found,
            self.true + other.true,
            self.missed + other.missed,
            self.alarms + other.alarms,
        )

    def share(self, kind: str) -> float:
        """Return the share of errors of a kind that were found."""
        return self.found[kind] / self.made[kind] if self.made[kind] else 1.0

    @property
    def false_alarms(self) -> float:
        """The share of true sentences that were marked."""
        return len(self.alarms) / max(1, self.true)


def _told(claim: Claim) -> str:
    differences = "; ".join(map(str, claim.differences))
    return f"{claim.text}\n    < {claim.passage}\n    {differences or 'nothing reported'}"


def paraphrased(path: Path) -> Sample:
    """Read a document of our own with its honest paraphrases."""
    table = tomllib.loads(path.read_text("utf-8"))
    language, joint = table["language"], "" if table["language"] == "zh" else " "
    texts = [joint.join(part.split()) for part in table["text"].strip().split("\n\n")]
    blocks = [Block(text=text, span=Span(element=f"p{n}")) for n, text in enumerate(texts)]
    document = Document(
        source=path.name,
        media_type="text/plain",
        title=table["title"],
        language=language,
        sections=(Section(blocks=tuple(blocks)),),
    )
    places = {
        block.text[span.start : span.end]: span
        for block in blocks
        for span in _spans(block, language)
    }
    sentences = [
        Sentence(
            text=one["text"],
            spans=tuple(
                next(span for text, span in places.items() if text.startswith(opening))
                for opening in one["of"]
            ),
        )
        for one in table["paraphrase"]
    ]
    return Sample(document, sentences, table["names"])


def _spans(block: Block, language: str) -> Iterator[Span]:
    for start, end in split(block.text, language):
        yield block.span.model_copy(update={"start": start, "end": end})
