"""Delivery: the files that a rendering leaves, the video or sound and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from math import floor
from pathlib import Path
from typing import TypedDict

from PIL import Image

from converter.media import segments, write_movie, write_sound
from converter.publish import make_folder, replacing
from converter.render.captions import srt, vtt
from converter.render.cutout import Cutout
from converter.render.encoding import Encoding, choose
from converter.render.picture import Painter
from converter.render.schedule import Schedule
from converter.render.segments import SEEK_SECONDS, Coder, divide
from converter.render.sound.envelope import Signal
from converter.render.stills import PlainEncoder, Still, code
from converter.store import kept, once
from converter.timeline.formats import extension
from converter.timeline.output import EditingProduceConfig, OutputMediaConfig

COVER_QUALITY = 90
"""Of the JPEG inside a video."""

THREADS = 2
"""Threads that draw and code segments, each with pictures of its own in memory."""


class _About(TypedDict):
    """What a file is to say about itself, and who is told how far it has come."""

    title: str
    language: str
    progress: Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was written besides the file itself, and what is to be noted about it."""

    beside: tuple[Path, ...]
    segments: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def deliver(
    target: Path,
    plan: Schedule,
    sound: Iterable[Signal],
    *,
    codec: str,
    output: OutputMediaConfig,
    editing: EditingProduceConfig,
    title: str,
    language: str,
    progress: Callable[[int, int], None],
) -> Delivery:
    """Write a video in a codec or, without one, the sound alone, with captions beside it.

    Raises RenderError when something cannot be drawn, coded or written.
    """
    about: _About = {"title": title, "language": language, "progress": progress}
    make_folder(target)
    if not codec:
        chapters = plan.chapters
        write_sound(target, sound, length=plan.frames, fps=plan.fps, chapters=chapters, **about)
        return Delivery(tuple(_captions(target, plan, language)))
    alpha = editing.output_webm_transparent_channel and extension(target.name) == ".webm"
    encoding = choose(plan, codec, output, editing, alpha=alpha)
    with closing(Cutout(plan) if alpha else Painter(plan)) as painter, ExitStack() as stack:
        coder = None
        if encoding.once and isinstance(painter, Painter):
            others = [stack.enter_context(closing(Painter(plan))) for _ in range(THREADS - 1)]
            coder = Coder(encoding.settings, (painter, *others), kept("video"))
        cover = editing.cover_config.start_time
        poster = _video(
            target, plan, encoding, painter, sound, coder=coder, cover=cover, about=about
        )
        notes = (*encoding.notes, *painter.notes, *(coder.notes if coder else ()))
    beside = (poster, *_captions(target, plan, language))
    return Delivery(beside, tuple(segments(target)), notes)


def _video(
    target: Path,
    plan: Schedule,
    encoding: Encoding,
    painter: Painter | Cutout,
    sound: Iterable[Signal],
    *,
    coder: Coder | None,
    cover: float | None,
    about: _About,
) -> Path:
    """Write the video, and beside it the picture at second `cover`, else the first.

    An MP4 also carries the cover that was asked for. Without a `coder` of segments, an
    encoder sees every frame.
    """
    # Drawn first, what the poster is made of is at hand for the video.
    poster = _poster(painter, _frame(plan, cover))
    if coder:
        frames = coder.frames(divide(painter.stretches(), round(SEEK_SECONDS * plan.fps)))
    else:
        frames = code(_stills(painter), PlainEncoder(encoding.settings))
    write_movie(
        target,
        frames,
        encoding.settings,
        length=plan.frames,
        sound=sound,
        chapters=plan.chapters,
        cover=b"" if cover is None else _jpeg(poster),
        **about,
    )
    beside = target.with_suffix(".png")
    with replacing(beside) as path:
        path.write_bytes(poster)
    return beside


def _poster(painter: Painter | Cutout, frame: int) -> bytes:
    """Return a frame as a PNG, drawn now or kept by what it shows."""

    def png() -> bytes:
        coded = BytesIO()
        # To press a photograph hard takes longer than to code seconds of video.
        Image.fromarray(painter.draw(frame)).save(coded, "PNG", compress_level=1)
        return coded.getvalue()

    if isinstance(painter, Cutout):
        return png()
    return once("posters", painter.fingerprint(frame).hex(), png)


def _captions(target: Path, plan: Schedule, language: str) -> Iterator[Path]:
    """Write what is said as captions beside the video, if anything is."""
    if not plan.cues:
        return
    for suffix, text in ((".srt", srt(plan.cues)), (".vtt", vtt(plan.cues, language=language))):
        beside = target.with_suffix(suffix)
        with replacing(beside) as path:
            path.write_text(text, encoding="utf-8")
        yield beside


def _stills(painter: Painter | Cutout) -> Iterator[Still]:
    """Yield all pictures, those of fades too."""
    for run in painter.stretches():
        for frame in range(run.first - run.fade, run.first):
            yield Still(painter.draw(frame))
        yield Still(painter.draw(run.first), run.frames, run.key_frame)


def _frame(plan: Schedule, second: float | None) -> int:
    return min(floor(Fraction(second or 0) * plan.fps), plan.frames - 1)


def _jpeg(png: bytes) -> bytes:
    coded = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        picture.convert("RGB").save(coded, "JPEG", quality=COVER_QUALITY)
    return coded.getvalue()
