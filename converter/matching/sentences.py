"""Matching by sentence embedding: what is known of a shot means what a slot says.

Any sentence model in ONNX, multilingual ones too: `sentences:FOLDER`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from converter.errors import FootageError
from converter.footage import Shot
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

BATCH = 32
"""Texts that are read at once."""
ASKING, TOLD = ("query",), ("passage", "document", "corpus")
"""Names of the prompts that models want before what is looked for, and before what is searched."""


class Sentences:
    """Scores a shot by the line of its text that is nearest to the slot's text."""

    usage = "sentences:FOLDER: what is known of a clip in words, by meaning; a model in ONNX"

    def __init__(self, argument: str) -> None:
        """Open the model in a folder. Raises FootageError where there is none."""
        folder = Path(argument)
        file = model_file(folder, "model.onnx")
        if not argument or file is None:
            told = f"{argument or 'no folder'}: no model.onnx in it"
            raise FootageError(f"{told}, expected sentences:FOLDER of a sentence model")
        self._network = Network(file)
        self._tokens = Tokens(folder, self._network)
        pooling = configuration(folder / "1_Pooling", "config.json")
        self._first_token = bool(pooling.get("pooling_mode_cls_token"))
        self._known: dict[str, NDArray[np.float32]] = {}
        prompts = configuration(folder, "config_sentence_transformers.json").get("prompts") or {}
        self._asking, self._telling = (
            next((str(prompts[name]) for name in names if prompts.get(name)), "")
            for names in (ASKING, TOLD)
        )

    def scores(self, slots: Sequence[Slot], shots: Sequence[Shot]) -> Scores:
        """Return how near each shot comes to each slot, over the farthest of them."""
        texts = dict.fromkeys(line for shot in shots for line in shot.text.splitlines())
        if not texts:
            return np.zeros((len(slots), len(shots)))
        rows = {text: row for row, text in enumerate(texts)}
        asked = self._directions([self._asking + slot.text for slot in slots])
        near = asked @ self._directions([self._telling + text for text in texts]).T
        columns = [[rows[line] for line in shot.text.splitlines()] for shot in shots]
        none = np.zeros(len(slots))
        best = [near[:, own].max(axis=1) if own else none for own in columns]
        return contrasted(np.stack(best, axis=1))

    def _directions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            self._known.update(zip(batch, directions(self._embedded(batch)), strict=True))
        return np.stack([self._known[text] for text in texts])

    def _embedded(self, texts: Sequence[str]) -> Array:
        """Return a row for each text: the model's own, or its tokens' mean or first one."""
        fed = self._tokens.of(texts)
        out = self._network.run(fed)
        found = out.get("sentence_embedding", next(iter(out.values())))
        if found.ndim == 2:
            return found
        if self._first_token:
            return np.asarray(found[:, 0])
        mask = fed["attention_mask"][:, :, None]
        return np.asarray((found * mask).sum(axis=1) / np.maximum(1, mask.sum(axis=1)))
