"""What the tests share: the repository's own samples, and pictures made for one test."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from samples.batch.make import make

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def samples() -> Path:
    """Return the folder of sample documents."""
    return SAMPLES


@pytest.fixture
def drawn() -> Callable[[str], bytes]:
    """Return a function that draws a picture, a PNG of 600 by 400, unlike that of another word."""

    def draw(word: str) -> bytes:
        picture = Image.new("RGB", (600, 400), "white")
        pen = ImageDraw.Draw(picture)
        for place, letter in enumerate(word):
            left, top = 20 + 60 * place, ord(letter) * 7 % 300
            pen.rectangle((left, top, left + 50, top + 80), fill=(ord(letter) * 5 % 255, 40, 90))
        out = io.BytesIO()
        picture.save(out, "PNG")
        return out.getvalue()

    return draw


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep nothing in the folder of whoever runs the tests."""
    folder = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("DOCREEL_CACHE", str(folder))


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a storage with a bucket `market` of labelled footage, and a media library."""
    folder = tmp_path_factory.mktemp("storage")
    make(folder)
    return folder


@pytest.fixture(scope="session")
def footage(market: Path) -> Path:
    """Return a folder of short labelled videos and pictures that say what they show."""
    return market / "market"


@pytest.fixture(scope="session")
def scheduler() -> Iterator[str]:
    """Give the address of a Dask cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address
