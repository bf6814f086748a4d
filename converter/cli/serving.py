"""The command that serves: the API of the cloud, and a page for people."""

from __future__ import annotations

import ipaddress
import sys
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from converter.cli.options import Cluster, Private, Quiet

if TYPE_CHECKING:
    from converter.jobs import Executor
    from converter.server import Configuration

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Names a server on this machine answers to; another website's name may lead here too."""


def serve(
    storage: Annotated[
        Path, typer.Option(help="Folder that stands for object storage: BUCKET/KEY.")
    ] = Path("docreel-storage"),
    state: Annotated[
        Path | None, typer.Option(help="Folder of the jobs; else hidden in the storage.")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8020,
    name: Annotated[
        list[str] | None, typer.Option(help="Host name to answer to; may be repeated.")
    ] = None,
    strict: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Verify signatures with the keys of FILE: ID:SECRET."),
    ] = None,
    callback_host: Annotated[
        list[str] | None, typer.Option(help="Host that callbacks may go to; may be repeated.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Jobs at once; else one a core.")
    ] = None,
    memory: Annotated[int, typer.Option(min=256, help="MiB that one job may take.")] = 4096,
    cluster: Cluster = None,
    timeout: Annotated[int, typer.Option(min=1, help="Seconds that one job may take.")] = 3600,
    queue: Annotated[int, typer.Option(min=1, help="Jobs that may wait.")] = 10_000,
    quiet: Quiet = False,
    allow_private: Private = False,
) -> None:
    """Serve the API of the cloud here, and a page that makes videos of documents."""
    import os

    from converter.errors import JobError

    try:
        import uvicorn

        from converter.jobs import Bounds
        from converter.server import Configuration, application, expect_startable
        from converter.server.configuration import read_keys
        from converter.server.logs import begin
    except ImportError as error:
        raise JobError(f"{error.name} is not installed; docreel[serve] brings it") from error
    here = _is_loopback(host)
    if not (here or strict or quiet):
        print("docreel: anyone who reaches this port can use it; see --strict", file=sys.stderr)
    configuration = Configuration(
        storage=storage.resolve(),
        state=(state or storage / ".docreel").resolve(),
        keys=read_keys(strict) if strict else {},
        hosts=(*(name or ()), *(LOOPBACK if here else ())),
        callback_hosts=tuple(callback_host or ()),
        allow_private=allow_private,
        workers=workers or os.cpu_count() or 1,
        bounds=Bounds(seconds=timeout, memory_bytes=memory << 20),
        most_unended=queue,
    )
    expect_startable(configuration)
    begin(quiet=quiet)
    with _executor(cluster, configuration) as executor:
        uvicorn.run(
            application(configuration, executor),
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            h11_max_incomplete_event_size=1 << 20,
            timeout_graceful_shutdown=3,
            server_header=False,
        )


def _executor(
    cluster: str | None, configuration: Configuration
) -> AbstractContextManager[Executor | None]:
    """Return what does the work: a cluster where one is asked for, else the server's own pool."""
    if cluster is None:
        return nullcontext()
    from converter.jobs.cluster import Cluster

    return closing(Cluster(cluster, str(configuration.storage)))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
