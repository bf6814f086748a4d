"""Paging: how lists are asked for, a page at a time."""

from __future__ import annotations

import base64
import binascii
import time

from converter.jobs.database import FOREVER, Page
from converter.jobs.store import YEAR
from converter.server.params import Params, invalid

LONGEST_RANGE = 30 * 86400.0
"""Seconds between StartTime and EndTime."""


def page(params: Params, *, ascending: str, descending: str) -> Page:
    """Read what page is wanted; the texts are values of SortBy."""
    since, until = params.moment("StartTime"), params.moment("EndTime")
    if since is not None and until is not None and not 0 <= until - since <= LONGEST_RANGE:
        raise invalid("EndTime", "expected at most 30 days after StartTime")
    return Page(
        since=time.time() - YEAR if since is None else since,
        until=FOREVER if until is None else until + 1,  # times are told in whole seconds
        ascending=params.choice("SortBy", (ascending, descending), descending) == ascending,
        after=_after(params.text("NextToken")),
        most=params.whole("MaxResults", 10, least=1, most=100),
    )


def further(after: int | None) -> dict[str, str]:
    """Return what an answer says of the next page: its NextToken, nothing on the last."""
    if after is None:
        return {}
    return {"NextToken": base64.urlsafe_b64encode(str(after).encode()).decode()}


def _after(text: str) -> int | None:
    if not text:
        return None
    try:
        digits = base64.urlsafe_b64decode(text.encode()).decode()
        number = int(digits)
    except (ValueError, binascii.Error):
        raise invalid("NextToken", "expected one that was given before") from None
    if not 0 <= number < 1 << 62:
        raise invalid("NextToken", "expected one that was given before")
    return number
