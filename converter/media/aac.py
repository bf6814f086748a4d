"""The part of AAC (ISO/IEC 14496-3) that one sound on two channels needs, and no more.

A coded mono frame becomes one of two channels, middle and sides, of which the sides are
silent: some 20 bits. Both channels decode to what the mono frame does, to the bit, in a
third of the time that it takes an encoder to find out that two channels are alike.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

OPTIONS = {"aac_coder": "fast", "aac_pns": "0", "aac_tns": "0"}
"""Of the mono encoder: noise and its shaping in time would be heard on one channel."""

EIGHT_SHORT = 2
PAIR, END = 1, 7
IN_ALL_BANDS = 2


class _Bits(NamedTuple):
    """A number and how many bits wide it is."""

    number: int
    width: int


def doubled(frame: bytes) -> bytes:
    """Return a frame of one channel (raw_data_block, one element) as one of two, alike."""
    coded = int.from_bytes(frame, "big")
    # Behind the three ones that end it are zeros up to a whole byte.
    end = (coded & -coded).bit_length() + 2
    coded, width = coded >> end, 8 * len(frame) - end
    # The element's kind and number, then the gain; what kind of windows is told next.
    left = width - 15
    gain = coded >> left & 0xFF
    short = coded >> left - 3 & 3 == EIGHT_SHORT
    left -= 15 if short else 11
    windows = _Bits(coded >> left & 0x7FFF if short else coded >> left & 0x7FF, 15 if short else 11)
    spectrum = _Bits(coded & (1 << left) - 1, left)
    joined = _joined(
        *(_Bits(PAIR, 3), _Bits(0, 4), _Bits(1, 1), windows, _Bits(IN_ALL_BANDS, 2)),
        *(_Bits(gain, 8), spectrum, _silent(windows), _Bits(END, 3)),
    )
    padding = -joined.width % 8
    return (joined.number << padding).to_bytes((joined.width + padding) // 8, "big")


@lru_cache(maxsize=512)
def _silent(windows: _Bits) -> _Bits:
    """Return a channel without a spectrum: its gain, its bands, and three tools unused."""
    short = windows.width == 15
    bands = windows.number >> 7 & 15 if short else windows.number >> 1 & 63
    groups = 8 - (windows.number & 127).bit_count() if short else 1
    section = _section(bands, 3 if short else 5)
    return _joined(_Bits(0, 8), *[section] * groups, _Bits(0, 3))


def _section(bands: int, width: int) -> _Bits:
    """Return a section of so many bands in which nothing is coded."""
    if not bands:
        return _Bits(0, 0)
    most = (1 << width) - 1
    full, rest = divmod(bands, most)
    return _joined(_Bits(0, 4), *[_Bits(most, width)] * full, _Bits(rest, width))


def _joined(*parts: _Bits) -> _Bits:
    number = width = 0
    for part in parts:
        number, width = number << part.width | part.number, width + part.width
    return _Bits(number, width)
