"""The chat narrator: a model tells each chapter, from its sentences and in its time.

The model proposes and the document decides: a sentence that rests on nothing is left
out, what is too much is cut, and a chapter of which no answer is of use is told in the
document's own sentences, as the extractive narrator would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from converter.script.narration import Narration, Options, Task
from converter.script.narrators.chat.answer import Draft
from converter.script.narrators.chat.assembly import Assembly
from converter.script.narrators.chat.brief import Brief, Prompts, briefs
from converter.script.narrators.chat.desk import Desk
from converter.script.narrators.chat.endpoint import Endpoint, expect_usable
from converter.script.narrators.extractive import fit

AT_ONCE = 4
"""Chapters asked for at the same time."""


class Chat:
    """Narrates with any chat model behind an endpoint that speaks OpenAI's protocol."""

    def __init__(self, options: Options) -> None:
        """Take address and model, and whatever else, from the options.

        Raises ScriptError when these or the extra are missing.
        """
        expect_usable(options)
        self._options = options

    def tell(self, task: Task) -> Narration:
        """Have every chapter told; where that fails, say so and let the document speak."""
        plain, chosen = fit(task)
        told = briefs(task, chosen)
        prompts = Prompts(self._options.prompts, task.document, told)
        # The endpoint is closed first, so that whoever stops does not wait for its answers.
        with ThreadPoolExecutor(AT_ONCE) as pool, Endpoint(self._options) as endpoint:
            desk = Desk(endpoint, prompts, task.diction)
            drafts = list(pool.map(desk.draft, told))
        if not any(draft.takes for draft in drafts):
            why = f"told without {self._options.model}: {drafts[0].faults[0]}"
            sections = {task.plan.passages[i].section for i in chosen}
            return Narration(plain, sections, (why,), endpoint.usage)
        assembly = Assembly(task, chosen, told, drafts)
        shots = assembly.fitted()
        warnings = tuple(_warnings(task.document.title, told, assembly.drafts))
        return Narration(shots, assembly.sections(), warnings, endpoint.usage)


def _warnings(title: str, told: Sequence[Brief], drafts: Sequence[Draft]) -> Iterator[str]:
    for brief, draft in zip(told, drafts, strict=True):
        if not draft.takes:
            name = brief.heading or title
            yield f"{name}: told in the document's own words: {draft.faults[0]}"
    dropped = Counter[str]()
    for draft in drafts:
        dropped.update(draft.dropped)
    for why, count in dropped.items():
        yield f"{count} sentence{'s' * (count > 1)} of the model left out: {why}"
