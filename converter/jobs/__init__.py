"""Jobs: work that runs somewhere, here or elsewhere, and survives who asked for it.

    store ──▶ Dispatcher ──submit, poll──▶ Executor ──┬─ LocalPool: processes here
                                                      ├─ cluster.Cluster: workers of Dask
                                                      └─ cloud.Cloud: jobs of the service

    request ──prepare──▶ Submission ──upload, call──▶ the service

The words of states are the service's: Init, Queuing, Processing, Success, Failed.
"""

from __future__ import annotations

from converter.jobs.dispatcher import Dispatcher, Executor, State
from converter.jobs.job import Analysis, Conversion, Job, Planning, Production, Work
from converter.jobs.local import Bounds, LocalPool
from converter.jobs.store import Store

__all__ = [
    "Analysis",
    "Bounds",
    "Conversion",
    "Dispatcher",
    "Executor",
    "Job",
    "LocalPool",
    "Planning",
    "Production",
    "State",
    "Store",
    "Work",
]
