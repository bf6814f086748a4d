"""Dreamy: hearts, bubbles, suns, fireworks and glittering stars."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels
from converter.render.effects.grading import Grade, graded
from converter.render.effects.lighting import hue, light, mixed_colours, rainbow, screened, veiled
from converter.render.effects.noise import chance
from converter.render.effects.parameters import Params
from converter.render.effects.vfx.overlay import Numbers, Overlay
from converter.render.effects.vfx.particles import Burst, bursts, place, scatter, twinkling
from converter.render.effects.vfx.registry import progress, vfx
from converter.render.effects.vfx.sprites import bubble, flake, glow, heart, spark, twinkle
from converter.render.effects.warping import around

_DUSK = Grade(exposure=-1.4, temperature=-0.15, shadows=(0.01, 0.0, 0.05))
_ROSY = Grade(temperature=0.08, tint=0.1, midtones=0.05, glow=0.25)
_REDS = np.array([(240, 60, 90), (255, 105, 140), (255, 150, 175), (225, 40, 70)])


@vfx("colorfulsun", "a sun with a rainbow halo")
def colourful_sun(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Shine from the right top, with turning rays and a halo in all colours."""
    x, y = around(picture, 0.76, 0.2)
    angle, away = np.arctan2(y, x), np.hypot(x, y)
    halo = np.exp(-(((away - 0.44) / 0.07) ** 2)) + 0.35 * np.exp(-(((away - 0.78) / 0.09) ** 2))
    rays = (0.5 + 0.5 * np.sin(18 * angle + np.float32(0.8 * t))) * np.exp(-2.2 * away)
    shown = screened(picture, rainbow((away - np.float32(0.36)) * 5, halo * 0.55))
    sun = np.exp(-((away / 0.16) ** 2)) + 0.45 * np.exp(-2.5 * away) + 0.5 * rays
    return screened(shown, light(np.minimum(1, sun), (255, 240, 205)))


@vfx("bigsun", "a big sun")
def big_sun(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let a huge low sun rise behind warm haze."""
    rise = 0.12 * progress(t, length)
    x, y = around(picture, 0.5, 0.72 - rise)
    away = np.hypot(x, y)
    disc = np.clip((0.36 - away) * 40, 0, 1)
    sun = mixed_colours(((255, 226, 120), (255, 120, 50)), np.clip(y / np.float32(0.7) + 0.5, 0, 1))
    shown = graded(picture, Grade(temperature=0.5, midtones=-0.25, lights=(0.05, 0, -0.05)))
    shown = screened(shown, light(np.exp(-2.4 * away) * 0.9, (255, 120, 40)))
    return veiled(shown, sun, disc * 0.85)


@vfx("fallingheart", "hearts fall")
def falling_heart(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let red and pink hearts sink and tumble, near ones large and fast."""
    overlay, random = Overlay(picture), chance("fallingheart")
    x, y, phase, near = random.random((4, 38))
    near = np.sort(near)
    x = x * overlay.width + 0.04 * np.sin(1.2 * t + 30 * phase)
    y = (y + t * (0.08 + 0.2 * near)) % 1.25 * overlay.height - 0.12
    tumble = 28 * np.sin(1.4 * t + 50 * phase)
    _hearts(overlay, x, y, 0.014 + 0.05 * near**1.5, degrees=tumble)
    return overlay.over(picture)


@vfx("risingheartbubble", "hearts in bubbles rise")
def rising_heart_bubble(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let bubbles rise that hold a heart each."""
    overlay = Overlay(picture)
    x, y, size, phase = _rising(overlay, "risingheartbubble", t, 24)
    _hearts(overlay, x, y, 0.55 * size, degrees=12 * np.sin(2 * t + 40 * phase))
    overlay.draw(bubble, x, y, size, (255, 225, 235), strength=0.8)
    return overlay.over(picture)


@vfx("heartbubbleshinee", "glittering bubbles of hearts")
def heart_bubble_shine(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let glowing hearts rise among glitter and fine bubbles."""
    overlay = Overlay(picture)
    x, y, size, phase = _rising(overlay, "heartbubbleshinee", t, 20)
    overlay.draw(glow, x, y, 2.0 * size, (255, 90, 140), strength=0.55)
    _hearts(overlay, x, y, 0.8 * size, degrees=10 * np.sin(2 * t + 40 * phase))
    shine = np.clip(np.sin(3 * t + 60 * phase), 0, 1)
    overlay.draw(twinkle, x - 0.3 * size, y - 0.35 * size, 0.9 * size, strength=shine)
    x, y, size, _ = _rising(overlay, "fine", t, 40)
    overlay.draw(bubble, x, y, 0.3 * size, (255, 205, 225), strength=0.6)
    return overlay.over(graded(picture, _ROSY))


@vfx("colorfulbubbles", "bubbles in many colours")
def colourful_bubbles(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let soap bubbles rise whose colours run around them."""
    overlay = Overlay(picture)
    x, y, size, phase = _rising(overlay, "colorfulbubbles", t, 30)
    for turned in (0.0, 0.33, 0.67):
        angle = 2 * np.pi * (turned + phase) + t
        colours = np.array([hue(turn) for turn in (phase + turned) % 1])
        overlay.draw(
            bubble,
            x + 0.14 * size * np.cos(angle),
            y + 0.14 * size * np.sin(angle),
            size,
            colours,
            strength=0.55,
            cover=0.7,
        )
    return overlay.over(picture)


@vfx("heartshot", "hearts are shot up")
def heart_shot(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Shoot hearts up from the bottom; they slow down, turn over and fade."""
    overlay, random = Overlay(picture), chance("heartshot")
    phase, way, speed, size = random.random((4, 46))
    age = (0.55 * (t + 2) + phase) % 1.0
    angle = (way - 0.5) * 1.5
    flown = (0.75 + 0.55 * speed) * (1 - (1 - age) ** 2)
    x = overlay.width / 2 + flown * np.sin(angle) * 1.2
    y = overlay.height * 1.05 - flown * np.cos(angle) + 0.25 * age**2
    faint = np.clip(2.5 * (1 - age), 0, 1)
    _hearts(overlay, x, y, 0.018 + 0.035 * size, degrees=60 * (way - 0.5) * 4 * age, strength=faint)
    return overlay.over(picture)


@vfx("heartsurround", "hearts circle around the middle")
def heart_surround(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let a ring of hearts circle around the middle, small and pale at the back."""
    overlay, count = Overlay(picture), 26
    angle = 2 * np.pi * np.arange(count) / count + 0.9 * t
    order = np.argsort(np.sin(angle))
    angle, near = angle[order], 0.5 + 0.5 * np.sin(angle[order])
    wave = 0.035 * np.sin(5 * angle + 2 * t)
    x = overlay.width / 2 + 0.43 * overlay.width * np.cos(angle)
    y = overlay.height * (0.5 + 0.3 * np.sin(angle)) + wave
    _hearts(
        overlay, x, y, 0.02 + 0.042 * near, degrees=15 * np.cos(angle), strength=0.45 + 0.55 * near
    )
    return overlay.over(graded(picture, _ROSY))


@vfx("fireworks", "golden fireworks")
def fireworks(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Burst golden and white rockets over the dusk."""
    return _fireworks(picture, t, "fireworks", ((255, 210, 120), (255, 240, 215), (255, 180, 90)))


@vfx("colorfulfireworks", "fireworks in many colours")
def colourful_fireworks(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Burst rockets of all colours over the dusk."""
    colours = tuple(hue(turn / 7) for turn in range(7))
    return _fireworks(picture, t, "colorfulfireworks", colours)


@vfx("starfield", "a field of stars drifts by")
def starfield(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let fine stars drift to the left, near ones faster."""
    overlay, random = Overlay(picture), chance("starfield")
    x, y, near = random.random((3, 260))
    x = (x - t * (0.01 + 0.05 * near**2)) % 1.0 * overlay.width
    shine = 0.55 + 0.45 * np.sin(2.5 * t + 80 * y)
    overlay.draw(spark, x, y * overlay.height, 0.008 + 0.018 * near**3, strength=shine)
    return overlay.over(graded(picture, _DUSK))


@vfx("starfieldshinee", "stars twinkle over the picture")
def starfield_shine(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let ninety white stars with four rays shine up and fade."""
    overlay = Overlay(picture)
    twinkling(overlay, "starfieldshinee", t, count=90, size=0.1)
    return overlay.over(graded(picture, Grade(exposure=-0.3)))


@vfx("starfieldshinee2", "large coloured stars flare")
def starfield_shine_2(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let fewer, larger stars flare up in blue, rose and gold, each with a soft light."""
    overlay, random = Overlay(picture), chance("starfieldshinee2")
    x, y, phase, near = random.random((4, 40))
    shine = np.sin(np.pi * ((t * (0.35 + 0.4 * phase) + 7 * phase) % 1)) ** 2
    colours = np.array([(170, 200, 255), (255, 175, 215), (255, 225, 150)])[np.arange(40) % 3]
    x, y, size = x * overlay.width, y * overlay.height, 0.04 + 0.08 * near**2
    overlay.draw(glow, x, y, 0.9 * size, colours, strength=0.5 * shine)
    overlay.draw(twinkle, x, y, size, colours // 2 + 127, strength=shine, degrees=20 * t)
    return overlay.over(graded(picture, Grade(exposure=-0.5)))


@vfx("starsparkle", "sparks of glitter")
def star_sparkle(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let golden glitter flash for a moment, always somewhere else."""
    overlay, random = Overlay(picture), chance("starsparkle")
    phase, x, y, near = random.random((4, 90))
    flashes, shine = np.divmod(1.6 * t + phase, 1)
    x, y = (x + 0.618 * flashes) % 1, (y + 0.382 * flashes) % 1
    shine = np.sin(np.pi * shine) ** 3
    x, y, size = x * overlay.width, y * overlay.height, 0.02 + 0.06 * near**2
    overlay.draw(twinkle, x, y, size, (255, 232, 165), strength=shine)
    overlay.draw(glow, x, y, 0.8 * size, (255, 190, 90), strength=0.5 * shine)
    return overlay.over(picture)


@vfx("colorfulripples", "rings in all colours spread")
def colourful_ripples(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Spread rings of light in all colours from three places."""
    shown = picture
    for number, (across, down) in enumerate(((0.5, 0.5), (0.18, 0.3), (0.82, 0.68))):
        x, y = around(picture, across, down)
        away = np.hypot(x, y)
        front = (t * 0.35 + number * 0.37) % 1.0 * 1.1
        rings = np.exp(-(((away - front) / 0.16) ** 2)) * (0.5 + 0.5 * np.cos((away - front) * 60))
        tone = away * np.float32(1.5) - np.float32(0.4 * t) + np.float32(0.3 * number)
        faint = np.float32(0.9 * (1.1 - front))
        shown = screened(shown, rainbow(tone, (rings * faint).astype(np.float32)))
    return shown


def _fireworks(
    picture: Pixels, t: float, name: str, colours: tuple[tuple[int, int, int], ...]
) -> Pixels:
    overlay = Overlay(picture)
    for burst in bursts(name, t + 0.5, 0.45, 1.7):
        middle, colour = place(burst, overlay), colours[burst.random.integers(len(colours))]
        scatter(overlay, burst, middle, _sphere(burst, 64), colour)
    return overlay.over(graded(picture, _DUSK))


def _sphere(burst: Burst, count: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return where the sparks of a round burst end: even on a ball, seen from the front."""
    size = burst.random.uniform(0.2, 0.34)
    angle = np.arange(count) * np.pi * (3 - 5**0.5)
    reach = size * np.sqrt(1 - (1 - 2 * (np.arange(count) + 0.5) / count) ** 2)
    reach *= burst.random.uniform(0.9, 1.05, count)
    return (reach * np.cos(angle)).astype(np.float32), (reach * np.sin(angle)).astype(np.float32)


def _rising(
    overlay: Overlay, name: str, t: float, count: int
) -> tuple[npt.NDArray[np.float64], ...]:
    """Return x, y, radius and phase of what rises and sways, the farthest first."""
    x, y, phase, near = chance(name).random((4, count))
    near = np.sort(near)
    x = x * overlay.width + 0.04 * np.sin(1.1 * t + 30 * phase)
    y = (1 - (y + t * (0.07 + 0.13 * near)) % 1.0) * (overlay.height + 0.24) - 0.12
    return x, y, 0.025 + 0.055 * near, phase


def _hearts(
    overlay: Overlay,
    x: Numbers,
    y: Numbers,
    size: Numbers,
    *,
    degrees: Numbers,
    strength: Numbers = 1.0,
) -> None:
    """Draw red and pink hearts, each with a soft light around it and a reflection on it."""
    count = np.size(x)
    colours = _REDS[np.arange(count) % len(_REDS)]
    overlay.draw(glow, x, y, np.multiply(size, 1.7), colours, strength=np.multiply(strength, 0.3))
    overlay.draw(heart, x, y, size, colours, strength=strength, cover=1.0, degrees=degrees)
    left, top = np.subtract(x, np.multiply(size, 0.38)), np.subtract(y, np.multiply(size, 0.34))
    shine = np.multiply(strength, 0.6)
    overlay.draw(flake, left, top, np.multiply(size, 0.2), strength=shine, degrees=-35, stretch=1.5)
