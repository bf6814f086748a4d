"""Gallery: one page on which every kind of effect is shown."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from converter.errors import RenderError
from converter.render.effects.gallery import Exhibit, exhibits, listing, write_gallery
from converter.timeline.names import KNOWN_FILTERS, KNOWN_TRANSITIONS, KNOWN_VFX

SIZE = (160, 90)


def named(kind: str) -> list[str]:
    return sorted(name for family, name, _ in listing() if family.startswith(kind))


def test_the_listing_names_every_effect_the_service_knows_by_kind() -> None:
    assert named("transitions: ") == sorted(KNOWN_TRANSITIONS)
    assert named("vfx: ") == sorted(KNOWN_VFX)
    assert named("filters: ") == sorted(KNOWN_FILTERS)
    assert {name.split()[0] for name in named("camera")} == {"KenBurns", "Zoom"}


def test_every_effect_is_described() -> None:
    assert all(description for _, _, description in listing())
    assert ("transitions: depth", "cube", "the faces of a turning cube") in listing()
    assert ("vfx: nature", "snow", "snow falls") in listing()


def test_what_stands_still_is_shown_once_and_a_filter_by_day_and_by_night() -> None:
    stills = {shown.name: len(shown.moments) for shown in exhibits()}
    assert (stills["fisheye"], stills["pf4"], stills["snow"], stills["cube"]) == (1, 2, 5, 5)


@pytest.mark.parametrize("name", ["open", "close", "bluropen", "black"])
def test_entrances_and_exits_are_shown_while_they_happen(name: str) -> None:
    shown = next(shown for shown in exhibits() if shown.name == name)
    stills = np.split(shown.strip(SIZE).astype(int), 5, axis=1)
    assert all(np.abs(a - b).mean() > 1 for a, b in pairwise(stills))


def test_a_strip_has_its_stills_side_by_side() -> None:
    shown = Exhibit("a kind", "mine", "halves", lambda a, b, p: a if p < 0.5 else b, (0.0, 1.0))
    assert shown.strip(SIZE).shape == (99, 352, 3)


def test_the_gallery_is_one_page_with_a_strip_of_each(tmp_path: Path) -> None:
    write_gallery(tmp_path / "effects.html")
    page = (tmp_path / "effects.html").read_text(encoding="utf-8")
    assert page.count('<img src="data:image/jpeg;base64,/9j/') == len(listing())
    assert not re.search(r"https?://|src=\"[^d]", page)
    assert len(page) < 6_000_000


def test_a_gallery_that_cannot_be_written_is_an_error_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="nowhere"):
        write_gallery(tmp_path / "nowhere" / "effects.html")
