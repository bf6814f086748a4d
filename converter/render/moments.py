"""Moments: what shows at a frame of a Schedule, without drawing it.

Two frames of one moment show one picture, so a moment is the picture's key.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from converter.render import moving
from converter.render.effects import transitions, treatment
from converter.render.schedule import Lettering, Look, Schedule, Showing, Window


class Lit(NamedTuple):
    """A look that is on: its number, and what its picture depends on if it moves."""

    number: int
    moment: int | None = None


class Shown(NamedTuple):
    """A lettering that shows: its number, its moment if it moves, and the lit word's number."""

    number: int
    moment: int | None = None
    word: int | None = None


class Coat(NamedTuple):
    """One clip as it shows: which, which frame of its video, how far blended in.

    `number` counts on the track, `texts` and `looks` among the clip's own. `progress`
    is None unless a transition into the clip is running, `sweep` is the frame of its
    camera moves, None where there are none.
    """

    track: int
    number: int
    source_frame: int | None = None
    progress: float | None = None
    texts: tuple[Shown, ...] = ()
    sweep: int | None = None
    looks: tuple[Lit, ...] = ()


class Moment(NamedTuple):
    """All that shows: clips from bottom to top, then looks and letterings of the schedule."""

    coats: tuple[Coat, ...]
    letterings: tuple[Shown, ...]
    looks: tuple[Lit, ...] = ()

    @property
    def scene(self) -> tuple[tuple[int, int], ...]:
        """The clips that are fully there, not those still blending in."""
        return tuple((coat.track, coat.number) for coat in self.coats if coat.progress is None)


class Stretch(NamedTuple):
    """`frames` frames from `first` on that show one picture.

    `key_frame` is true where another set of clips is fully there than in the
    stretch before: at a cut, and where a transition has ended. The `fade` frames
    before `first` are a cross-fade from the stretch before into this one.
    """

    first: int
    frames: int
    key_frame: bool
    fade: int = 0


@dataclass(frozen=True, slots=True)
class _Span:
    """Frames between two events: nothing comes or goes.

    `fade` are the moments that it is a cross-fade of, where it is one.
    """

    start: int
    end: int
    moment: Moment
    moves: bool
    fade: tuple[Moment, Moment] | None


class Moments:
    """The moments of a schedule, by frame."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._spans = [self._span(*names) for names in _between_events(schedule)]
        self._starts = [span.start for span in self._spans]

    @property
    def most_coats(self) -> int:
        """How many clips show at once, where they are most."""
        return max(len(span.moment.coats) for span in self._spans)

    def at(self, frame: int) -> Moment:
        """Return what shows at a frame; IndexError when there is no such frame."""
        if not 0 <= frame < self._schedule.frames:
            raise IndexError(f"frame {frame} of {self._schedule.frames}")
        return self._of_span(self._spans[bisect_right(self._starts, frame) - 1], frame)

    def stretches(self) -> Iterator[Stretch]:
        """Yield the longest runs of frames that show one picture, and the fades between."""
        first, lead, scene, moment = 0, 0, None, None
        for start, fade, following in self._changes():
            if moment is not None and following != moment:
                yield Stretch(first, start - fade - first, moment.scene != scene, lead)
                first, lead, scene = start, fade, moment.scene
            moment = following
        if moment is not None:
            yield Stretch(first, self._schedule.frames - first, moment.scene != scene, lead)

    def _changes(self) -> Iterator[tuple[int, int, Moment]]:
        """Yield frames that may show another picture, after how many of a fade to it."""
        shown = 0
        for span in self._spans:
            for frame in self._distinct(span):
                yield frame, frame - shown, self._of_span(span, frame)
                shown = frame + 1
            shown = shown if span.fade else span.end

    def _distinct(self, span: _Span) -> Sequence[int]:
        """Return the frames of a span that neither repeat others nor lie evenly between."""
        if span.fade is None:
            return range(span.start, span.end) if span.moves else [span.start]
        before, after = span.fade
        first = [] if self._shows(before, span.start - 1) else [span.start]
        last = [] if self._shows(after, span.end) else [span.end - 1]
        return sorted({*first, *last})

    def _shows(self, moment: Moment, frame: int) -> bool:
        return 0 <= frame < self._schedule.frames and self.at(frame) == moment

    def _span(self, start: int, end: int, names: tuple[tuple[int, ...], ...]) -> _Span:
        coats = tuple(self._coat(name[1], name[2], names) for name in names if name[0] == _SHOWING)
        letterings = tuple(Shown(name[1]) for name in names if name[0] == _LETTERING)
        looks = tuple(Lit(name[1]) for name in names if name[0] == _LOOK)
        moment = self._moment(Moment(coats, letterings, looks), start)
        return _Span(start, end, moment, _moves(moment), self._ends(moment))

    def _ends(self, moment: Moment) -> tuple[Moment, Moment] | None:
        """Return what a moment fades from and to, where it is between and all else stands."""
        blending = [coat for coat in moment.coats if coat.progress is not None]
        if len(blending) != 1 or moment.looks or not self._fades(blending[0]):
            return None
        new = blending[0]
        before = tuple(coat for coat in moment.coats if coat is not new)
        after = tuple(
            coat._replace(progress=None)
            for coat in moment.coats
            if coat is new or coat.track != new.track
        )
        ends = moment._replace(coats=before), moment._replace(coats=after)
        return None if any(map(_moves, ends)) else ends

    def _fades(self, coat: Coat) -> bool:
        enter = self._schedule.tracks[coat.track][coat.number].enter
        return enter is not None and transitions.find(enter.name)[0].name == "fade"

    def _coat(self, track: int, number: int, names: tuple[tuple[int, ...], ...]) -> Coat:
        showing = self._schedule.tracks[track][number]
        return Coat(
            track,
            number,
            source_frame=0 if showing.rate else None,
            progress=0.0 if (_BLEND, track, number) in names else None,
            texts=tuple(
                Shown(name[3]) for name in names if name[:3] == (_CLIP_TEXT, track, number)
            ),
            sweep=0 if showing.sweeps else None,
            looks=tuple(Lit(name[3]) for name in names if name[:3] == (_CLIP_LOOK, track, number)),
        )

    def _of_span(self, span: _Span, frame: int) -> Moment:
        return self._moment(span.moment, frame) if span.moves else span.moment

    def _moment(self, moment: Moment, frame: int) -> Moment:
        return Moment(
            tuple(self._moving(coat, frame) for coat in moment.coats),
            self._shown(moment.letterings, self._schedule.letterings, frame),
            self._lit(moment.looks, self._schedule.looks, frame),
        )

    def _moving(self, coat: Coat, frame: int) -> Coat:
        showing = self._schedule.tracks[coat.track][coat.number]
        if coat.source_frame is not None:
            coat = coat._replace(source_frame=self._source_frame(showing, frame))
        if coat.progress is not None and showing.enter is not None:
            coat = coat._replace(progress=moving.progress(showing.enter.window, frame))
        if coat.sweep is not None:
            last = max(sweep.frames for sweep in showing.sweeps) - 1
            coat = coat._replace(sweep=max(0, min(frame - showing.window.start, last)))
        return coat._replace(
            texts=self._shown(coat.texts, showing.letterings, frame),
            looks=self._lit(coat.looks, showing.looks, frame),
        )

    def _shown(
        self, shown: tuple[Shown, ...], letterings: Sequence[Lettering], frame: int
    ) -> tuple[Shown, ...]:
        fps = self._schedule.fps
        found = ((number, letterings[number]) for number, _, _ in shown)
        return tuple(
            Shown(number, moving.moment(text, frame, fps), moving.word(text, frame))
            for number, text in found
        )

    def _lit(self, lit: tuple[Lit, ...], looks: tuple[Look, ...], frame: int) -> tuple[Lit, ...]:
        fps = self._schedule.fps
        return tuple(Lit(number, treatment.moment(looks[number], frame, fps)) for number, _ in lit)

    def _source_frame(self, showing: Showing, frame: int) -> int:
        return int(showing.second(frame, self._schedule.fps) * (showing.rate or 1))


# What an event is about; the rest of its name are indices into the schedule.
_SHOWING, _BLEND, _CLIP_TEXT, _CLIP_LOOK, _LETTERING, _LOOK = range(6)


def _moves(moment: Moment) -> bool:
    """Tell whether a moment may be another at the next frame."""
    looks = (*moment.looks, *(lit for coat in moment.coats for lit in coat.looks))
    texts = (*moment.letterings, *(text for coat in moment.coats for text in coat.texts))
    return (
        any(lit.moment is not None for lit in looks)
        or any(text.moment is not None for text in texts)
        or any(
            (coat.source_frame, coat.progress, coat.sweep) != (None, None, None)
            for coat in moment.coats
        )
    )


def _events(schedule: Schedule) -> Iterator[tuple[tuple[int, ...], Window]]:
    for track, showings in enumerate(schedule.tracks):
        for index, showing in enumerate(showings):
            yield (_SHOWING, track, index), showing.window
            if showing.enter:
                yield (_BLEND, track, index), showing.enter.window
            for number, lettering in enumerate(showing.letterings):
                yield (_CLIP_TEXT, track, index, number), lettering.window
            for number, look in enumerate(showing.looks):
                yield (_CLIP_LOOK, track, index, number), look.window
    for number, lettering in enumerate(schedule.letterings):
        yield (_LETTERING, number), lettering.window
    for number, look in enumerate(schedule.looks):
        yield (_LOOK, number), look.window


def _changes(schedule: Schedule) -> Iterator[int]:
    """Yield the frames at which a text starts or stops to move."""
    clips = (showing for track in schedule.tracks for showing in track)
    texts = (*(text for clip in clips for text in clip.letterings), *schedule.letterings)
    for text in texts:
        yield from (max(0, min(frame, schedule.frames)) for frame in moving.changes(text))


def _between_events(
    schedule: Schedule,
) -> Iterator[tuple[int, int, tuple[tuple[int, ...], ...]]]:
    """Yield start, end and the names of what is there, for all spans between events."""
    coming, going = defaultdict(list), defaultdict(list)
    for name, window in _events(schedule):
        start, end = max(0, window.start), min(schedule.frames, window.end)
        if start < end:
            coming[start].append(name)
            going[end].append(name)
    there: set[tuple[int, ...]] = set()
    edges = {0, schedule.frames, *coming, *going, *_changes(schedule)}
    for start, end in pairwise(sorted(edges)):
        there.difference_update(going[start])
        there.update(coming[start])
        yield start, end, tuple(sorted(there))
