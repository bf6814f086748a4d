"""Waiting: for the end of work that runs somewhere else, without asking too often."""

from __future__ import annotations

import time
from collections.abc import Callable

from converter.errors import JobError
from converter.jobs.dispatcher import State
from converter.jobs.job import ENDS

SHORTEST, LONGEST = 0.5, 15.0
"""Seconds between two questions, at first and at last."""
GROWTH = 1.4
PATIENCE = 300.0
"""Seconds without any answer after which an error is believed."""
_PASSING = ("ServiceUnAvailable", "InternalError", "Throttling", "RequestsTooFrequent")


def wait(poll: Callable[[], State], told: Callable[[State], None]) -> State:
    """Return the state in which work ends; `told` is called with each state before.

    Raises what `poll` raises, unless it passes within five minutes.
    """
    pause, heard = SHORTEST, time.monotonic()
    while True:
        try:
            state = poll()
            heard = time.monotonic()
        except JobError as error:
            if not error.code.startswith(_PASSING) or time.monotonic() - heard > PATIENCE:
                raise
        else:
            told(state)
            if state.status in ENDS:
                return state
        time.sleep(pause)
        pause = min(pause * GROWTH, LONGEST)
