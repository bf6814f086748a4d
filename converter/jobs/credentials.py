"""Credentials: found where the vendor's own tools find them. The only door to that library.

The environment, an identity token of a cluster, the profile of the vendor's command
line, a credentials file, the role of a machine in the cloud, an address that hands them
out: the first that has some wins. They are asked for anew when they run out, and go
nowhere but into the signature of a request.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from converter.errors import JobError


@cache
def chain() -> Any:
    """Return the vendor's default chain of providers, as its SDKs take it.

    Raises JobError when the extra `cloud` is not installed.
    """
    try:
        from alibabacloud_credentials.client import Client
    except ImportError as error:
        raise missing(error) from error
    # It writes to standard error by itself, with what it was answered.
    logging.getLogger("credentials").disabled = True
    return Client()


def missing(error: ImportError) -> JobError:
    """Return the error that a library of the extra `cloud` is not installed."""
    return JobError(f"{error.name} is not installed; docreel[cloud] brings it")
