"""Scheduling: from a Timeline to the Schedule of one rendering.

`layout` says in exact seconds when a clip is seen or heard, `texts` what is written;
here both are rounded, once, and by one function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from random import Random
from typing import Literal

from converter.media import Chapter, Media
from converter.render import looks, motions
from converter.render.captions import Cue
from converter.render.layout import resolve
from converter.render.material import loops
from converter.render.schedule import (
    SAMPLE_RATE,
    Blend,
    Equalising,
    Highlight,
    Lettering,
    Look,
    Motion,
    Schedule,
    Showing,
    Sounding,
    Spoken,
    Sweep,
    Window,
)
from converter.render.texts import Emphasis, Page, Writing
from converter.render.timing import Placed, Timing
from converter.speech.model import Speech
from converter.timeline.clips import AudioTrackClip, Canvas, VideoTrackClip
from converter.timeline.model import Timeline
from converter.timeline.output import OutputMediaConfig
from converter.timeline.support import left_out
from converter.timeline.values import exact

FPS = Fraction(25)
FULL_HD = 1920, 1080
LONGEST_SIDE, LONGEST_SHORT_SIDE = 4096, 2160
"""What the service takes as output size."""

_CHAPTER = re.compile(r"\s*Chapter:\s*(?P<title>.*\S)")


def schedule(
    timeline: Timeline,
    *,
    speeches: Mapping[str, Speech],
    media: Mapping[str, Media],
    files: Mapping[str, Path] | None = None,
    size: tuple[int, int] | None = None,
    fps: Fraction | None = None,
    seed: int = 0,
    output: OutputMediaConfig | None = None,
) -> Schedule:
    """Resolve a Timeline for one rendering.

    `speeches` is keyed by the JSON path of the clip: those spoken (`Timeline.spoken`), and
    the known words of sounds that have captions (`Timeline.scripted`) from their In on.
    `media` is keyed by the address as the Timeline writes it (`Timeline.addresses`), and so are
    the `files` that texts are made of (`Timeline.attachments`). `size` and `fps` win over
    `output`; without either, size is that of the canvas or of the first picture, and fps
    25. Every random choice is drawn from `seed`.

    A time in seconds becomes the nearest frame, halves up, and so does the end: it is
    `round(length * fps)` frames, at least one, and sound ends with its last frame.

    Raises TimelineError, with code and JSON path, for what cannot be resolved.
    """
    output = output or OutputMediaConfig()
    cap = None if output.max_duration is None else exact(output.max_duration)
    timing = resolve(timeline, speeches=speeches, media=media, random=Random(seed), limit=cap)
    rate = fps or (exact(output.video.fps) if output.video.fps else FPS)
    frame = size or _size(output, timeline.fe_canvas, timing)
    page = Page(frame, timeline.fe_canvas, files or {}, seed)
    assembly = _Assembly(timing, page, _Clock(rate, timing.length), seed, speeches)
    return assembly.schedule(
        wanted=looks.of_tracks(timeline, timing.length, page.frame, seed),
        tuned=looks.equalisers(timeline, timing.length),
        notes=[f"{found.path}: {found.message}" for found in left_out(timeline)],
    )


@dataclass(frozen=True, slots=True)
class _Clock:
    """Rounds seconds to frames and samples: equal times to equal numbers."""

    fps: Fraction
    length: Fraction

    @property
    def frames(self) -> int:
        return max(1, _nearest(self.length * self.fps))

    def frame(self, seconds: Fraction) -> int:
        return min(_nearest(seconds * self.fps), self.frames)

    def sample(self, seconds: Fraction) -> int:
        last = _nearest(self.frames / self.fps * SAMPLE_RATE)
        return min(_nearest(seconds * SAMPLE_RATE), last)

    def window(self, begin: Fraction, end: Fraction) -> Window:
        return Window(self.frame(begin), self.frame(end))


def _nearest(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class _Assembly:
    """Puts together what is seen and heard, in frames and samples."""

    timing: Timing
    page: Page
    clock: _Clock
    seed: int
    speeches: Mapping[str, Speech]

    def schedule(
        self,
        *,
        wanted: Iterable[looks.Look],
        tuned: Iterable[looks.Equaliser],
        notes: list[str],
    ) -> Schedule:
        """Return the Schedule."""
        cues, writings, told = self._written()
        pictures = [self._showings(placed) for placed in self.timing.tracks.values()]
        sounds = [self._soundings(item) for item in self.timing.clips()]
        return Schedule(
            *self.page.frame,
            fps=self.clock.fps,
            frames=self.clock.frames,
            tracks=tuple(track for track in pictures if track),
            letterings=tuple(self._letterings(writings)),
            soundings=tuple(sounding for found in sounds for sounding in found),
            cues=tuple(cues),
            chapters=tuple(self._chapters()),
            notes=(*self.timing.notes, *notes, *told),
            looks=tuple(self._looks(wanted)),
            equalisings=tuple(self._equalisings(tuned)),
        )

    def _equalisings(self, tuned: Iterable[looks.Equaliser]) -> Iterator[Equalising]:
        for one in tuned:
            start, end = self.clock.sample(one.begin), self.clock.sample(one.end)
            if start < end:
                yield Equalising(start, end, one.bands)

    def _showings(self, track: Iterable[Placed]) -> tuple[Showing, ...]:
        shown = (self._showing(item) for item in track)
        return tuple(item for item in shown if item and item.window.start < item.window.end)

    def _showing(self, placed: Placed) -> Showing | None:
        clip, material = placed.clip, placed.material
        if not isinstance(clip, VideoTrackClip) or not isinstance(material.source, Media):
            return None
        begin = min(placed.start, placed.enter.begin) if placed.enter else placed.start
        end = placed.end + placed.linger
        window = self.clock.window(begin, end)
        size = material.source.width, material.source.height
        return Showing(
            window,
            clip,
            material.source,
            enter=self._blend(placed),
            letterings=tuple(self._letterings(self.page.clip_texts(placed, begin, end))),
            source_in=material.source_in,
            source_out=material.source_out,
            speed=placed.speed,
            lead=self.clock.frame(placed.start) - window.start,
            looks=tuple(self._looks(looks.of_clip(placed, begin, end, size, self.seed))),
            sweeps=tuple(
                Sweep(move, self.clock.frame(begin + seconds) - window.start)
                for move, seconds in looks.sweeps(placed, end - begin)
            ),
            mask=material.mask,
            backdrop=material.backdrop,
        )

    def _blend(self, placed: Placed) -> Blend | None:
        if placed.enter is None:
            return None
        window = self.clock.window(placed.enter.begin, placed.enter.end)
        return Blend(placed.enter.name, window) if window.start < window.end else None

    def _looks(self, wanted: Iterable[looks.Look]) -> Iterator[Look]:
        for look in wanted:
            window = self.clock.window(look.begin, look.end)
            if window.start < window.end:
                yield Look(window, look.kind, look.name, look.params)

    def _letterings(self, writings: Iterable[Writing]) -> Iterator[Lettering]:
        for writing in writings:
            window = self.clock.window(writing.begin, writing.end)
            if window.start < window.end:
                yield Lettering(
                    window,
                    writing.text,
                    writing.style,
                    writing.scale,
                    tuple(self._motions(writing.motions)),
                    self._highlight(writing.emphasis),
                    writing.way,
                )

    def _motions(self, wanted: Iterable[motions.Motion]) -> Iterator[Motion]:
        for motion in wanted:
            window = self.clock.window(motion.begin, motion.end)
            if window.start < window.end:
                yield Motion(window, motion.kind, motion.name, motion.speed)

    def _highlight(self, emphasis: Emphasis | None) -> Highlight | None:
        if emphasis is None:
            return None
        heard = (
            Spoken(self.clock.window(word.begin, word.end), word.first, word.last)
            for word in emphasis.words
        )
        words = tuple(word for word in heard if word.window.start < word.window.end)
        return Highlight(emphasis.style, words)

    def _written(self) -> tuple[list[Cue], list[Writing], list[str]]:
        """Return all captions, the texts over the pictures, captions on top, and notes."""
        clips = list(self.timing.clips())
        spoken = [
            self.page.captions(placed, self.speeches[placed.path])
            for placed in clips
            if placed.path in self.speeches
        ]
        filed = [self.page.filed(placed) for placed in clips]
        texts = [text for placed in clips for text in self.page.subtitle(placed)]
        cues = [cue for captions in (*spoken, *filed) for cue in captions.cues]
        return (
            sorted(cues, key=lambda cue: cue.begin),
            texts + [text for captions in (*filed, *spoken) for text in captions.drawn],
            [note for captions in filed for note in captions.notes],
        )

    def _soundings(self, placed: Placed) -> Iterator[Sounding]:
        clip, material = placed.clip, placed.material
        if not isinstance(clip, AudioTrackClip | VideoTrackClip) or material.source_out is None:
            return
        sound = material.source
        if sound is None or (isinstance(sound, Media) and not sound.has_audio):
            return
        played = placed.start + (material.source_out - material.source_in) / placed.speed
        loop = loops(clip)
        start = self.clock.sample(placed.start)
        end = self.clock.sample(placed.end if loop else min(placed.end, played))
        if start < end:
            yield Sounding(
                start,
                end,
                clip,
                sound,
                role=_role(sound, loop),
                source_in=material.source_in,
                source_out=material.source_out,
                speed=placed.speed,
                loop=loop,
            )

    def _chapters(self) -> Iterator[Chapter]:
        for placed in self.timing.clips():
            found = _CHAPTER.match(placed.clip.comment or "")
            if found and isinstance(placed.material.source, Speech):
                yield Chapter(self.clock.frame(placed.start), found["title"])


def _role(sound: Speech | Media, loop: bool) -> Literal["voice", "music", "sound"]:
    """Return what a sound is to the mix; what loops is there to lie under the rest."""
    if isinstance(sound, Speech):
        return "voice"
    return "music" if loop else "sound"


def _size(output: OutputMediaConfig, canvas: Canvas | None, timing: Timing) -> tuple[int, int]:
    """Return the size asked for, else that of the canvas or the first picture; even sides."""
    if output.width and output.height:
        return _even(output.width), _even(output.height)
    width, height = _turned(_natural(canvas, timing), output.video.orientation)
    if output.width:
        factor = output.width / width
    elif output.height:
        factor = output.height / height
    else:
        longest, short = max(width, height), min(width, height)
        factor = min(1.0, LONGEST_SIDE / longest, LONGEST_SHORT_SIDE / short)
    return _even(width * factor), _even(height * factor)


def _turned(size: tuple[float, float], orientation: str | None) -> tuple[float, float]:
    """Return the sides in the order that the orientation asks for."""
    if orientation is None:
        return size
    short, longest = sorted(size)
    return (longest, short) if orientation == "Horizontal" else (short, longest)


def _natural(canvas: Canvas | None, timing: Timing) -> tuple[float, float]:
    if canvas:
        return canvas.width, canvas.height
    shown = (item.material.source for item in timing.clips())
    first = next((m for m in shown if isinstance(m, Media) and m.kind != "audio"), None)
    return (first.width, first.height) if first else FULL_HD


def _even(side: float) -> int:
    return max(2, 2 * round(side / 2))
