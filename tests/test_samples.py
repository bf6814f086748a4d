from __future__ import annotations

from pathlib import Path

import pytest

from converter import compose, fetch, narrate, read
from converter.pipeline import save
from samples.golden import MADE, SAMPLES, SECONDS


@pytest.mark.parametrize("name", SAMPLES)
def test_every_stage_makes_of_a_sample_what_is_shown_beside_it(
    name: str, samples: Path, tmp_path: Path
) -> None:
    assets = tmp_path / "assets"
    document = read(fetch(samples / name / SAMPLES[name]), assets=assets)
    script = narrate(document, seconds=SECONDS)
    save(tmp_path, document, script, compose(script, assets=assets))
    for part in MADE:
        if part.endswith(".json"):
            golden = samples / name / part
            assert (tmp_path / part).read_text() == golden.read_text(), "run `just golden`, review"


def test_golden_files_name_no_machine(samples: Path) -> None:
    for name in SAMPLES:
        for path in (samples / name).glob("*.json"):
            text = path.read_text()
            assert "file:" not in text
            assert str(samples.parent) not in text
