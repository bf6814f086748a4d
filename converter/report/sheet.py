"""Contact sheet: one thumbnail a shot."""

from __future__ import annotations

from contextlib import closing
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from converter.render import Rendering


def contact_sheet(video: Path, rendering: Rendering, target: Path, *, columns: int = 4) -> None:
    """Draw one thumbnail a shot, each from the middle of its time, into one PNG."""
    from PIL import Image

    from converter.media import VideoFrames

    middles = [(a + b) / 2 for a, b in pairwise((*rendering.scenes, rendering.seconds))]
    width = 480
    height = round(width * rendering.height / rendering.width)
    rows = -(-len(middles) // columns)
    sheet = Image.new("RGB", (columns * (width + 8) + 8, rows * (height + 8) + 8), (96, 96, 96))
    with closing(VideoFrames(video)) as frames:
        for i, middle in enumerate(middles):
            still = Image.fromarray(frames.at(Fraction(middle))).convert("RGB")
            spot = 8 + i % columns * (width + 8), 8 + i // columns * (height + 8)
            sheet.paste(still.resize((width, height), Image.Resampling.LANCZOS), spot)
    sheet.save(target)
