"""How well wrong sentences are told from true ones; the floors only rise."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from converter.document.model import Document
from converter.script.model import Script
from tests.quality.claims import PARAPHRASES, Sample, Tally, paraphrased

FLOORS = {"numbers": 0.95, "names": 0.60, "negations": 0.30}
"""In paraphrases. A denial turned in words that share nothing with the source is not seen."""
NARRATED_FLOORS = {"numbers": 0.95, "names": 0.90, "negations": 0.90}
MOST_FALSE_ALARMS = 0.05


def test_honest_paraphrases_raise_few_alarms_and_their_errors_are_found() -> None:
    tally = Tally()
    for path in sorted(PARAPHRASES.glob("*.toml")):
        tally.add(paraphrased(path), random.Random(1))
    assert tally.true >= 70
    assert tally.false_alarms <= MOST_FALSE_ALARMS, "\n".join(tally.alarms)
    for kind, floor in FLOORS.items():
        assert tally.share(kind) >= floor, "\n".join(tally.missed)


@pytest.mark.parametrize("seed", range(3))
def test_errors_in_narrations_are_found(samples: Path, seed: int) -> None:
    tally = Tally()
    for sample in (*_narrations(samples), *map(_quoted, sorted(PARAPHRASES.glob("*.toml")))):
        tally.add(sample, random.Random(seed))
    assert tally.alarms == []
    for kind, floor in NARRATED_FLOORS.items():
        assert tally.made[kind] >= 20
        assert tally.share(kind) >= floor, "\n".join(tally.missed)


def _narrations(folder: Path) -> list[Sample]:
    found = []
    for name in ("tides", "kites"):
        document = Document.model_validate_json((folder / name / "document.json").read_text())
        script = Script.model_validate_json((folder / name / "script.json").read_text())
        spoken = [s for shot in script.shots for s in shot.sentences if s.spans]
        found.append(Sample(document, spoken, ()))
    return found


def _quoted(path: Path) -> Sample:
    """Return a document of our own whose sentences are said as they are written."""
    sample = paraphrased(path)
    texts = {block.span: block.text for block in sample.document.sections[0].blocks}
    places = {span for sentence in sample.sentences for span in sentence.spans}
    quoted = [
        sample.sentences[0].model_copy(
            update={
                "text": texts[span.model_copy(update={"start": None, "end": None})][
                    span.start : span.end
                ],
                "spans": (span,),
            }
        )
        for span in sorted(places, key=lambda span: (span.element or "", span.start or 0))
    ]
    return Sample(sample.document, quoted, sample.names)
