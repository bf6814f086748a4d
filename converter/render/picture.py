"""Picture: draws the frames of a Schedule, each from the schedule and its number alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from types import TracebackType
from typing import Self

import numpy as np

from converter.render import lettering
from converter.render.clips import Clips, Placed
from converter.render.compositing import Pixels, paste
from converter.render.effects import transitions
from converter.render.lettering import Drawn, letter
from converter.render.moments import Coat, Moments, Stretch
from converter.render.recent import Recent
from converter.render.schedule import Lettering, Schedule, Showing
from converter.timeline.effects import (
    Background,
    DeWatermark,
    Filter,
    Harmonization,
    KenBurns,
    Matting,
    Vfx,
    Zoom,
)

_MEGABYTE = 1 << 20
_COMPOSED_BUDGET, _PLACED_BUDGET, _LETTERED_BUDGET = (
    96 * _MEGABYTE,
    64 * _MEGABYTE,
    32 * _MEGABYTE,
)
_NOT_DRAWN = (DeWatermark, Filter, Harmonization, KenBurns, Matting, Vfx, Zoom)


class Painter:
    """Draws the frames of a schedule. What stands still is drawn once.

    Use it as a context manager, or `close` it, when videos are shown.
    """

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._frame = schedule.width, schedule.height
        self._moments = Moments(schedule)
        self._clips = Clips(self._frame, schedule.fps)
        self._composed = Recent[Pixels](_COMPOSED_BUDGET, lambda picture: picture.nbytes)
        self._placed = Recent[Placed](_PLACED_BUDGET, lambda placed: placed.patch.nbytes)
        self._lettered = Recent[Drawn](_LETTERED_BUDGET, lambda drawn: drawn.patch.nbytes)
        self._notes = dict.fromkeys(_notes(schedule))

    @property
    def notes(self) -> tuple[str, ...]:
        """What is drawn otherwise than asked for, one line each.

        Texts that leave the frame are known only after they are drawn.
        """
        return tuple(self._notes)

    def key(self, frame: int) -> Hashable:
        """Return the key of a frame: equal keys promise equal pictures."""
        return self._moments.at(frame)

    def stretches(self) -> Iterator[Stretch]:
        """Yield (first, frames, key_frame) of the longest runs with equal keys."""
        return self._moments.stretches()

    def draw(self, frame: int) -> Pixels:
        """Draw a frame as RGB, shape (height, width, 3); the array is read-only."""
        moment = self._moments.at(frame)
        picture = self._compose(moment.coats)
        if moment.letterings:
            picture = picture.copy()
            for number in moment.letterings:
                self._letter(picture, (number,), self._schedule.letterings[number])
        picture.flags.writeable = False
        return picture

    def close(self) -> None:
        """Close the videos that are open."""
        self._clips.close()

    def __enter__(self) -> Self:
        """Return itself; videos are closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the videos."""
        self.close()

    def _compose(self, coats: tuple[Coat, ...]) -> Pixels:
        """Return the picture of some coats over black."""
        if not coats:
            return np.zeros((self._frame[1], self._frame[0], 3), np.uint8)
        if coats[-1].progress is not None:
            return self._blend(coats, coats[-1].progress)
        return self._composed.get(coats, lambda: self._cover(coats))

    def _blend(self, coats: tuple[Coat, ...], progress: float) -> Pixels:
        """Return the transition from what was there to what it is with the last coat."""
        top = coats[-1]._replace(progress=None)
        below = tuple(coat for coat in coats[:-1] if coat.track != top.track)
        enter = self._showing(top).enter
        blending, _ = transitions.find(enter.name if enter else "fade")
        return blending(self._compose(coats[:-1]), self._compose((*below, top)), progress)

    def _cover(self, coats: tuple[Coat, ...]) -> Pixels:
        """Lay the last coat over the others."""
        top = coats[-1]
        showing = self._showing(top)
        placed = self._placed.get(
            (top.track, top.number, top.source_frame),
            lambda: self._clips.draw(showing, top.source_frame),
        )
        if placed.hides(self._frame) and not top.texts:
            return placed.patch
        hidden = placed.hides(self._frame)
        canvas = placed.patch.copy() if hidden else self._compose(coats[:-1]).copy()
        if not hidden:
            paste(canvas, placed.patch, placed.x, placed.y)
        for number in top.texts:
            self._letter(canvas, (top.track, top.number, number), showing.letterings[number])
        return canvas

    def _letter(self, canvas: Pixels, name: Hashable, text: Lettering) -> None:
        drawn = self._lettered.get(name, lambda: letter(text, self._frame))
        paste(canvas, drawn.patch, drawn.x, drawn.y)
        if drawn.overflow:
            self._notes[f"text {_shortened(text.text)} {drawn.overflow}"] = None

    def _showing(self, coat: Coat) -> Showing:
        return self._schedule.tracks[coat.track][coat.number]


def _notes(schedule: Schedule) -> Iterator[str]:
    for showing in (showing for track in schedule.tracks for showing in track):
        yield from _clip_notes(showing)
        for text in showing.letterings:
            yield from lettering.notes(text.style)
    for text in schedule.letterings:
        yield from lettering.notes(text.style)


def _clip_notes(showing: Showing) -> Iterator[str]:
    if showing.enter:
        _, note = transitions.find(showing.enter.name)
        if note:
            yield note
    for effect in showing.clip.effects:
        if isinstance(effect, _NOT_DRAWN):
            name = getattr(effect, "sub_type", "")
            yield f"effect {effect.type}{f' {name!r}' if name else ''} is not drawn"
        if isinstance(effect, Background) and effect.sub_type == "Image":
            yield "effect Background 'Image' is drawn as a blurred copy of the clip"
    if showing.clip.mask_video_url:
        yield "MaskVideoUrl is not drawn"


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
