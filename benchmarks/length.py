"""Measure how near narrations come to the length asked for, on the real voice.

    python -m benchmarks.length CORPUS [--render]

CORPUS is that of `benchmarks.condensing`. Every document is narrated at every length
that its words fill; the table says by how many per cent the planned length misses.
With --render the shortest of each document is rendered too and the video measured.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.condensing import CORPUS, documents
from converter import compose, render
from converter.document.model import Document
from converter.script import narrate
from converter.script.model import Script

LENGTHS = (30, 60, 120, 300, 600, 900)
SMALL = (320, 180)


def missed(script: Script, seconds: float) -> float | None:
    """Return by how many per cent a script misses; None where its document had no more to say."""
    if any("no more to say" in warning for warning in script.warnings):
        return None
    return 100 * ((script.seconds or 0.0) / seconds - 1)


def rendered(script: Script) -> float:
    """Return the seconds of the video of a script."""
    from converter.media import probe

    with TemporaryDirectory() as folder:
        video = Path(folder) / "film.mp4"
        timeline = compose(script, assets=Path(folder), size=SMALL)
        render(timeline, video, size=SMALL)
        return float(probe(video).duration)


def row(name: str, document: Document, *, film: bool) -> list[float]:
    """Print one document's row and return what it missed."""
    cells, found = [], []
    begun = time.perf_counter()
    for seconds in LENGTHS:
        script = narrate(document, seconds=seconds)
        miss = missed(script, seconds)
        cells.append("" if miss is None else f"{miss:+.2f}")
        found += [] if miss is None else [miss]
        if film and seconds == LENGTHS[0]:
            cells[-1] += f" ({100 * (rendered(script) / seconds - 1):+.2f})"
    spent = time.perf_counter() - begun
    print(f"| {name} | {document.language} | {' | '.join(cells)} | {spent:.0f} s |", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure planned lengths.")
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--render", action="store_true")
    asked = parser.parse_args()
    heads = " | ".join(f"{seconds} s" for seconds in LENGTHS)
    print(f"| document | language | {heads} | time |\n|---|---|{'---:|' * (len(LENGTHS) + 1)}")
    found = []
    for name, document in documents(asked.corpus):
        found += row(name, document, film=asked.render)
    worst = max(map(abs, found), default=0.0)
    within = sum(abs(miss) <= 3 for miss in found)
    print(f"\n{within} of {len(found)} within 3 %, the worst {worst:.2f} %", file=sys.stderr)


if __name__ == "__main__":
    main()
