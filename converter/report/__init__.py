"""Report: what a conversion made, whether it is true, and what it had to leave out.

As lines for the terminal, as JSON for pipelines, and as one HTML page that anybody can
read beside the video (`page.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from converter.document.model import Document, Model
from converter.faithfulness import Faithfulness, review
from converter.publish import replacing
from converter.render import Rendering
from converter.report.measures import Measure, measures
from converter.report.page import page
from converter.script.model import LeftOut, Picture, Script, Usage
from converter.timeline import Timeline

__all__ = ["Measure", "Report", "listed", "write_report"]


class Report(Model):
    """The whole walk, for people (`lines`) and for machines (its JSON).

    `rendering` is None when the Script was compared with its Document only. `findings` are
    what somebody should look at, in one line each; a strict pipeline stops at any.
    `version` grows when a field changes its meaning or goes.
    """

    version: Literal[1] = 1
    source: str
    title: str
    language: str
    rendering: Rendering | None
    shots: int
    figures_shown: tuple[str, ...] = ()
    figures_not_shown: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    """Sentences a person wrote or changed; no source stands behind them."""
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    usage: Usage | None = None
    seconds_taken: Mapping[str, float] = {}
    faithfulness: Faithfulness = Faithfulness()
    measures: tuple[Measure, ...] = ()
    findings: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        document: Document,
        script: Script,
        rendering: Rendering | None = None,
        taken: Mapping[str, float] | None = None,
        *,
        timeline: Timeline | None = None,
        seconds: float | None = None,
    ) -> Report:
        """Draw up the report of one conversion; `seconds` is the length that was asked for."""
        shown = {shot.show.figure for shot in script.shots if isinstance(shot.show, Picture)}
        worth = [
            figure
            for figure in document.figures
            if figure.id in shown or not (figure.decorative or figure.kind in {"formula", "table"})
        ]
        faithfulness = review(document, script)
        measured = tuple(measures(rendering, timeline, seconds or script.seconds, script.language))
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
            usage=script.usage,
            seconds_taken=taken or {},
            faithfulness=faithfulness,
            measures=measured,
            findings=tuple(_findings(faithfulness, measured)),
        )

    def lines(self) -> Iterator[str]:
        """Say in a few lines what a person wants to know."""
        if self.rendering:
            yield from self.rendering.lines()
        if self.figures_shown or self.figures_not_shown:
            total = len(self.figures_shown) + len(self.figures_not_shown)
            yield f"  shows {len(self.figures_shown)} of {total} pictures in {self.shots} shots"
        if self.usage:
            yield f"  narrated by {self.usage}"
        claims, doubtful = self.faithfulness.claims, self.faithfulness.unsupported
        yield f"  {len(claims) - len(doubtful)} of {len(claims)} sentences agree with the source"
        yield from listed("look at", list(self.findings))
        yield from listed("by hand", list(self.by_hand))
        yield from listed("left out", [f"{left.section} ({left.reason})" for left in self.left_out])
        yield from listed("warning", list(self.warnings))
        if self.seconds_taken:
            spent = ", ".join(f"{stage} {took:.1f}" for stage, took in self.seconds_taken.items())
            yield f"  {sum(self.seconds_taken.values()):.1f} s: {spent}"


def write_report(report: Report, target: Path) -> tuple[Path, Path]:
    """Write a report as the page `target` and as JSON beside it; return both.

    Raises RenderError when a file cannot be written.
    """
    written = target.with_suffix(".json"), target
    for path, text in zip(written, (report.model_dump_json(indent=2), page(report)), strict=True):
        with replacing(path) as unfinished:
            unfinished.write_text(f"{text}\n", encoding="utf-8")
    return written


def listed(what: str, found: list[str], most: int = 6) -> Iterator[str]:
    """Yield the first of what was found, and how many more there are."""
    for line in found[:most]:
        yield f"  {what}: {line}"
    if len(found) > most:
        yield f"  {what}: and {len(found) - most} more (the report lists all)"


def _findings(faithfulness: Faithfulness, measured: Iterable[Measure]) -> Iterator[str]:
    for claim in faithfulness.unsupported:
        for difference in claim.differences:
            yield f"{claim.shot}: {difference}: {_brief(claim.text)}"
    yield from (str(measure) for measure in measured if measure.missed)


def _brief(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
