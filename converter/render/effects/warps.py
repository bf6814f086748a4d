"""Warps: transitions in which the picture bends like water, smoke or glass."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from converter.render.compositing import Pixels, masked, mixed, resized_quickly
from converter.render.effects.fields import Field, distance, grid, reveal, smooth
from converter.render.effects.registry import transition
from converter.render.effects.warping import bent, coarse, enlarged, twisted


@transition("displacement", "whirls draw the old picture in and let the new one out")
def displacement(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Stir both pictures with six neighbouring whirls."""
    old = bent(a, *_whirls(a, 5 * smooth(p)))
    new = bent(b, *_whirls(b, -5 * smooth(1 - p)))
    return mixed(old, new, smooth(p))


@transition("swirl", "both pictures twist around the middle")
def swirl(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Wind the old picture up and unwind the new one out of it."""
    height, width = a.shape[:2]
    x, y = coarse(height, width)
    depth = np.clip(1 - np.hypot(x, y) / np.float32(0.6 * np.hypot(height, width)), 0, 1) ** 2
    wound = (7 * np.sin(np.pi * p) * depth).astype(np.float32)
    turned = smooth(min(1.0, max(0.0, 3 * p - 1)))
    return bent(mixed(a, b, turned), *twisted(x, y, wound))


@transition("waterdrop", "a drop's ring wave runs out from the middle")
def waterdrop(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Send out a ring of waves; the new picture follows it."""
    radius, (across, down) = _outward(*a.shape[:2])
    wave = np.float32(0.2 * a.shape[0])
    front = np.float32(p * (float(radius.max()) + 2 * wave)) - wave
    behind = (front - radius) / wave
    lift = np.exp(-(behind**2)) * np.sin(behind * np.float32(2.5 * np.pi)) * wave * 0.3
    shown = reveal(a, b, front - distance(*a.shape[:2]), float(wave))
    return bent(shown, across * lift, down * lift)


@transition("ripple", "ripples run over a cross-fade")
def ripple(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Let concentric ripples pass, highest at the middle of the fade."""
    radius, (across, down) = _outward(*a.shape[:2])
    height = a.shape[0]
    phase = radius * np.float32(2 * np.pi / (0.11 * height)) - np.float32(6 * np.pi * p)
    lift = np.sin(phase) * np.float32(0.016 * height * np.sin(np.pi * p))
    return bent(mixed(a, b, smooth(p)), across * lift, down * lift)


@transition("crazyparametricfun", "a ripple along interlaced curves")
def crazyparametricfun(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Bend a cross-fade along the loops of a rosette that turns."""
    height = a.shape[0]
    radius, (across, down) = _outward(*a.shape[:2])
    angle = np.arctan2(down, across) * np.float32(5) + np.float32(3 * np.pi * p)
    phase = radius * (1 + np.float32(0.3) * np.cos(angle)) * np.float32(16 / height)
    lift = np.float32(0.07 * height * np.sin(np.pi * p)) * np.minimum(1, 4 * radius / height)
    return bent(mixed(a, b, smooth(p)), np.sin(phase) * lift, np.cos(phase + angle) * lift)


@transition("dreamy", "a gentle wavy sway")
def dreamy(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Sway the old picture ever more, and let the new one come to rest."""
    old, new = _sway(a, p), _sway(b, p - 1)
    return mixed(bent(a, *old), bent(b, *new), smooth(p))


@transition("directionalwarp", "a soft slanted edge passes and drags the pictures along")
def directionalwarp(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Wipe from the left bottom; near the edge both pictures are stretched across it."""
    x, y = coarse(*a.shape[:2])
    half = (a.shape[0] + a.shape[1]) / 2
    soft = 0.7 * half
    share = _eased(((2 * p - 1) * (half + soft / 2) - x + y) / np.float32(soft) + np.float32(0.5))
    pull = share * np.float32(0.4 * soft)
    push = np.float32(0.4 * soft) - pull
    return masked(bent(a, -pull, pull), bent(b, push, -push), enlarged(share, a))


@transition("crosswarp", "a tunnel opens from left to right")
def crosswarp(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Draw the old picture into its middle, column by column, and the new one out."""
    x, y = coarse(*a.shape[:2])
    width = a.shape[1]
    share = _eased(np.float32(2 * p - 0.5) - x / width)
    pull, push = -0.95 * share, 0.95 * (share - 1)
    return masked(bent(a, x * pull, y * pull), bent(b, x * push, y * push), enlarged(share, a))


@transition("morph", "the pixels melt into each other, snowy")
def morph(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Let every pixel flow where the colours of both pictures and some snow send it."""
    half = -(-a.shape[1] // 2), -(-a.shape[0] // 2)
    colours = mixed(resized_quickly(a, half), resized_quickly(b, half), 0.5)
    reach = np.float32(0.16 * a.shape[0] / 127.5)
    across, down = (
        (colours[..., i] - np.float32(127.5) + snow) * reach for i, snow in enumerate(_snow(*half))
    )
    old = bent(a, across * np.float32(p), down * np.float32(p))
    return mixed(old, bent(b, across * np.float32(p - 1), down * np.float32(p - 1)), smooth(p))


@transition("zoomincircles", "rings zoom in, one after another")
def zoomincircles(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Enlarge the picture ring by ring from the middle; each ring lands on the new one."""
    height, width = a.shape[:2]
    x, y = grid(height, width)
    ring = np.arange(int(np.hypot(height, width) / 2) + 3) // max(1, round(height / 9))
    begun = np.clip(2 * p - ring / max(1, ring[-1]), 0, 1)
    zoom = 1 + 1.5 * np.minimum(begun, 1 - begun)
    places = distance(height, width).astype(np.uint16)
    pull = np.take((1 / zoom - 1).astype(np.float32), places)
    share = np.take(np.clip((begun - 0.4) * 5, 0, 1).astype(np.float32), places)
    return bent(masked(a, b, share), x * pull, y * pull)


@transition("kaleidoscope", "a mirrored pattern turns")
def kaleidoscope(a: Pixels, b: Pixels, p: float) -> Pixels:
    """Pass through a turning pattern of eight mirrored sectors."""
    picture = mixed(a, b, smooth(p))
    pattern = bent(picture, *_folded(a, 2 * p))
    return mixed(picture, pattern, smooth(min(1.0, 3.5 * min(p, 1 - p))))


def _whirls(picture: Pixels, angle: float) -> tuple[Field, Field]:
    """Return the displacement of three by two whirls that turn against each other."""
    height, width = picture.shape[:2]
    x, y = coarse(height, width)
    across, down = np.zeros_like(x), np.zeros_like(y)
    for number in range(6):
        column, row = number % 3, number // 3
        left, top = x - (column - 1) * np.float32(width / 3), y - (row - 0.5) * height / 2
        reach = np.hypot(left * np.float32(3 / width), top * np.float32(2 / height))
        way = angle if (column + row) % 2 else -angle
        turn = np.clip(1 - reach * np.float32(1.25), 0, 1) ** 2 * np.float32(way)
        moved = twisted(left, top, turn)
        across, down = across + moved[0], down + moved[1]
    return across, down


@lru_cache(maxsize=2)
def _outward(height: int, width: int) -> tuple[Field, tuple[Field, Field]]:
    """Return the coarse distance to the middle, and the direction away from it."""
    x, y = coarse(height, width)
    radius = np.maximum(np.hypot(x, y), np.float32(1)).astype(np.float32)
    return radius, ((x / radius).astype(np.float32), (y / radius).astype(np.float32))


def _sway(picture: Pixels, amount: float) -> tuple[Field, Field]:
    height, width = picture.shape[:2]
    x, y = coarse(height, width)
    size = np.float32(0.05 * height * amount)
    across = np.sin(y * np.float32(3 * np.pi / height) + np.float32(5 * amount)) * size
    down = np.sin(x * np.float32(4 * np.pi / width) + np.float32(5 * amount)) * size
    return across, down * np.float32(0.6)


def _eased(share: Field) -> Field:
    held = np.clip(share, 0, 1)
    return np.asarray(held * held * (3 - 2 * held), dtype=np.float32)


@lru_cache(maxsize=2)
def _snow(width: int, height: int) -> Field:
    """Return two fields of grain, of some tens of levels."""
    return np.random.default_rng(5).standard_normal((2, height, width), np.float32) * np.float32(14)


def _folded(picture: Pixels, turned: float) -> tuple[Field, Field]:
    """Return the displacement that repeats one sector all around, every other mirrored."""
    x, y = coarse(*picture.shape[:2])
    sector = np.float32(np.pi / 4)
    angle = (np.arctan2(y, x) - np.float32(turned)) % (2 * sector)
    angle = np.minimum(angle, 2 * sector - angle) + np.float32(turned * 1.5)
    radius = np.hypot(x, y) * np.float32(0.7)
    return radius * np.cos(angle) - x, radius * np.sin(angle) - y
