"""Batch: one request, many different videos of the same materials.

    request ──parse_batch──▶ BatchRequest ──expand──▶ SubJobs ──produce──▶ videos

`check` says all that is wrong with a request. Planning a video goes from what it was
dealt (`draws`, `choices`) by its mode (`modes`) to scenes (`plan`) to a Timeline
(`assembly`). The shots it shows are cut by `converter.footage` (`material`) from files
of this machine (`assets`), and found by `converter.matching`.
"""

from __future__ import annotations

from converter.batch.check import check
from converter.batch.expand import SubJob, SubJobs, expand
from converter.batch.request import BatchRequest, Mode, is_batch, parse_batch

__all__ = [
    "BatchRequest",
    "Mode",
    "SubJob",
    "SubJobs",
    "check",
    "expand",
    "is_batch",
    "parse_batch",
]
