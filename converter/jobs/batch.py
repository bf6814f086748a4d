"""Batch requests: the one place that calls the batch engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from converter.errors import JobError
from converter.jobs.job import Production

ENGINE = "converter.batch"


def expect_engine() -> None:
    """Raise JobError when no batch engine is installed."""
    if find_spec(ENGINE) is None:
        raise JobError("batch jobs cannot be made here yet", code="ServiceUnAvailable")


def productions(request: Mapping[str, Any], *, storage: Path, seed: int) -> Sequence[Production]:
    """Return the Productions that a batch request comes to, one for each video.

    Raises a DocreelError for a request that cannot be met.
    """
    expect_engine()
    made: Sequence[Production] = import_module(ENGINE).productions(
        request, storage=storage, seed=seed
    )
    return made
