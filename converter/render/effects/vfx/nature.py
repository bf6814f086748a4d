"""Nature: snow, rain, fog, lightning, ripples of water and shadows of leaves."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from converter.render.compositing import Pixels, mixed
from converter.render.effects.blurring import blurred
from converter.render.effects.fields import Field
from converter.render.effects.grading import Grade, graded
from converter.render.effects.lighting import added, dimmed, light, screened, shaded, tinted, veiled
from converter.render.effects.noise import chance, clouds
from converter.render.effects.parameters import Params
from converter.render.effects.vfx.overlay import Overlay
from converter.render.effects.vfx.registry import vfx
from converter.render.effects.vfx.sprites import flake, glow, leaf, spark, streak
from converter.render.effects.warping import around, bent, coarse

_STORM = Grade(exposure=-1.6, saturation=-0.45, temperature=-0.3, shadows=(0.0, 0.01, 0.04))
_WET = Grade(exposure=-0.5, saturation=-0.25, temperature=-0.12)


@vfx("snow", "snow falls")
def snow(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let flakes sink and sway: many small ones far away, a few soft ones near."""
    overlay, random = Overlay(picture), chance("snow")
    x, y, phase, near = random.random((4, 280))
    near = near**3
    x = (x + t * 0.02) % 1.1 * overlay.width + (0.01 + 0.03 * near) * np.sin(1.5 * t + 40 * phase)
    y = (y + t * (0.09 + 0.22 * near)) % 1.1 * overlay.height - 0.05
    overlay.draw(
        flake, x, y, 0.004 + 0.022 * near, (245, 248, 255), strength=0.9 - 0.45 * near, cover=0.9
    )
    return overlay.over(graded(picture, Grade(temperature=-0.12, midtones=0.08, saturation=-0.1)))


@vfx("rainy", "rain falls")
def rainy(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let slanted streaks of rain fall fast, over a dull picture."""
    overlay, random = Overlay(picture), chance("rainy")
    x, y, near = random.random((3, 260))
    fallen = (y + t * (1.3 + 1.2 * near)) % 1.25 - 0.12
    x = (x * 1.2 - 0.18 * fallen) * overlay.width
    overlay.draw(
        streak,
        x,
        fallen * overlay.height,
        0.0026 + 0.003 * near,
        (215, 225, 240),
        strength=0.4 + 0.4 * near,
        degrees=106,
        stretch=16 + 4 * near,
    )
    return overlay.over(graded(picture, _WET))


@vfx("foggy", "fog drifts over the picture")
def foggy(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Drift two layers of fog over the picture, dense near the ground."""
    rows, columns = coarse(*picture.shape[:2])[0].shape
    fog = 0.6 * clouds(rows, columns, 2.2, (0.08 * t, 0.0))
    fog += 0.4 * clouds(rows, columns, 4.0, (0.15 * t, 0.02 * t))
    fog = np.clip(fog * 1.9 - 0.55, 0, 1) * np.linspace(0.5, 1, rows, dtype=np.float32)[:, None]
    return veiled(picture, np.full((rows, columns, 3), (222, 226, 232), np.uint8), fog * 0.85)


@vfx("waterripple", "drops ripple water")
def water_ripple(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let drops fall on the picture as on water; their rings bend it and glint."""
    lift = np.zeros_like(coarse(*picture.shape[:2])[0])
    newest = int((t + 2) / 0.45)
    for number in range(newest - 3, newest + 1):
        across, down = chance(f"waterripple {number}").uniform(0.05, 0.95, 2)
        lift += _waves(picture, (across, down), (t + 2 - number * 0.45) / 1.8)
    return _refracted(picture, lift)


@vfx("simpleripple", "ripples spread from the middle")
def simple_ripple(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Spread even ripples from the middle all the time."""
    away = np.hypot(*around(picture, 0.5, 0.5))
    return _refracted(picture, np.sin(away * 55 - np.float32(7 * t)) * np.exp(-1.6 * away) * 0.8)


@vfx("meteor", "a meteor crosses the sky")
def meteor(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Let one bright meteor cross the sky every second and a half, sparks in its tail."""
    overlay, (number, way) = Overlay(picture), divmod((t + 0.3) / 1.5, 1)
    random = chance(f"meteor {number}")
    x = overlay.width * (0.75 + 0.45 * random.random()) - 1.7 * way
    y = overlay.height * (0.25 * random.random() - 0.1) + 0.75 * way
    faint, behind = np.clip(4 * (1 - way), 0, 1), random.random((3, 40))
    overlay.draw(
        streak, x + 0.27, y - 0.12, 0.03, (190, 215, 255), strength=faint, degrees=156, stretch=11
    )
    overlay.draw(glow, x, y, 0.13, (150, 185, 255), strength=0.6 * faint)
    overlay.draw(spark, x, y, 0.06, strength=faint)
    overlay.draw(
        spark,
        x + 0.6 * behind[0],
        y - 0.26 * behind[0] + 0.05 * (behind[1] - 0.5),
        0.007 * behind[2] + 0.003,
        (255, 235, 205),
        strength=faint * (1 - behind[0]),
    )
    return overlay.over(graded(picture, Grade(exposure=-1.3, temperature=-0.3)))


@vfx("stormlaser", "lightning in a storm")
def storm(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Strike lightning through a dark storm; each flash lights up the picture twice."""
    number, since = divmod(t + 0.95, 1.1)
    flash = float(np.exp(-7 * since) + 0.7 * np.exp(-40 * (since - 0.22) ** 2 * 4))
    dark = graded(picture, _STORM)
    if flash < 0.03:
        return dark
    lit = added(
        mixed(dark, picture, min(1.0, 0.8 * flash)), np.full_like(picture, (40, 46, 66)), flash
    )
    bolt = _bolt(picture, chance(f"stormlaser {number}"))
    shown = screened(lit, tinted(blurred(bolt, 0.03), (130, 150, 255)), min(1.0, 2.5 * flash))
    return screened(shown, tinted(blurred(bolt, 0.002), (240, 244, 255)), min(1.0, 1.6 * flash))


@vfx("fadeshadow", "shadows of leaves come and go")
def fade_shadow(picture: Pixels, t: float, length: float, params: Params) -> Pixels:
    """Move the shadows of leaves over the picture; they deepen and fade."""
    overlay, random = Overlay(picture), chance("fadeshadow")
    for number, (x, y) in enumerate(((0, -0.1), (overlay.width, 0), (0.6 * overlay.width, -0.25))):
        sway = 5 * float(np.sin(1.2 * t + number))
        angle, reach, turn, size = random.random((4, 46))
        reach = 0.08 + 0.62 * reach
        angle = 200 * angle + 3 * sway * reach
        overlay.draw(
            leaf,
            x + reach * np.cos(np.deg2rad(angle)),
            y + reach * np.sin(np.deg2rad(angle)),
            0.04 + 0.04 * size,
            strength=0.8,
            cover=0.8,
            degrees=angle + 70 * (turn - 0.5),
            stretch=1.8,
        )
    leaves = blurred(overlay.light(), 0.012)
    depth = 0.45 + 0.25 * float(np.sin(1.6 * t))
    warm = graded(picture, Grade(temperature=0.15, midtones=0.1))
    return shaded(warm, np.asarray(cv2.bitwise_not(dimmed(leaves, depth))))


def _waves(picture: Pixels, middle: tuple[float, float], age: float) -> Field:
    """Return the height of the rings of a drop that fell at a place in shares, age 0 to 1."""
    behind = np.float32(0.75 * age) - np.hypot(*around(picture, *middle))
    packet = np.exp(-(((behind - 0.06) / 0.09) ** 2)) * np.sin(behind * 75)
    return np.asarray(packet * (1 - age) ** 1.2 * min(1.0, 6 * age), np.float32)


def _refracted(picture: Pixels, height: npt.NDArray[np.floating]) -> Pixels:
    """Return the picture seen through water of a height, with the light of its slopes."""
    surface = np.ascontiguousarray(height, np.float32)
    across = np.asarray(cv2.Sobel(surface, cv2.CV_32F, 1, 0, ksize=3), np.float32)
    down = np.asarray(cv2.Sobel(surface, cv2.CV_32F, 0, 1, ksize=3), np.float32)
    reach = np.float32(0.012 * min(picture.shape[:2]) * min(picture.shape[:2]) / 1080)
    seen = bent(picture, across * reach, down * reach)
    glint = np.clip(-(across + down) * np.float32(0.25), 0, 1)
    return screened(seen, light(glint * np.float32(0.45)))


def _bolt(picture: Pixels, random: np.random.Generator) -> Pixels:
    """Return a bolt of lightning with two branches, in one channel."""
    height, width = picture.shape[:2]
    canvas = np.zeros((height, width), np.uint8)
    thick = max(1, round(min(height, width) / 220))
    x, end = random.uniform(0.25, 0.75), random.uniform(0.7, 1.0)
    trunk = _jagged(random, (x, -0.02), (x + random.uniform(-0.2, 0.2), end))
    _line(canvas, trunk, thick)
    for start in (0.3, 0.55):
        root = trunk[round(start * (len(trunk) - 1))]
        tip = root[0] + random.uniform(-0.25, 0.25), root[1] + random.uniform(0.15, 0.3)
        _line(canvas, _jagged(random, (root[0], root[1]), tip), max(1, thick // 2))
    return canvas


def _jagged(
    random: np.random.Generator, start: tuple[float, float], end: tuple[float, float]
) -> npt.NDArray[np.float64]:
    """Return the points of a jagged line: its middles are pushed aside again and again."""
    points, push = np.array([start, end]), 0.09
    for _ in range(6):
        middles = (points[:-1] + points[1:]) / 2
        middles += random.normal(0, push, middles.shape) * (1.0, 0.3)
        points = np.insert(points, range(1, len(points)), middles, axis=0)
        push /= 2
    return points


def _line(canvas: Pixels, points: npt.NDArray[np.float64], thick: int) -> None:
    places = np.rint(points * (canvas.shape[1], canvas.shape[0]) * 16).astype(np.int32)
    cv2.polylines(canvas, [places], False, 255, thick, cv2.LINE_AA, 4)
