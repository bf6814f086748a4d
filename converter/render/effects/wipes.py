"""Wipes: an edge or a shape passes and uncovers the new picture."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from converter.render.compositing import Pixels, masked, mixed
from converter.render.effects.fields import Field, distance, grid, reveal, smooth, turn
from converter.render.effects.noise import clouds
from converter.render.effects.registry import transition
from converter.render.effects.warping import coarse


@transition("wiperight", "an edge passes to the right")
def wiperight(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Uncover the new picture from the left."""
    return _wiped(a, b, p, axis=1)


@transition("wipeleft", "an edge passes to the left")
def wipeleft(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Uncover the new picture from the right."""
    return _wiped(b, a, 1 - p, axis=1)


@transition("wipedown", "an edge passes downward")
def wipedown(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Uncover the new picture from the top."""
    return _wiped(a, b, p, axis=0)


@transition("wipeup", "an edge passes upward")
def wipeup(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Uncover the new picture from the bottom."""
    return _wiped(b, a, 1 - p, axis=0)


@transition("directionalwipe", "a soft slanted edge passes")
def directionalwipe(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Uncover the new picture from the left top, with a wide soft edge."""
    x, y = grid(*a.shape[:2])
    half = (a.shape[0] + a.shape[1]) / 2
    soft = 0.25 * half
    return reveal(a, b, (2 * p - 1) * (half + soft / 2) - x - y, soft)


@transition("luma", "a luminance ramp opens along the diagonal")
def luma(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Uncover the new picture from the right bottom, by a very wide ramp."""
    x, y = grid(*a.shape[:2])
    half = (a.shape[0] + a.shape[1]) / 2
    return reveal(a, b, (2 * p - 1) * 1.5 * half + x + y, half)


@transition("circleopen", "a circle opens")
def circleopen(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Open a circle with a soft rim from the middle to the corners."""
    radii = distance(*a.shape[:2])
    soft = 0.12 * float(radii.max())
    return reveal(a, b, p * (float(radii.max()) + soft) - soft / 2 - radii, soft)


@transition("circle", "an ellipse opens")
def circle(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Open a sharp ellipse of the frame's own shape."""
    return reveal(a, b, p * a.shape[1] * 0.7072 - _ellipse(*a.shape[:2]))


@transition("circlecrop", "a circle closes, then opens")
def circlecrop(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Close a circle around the old picture on black and open it on the new one."""
    radii = distance(*a.shape[:2])
    shown = a if p < 0.5 else b
    return reveal(np.zeros_like(a), shown, abs(2 * p - 1) * (float(radii.max()) + 1) - radii)


@transition("radial", "a clock-like sweep")
def radial(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Sweep clockwise from twelve o'clock."""
    return _swept(a, b, p, blades=1)


@transition("angular", "a clock wipe from three o'clock")
def angular(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Sweep clockwise from three o'clock."""
    return _swept(a, b, p, blades=1, start=0.25)


@transition("pinwheel", "the blades of a pinwheel")
def pinwheel(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Sweep with eight blades at once."""
    return _swept(a, b, p, blades=8)


@transition("bowTieVertical", "an hourglass opens, upright")
def bow_tie_vertical(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Drive two wedges from the top and the bottom through the middle."""
    x, y = grid(*a.shape[:2])
    return _wedged(a, b, p, np.abs(x), np.abs(y))


@transition("bowTieHorizontal", "an hourglass opens, lying")
def bow_tie_horizontal(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Drive two wedges from the left and the right through the middle."""
    x, y = grid(*a.shape[:2])
    return _wedged(a, b, p, np.abs(y), np.abs(x))


@transition("windowslice", "slices open side by side")
def windowslice(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Open ten upright slices, one a little after another."""
    return _sliced(a, b, p, slices=10)


@transition("windowblinds", "blinds flicker open while the pictures mix")
def windowblinds(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Open lying blinds, all at once and not steadily, over a cross-fade."""
    blinds = 14
    wide = p + 0.8 * p * (1 - p) * np.sin(10 * np.pi * p)
    opened = np.float32(wide * a.shape[0] / blinds) - _rows(*a.shape[:2], blinds)
    return reveal(mixed(a, b, p * p), b, opened)


@transition("heart", "a heart opens")
def heart(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Open a heart from the middle until it covers the frame."""
    reached = _heart(*a.shape[:2])
    return reveal(a, b, p * p * (float(reached.max()) + 2) - reached - 1, 1.5)


@transition("polarfunction", "petals open")
def polarfunction(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Open a flower of five petals."""
    petals, radii = _petals(*a.shape[:2]), distance(*a.shape[:2])
    return reveal(a, b, np.float32(p * float(radii.max()) / 0.64) * petals - radii)


@transition("polka", "dots grow until they cover")
def polka(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Grow dots on a grid, those near the left bottom first."""
    radii, late = _dots(*a.shape[:2])
    return reveal(a, b, np.clip(2 * p - late, 0, 1) * (a.shape[0] / 12 * 0.75) - radii - 0.5)


@transition("randomsquares", "squares in random order")
def randomsquares(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Replace squares one after another, each with a short fade."""
    order = _squares(*a.shape[:2])
    return reveal(a, b, p * 1.3 - 0.15 - order, 0.3)


@transition("perlin", "patches of noise spread")
def perlin(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Spread the new picture in soft clouds."""
    return reveal(a, b, p * 1.1 - 0.05 - _clouds(*a.shape[:2]), 0.1)


@transition("crosshatch", "a dissolve in a pattern of lines")
def crosshatch(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Dissolve along fine crossing strokes, from the middle outward."""
    height, width = a.shape[:2]
    outward = distance(height, width) / float(np.hypot(height, width) / 2)
    return reveal(a, b, p * 2.2 - 0.1 - outward - _strokes(height, width), 0.2)


@transition("wind", "streaks of wind blow the old picture away")
def wind(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Drive uneven streaks from left to right, each line at its own length."""
    height, width = a.shape[:2]
    reach = 0.35 * width
    x = np.arange(width, dtype=np.float32)[None, :]
    front = np.float32(p * (width + 1.2 * reach) - 0.1 * reach) - _gusts(height)[:, None] * reach
    return reveal(a, b, front - x, 0.2 * reach)


@transition("undulatingburnout", "a wavy edge burns outward from the middle")
def undulatingburnout(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Burn a growing hole with a glowing, charred rim into the old picture."""
    height, width = a.shape[:2]
    rim = np.float32(0.06 * height)
    burnt = _burnt(height, width, p, float(rim))
    charred = masked(a, _solid(a, (28, 10, 4)), np.clip(1 + burnt / (2 * rim), 0, 1))
    glowing = masked(
        charred, _solid(a, (255, 150, 40)), np.clip(1.2 - np.abs(burnt) / rim * 3, 0, 1)
    )
    return reveal(glowing, b, burnt, 3.0)


def _wiped(a: Pixels, b: Pixels, p: float, axis: int) -> Pixels:
    """Show b up to an edge at p of one axis; the pixel the edge is in is mixed."""
    edge = p * a.shape[axis]
    whole = min(int(edge), a.shape[axis] - 1)
    picture = a.copy()
    new, old, out = (np.moveaxis(part, axis, 0) for part in (b, a, picture))
    out[:whole] = new[:whole]
    share = edge - whole
    out[whole] = np.rint(new[whole] * share + old[whole] * (1 - share))
    return picture


def _swept(a: Pixels, b: Pixels, p: float, *, blades: int, start: float = 0.0) -> Pixels:
    angle, arc = _sweep(*a.shape[:2], blades, start)
    # The edge where the sweep began is as sharp as the one it has reached.
    return reveal(a, b, np.minimum(p - angle, angle) * arc)


def _wedged(a: Pixels, b: Pixels, p: float, across: Field, along: Field) -> Pixels:
    opened = along / float(along.max()) + np.float32(2 * p - 1)
    return reveal(a, b, opened * float(across.max()) - across)


def _sliced(a: Pixels, b: Pixels, p: float, slices: int) -> Pixels:
    """Open one row of slices and show it on all lines."""
    height, width = a.shape[:2]
    pitch = width / slices
    x = np.arange(width, dtype=np.float32) + 0.5
    opened = np.clip(2 * smooth(p) - x / width, 0, 1) * pitch
    inside = np.where(opened >= pitch, 1.0, opened - x % pitch)
    return reveal(a, b, np.broadcast_to(inside, (height, width)))


@lru_cache(maxsize=2)
def _ellipse(height: int, width: int) -> Field:
    x, y = grid(height, width)
    return np.asarray(np.hypot(x, y * np.float32(width / height)), dtype=np.float32)


@lru_cache(maxsize=2)
def _rows(height: int, width: int, blinds: int) -> Field:
    """Return how far each pixel is below the top of its blind."""
    y = (np.arange(height, dtype=np.float32) + 0.5) % (height / blinds)
    return np.asarray(np.broadcast_to(y[:, None], (height, width)), dtype=np.float32)


@lru_cache(maxsize=2)
def _petals(height: int, width: int) -> Field:
    wave = np.cos(turn(height, width) * np.float32(10 * np.pi))
    return np.asarray(1 + 0.35 * wave, dtype=np.float32)


@lru_cache(maxsize=2)
def _dots(height: int, width: int) -> tuple[Field, Field]:
    """Return the distance to the nearest dot, and how late the dot grows, 0 to 1."""
    x, y = grid(height, width)
    pitch = np.float32(height / 12)
    radii = np.hypot(x % pitch - pitch / 2, y % pitch - pitch / 2)
    late = np.hypot(x + width / 2, y - height / 2) / float(np.hypot(width, height))
    return radii, late.astype(np.float32)


@lru_cache(maxsize=2)
def _sweep(height: int, width: int, blades: int, start: float) -> tuple[Field, Field]:
    """Return the share of its sweep at which a blade passes, and the arc it sweeps."""
    angle = (turn(height, width) - np.float32(start)) * blades % 1.0
    # In pixels of arc an edge is one pixel wide at every distance.
    arc = distance(height, width) * np.float32(2 * np.pi / blades)
    return angle.astype(np.float32), arc.astype(np.float32)


@lru_cache(maxsize=2)
def _heart(height: int, width: int) -> Field:
    """Return for each pixel the size at which a growing heart reaches it."""
    x, y = grid(height, width)
    cleft = np.sqrt(np.abs(x) * np.float32(height / 6))
    return np.hypot(x, (y * np.float32(1.1) + cleft * 0.7)).astype(np.float32)


@lru_cache(maxsize=2)
def _squares(height: int, width: int) -> Field:
    size = max(1, height // 9)
    order = np.random.default_rng(7).random((-(-height // size), -(-width // size)), np.float32)
    whole = (order.shape[1] * size, order.shape[0] * size)
    large = cv2.resize(order, whole, interpolation=cv2.INTER_NEAREST)
    return np.asarray(large, dtype=np.float32)[:height, :width]


@lru_cache(maxsize=2)
def _clouds(height: int, width: int) -> Field:
    """Return smooth noise, every value from 0 to 1 equally common."""
    noise = clouds(height, width, 5.0)
    levels = np.quantile(noise[::8, ::8], np.linspace(0, 1, 65))
    return np.interp(noise, levels, np.linspace(0, 1, 65)).astype(np.float32)


@lru_cache(maxsize=2)
def _strokes(height: int, width: int) -> Field:
    x, y = grid(height, width)
    pitch = np.float32(np.pi / (height / 40))
    falling, rising = (np.abs(np.sin(across * pitch)) for across in (x - y, x + y))
    # The strokes of one way are drawn before those that cross them.
    return np.asarray(np.minimum(falling, 0.35 + 0.65 * rising), dtype=np.float32)


@lru_cache(maxsize=2)
def _gusts(height: int) -> Field:
    """Return how much each line lags behind the first ones, 0 to 1."""
    random, lag = np.random.default_rng(19), np.zeros(height, np.float32)
    for lines, weight in ((12, 0.35), (90, 0.3), (270, 0.35)):
        steps = np.linspace(0, lines, height, endpoint=False).astype(int)
        lag += np.float32(weight) * random.random(lines, np.float32)[steps]
    return lag


def _burnt(height: int, width: int, p: float, rim: float) -> Field:
    """Return how far inside of a wavy hole each pixel is, in pixels."""
    x, y = coarse(height, width)
    angle, radii = np.arctan2(y, x), np.hypot(x, y)
    waves = np.sin(7 * angle + np.float32(5 * p)) + 0.6 * np.sin(13 * angle - np.float32(8 * p))
    largest = float(np.hypot(height, width)) / 2
    growth = np.float32(p * (1.3 * largest + 4 * rim) - 2 * rim)
    hole = growth * (1 + np.float32(0.12) * waves) - radii
    return np.asarray(cv2.resize(hole.astype(np.float32), (width, height)), dtype=np.float32)


def _solid(picture: Pixels, colour: tuple[int, int, int]) -> Pixels:
    return np.full_like(picture, colour)
