"""Screen: what can be read in the pictures of shots, by the extra `ocr`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from converter import ocr
from converter.findings import kept
from converter.footage.model import Remark, Shot
from converter.footage.stills import still

SIDE = 960
"""Pixels of a picture's longer side at which letters are looked for."""
WITHOUT_EXTRA = "letters in pictures are not read without the extra `ocr`"


def with_screens(shots: Sequence[Shot]) -> tuple[Shot, ...]:
    """Return shots that know also what can be read in the middle of each."""
    return tuple(_with_screen(shot) for shot in shots)


def _with_screen(shot: Shot) -> Shot:
    lines = kept(shot.media.path, f"letters 1 {shot.begin} {shot.end}", lambda: _lines(shot))
    return replace(shot, remarks=(*shot.remarks, *(Remark(line, "screen") for line in lines)))


def _lines(shot: Shot) -> list[str]:
    picture = still(shot, SIDE)
    return [line.text for line in ocr.recognise(np.ascontiguousarray(picture[:, :, ::-1]))]
