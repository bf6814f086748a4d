"""Report: what a conversion made, what it showed, and what it had to leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from converter.document.model import Document, Model
from converter.render import Rendering
from converter.script.model import LeftOut, Picture, Script


class Report(Model):
    """The whole walk, for people (`lines`) and for machines (its JSON)."""

    source: str
    title: str
    language: str
    rendering: Rendering
    shots: int
    figures_shown: tuple[str, ...] = ()
    figures_not_shown: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    """Sentences a person wrote or changed; no source stands behind them."""
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds_taken: Mapping[str, float] = {}

    @classmethod
    def of(
        cls, document: Document, script: Script, rendering: Rendering, taken: Mapping[str, float]
    ) -> Report:
        """Draw up the report of one conversion."""
        shown = {shot.show.figure for shot in script.shots if isinstance(shot.show, Picture)}
        worth = [
            figure
            for figure in document.figures
            if figure.id in shown or not (figure.decorative or figure.kind in {"formula", "table"})
        ]
        return cls(
            source=document.source,
            title=script.title,
            language=script.language,
            rendering=rendering,
            shots=len(script.shots),
            figures_shown=tuple(f.label or f.id for f in worth if f.id in shown),
            figures_not_shown=tuple(f.label or f.id for f in worth if f.id not in shown),
            by_hand=tuple(
                said.text for shot in script.shots for said in shot.sentences if said.by_hand
            ),
            left_out=script.left_out,
            warnings=(*document.warnings, *script.warnings),
            seconds_taken=taken,
        )

    def lines(self) -> Iterator[str]:
        """Say in a few lines what a person wants to know."""
        yield from self.rendering.lines()
        if self.figures_shown or self.figures_not_shown:
            total = len(self.figures_shown) + len(self.figures_not_shown)
            yield f"  shows {len(self.figures_shown)} of {total} pictures in {self.shots} shots"
        yield from listed("by hand", list(self.by_hand))
        yield from listed("left out", [f"{left.section} ({left.reason})" for left in self.left_out])
        yield from listed("warning", list(self.warnings))
        spent = ", ".join(f"{stage} {took:.1f}" for stage, took in self.seconds_taken.items())
        yield f"  {sum(self.seconds_taken.values()):.1f} s: {spent}"


def listed(what: str, found: list[str], most: int = 6) -> Iterator[str]:
    """Yield the first of what was found, and how many more there are."""
    for line in found[:most]:
        yield f"  {what}: {line}"
    if len(found) > most:
        yield f"  {what}: and {len(found) - most} more (--json lists all)"


def contact_sheet(video: Path, rendering: Rendering, target: Path, *, columns: int = 4) -> None:
    """Draw one thumbnail a shot, each from the middle of its time, into one PNG."""
    from PIL import Image

    from converter.media import VideoFrames

    middles = [(a + b) / 2 for a, b in pairwise((*rendering.scenes, rendering.seconds))]
    width = 480
    height = round(width * rendering.height / rendering.width)
    rows = -(-len(middles) // columns)
    sheet = Image.new("RGB", (columns * (width + 8) + 8, rows * (height + 8) + 8), (96, 96, 96))
    with VideoFrames(video) as frames:
        for i, middle in enumerate(middles):
            still = Image.fromarray(frames.at(Fraction(middle))).convert("RGB")
            spot = 8 + i % columns * (width + 8), 8 + i // columns * (height + 8)
            sheet.paste(still.resize((width, height), Image.Resampling.LANCZOS), spot)
    sheet.save(target)
