"""Golden narrations: what is said stays as it was when somebody last read it aloud."""

from __future__ import annotations

import pytest
from golden.narrations import DOCUMENTS, HERE, known, narration


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_narration_is_what_somebody_read_aloud(name: str) -> None:
    golden = (HERE / f"{name}.md").read_text(encoding="utf-8")
    assert narration(name) == golden, "run `just golden`, read the diff aloud"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_golden_documents_name_no_machine(name: str) -> None:
    assert "/" not in known(name).source
