"""Measure all, or the parts named on the command line, and write `results.md`.

    still moving film   Docreel beside one ffmpeg filter graph and MoviePy 2
    growth              a slideshow of 1, 10 and 60 minutes
    edit                five minutes again after one sentence was edited
    walk                samples/tides/paper.pdf to a video

Contenders take turns, so that a machine that is busy is so for each; ratios are medians
of the turns.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.contenders import CONTENDERS, docreel, missing
from benchmarks.measure import Cost, cost, likeness
from benchmarks.works import Work, make_media, narrated

HERE = Path(__file__).parent
COLUMNS = (
    *("clock, s", "processors, s", "clock / ours", "processors / ours"),
    *("file, MB", "SSIM", "memory, MB"),
)
TURNS = {"docreel": 3, "ffmpeg": 3, "moviepy": 1}
SENTENCE = (
    "The river at station {} runs between gardens and old mills, and the water there is so calm "
    "that every cloud of the morning can be seen twice before the first boat comes along."
)


def compare(work: Work) -> Iterator[str]:
    """Measure the contenders on a work, taking turns."""
    found: dict[str, list[Cost]] = {}
    for name in CONTENDERS:
        if reason := missing(name):
            print(reason)
        else:
            found[name] = []
    for turn in range(max(TURNS.values())):
        for name, costs in found.items():
            if turn < TURNS[name]:
                costs.append(cost(CONTENDERS[name](work, work.folder / f"{name}.mp4")))
    yield f"| | {' | '.join(COLUMNS)} |"
    yield "|---|" + "---|" * len(COLUMNS)
    for name, costs in found.items():
        output = work.folder / f"{name}.mp4"
        pairs = list(zip(costs, found["docreel"], strict=False))
        figures = [
            f"{statistics.median(c.wall for c in costs):.1f}",
            f"{statistics.median(c.cpu for c in costs):.1f}",
            f"{statistics.median(c.wall / ours.wall for c, ours in pairs):.2f}",
            f"{statistics.median(c.cpu / ours.cpu for c, ours in pairs):.2f}",
            f"{output.stat().st_size / 1e6:.1f}",
            f"{likeness(work, output):.4f}",
            f"{max(c.memory for c in costs):.0f}",
        ]
        yield f"| {name} | {' | '.join(figures)} |"


def still(folder: Path) -> Iterator[str]:
    """Measure the slideshow."""
    yield "## Slideshow, 120 s"
    yield from compare(Work("still", folder, scenes=10, seconds=12))


def moving(folder: Path) -> Iterator[str]:
    """Measure the slideshow in which every frame moves."""
    yield "## Slideshow with a slow zoom on every picture, 36 s"
    yield from compare(Work("moving", folder, scenes=3, seconds=12, moving=True))


def film(folder: Path) -> Iterator[str]:
    """Measure a cut of real video."""
    yield "## Four pieces of a film with cross-fades, 24 s"
    yield from compare(Work("film", folder, scenes=4, seconds=6, film=True))


def growth(folder: Path) -> Iterator[str]:
    """Measure how cost grows with length."""
    yield "## Growth of the slideshow"
    yield "| minutes | clock, s | processors, s | processors a minute | memory, MB |"
    yield "|---|---|---|---|---|"
    for minutes in (1, 10, 60):
        work = Work(f"growth{minutes}", folder, scenes=5 * minutes, seconds=12)
        spent = cost(docreel(work, folder / "growth.mp4"))
        figures = f"{spent.wall:.1f} | {spent.cpu:.1f} | {spent.cpu / minutes:.2f}"
        yield f"| {minutes} | {figures} | {spent.memory:.0f} |"


def edit(folder: Path) -> Iterator[str]:
    """Measure a second rendering after one sentence of many was edited."""
    work = Work("edit", folder, scenes=28, seconds=0)
    words = [SENTENCE.format(n + 1) for n in range(work.scenes)]
    path, cache = folder / "edit.json", folder / "cache"
    command = [sys.executable, "-m", "converter.cli", "render", str(path), "--size", "1920x1080"]
    costs, kept = [], []
    for _ in range(2):
        path.write_text(json.dumps(narrated(work, words)))
        output = folder / "edit.mp4"
        costs.append(cost([*command, "-o", str(output), "--quiet"], cache=cache))
        kept.append(sum(path.is_file() for path in (cache / "video").rglob("*")))
        words[14] = "Here, one sentence is another."
    first, again = costs
    yield "## One sentence of a narrated slideshow of five minutes edited, rendered again"
    yield "| | clock, s | processors, s |"
    yield "|---|---|---|"
    yield f"| first | {first.wall:.1f} | {first.cpu:.1f} |"
    yield f"| again | {again.wall:.1f} | {again.cpu:.1f} |"
    yield f"| share | {again.wall / first.wall:.0%} | {again.cpu / first.cpu:.0%} |"
    yield ""
    yield f"{kept[1] - kept[0]} of {kept[0]} segments were drawn and coded again."


def walk(folder: Path) -> Iterator[str]:
    """Measure the walk from a PDF to a video."""
    paper = HERE.parent / "samples" / "tides" / "paper.pdf"
    output, report = folder / "walk.mp4", folder / "report.json"
    command = f"{sys.executable} -m converter.cli convert {paper} -o {output} --json > {report}"
    spent = cost(["sh", "-c", command])
    told = json.loads(report.read_text())
    stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in told["seconds_taken"].items())
    yield "## The whole walk: samples/tides/paper.pdf"
    yield f"A video of {told['rendering']['seconds']:.0f} s in {spent.wall:.1f} s by the clock, "
    yield f"{spent.cpu:.1f} s of processors: {stages}."


PARTS: dict[str, Callable[[Path], Iterator[str]]] = {
    part.__name__: part for part in (still, moving, film, growth, edit, walk)
}


def main() -> None:
    """Run the parts that are asked for."""
    chosen = sys.argv[1:] or list(PARTS)
    lines = [f"Measured on {os.cpu_count()} processors by `just bench`.", ""]
    with TemporaryDirectory(prefix="docreel-bench-") as name:
        make_media(Path(name))
        for part in chosen:
            for line in PARTS[part](Path(name)):
                print(line, flush=True)
                lines.append(line)
            lines.append("")
    if chosen == list(PARTS):
        (HERE / "results.md").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
