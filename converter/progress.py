"""Progress: how a long walk tells where it is, without printing."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with the stage (`fetch`, `read`, `narrate`, `compose`, `plan`, `speak`, `render`)
and how much of it is done, 0 to 1. What it raises ends the walk, cleanly."""


def silent(stage: str, done: float) -> None:
    """Report to nobody."""
