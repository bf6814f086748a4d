"""Desk: has a chapter written, tells the model once what was wrong, and gives up in time."""

from __future__ import annotations

import math
from collections.abc import Sequence

from converter.script.diction import Diction
from converter.script.narrators.chat.answer import Draft, UnusableError, check, parse, schema
from converter.script.narrators.chat.brief import Brief, Prompts
from converter.script.narrators.chat.endpoint import Endpoint, EndpointError, Message

MOST_FAILURES = 2
"""An endpoint that failed for so many chapters is not asked for more."""
_QUOTED = 4000
"""Letters of a faulty answer that the model is shown again."""


class Desk:
    """Asks one endpoint for the chapters of one document, from several threads."""

    def __init__(self, endpoint: Endpoint, prompts: Prompts, diction: Diction) -> None:
        self._endpoint = endpoint
        self._prompts = prompts
        self._diction = diction
        self._failures = 0.0
        self._reason = ""

    def draft(self, brief: Brief) -> Draft:
        """Return what can be believed of a chapter; without takes, its first fault says why."""
        if self._failures >= MOST_FAILURES:
            return Draft(faults=(self._reason,))
        try:
            return self._mended(brief)
        except EndpointError as error:
            self._failures += math.inf if error.final else 1
            self._reason = str(error)
            return Draft(faults=(self._reason,))

    def _mended(self, brief: Brief) -> Draft:
        """Ask, and where there are faults ask again; the better answer counts."""
        messages = self._prompts.opening(brief, self._diction.language)
        first, text = self._read(messages, brief)
        if not first.faults:
            return first
        again = self._prompts.again(brief, first.faults, self._diction.language)
        said = {"role": "assistant", "content": text[:_QUOTED] or "(nothing)"}
        try:
            second, _ = self._read([*messages, said, again], brief)
        except EndpointError:
            if not first.takes:
                raise
            return first
        return min((second, first), key=lambda draft: (not draft.takes, len(draft.faults)))

    def _read(self, messages: Sequence[Message], brief: Brief) -> tuple[Draft, str]:
        reply = self._endpoint.ask(messages, schema(brief))
        try:
            answer = parse(reply)
        except UnusableError as error:
            return Draft(faults=(str(error),)), reply.text
        self._endpoint.keep(messages, reply)
        return check(answer, brief, self._diction), reply.text
