"""Matching by image-text embedding: a shot's picture shows what a slot says.

CLIP and its kin in ONNX: `pictures:FOLDER`, with `text_model.onnx` and
`vision_model.onnx`, or one `model.onnx` that takes both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from converter.errors import FootageError
from converter.footage import Shot, places, still
from converter.footage.findings import finding
from converter.matching.model import Scores, Slot
from converter.matching.network import (
    Array,
    Network,
    Tokens,
    configuration,
    contrasted,
    directions,
    model_file,
)
from converter.media import Picture

SIDE = 512
"""Pixels of a picture's longer side before it is made ready for the model."""
MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
"""Of red, green and blue in the pictures CLIP was trained on."""


class Pictures:
    """Scores a shot by the picture in its middle."""

    usage = "pictures:FOLDER: what is seen in a clip; a model like CLIP in ONNX"

    def __init__(self, argument: str) -> None:
        """Open the models in a folder. Raises FootageError where there are none."""
        folder = Path(argument)
        both = model_file(folder, "model.onnx")
        text, vision = (
            model_file(folder, f"{part}_model.onnx") or both for part in ("text", "vision")
        )
        if not argument or text is None or vision is None:
            told = f"{argument or 'no folder'}: no text_model.onnx and vision_model.onnx in it"
            raise FootageError(f"{told}, expected pictures:FOLDER of a model like CLIP")
        self._text = Network(text)
        self._vision = self._text if text == vision else Network(vision)
        self._tokens = Tokens(folder, self._text)
        self._lens = _Lens.of(configuration(folder, "preprocessor_config.json"))
        self._known: dict[tuple[Path, str], list[list[float]]] = {}

    def scores(self, slots: Sequence[Slot], shots: Sequence[Shot]) -> Scores:
        """Return how near each shot's picture comes to each slot, over the farthest of them."""
        asked = np.concatenate([self._said(slot.text) for slot in slots])
        shown = np.zeros((len(shots), asked.shape[1]), np.float32)
        for numbers in _by_file(shots):
            shown[numbers] = self._seen([shots[number] for number in numbers])
        return contrasted(directions(asked) @ directions(shown).T)

    def _said(self, text: str) -> Array:
        fed = self._tokens.of([text])
        return _output(self._text, {"pixel_values": self._lens.nothing(), **fed}, "text_embeds")

    def _seen(self, shots: Sequence[Shot]) -> list[list[float]]:
        """Return what the model makes of the pictures of shots of one file."""
        file, key = shots[0].media.path, f"seen 1 {places(shots)} {self._vision.identity}"
        if (file, key) not in self._known:
            seen = finding(file, key, lambda: [self._looked_at(shot) for shot in shots])
            self._known[file, key] = seen
        return self._known[file, key]

    def _looked_at(self, shot: Shot) -> list[float]:
        pixels = self._lens.ready(still(shot, SIDE))
        fed = {**self._tokens.of([""]), "pixel_values": pixels}
        return [float(value) for value in _output(self._vision, fed, "image_embeds")[0]]


def _by_file(shots: Sequence[Shot]) -> Iterable[list[int]]:
    """Return the numbers of the shots of each file, in its order."""
    files: dict[Path, list[int]] = defaultdict(list)
    for number in sorted(range(len(shots)), key=lambda number: shots[number].begin):
        files[shots[number].media.path].append(number)
    return files.values()


def _output(network: Network, fed: Mapping[str, Array], name: str) -> Array:
    """Return an output by its name, or the only one that has a row for each input."""
    out = network.run(fed)
    if name in out:
        return out[name]
    flat = [each for each in out.values() if each.ndim == 2]
    if len(flat) != 1:
        raise FootageError(f"{network.file}: has no output {name}, only {', '.join(out)}")
    return flat[0]


@dataclass(frozen=True, slots=True)
class _Lens:
    """How a picture is made ready: its shorter side, the square cut out of it, its colours."""

    short: int
    square: int
    mean: tuple[float, ...]
    deviation: tuple[float, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> _Lens:
        short = _pixels(told.get("size"))
        return cls(
            short,
            _pixels(told.get("crop_size"), short),
            tuple(told.get("image_mean", MEAN)),
            tuple(told.get("image_std", DEVIATION)),
        )

    def ready(self, picture: Picture) -> NDArray[np.float32]:
        """Return a picture as the model takes it, shape (1, 3, square, square)."""
        height, width = picture.shape[:2]
        scale = max(self.short, self.square) / min(height, width)
        size = max(self.square, round(width * scale)), max(self.square, round(height * scale))
        drawn = cv2.resize(
            picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        )
        left, top = (size[0] - self.square) // 2, (size[1] - self.square) // 2
        cut = drawn[top : top + self.square, left : left + self.square]
        colours = (cut / np.float32(255) - self.mean) / self.deviation
        return np.ascontiguousarray(colours.transpose(2, 0, 1)[None], np.float32)

    def nothing(self) -> NDArray[np.float32]:
        """Return a picture for a model that wants one beside every text."""
        return np.zeros((1, 3, self.square, self.square), np.float32)


def _pixels(told: Any, otherwise: int = 224) -> int:
    if isinstance(told, Mapping):
        told = told.get("shortest_edge") or told.get("height")
    return int(told) if told else otherwise
