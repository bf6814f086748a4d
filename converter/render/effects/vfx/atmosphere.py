"""Atmosphere: stars, meteors, fireflies and rays of light over the picture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels
from converter.render.effects.grading import Grade, graded
from converter.render.effects.lighting import hue, rainbow, screened
from converter.render.effects.noise import chance, clouds
from converter.render.effects.parameters import Params
from converter.render.effects.vfx.overlay import Overlay
from converter.render.effects.vfx.particles import bursts, place, scatter, twinkling
from converter.render.effects.vfx.registry import vfx
from converter.render.effects.vfx.sprites import (
    bokeh,
    crescent,
    glow,
    heart_line,
    spark,
    star,
    streak,
)
from converter.render.effects.warping import around, coarse

_NIGHT = Grade(exposure=-1.7, saturation=-0.2, temperature=-0.4, shadows=(0.02, 0.01, 0.09))
_DUSK = Grade(exposure=-1.1, saturation=-0.1, temperature=-0.2, shadows=(0.01, 0.01, 0.05))
_PASTELS = np.array([(255, 214, 150), (255, 170, 190), (170, 205, 255), (200, 255, 210)])
_GOLDEN = (255, 222, 140)


@vfx("colorfulradial", "rainbow rays")
def colourful_radial(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Send turning rays in all colours outward from the middle."""
    x, y = around(picture, 0.5, 0.5)
    angle = np.arctan2(y, x)
    rays = 0.5 + 0.3 * np.sin(16 * angle + np.float32(1.4 * t))
    rays += 0.2 * np.sin(27 * angle - np.float32(2.1 * t))
    outward = np.clip(np.hypot(x, y) / np.float32(0.7), 0, 1)
    turn = angle / np.float32(2 * np.pi) + np.float32(0.12 * t)
    return screened(picture, rainbow(turn, 0.8 * rays * outward))


@vfx("colorfulstarry", "a bright starry sky")
def colourful_starry(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Light a night with coloured clouds and stars that twinkle in many colours."""
    rows, columns = coarse(*picture.shape[:2])[0].shape
    mist = np.clip(clouds(rows, columns, 2.5, (0.03 * t, 0.01 * t)) * 2 - 0.75, 0, 1)
    colours = clouds(rows, columns, 1.2, (-0.02 * t, 0.02 * t)) * 0.8 + 0.45
    night = screened(graded(picture, _NIGHT), rainbow(colours, mist * 0.55))
    overlay, tones = Overlay(picture), _pale(np.arange(150) * 0.37 % 1)
    twinkling(overlay, "colorfulstarry", t, count=150, size=0.075, colours=tones)
    return overlay.over(night)


@vfx("starry", "twinkling stars")
def starry(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let a hundred white stars shine up and fade, each in its own time."""
    overlay = Overlay(picture)
    twinkling(overlay, "starry", t, count=120, size=0.085, colours=(255, 250, 235))
    return overlay.over(graded(picture, Grade(exposure=-0.5)))


@vfx("flyfire", "fireflies")
def flyfire(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let fireflies wander through the dusk and pulse."""
    overlay, random = Overlay(picture), chance("flyfire")
    x, y, phase, near = random.random((4, 44))
    x = x * overlay.width + 0.12 * np.sin(t * (0.5 + phase) + 40 * phase)
    y = y * overlay.height + 0.09 * np.sin(t * (0.9 - 0.5 * phase) + 70 * phase)
    pulse = np.clip(0.55 + 0.65 * np.sin(t * (1.5 + phase) + 90 * phase), 0, 1)
    overlay.draw(glow, x, y, 0.05 + 0.07 * near, (170, 235, 60), strength=0.5 * pulse)
    overlay.draw(spark, x, y, 0.015 + 0.02 * near, (245, 255, 170), strength=pulse)
    return overlay.over(graded(picture, _DUSK))


@vfx("heartfireworks", "fireworks in the shape of hearts")
def heart_fireworks(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Burst rockets whose sparks draw hearts."""
    overlay = Overlay(picture)
    for burst in bursts("heartfireworks", t + 0.5, 0.55, 1.7):
        middle, size = place(burst, overlay), burst.random.uniform(0.16, 0.26)
        outline = heart_line(np.linspace(0, 1, 46, endpoint=False))
        colour = ((255, 90, 120), (255, 130, 200), (255, 180, 120))[burst.random.integers(3)]
        for share in (1.0, 0.6):
            ways = outline[0] * np.float32(size * share), outline[1] * np.float32(size * share)
            scatter(overlay, burst, middle, ways, colour)
    return overlay.over(graded(picture, _DUSK))


@vfx("meteorshower", "a shower of meteors")
def meteor_shower(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let many meteors fall to the left, near ones long and fast."""
    overlay, random = Overlay(picture), chance("meteorshower")
    start, phase, near = random.random((3, 22))
    way = (t * (0.35 + 0.4 * near) + phase) % 1.0 * 2.2
    x = start * (overlay.width + 1.2) + 0.1 - way * 0.86
    y = way * 0.5 * overlay.height - 0.25
    overlay.draw(
        streak,
        x,
        y,
        0.012 + 0.016 * near,
        (215, 230, 255),
        strength=0.5 + 0.5 * near,
        degrees=150,
        stretch=9 + 5 * near,
    )
    twinkling(overlay, "far stars", t, count=50, size=0.02, colours=(225, 235, 255))
    return overlay.over(graded(picture, _NIGHT))


@vfx("moons_and_stars", "moons and stars sink slowly")
def moons_and_stars(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let golden moons and stars sink and sway among small lights."""
    overlay, random = Overlay(picture), chance("moons_and_stars")
    x, y, phase, near = random.random((4, 26))
    size = 0.02 + 0.035 * near
    x = x * overlay.width + 0.03 * np.sin(1.3 * t + 20 * phase)
    y = (y + t * (0.05 + 0.07 * near)) % 1.2 * overlay.height - 0.1
    sway, moons = 14 * np.sin(1.1 * t + 30 * phase), phase < 0.4
    overlay.draw(glow, x, y, 2.2 * size, (255, 190, 90), strength=0.35)
    for shape, kind in ((crescent, moons), (star, ~moons)):
        overlay.draw(shape, x[kind], y[kind], size[kind], _GOLDEN, cover=0.85, degrees=sway[kind])
    twinkling(overlay, "far stars", t, count=40, size=0.022, colours=(255, 240, 200))
    return overlay.over(graded(picture, Grade(exposure=-0.6, temperature=-0.1)))


@vfx("sparklestarfield", "stars rush at the viewer")
def sparkle_starfield(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Fly through a field of stars; near ones are drawn out."""
    overlay, random = Overlay(picture), chance("sparklestarfield")
    x, y, phase = random.uniform(-1, 1, (3, 190))
    depth = (phase - 0.45 * t) % 1.0 + 0.03
    x, y = 0.16 * x * overlay.width / depth, 0.16 * y / depth
    degrees, bright = np.rad2deg(np.arctan2(y, x)), np.clip(1.15 - depth, 0, 1)
    overlay.draw(
        spark,
        x + overlay.width / 2,
        y + overlay.height / 2,
        0.0075 / depth**0.75,
        np.array([(255, 255, 255), (190, 215, 255), (255, 235, 200)])[np.arange(190) % 3],
        strength=bright,
        degrees=degrees,
        stretch=1 + 3 * bright**3,
    )
    return overlay.over(graded(picture, _DUSK))


@vfx("spotfall", "falling spots of light")
def spotfall(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let round lights out of focus sink, large ones faster."""
    overlay, random = Overlay(picture), chance("spotfall")
    x, y, phase, near = random.random((4, 46))
    x = x * overlay.width + 0.03 * np.sin(0.8 * t + 20 * phase)
    y = (y + t * (0.06 + 0.16 * near)) % 1.3 * overlay.height - 0.15
    pulse = 0.34 + 0.2 * np.sin(2 * t + 50 * phase)
    colours = _PASTELS[random.integers(4, size=46)]
    overlay.draw(bokeh, x, y, 0.015 + 0.06 * near**2, colours, strength=pulse)
    return overlay.over(picture)


@vfx("starexplosion", "bursting stars")
def star_explosion(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Burst clusters of spinning five-pointed stars."""
    overlay = Overlay(picture)
    for burst in bursts("starexplosion", t + 0.4, 0.5, 1.4):
        x, y = place(burst, overlay)
        turn, reach, size = burst.random.random((3, 18))
        reach = (0.12 + 0.3 * reach) * burst.flown()
        x, y = x + reach * np.cos(2 * np.pi * turn), y + reach * np.sin(2 * np.pi * turn)
        size = (0.018 + 0.04 * size) * (0.4 + 0.6 * burst.light)
        colours = _PASTELS[burst.random.integers(4, size=18)]
        overlay.draw(glow, x, y, 2.4 * size, colours, strength=0.45 * burst.light)
        overlay.draw(
            star,
            x,
            y,
            size,
            colours,
            strength=burst.light,
            cover=0.6,
            degrees=360 * turn + 200 * burst.age,
        )
    return overlay.over(graded(picture, Grade(exposure=-0.5)))


def _pale(turns: npt.NDArray[np.floating]) -> npt.NDArray[np.integer]:
    """Return the colours of the rainbow, half of the way to white."""
    return np.array([hue(turn) for turn in turns]) // 2 + 127
