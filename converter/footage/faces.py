"""Faces: who is seen in a shot, by the face models YuNet and SFace, run by OpenCV.

The models come from a folder the user gives, in files whose names have `yunet` and
`sface` in them; OpenCV publishes both. Without them people are found by their names,
where those stand in what is known of a shot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from converter.errors import FootageError
from converter.footage.findings import finding
from converter.footage.model import Shot, places
from converter.footage.stills import still
from converter.media import Picture, load_picture

SIDE = 640
"""Pixels of the square in which faces are looked for."""
CLEAR, SMALLEST = 0.8, 32
"""Confidence of a face that is clear, and pixels of its shorter side."""
SAME = 0.363
"""Cosine of two faces from which on they are one person's; the figure SFace's authors give."""
LOOKS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
"""Where in a video shot faces are looked for."""

Features = NDArray[np.float32]
"""A face as a direction: faces of one person point alike."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, and a picture of their face."""

    name: str
    picture: Path


class Faces:
    """Finds faces and tells them apart, with the models in a folder."""

    def __init__(self, models: Path) -> None:
        """Open the models. Raises FootageError where one is missing or is none."""
        detector, recogniser = (_model(models, name) for name in ("yunet", "sface"))
        self.identity = hashlib.sha256(detector.read_bytes() + recogniser.read_bytes()).hexdigest()
        try:
            self._detector = cv2.FaceDetectorYN.create(str(detector), "", (SIDE, SIDE), CLEAR)
            self._recogniser = cv2.FaceRecognizerSF.create(str(recogniser), "")
        except cv2.error as error:
            raise FootageError(f"{models}: holds no face models: {error.err}") from error

    def found(self, picture: Picture) -> list[Features]:
        """Return the clear faces in a picture: uint8 RGB, at most SIDE pixels on each side."""
        height, width = picture.shape[:2]
        # Published models take one size only, so what is smaller is given a black margin.
        bgr = np.zeros((SIDE, SIDE, 3), np.uint8)
        bgr[:height, :width] = picture[:, :, ::-1]
        _, boxes = self._detector.detect(bgr)
        clear = [box for box in (() if boxes is None else boxes) if min(box[2:4]) >= SMALLEST]
        return [self._features(bgr, box) for box in clear]

    def _features(self, bgr: NDArray[Any], box: NDArray[Any]) -> Features:
        aligned = self._recogniser.alignCrop(bgr, box)
        return _unit(np.asarray(self._recogniser.feature(aligned), np.float32).ravel())


@dataclass(frozen=True)
class Cast:
    """People to be recognised: those of FaceInfo."""

    people: tuple[Person, ...]
    faces: Faces

    @cached_property
    def known(self) -> dict[str, Features]:
        """The face of each; FootageError unless each picture shows exactly one clearly."""
        return {person.name: self._only_face(person) for person in self.people}

    def named(self, faces: Iterable[Features]) -> frozenset[str]:
        """Return who some faces belong to."""
        return frozenset(
            name
            for face in faces
            if (name := max(self.known, key=lambda name: float(self.known[name] @ face)))
            and float(self.known[name] @ face) >= SAME
        )

    def _only_face(self, person: Person) -> Features:
        picture = load_picture(person.picture, within=(SIDE, SIDE))[:, :, :3]
        found = self.faces.found(picture)
        if len(found) != 1:
            told = f"{len(found)} clear faces, expected exactly one, that of {person.name}"
            raise FootageError(f"{person.picture}: {told}")
        return found[0]


def recognised(shots: Sequence[Shot], cast: Cast) -> tuple[Shot, ...]:
    """Return the shots of one file, which know who of a cast is seen in them."""
    if not cast.known:
        return tuple(shots)
    key = f"faces 1 {places(shots)} {cast.faces.identity}"
    found = finding(shots[0].media.path, key, lambda: [_all(shot, cast.faces) for shot in shots])
    return tuple(
        replace(shot, people=cast.named(np.array(face, np.float32) for face in seen))
        for shot, seen in zip(shots, found, strict=True)
    )


def _all(shot: Shot, faces: Faces) -> list[list[float]]:
    """Return the faces seen in a shot, now and then."""
    stills = (still(shot, SIDE, place) for place in (LOOKS[:1] if shot.still else LOOKS))
    return [face.tolist() for picture in stills for face in faces.found(picture)]


def _model(folder: Path, name: str) -> Path:
    found = sorted(folder.glob(f"*{name}*.onnx"))
    if not found:
        raise FootageError(f"{folder}: no face models, expected a file *{name}*.onnx in it")
    return found[0]


def _unit(features: Features) -> Features:
    return np.asarray(features / max(1e-9, float(np.linalg.norm(features))), np.float32)
