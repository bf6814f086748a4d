"""Make what every stage makes of the samples anew: `just golden`, then review the diff."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from converter import Report, convert

HERE = Path(__file__).parent
SAMPLES = {"tides": "paper.pdf", "kites": "page.html"}
SECONDS = 75
MADE = ("document.json", "script.json", "timeline.json", "contact-sheet.png", "assets")


def make(name: str, folder: Path, video: Path) -> Report:
    """Convert one sample, leaving every stage's artefact in `folder`."""
    return convert(HERE / name / SAMPLES[name], video, seconds=SECONDS, keep=folder)


def main() -> None:
    """Replace the golden files of every sample."""
    for name in SAMPLES:
        with tempfile.TemporaryDirectory() as scratch:
            made = Path(scratch) / name
            for line in make(name, made, Path(scratch) / f"{name}.mp4").lines():
                print(line)
            for part in MADE:
                target = HERE / name / part
                if target.is_dir():
                    shutil.rmtree(target)
                if (made / part).exists():
                    shutil.move(made / part, target)


if __name__ == "__main__":
    main()
