"""How well the documents of the corpus are read; the floors only rise."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from converter.document import read, web
from converter.document.outline import outline
from converter.errors import SourceError
from converter.source import Source, fetch
from tests.quality.measures import Score, samples

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
CEILINGS = {"leaked"}


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_reading_does_not_fall_below_its_floors(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "fetch_pictures", _without_network)
    score = Score()
    for sample in samples(HERE / "corpus" / kind):
        document = read(fetch(sample.path), assets=tmp_path)
        score.add(sample, outline(document).model_dump(mode="json"))
    figures = score.figures()
    for measure, floor in FLOORS[kind].items():
        fallen = figures[measure] > floor if measure in CEILINGS else figures[measure] < floor
        assert not fallen, f"{measure} is {figures[measure]:.4f}, and was {floor} before"


def _without_network(addresses: Iterable[str], **_: object) -> dict[str, Source | SourceError]:
    return {address: SourceError("no network in tests") for address in addresses}
