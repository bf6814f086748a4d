"""A server that is killed loses no job, and shows no half file.

DOCREEL_KILLS and DOCREEL_JOBS say how often it is killed, and with how many jobs.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from converter.media import probe
from tests.served import PATIENCE, output, timeline, until

pytest.importorskip("uvicorn")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")

KILLS = int(os.environ.get("DOCREEL_KILLS", "2"))
JOBS = int(os.environ.get("DOCREEL_JOBS", "4"))


@contextmanager
def server(storage: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    """Run the real command in a process of its own; what is left of it is killed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "converter.cli", "serve", "--quiet"]
    command += ["--storage", str(storage), "--port", str(port), "--workers", "2"]
    process = subprocess.Popen(command)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as web:
        try:
            until(lambda: answers(web))
            yield web, process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(PATIENCE)


def answers(web: httpx.Client) -> bool:
    with suppress(httpx.TransportError):
        return web.get("/healthz").status_code == 200
    return False


def submit(web: httpx.Client, number: int) -> str:
    sweep = {"Type": "KenBurns", "Start": "0,0,0.8,0.8", "End": "0.2,0.2,0.8,0.8"}
    moving = timeline(1, Effects=[sweep])
    fields = {"Timeline": moving, "OutputMediaConfig": output(f"{number}.mp4")}
    answer = web.post("/", data={"Action": "SubmitMediaProducingJob", **fields})
    return str(answer.json()["JobId"])


def expect_whole(storage: Path) -> None:
    """Look at all that is visible: every video can be read to its end."""
    for path in storage.glob("out/*"):
        assert path.suffix in (".mp4", ".png"), path
        if path.suffix == ".mp4":
            assert probe(path).duration == 1


def workers_of(storage: Path) -> list[str]:
    """Return the processes whose files are below a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(storage) in (entry / "cmdline").read_text():
                found.append(entry.name)
    return found


def test_killed_at_any_moment_it_loses_no_job_and_shows_no_half_file(tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "media").mkdir()
    Image.effect_noise((640, 360), 90).convert("RGB").save(tmp_path / "media/red.png")
    moments = random.Random(7)
    with server(tmp_path) as (web, _):
        jobs = [submit(web, number) for number in range(JOBS)]
        time.sleep(moments.uniform(0, 2))
    for _ in range(KILLS - 1):
        expect_whole(tmp_path)
        with server(tmp_path):
            time.sleep(moments.uniform(0, 2))
    expect_whole(tmp_path)
    with server(tmp_path) as (web, _):
        until(lambda: web.get("/healthz").json()["unended"] == 0)
        ends = [web.get(f"/jobs/{job}").json() for job in jobs]
    for job in ends:
        assert job["status"] == "Success" or "interrupted" in job["message"], json.dumps(job)
    made = sorted(path.stem for path in tmp_path.glob("out/*.mp4"))
    assert len(made) >= sum(job["status"] == "Success" for job in ends)
    expect_whole(tmp_path)
    until(lambda: not workers_of(tmp_path))
