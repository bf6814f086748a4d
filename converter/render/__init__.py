"""Render: an IMS Timeline becomes a video, here.

Timeline ──probe, speak──▶ ──schedule──▶ Schedule ──┬─ Painter ─▶ pictures ─▶ stills ─┬─▶ MP4
                                                    └─ mix ─────▶ sound ──────────────┘
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from converter.errors import RenderError, TimelineError
from converter.progress import Progress, silent
from converter.timeline import Timeline, local_path

if TYPE_CHECKING:
    from converter.media import Media
    from converter.render.picture import Painter
    from converter.render.schedule import Schedule
    from converter.render.sound.envelope import Signal
    from converter.speech import Speech


class Rendering(BaseModel):
    """What was made: files, measures, and what was approximated.

    `seconds` is the length, `scenes` when each picture of the lowest track begins.
    `loudness` is integrated LUFS and `true_peak` dBTP, None where all is silent.
    """

    model_config = ConfigDict(frozen=True)

    output: str
    beside: tuple[str, ...]
    width: int
    height: int
    fps: float
    frames: int
    seconds: float
    scenes: tuple[float, ...]
    chapters: tuple[str, ...]
    captions: int
    loudness: float | None
    true_peak: float | None
    notes: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Say in a few lines what a person wants to know."""
        minutes, seconds = divmod(round(self.seconds), 60)
        size = Path(self.output).stat().st_size / 1e6
        yield f"{self.output}: {minutes}:{seconds:02}, {self.width}x{self.height}, {size:.1f} MB"
        for note in self.notes:
            yield f"  note: {note}"


def render(
    timeline: Timeline,
    output: Path,
    *,
    base: Path | None = None,
    size: tuple[int, int] | None = None,
    fps: Fraction = Fraction(25),
    title: str = "",
    language: str = "",
    seed: int = 0,
    mastering: bool = True,
    progress: Progress = silent,
) -> Rendering:
    """Render a Timeline to an H.264 MP4, with captions and a poster beside it.

    Media paths are relative to `base` (the current folder). `size` in pixels defaults
    to the Timeline's canvas, then to its first picture. Without `mastering`, sound is mixed as
    the cloud does: no ducking, no loudness. Raises TimelineError for what IMS would
    refuse, SpeechError, and RenderError for media that cannot be used.
    """
    from converter.render.picture import Painter
    from converter.render.schedule import schedule
    from converter.render.sound import Mastering, mix

    expect_mp4(output)
    media = _probe(timeline, base or Path.cwd())
    files = {at: _local(at, base or Path.cwd(), path) for path, at in timeline.attachments()}
    speeches = _speak(timeline, progress)
    plan = schedule(
        timeline, speeches=speeches, media=media, files=files, size=size, fps=fps, seed=seed
    )
    painter = Painter(plan)
    sound = mix(plan, mastering=Mastering() if mastering else None)
    output.parent.mkdir(parents=True, exist_ok=True)
    _write(
        output,
        plan,
        painter,
        sound.blocks(),
        title=title,
        language=language,
        progress=lambda done, length: progress("render", done / length),
    )
    return Rendering(
        output=str(output),
        beside=tuple(str(path) for path in _beside(plan, painter, output, language)),
        width=plan.width,
        height=plan.height,
        fps=float(plan.fps),
        frames=plan.frames,
        seconds=round(float(plan.frames / plan.fps), 3),
        scenes=_scenes(plan),
        chapters=tuple(chapter.title for chapter in plan.chapters),
        captions=len(plan.cues),
        loudness=sound.loudness,
        true_peak=sound.true_peak,
        notes=tuple(dict.fromkeys((*plan.notes, *painter.notes, *sound.notes))),
    )


def expect_mp4(output: Path) -> None:
    """Raise RenderError for a name no video can be written to, before any work is done."""
    if output.suffix.lower() != ".mp4" or output.is_dir():
        raise RenderError(f"{output}: expected the name of a file ending in .mp4")


def _probe(timeline: Timeline, base: Path) -> Mapping[str, Media]:
    """Find out what each medium is, by its address in the Timeline."""
    from converter.media import probe

    found: dict[str, Media] = {}
    for path, address in timeline.addresses():
        if address not in found:
            found[address] = probe(_local(address, base, f"{path}.MediaURL"))
    return found


def _local(address: str, base: Path, path: str) -> Path:
    """Return the file an address at a JSON path means on this machine."""
    found = local_path(address, base)
    if found is None or not found.is_file():
        raise TimelineError(
            f"{address}: no such file on this machine",
            code="InvalidMaterial.NotFound",
            path=path,
        )
    return found


def _speak(timeline: Timeline, progress: Progress) -> Mapping[str, Speech]:
    """Speak every AI_TTS clip, by its JSON path."""
    from converter.speech import speak

    clips = list(timeline.spoken())
    speeches: dict[str, Speech] = {}
    for done, (path, clip) in enumerate(clips):
        progress("speak", done / len(clips))
        speeches[path] = speak(
            clip.content or "",
            voice=clip.voice,
            rate=round(clip.speech_rate or 0),
            pitch=round(clip.pitch_rate or 0),
        )
    if clips:
        progress("speak", 1.0)
    return speeches


def _write(
    output: Path,
    plan: Schedule,
    painter: Painter,
    sound: Iterable[Signal],
    **about: Any,
) -> None:
    """Draw and encode; what the file is to say `about` itself goes to `write_movie`."""
    from converter.media import write_movie
    from converter.render.stills import Still, StillEncoder, code, still_settings

    settings = still_settings((plan.width, plan.height), plan.fps)
    stills = (
        Still(painter.draw(run.first), run.frames, run.key_frame) for run in painter.stretches()
    )
    write_movie(
        output,
        code(stills, StillEncoder(settings)),
        settings,
        length=plan.frames,
        sound=sound,
        chapters=plan.chapters,
        **about,
    )


def _beside(plan: Schedule, painter: Painter, output: Path, language: str) -> Iterator[Path]:
    """Write the poster and, where something is said, captions beside the video."""
    from PIL import Image

    from converter.render.captions import srt, vtt

    poster = output.with_suffix(".png")
    Image.fromarray(painter.draw(0)).save(poster)
    yield poster
    if plan.cues:
        for suffix, text in ((".srt", srt(plan.cues)), (".vtt", vtt(plan.cues, language=language))):
            beside = output.with_suffix(suffix)
            beside.write_text(text, encoding="utf-8")
            yield beside


def _scenes(plan: Schedule) -> tuple[float, ...]:
    """Return when each picture of the first track begins, in seconds."""
    starts = [showing.window.start for track in plan.tracks[:1] for showing in track]
    return tuple(round(float(start / plan.fps), 3) for start in starts)
