"""Make the sample sources anew: the paper from Typst, the page's pictures from numpy.

Run: python samples/make.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import typst
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
FONT = HERE.parent / "converter" / "fonts" / "Inter-Medium.otf"
RATE = 48_000


def paper() -> None:
    """Compile samples/tides/paper.typ."""
    typst.compile(
        str(HERE / "tides" / "paper.typ"), output=str(HERE / "tides" / "paper.pdf"), timestamp=0
    )


def sky(
    width: int, height: int, top: tuple[int, int, int], low: tuple[int, int, int]
) -> Image.Image:
    """Paint a sky: a gradient with soft clouds."""
    ramp = np.linspace(0, 1, height)[:, None, None]
    pixels = (1 - ramp) * np.array(top) + ramp * np.array(low)
    pixels = np.broadcast_to(pixels, (height, width, 3)).copy()
    noise = np.random.default_rng(7)
    clouds = np.zeros((height, width))
    for cells, weight in ((5, 1.0), (11, 0.5), (23, 0.25), (47, 0.12)):
        coarse = Image.fromarray((noise.random((cells, cells * 2)) * 255).astype(np.uint8))
        clouds += (
            weight * np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC)) / 255
        )
    veil = np.clip((clouds - 1.0) * 1.6, 0, 0.85)[..., None] * (1 - ramp * 0.5)
    return Image.fromarray((pixels * (1 - veil) + 250 * veil).astype(np.uint8))


def kite(picture: Image.Image, x: float, y: float, size: float, colour: str) -> None:
    """Draw a diamond kite with its tail and line."""
    draw = ImageDraw.Draw(picture)
    top, right, low, left = (
        (x, y - size),
        (x + size * 0.62, y - size * 0.2),
        (x, y + size),
        (x - size * 0.62, y - size * 0.2),
    )
    draw.line([low, (x - size * 2.4, y + size * 6)], fill="#3b3b3b", width=2)
    tail = [
        (x + size * 0.12 * np.sin(i * 0.9) * (1 + i / 9), y + size + i * size * 0.16)
        for i in range(18)
    ]
    draw.line(tail, fill="#7a2f22", width=max(2, int(size / 26)))
    draw.polygon([top, right, low], fill=colour)
    shade = tuple(int(c * 0.8) for c in Image.new("RGB", (1, 1), colour).getpixel((0, 0)))
    draw.polygon([top, left, low], fill=shade)
    draw.line([top, low], fill="#2a2a2a", width=3)
    draw.line([left, right], fill="#2a2a2a", width=3)


def letter(draw: ImageDraw.ImageDraw, place: tuple[int, int], words: str) -> None:
    """Write a label."""
    draw.text(place, words, fill="#222222", font=ImageFont.truetype(str(FONT), 44))


def beach() -> None:
    """Paint a photograph-like picture: kites over a beach."""
    picture = sky(1920, 1280, (70, 130, 205), (214, 232, 244))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 1000, 1920, 1100), fill="#3f7ea6")
    draw.polygon([(0, 1075), (1920, 1050), (1920, 1280), (0, 1280)], fill="#d9c49a")
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    for spot in (
        (560, 380, 150, "#d8432f"),
        (1180, 250, 90, "#e8a427"),
        (1520, 520, 60, "#2f7d57"),
    ):
        kite(picture, *spot)
    picture.save(HERE / "kites" / "beach.jpg", quality=86)


def forces() -> None:
    """Draw a diagram: the three forces on a kite."""
    picture = Image.new("RGB", (1600, 1000), "white")
    kite(picture, 800, 430, 170, "#4a7fd4")
    draw = ImageDraw.Draw(picture)
    for start, end, colour in (
        ((800, 400), (800, 110), "#1e6b45"),
        ((800, 430), (1180, 430), "#b5541c"),
        ((800, 520), (800, 780), "#8a1f3d"),
    ):
        draw.line([start, end], fill=colour, width=14)
        dx, dy = np.sign(end[0] - start[0]), np.sign(end[1] - start[1])
        tip = (end[0] + 34 * dx, end[1] + 34 * dy)
        wings = [(end[0] + 26 * dy, end[1] + 26 * dx), (end[0] - 26 * dy, end[1] - 26 * dx)]
        draw.polygon([tip, *wings], fill=colour)
    letter(draw, (850, 130), "lift")
    letter(draw, (1240, 405), "drag")
    letter(draw, (850, 740), "pull of the line")
    picture.save(HERE / "kites" / "forces.png", optimize=True)


def wind() -> None:
    """Draw a chart: wind speed against height above the ground."""
    picture = Image.new("RGB", (1500, 950), "white")
    draw = ImageDraw.Draw(picture)
    draw.line([(150, 60), (150, 850), (1420, 850)], fill="#222222", width=5)
    for i in range(1, 6):
        draw.line([(150, 850 - i * 140), (1420, 850 - i * 140)], fill="#dddddd", width=2)
    curve = [
        (150 + 1150 * (h / 100) ** 0.16 * 0.98, 850 - h * 7) for h in np.linspace(0.05, 100, 200)
    ]
    draw.line(curve, fill="#1f4fd8", width=10, joint="curve")
    for metres in (20, 40, 60, 80, 100):
        letter(draw, (70, 850 - metres * 7 - 24), str(metres))
    letter(draw, (170, 40), "height above the ground (m)")
    letter(draw, (1130, 868), "wind speed")
    picture.save(HERE / "kites" / "wind.png", optimize=True)


def music() -> None:
    """Play a quiet loop of soft chords, 16 s, that ends where it begins."""
    import av

    seconds, beat = 16.0, 4.0
    t = np.arange(int(seconds * RATE)) / RATE
    chords = (
        (220.0, 277.18, 329.63),
        (196.0, 246.94, 293.66),
        (174.61, 220.0, 261.63),
        (164.81, 207.65, 246.94),
    )
    mix = np.zeros((len(t), 2), np.float32)
    for i, chord in enumerate(chords):
        local = (t - i * beat) % seconds
        swell = np.where(local < 2 * beat, np.sin(np.pi * local / (2 * beat)) ** 2, 0)
        for j, note in enumerate(chord):
            whole = round(note * seconds) / seconds
            for harmonic, level in ((1, 1.0), (2, 0.25), (3, 0.08)):
                tone = level * swell * np.sin(2 * np.pi * whole * harmonic * t + j)
                mix[:, 0] += tone * (0.6 + 0.2 * j)
                mix[:, 1] += tone * (1.0 - 0.2 * j)
    mix *= 0.35 / np.abs(mix).max()
    with av.open(str(HERE / "music.m4a"), "w") as container:
        stream = container.add_stream("aac", rate=RATE, layout="stereo")
        stream.bit_rate = 96_000
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(mix.T), format="fltp", layout="stereo"
        )
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)


if __name__ == "__main__":
    for make in (paper, beach, forces, wind, music):
        make()
