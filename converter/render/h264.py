"""The part of H.264 (ITU-T H.264) that repeats and cross-fades need, and no more.

A repeat is a P slice in which every macroblock is skipped: with no motion to
predict from, each copies its place in the picture before, and nothing is
deblocked. In a B slice a skipped macroblock is the mean of its places in the
pictures before and after, weighted by the distance in time (8.4.2.3): a cross-fade.

Such slices depend on the stream's parameter sets and on two numbers: `frame_num`
counts reference pictures, the picture order count tells when a picture is shown.
Whoever inserts slices must also renumber those that follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from converter.errors import RenderError

START_CODE = b"\0\0\0\1"
SLICE, SEQUENCE, PICTURE = 1, 7, 8
REFERENCE = 0x40
P_SLICE, B_SLICE = 5, 6
IMPLICIT = 2
CHROMA_PROFILES = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}

# At this QP "skipped" begins as the likely symbol (tables 9-13, 9-14 and 9-45), in these
# states of 62, so the coder never meets an unlikely one.
SKIP_QP, CABAC_INIT = 51, 0
P_STATE, B_STATE = 42, 57
# rangeTabLPS (table 9-44) from state 42 on.
RANGE_LPS = (
    *((16, 20, 23, 27), (15, 19, 22, 25), (14, 18, 21, 24), (14, 17, 20, 23), (13, 16, 19, 22)),
    *((12, 15, 18, 21), (12, 14, 17, 20), (11, 14, 16, 19), (11, 13, 15, 18), (10, 12, 15, 17)),
    *((10, 12, 14, 16), (9, 11, 13, 15), (9, 11, 12, 14), (8, 10, 12, 14), (8, 9, 11, 13)),
    *((7, 9, 11, 12), (7, 9, 10, 12), (7, 8, 10, 11), (6, 8, 9, 11), (6, 7, 9, 10), (6, 7, 8, 9)),
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the sequence and picture parameter sets decide about a slice."""

    macroblocks: int
    frame_num_bits: int
    order_bits: int
    pps_id: int
    cabac: bool
    qp: int
    deblocking_control: bool

    @property
    def longest_fade(self) -> int:
        """Pictures between two references before the order count becomes ambiguous."""
        return (1 << self.order_bits) // 4 - 1

    def numbers(self, place: Place) -> tuple[int, int]:
        """Return the fields that say a picture's place, as one number and its width."""
        number = place.frame_num % (1 << self.frame_num_bits)
        # Two fields a frame are what is counted.
        order = 2 * place.order % (1 << self.order_bits)
        return number << self.order_bits | order, self.frame_num_bits + self.order_bits


class Place(NamedTuple):
    """A picture's place after the last IDR picture.

    `frame_num` counts the reference pictures before it, `order` the pictures that
    are shown before it.
    """

    frame_num: int
    order: int


def read_parameters(header: bytes) -> Parameters:
    """Read SPS and PPS from an encoder's Annex B header.

    Raises RenderError where the stream is of a kind nothing can be written into:
    interlaced, without order counts or implicit weights, with weighted P slices, or
    with more than one picture to refer to in a direction.
    """
    units = {unit[0] & 31: _Bits(_unescape(unit)[1:]) for unit in split_units(header)}
    macroblocks, frame_num_bits, order_bits = _read_sequence(units[SEQUENCE])
    return _read_picture(units[PICTURE], macroblocks, frame_num_bits, order_bits)


def repeated_picture(parameters: Parameters, place: Place) -> bytes:
    """Write a picture that repeats the reference before it, as an Annex B unit."""
    bits = _Writer()
    _begin_slice(bits, parameters, place, kind=P_SLICE)
    # The list of references as it is; kept by the sliding window.
    bits.put(0, 3)
    _end_slice(bits, parameters, P_STATE)
    return START_CODE + _escape(bytes([REFERENCE | SLICE]) + bits.bytes())


def blended_picture(parameters: Parameters, place: Place) -> bytes:
    """Write a picture between two references, as an Annex B unit.

    Each sample is their mean, weighted by how near in time they are, in steps of 1/64.
    """
    bits = _Writer()
    _begin_slice(bits, parameters, place, kind=B_SLICE)
    # Spatial direct mode; both lists of references as they are.
    bits.put(0b1000, 4)
    _end_slice(bits, parameters, B_STATE)
    return START_CODE + _escape(bytes([SLICE]) + bits.bytes())


def placed(data: bytes, parameters: Parameters, place: Place) -> bytes:
    """Return a coded picture (Annex B) at another place; an IDR picture has but one."""
    units = (
        _renumber(unit, parameters, place) if unit[0] & 31 == SLICE else unit
        for unit in split_units(data)
    )
    return b"".join(START_CODE + unit for unit in units)


def split_units(data: bytes) -> list[bytes]:
    """Split an Annex B byte stream into its NAL units, start codes removed."""
    return re.split(rb"\x00{2,}\x01", data)[1:]


def _renumber(unit: bytes, parameters: Parameters, place: Place) -> bytes:
    payload = bytearray(_unescape(unit))
    head = _Bits(payload[1:24])
    for _first_macroblock_type_and_pps in range(3):
        head.ue()
    numbers, width = parameters.numbers(place)
    shift = 8 * 24 - 8 - head.position - width
    mask = ((1 << width) - 1) << shift
    start = int.from_bytes(payload[:24].ljust(24, b"\0"), "big")
    changed = start & ~mask | numbers << shift
    payload[:24] = changed.to_bytes(24, "big")[: len(payload)]
    return _escape(bytes(payload))


def _unescape(unit: bytes) -> bytes:
    return unit.replace(b"\0\0\3", b"\0\0")


def _escape(payload: bytes) -> bytes:
    return re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\0\0\3", payload)


def _read_sequence(bits: _Bits) -> tuple[int, int, int]:
    """Return the macroblocks of a picture and the bits of frame_num and order count."""
    profile = bits.u(8)
    bits.u(16)
    bits.ue()
    if profile in CHROMA_PROFILES:
        _expect(bits.ue() == 1, "4:2:0 chroma")
        _expect(bits.ue() == bits.ue() == 0, "8 bits a sample")
        bits.u(1)
        _expect(not bits.u(1), "flat scaling")
    frame_num_bits = bits.ue() + 4
    _expect(bits.ue() == 0, "pictures with an order count")
    order_bits = bits.ue() + 4
    _expect(bits.ue() >= 2, "two pictures kept for reference")
    bits.u(1)
    width, height = bits.ue() + 1, bits.ue() + 1
    _expect(bool(bits.u(1)), "progressive pictures")
    return width * height, frame_num_bits, order_bits


def _read_picture(
    bits: _Bits, macroblocks: int, frame_num_bits: int, order_bits: int
) -> Parameters:
    pps_id = bits.ue()
    bits.ue()
    cabac = bool(bits.u(1))
    _expect(not bits.u(1), "one order count a picture")
    _expect(bits.ue() == 0, "no slice groups")
    _expect(bits.ue() == bits.ue() == 0, "one reference picture in a direction")
    _expect(not bits.u(1), "unweighted prediction")
    _expect(bits.u(2) == IMPLICIT, "implicit weights")
    qp = 26 + bits.se()
    bits.se()
    bits.se()
    deblocking_control = bool(bits.u(1))
    bits.u(1)
    _expect(not bits.u(1), "no redundant pictures")
    return Parameters(
        macroblocks, frame_num_bits, order_bits, pps_id, cabac, qp, deblocking_control
    )


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise RenderError(f"H.264 encoder: repeats need {what}")


def _begin_slice(bits: _Writer, parameters: Parameters, place: Place, *, kind: int) -> None:
    """Write the start of slice_header() (7.3.3) of a slice that covers the picture."""
    bits.ue(0)
    bits.ue(kind)
    bits.ue(parameters.pps_id)
    bits.put(*parameters.numbers(place))


def _end_slice(bits: _Writer, parameters: Parameters, state: int) -> None:
    """Write the end of slice_header() and slice_data(), every macroblock skipped."""
    if parameters.cabac:
        bits.ue(CABAC_INIT)
    bits.se(SKIP_QP - parameters.qp)
    if parameters.deblocking_control:
        bits.ue(1)
    if parameters.cabac:
        bits.align(1)
        bits.put(*_skips(parameters.macroblocks, state))
    else:
        bits.ue(parameters.macroblocks)
        bits.put(1, 1)
    bits.align(0)


@lru_cache(maxsize=8)
def _skips(macroblocks: int, state: int) -> tuple[int, int]:
    """Code "skipped, and not the last" for every macroblock but the last (9.3.4).

    Likely symbols leave the coder's lower bound at 0, so all but its last ten bits
    are zeros and only their number has to be found. Returns a number and its width.
    """
    interval, zeros, last_state = 510, 0, len(RANGE_LPS) - 1
    for macroblock in range(macroblocks):
        chance = RANGE_LPS[min(state - P_STATE + macroblock, last_state)]
        interval, zeros = _renormalized(interval - chance[interval >> 6 & 3], zeros)
        interval -= 2
        if macroblock < macroblocks - 1:
            interval, zeros = _renormalized(interval, zeros)
    # The first bit is never written; the last doubles as the stop bit.
    return interval | 1, zeros + 9


def _renormalized(interval: int, zeros: int) -> tuple[int, int]:
    return (interval, zeros) if interval >= 256 else (2 * interval, zeros + 1)


class _Bits:
    """Reads numbers from the bits of a payload."""

    def __init__(self, payload: bytes | bytearray) -> None:
        self._bits = "".join(f"{byte:08b}" for byte in payload)
        self.position = 0

    def u(self, width: int) -> int:
        self.position += width
        return int(self._bits[self.position - width : self.position], 2)

    def ue(self) -> int:
        zeros = self._bits.index("1", self.position) - self.position
        self.position += zeros
        return self.u(zeros + 1) - 1

    def se(self) -> int:
        number = self.ue()
        return (number + 1) // 2 if number % 2 else -(number // 2)


class _Writer:
    """Collects bits, most significant first."""

    def __init__(self) -> None:
        self._bits = ""

    def put(self, number: int, width: int) -> None:
        self._bits += f"{number:0{width}b}"

    def ue(self, number: int) -> None:
        self.put(number + 1, 2 * (number + 1).bit_length() - 1)

    def se(self, number: int) -> None:
        self.ue(2 * number - 1 if number > 0 else -2 * number)

    def align(self, bit: int) -> None:
        self._bits += str(bit) * (-len(self._bits) % 8)

    def bytes(self) -> bytes:
        return int(self._bits, 2).to_bytes(len(self._bits) // 8, "big")
