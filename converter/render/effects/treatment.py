"""Treatment: draws the looks of a Schedule on pictures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import cv2
import numpy as np

from converter.render.compositing import Pixels, masked
from converter.render.effects import filters, vfx
from converter.render.effects.fields import Field
from converter.render.schedule import Look


def moment(look: Look, frame: int, fps: Fraction) -> int | None:
    """Return what a look's picture depends on at an output frame; None when it stands still."""
    if look.kind != "VFX":
        return None
    effect = vfx.find(look.name)
    if effect.motion == "still":
        return None
    window = look.window
    return effect.moment(frame - window.start, window.end - window.start, fps)


def treated(picture: Pixels, look: Look, frame: int | None, fps: Fraction) -> Pixels:
    """Return the picture, RGB or RGBA, with a look as it is `frame` frames after its start."""
    colours = np.ascontiguousarray(picture[..., :3])
    if look.kind == "Filter":
        changed = filters.apply(colours, look.name, look.params)
    elif look.kind == "DeWatermark":
        changed = cleaned(colours, look)
    else:
        effect = vfx.find(look.name)
        length = (look.window.end - look.window.start) / fps
        changed = effect.drawing(colours, float((frame or 0) / fps), float(length), look.params)
    return changed if picture.shape[2] == 3 else _cut_out(changed, picture[..., 3])


def notes(look: Look) -> Iterator[str]:
    """Yield what is drawn otherwise than the service would draw it."""
    if look.kind == "Filter" and look.name != "color":
        yield f"filter {look.name!r} is approximated"


def cleaned(picture: Pixels, look: Look) -> Pixels:
    """Return the picture with a rectangle blurred until nothing in it can be read."""
    height, width = picture.shape[:2]
    share = [float(look.params.get(name, 0.0)) for name in ("x", "y", "width", "height")]
    left, top = (max(0, round(a * b)) for a, b in zip(share[:2], (width, height), strict=True))
    right = min(width, left + round(share[2] * width))
    bottom = min(height, top + round(share[3] * height))
    if left >= right or top >= bottom:
        return picture
    changed = picture.copy()
    region = changed[top:bottom, left:right]
    side = max(2.0, min(region.shape[:2]) / 4)
    soft = cv2.GaussianBlur(region, (0, 0), side)
    region[...] = masked(np.ascontiguousarray(region), np.asarray(soft, np.uint8), _rim(region))
    return changed


def _rim(region: Pixels) -> Field:
    """Return 1 inside of a region and a quick ramp to 0 at its edges."""
    across, down = (
        np.arange(side, dtype=np.float32) for side in (region.shape[1], region.shape[0])
    )
    inward = [np.minimum(line + 1, len(line) - line) for line in (across, down)]
    ramp = max(1.0, min(region.shape[:2]) / 12)
    depth = np.minimum(inward[0][None, :], inward[1][:, None]) / np.float32(ramp)
    return np.asarray(np.minimum(1, depth), np.float32)


def _cut_out(changed: Pixels, alpha: Pixels) -> Pixels:
    """Return the changed picture with the alpha it had before, and its own if it has some."""
    if changed.shape[2] == 4:
        alpha = np.asarray(cv2.multiply(changed[..., 3], alpha, scale=1 / 255), np.uint8)
    return np.dstack((changed[..., :3], alpha))
