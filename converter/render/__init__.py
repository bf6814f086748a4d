"""Render: an IMS Timeline becomes a video, here.

Timeline ──probe, speak──▶ ──schedule──▶ Schedule ──┬─ Painter ─▶ pictures ─▶ stills ─┬─▶ file
                                                    └─ mix ─────▶ sound ──────────────┘
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from converter.errors import RenderError, TimelineError
from converter.progress import Progress, silent
from converter.timeline import EditingProduceConfig, OutputMediaConfig, Timeline, local_path
from converter.timeline.formats import EXTENSIONS, extension

if TYPE_CHECKING:
    from converter.media import Media
    from converter.render.schedule import Schedule
    from converter.render.sound import Mix
    from converter.render.sound.envelope import Signal

NOT_FOUND = "InvalidMaterial.NotFound"


class Rendering(BaseModel):
    """What was made: files, measures, and what was approximated.

    `seconds` is the length, `scenes` when each picture of the lowest track begins and
    `chapter_starts` when each chapter does;
    `segments` are what a playlist lists. Of a sound alone, `codec` is empty, and measures
    of pictures are 0. `loudness` is integrated LUFS and `true_peak` dBTP, None where all
    is silent. `caption_speeds` are the characters a second of each caption, `caption_lags`
    how many seconds those that could be compared come after their first word. `word_times`
    counts the spoken clips by how the times of their words were found.
    """

    model_config = ConfigDict(frozen=True)

    output: str
    beside: tuple[str, ...]
    segments: tuple[str, ...] = ()
    codec: str
    width: int
    height: int
    fps: float
    frames: int
    seconds: float
    scenes: tuple[float, ...]
    chapters: tuple[str, ...]
    chapter_starts: tuple[float, ...] = ()
    captions: int
    caption_speeds: tuple[float, ...] = ()
    caption_lags: tuple[float, ...] = ()
    loudness: float | None
    true_peak: float | None
    word_times: Mapping[str, int]
    notes: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Say in a few lines what a person wants to know."""
        minutes, seconds = divmod(round(self.seconds), 60)
        files = [Path(file) for file in (self.output, *self.segments)]
        there = all(file.is_file() for file in files)  # it may have been put elsewhere since
        size = f", {sum(file.stat().st_size for file in files) / 1e6:.1f} MB" if there else ""
        picture = f"{self.width}x{self.height} {self.codec}" if self.codec else "sound only"
        yield f"{self.output}: {minutes}:{seconds:02}, {picture}{size}"
        if {"alignment", "estimate"} & self.word_times.keys():
            counts = (f"{count} by {how}" for how, count in self.word_times.items())
            yield f"  word times of clips: {', '.join(counts)}"
        for note in self.notes:
            yield f"  note: {note}"


def render(
    timeline: Timeline,
    target: Path | None = None,
    *,
    output: OutputMediaConfig | None = None,
    editing: EditingProduceConfig | None = None,
    base: Path | None = None,
    storage: Path | None = None,
    size: tuple[int, int] | None = None,
    fps: Fraction | None = None,
    title: str = "",
    language: str = "",
    seed: int = 0,
    mastering: bool = True,
    progress: Progress = silent,
) -> Rendering:
    """Render a Timeline to .mp4, .webm, .m3u8 or .mp3, with captions and a cover beside it.

    `target`, `size` in pixels and `fps` win over what `output` says. Without either, size
    is that of the Timeline's canvas, then of its first picture, and fps 25. Media paths
    are relative to `base` (the current folder); `storage` is the folder that stands for
    the cloud's object storage. Without `mastering`, sound is mixed as the cloud does: no
    ducking, no loudness. Raises TimelineError for what IMS would refuse, SpeechError, and
    RenderError for media that cannot be used or a file that cannot be made.
    """
    from converter.render.delivery import deliver
    from converter.render.encoding import codec_for
    from converter.render.legibility import lags, speeds
    from converter.render.scheduling import schedule
    from converter.render.scripted import scripted
    from converter.render.voices import spoken

    base = base or Path.cwd()
    output, editing = output or OutputMediaConfig(), editing or EditingProduceConfig()
    target = target or _target(output, base, storage)
    expect_format(target)
    codec = codec_for(target, output.video.codec)
    media = _probe(timeline, base, storage)
    files = {at: _local(at, base, storage, path) for path, at in timeline.attachments()}
    find = partial(local_path, base=base, storage=storage)
    speeches = {**spoken(timeline, find, progress), **scripted(timeline, media)}
    plan = schedule(
        timeline,
        speeches=speeches,
        media=media,
        files=files,
        size=size,
        fps=fps or _highest_fps(media, output, editing),
        seed=seed,
        output=output,
    )
    with ThreadPoolExecutor(1, thread_name_prefix="mix") as beside:
        mixing = beside.submit(_mixed, plan, mastering, editing.audio_channel_copy)
        delivery = deliver(
            target,
            plan,
            _blocks(mixing),
            codec=codec,
            output=output,
            editing=editing,
            title=title,
            language=language,
            progress=lambda done, length: progress("render", done / length),
        )
        sound = mixing.result()
    return Rendering(
        output=str(target),
        beside=tuple(map(str, delivery.beside)),
        segments=tuple(map(str, delivery.segments)),
        codec=codec,
        width=plan.width if codec else 0,
        height=plan.height if codec else 0,
        fps=float(plan.fps) if codec else 0,
        frames=plan.frames if codec else 0,
        seconds=_seconds(plan.frames, plan),
        scenes=_scenes(plan) if codec else (),
        chapters=tuple(chapter.title for chapter in plan.chapters),
        chapter_starts=tuple(_seconds(chapter.start, plan) for chapter in plan.chapters),
        captions=len(plan.cues),
        caption_speeds=speeds(plan.cues),
        caption_lags=lags(plan),
        loudness=sound.loudness,
        true_peak=sound.true_peak,
        word_times=Counter(speech.timing for speech in speeches.values()),
        notes=tuple(dict.fromkeys((*plan.notes, *delivery.notes))),
    )


def expect_format(target: Path) -> None:
    """Raise RenderError for a name nothing can be written to, before any work is done."""
    if not extension(target.name) or target.is_dir():
        raise RenderError(f"{target}: expected the name of a file ending in {EXTENSIONS}")


def _target(output: OutputMediaConfig, base: Path, storage: Path | None) -> Path:
    """Return the file on this machine that a configuration names."""
    path, address = "$.OutputMediaConfig.MediaURL", output.address
    if address is None:
        raise TimelineError("is missing", code="InvalidParameter", path=path)
    target = local_path(address, base, storage)
    if target is None:
        told = f"{address} is not on this machine; a storage folder stands for the cloud's"
        raise TimelineError(told, code="InvalidParameter", path=path)
    return target


def _highest_fps(
    media: Mapping[str, Media], output: OutputMediaConfig, editing: EditingProduceConfig
) -> Fraction | None:
    """Return the highest rate among the videos where it is to be kept."""
    if output.video.fps or not editing.keep_origin_video_max_fps:
        return None
    return max((found.fps for found in media.values() if found.fps), default=None)


def _probe(timeline: Timeline, base: Path, storage: Path | None) -> Mapping[str, Media]:
    """Find out what each medium is, by its address in the Timeline.

    A mask may be missing: its clip is shown without it, and that is said.
    """
    found: dict[str, Media] = {}
    for path, address in timeline.addresses():
        if address not in found:
            try:
                found[address] = _probed(_local(address, base, storage, path), path)
            except TimelineError as error:
                if error.code != NOT_FOUND or not path.endswith(".MaskVideoUrl"):
                    raise
    return found


def _probed(file: Path, path: str) -> Media:
    """Return what a file is; that it cannot be told is the Timeline's fault."""
    from converter.media import probe

    try:
        return probe(file)
    except RenderError as error:
        raise TimelineError(str(error), code="QueryMaterialFailed", path=path) from error


def _local(address: str, base: Path, storage: Path | None, path: str) -> Path:
    """Return the file an address at a JSON path means on this machine."""
    found = local_path(address, base, storage)
    if found is None or not found.is_file():
        raise TimelineError(
            f"{address}: no such file on this machine",
            code=NOT_FOUND,
            path=path,
        )
    return found


def _mixed(plan: Schedule, mastering: bool, channel_copy: Literal["left", "right"] | None) -> Mix:
    # Half a second to import, beside the pictures.
    from converter.render.sound import Mastering, mix

    return mix(plan, mastering=Mastering() if mastering else None, channel_copy=channel_copy)


def _blocks(mixing: Future[Mix]) -> Iterator[Signal]:
    """Yield a sound that is being mixed; who asks for it first waits."""
    yield from mixing.result().blocks()


def _scenes(plan: Schedule) -> tuple[float, ...]:
    """Return when each picture of the first track begins, in seconds."""
    starts = [showing.window.start for track in plan.tracks[:1] for showing in track]
    return tuple(_seconds(start, plan) for start in starts)


def _seconds(frames: int, plan: Schedule) -> float:
    return round(float(frames / plan.fps), 3)
