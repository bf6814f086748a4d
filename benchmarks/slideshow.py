"""Time a two minute slideshow against ffmpeg, in one run.

Ten photographs of assorted sizes, 12 s each over a blurred copy of itself, half a
second of cross-fade between, a title all the time, a caption every 3 s, sound:
1920x1080 at 25 frames a second. Three ways to the same video:

    docreel   every distinct picture drawn and coded once, repeats written
    graph     one ffmpeg filter graph, each photograph scaled and blurred once
    floor     x264 veryfast given the same drawn frames, no sound, nothing to draw

Run `python benchmarks/slideshow.py [seconds a photograph]`; ffmpeg must be on the
PATH. It prints seconds by the clock and of the processors, and for stills the PSNR
and SSIM of luma against the drawn picture.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from converter.media import load_picture, load_sound, to_yuv, write_movie
from converter.render.stills import Still, StillEncoder, code, still_settings

SIZE = WIDTH, HEIGHT = 1920, 1080
FPS = 25
PHOTOS = 10
FADE = FPS // 2
CAPTION_SECONDS = 3
FONT = Path(__file__).parent.parent / "converter" / "fonts" / "Inter-Medium.otf"
TITLE = "A walk along the river"

Image8 = NDArray[np.uint8]


def make_photos(folder: Path) -> list[Path]:
    """Make photographs of many scales of detail, from landscape to portrait."""
    rng = np.random.default_rng(7)
    shapes = [(2848, 4288), (3000, 2000), (1080, 1920), (900, 1600), (2400, 2400)] * 2
    paths = []
    for number, (height, width) in enumerate(shapes):
        detail = sum(
            cv2.resize(rng.random((height // step + 2, width // step + 2, 3)), (width, height))
            * step**0.7
            for step in (512, 128, 32, 8, 3)
        )
        low, high = np.percentile(detail, (1, 99))
        pixels = ((detail - low) / (high - low) * 255).clip(0, 255).astype(np.uint8)
        paths.append(folder / f"photo{number}.jpg")
        Image.fromarray(pixels).save(paths[-1], quality=92)
    return paths


def make_sound(path: Path, seconds: int) -> None:
    """Make a voice-like sound: a hum in syllables, and breath."""
    clock = np.arange(48_000 * seconds) / 48_000
    hum = sum(np.sin(2 * np.pi * 140 * partial * clock) / partial for partial in range(1, 9))
    syllables = np.maximum(0, np.sin(2 * np.pi * 3 * clock))
    breath = np.random.default_rng(1).normal(0, 0.02, clock.size)
    samples = ((hum * syllables * 0.15 + breath) * 32767).clip(-32768, 32767)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(np.repeat(samples.astype("<i2"), 2).tobytes())


def caption(second: int) -> str:
    """Return what is shown from a second on."""
    return f"Caption number {second // CAPTION_SECONDS + 1}, spoken now"


def drawn_photo(path: Path) -> Image.Image:
    """Draw a photograph over a blurred copy of itself, with the title."""
    photo = Image.fromarray(load_picture(path, within=SIZE)).convert("RGB")
    small = np.asarray(photo.resize((WIDTH // 8, HEIGHT // 8)))
    blurred = cv2.resize(cv2.GaussianBlur(small, (0, 0), 5), SIZE)
    canvas = Image.fromarray(blurred)
    canvas.paste(photo, ((WIDTH - photo.width) // 2, (HEIGHT - photo.height) // 2))
    lettering(canvas, TITLE, 60)
    return canvas


def lettering(canvas: Image.Image, text: str, top: int) -> None:
    """Draw outlined text in the middle of a line."""
    ImageDraw.Draw(canvas).text(
        (WIDTH // 2, top),
        text,
        font=ImageFont.truetype(str(FONT), 55),
        anchor="ma",
        stroke_width=3,
        stroke_fill="black",
    )


def drawn(photos: list[Path], seconds: int) -> Iterator[Still]:
    """Yield the slideshow as stills; `key` where a photograph begins to stand alone."""
    previous: Image8 | None = None
    for number, path in enumerate(photos):
        photo = drawn_photo(path)
        start, end = number * seconds, (number + 1) * seconds
        for second in range(start, end, CAPTION_SECONDS):
            canvas = photo.copy()
            lettering(canvas, caption(second), HEIGHT - 140)
            picture = to_yuv(np.asarray(canvas))
            frames = min(CAPTION_SECONDS, end - second) * FPS
            if second == start and previous is not None:
                yield from faded(previous, picture)
                frames -= FADE
            yield Still(picture, frames, key=second == start)
        previous = picture


def faded(before: Image8, after: Image8) -> Iterator[Still]:
    """Yield the frames of a cross-fade."""
    for step in range(1, FADE + 1):
        share = step / (FADE + 1)
        yield Still(np.asarray(cv2.addWeighted(before, 1 - share, after, share, 0), np.uint8))


def by_docreel(photos: list[Path], sound: Path, seconds: int, output: Path) -> None:
    """Draw each distinct picture once and write its repeats."""
    settings = still_settings(SIZE, Fraction(FPS))
    frames = code(drawn(photos, seconds), StillEncoder(settings))
    length = PHOTOS * seconds * FPS
    write_movie(output, frames, settings, length=length, sound=load_sound(sound))


def by_graph(photos: list[Path], sound: Path, seconds: int, output: Path) -> None:
    """Let one ffmpeg filter graph do it, each photograph prepared once and held."""
    captions = output.with_suffix(".srt")
    captions.write_text(subtitles(PHOTOS * seconds))
    graph = ";".join(
        [
            *(held(number, seconds) for number in range(PHOTOS)),
            *(blended(number, seconds) for number in range(1, PHOTOS)),
            f"[b{PHOTOS - 1}]drawtext=fontfile={FONT}:text='{TITLE}':fontsize=55:"
            "fontcolor=white:borderw=3:x=(w-tw)/2:y=60,"
            f"subtitles={captions}:fontsdir={FONT.parent}:force_style='FontName=Inter Medium,"
            "FontSize=15,Outline=1',format=yuv420p[v]",
        ]
    )
    inputs = [word for photo in photos for word in ("-i", str(photo))]
    ffmpeg(
        *inputs,
        *("-i", str(sound), "-filter_complex", graph, "-map", "[v]", "-map", f"{PHOTOS}:a"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-c:a", "aac", "-b:a", "160k"),
        *("-movflags", "+faststart", str(output)),
    )


def held(number: int, seconds: int) -> str:
    """Return the part of the graph that prepares one photograph and holds it."""
    frames = seconds * FPS + FADE * (number < PHOTOS - 1)
    output = f"p{number}" if number else "b0"
    return (
        f"[{number}]scale={WIDTH}:{HEIGHT}:force_original_aspect_ratio=decrease,split[f{number}][s{number}];"
        f"[s{number}]scale={WIDTH // 8}:{HEIGHT // 8},gblur=5,scale={WIDTH}:{HEIGHT}[g{number}];"
        f"[g{number}][f{number}]overlay=(W-w)/2:(H-h)/2,format=yuv420p,setsar=1,"
        f"loop={frames - 1}:1:0,settb=1/{FPS},setpts=N,fps={FPS}[{output}]"
    )


def blended(number: int, seconds: int) -> str:
    """Return the part of the graph that fades into one photograph."""
    return (
        f"[b{number - 1}][p{number}]"
        f"xfade=duration={FADE / FPS}:offset={number * seconds}[b{number}]"
    )


def subtitles(seconds: int) -> str:
    """Return all captions as SubRip."""
    return "\n".join(
        f"{start}\n{clock(start)} --> {clock(start + CAPTION_SECONDS)}\n{caption(start)}\n"
        for start in range(0, seconds, CAPTION_SECONDS)
    )


def clock(seconds: int) -> str:
    """Return a time as SubRip writes it."""
    return f"00:{seconds // 60:02}:{seconds % 60:02},000"


def by_floor(stills: list[Still], output: Path) -> None:
    """Feed x264 with ready frames."""
    words = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS)]
    words += ["-i", "-", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", str(output)]
    with subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", *words], stdin=subprocess.PIPE
    ) as process:
        if process.stdin is None:
            raise RuntimeError("ffmpeg has no standard input")
        for still in stills:
            for _ in range(still.repeats):
                process.stdin.write(still.picture.data)


def ffmpeg(*words: str) -> None:
    """Run ffmpeg to its end."""
    subprocess.run(["ffmpeg", "-v", "error", "-y", *words], check=True, stdin=subprocess.DEVNULL)


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """Return seconds by the clock and of all processors."""
    began, used = time.perf_counter(), processor_seconds()
    work()
    return time.perf_counter() - began, processor_seconds() - used


def processor_seconds() -> float:
    """Return processor seconds of this process and of its children that ended."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def quality(video: Path, stills: list[Still]) -> tuple[float, float]:
    """Return mean PSNR in dB and SSIM of luma in the middle of each still."""
    wanted = {}
    start = 0
    for still in stills:
        if still.repeats > 1:
            wanted[start + still.repeats // 2] = still.picture[:HEIGHT]
        start += still.repeats
    with av.open(str(video)) as container:
        container.streams.video[0].thread_type = "AUTO"
        scores = [
            likeness(wanted[number], np.asarray(frame.to_ndarray()[:HEIGHT], np.uint8))
            for number, frame in enumerate(container.decode(video=0))
            if number in wanted
        ]
    psnr, ssim = np.mean(scores, axis=0)
    return float(psnr), float(ssim)


def likeness(one: Image8, other: Image8) -> tuple[float, float]:
    """Return PSNR and SSIM (windows of 11 pixels) of two grey images."""

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(values, (11, 11), 1.5), np.float32)

    a, b = one.astype(np.float32), other.astype(np.float32)
    mean_a, mean_b = mean(a), mean(b)
    variances = mean(a * a) - mean_a**2 + mean(b * b) - mean_b**2
    covariance = mean(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    ssim = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    ssim /= (mean_a**2 + mean_b**2 + c1) * (variances + c2)
    psnr = 10 * np.log10(255**2 / max(np.mean((a - b) ** 2), 1e-9))
    return float(psnr), float(ssim.mean())


def main() -> None:
    """Make the video three ways and print how they compare."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    with TemporaryDirectory() as name:
        folder = Path(name)
        photos, sound = make_photos(folder), folder / "sound.wav"
        make_sound(sound, PHOTOS * seconds)
        stills = list(drawn(photos, seconds))
        ours, graph, floor = (folder / f"{way}.mp4" for way in ("docreel", "graph", "floor"))
        results = {
            ours: timed(lambda: by_docreel(photos, sound, seconds, ours)),
            graph: timed(lambda: by_graph(photos, sound, seconds, graph)),
            floor: timed(lambda: by_floor(stills, floor)),
        }
        print(f"{PHOTOS * seconds} s     clock    CPU   ratio   CPU ratio     MB   PSNR    SSIM")
        for video, (wall, cpu) in results.items():
            line = f"{video.stem:8} {wall:7.2f} {cpu:6.2f} {wall / results[ours][0]:7.2f}"
            line += f" {cpu / results[ours][1]:11.2f} {video.stat().st_size / 1e6:6.2f}"
            if video != graph:
                line += " {:6.2f} {:7.4f}".format(*quality(video, stills))
            print(line)


if __name__ == "__main__":
    main()
