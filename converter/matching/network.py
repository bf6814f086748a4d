"""Networks: ONNX models from folders the user gives; the only door to onnxruntime and tokenizers.

A folder is laid out as models are exported for ONNX: `model.onnx`, there or in `onnx/`,
`tokenizer.json`, and configurations beside them. Both libraries come with the extra
`embedding`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from converter.errors import FootageError

Array = NDArray[Any]
WITHOUT_EXTRA = "pip install 'docreel[embedding]' adds what runs models"
LONGEST = 512
"""Tokens of a text that are read where the model says nothing of it."""


class Network:
    """A model: named arrays in, named arrays out."""

    def __init__(self, file: Path) -> None:
        """Open a model. Raises FootageError without the extra, and for what is no model."""
        try:
            from onnxruntime import InferenceSession
        except ImportError as error:
            raise FootageError(f"{file}: {WITHOUT_EXTRA}") from error
        try:
            self._session = InferenceSession(str(file), providers=["CPUExecutionProvider"])
        except Exception as error:
            raise FootageError(f"{file}: is no model that can be run: {error}") from error
        self.file = file
        self.inputs: Mapping[str, Any] = {each.name: each for each in self._session.get_inputs()}

    def run(self, given: Mapping[str, Array]) -> dict[str, Array]:
        """Return all outputs; what the model does not ask for is left out."""
        fed = {name: given[name] for name in self.inputs if name in given}
        names = [each.name for each in self._session.get_outputs()]
        try:
            return dict(zip(names, self._session.run(names, fed), strict=True))
        except Exception as error:
            raise FootageError(f"{self.file}: cannot be run: {error}") from error

    @cached_property
    def identity(self) -> str:
        """A digest of the model's file."""
        with self.file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


class Tokens:
    """Turns texts into the numbers a network reads."""

    def __init__(self, folder: Path, network: Network) -> None:
        """Open `tokenizer.json`. Raises FootageError where it is missing or is none."""
        file = folder / "tokenizer.json"
        try:
            from tokenizers import Tokenizer

            self._tokenizer = Tokenizer.from_file(str(file))
        except ImportError as error:
            raise FootageError(f"{file}: {WITHOUT_EXTRA}") from error
        except Exception as error:
            raise FootageError(f"{file}: is no tokenizer that can be read: {error}") from error
        # A model made for one length takes no other.
        length = network.inputs["input_ids"].shape[1]
        fixed = length if isinstance(length, int) else None
        told = configuration(folder, "tokenizer_config.json").get("model_max_length", LONGEST)
        self._tokenizer.enable_truncation(fixed or min(int(told), LONGEST))
        padding = self._tokenizer.padding or {}
        self._tokenizer.enable_padding(**{**padding, "length": fixed})

    def of(self, texts: Sequence[str]) -> dict[str, Array]:
        """Return the inputs for some texts, one row each."""
        coded = self._tokenizer.encode_batch(list(texts))
        return {
            "input_ids": np.array([each.ids for each in coded], np.int64),
            "attention_mask": np.array([each.attention_mask for each in coded], np.int64),
            "token_type_ids": np.array([each.type_ids for each in coded], np.int64),
        }


def model_file(folder: Path, *names: str) -> Path | None:
    """Return the first of some files that is in a folder of a model, or in `onnx/` there."""
    places = [folder / part / name for name in names for part in ("", "onnx")]
    return next((place for place in places if place.is_file()), None)


def configuration(folder: Path, name: str) -> dict[str, Any]:
    """Return a configuration beside a model, empty where there is none."""
    file = folder / name
    if not file.is_file():
        return {}
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise FootageError(f"{file}: cannot be read as JSON: {error}") from error
    return found if isinstance(found, dict) else {}


def directions(vectors: Array) -> NDArray[np.float32]:
    """Return rows of length 1."""
    rows = np.asarray(vectors, np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)


def contrasted(cosines: Array) -> NDArray[np.float64]:
    """Return cosines as scores: how much better than the worst each shot fits a slot.

    Models differ in what the cosine of things is that have nothing in common.
    """
    found = np.asarray(cosines, np.float64)
    if found.shape[1] > 1:
        found = found - found.min(axis=1, keepdims=True)
    return np.clip(found, 0, 1)
