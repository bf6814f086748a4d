"""Recent: what was made lately, kept while it fits a budget of memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Values by key; those longest out of use go first when `budget` bytes are full.

    `size` tells the bytes of a value. A value larger than the budget is not kept.
    """

    def __init__(self, budget: int, size: Callable[[T], int]) -> None:
        self._budget = budget
        self._size = size
        self._used = 0
        self._values: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key, made now if it is not at hand."""
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        value = self._values[key] = make()
        self._used += self._size(value)
        while self._used > self._budget:
            _, oldest = self._values.popitem(last=False)
            self._used -= self._size(oldest)
        return value
