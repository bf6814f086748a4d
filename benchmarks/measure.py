"""Measures: what a command costs, and how near a video is to what it should show."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.works import FPS, HEIGHT, WIDTH, ZOOM, Work, fitted


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of all processors, and the most memory held, in MB."""

    wall: float
    cpu: float
    memory: float


def cost(command: Sequence[str], *, cache: Path | None = None) -> Cost:
    """Run a command to its end; its children count. CalledProcessError when it fails."""
    environment = {**os.environ, "DOCREEL_CACHE": str(cache or "")}
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    with ThreadPoolExecutor(1) as pool:
        memory = pool.submit(most_memory, process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(wall, usage.ru_utime + usage.ru_stime, memory.result())


def most_memory(process: int) -> float:
    """Watch a process to its end; return the most it held, in MB, 0 where that is not told.

    What `wait4` tells would begin with the memory of this process, which it came from.
    """
    status, most = Path(f"/proc/{process}/status"), 0.0
    while (held := re.search(r"VmHWM:\s+(\d+)", read(status))) is not None:
        most = int(held[1]) / 1024
        time.sleep(0.02)
    return most


def read(path: Path) -> str:
    """Return the text of a file that may go away."""
    try:
        return path.read_text()
    except OSError:
        return ""


def likeness(work: Work, video: Path) -> float:
    """Return the mean SSIM of luma, in the middle of each scene, where no text is."""
    middles = {round((n + 0.5) * work.seconds * FPS): n for n in range(work.scenes)}
    scores = []
    with av.open(str(video)) as container:
        container.streams.video[0].thread_type = "AUTO"
        for number, frame in enumerate(container.decode(video=0)):
            if number in middles:
                scene = middles[number]
                wanted, left, top = reference(work, scene, number - scene * work.seconds * FPS)
                height, width = wanted.shape
                found = frame.to_ndarray()[top : top + height, left : left + width]
                scores.append(ssim(wanted, found))
    return float(np.mean(scores))


def reference(work: Work, scene: int, frame: int) -> tuple[NDArray[np.float32], int, int]:
    """Return luma of what a frame should show between the texts, and where that is."""
    if work.film:
        picture, (width, height) = filmed(work, scene, frame), (WIDTH, HEIGHT)
    else:
        width, height = fitted(scene)
        progress = frame / (round(work.lasts(scene) * FPS) - 1)
        zoom = 1 + (ZOOM - 1) * progress if work.moving else 1.0
        picture = photographed(work.media(scene), (width, height), zoom)
    left, top = (WIDTH - width) // 2, (HEIGHT - height) // 2
    above, below = max(0, 150 - top), max(0, top + height - (HEIGHT - 200))
    return picture[above : height - below], left, top + above


def photographed(path: Path, size: tuple[int, int], zoom: float) -> NDArray[np.float32]:
    """Return luma of a photograph as it is seen at a zoom, by the best of filters."""
    with Image.open(path) as image:
        width, height = image.size
        across, down = width / zoom, height / zoom
        left, top = (width - across) / 2, (height - down) / 2
        box = (left, top, left + across, top + down)
        return luma(np.asarray(image.resize(size, Image.Resampling.LANCZOS, box=box)))


def filmed(work: Work, scene: int, frame: int) -> NDArray[np.float32]:
    """Return luma of the film's own frame."""
    wanted = round(work.begins(scene) * FPS) + frame
    with av.open(str(work.media(scene))) as container:
        for number, found in enumerate(container.decode(video=0)):
            if number == wanted:
                return found.to_ndarray()[:HEIGHT].astype(np.float32)
    raise ValueError(f"the film has no frame {wanted}")


def luma(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return BT.709 luma of limited range."""
    shares = np.array([0.2126, 0.7152, 0.0722], np.float32) * (219 / 255)
    return picture.astype(np.float32) @ shares + 16


def ssim(one: NDArray[np.float32], other: NDArray[np.uint8]) -> float:
    """Return SSIM of two grey images, with windows of 11 pixels."""

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(values, (11, 11), 1.5), np.float32)

    a, b = one, other.astype(np.float32)
    mean_a, mean_b = mean(a), mean(b)
    variances = mean(a * a) - mean_a**2 + mean(b * b) - mean_b**2
    covariance = mean(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    found = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    return float((found / ((mean_a**2 + mean_b**2 + c1) * (variances + c2))).mean())
