"""Coverage: which sections and which key facts of a Document a Script tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from converter.document.model import Document
from converter.faithfulness.alignment import runs
from converter.faithfulness.model import KeyFact, Told
from converter.faithfulness.names import matches
from converter.faithfulness.passages import Passages
from converter.faithfulness.text import Text
from converter.script import cues
from converter.script.model import Script
from converter.script.sentences import is_cjk
from converter.script.wording import readable

_MOST_FACTS = 60


def sections(document: Document, script: Script, told: Sequence[int]) -> tuple[Told, ...]:
    """List the sections with words, how many sentences rest on each, or why none does."""
    counts = Counter(told)
    reasons = {left.section: left.reason for left in script.left_out}
    return tuple(
        Told(
            heading=section.heading or document.title,
            level=section.level,
            words=_length(section.text),
            sentences=counts[index],
            reason="" if counts[index] else reasons.get(section.heading or document.title, ""),
        )
        for index, section in enumerate(document.sections)
        if section.text.strip()
    )


def _length(text: str) -> int:
    return sum(map(str.isalnum, text)) if is_cjk(text) else len(text.split())


def facts(document: Document, said: Sequence[str], passages: Passages) -> tuple[KeyFact, ...]:
    """List the numbers and names of title, headings, summary and conclusion, and which are told."""
    narration = passages.read("\n".join(said))
    found: dict[str, KeyFact] = {}
    for place, words in _key_texts(document):
        for text, told in _facts(passages.read(readable(words, passages.language)), narration):
            found.setdefault(text.lower(), KeyFact(text=text, place=place, told=told))
    return tuple(found.values())[:_MOST_FACTS]


def _key_texts(document: Document) -> Iterator[tuple[str, str]]:
    yield "title", document.title
    for section in document.sections:
        heading = cues.plain(section.heading or "")
        if heading and cues.weight(heading) == 1 and not cues.is_apart(heading, last=False):
            yield "heading", heading
    for section in document.sections:
        if section.heading and cues.weight(section.heading) > 1:
            yield section.heading, section.text


def _facts(text: Text, narration: Text) -> Iterator[tuple[str, bool]]:
    for number in text.numbers:
        if not number.loose:
            told = any(number.equals(said) or said.rounds(number) for said in narration.numbers)
            yield number.text, told
    for run in runs(text.text, text.sure_names):
        yield (
            text.text[run[0].start : run[-1].end],
            any(matches(name, narration.words) for name in run),
        )
