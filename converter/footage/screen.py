"""Screen: what can be read in the pictures of shots, by the extra `ocr`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from converter import ocr
from converter.footage.findings import finding
from converter.footage.model import Remark, Shot, places
from converter.footage.stills import still

SIDE = 960
"""Pixels of a picture's longer side at which letters are looked for."""
WITHOUT_EXTRA = "letters in pictures are not read without the extra `ocr`"


def with_screens(shots: Sequence[Shot]) -> tuple[Shot, ...]:
    """Return the shots of one file, which know also what can be read in the middle of each."""
    key = f"letters 1 {places(shots)}"
    found = finding(shots[0].media.path, key, lambda: [_lines(shot) for shot in shots])
    return tuple(_knowing(shot, lines) for shot, lines in zip(shots, found, strict=True))


def _knowing(shot: Shot, lines: Sequence[str]) -> Shot:
    return replace(shot, remarks=(*shot.remarks, *(Remark(line, "screen") for line in lines)))


def _lines(shot: Shot) -> list[str]:
    picture = still(shot, SIDE)
    return [line.text for line in ocr.recognise(np.ascontiguousarray(picture[:, :, ::-1]))]
