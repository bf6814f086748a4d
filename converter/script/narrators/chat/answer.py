"""Answer: what a model wrote, read as leniently as it can be and believed as little.

`parse` finds the JSON in whatever is around it; `check` keeps the sentences that rest
on the source and says of the rest what is wrong, in words a model can mend it by.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from converter.document.language import language_of
from converter.document.model import Span
from converter.script.diction import Diction
from converter.script.model import Sentence
from converter.script.narrators.chat.brief import Brief
from converter.script.narrators.chat.endpoint import Reply
from converter.script.narrators.chat.guard import Fault, unsupported
from converter.script.passages import Passage
from converter.script.sentences import split

_QUOTED = 60
"""Letters of a sentence that is complained of."""
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)
_MARKUP = re.compile(r"[*_`#]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?=\W|$)|^\s*[-•]\s+")


class UnusableError(ValueError):
    """An answer nothing can be read from; the message says what was expected."""


def _numbers(value: object) -> object:
    """Take `"[3]"`, `"s3"` and 3.0 for 3; what is no number at all for an id of nothing."""
    if not isinstance(value, list):
        value = [value]
    return [_number(one) for one in value]


def _number(value: object) -> int:
    found = re.search(r"-?\d{1,6}", str(value))
    return int(found.group()) if found else 0


class _Loose(BaseModel):
    """What came from outside: fields that we did not ask for are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Said(_Loose):
    """One sentence of an answer and the numbers of the source sentences it rests on."""

    text: str
    sources: Annotated[tuple[int, ...], BeforeValidator(_numbers)] = ()
    optional: bool = False


class Scene(_Loose):
    """The sentences of one shot and the figure to be shown, if any."""

    figure: str | None = ""
    sentences: tuple[Said, ...]


class Answer(_Loose):
    """The narration of one chapter as a model gives it."""

    shots: tuple[Scene, ...]


@dataclass(frozen=True)
class Line:
    """A sentence that was believed; `sections` are those of the document it rests on."""

    sentence: Sentence
    sections: frozenset[int]
    optional: bool = False


@dataclass(frozen=True)
class Take:
    """The sentences of one shot to be; `figure` is a Figure's id, or empty."""

    lines: tuple[Line, ...]
    figure: str = ""


@dataclass(frozen=True)
class Draft:
    """What is left of an answer, the faults that it had, and how many sentences each cost."""

    takes: tuple[Take, ...] = ()
    faults: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)


def schema(brief: Brief) -> dict[str, Any]:
    """Return the JSON Schema of an answer, such as strict endpoints take."""
    said = _object(
        text={"type": "string"},
        sources={"type": "array", "items": {"type": "integer"}},
        optional={"type": "boolean"},
    )
    scene = _object(
        figure={"type": "string", "enum": ["", *brief.figures]},
        sentences={"type": "array", "items": said},
    )
    return _object(shots={"type": "array", "items": scene})


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def parse(reply: Reply) -> Answer:
    """Read an answer out of a reply. Raises UnusableError."""
    if reply.refusal:
        raise UnusableError("the model refused; the document is only to be reported on")
    if not reply.whole:
        raise UnusableError("the answer was cut off before its end; write less")
    text = _THOUGHTS.sub("", reply.text).strip()
    if not text:
        raise UnusableError("the answer was empty, expected a JSON object")
    begun = text.find("{")
    try:
        found, _ = json.JSONDecoder().raw_decode(text[begun:] if begun >= 0 else text)
        return Answer.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the object"
        raise UnusableError(f"{place}: {first['msg']}; expected the shape described") from error
    except (ValueError, RecursionError) as error:
        raise UnusableError("the answer is not one whole JSON object") from error


def check(answer: Answer, brief: Brief, diction: Diction) -> Draft:
    """Believe what rests on the source."""
    review = _Review(brief, diction)
    takes = tuple(take for scene in answer.shots if (take := review.take(scene)).lines)
    if takes and _is_foreign(takes, diction.language):
        return Draft(faults=("the answer is in another language than asked for",))
    return Draft(takes, (*review.faults, *_length(takes, brief)), dict(review.dropped))


def _is_foreign(takes: Sequence[Take], language: str) -> bool:
    text = " ".join(line.sentence.text for take in takes for line in take.lines)
    return language_of(text, language).partition("-")[0] != language.partition("-")[0]


class _Review:
    """Goes through one answer and remembers what was wrong with it."""

    def __init__(self, brief: Brief, diction: Diction) -> None:
        self.brief = brief
        self.diction = diction
        self.language = diction.language
        self.faults: list[str] = []
        self.dropped: Counter[str] = Counter()
        self.shown: set[str] = set()

    def take(self, scene: Scene) -> Take:
        lines = tuple(line for said in scene.sentences for line in self.lines(said))
        return Take(lines, self.figure(scene.figure or "") if lines else "")

    def figure(self, id: str) -> str:
        if not id:
            return ""
        figure = self.brief.figures.get(id)
        if figure is None or id in self.shown:
            why = "was not offered" if figure is None else "is shown twice"
            self.faults.append(f"figure {id[:_QUOTED]!r} {why}")
            return ""
        self.shown.add(id)
        return figure.id

    def lines(self, said: Said) -> Iterator[Line]:
        text = " ".join(_MARKUP.sub("", said.text).split())
        if not any(c.isalnum() for c in text):
            return
        passages = [p for n in dict.fromkeys(said.sources) if (p := self.brief.source(n))]
        fault = unsupported(text, passages, self.language) if passages else _unfounded(said)
        if fault:
            self.dropped[fault.kind] += 1
            self.faults.append(f"{text[:_QUOTED]!r}: {fault.detail}")
            return
        for begin, end in split(text, self.language):
            yield _line(text[begin:end], passages, self.diction, optional=said.optional)


def _unfounded(said: Said) -> Fault:
    if not said.sources:
        return Fault("no source named", "names no source sentence that it rests on")
    return Fault("no such source", f"there are no source sentences {list(said.sources)[:9]}")


def _line(text: str, passages: Sequence[Passage], diction: Diction, *, optional: bool) -> Line:
    spans: dict[Span, None] = dict.fromkeys(span for p in passages for span in p.spans)
    sentence = diction.sentence(text, spans=tuple(spans))
    return Line(sentence, frozenset(p.section for p in passages), optional)


def _length(takes: Sequence[Take], brief: Brief) -> Iterator[str]:
    said = sum(brief.size(line.sentence.text) for take in takes for line in take.lines)
    if said > brief.most:
        yield f"{said} {brief.unit} are too many, {brief.amount} were asked for"
    if said < brief.least:
        yield f"{said} usable {brief.unit} are too few, {brief.amount} were asked for"
