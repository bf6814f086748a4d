"""Reading JSON of the service into models, with every problem at its JSON path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from converter.errors import TimelineError
from converter.timeline.finding import Finding, brief, suggestion
from converter.timeline.model import Timeline
from converter.timeline.output import EditingProduceConfig, OutputMediaConfig
from converter.timeline.values import SPELLINGS, Model

M = TypeVar("M", bound=Model)
Json = str | bytes | Mapping[str, Any]

_ROUNDS = 3
"""Problems hide problems; a few rounds bring all of them up."""


def parse_timeline(data: Json) -> Timeline:
    """Read a Timeline from JSON text or data.

    Raises TimelineError at the first problem, with its JSON path and code.
    """
    return _parsed(Timeline, data)


def parse_output(data: Json) -> OutputMediaConfig:
    """Read an OutputMediaConfig from JSON text or data.

    Raises TimelineError at the first problem, with its JSON path and code.
    """
    return _parsed(OutputMediaConfig, data)


def parse_editing(data: Json) -> EditingProduceConfig:
    """Read an EditingProduceConfig from JSON text or data.

    Raises TimelineError at the first problem, with its JSON path and code.
    """
    return _parsed(EditingProduceConfig, data)


def parse(kind: type[M], data: Json) -> tuple[M | None, list[Finding]]:
    """Read what can be read, and say what cannot.

    What is wrong is left out, so that the rest can be looked at too; None when too
    little remains.
    """
    try:
        raw = json_object(data)
    except TimelineError as error:
        return None, [Finding("error", "$", error.message, error.code)]
    findings: list[Finding] = []
    for _ in range(_ROUNDS):
        try:
            return kind.model_validate(raw, by_alias=True, by_name=False), _once(findings)
        except ValidationError as error:
            problems = error.errors(include_url=False)
            findings += [_finding(problem, raw, kind) for problem in problems]
            raw = _without(raw, problems)
    return None, _once(findings)


def json_object(data: Json) -> Any:
    """Return the JSON object in text or data. Raises TimelineError for anything else."""
    raw: Any = data
    if isinstance(data, str | bytes):
        try:
            raw = json.loads(data, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            where = f"not JSON: {error}" if isinstance(error, ValueError) else "nested too deeply"
            raise TimelineError(where, code="InvalidParameter", path="$") from error
    if not isinstance(raw, Mapping):
        expected = f"is {brief(raw)}, expected a JSON object"
        raise TimelineError(expected, code="InvalidParameter", path="$")
    return raw


def _parsed(kind: type[M], data: Json) -> M:
    model, findings = parse(kind, data)
    if findings:
        raise first_of(findings)
    if model is None:
        raise TimelineError("cannot be read", code="InvalidTimelineFormat", path="$")
    return model


def first_of(findings: Sequence[Finding]) -> TimelineError:
    """Return the first finding as an error to raise."""
    first = findings[0]
    return TimelineError(first.message, code=first.code, path=first.path)


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Return the first finding at each place; what is taken away must not be missed."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.path, finding)
    return list(first.values())


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")


def _finding(problem: ErrorDetails, raw: Any, kind: type[Model]) -> Finding:
    steps = list(_steps(problem, raw))
    path = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return Finding("error", path, _message(problem), _code(problem, kind))


def _code(problem: ErrorDetails, kind: type[Model]) -> str:
    if kind is not Timeline:
        return "InvalidParameter"
    return "ProduceTimelineFormatError" if problem["type"] in _SHAPES else "InvalidTimelineFormat"


_SHAPES = {
    "model_type": "an object",
    "model_attributes_type": "an object",
    "dict_type": "an object",
    "tuple_type": "a list",
}
_EXPECTED = {
    **_SHAPES,
    "string_type": "a text",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
}


def _message(problem: ErrorDetails) -> str:
    if problem["type"] == "missing":
        return "is missing"
    value, expected, hint = problem["input"], _EXPECTED.get(problem["type"], problem["msg"]), ""
    for prefix in ("Input should be ", "Value error, expected "):
        expected = expected.removeprefix(prefix)
    if problem["type"] == "literal_error" and isinstance(value, str):
        hint = suggestion(value, re.findall(r"'([^']+)'", expected))
    return f"is {brief(value)}, expected {expected}{hint}"


def _steps(problem: ErrorDetails, raw: Any) -> Iterator[str | int]:
    """Yield the location in the data; the names pydantic gives to alternatives are not in it."""
    *inner, last = problem["loc"] or ("",)
    here = raw
    for step in inner:
        key = _spelled(step, here)
        if key is None:
            continue
        here = here[key]
        yield key
    key = _spelled(last, here)
    if key is not None:
        yield key
    elif problem["type"] == "missing":
        yield last


def _spelled(step: str | int, here: Any) -> str | int | None:
    """Return the step as the data spells it, or None when the data has no such step."""
    if isinstance(here, Mapping):
        names = [step, *(other for other, ours in SPELLINGS.items() if ours == step)]
        return next((name for name in names if name in here), None)
    if isinstance(here, list | tuple) and isinstance(step, int):
        return step if step < len(here) else None
    return None


def _without(raw: Any, problems: Sequence[ErrorDetails]) -> Any:
    rest = deepcopy(raw)
    for problem in problems:
        steps = list(_steps(problem, rest))
        # Where something is missing, the whole that lacks it cannot be used.
        steps = steps[:-1] if problem["type"] == "missing" else steps
        if steps:
            _remove(rest, steps)
    return rest


def _remove(rest: Any, steps: Sequence[str | int]) -> None:
    for step in steps[:-1]:
        rest = rest[step]
    if isinstance(rest, dict):
        rest.pop(steps[-1], None)
    elif isinstance(rest, list):
        at = int(steps[-1])
        rest[at] = "" if isinstance(rest[at], str) else {}  # Others keep their numbers.
