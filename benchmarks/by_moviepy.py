"""A work by MoviePy 2: FOLDER OUTPUT SCENES SECONDS [moving] [film].

What stands still is drawn by Pillow beforehand and given to MoviePy as one picture, as
one would who knows that every layer costs time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import moviepy
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.contenders import FONT
from benchmarks.works import FADE, FPS, HEIGHT, SIZE, TITLE, WIDTH, ZOOM, Image8, Work, fitted

FACE = ImageFont.truetype(str(FONT), 55)


def main() -> None:
    """Make the work."""
    folder, output, scenes, seconds, *kinds = sys.argv[1:]
    work = Work(
        "", Path(folder), int(scenes), int(seconds), moving="moving" in kinds, film="film" in kinds
    )
    clips = [clip for scene in range(work.scenes) for clip in shown(work, scene)]
    if work.moving or work.film:
        clips += words(work)
    sound = moviepy.AudioFileClip(str(work.sound))
    looped = sound.with_effects([moviepy.afx.AudioLoop(duration=work.length)])
    video = moviepy.CompositeVideoClip(clips, size=SIZE).with_duration(work.length)
    video.with_audio(looped).write_videofile(
        output, fps=FPS, preset="veryfast", ffmpeg_params=["-crf", "23"], threads=2, logger=None
    )


def shown(work: Work, scene: int) -> Iterator[moviepy.VideoClip]:
    """Yield the clips of a scene in time, the first fading in."""
    start = scene * work.seconds
    fade = [moviepy.vfx.CrossFadeIn(FADE)] if scene else []
    if work.film:
        begin = work.begins(scene)
        film = moviepy.VideoFileClip(str(work.media(scene)), audio=False)
        piece = film.subclipped(begin, begin + work.lasts(scene))
        yield piece.with_start(start).with_effects(fade)
    elif work.moving:
        yield zoomed(work, scene).with_start(start).with_effects(fade)
    else:
        yield from flattened(work, scene, fade)


def flattened(work: Work, scene: int, fade: list[moviepy.Effect]) -> Iterator[moviepy.VideoClip]:
    """Yield one picture a caption, each with all that is on it."""
    picture = Image.fromarray(ground(work, scene))
    size = fitted(scene)
    photo = Image.open(work.media(scene)).resize(size, Image.Resampling.LANCZOS)
    picture.paste(photo, ((WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2))
    begin, end = scene * work.seconds, scene * work.seconds + work.lasts(scene)
    edges = sorted({begin, end, *(s for s, _, _ in work.captions() if begin < s < end)})
    for number, (start, stop) in enumerate(pairwise(edges)):
        spoken = next(text for first, last, text in work.captions() if first <= start < last)
        canvas = picture.copy()
        write(ImageDraw.Draw(canvas), TITLE, 60)
        write(ImageDraw.Draw(canvas), spoken, HEIGHT - 140)
        still = moviepy.ImageClip(np.asarray(canvas)).with_start(start).with_duration(stop - start)
        yield still.with_effects(fade if number == 0 else [])


def zoomed(work: Work, scene: int) -> moviepy.VideoClip:
    """Return a photograph that grows within its place over the ground."""
    behind, photo = ground(work, scene), np.asarray(Image.open(work.media(scene)))
    width, height = fitted(scene)
    photo = cv2.resize(photo, (width, height), interpolation=cv2.INTER_AREA)
    left, top, lasts = (WIDTH - width) // 2, (HEIGHT - height) // 2, work.lasts(scene)

    def frame(second: float) -> Image8:
        zoom = 1 + (ZOOM - 1) * second / lasts
        matrix = np.array([[zoom, 0, width / 2 * (1 - zoom)], [0, zoom, height / 2 * (1 - zoom)]])
        picture = behind.copy()
        picture[top : top + height, left : left + width] = cv2.warpAffine(
            photo, matrix, (width, height)
        )
        return picture

    return moviepy.VideoClip(frame, duration=lasts)


def ground(work: Work, scene: int) -> Image8:
    """Return the blurred copy that fills the frame."""
    photo = np.asarray(Image.open(work.media(scene)).resize((WIDTH // 8, HEIGHT // 8)))
    return np.asarray(cv2.resize(cv2.GaussianBlur(photo, (0, 0), 5), SIZE), np.uint8)


def words(work: Work) -> Iterator[moviepy.VideoClip]:
    """Yield title and captions as strips over what moves."""
    yield strip(TITLE, 60).with_duration(work.length)
    for start, end, text in work.captions():
        yield strip(text, HEIGHT - 140).with_start(start).with_duration(end - start)


def strip(text: str, top: int) -> moviepy.VideoClip:
    """Return a line of text at its place."""
    canvas = Image.new("RGBA", (WIDTH, 90))
    write(ImageDraw.Draw(canvas), text, 0)
    return moviepy.ImageClip(np.asarray(canvas)).with_position((0, top))


def write(draw: ImageDraw.ImageDraw, text: str, top: int) -> None:
    """Write outlined text in the middle of a line."""
    place = (WIDTH // 2, top)
    draw.text(place, text, font=FACE, anchor="ma", stroke_width=3, stroke_fill="black")


if __name__ == "__main__":
    main()
