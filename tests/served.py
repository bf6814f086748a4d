"""A server for tests, on a port of this machine, with real workers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image

from converter.jobs import Executor
from converter.server import Configuration, application

PATIENCE = 120.0
PICTURE = "http://media.oss-cn-shanghai.aliyuncs.com/red.png"


@contextmanager
def serving(folder: Path, executor: Executor | None = None, **options: Any) -> Iterator[str]:
    """Run a server whose storage has a red picture; gives HOST:PORT."""
    storage = folder / "storage"
    (storage / "media").mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (320, 180), "red").save(storage / "media/red.png")
    configuration = replace(
        Configuration(storage=storage, state=folder / "state", workers=2), **options
    )
    app = application(configuration, executor)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            port=0,
            log_config=None,
            access_log=False,
            h11_max_incomplete_event_size=1 << 20,
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def until(true: Callable[[], Any]) -> Any:
    """Wait until something is true, and return it."""
    begun = time.monotonic()
    while not (found := true()):
        assert time.monotonic() - begun < PATIENCE, "this never came true"
        time.sleep(0.05)
    return found


def timeline(seconds: float = 1, picture: str = PICTURE, **more: Any) -> str:
    """Return the JSON of a Timeline that shows a picture."""
    clip = {"Type": "Image", "MediaURL": picture, "Duration": seconds, **more}
    return json.dumps({"VideoTracks": [{"VideoTrackClips": [clip]}]})


def output(name: str = "film.mp4") -> str:
    """Return the JSON of an OutputMediaConfig of a small video."""
    target = f"http://out.oss-cn-shanghai.aliyuncs.com/{name}"
    return json.dumps({"MediaURL": target, "Width": 320, "Height": 180})
