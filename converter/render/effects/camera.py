"""Camera: KenBurns and Zoom, moves over a picture without shaking.

A move shows a part of the picture whose edges lie between pixels. The picture is scaled
once, with care, to about the size at which it is seen (a `Plate`); each frame then takes
its part of it by one affine warp.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from converter.render.compositing import Pixels, resized, resized_quickly
from converter.render.placement import Box, Placement, Size, covering
from converter.render.schedule import Sweep
from converter.timeline.effects import KenBurns, Zoom

Part = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the picture; it may reach beyond the picture."""

DEFAULT_ZOOM = 1.2
"""The EndRate of a Zoom that names none."""
_CLOSE = 0.8
"""Share of the view at which the default zoom-out begins."""
_MOST_PIXELS = 24_000_000


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture at the scale it is filmed at; `size` is what it was, in pixels."""

    picture: Pixels
    size: Size

    @classmethod
    def still(cls, picture: Pixels, closest: float) -> Plate:
        """Scale a still so that one pixel is one on the frame where it is seen closest."""
        size = picture.shape[1], picture.shape[0]
        scale = min(closest, (_MOST_PIXELS / (size[0] * size[1])) ** 0.5)
        return cls(resized(picture, _scaled(size, scale)), size)

    @classmethod
    def moving(cls, picture: Pixels, closest: float) -> Plate:
        """Scale a frame of a video, never up."""
        size = picture.shape[1], picture.shape[0]
        return cls(resized_quickly(picture, _scaled(size, min(1.0, closest))), size)

    def seen(self, part: Part, size: Size) -> Pixels:
        """Return a part as a picture of width and height."""
        height, width = self.picture.shape[:2]
        left, right = (edge * width / self.size[0] for edge in part[::2])
        top, bottom = (edge * height / self.size[1] for edge in part[1::2])
        picture, reduction = self.picture, (right - left) / size[0]
        if reduction > 2:
            # Two by two pixels are all that a warp looks at.
            small = (round(width * 1.5 / reduction), round(height * 1.5 / reduction))
            picture = resized_quickly(picture, small)
            left, right = (edge * small[0] / width for edge in (left, right))
            top, bottom = (edge * small[1] / height for edge in (top, bottom))
        return _warped(picture, (left, top, right, bottom), size)


def place_filmed(
    sweeps: Sequence[Sweep], picture: Size, placement: Placement, frame: int
) -> Placement:
    """Return the placement of a picture with the part that the camera sees at a frame.

    With a KenBurns the camera's view fills the box whatever the picture's aspect.
    """
    part = placement.part
    for sweep in sweeps:
        progress = sweep.progress(frame)
        if isinstance(sweep.move, KenBurns):
            part = _panned(sweep.move, picture, placement.box, progress)
    for sweep in sweeps:
        if isinstance(sweep.move, Zoom):
            part = _closer(part, _rate(sweep.move, sweep.progress(frame)))
    return Placement(part, placement.box)


def closest(sweeps: Sequence[Sweep], picture: Size, placement: Placement) -> float:
    """Return the most frame pixels that one pixel of the picture covers during the moves."""
    ends = {0, *(sweep.frames for sweep in sweeps)}
    parts = [place_filmed(sweeps, picture, placement, frame).part for frame in ends]
    narrowest = min(*(part[2] - part[0] for part in parts), picture[0])
    return placement.box.width / max(1.0, narrowest)


def _panned(move: KenBurns, picture: Size, box: Box, progress: float) -> Part:
    start, end = _ends(move, picture, box)
    a, b, c, d = (first + (last - first) * progress for first, last in zip(start, end, strict=True))
    return a, b, c, d


def _ends(move: KenBurns, picture: Size, box: Box) -> tuple[Part, Part]:
    """Return the first and the last view, both of the aspect of the box."""
    if move.start or move.end:
        return _view(move.start, picture, box), _view(move.end, picture, box)
    whole = covering(picture, (box.width, box.height))
    if (picture[0] >= picture[1]) == (box.width >= box.height):
        return _closer(whole, 1 / _CLOSE), whole
    right, down = picture[0] - whole[2], picture[1] - whole[3]
    first = (whole[0] - right, whole[1] - down, whole[2] - right, whole[3] - down)
    return first, (whole[0] + right, whole[1] + down, whole[2] + right, whole[3] + down)


def _view(given: str | None, picture: Size, box: Box) -> Part:
    """Return a box `x,y,w,h` in shares of the picture, cut to the aspect of the box."""
    x, y, width, height = (float(value) for value in (given or "0,0,1,1").split(","))
    across, down = max(1.0, width * picture[0]), max(1.0, height * picture[1])
    factor = max(box.width / across, box.height / down)
    cut = (across - box.width / factor) / 2, (down - box.height / factor) / 2
    left, top = x * picture[0], y * picture[1]
    return left + cut[0], top + cut[1], left + across - cut[0], top + down - cut[1]


def _rate(move: Zoom, progress: float) -> float:
    start = move.start_rate or 1.0
    return start + ((move.end_rate or start * DEFAULT_ZOOM) - start) * progress


def _closer(part: Part, rate: float) -> Part:
    """Return the part around the same middle at a magnification."""
    x, y = (part[0] + part[2]) / 2, (part[1] + part[3]) / 2
    across, down = (part[2] - part[0]) / 2 / rate, (part[3] - part[1]) / 2 / rate
    return x - across, y - down, x + across, y + down


def _scaled(size: Size, scale: float) -> Size:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _warped(picture: Pixels, part: Part, size: Size) -> Pixels:
    height, width = picture.shape[:2]
    outside = part[0] < -1 or part[1] < -1 or part[2] > width + 1 or part[3] > height + 1
    if picture.shape[2] == 3 and not outside:
        return _taken(picture, part, size, cv2.BORDER_REPLICATE)
    return _cut_out(picture, part, size)


def _taken(picture: Pixels, part: Part, size: Size, border: int) -> Pixels:
    across, down = (part[2] - part[0]) / size[0], (part[3] - part[1]) / size[1]
    # Centres of pixels, not corners, fall on each other.
    matrix = np.array(
        [[across, 0, part[0] + across / 2 - 0.5], [0, down, part[1] + down / 2 - 0.5]]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=border), np.uint8
    )


def _cut_out(picture: Pixels, part: Part, size: Size) -> Pixels:
    """Warp with transparency: colours weighted by alpha, nothing beyond the picture."""
    alpha = picture[..., 3] if picture.shape[2] == 4 else np.full(picture.shape[:2], 255, np.uint8)
    weighted = np.dstack((_weighted(picture[..., :3], alpha), alpha))
    taken = _taken(weighted, part, size, cv2.BORDER_CONSTANT)
    solid = np.maximum(taken[..., 3:], 1).astype(np.float32)
    taken[..., :3] = np.minimum(255, np.rint(taken[..., :3] * (255 / solid)))
    return taken


def _weighted(colours: Pixels, alpha: Pixels) -> Pixels:
    return np.rint(colours * (alpha[..., None] * np.float32(1 / 255))).astype(np.uint8)
