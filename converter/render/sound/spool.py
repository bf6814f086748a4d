"""Spool: a sound kept while it is worked on, in memory when short, else on disk."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable

import numpy as np

from converter.errors import RenderError
from converter.render.sound.envelope import Signal

IN_MEMORY = 8 * 2**20
"""Bytes up to which no file is made."""


class Spool:
    """Sound of one or two channels that is written in order and read anywhere.

    Outside of what was written there is silence. The file goes with the object.
    """

    def __init__(self, channels: int, blocks: Iterable[Signal] = ()) -> None:
        """Keep `blocks` one after another."""
        self.channels = channels
        self._length = 0
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="docreel-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        for block in blocks:
            self.write(self._length, block)

    def __len__(self) -> int:
        """Return how many samples were written."""
        return self._length

    def read(self, begin: int, end: int) -> Signal:
        """Return samples [begin, end), shape (end - begin, channels)."""
        first, last = (min(max(edge, 0), self._length) for edge in (begin, end))
        self._file.seek(first * self._frame)
        stored = np.frombuffer(self._file.read((last - first) * self._frame), np.float32)
        sound = np.zeros((end - begin, self.channels), np.float32)
        sound[first - begin : last - begin] = stored.reshape(-1, self.channels)
        return sound

    def write(self, begin: int, block: Signal) -> None:
        """Store a block from sample `begin` on, at most where the last one ended."""
        stored = np.broadcast_to(block, (len(block), self.channels)).astype(np.float32)
        try:
            self._file.seek(begin * self._frame)
            self._file.write(stored.tobytes())
        except OSError as error:
            place = tempfile.gettempdir()
            raise RenderError(f"{place}: no place to keep sound ({error.strerror})") from error
        self._length = max(self._length, begin + len(block))

    @property
    def _frame(self) -> int:
        return 4 * self.channels
