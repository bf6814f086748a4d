"""The application: routes, and what runs beside them as long as the server does."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from importlib import resources

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from converter.errors import JobError
from converter.jobs import Dispatcher, Executor, LocalPool
from converter.jobs.database import sole_owner
from converter.server import documents, files, objects, rpc
from converter.server.configuration import Configuration
from converter.server.gate import Gate, problem
from converter.server.messages import Messenger
from converter.server.metrics import Metrics
from converter.server.openapi import document
from converter.server.outcomes import Outcomes
from converter.server.service import Service


def application(configuration: Configuration, executor: Executor | None = None) -> Starlette:
    """Return the ASGI application of a server.

    Jobs are done by `executor`, else by processes of this machine. Starting it raises
    JobError when its state is used by another server or cannot be read.
    """
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with ExitStack() as running:
            app.state.service = service = _started(configuration, executor, running)
            metrics.watch(service.store)
            app.state.listeners = asyncio.Semaphore(configuration.most_listeners)
            yield

    app = Starlette(
        routes=_routes(metrics),
        lifespan=lifespan,
        middleware=[Middleware(Gate, configuration=configuration, metrics=metrics)],
        exception_handlers={HTTPException: _refused, JobError: _failed, 500: _broken},
    )
    app.router.redirect_slashes = False  # /NAME is not the bucket /NAME/
    app.state.configuration = configuration
    return app


def expect_startable(configuration: Configuration) -> None:
    """Raise JobError when a server could not start, before one tries.

    What is raised while an application starts ends in a log instead.
    """
    with sole_owner(configuration.state / "lock"):
        Service(configuration).database.close()


def _routes(metrics: Metrics) -> list[Route | Mount]:
    async def measured(request: Request) -> Response:
        text = await asyncio.to_thread(metrics.text)
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    page = resources.files("converter.server") / "page"
    return [
        Route("/", rpc.endpoint, methods=["GET", "POST"]),
        Route("/convert", documents.convert, methods=["POST"]),
        Route("/jobs", documents.listed),
        Route("/jobs/{id}", documents.job),
        Route("/jobs/{id}/events", documents.events),
        Route("/jobs/{id}/chapters.vtt", documents.chapters),
        Route("/jobs/{id}/files/{name}", documents.file),
        Route("/storage/{bucket}/{key:path}", files.get),
        Route("/uploads/{id}", files.put, methods=["PUT"]),
        Route("/openapi.json", _openapi),
        Route("/metrics", measured),
        Route("/healthz", _healthy),
        Mount("/ui", StaticFiles(directory=str(page), html=True)),
        Route("/{bucket}/{key:path}", objects.endpoint, methods=objects.METHODS),
    ]


def _started(
    configuration: Configuration, executor: Executor | None, running: ExitStack
) -> Service:
    """Start what runs beside the routes; `running` stops it, last started first."""
    configuration.storage.mkdir(parents=True, exist_ok=True)
    running.enter_context(sole_owner(configuration.state / "lock"))
    service = Service(configuration)
    running.callback(service.database.close)
    _sweep(service)
    if executor is None:
        pool = LocalPool(
            configuration.storage, workers=configuration.workers, bounds=configuration.bounds
        )
        executor = running.enter_context(closing(pool))
    dispatcher = Dispatcher(
        service.store, executor, at_once=configuration.workers, ended=Outcomes(service)
    )
    service.on_wake(dispatcher.wake)
    messenger = Messenger(service.messages, configuration.state / "queues")
    for each in (dispatcher, messenger):
        each.start()
        running.callback(each.close)
    return service


def _sweep(service: Service) -> None:
    """Delete what came in and belongs to no job that is still to be done."""
    waiting = {job.id for job in service.store.unended_of(documents.KIND)}
    folder = service.configuration.uploads
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in waiting:
            shutil.rmtree(path) if path.is_dir() else os.unlink(path)


async def _openapi(request: Request) -> Response:
    return JSONResponse(document())


async def _healthy(request: Request) -> Response:
    """Answer only if the database does."""
    service: Service = request.app.state.service
    return JSONResponse({"status": "ok", "unended": await asyncio.to_thread(service.store.unended)})


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    answer = problem(error.status_code, error.detail)
    answer.headers.update(error.headers or {})
    return answer


async def _failed(request: Request, error: Exception) -> Response:
    code = error.code if isinstance(error, JobError) else "InternalError"
    return problem(rpc.STATUSES.get(code, 400), str(error))


async def _broken(request: Request, error: Exception) -> Response:
    return problem(500, "an error of the server; its log says more")
