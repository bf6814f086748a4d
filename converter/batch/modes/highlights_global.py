"""Movie highlights, global narration: the shots of a film that fit the words about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from converter.batch.material import Material
from converter.batch.modes.general_global import narrated
from converter.batch.plan import Scene
from converter.batch.sketch import Sketch


def lists(material: Material) -> Mapping[str, Sequence[Any]]:
    """Return narrations."""
    return {"narration": material.request.input.narrations}


def scenes(sketch: Sketch) -> list[Scene]:
    """Return a scene for every sentence."""
    return narrated(sketch, sketch.hand["narration"])
