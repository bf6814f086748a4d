"""Server: the IMS actions over HTTP, and documents to videos for people and programs.

    request ──gate──▶ rpc ──signature──▶ actions ──▶ store ──▶ jobs.Dispatcher
                  └─▶ convert, jobs, events, files, page

Requests only read and write the database: all work is done by `converter.jobs`, and
what follows from its end is written by `outcomes` in the same transaction.
"""

from __future__ import annotations

from converter.server.app import application, expect_startable
from converter.server.configuration import Configuration

__all__ = ["Configuration", "application", "expect_startable"]
